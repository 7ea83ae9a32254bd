"""Run the command line with ``python -m asteroid_econ``."""

from asteroid_econ.cli.main import main

if __name__ == "__main__":
    main()
