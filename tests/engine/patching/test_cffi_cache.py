"""Declarations of C functions are parsed once; a cached result works as well, and is checked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wicpress.engine.patching import cffi_cache
from wicpress.engine.patching.cffi_cache import LazyFFI, load_ffi

SOURCE = """
    typedef struct { int16_t left; int32_t right; } pair_t;
    typedef enum { NONE, SOME = 7 } count_t;
    typedef struct hidden_t hidden_t;
    int abs(int number);
"""
ENGINE = """
import sys
from wicpress.pdf.worker_warmup import load_engine
load_engine()
from weasyprint.text.ffi import ffi, pango
assert int(pango.pango_units_from_double(1)) == 1024
rectangle = ffi.new("PangoRectangle *")
assert ffi.sizeof(rectangle[0]) == 16 and ffi.NULL == ffi.cast("void *", 0)
print("pycparser" in sys.modules)
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the cache file of a test, in a Python that may write bytecode."""
    monkeypatch.setattr(cffi_cache, "cache_path", lambda _: tmp_path / "cache" / "declared.json")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "cache" / "declared.json"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list of declarations that are parsed."""
    sources: list[str] = []
    parse = cffi_cache.compile_declarations

    def compiled(source: str) -> dict[str, Any]:
        sources.append(source)
        return parse(source)

    monkeypatch.setattr(cffi_cache, "compile_declarations", compiled)
    return sources


def check_works(ffi: Any) -> None:
    """Assert that an ``FFI`` of ``SOURCE`` works."""
    pair = ffi.new("pair_t *", (1, 2))
    assert (pair.left, pair.right, ffi.sizeof("pair_t")) == (1, 2, 8)
    library = ffi.dlopen(None)
    assert (library.abs(-3), library.SOME) == (3, 7)
    assert ffi.cast("hidden_t *", 0) == ffi.NULL


def test_parsed_once(place: Path, parsed: list[str]) -> None:
    """The second time the cached result is used, and works the same."""
    check_works(load_ffi(SOURCE))
    check_works(load_ffi(SOURCE))
    assert parsed == [SOURCE]
    assert [*place.parent.iterdir()] == [place]


def test_damaged_cache_is_replaced(place: Path, parsed: list[str]) -> None:
    """A truncated, changed or replaced cache file is not used, and written again."""
    check_works(load_ffi(SOURCE))
    intact = place.read_bytes()
    for damaged in (b"", intact[:-9], intact.replace(b"abs", b"sba"), b"\xff" * 80):
        place.write_bytes(damaged)
        parsed.clear()
        check_works(load_ffi(SOURCE))
        assert parsed == [SOURCE]
        assert place.read_bytes() == intact
    place.unlink()
    place.mkdir()
    check_works(load_ffi(SOURCE))


def test_nothing_is_cached_without_bytecode(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python writes no bytecode, no cache file is written either; a file in place of its folder is no error."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    check_works(load_ffi(SOURCE))
    assert not place.exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    place.parent.write_text("in the way")
    check_works(load_ffi(SOURCE))


def test_cache_file_depends_on_the_declarations() -> None:
    """The cache file is named by the declarations."""
    assert cffi_cache.cache_path(SOURCE) == cffi_cache.cache_path(SOURCE) != cffi_cache.cache_path(SOURCE + " ")


def test_wrong_declarations_raise(place: Path) -> None:
    """Declarations that are no C raise the error of cffi, and nothing is cached."""
    from cffi import CDefError  # noqa: PLC0415 - the cffi_cache hides it

    with pytest.raises(CDefError):
        load_ffi("int abs(")
    assert not place.exists()


def test_lazy_ffi(place: Path) -> None:
    """A ``LazyFFI`` with declarations works like cffi's ``FFI``."""
    ffi: Any = LazyFFI()
    ffi.cdef(SOURCE)
    check_works(ffi)


def test_weasyprint_is_loaded_without_a_parser(tmp_path: Path) -> None:
    """From the second time on no process parses C."""
    outputs = [
        subprocess.run(
            [sys.executable, "-X", f"pycache_prefix={tmp_path}", "-c", ENGINE],
            env={"PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert outputs == ["True", "False"]
