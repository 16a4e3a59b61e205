"""Declarations of C functions, compiled once: to parse them takes longer than to load all libraries behind them.

cffi can compile declarations ahead of time ("out-of-line, ABI level", chapter *Preparing and distributing modules* of
its manual). What comes of it is kept as Python keeps what it has compiled (PEP 3147), and like that may be deleted.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import importlib.util
import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import _cffi_backend
import cffi

from wicpress.system.atomic_file import write_atomic

_FFI = cffi.FFI
_OPEN = ("errno",)
"""What changes of itself, and cannot be handed on."""


class LazyFFI:
    """Stands for ``cffi.FFI`` while the engine is loaded: an empty one, until declarations are given to it."""

    def cdef(self, source: str) -> None:
        """Take declarations; from then on this does what an ``FFI`` does with them."""
        found = load_ffi(source)
        names = (name for name in dir(found) if not name.startswith("_") and name not in _OPEN)
        vars(self).update({name: getattr(found, name) for name in names})


def load_ffi(source: str) -> Any:
    """An ``FFI`` of declarations in C, compiled now or before. Raises ``cffi.FFIError`` and ``cffi.CDefError``."""
    path = _cache_path(source)
    compiled = _read_cache(path)
    if compiled is None:
        compiled = _compiled(source)
        if not sys.dont_write_bytecode:
            _write_cache(path, compiled)
    return _cffi_backend.FFI("declared", **compiled)


def _cache_path(source: str) -> Path:
    """Where declarations are kept when they are compiled, by all that this hangs on."""
    sum = hashlib.sha256(f"{cffi.__version__} {sys.maxsize} {source}".encode()).hexdigest()[:16]
    beside = Path(importlib.util.cache_from_source(__file__))
    return beside.with_name(f"{beside.stem}.{sum}.json")


def _compiled(source: str) -> dict[str, Any]:
    """What cffi makes of declarations: the arguments of an ``FFI`` in the module that it writes."""
    from cffi import recompiler  # noqa: PLC0415 - seldom needed

    parser, module = _FFI(), io.StringIO()
    parser.cdef(source)
    recompiler.make_py_source(parser, "declared", module)
    tree = ast.parse(module.getvalue())
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {str(each.arg): ast.literal_eval(each.value) for each in call.keywords}


# ------------------------------------------------------------------------------------- on the disk


def _read_cache(path: Path) -> dict[str, Any] | None:
    """What is kept at a place, if it is whole."""
    with contextlib.suppress(OSError, ValueError):
        sum, _, data = path.read_bytes().partition(b"\n")
        if sum == _digest(data):
            return {name: _from_json(each) for name, each in json.loads(data).items()}
    return None


def _write_cache(path: Path, compiled: Mapping[str, Any]) -> None:
    """Keep what was compiled, if that can be: whoever may not write there parses again."""
    data = json.dumps({name: _to_json(each) for name, each in compiled.items()}).encode()
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        write_atomic(path, _digest(data) + b"\n" + data)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def _to_json(value: Any) -> Any:
    """A value in JSON: bytes are texts there, and tuples lists."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return [*map(_to_json, value)] if isinstance(value, tuple) else value


def _from_json(plain: Any) -> Any:
    if isinstance(plain, str):
        return plain.encode("latin-1")
    return tuple(map(_from_json, plain)) if isinstance(plain, list) else plain
