"""Caches compiled declarations of C functions: parsing them takes longer than loading all libraries behind them.

cffi can compile declarations ahead of time ("out-of-line, ABI level", chapter *Preparing and distributing modules* of
its manual). The result is stored beside the bytecode of this module (PEP 3147), and may be deleted like it.
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
from wicpress.system.folder import open_file, remove_other_than_file

_FFI = cffi.FFI
_VOLATILE = ("errno",)
"""Attributes that change by themselves, and cannot be copied."""


class LazyFFI:
    """Replaces ``cffi.FFI`` while WeasyPrint is imported; empty until it gets declarations."""

    def cdef(self, source: str) -> None:
        """Take declarations; afterwards this works like an ``FFI`` with them."""
        loaded = load_ffi(source)
        names = (name for name in dir(loaded) if not name.startswith("_") and name not in _VOLATILE)
        vars(self).update({name: getattr(loaded, name) for name in names})


def load_ffi(source: str) -> Any:
    """Return an ``FFI`` of declarations in C. Raise ``cffi.FFIError`` or ``cffi.CDefError``."""
    path = cache_path(source)
    compiled = _read_cache(path)
    if compiled is None:
        compiled = compile_declarations(source)
        if not sys.dont_write_bytecode:
            _write_cache(path, compiled)
    return _cffi_backend.FFI("declared", **compiled)


def cache_path(source: str) -> Path:
    """Return the cache file of declarations, named by everything that the compiled ones depend on."""
    key = hashlib.sha256(f"{cffi.__version__} {sys.maxsize} {source}".encode()).hexdigest()[:16]
    beside = Path(importlib.util.cache_from_source(__file__))
    return beside.with_name(f"{beside.stem}.{key}.json")


def compile_declarations(source: str) -> dict[str, Any]:
    """Return the arguments of the ``FFI`` in the module that cffi compiles declarations to."""
    from cffi import recompiler  # noqa: PLC0415 - rarely needed

    parser, module = _FFI(), io.StringIO()
    parser.cdef(source)
    recompiler.make_py_source(parser, "declared", module)
    tree = ast.parse(module.getvalue())
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {str(each.arg): ast.literal_eval(each.value) for each in call.keywords}


# ------------------------------------------------------------------------------------- on the disk


def _read_cache(path: Path) -> dict[str, Any] | None:
    """Return the content of a cache file; None where it is missing or damaged."""
    with contextlib.suppress(OSError, ValueError, TypeError, AttributeError, RecursionError):
        with open_file(path) as file:
            expected, _, data = file.read().partition(b"\n")
        if expected == _digest(data):
            return {name: _from_json(each) for name, each in json.loads(data).items()}
    return None


def _write_cache(path: Path, compiled: Mapping[str, Any]) -> None:
    """Write a cache file; where that is not allowed, declarations are parsed each time."""
    data = json.dumps({name: _to_json(each) for name, each in compiled.items()}).encode()
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        remove_other_than_file(path)
        write_atomic(path, _digest(data) + b"\n" + data)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def _to_json(value: Any) -> Any:
    """Return a value for JSON, which has strings for bytes and lists for tuples."""
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return [*map(_to_json, value)] if isinstance(value, tuple) else value


def _from_json(plain: Any) -> Any:
    if isinstance(plain, str):
        return plain.encode("latin-1")
    return tuple(map(_from_json, plain)) if isinstance(plain, list) else plain
