"""Entry point of ``asteroid-econ``."""


def main() -> None:
    """Run the command line."""
