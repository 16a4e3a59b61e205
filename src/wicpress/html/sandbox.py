"""The environment of a book's own templates: they see values, and call what is meant for templates, nothing else."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Generator
from typing import Any, Final

import attrs
import jinja2
from jinja2 import nodes, runtime
from jinja2.environment import TemplateModule
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS, do_join, make_attrgetter
from jinja2.sandbox import ImmutableSandboxedEnvironment, safe_range
from jinja2.tests import TESTS
from jinja2.utils import Namespace

from wicpress import limits
from wicpress.template_access import is_for_templates


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FILTER_NAMES: Final = _words(
    "abs batch capitalize count d default dictsort e escape first float forceescape format groupby indent "
    "int items join last length list lower map max min reject rejectattr replace reverse round safe "
    "select selectattr slice sort string striptags sum title trim truncate unique upper urlencode "
    "wordcount"
)
"""The filters that a book's own templates have; the handbook lists them."""
TEST_NAMES: Final = _words(
    "!= < <= == > >= boolean defined divisibleby eq equalto even false float ge greaterthan gt in integer "
    "iterable le lessthan lower lt mapping ne none number odd sequence string true undefined upper"
)
"""The tests that a book's own templates have; the handbook lists them."""
_TEXT_FILTERS: Final = _words(
    "capitalize e escape forceescape format indent lower replace safe string striptags title trim truncate upper "
    "urlencode wordcount"
)
"""The filters that make text of what they are given."""
GLOBALS: Final = {"namespace": Namespace, "range": safe_range}

_TEXT_METHODS: Final = _words(
    "capitalize count endswith find index isalnum isalpha isdecimal isdigit islower isnumeric isspace "
    "isupper lower lstrip partition removeprefix removesuffix replace rfind rindex rpartition rsplit "
    "rstrip split splitlines startswith strip swapcase title upper"
)
METHODS: Final[tuple[tuple[type, frozenset[str]], ...]] = (
    (str, _TEXT_METHODS),
    (tuple, frozenset({"count", "index"})),
    (list, frozenset({"count", "index"})),
    (dict, frozenset({"get", "items", "keys", "values"})),
    (runtime.LoopContext, frozenset({"changed", "cycle"})),
)
"""The methods of values that templates may call, by type."""
_ATTRIBUTES: Final[tuple[tuple[type, frozenset[str]], ...]] = (
    (
        runtime.LoopContext,
        _words("depth depth0 first index index0 last length nextitem previtem revindex revindex0 changed cycle"),
    ),
    (runtime.BlockReference, frozenset({"super"})),
    (dt.date, frozenset({"day", "month", "year"})),
    (tuple, frozenset({"count", "index", "grouper", "list"})),  # the last two are of what `groupby` gives
)
PLAIN: Final = (str, int, float, tuple, list, dict, frozenset, set, dt.date, jinja2.Undefined, type(None))
CALLABLE: Final = (runtime.Macro, runtime.BlockReference, runtime.LoopContext)


class OutputTooLongError(Exception):
    """Templates make more text for one file than they may."""


class BookSandbox(ImmutableSandboxedEnvironment):
    """The environment of a book that has templates of its own.

    Only what is listed can be reached: the fields and properties of our frozen values where they hold plain values,
    functions that are marked with ``for_templates``, some methods of text and lists, and Jinja2's filters and tests
    that ``FILTER_NAMES`` and ``TEST_NAMES`` name.
    """

    intercepted_binops = frozenset({"%"})

    def __init__(self, **options: Any) -> None:
        # nothing is computed while a template is compiled, where no line is known
        super().__init__(**options, optimized=False, finalize=_finalize)
        self.filters = {name: FILTERS[name] for name in FILTER_NAMES}
        self.filters |= {name: _of_text(FILTERS[name]) for name in _TEXT_FILTERS} | {"join": _join}
        self.tests = {name: TESTS[name] for name in TEST_NAMES}
        self.globals = dict(GLOBALS)
        self._written = self._depth = 0

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Return whether templates may read ``obj.attr``, which is ``value``."""
        if attr.startswith("_") or isinstance(obj, type):
            return False
        if is_for_templates(value):
            return True
        if isinstance(obj, Namespace | runtime.TemplateReference | TemplateModule):
            return True  # what a template has set itself
        if any(isinstance(obj, kind) and attr in names for kind, names in (*METHODS, *_ATTRIBUTES)):
            return True
        return attr in _readable(type(obj)) and _is_value(value)

    def is_safe_callable(self, obj: Any) -> bool:
        """Return whether templates may call ``obj``."""
        if isinstance(obj, CALLABLE) or is_for_templates(obj) or any(obj is each for each in GLOBALS.values()):
            return True
        owner, name = getattr(obj, "__self__", None), getattr(obj, "__name__", "")
        return any(isinstance(owner, kind) and name in names for kind, names in METHODS)

    def call_binop(self, context: runtime.Context, operator: str, left: Any, right: Any) -> Any:
        """Return what an operator gives: ``%`` behind a text is its format, for text and numbers."""
        if isinstance(left, str):
            values = right if isinstance(right, tuple) else right.values() if isinstance(right, dict) else (right,)
            for each in values:
                _finalize(each)
        return super().call_binop(context, operator, left, right)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Return the nodes of a template, in which ``~`` joins what is text."""
        template = super()._parse(source, name, filename)
        for each in list(template.find_all(nodes.Concat)):
            each.nodes = [nodes.Filter(part, "string", [], [], None, None, lineno=part.lineno) for part in each.nodes]
            each.set_environment(self)
        return template

    def wrap_str_format(self, value: Any) -> None:
        """Return None: ``format`` of a text is no method that templates may call; the filter is."""

    def unsafe_undefined(self, obj: Any, attribute: str) -> jinja2.Undefined:
        """Return what raises an error where it is used, with a sentence that says what templates see."""
        message = (
            f"`{attribute}` of {type(obj).__name__} is not for templates: they see values, and call what is listed"
        )
        return self.undefined(message, name=attribute, obj=obj, exc=SecurityError)

    def call(__self, __context: runtime.Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805 - Jinja2's
        """Call ``__obj`` for a template."""
        if isinstance(__obj, jinja2.Undefined) or __self.is_safe_callable(__obj):
            return __context.call(__obj, *args, **kwargs)
        raise SecurityError(f"a value ({type(__obj).__name__}) is called, and it is no function for templates")

    def compile(
        self, source: Any, name: str | None = None, filename: str | None = None, *more: Any, **options: Any
    ) -> Any:
        """Compile a template. Raise ``TemplateSyntaxError`` also where Python's own limits are met."""
        try:
            return super().compile(source, name, filename, *more, **options)
        except (RecursionError, MemoryError, OverflowError, ValueError, SyntaxError) as error:
            message = "it is nested too deep, or a number in it has too many digits"
            raise jinja2.TemplateSyntaxError(message, 1, name, filename) from error

    def concat(self, parts: Generator[str, None, None]) -> str:  # type: ignore[override]
        """Return the text of a template. Raise ``OutputTooLongError`` in its line where it gets too long."""
        most = limits.most("output")
        chosen, length = [], 0
        self._depth += 1
        try:
            for part in parts:
                chosen.append(part)
                length += len(part)
                if max(length, self._written + length if self._depth == 1 else 0) > most:
                    parts.throw(OutputTooLongError())
        finally:
            self._depth -= 1
        if not self._depth:
            self._written += length
        return "".join(chosen)


_readable_names: dict[type[Any], frozenset[str]] = {}
"""What ``_readable`` returns, by class."""


def _readable(kind: type[Any]) -> frozenset[str]:
    """Return the names of the fields and properties of a class of our values; none of any other class."""
    if kind not in _readable_names:
        _readable_names[kind] = _fields_and_properties(kind) if attrs.has(kind) else frozenset()
    return _readable_names[kind]


def _fields_and_properties(kind: type[Any]) -> frozenset[str]:
    properties = (name for each in kind.__mro__ for name, value in vars(each).items() if isinstance(value, property))
    return frozenset((*(field.name for field in attrs.fields(kind)), *properties))


def _is_value(value: Any) -> bool:
    return isinstance(value, PLAIN) or (attrs.has(type(value)) and not isinstance(value, type))


def _of_text(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return a filter that takes what may be printed alone."""

    @functools.wraps(make)
    def make_of_text(*values: Any, **options: Any) -> Any:
        for each in (*values, *options.values()):
            if not isinstance(each, nodes.EvalContext):
                _finalize(each)
        return make(*values, **options)

    return make_of_text


@jinja2.pass_eval_context
def _join(context: nodes.EvalContext, values: Any, d: Any = "", attribute: Any = None) -> str:
    """Return the texts of a list in one, as Jinja2's filter of the name does."""
    if attribute is not None:
        values = map(make_attrgetter(context.environment, attribute), values)
    return str(do_join(context, [_finalize(each) for each in values], _finalize(d)))


def _finalize(value: Any) -> Any:
    """Return what is printed of a value: text and numbers. Raise ``TypeError`` for others, which have no text."""
    if isinstance(value, str | int | float | dt.date | jinja2.Undefined | None):
        return value
    raise TypeError(f"a value ({type(value).__name__}) is printed that is no text: print a part of it")
