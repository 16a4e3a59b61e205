"""Jinja2 templates: a book's own before the built-in ones, in a sandbox, with an error for each undefined name."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path, PurePosixPath
from types import TracebackType

import jinja2
from jinja2.bccache import Bucket
from jinja2.loaders import split_template_path

from wicpress import limits, plugins
from wicpress.block_kinds import block_kinds
from wicpress.config import Config, Edition
from wicpress.diagnostics import DiagnosticKind, MissingRequirement, Span, WicpressError, declare_kind
from wicpress.edition.view import BookView, walk
from wicpress.html.sandbox import BookSandbox, OutputTooLongError
from wicpress.layout import layouts
from wicpress.resources import resource_dir
from wicpress.system.bounds import OutOfTime, processor_time
from wicpress.system.folder import is_within as within
from wicpress.system.folder import real_path

TEMPLATE_ERROR = declare_kind(
    "template_error",
    "A template cannot be used",
    "A template is Jinja2 text. One in the book's `templates/` folder replaces the built-in template of the same "
    "name; it runs in a sandbox, and a name that is not defined is an error, so that nothing is left blank.",
    example="{{ node.id }}",
)


TEMPLATE_STOPPED = declare_kind(
    "template_stopped",
    "A template of the book takes more time, memory or text than it may",
    "A template is a small program, and may run without end. The templates of a book have so much processor time, "
    "memory and text for each file as `--limits` or `[limits]` in the user's configuration give them.",
    example="wicpress build --limits template-seconds=60",
)
SUFFIX = ".j2"
"""How the name of a template ends."""
LONGEST_REASON = 300
"""The most characters of an error that is not ours in a message."""
MOST_TEMPLATES = 500
"""In so many files of templates at most the place of a mistake is looked for."""


class BrokenPageError(jinja2.TemplateError):
    """Templates make a page that is not well-formed."""


class _SafeLoader(jinja2.FileSystemLoader):
    """Finds templates by their names in their folders, and refuses a symbolic link out of the book."""

    def __init__(self, folders: list[Path], root: Path) -> None:
        super().__init__([str(each) for each in folders])
        self.root = root

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if not template.endswith(SUFFIX):
            raise jinja2.TemplateNotFound(
                template, f"`{shorten(template)}` is no template: its name ends in {SUFFIX}"
            )
        for folder in self.searchpath:
            path = Path(folder, *split_template_path(template))
            if path.is_file() and path.stat().st_size > limits.most("source"):
                message = f"it has more than {limits.shown('source')}; {limits.way_out('source')}"
                raise jinja2.TemplateSyntaxError(message, 1, template, str(path))
        source = super().get_source(environment, template)
        if not is_within(Path(source[1]), self.root):
            raise jinja2.TemplateSyntaxError("it leads out of the book's folder", 1, template, source[1])
        return source


class _MemoryBytecodeCache(jinja2.BytecodeCache):
    """Compiled templates, shared by the editions that a process writes. Jinja2 compiles again what has changed."""

    def __init__(self) -> None:
        self.compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.compiled:
            bucket.bytecode_from_string(self.compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.compiled[bucket.key] = bucket.bytecode_to_string()


_COMPILED = {True: _MemoryBytecodeCache(), False: _MemoryBytecodeCache()}
"""Compiled templates, with the sandbox and without it."""


def environment(config: Config, edition: Edition) -> jinja2.Environment:
    """Return the templates of an edition: its own folder, the book's ``templates/``, the built-in ones, plugins'.

    A book with templates of its own gets the sandbox; built-in templates alone run without it, twice as fast.
    """
    own = own_folders(config, edition)
    kind = BookSandbox if own else jinja2.Environment
    return kind(
        loader=_SafeLoader([*own, resource_dir("templates"), *_template_folders()], config.root),
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        bytecode_cache=_COMPILED[bool(own)],
    )


def has_own_templates(config: Config, edition: Edition) -> bool:
    """Return whether the book has templates for an edition: a stranger's, which run in a process that is bounded."""
    return bool(own_folders(config, edition))


def template_folders(config: Config, edition: Edition) -> tuple[Path, ...]:
    """Return the folders of templates that are not wicpress's: the edition's, the book's, those of other packages."""
    return (*own_folders(config, edition), *_template_folders())


def own_folders(config: Config, edition: Edition) -> list[Path]:
    """Return the folders of templates that the book has for an edition."""
    edition_folder = [config.root / edition.templates] if edition.templates else []
    folders = (*edition_folder, config.root / "templates")
    return [each for each in folders if each.is_dir() and is_within(each, config.root)]


def has_custom_templates(env: jinja2.Environment) -> bool:
    """Return whether a book has templates of its own, which may use any value of the book."""
    return isinstance(env, BookSandbox)


def is_within(path: Path, root: Path) -> bool:
    """Return whether ``path`` is installed, or inside the book's folder when symbolic links are followed."""
    return any(within(path, each) for each in (root, *_installed_folders()))


@functools.cache
def _installed_folders() -> tuple[Path, ...]:
    folders = (resource_dir("templates").parent, resource_dir("styles").parent, *_template_folders())
    return tuple(folders)


def _template_folders() -> tuple[Path, ...]:
    """Return the folders of templates that layouts and kinds of block of other packages have."""
    folders = [layout.templates for layout in layouts().values()]
    folders += [kind.templates for kind in block_kinds().values()]
    return tuple(dict.fromkeys(filter(None, folders)))


def extension_sheets(book: BookView, folder: str) -> dict[str, Path]:
    """Return by name the style sheets of an edition's layout and of the kinds of block that it shows.

    ``folder`` is ``print`` or ``epub``.
    """
    in_print = folder == "print"
    layout = layouts()[book.edition.layout]
    sheets = {layout.name: layout.print_sheet if in_print else layout.epub_sheet}
    of_kinds = {kind.name: kind.print_sheet if in_print else kind.epub_sheet for kind in block_kinds().values()}
    if any(of_kinds.values()):
        nodes = (node for chapter in book.chapters for node in walk((*chapter.blocks, *chapter.notes)))
        shown = {node.kind for node in nodes}
        sheets |= {f"block-{name}": path for name, path in of_kinds.items() if name in shown}
    return {name: path for name, path in sheets.items() if path}


def custom_styles(edition: Edition, folder: str) -> tuple[str, ...]:
    """Return the style sheets that ``edition`` adds to ``folder``, ``print`` or ``epub``, by their paths in the book.

    A sheet below ``styles/print`` or ``styles/epub`` is for PDF or EPUB alone, any other for both: sizes in points
    would fix the text of an e-book, and a sheet for e-books has no page boxes.
    """
    other = {"print": "epub", "epub": "print"}[folder]
    return tuple(each for each in edition.styles if PurePosixPath(each).parts[:2] != ("styles", other))


@contextmanager
def rendering(config: Config, edition: Edition) -> Iterator[None]:
    """Turn what is raised while the templates of an edition are filled in into a diagnostic.

    A book's own templates may take the time that ``limits`` gives them, in a process that is bounded.
    """
    own = own_folders(config, edition)
    try:
        with processor_time(limits.most("template-seconds")) if own else nullcontext():
            yield
    except Exception as error:
        raise template_error(error, config, own) from error


def template_error(error: Exception, config: Config, own: Sequence[Path]) -> Exception:
    """Return what was raised while templates were rendered as a diagnostic that names the template and the line.

    A template of another package is named with its package. In a book without templates of its own, whose folders are
    ``own``, what no template of a package has raised is returned as it is.
    """
    frames = [(getattr(error, "filename", None) or getattr(error, "name", None) or "", getattr(error, "lineno", 0))]
    frames += _template_frames(error.__traceback__)
    name, line = frames[-1]
    path = Path(name)
    if owner := _package_kind(path):
        return MissingRequirement(plugins.failure(*owner, _at_line(error, path.name, line)))
    if not isinstance(error, jinja2.TemplateError) and (isinstance(error, OSError | WicpressError) or not own):
        return error
    # a book's own template may give to a built-in one what it cannot use
    name, line = next((each for each in reversed(frames) if _is_of_book(Path(each[0]), config)), (name, line))
    if not name.endswith(SUFFIX) and isinstance(error, BrokenPageError | ValueError | OutOfTime | MemoryError):
        return _page_error(error, config, own)
    path, line = Path(name), line or 0
    for place in (config.root, resource_dir("templates").parent):  # either may be relative, as the name may
        if name and within(path, place) and (path.is_absolute() or path.exists()):
            name = real_path(path).relative_to(real_path(place)).as_posix()
            break
    kind, reason, hint = _reason(error)
    message = f"template {name or 'unknown'}, line {line}: {reason}"
    return WicpressError(kind(message, Span(name or "templates", max(line, 1), max(line, 1)), hint=hint))


def _page_error(error: Exception, config: Config, own: Sequence[Path]) -> WicpressError:
    """Return what was raised behind the templates as a diagnostic: it names the template where there is but one."""
    files = list(template_files(own))
    place = real_path(files[0] if len(files) == 1 else own[0]).relative_to(real_path(config.root)).as_posix()
    kind, reason, hint = _reason(error)
    return WicpressError(kind(f"what {place} writes cannot be used: {reason}", Span(place, 1, 1), hint=hint))


def template_files(folders: Sequence[Path]) -> Iterator[Path]:
    """Yield the templates of a book, in the order of their names; links are not followed."""
    left = MOST_TEMPLATES
    for folder in folders:
        for path, inside, names in os.walk(folder):
            inside.sort()
            for name in sorted(each for each in names if each.endswith(SUFFIX)):
                if not left:
                    return
                left -= 1
                yield Path(path, name)


def _template_frames(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    """Yield name and line of the frames of a traceback that belong to templates, the innermost last."""
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(SUFFIX):
            yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


def _reason(error: Exception) -> tuple[DiagnosticKind, str, str]:
    """Return the kind of diagnostic for what a template has raised, what is wrong, and the way out."""
    exceeded: tuple[tuple[type[Exception], str, limits.Name], ...] = (
        (OutOfTime, "it takes more processor time than {}", "template-seconds"),
        (MemoryError, "it needs more memory than {}", "memory"),
        (OutputTooLongError, "it makes more text than {}", "output"),
    )
    for kind, sentence, name in exceeded:
        if isinstance(error, kind):
            return TEMPLATE_STOPPED, sentence.format(limits.shown(name)), f"make it simpler; {limits.way_out(name)}"
    reason = error.message if isinstance(error, jinja2.TemplateError) else f"{type(error).__name__}: {error}"
    if isinstance(error, RecursionError):
        reason = "it calls or includes itself without end"
    advice = "correct the template, or delete it from the book to use the built-in one"
    return TEMPLATE_ERROR, shorten(reason or type(error).__name__), advice


def shorten(text: str) -> str:
    """Return the beginning of a text that may be of any length, on one line."""
    return " ".join(text[:LONGEST_REASON].split()) + ("…" if len(text) > LONGEST_REASON else "")


def _is_of_book(path: Path, config: Config) -> bool:
    return path.suffix == ".j2" and within(path, config.root)


def _package_kind(path: Path) -> tuple[str, str] | None:
    """Return group and name of what another package registers, if the template ``path`` is in its folder."""
    for group, registered in (("blocks", block_kinds()), ("layouts", layouts())):
        for name, each in registered.items():
            if each.templates and path.is_absolute() and path.is_relative_to(each.templates):
                return group, name
    return None


def _at_line(error: Exception, name: str, line: int) -> jinja2.TemplateError:
    """Return an error of Jinja2 whose message names the line of the template."""
    reason = getattr(error, "message", None) or str(error)
    return jinja2.TemplateError(f"{name}, line {line}: {reason}")
