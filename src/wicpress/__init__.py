"""wicpress: a press for bilingual books, from one manuscript to every edition."""

__version__ = "0.1.0"
