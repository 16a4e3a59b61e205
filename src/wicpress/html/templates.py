"""Jinja2 with the house's templates below a book's own, sandboxed, every undefined name an error."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import jinja2
from jinja2.bccache import Bucket
from jinja2.sandbox import ImmutableSandboxedEnvironment

from wicpress.config import Config, Edition
from wicpress.diagnostics import Span, WicpressError, declare_kind
from wicpress.resources import resource_dir

TEMPLATE_ERROR = declare_kind(
    "template_error",
    "A template cannot be used",
    "A template is Jinja2 text. One in the book's `templates/` folder takes the place of the house's template of the "
    "same name; it runs in a sandbox, and a name that is not defined is an error, so that nothing is left blank.",
    example="{{ node.id }}",
)


class _SafeLoader(jinja2.FileSystemLoader):
    """Finds templates in their folders, and refuses one that is a link out of the book."""

    def __init__(self, folders: list[Path], root: Path) -> None:
        super().__init__([str(each) for each in folders])
        self.root = root

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source = super().get_source(environment, template)
        if not is_within(Path(source[1]), self.root):
            raise jinja2.TemplateSyntaxError("it leads out of the book's folder", 1, template, source[1])
        return source


class _MemoryBytecodeCache(jinja2.BytecodeCache):
    """Templates compiled once in a process: its editions share them. Jinja2 compiles again what has changed."""

    def __init__(self) -> None:
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


_COMPILED = {True: _MemoryBytecodeCache(), False: _MemoryBytecodeCache()}
"""Compiled templates, for the sandbox and without it."""


def environment(config: Config, edition: Edition) -> jinja2.Environment:
    """The templates of an edition: its own folder's first, then the book's ``templates/``, then the house's.

    The sandbox is for a book's templates; where there are none, the house's own run without it, and twice as fast.
    """
    named = [config.root / edition.templates] if edition.templates else []
    own = [each for each in (*named, config.root / "templates") if each.is_dir() and is_within(each, config.root)]
    kind = ImmutableSandboxedEnvironment if own else jinja2.Environment
    return kind(
        loader=_SafeLoader([*own, resource_dir("templates")], config.root),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=_COMPILED[bool(own)],
    )


def has_custom_templates(env: jinja2.Environment) -> bool:
    """True where a book brings templates: they may ask for anything."""
    return isinstance(env, ImmutableSandboxedEnvironment)


def is_within(path: Path, root: Path) -> bool:
    """True where ``path`` is the house's own, or stays inside the book's folder even when links are followed."""
    house = (resource_dir("templates").parent.resolve(), resource_dir("styles").parent.resolve())
    real = path.resolve()
    return real.is_relative_to(root.resolve()) or any(real.is_relative_to(each) for each in house)


def custom_styles(edition: Edition, format: str) -> tuple[str, ...]:
    """The style sheets that ``edition`` adds in a format, ``print`` or ``epub``, by their paths in the book.

    One below the book's ``styles/print`` or ``styles/epub`` is for that format alone, any other for both: what a
    page is told in points and page boxes would fix an e-book's text, and an e-book's sheet knows no page.
    """
    other = {"print": "epub", "epub": "print"}[format]
    return tuple(each for each in edition.styles if PurePosixPath(each).parts[:2] != ("styles", other))


def template_error(error: jinja2.TemplateError, config: Config) -> WicpressError:
    """A template's error as a diagnostic that names the template and the line."""
    line = getattr(error, "lineno", None) or 0
    name = getattr(error, "filename", None) or getattr(error, "name", None) or ""
    trace = error.__traceback__
    while trace is not None:  # the innermost frame that belongs to a template
        code = trace.tb_frame.f_code
        if code.co_filename.endswith(".j2"):
            name, line = code.co_filename, trace.tb_lineno
        trace = trace.tb_next
    path = Path(name)
    if path.is_absolute():
        home = config.root if path.is_relative_to(config.root) else resource_dir("templates").parent
        name = path.relative_to(home).as_posix() if path.is_relative_to(home) else path.name
    message = f"template {name or 'unknown'}, line {line}: {error.message or type(error).__name__}"
    help = "mend the template, or delete it from the book to use the house's own"
    return WicpressError(TEMPLATE_ERROR(message, Span(name or "templates", max(line, 1), max(line, 1)), help=help))
