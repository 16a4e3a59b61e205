"""The version of wicpress."""

__version__ = "0.1.0"
