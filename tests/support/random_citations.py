"""Citations in some of the random books, in a style that is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from wicpress.config.settings import CITATION_CHOICES

SOURCES = """\
@book{zhou, author = {周阶 and 张河 and 王经 and 李处}, title = {石阶记},
  publisher = {镇书局}, address = {张镇}, year = 1998}
@article{holt, author = {Holt, Ada and Reed, Ben}, title = {Steps in the \\emph{water}}, journal = {The River},
  year = 2004, volume = 3, number = 2, pages = {5--9}, doi = {10.1000/182}}
@online{web, author = {{镇图书馆}}, title = {旧图}, url = {https://www.example.org/}, date = {2020},
  urldate = {2024-05-06}}
"""
TEXTS = (
    "还有[@zhou; @holt; @web]。\n\nMore stands in [@zhou; @holt; @web].",
    "石阶见[@zhou, 12页]。\n\nThe steps are in [@zhou, p. 12].",
    "另见[参看@zhou, 3页]。\n\nMore is there [see @zhou, p. 3].",
    "图见@holt与[@web]。\n\nFor maps see @holt and [@web].",
    "- 旧图[-@web]\n\n- An old map [-@web]",
)
"""Paragraphs and an item, whose sources are cited in both languages; the first cites all.

They stand below the title of a chapter, so that its own blocks end it, or at its end, where they call notes.
"""
ADDED = "等 译 版 第 卷 佚名 无日期 ， ： （ ） ； ↑ ①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
"""What styles add to the words of sources, and numbers of notes; a test's font has the characters of this file."""


def with_citations(files: Mapping[str, str | bytes], seed: str) -> dict[str, str | bytes]:
    """Return the files of a book with citations and a bibliography, in two of three books; else as they are."""
    random = Random(f"{seed}, citations")
    cited = dict(files)
    toml = cited["book.toml"]
    chapters = [(name, text) for name, text in files.items() if name.endswith(".md") and isinstance(text, str)]
    if random.randrange(3) == 0 or not isinstance(toml, str):
        return cited
    choices = {key: random.choice(values) for key, values in CITATION_CHOICES.items()}
    table = "\n".join(f'{key} = "{value}"' for key, value in choices.items())
    cited["book.toml"] = toml.replace("[[edition]]", f"[citations]\n{table}\n\n[[edition]]", 1)
    cited["references.bib"] = SOURCES
    for name, text in chapters:
        words = "\n\n".join([*random.sample(TEXTS[1:], random.randint(0, len(TEXTS) - 1)), TEXTS[0]])
        *titles, body = text.split("\n\n", 2)
        is_first = bool(random.randrange(2)) and name[:1] == "0" and "notes" not in choices["style"]
        whole = "\n\n".join((*titles, words, body)) if is_first else f"{text}\n{words}\n"
        is_last = choices["bibliography"] == "chapter" or name == chapters[-1][0]
        cited[name] = whole + ("\n::: bibliography\n:::\n" if is_last else "")
    return cited
