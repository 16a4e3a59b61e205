"""The generated book in the source formats of Typst and of XeLaTeX with ctex, in the dimensions of wicpress.

Trim, type area, sizes, leading and fonts are those of the interleaved edition, chapters open on a recto, with
contents, notes, folios and running titles; so all engines lay out about the same pages. They do not do what wicpress
does beyond that (its grid, pairs kept together, its line rules). Typst tags and links; XeLaTeX does neither.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from book import TABLE_HEAD, Chapter, Heading, Items, Paragraph, Table, Words

FACES = Path(__file__).resolve().parents[1] / "src" / "wicpress" / "fonts" / "bundled"
_TITLE = re.compile(r"\*([^*]+)\*")

TYPST = """\
#set document(title: "试排")
#set page(width: 170mm, height: 240mm, margin: (inside: 56pt, outside: 85.89pt, top: 60pt, bottom: 76.31pt),
  footer: context {
    set text(font: ("Source Sans 3", "Noto Sans SC"), size: 7.25pt)
    let here-page = counter(page).get().first()
    let heads = query(selector(heading.where(level: 1)).before(here()))
    let head = if heads.len() > 0 { heads.last().body }
    if calc.even(here-page) [#here-page #h(1em) 试排 A Trial] else [#h(1fr) #head #h(1em) #here-page]
  })
#let han = ("Source Serif 4", "Noto Serif SC")
#set text(font: han, size: 10pt, top-edge: .88em, bottom-edge: -.12em)
#set par(leading: 6pt, spacing: 16pt + 6pt)
#let zh(body) = text(lang: "zh", region: "cn", weight: 500, body)
#let en(body) = text(lang: "en", size: 9.3pt, body)
#let pair(a, b) = {
  block(below: 6pt, par(justify: true, leading: 6pt, zh(a)))
  block(above: 6pt, inset: (left: 20pt), par(leading: 6.7pt, en(b)))
}
#let note(a, b) = footnote[#zh(a) #linebreak() #text(lang: "en", b)]
#show footnote.entry: set text(size: 7.75pt)
#show heading: set text(font: ("Source Sans 3", "Noto Sans SC"))
#show heading.where(level: 1): it => {
  pagebreak(to: "odd", weak: true)
  block(height: 240pt - 6pt, width: 100%, below: 6pt, align(horizon, text(size: 17pt, weight: 500, it.body)))
}
#show heading.where(level: 2): it => block(above: 38pt, below: 14pt, text(size: 11.5pt, weight: 500, it.body))
#show table: set text(size: 8pt)
#set table(stroke: (x: none, y: .3pt))
#outline(depth: 1, indent: 0pt)
"""

LATEX = r"""\documentclass[UTF8,fontset=none,10pt,openright,twoside]{ctexbook}
\usepackage[paperwidth=170mm,paperheight=240mm,inner=56bp,outer=85.89bp,top=60bp,bottom=76.31bp,
  headheight=0bp,headsep=0bp,footskip=32bp]{geometry}
\usepackage{fontspec,fancyhdr,array}
\setmainfont[Path=%(faces)s/source-serif-4/,Extension=.ttf,ItalicFont=*_Italic]{SourceSerif4_400Regular}
\setsansfont[Path=%(faces)s/source-sans-3/,Extension=.ttf]{SourceSans3_400Regular}
\setCJKmainfont[Path=%(faces)s/noto-serif-sc/,Extension=.ttf,ItalicFont=NotoSerifSC_500Medium]{NotoSerifSC_500Medium}
\setCJKsansfont[Path=%(faces)s/noto-sans-sc/,Extension=.ttf]{NotoSansSC_500Medium}
\pagestyle{fancy}\fancyhf{}\renewcommand{\headrulewidth}{0pt}\fancyfoot[LE]{\small\sffamily\thepage\quad 试排 A Trial}
\fancyfoot[RO]{\small\sffamily\leftmark\quad\thepage}
\setlength{\parindent}{0pt}\setlength{\parskip}{0pt}\raggedbottom
\ctexset{chapter={name={},number={},numbering=false,format=\sffamily\Large,beforeskip=96bp,afterskip=112bp},
  section={numbering=false,format=\sffamily\large,beforeskip=32bp,afterskip=8bp}}
\newcommand{\zh}[1]{\fontsize{10bp}{16bp}\selectfont #1\par}
\newcommand{\en}[1]{{\leftskip=20bp\rightskip=0bp plus 60bp\fontsize{9.3bp}{16bp}\selectfont #1\par}}
\newcommand{\pair}[2]{\zh{#1}\en{#2}\vspace{16bp}}
\setcounter{tocdepth}{0}
\begin{document}
\tableofcontents
"""


def typst(chapters: Sequence[Chapter]) -> str:
    """Return the source of a book for Typst."""
    return "\n".join([TYPST, *(line for chapter in chapters for line in _typst_chapter(chapter))]) + "\n"


def latex(chapters: Sequence[Chapter]) -> str:
    """Return the source of a book for XeLaTeX with ctex."""
    lines = (line for chapter in chapters for line in _latex_chapter(chapter))
    return "\n".join([LATEX % {"faces": FACES}, *lines, r"\end{document}"]) + "\n"


def _escaped(words: Words, signs: str, title: Callable[[str], str]) -> Words:
    """Return words with a backslash before ``signs``, and with ``title`` applied to the titles of books."""
    table = {ord(sign): f"\\{sign}" for sign in signs}
    zh, en = (_TITLE.sub(lambda match: title(match[1]), text.translate(table)) for text in words)
    return zh, en


# --------------------------------------------------------------------------------------------- Typst


def _typ(words: Words) -> Words:
    return _escaped(words, "#$@<>`~[]", "_{}_".format)


def _typst_chapter(chapter: Chapter) -> Iterator[str]:
    yield "= {} #h(1em) {}".format(*_typ(chapter.title))
    for block in chapter.blocks:
        match block:
            case Heading(words):
                yield "== {} #h(1em) {}".format(*_typ(words))
            case Paragraph(words, note):
                zh, en = _typ(words)
                call = "#note[{}][{}]".format(*_typ(note)) if note else ""
                yield f"#pair[{zh}{call}][{en}]"
            case Items(items):
                yield from ("#pair[● {}][● {}]".format(*_typ(words)) for words in items)
            case Table(rows):
                heads = "".join(f"[{zh} {en}]" for zh, en in TABLE_HEAD)
                yield f"#table(columns: (1fr, auto, auto), align: (left, right, right), table.header{heads},"
                for row in rows:
                    yield "[{} {}],".format(*_typ(row.name)) + f"[{row.number}],[{row.year}],"
                yield ")"


# -------------------------------------------------------------------------------------------- XeLaTeX


def _tex(words: Words) -> Words:
    return _escaped(words, "#$%&_{}", r"\emph{{{}}}".format)


def _latex_chapter(chapter: Chapter) -> Iterator[str]:
    yield r"\chapter{{{}\quad {}}}".format(*_tex(chapter.title))
    for block in chapter.blocks:
        match block:
            case Heading(words):
                yield r"\section{{{}\quad {}}}".format(*_tex(words))
            case Paragraph(words, note):
                zh, en = _tex(words)
                call = r"\footnote{{{}\newline {}}}".format(*_tex(note)) if note else ""
                yield rf"\pair{{{zh}{call}}}{{{en}}}"
            case Items(items):
                yield from (r"\pair{{\textbullet\ {}}}{{\textbullet\ {}}}".format(*_tex(words)) for words in items)
            case Table(rows):
                yield r"\par{\small\begin{tabular}{p{220bp}rr}\hline"
                yield " & ".join(f"{zh} {en}" for zh, en in TABLE_HEAD) + r"\\\hline"
                for row in rows:
                    yield "{} {}".format(*_tex(row.name)) + rf" & {row.number} & {row.year}\\"
                yield r"\hline\end{tabular}}\par\vspace{16bp}"
