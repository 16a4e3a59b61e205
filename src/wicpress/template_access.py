"""Marks the functions and methods that templates may call: what is not marked, a book's own templates cannot call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])

_MARK: Final = "_wicpress_for_templates"


def for_templates(function: Function) -> Function:
    """Mark a function or method as one that templates may call, and return it."""
    setattr(function, _MARK, True)
    return function


def is_for_templates(value: object) -> bool:
    """Return whether ``value`` is a function or a bound method that is marked for templates."""
    return callable(value) and getattr(value, _MARK, False) is True
