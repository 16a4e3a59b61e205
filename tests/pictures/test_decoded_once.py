"""Each large picture of a book is decoded once, however many editions show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest
from PIL import Image, ImageFile

from support import sample_pictures as samples
from wicpress.build.check import load, read
from wicpress.build.edition_job import EditionJob, PickledBook, run_job
from wicpress.build.targets import targets

pytestmark = pytest.mark.engine

EDITIONS = """
[book]
languages = ["zh-Hans", "en"]
title = { zh-Hans = "图", en = "Charts" }
slug = "charts"
identifier = "urn:uuid:0b0c1a5e-7d53-4f0e-9a53-1f7f2b8f9f10"

[[edition]]
name = "both"
layout = "interleaved"

[[edition]]
name = "columns"
layout = "parallel"

[[edition]]
name = "screen"
layout = "single"
languages = ["en"]
pdf = "screen"
"""
SIZES = {"wide.png": (4800, 2000), "high.png": (2100, 3000), "photo.jpg": (3200, 2400)}


def write_book(folder: Path) -> Path:
    """Write a book with a chart of each size."""
    folder.mkdir()
    (folder / "book.toml").write_text(EDITIONS, encoding="utf-8")
    blocks = ["# 图", "# Charts", "一年的数目。", "Numbers of a year."]
    for name, size in SIZES.items():
        chart = samples.motif().resize(size, Image.Resampling.NEAREST)
        (folder / name).write_bytes(samples.encode(chart, "JPEG" if name.endswith("jpg") else "PNG"))
        blocks += [f'![图]({name} "数目。")', f'![chart]({name} "Numbers.")']
    (folder / "01.md").write_text("\n\n".join(blocks) + "\n", encoding="utf-8")
    return folder


def counting(load_: Callable[..., object], decoded: Counter[tuple[int, int]]) -> Callable[..., object]:
    """Return Pillow's ``load`` that counts the pictures of the book that are decoded at more than half their size."""

    def load_counted(self: ImageFile.ImageFile) -> object:
        if self.tile and self.size in SIZES.values():
            decoded[self.size] += 1
        return load_(self)

    return load_counted


def test_once_for_all_editions(tmp_path: Path) -> None:
    """Three PDFs of two resolutions and two e-books share what is decoded; the check unpacks a PNG, no more."""
    decoded: Counter[tuple[int, int]] = Counter()
    with patch.object(ImageFile.ImageFile, "load", counting(ImageFile.ImageFile.load, decoded)):
        config = load(write_book(tmp_path / "book")).value
        assert config
        book = PickledBook(config, read(config).value.book)
        for target in targets(config):
            kind = "pages" if target.format == "pdf" else "epub"
            output = tmp_path / target.name
            result = run_job(EditionJob(kind, book, target.edition.name, output, tmp_path, use_cache=False))
            assert not result.failed, (result.diagnostics, result.bug)
    assert decoded == dict.fromkeys(SIZES.values(), 1)
