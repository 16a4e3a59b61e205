"""Files of settings: a sound one, with keys of any type and extreme values, or cut and mixed."""

from __future__ import annotations

from random import Random
from typing import Final

SOUND: Final = """\
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "试书", en = "Trial Book" }
identifier = "urn:uuid:11111111-2222-4333-8444-555555555555"
date = 2025-01-01
%(book)s
[typography]
%(typography)s
[[edition]]
name = "b"
layout = "interleaved"
%(edition)s
%(rest)s
"""
LAYOUTS: Final = ("interleaved", "parallel")
KEYS: Final = {
    "book": (
        "slug", "languages", "title", "subtitle", "authors", "publisher", "date", "year", "isbn", "rights",
        "description", "imprint", "series", "volume", "subjects", "spot", "numbering", "contents", "punctuation",
        "chapters", "identifier", "lists", "figures", "openings", "nosuch", '""', '"\\u0000"', "title.en", "a.b.c",
    ),
    "typography": ("autospace", "strictness", "line-end-trim", "hanging", "breaking", "english", "emphasis",
                   "hyphenation", "nosuch"),
    "edition": (
        "name", "languages", "layout", "page", "formats", "pdf", "missing", "isbn", "templates", "styles",
        "embed-fonts", "attach", "page-list", "writing", "code-colours", "pictures", "nosuch",
    ),
}  # fmt: skip
TABLES: Final = (
    "[fonts]\nserif = %s", "[fonts.serif-han]\nzh-Hans = %s", "[pictures]\nmetadata = %s", "[notes]\nplace = %s",
    "[short-titles]\n01 = %s", "[limits]\nseconds = %s", "[[edition]]\nname = %s",
    "[[edition]]\nname = \"c\"\nlayout = %s", "[nosuch]\nx = %s", "[[book]]\nx = %s", "[edition]\nname = %s",
    "[release]\nx = %s", "[numbers]\nheadings = %s", "[numbers]\nparts = %s", "[numbers]\ncaptions = %s",
    "[numbers]\nappendices = { en = %s }", "[numbers]\nheadings = { zh-Hans = [%s], en = [%s] }",
    "[imprint]\nprice = %s", "[imprint]\ncip = { zh-Hans = %s }", "[imprint]\nedition = %s\nprinting = %s",
    "[imprint]\nnosuch = %s", "[notes]\nplace = %s\nnumbers = %s", "[notes]\nmarks = %s",
    "[notes]\nsequence = %s\nnumbers = %s",
)  # fmt: skip
VALUES: Final = (
    '""', '"x"', "0", "-1", "1", "1e308", "-0.0", "nan", "inf", "-inf", "true", "false", "[]", "[[]]", "{}",
    '[1, "a", {}]', "0x" + "f" * 4000, "9" * 4300, "9" * 5000, "-" + "9" * 40, "0b1", "1_0", "1e99999", "0.1e-400",
    "2025-01-01", "0001-01-01", "9999-12-31T23:59:60Z", "9999-12-31T23:59:59.999999+23:59", "2025-02-30",
    "12:00:00", '"' + "x" * 300 + '"', '"' + "é" * 5000 + '"', '"../victim/secret.txt"',
    '"../../victim/secret.txt"', '"/etc/passwd"', '"loop"', '"link.png"', '"pipe"', '"."', '".."', '"~"',
    '"~/.netrc"', '"a\\u0000b"', '"\\U0010FFFF"', '"\\uD800"', '"\\u202e"', '"\\n"', '"%s{}{{x}}"',
    '["zh-Hans", "en", "fr"]', '["en"]', '["en", "en"]', '["zh-Hans"]', '["x-y", ""]', '["' + "a-" * 100 + 'b"]',
    '["../victim"]', '["styles/x.css"]', '["templates"]', '"templates"', '{ zh-Hans = "河", en = "River" }',
    '{ en = 1 }', '{ zh-Hans = ["x"] }', '{ "" = "x" }', '[{ en = "A. Author", role = "trl" }]', '[{ role = "x" }]',
    '"interleaved"', '"parallel"', '"single"', '"vertical"', '"A5"', '"A4"', '"0mm 0mm"', '"1e9mm 1mm"',
    '"-1mm 5mm"', '"1mm 1mm"', '"9999999999mm 170mm"', '"170mm"', '"nanmm infmm"', '["pdf"]', '["epub"]',
    '["pdf", "pdf"]', '"accessible"', '"accessible-2"', '"archive-1b"', '"screen"', '"omit"', '"refuse"',
    '"978-7-5000-1234-4"', '"auto"', '"source"', '"01-a.md"', '["01-a.md", "01-a.md"]', '["nosuch.md"]',
    '["../../victim/secret.txt"]', '["*.md"]', '["01-a.md", "loop"]', "'''", '"', "[" * 400 + "]" * 400,
    "[" * 3000 + "]" * 3000, "{ a = " * 200 + "1" + " }" * 200, "{ a.b = 1, a.c = 2 }", '"""x\ny"""', "'''\n\n'''",
    "01", "+", "1.", "# comment", "", '["figures", "tables", "listings"]', '{ part = "page", appendix = "run-on" }',
    '"chapter"', '"第一章"', '["第一章", "第一节", "一、", "（一）", "1.", "（1）"]', '["Chapter 1", "1.1", "1.1.1"]',
    '["data-base", "boat-man", "a-", "河-水"]', '["' + "a-" * 3000 + '"]', '"' + "9" * 5000 + '"', '"end"', '"book"',
    '"symbols"', '6', '7', '"float"', '"original"', '"none"', '["1", "1.1", "' + "9" * 5000 + '"]',
)  # fmt: skip


def settings(random: Random, wildness: float) -> bytes:
    """Return the bytes of a ``book.toml``."""
    parts = dict.fromkeys((*KEYS, "rest"), "")
    for name, keys in KEYS.items():
        if random.random() < wildness:
            lines = [f"{random.choice(keys)} = {random.choice(VALUES)}" for _ in range(random.randint(1, 3))]
            parts[name] = "\n".join(lines)
    if random.random() < wildness:
        table = random.choice(TABLES)
        parts["rest"] = table % tuple(random.choice(VALUES) for _ in range(table.count("%s")))
    text = (SOUND % parts).replace("interleaved", random.choice(LAYOUTS))
    lines = text.split("\n")
    for nth, line in enumerate(lines):
        key = line.partition(" = ")[0]
        if random.random() < wildness / 10 and " = " in line:
            lines[nth] = f"{key} = {random.choice(VALUES)}"
    data = "\n".join(lines).encode()
    return damaged(random, data) if random.random() < wildness / 5 else data


def damaged(random: Random, data: bytes) -> bytes:
    """Return data that are cut, doubled or changed in a few places."""
    for _ in range(random.randint(1, 4)):
        start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
        piece = random.choice(
            (b"", data[start:end] * 2, bytes([random.randrange(256)]), b"\x00", b"[[", b'"""', b"\r")
        )
        data = data[:start] + piece + data[start + random.choice((0, 1, end - start)) :]
    return data
