"""Citations in a manuscript: what is one, what is printed of it, and what is reported."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.small_books import BILINGUAL, ENGLISH, settings, write
from wicpress import config as book_config
from wicpress import model as m
from wicpress import parsing
from wicpress.citations.cited import CitedSource
from wicpress.diagnostics import Diagnostic
from wicpress.edition.cited_places import cited_places
from wicpress.edition.view import view
from wicpress.model import walk_inlines
from wicpress.proofing.source.compare_source import check_source

HEAD = "# 章\n\n# Chapter\n\n"
LIST = "\n\n::: bibliography\n:::\n"
BIB = """\
@book{chen2000, author = {陈登原}, title = {国史旧闻}, publisher = {中华书局}, year = 2000}
@article{li2012, author = {Li, Ming and Wang, Fang}, title = {Rivers}, journal = {Water}, year = 2012}
@online{lib, author = {{国家图书馆}}, title = {馆藏}, url = {https://www.example.cn/}, urldate = {2024-05-06}}
"""


def read(root: Path, text: str, style: str = "", bib: str = BIB, **files: str) -> tuple[m.Book, list[Diagnostic]]:
    """Return the book with a chapter ``text``, its citations in a style, and all that is reported of it."""
    toml = settings(BILINGUAL).replace("[[edition]]", f"[citations]\n{style}\n\n[[edition]]")
    write(root / "book", {"book.toml": toml, "01-a.md": HEAD + text, "references.bib": bib, **files})
    config = book_config.load(root / "book").value
    assert config
    parsed = parsing.read(config)
    found = [*parsed.diagnostics, *check_source(parsed.value, config, parsed.diagnostics)]
    return parsed.value, [each for each in found if each.code != "uncited_source"]


def citations(book: m.Book) -> list[m.Citation]:
    """Return the citations of a book, in order."""
    sides = (side for chapter in book.chapters for node in m.iter_nodes(chapter) for side in node.sides)
    return [each for side in sides for each in walk_inlines(side.inlines) if isinstance(each, m.Citation)]


def printed(inlines: tuple[m.Inline, ...]) -> str:
    """Return all that is printed of inlines."""
    texts = (each.text for each in walk_inlines(inlines) if isinstance(each, m.Text))
    return "".join(texts).replace("\u2060", "")


def references(book: m.Book) -> list[m.Paragraph]:
    """Return the references of all bibliographies of a book."""
    nodes = (node for chapter in book.chapters for node in m.iter_nodes(chapter))
    return [each for node in nodes if isinstance(node, m.Bibliography) for each in node.children]


@pytest.mark.parametrize(
    ("written", "sources", "words"),
    [
        ("[@chen2000]", (CitedSource("chen2000"),), "[1]"),
        ("[@chen2000, 29页]", (CitedSource("chen2000", "29页"),), "[1]29"),
        ("[@chen2000，29页]", (CitedSource("chen2000", "29页"),), "[1]29"),
        ("[@chen2000; @li2012]", (CitedSource("chen2000"), CitedSource("li2012")), "[1,2]"),
        ("[@chen2000；@li2012, 5–6]", (CitedSource("chen2000"), CitedSource("li2012", "5–6")), "[1][2]5-6"),
        ("[-@chen2000]", (CitedSource("chen2000", "", "year"),), "[1]"),
        ("[另见@chen2000, 29页]", (CitedSource("chen2000", "29页", prefix="另见"),), "[另见1]29"),
        (
            "[see @chen2000; also @li2012, 5]",
            (CitedSource("chen2000", prefix="see"), CitedSource("li2012", "5", prefix="also")),
            "[see 1][also 2]5",
        ),
        ("@chen2000", (CitedSource("chen2000", "", "prose"),), "陈登原[1]"),
        ("@chen2000。", (CitedSource("chen2000", "", "prose"),), "陈登原[1]"),
    ],
)
def test_forms(tmp_path: Path, written: str, sources: tuple[CitedSource, ...], words: str) -> None:
    book, found = read(tmp_path, f"见{written}的话\n\nSee this." + LIST)
    (citation,) = citations(book)
    assert not found
    assert citation.sources == sources
    assert printed(citation.children) == words
    assert book.chapters[0].blocks[0].sides[0].text == f"见{'。' if written.endswith('。') else ''}的话"


@pytest.mark.parametrize(
    "written",
    [
        "a@chen2000.org",
        "\\[\\@chen2000]",
        "`[@chen2000]`",
        "[a@chen2000.org]",
        "[写给 \\@chen2000]",
        "\\@chen2000",
        "@wicpress",
    ],
)
def test_what_is_no_citation(tmp_path: Path, written: str) -> None:
    book, found = read(tmp_path, f"见{written}的话\n\nSee this.")
    assert not citations(book) and not found


def test_both_languages_number_alike_and_links_lead_both_ways(tmp_path: Path) -> None:
    book, found = read(tmp_path, "见[@li2012; @chen2000]。\n\nSee [@li2012] and [@chen2000]." + LIST)
    assert not found
    assert [printed(each.children) for each in citations(book)] == ["[1,2]", "[1]", "[2]"]
    links = [each.href for each in walk_inlines(citations(book)[0].children) if isinstance(each, m.Link)]
    first, second = references(book)
    assert links == [f"#{first.id}", f"#{second.id}"] == ["#ref-li2012", "#ref-chen2000"]
    assert [each.entries for each in citations(book)] == [(first.id, second.id), (first.id,), (second.id,)]
    assert len({each.id for each in citations(book)}) == 3
    assert [side.lang for side in first.sides] == [m.SHARED]
    assert [each.lang for each in walk_inlines(second.sides[0].inlines) if isinstance(each, m.ForeignText)] == [
        "zh-Hans"
    ]


def test_no_link_leads_back_to_what_an_edition_leaves_out(tmp_path: Path) -> None:
    omits = 'missing = "omit"\nlanguages = ["en"]'
    toml = settings(ENGLISH).replace('languages = ["en"]', omits)
    text = f"{HEAD}{{.solo}}\n见[@chen2000; @li2012]。\n\n乙[@li2012]。\n\nB [@li2012].{LIST}"
    write(tmp_path / "book", {"book.toml": toml, "01-a.md": text, "references.bib": BIB})
    config = book_config.load(tmp_path / "book").value
    assert config
    book = parsing.read(config).value
    shown = cited_places(view(book, config.editions[0]))
    assert shown == {"ref-li2012": (citations(book)[2].id,)}


def test_a_raised_number_stands_behind_its_word(tmp_path: Path) -> None:
    book, _ = read(tmp_path, "见 [@chen2000]。\n\nSee [@chen2000]." + LIST)
    chinese, english = book.chapters[0].blocks[0].sides
    assert chinese.inlines[0] == m.Text("见") and english.inlines[0] == m.Text("See")
    first = [
        next(each for each in side.inlines if isinstance(each, m.Citation)).children[0] for side in (chinese, english)
    ]
    assert first[0] == m.Text("\u2060") and isinstance(first[1], m.StyledText)


def test_a_citation_in_a_note_counts_where_the_note_is_called(tmp_path: Path) -> None:
    text = "甲[^n]，乙[@chen2000]。\n\nA[^n], B [@chen2000].\n\n[^n]: 见[@li2012]。\n\n    See [@li2012].\n"
    book, found = read(tmp_path, text + LIST)
    assert not found
    assert [each.id for each in references(book)] == ["ref-li2012", "ref-chen2000"]


def test_author_and_date(tmp_path: Path) -> None:
    text = "见[@chen2000; @li2012, 5页]，@li2012说。\n\nSee [@chen2000], and @li2012 says." + LIST
    book, found = read(tmp_path, text, 'style = "gb7714-author-date"')
    assert not found
    assert [printed(each.children) for each in citations(book)] == [
        "（陈登原，2000；Li et al.，2012）5",
        "Li et al.（2012）",
        "(陈登原, 2000)",
        "Li et al. (2012)",
    ]
    english = citations(book)[2].children
    assert any(isinstance(each, m.ForeignText) and each.lang == "zh-Hans" for each in walk_inlines(english))


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("gb7714-author-date", "(see 陈登原, 2000; also Li et al., 2012)"),
        ("apa", "(see 陈登原, 2000; also Li & Wang, 2012)"),
        ("chicago-author-date", "(see 陈登原 2000; also Li and Wang 2012)"),
    ],
)
def test_words_before_sources(tmp_path: Path, style: str, words: str) -> None:
    text = "甲。\n\nA [see @chen2000; also @li2012]." + LIST
    book, found = read(tmp_path, text, f'style = "{style}"')
    assert not found
    (citation,) = citations(book)
    assert printed(citation.children) == words


def test_words_before_sources_in_notes(tmp_path: Path) -> None:
    """A note with words before its source names it in full, and each language has a note of its own."""
    text = "甲[@chen2000]，乙[另见@chen2000, 3页]。\n\nA [@chen2000], B [see also @chen2000, p. 3]."
    book, found = read(tmp_path, text, 'style = "gb7714-notes"')
    assert not found
    words = [printed(note.children[0].sides[0].inlines) for note in book.chapters[0].notes]
    assert [each[:6] for each in words] == ["陈登原. 国", "另见陈登原.", "see al"]


@pytest.mark.parametrize("style", ["gb7714-notes", "chicago-notes"])
def test_notes(tmp_path: Path, style: str) -> None:
    """Both languages call one note, in its place among the others; no bibliography is needed."""
    text = "甲[^a]，乙[@chen2000, 29页]。\n\nA[^a], B [@chen2000, p. 29].\n\n丙[@li2012]。\n\nC.\n\n"
    text += "[^a]: 注。\n\n    Note.\n"
    book, found = read(tmp_path, text, f'style = "{style}"')
    assert not found
    notes = book.chapters[0].notes
    assert [note.number for note in notes] == [1, 2, 3] and notes[0].label == "a"
    assert "29" in printed(notes[1].children[0].sides[0].inlines)
    calls = [each.children[-1] for each in citations(book)]
    assert calls == [m.FootnoteRef(notes[1].id), m.FootnoteRef(notes[1].id), m.FootnoteRef(notes[2].id)]


@pytest.mark.parametrize("style", ["gb7714-notes", "chicago-notes"])
def test_each_source_of_a_note_is_in_its_language(tmp_path: Path, style: str) -> None:
    """The note is in the language of its first source, and the words of others in theirs."""
    book, _ = read(
        tmp_path, f"他说[@chen2000; @li2012]。\n\nHe says [@li2012; @chen2000].{LIST}", f'style = "{style}"'
    )
    for note, (first, title), (other, words) in zip(
        book.chapters[0].notes,
        (("zh-Hans", "国史旧闻"), ("en", "Rivers")),
        (("en", "Rivers"), ("zh-Hans", "国史旧闻")),
        strict=True,
    ):
        (whole,) = note.children[0].sides[0].inlines
        assert isinstance(whole, m.ForeignText) and whole.lang == first
        inside = [each for each in whole.children if isinstance(each, m.ForeignText) and each.lang == other]
        assert words in "".join(map(printed, (each.children for each in inside)))
        assert title not in "".join(map(printed, (each.children for each in inside)))


def test_notes_on_a_source_that_was_cited_before(tmp_path: Path) -> None:
    """A Chinese source is named once in a chapter, then by its first note; not in notes, nor where marks are open."""
    text = "甲[@chen2000, 29页]，乙[@li2012]。\n\nA [@chen2000, p. 29], B [@li2012].\n\n"
    text += "丙[@chen2000, 31页]，丁[@li2012]，戊[@chen2000]，己[@chen2000; @li2012]。[^a]\n\nC.[^a]\n\n"
    text += "[^a]: 注[@chen2000]。\n"
    book, found = read(tmp_path, text, 'style = "gb7714-notes"')
    assert not found
    notes = [note for note in book.chapters[0].notes if not note.label]
    first, again, bare = notes[0], notes[2], notes[4]
    (whole,) = again.children[0].sides[0].inlines
    assert isinstance(whole, m.ForeignText)
    assert whole.children == (m.Text("同"), m.CrossRef(first.id, "number"), m.Text("：31."))
    assert printed(bare.children[0].sides[0].inlines) == "同."
    assert "同" not in "".join(printed(notes[nth].children[0].sides[0].inlines) for nth in (0, 1, 3, 5, 6))
    book, _ = read(tmp_path / "page", text, 'style = "gb7714-notes"\n\n[notes]\nnumbers = "page"')
    assert "同" not in "".join(printed(note.children[0].sides[0].inlines) for note in book.chapters[0].notes)


def test_one_bibliography_for_each_chapter(tmp_path: Path) -> None:
    second = {"02-b.md": "# 乙章\n\n# B\n\n见[@chen2000]。\n\nSee [@chen2000]." + LIST}
    text = "见[@li2012; @chen2000]。\n\nSee [@li2012]." + LIST
    book, found = read(tmp_path, text, 'bibliography = "chapter"', **second)
    assert not found
    ids = ["c01-a-ref-li2012", "c01-a-ref-chen2000", "c02-b-ref-chen2000"]
    assert [each.id for each in references(book)] == ids
    assert printed(citations(book)[-1].children) == "[1]"


def test_all_entries_in_another_order(tmp_path: Path) -> None:
    text = "见[@li2012]。\n\nSee [@li2012]." + LIST
    book, _ = read(tmp_path, text, 'entries = "all"\norder = "author"')
    assert [each.id for each in references(book)] == ["ref-chen2000", "ref-lib", "ref-li2012"]


@pytest.mark.parametrize(
    ("text", "message", "line"),
    [
        ("见[@chen2001]。\n\nSee this." + LIST, "there is no source `chen2001`", 5),
        ("见[@fig:map]。\n\nSee this.", "there is no source `fig:map`", 5),
        ("见[@chen2000]。\n\nSee this.", "nothing prints the references", 5),
        ("见[@chen2000]。\n\nSee this." + LIST * 2, "there is a bibliography already", 13),
        ("见[@chen2000]。\n\nSee this.\n\n::: bibliography\n甲\n:::\n", "words stand in a bibliography", 9),
    ],
)
def test_what_is_wrong(tmp_path: Path, text: str, message: str, line: int) -> None:
    _, found = read(tmp_path, text)
    assert [(each.message, each.span.line if each.span else 0) for each in found] == [(message, line)]


def test_an_unknown_key_has_its_place_and_the_nearest_one(tmp_path: Path) -> None:
    book, (found,) = read(tmp_path, "见[@chen2001]。\n\nSee this." + LIST)
    assert (found.code, found.column, found.help) == ("unknown_source", 3, "did you mean `@chen2000`?")
    assert printed(citations(book)[0].children) == "[@chen2001]"


@pytest.mark.parametrize(
    ("key", "bib", "help_"),
    [
        ("fig:map", BIB, "`[](#fig:map)`"),
        ("unheard", BIB, "add it to references.bib"),
        ("unheard", "", "make references.bib beside book.toml"),
    ],
)
def test_the_help_for_an_unknown_key(tmp_path: Path, key: str, bib: str, help_: str) -> None:
    _, (found,) = read(tmp_path, f"见[@{key}]。\n\nSee this.", bib=bib)
    assert help_ in found.help


def test_entries_that_are_not_cited_or_lack_something(tmp_path: Path) -> None:
    bib = "@book{a, title = {T}}\n@book{b, title = {U}, publisher = {P}, year = 2000}\n"
    toml = settings(BILINGUAL)
    write(
        tmp_path / "book", {"book.toml": toml, "01-a.md": f"{HEAD}见[@a]。\n\nSee [@a].{LIST}", "references.bib": bib}
    )
    config = book_config.load(tmp_path / "book").value
    assert config
    found = {each.code: each for each in parsing.read(config).diagnostics}
    assert found["incomplete_source"].message == "`a` lacks `publisher`, `issued`"
    assert found["uncited_source"].message == "`b` is never cited"
    assert [each.span.line for each in found.values() if each.span] == [1, 2]


def test_bibliographies_of_two_files_are_one(tmp_path: Path) -> None:
    files = {"02-b.zh-Hans.md": "# 参考文献\n" + LIST, "02-b.en.md": "# References\n" + LIST}
    book, found = read(tmp_path, "见[@chen2000]。\n\nSee [@chen2000].", **files)
    assert not found
    assert len(references(book)) == 1


def test_a_list_in_csl_json(tmp_path: Path) -> None:
    text = '[{"id": "j", "type": "book", "title": "题", "publisher": "社", "issued": {"date-parts": [[2001]]}}]'
    book, found = read(tmp_path, "见[@j]。\n\nSee [@j]." + LIST, **{"references.json": text})
    assert not found
    (entry,) = references(book)[0].sides[0].inlines
    assert isinstance(entry, m.SourceEntry) and entry.label == "[1]"
    assert printed(entry.children) == "题[M]. 社，2001."


def test_a_key_in_two_lists(tmp_path: Path) -> None:
    text = '[{"id": "lib", "type": "book", "title": "题", "publisher": "社", "issued": {"date-parts": [[2001]]}}]'
    _, found = read(tmp_path, "见[@lib]。\n\nSee [@lib]." + LIST, **{"references.json": text})
    assert [each.code for each in found] == ["bad_sources"]
