"""The diagnostics of citations and lists of sources."""

from __future__ import annotations

from wicpress.diagnostics import Severity, declare_kind

BAD_SOURCES = declare_kind(
    "bad_sources",
    "A list of sources cannot be read",
    "references.bib (BibTeX or BibLaTeX) and references.json (CSL-JSON) hold the sources that a book cites. An entry "
    "that cannot be read, or whose key another entry has already, would be missing in the bibliography.",
    example="@book{chen2000,\n  author = {陈登原}, title = {国史旧闻},\n  publisher = {中华书局}, year = 2000\n}",
)
UNKNOWN_SOURCE = declare_kind(
    "unknown_source",
    "A citation names a source that is not there",
    "`[@key]` cites the entry of that key in references.bib or references.json. Without the entry there is nothing "
    "to print.",
    example="The bridge was built in the Ming dynasty [@chen2000, 29].",
)
UNCITED_SOURCE = declare_kind(
    "uncited_source",
    "An entry of the list of sources is never cited",
    'A bibliography has the sources that are cited. `entries = "all"` in `[citations]` prints the others, too.',
    example='[citations]\nentries = "all"',
    severity=Severity.NOTICE,
)
INCOMPLETE_SOURCE = declare_kind(
    "incomplete_source",
    "A source lacks what its reference needs",
    "A reader finds a source by its title, year, publisher or journal. What its type of source needs is printed "
    "where the list of sources has it; where it does not, the reference has a gap.",
    example="@article{li2012, author = {李明}, title = {…}, journal = {…}, year = 2012, number = 3, pages = {5--9}}",
    severity=Severity.WARNING,
)
NO_BIBLIOGRAPHY = declare_kind(
    "no_bibliography",
    "The book cites sources and has no bibliography",
    "A citation is a number, or an author and a year, that a reader looks up in the bibliography. `::: bibliography` "
    "says where it stands; a style with notes needs none.",
    example="# References\n\n::: bibliography\n:::",
)
MISPLACED_BIBLIOGRAPHY = declare_kind(
    "misplaced_bibliography",
    "There is more than one bibliography",
    'A book has one bibliography, or with `bibliography = "chapter"` one in each chapter. A second one would have '
    "the same references and the same targets of links.",
    example='[citations]\nbibliography = "chapter"',
)
