"""Any text as a manuscript: no traceback, no word lost, no id twice."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from wicpress import parsing, reports, rules
from wicpress.build import inspect_book
from wicpress.build.autofix import fixed_texts
from wicpress.cache.build_cache import BuildCache
from wicpress.cache.disk_store import DiskStore
from wicpress.config import Config, parse
from wicpress.diagnostics import WithDiagnostics
from wicpress.model import Book, iter_nodes, plain_text, translations_of

TOML = b"""
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "T", en = "T" }
identifier = "urn:x"
[[edition]]
name = "e"
layout = "interleaved"
"""
# fmt: off
SNIPPETS = st.sampled_from([
    "\n", "\n\n", "# ", "## ", "### ", "#### ", "- ", "* ", "1. ", "2. ", "4、", "5、", "12) ", "> ",
    "> [!NOTE]\n", "```\n", "~~~", "---\n", "***\n", ": ", "  ", "    ", "\t", "[^a]", "[^a]: ", "[a](#b)",
    "[](#b){.page}", "![图](a.png \"t\")", "![](x)", "{.solo}\n", "{#b}\n", "{lang=fr}", "[mot]{lang=fr}",
    "{汉字|hàn}", "{汉|字}", "*", "**", "`", "<b>", "<!-- x -->", "&amp;", "&#0;", "\\", "|", "汉字", "。", "word ",
    "café", "かな", "한글", "Привет", "1,000", "Table: ", "表：", "图：", "{.caption}\n", "{.verse}\n", "{.part}\n",
    "[x]: #y\n", "\x00", "\u200b", "\ufeff", "\u2028", "é", "🙂", "{", "}", "[", "]", "(", ")", "!", "# 甲\n",
    "# A\n", "+--+--+\n", "+==+==+\n", "|甲|乙|\n", "||", "|^^|", "|  \\\n", "---- ----\n", "------\n",
    "注：", "Note: ",
])
# fmt: on
WILD = st.lists(st.one_of(SNIPPETS, st.just("|a|b|\n|-|-|\n|甲|乙|\n"), st.text(max_size=4)), max_size=60).map(
    "".join
)


def read(files: Mapping[str, str]) -> tuple[Config, WithDiagnostics[Book]]:
    """Read texts as the files of a book."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in files.items():
            (root / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        config = parse(TOML, root).value
        assert config is not None
        return config, parsing.read(config)


def check_reading(files: Mapping[str, str]) -> WithDiagnostics[Book]:
    """Read, check, inspect, report and fix; every diagnostic has a place in a file that is there."""
    config, result = read(files)
    every = (*result.diagnostics, *rules.check(result.value, config))
    for each in every:
        assert each.span is not None
        assert each.message
        assert 1 <= each.span.line <= each.span.end_line
        assert each.span.path == "book.toml" or each.span.path in files
    json.dumps(inspect_book.inspect(result.value))
    inspect_book.as_text_tree(result.value)
    for form in reports.FORMATS:
        reports.render(form, every, files)
    fixed_texts(files, every)
    ids = [node.id for chapter in result.value.chapters for node in iter_nodes(chapter)]
    if "duplicate_id" not in {each.code for each in every}:
        assert len(ids) == len(set(ids))
    return result


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WILD)
@example("#")
@example("- \n-")
@example("> [!NOTE]")
@example("> [!NOTE]\n> \n> ```")
@example("1、\n2、x")
@example(": x")
@example("a\n: ")
@example("|a|\n|-|")
@example("[^a]: ")
@example("![](\n)")
@example("{.part}\n# 甲")
@example("*" * 200 + "a" + "*" * 200)
@example("[" * 300)
@example("- " * 300)
@example("{" * 50 + "|" * 50)
def test_one_file(text: str) -> None:
    """Any text in one file is read, or reported."""
    check_reading({"01.md": text})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WILD, WILD)
@example("# 甲\n\n- x\n", "# A\n\n1. x\n")
@example("x\n\n# 甲", "# A")
@example("", "# A\n\ntext")
def test_a_file_per_language(zh: str, en: str) -> None:
    """Any two texts in two files are read, or reported."""
    check_reading({"01.zh-Hans.md": zh, "01.en.md": en})


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    """Any bytes are text, or a diagnostic that names the first wrong byte."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "01.md").write_bytes(data)
        config = parse(TOML, root).value
        assert config is not None
        result = parsing.read(config)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        (diagnostic,) = result.diagnostics
        assert diagnostic.code == "not_utf8"
        assert f"byte {error.start + 1} " in diagnostic.message


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(WILD, WILD)
@example("# 甲 {.part}\n\n[^a]: x", "# 乙 {.part}\n\n# 丙[^a]\n\n[^a]: y")
@example("{#b}\n# 甲\n\n[](#b){.page}[x](a.md)", "{#b}\n# 乙")
def test_a_cache_changes_nothing(one: str, other: str) -> None:
    """Any two files are the same book with the same diagnostics without a cache, with a new and with a filled one."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name, text in (("01.md", one), ("02.md", other)):
            (root / name).write_bytes(text.encode("utf-8", "surrogatepass"))
        config = parse(TOML, root).value
        assert config is not None
        uncached, memory = parsing.read(config), BuildCache(DiskStore(root / "cache"), "wicpress")
        assert parsing.read(config, memory) == uncached
        assert parsing.read(config, memory) == uncached
        assert memory.corrupt_count == 0


HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)
LATIN = st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz"), min_size=1, max_size=8)
WORDS = st.one_of(HAN, st.lists(LATIN, min_size=1, max_size=6).map(" ".join))
BLOCKS = st.lists(
    st.tuples(
        st.sampled_from(["{}", "## {}", "- {}", "> {}", "*{}*", "{}[^{}]", "```\n{}\n```", "| {} |\n|---|"]), WORDS
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(BLOCKS, st.booleans())
def test_every_word_is_there(blocks: list[tuple[str, str]], alternate: bool) -> None:
    """Every character of the words is in the model; within each language, in the order of the file."""
    parts, notes = [], []
    # neighbouring tables with the same words are one table, which both languages share
    blocks = [each for nth, each in enumerate(blocks) if "|" not in each[0] or blocks[nth - 1 : nth] != [each]]
    for nth, (form, words) in enumerate(blocks):
        if "[^" in form:
            parts.append(form.format(words, nth))
            notes.append(f"[^{nth}]: {words}")
        else:
            parts.append(form.format(words))
    text = "# 甲\n\n# a\n\n" + "\n\n".join([*parts, *notes]) + "\n"
    _, result = read({"01.md": text})
    shown: dict[str, str] = {}
    for chapter in result.value.chapters:
        for node in iter_nodes(chapter):
            for side in translations_of(node):
                shown[side.lang] = shown.get(side.lang, "") + plain_text(side.inlines)
    expected = "".join(words for _, words in blocks) + "".join(w for form, w in blocks if "[^" in form) + "甲a"
    squeezed = re.sub(r"\s", "", "".join(shown.values()))
    assert sorted(squeezed) == sorted(re.sub(r"\s", "", expected))
    flow = [words for form, words in blocks if form in ("{}", "## {}", "*{}*") and len(words) > 1]
    flow = [words for words in flow if flow.count(words) == 1]  # neighbours with the same words are two languages
    for lang, is_mine in (("zh-Hans", lambda w: w[0] >= "一"), ("en", lambda w: w[0] < "一")):
        at = 0
        for words in filter(is_mine, flow):
            at = shown[lang].index(words, at) + len(words)
