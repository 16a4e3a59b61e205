"""Declarations of C functions are parsed once; what is kept of them serves as well, and is never trusted blindly."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wicpress.engine.patching import cffi_cache as room
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
    """Where declarations are kept in a test, as where Python may keep what it compiles."""
    monkeypatch.setattr(room, "cache_path", lambda _: tmp_path / "kept" / "declared.json")
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path / "kept" / "declared.json"


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The declarations that were parsed."""
    found: list[str] = []
    parse = room.compile_declarations

    def compiled(source: str) -> dict[str, Any]:
        found.append(source)
        return parse(source)

    monkeypatch.setattr(room, "compile_declarations", compiled)
    return found


def proved(ffi: Any) -> None:
    """An ``FFI`` of ``SOURCE`` does what it should."""
    pair = ffi.new("pair_t *", (1, 2))
    assert (pair.left, pair.right, ffi.sizeof("pair_t")) == (1, 2, 8)
    library = ffi.dlopen(None)
    assert (library.abs(-3), library.SOME) == (3, 7)
    assert ffi.cast("hidden_t *", 0) == ffi.NULL


def test_parsed_once(place: Path, parsed: list[str]) -> None:
    """The second time what was kept is taken, and does the same."""
    proved(load_ffi(SOURCE))
    proved(load_ffi(SOURCE))
    assert parsed == [SOURCE]
    assert [*place.parent.iterdir()] == [place]


def test_what_is_damaged_is_parsed_again(place: Path, parsed: list[str]) -> None:
    """Cut off, changed or replaced by something else: it is not taken, and mended."""
    proved(load_ffi(SOURCE))
    whole = place.read_bytes()
    for damaged in (b"", whole[:-9], whole.replace(b"abs", b"sba"), b"\xff" * 80):
        place.write_bytes(damaged)
        parsed.clear()
        proved(load_ffi(SOURCE))
        assert parsed == [SOURCE]
        assert place.read_bytes() == whole
    place.unlink()
    place.mkdir()
    proved(load_ffi(SOURCE))


def test_nothing_is_kept_where_nothing_may_be(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who wants no compiled modules has none of these either; a folder that is none hinders nobody."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    proved(load_ffi(SOURCE))
    assert not place.exists()
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    place.parent.write_text("in the way")
    proved(load_ffi(SOURCE))


def test_other_declarations_are_kept_elsewhere() -> None:
    """What is kept is found by the declarations themselves."""
    assert room.cache_path(SOURCE) == room.cache_path(SOURCE) != room.cache_path(SOURCE + " ")


def test_wrong_declarations_are_refused(place: Path) -> None:
    """What is no C is said as cffi says it, and nothing is kept."""
    from cffi import CDefError  # noqa: PLC0415 - the room hides it

    with pytest.raises(CDefError):
        load_ffi("int abs(")
    assert not place.exists()


def test_stands_for_an_ffi(place: Path) -> None:
    """What the engine makes and then declares with is as good as cffi's own."""
    asked: Any = LazyFFI()
    asked.cdef(SOURCE)
    proved(asked)


def test_the_engine_is_loaded_without_a_parser(tmp_path: Path) -> None:
    """From the second time on no process parses C."""
    said = [
        subprocess.run(
            [sys.executable, "-X", f"pycache_prefix={tmp_path}", "-c", ENGINE],
            env={"PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for _ in range(2)
    ]
    assert said == ["True", "False"]
