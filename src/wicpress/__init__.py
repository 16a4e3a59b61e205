"""wicpress typesets bilingual books: one manuscript in two languages to PDF and EPUB.

>>> import wicpress
>>> wicpress.build("book").ok
True
"""

# The packages come first: a later import of `wicpress.build.…` must not put the package in the function's place.
import wicpress.build
import wicpress.release  # noqa: F401 - as above
from wicpress.api import Book, build, check, release, verify
from wicpress.version import __version__ as __version__

__all__ = ["Book", "build", "check", "release", "verify"]
