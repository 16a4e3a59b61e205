"""A book's own templates see values and call what is listed: no file, no module, no other function."""

from __future__ import annotations

import re
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import attrs
import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2.filters import FILTERS
from jinja2.tests import TESTS
from jinja2.utils import Namespace
from markupsafe import Markup
from tests.support import book_files

from wicpress import config as config_files
from wicpress import limits, parsing
from wicpress.epub import write_epub
from wicpress.html import sandbox
from wicpress.html.sandbox import FILTER_NAMES, TEST_NAMES, BookSandbox
from wicpress.pdf.print_html import render_html
from wicpress.template_access import is_for_templates

HANDBOOK = Path(__file__).resolve().parents[2] / "content" / "handbook"
BLOCK = "templates/blocks/paragraph.html.j2"


class Contexts(dict[str, Any]):
    """The values of templates, by name, which hypothesis shows in few letters."""

    def __repr__(self) -> str:
        return "contexts"


@pytest.fixture(scope="module")
def contexts(tmp_path_factory: pytest.TempPathFactory) -> Contexts:
    """Return every value that a template of pages or of an e-book is given, by its name."""
    root = book_files.write_book(tmp_path_factory.mktemp("book"), {"templates/own.html.j2": ""})
    config = config_files.load(root).value
    assert config
    book = parsing.read(config).value
    seen = Contexts()
    original = jinja2.Template.new_context

    def new_context(template: jinja2.Template, *arguments: Any, **options: Any) -> jinja2.runtime.Context:
        context = original(template, *arguments, **options)
        for name, value in context.get_all().items():
            seen.setdefault(name, value)
        return context

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jinja2.Template, "new_context", new_context)
        for edition in config.editions:
            render_html(book, config, edition)
            write_epub(book, config, attrs.evolve(edition, embed_fonts=False))
    return seen


def environment() -> BookSandbox:
    return BookSandbox(undefined=jinja2.StrictUndefined, autoescape=True)


def reachable(env: BookSandbox, value: Any, seen: set[int], path: str) -> Iterator[tuple[str, Any]]:
    """Yield all that a template reaches from ``value`` without a call, each once, with the way to it."""
    if id(value) in seen or isinstance(value, str | int | float | None):
        return
    seen.add(id(value))
    yield path, value
    if isinstance(value, dict):
        value = tuple(value.items())
    if isinstance(value, tuple | list | set | frozenset):
        for nth, each in enumerate(value):
            yield from reachable(env, each, seen, f"{path}[{nth}]")
    for name in dir(value):
        if not isinstance(found := env.getattr(value, name), jinja2.Undefined):
            yield from reachable(env, found, seen, f"{path}.{name}")


def test_templates_reach_plain_values_only(contexts: Contexts) -> None:
    """Every value that any template is given, and what it leads to, is plain, or a function for templates."""
    env, seen = environment(), set[int]()
    strange = {}
    for name, value in contexts.items():
        for path, each in reachable(env, value, seen, name):
            is_plain = isinstance(each, sandbox.PLAIN) or attrs.has(type(each))
            is_method = env.is_safe_callable(each)
            is_template = isinstance(each, jinja2.environment.TemplateModule | jinja2.runtime.LoopContext | type(env))
            if isinstance(each, Path | types.ModuleType) or not (is_plain or is_method or is_template):
                strange[path] = each
    assert strange == {}
    assert {"config", "numbering", "block", "geometry", "cover", "chapter", "entries", "backlinks"} <= set(contexts)


@pytest.mark.parametrize(
    "expression",
    [
        "config.root",
        "config.root.joinpath('x').read_text()",
        "config['root']",
        "config|attr('root')",
        "[config]|map(attribute='root')|list",
        "[config]|sort(attribute='root.parent')",
        "config.__attrs_attrs__",
        "config.title.__class__",
        "config.title.by_lang.__class__.__mro__",
        "config.title.first_of.__func__",
        "config.title.first_of.__self__.__init__.__globals__",
        "block.__self__.config.root",
        "block.__globals__",
        "blocks.__func__.__code__",
        "lang_attributes.__wrapped__.__globals__",
        "lang_attributes.cache_clear()",
        "imprint.__closure__",
        "translate.__globals__['_WORDS']",
        "range.__globals__",
        "range(10**9)|list",
        "namespace.__init__.__globals__",
        "namespace(a=1).__class__",
        "lipsum.__globals__",
        "cycler('a')",
        "joiner(',')",
        "dict(a=1)",
        "self.__init__",
        "self._TemplateReference__context",
        "caller",
        "''.format",
        "'{0.root}'.format(config)",
        "'{0.__class__}'['format'](config)",
        "'{a.root}'.format_map({'a': config})",
        "''.join.__self__.__class__",
        "''.encode('utf-8')",
        "'a'.center(9)",
        "().__class__.__base__.__subclasses__()",
        "config.__init_subclass__()",
        "numbering.__class__",
        "numbering.config.root",
        "'%s'|pprint",
        "config|tojson",
        "[1, 2]|random",
        "'x'|xmlattr",
        "[].append(1)",
        "{}.update({})",
        "config.title()",
        "(1).real()",
        "(1).__class__",
        "(config is callable)",
        "config is filter",
        "config",
        "block",
        "config|string",
        "config ~ ''",
        "'' ~ ('a' ~ block)",
        "config|upper",
        "config|e",
        "config|safe",
        "'a'|replace('a', config)",
        "'%s'|format(config)",
        "'%s' % config",
        "'%(a)s' % {'a': block}",
        "'%s' % ('a', [config])",
        "[config]|string",
        "[config]|join",
        "[config, config]|map(attribute='title')|join",
        "['a', 'b']|join(config)",
        "[config]|map('string')|list",
        "(''|safe).join([config])",
    ],
)
def test_what_is_not_for_templates_is_an_error(contexts: Contexts, expression: str) -> None:
    env = environment()
    with pytest.raises((jinja2.TemplateError, TypeError, OverflowError)):
        env.from_string("{{ " + expression + " }}").render(contexts)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("config.title.first_of('en')", "A Trial"),
        ("config.title.by_lang[0][1]|length", "2"),
        ("(['b', 'a']|sort)[0].upper()", "A"),
        ("'%.2f'|format(1.5)", "1.50"),
        ("'%.2f' % 1.5", "1.50"),
        ("'a,b'.split(',')|join('-')", "a-b"),
        ("range(3)|list|length", "3"),
        ("[1, 'a', '<']|join('-')", "1-a-&lt;"),
        ("[config.date]|join(attribute='year')", "2020"),
        ("1 ~ '<' ~ 2.5", "1&lt;2.5"),
        ("'%s, %s' % ('a', 1)", "a, 1"),
        ("7 % 4", "3"),
        ("config.authors is defined", "True"),
        ("(config.languages|select('equalto', 'en')|list)[0]", "en"),
        ("config.date.year", "2020"),
        ("'<b>'", "&lt;b&gt;"),
        ("'<b>'|safe", "<b>"),
    ],
)
def test_what_is_for_templates_works(contexts: Contexts, expression: str, text: str) -> None:
    assert environment().from_string("{{ " + expression + " }}").render(contexts) == text


def test_no_text_of_a_value_names_a_path(contexts: Contexts) -> None:
    """The texts that our own functions make of what they are given name no folder of the machine."""
    config = attrs.evolve(contexts["config"], root=Path("/a folder"))
    assert "a folder" not in f"{config} {config!r}" and "Path(" not in f"{contexts['edition']}"


def test_loops_macros_and_namespaces_work() -> None:
    source = (
        "{% set total = namespace(sum=0) %}"
        "{% for each in [1, 2, 3] %}{% set total.sum = total.sum + each %}{{ loop.index }}{{ loop.cycle('a', 'b') }}"
        "{% endfor %}{{ total.sum }}{% macro twice(text) %}{{ text }}{{ text }}{{ caller() }}{% endmacro %}"
        "{% call twice('x') %}y{% endcall %}{% block end %}z{% endblock %}{{ self.end() }}"
        "{% for name, group in [('a', 1), ('a', 2)]|groupby(0) %}{{ name }}{{ group|length }}{% endfor %}"
    )
    assert environment().from_string(source).render() == "1a2b3a6xxyzza2"


def test_a_text_that_is_too_long_is_stopped_in_its_line() -> None:
    env = environment()
    template = env.from_string("a\n{% for each in range(5000) %}\n{{ each }}\n{% endfor %}")
    limits.set_limits({"output": 3000})
    try:
        with pytest.raises(sandbox.OutputTooLongError) as caught:
            template.render()
    finally:
        limits.set_limits({})
    assert caught.traceback[-1].lineno + 1 in {2, 3, 4}
    assert len(template.render()) > 3000


def test_the_handbook_names_the_filters_and_tests() -> None:
    for language in ("en", "zh-Hans"):
        text = (HANDBOOK / f"05-editions.{language}.md").read_text(encoding="utf-8")
        rows = re.findall(r"^: ((?:`[^`]+` ?)+)$", text, re.MULTILINE)
        listed = [frozenset(re.findall("`([^`]+)`", row)) for row in rows]
        assert listed == [FILTER_NAMES, TEST_NAMES, frozenset(sandbox.GLOBALS)], language


# ------------------------------------------------------------------------------------ any expression


def words(text: str) -> list[str]:
    return text.split()


NAMES = st.sampled_from(
    words(
        "config edition block blocks html numbering languages translate lang_attributes picture_rows openings "
        "geometry cover imprint chapters range namespace self loop lipsum cycler joiner dict caller layout "
        "text_attributes"
    )
)
ATTRIBUTES = st.sampled_from(
    words(
        "root title by_lang first_of get format format_map join __class__ __init__ __globals__ __mro__ "
        "__base__ __dict__ __subclasses__ __self__ __func__ __code__ __closure__ __wrapped__ __attrs_attrs__ "
        "__builtins__ __import__ __call__ __getattribute__ __reduce__ gi_frame f_globals cr_frame parent "
        "read_text write_text unlink open cache_clear config env inlines book editions member side inlines "
        "style shape encode upper split replace append _module _TemplateReference__context"
    )
)
CONSTANTS = st.sampled_from(["1", "''", "'{0.root}'", "()", "[]", "{}", "'__class__'", "'en'", "none", "true", "1.5"])


def calls(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.tuples(inner, ATTRIBUTES).map(lambda pair: f"({pair[0]}).{pair[1]}"),
        st.tuples(inner, ATTRIBUTES).map(lambda pair: f"({pair[0]})['{pair[1]}']"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]})({pair[1]})"),
        st.tuples(inner, inner).map(lambda pair: f"({pair[0]})[{pair[1]}]"),
        st.tuples(inner, st.sampled_from(sorted(FILTERS)), inner).map(
            lambda all_: f"({all_[0]})|{all_[1]}({all_[2]})"
        ),
        st.tuples(inner, st.sampled_from(sorted(FILTERS)), ATTRIBUTES).map(
            lambda all_: f"({all_[0]})|{all_[1]}(attribute='{all_[2]}')"
        ),
        st.tuples(inner, st.sampled_from(sorted(TESTS))).map(lambda pair: f"({pair[0]}) is {pair[1]}"),
        st.tuples(inner, st.sampled_from(["+", "~", "%", "*", "==", "in", "and"]), inner).map(" ".join),
    )


EXPRESSIONS = st.recursive(st.one_of(NAMES, CONSTANTS), calls, max_leaves=8)

WATCHED = {"open", "os", "subprocess", "socket", "shutil", "import", "ctypes"}
_audits: list[list[str]] = []


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _audits and event.partition(".")[0] in WATCHED:
        _audits[-1].append(f"{event} {arguments[:1]!r}")


sys.addaudithook(_audit)


@contextmanager
def audited() -> Iterator[list[str]]:
    """Yield a list to which each file, module, program or connection is added that is reached for."""
    _audits.append([])
    try:
        yield _audits[-1]
    finally:
        _audits.pop()


@settings(max_examples=400, deadline=None)
@given(expression=EXPRESSIONS)
def test_no_expression_reaches_a_file_a_module_or_another_function(contexts: Contexts, expression: str) -> None:
    """What an expression gives is plain, or an error that Python or Jinja2 raises; nothing is opened or imported."""
    env, called = environment(), []
    original = env.is_safe_callable

    def is_safe_callable(value: Any) -> bool:
        if safe := original(value):
            called.append(value)
        return safe

    env.is_safe_callable = is_safe_callable  # type: ignore[method-assign]
    try:
        compiled = env.compile_expression(expression, undefined_to_none=False)
    except jinja2.TemplateError:
        return
    given_names = {name: value for name, value in contexts.items() if name not in {"block", "blocks"}}
    with audited() as events:
        try:
            value = compiled(**given_names)
        except (
            jinja2.TemplateError,
            ArithmeticError,
            AttributeError,
            LookupError,
            TypeError,
            ValueError,
            AssertionError,
        ):
            value = None
    assert events == []
    of_jinja = (Namespace, jinja2.environment.TemplateModule, jinja2.runtime.TemplateReference)
    allowed = (*sandbox.PLAIN, *of_jinja, Markup, types.GeneratorType, range, map)
    assert isinstance(value, allowed) or attrs.has(type(value)) or original(value) or value is Namespace, type(value)
    assert not isinstance(value, Path)
    for each in called:
        methods = any(isinstance(getattr(each, "__self__", None), kind) for kind, _ in sandbox.METHODS)
        listed = any(each is one for one in sandbox.GLOBALS.values())
        assert is_for_templates(each) or methods or listed or isinstance(each, sandbox.CALLABLE), each
