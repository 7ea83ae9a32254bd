"""The public face: everything that most users need, from one place."""

__all__: list[str] = []
