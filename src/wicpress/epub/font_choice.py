"""The type that travels inside the e-book: what each face has to set, cut to that, and the rules that call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs
from lxml import etree

from wicpress import languages as lang
from wicpress.epub.container import Resource
from wicpress.epub.stylesheets import sheet
from wicpress.fonts.coverage import FaceKey, font_stack
from wicpress.fonts.house_fonts import PreparedFace, unicode_range_css
from wicpress.fonts.stacks import region, stack
from wicpress.fonts.subset import characters_set_by, licence_text, subset

SANS: Final = (
    "h1", "h2", "h3", ".term", ".caption", ".tabular", ".contents", ".imprint", ".subtitle", ".author", ".publisher",
    ".label", ".call", ".number",
)  # fmt: skip
"""Where the style sheets set sans, as simple selectors: inside these everything is sans, but for ``SERIF``."""

SERIF: Final = (".book-title", ".numeral")
"""Where they return to serif."""

WEIGHTS: Final = {
    "h1": (500, 400),
    "h2": (500, 600),
    "h3": (500, 600),
    ".term": (500, 400),
    "thead": (500, 600),
    "b": (500, 600),
    "strong": (600, 600),
    ".book-title": (400, 400),
    ".numeral": (300, 300),
}
"""The weights of Han and of Latin text that the style sheets ask for, where they are not 400."""

HYPHENS: Final = "-\u2010"
"""What reading systems put at the end of a line that they divide."""

DOT: Final = "•"
"""What ``text-emphasis: filled dot`` draws."""

XHTML: Final = "{http://www.w3.org/1999/xhtml}"


def embed(
    pages: Sequence[Resource], faces: Sequence[PreparedFace], languages: tuple[str, ...]
) -> tuple[Resource, ...]:
    """The style sheet, the fonts and their licences for ``pages``; ``languages`` has the book's leading one first."""
    wanted = characters(pages)
    cuts = tuple(_cuts(wanted, tuple(faces)))
    files = {cut: _font(cut, number) for number, cut in enumerate(cuts, 1)}
    css = "".join(_rule(face, files[cut].path) for cut in cuts for face in cut.faces)
    tags = tuple(dict.fromkeys((*languages, *(key.lang for key in sorted(wanted)))))
    css += "".join(font_family_css(tags, faces))
    return (sheet("fonts", css.encode()), *files.values(), *_licences(files))


# ------------------------------------------------------------------------ what has to be set


@attrs.frozen
class _TextStyle:
    """How text is set at some place of a page."""

    lang: str
    role: str = "serif"
    weight: int = 400
    style: str = "normal"
    weights: tuple[int, int] = (400, 400)
    inherited_role: str = "serif"
    stressed: bool = False
    dots: bool = False

    def key(self) -> FaceKey:
        return FaceKey(self.lang, self.role, self.weight, self.style)


def characters(pages: Iterable[Resource]) -> dict[FaceKey, frozenset[str]]:
    """The characters of finished pages by language, role, weight and style.

    Spaces are among them: a browser takes another font for a space that a font lacks.
    """
    found: dict[_TextStyle, set[str]] = {}
    known: dict[tuple[_TextStyle, str, str | None, str | None], _TextStyle] = {}
    for page in pages:
        root = etree.fromstring(page.data)
        body = root.find(f"{XHTML}body")
        stack_ = [(body, _TextStyle(root.get("lang") or "und"))] if body is not None else []
        while stack_:
            element, outer = stack_.pop()
            if not isinstance(element.tag, str):
                continue
            name = (outer, element.tag, element.get("class"), element.get("lang"))
            setting = known.get(name)
            if setting is None:
                setting = known[name] = _child_style(*name)
            chars = found.setdefault(setting, set())
            if element.text:
                chars.update(element.text)
            for child in element:
                stack_.append((child, setting))
                if child.tail:
                    chars.update(child.tail)
    merged: dict[FaceKey, set[str]] = {}
    for setting, chars in found.items():
        merged.setdefault(setting.key(), set()).update(chars - {"\n", "\t", "\r"})
    return {key: frozenset(chars) for key, chars in merged.items() if chars}


def _child_style(outer: _TextStyle, tag: str, classes: str | None, own: str | None) -> _TextStyle:
    """The setting inside an element, as the style sheets have it."""
    name = tag.removeprefix(XHTML)
    names = (name, *(f".{each}" for each in (classes or "").split()))
    tag_ = "en" if ".numeral" in names else own or outer.lang
    zone = "serif" if any(each in SERIF for each in names) else "sans" if any(each in SANS for each in names) else ""
    role = outer.role
    if zone:
        role = zone
    elif own:
        role = outer.inherited_role
    dots = outer.dots or ".dots" in names
    stressed = outer.stressed or name == "em"
    style = "italic" if stressed and not lang.is_chinese_or_japanese(tag_) else "normal"
    if name == "em" and lang.is_chinese_or_japanese(tag_) and not dots:
        role = "sans"
    if name in {"code", "pre"}:
        role = "mono"
    weights = next((WEIGHTS[each] for each in reversed(names) if each in WEIGHTS), None)
    kept = weights or outer.weights
    weight = kept[0] if lang.is_chinese_or_japanese(tag_) else kept[1]
    inner = "mono" if role == "mono" else zone or outer.inherited_role
    return _TextStyle(tag_, role, weight, style, kept, inner, stressed, dots)


# ------------------------------------------------------------------------------- the cutting


@attrs.frozen
class _Subset:
    """One font file: the faces that it serves, the characters, and the language whose forms it draws (or none)."""

    faces: tuple[PreparedFace, ...]
    chars: frozenset[str]
    lang: str


def _cuts(wanted: dict[FaceKey, frozenset[str]], faces: tuple[PreparedFace, ...]) -> Iterator[_Subset]:
    """What to cut: faces made of one source share one file, in the order in which the house declares them."""
    chars: dict[PreparedFace, set[str]] = {}
    tags: dict[PreparedFace, set[str]] = {}
    for key, text in wanted.items():
        rest = text | set(HYPHENS + DOT)
        for face in font_stack(key, faces).faces:
            mine = characters_set_by(face, rest)
            rest = rest - mine
            if mine & text:
                chars.setdefault(face, set()).update(mine)
                tags.setdefault(face, set()).add(region(key.lang))
    groups: dict[tuple[object, ...], list[PreparedFace]] = {}
    for face in faces:
        if face in chars:
            source = face.source
            groups.setdefault((source.sha256, source.index, source.axes), []).append(face)
    for group in groups.values():
        regions = set().union(*(tags[face] for face in group)) if "han" in group[0].role else set()
        own = next(iter(regions)) if len(regions) == 1 else ""
        yield _Subset(tuple(group), frozenset().union(*(chars[face] for face in group)), own)


def _font(cut: _Subset, number: int) -> Resource:
    face = attrs.evolve(cut.faces[0], unicode_range=())
    style = "-italic" if face.style == "italic" else ""
    name = f"{face.role}-{face.source.weight}{style}"
    data = subset(face, sorted(cut.chars), lang=cut.lang)
    return Resource(f"font-{number}", f"fonts/{number}-{name}.woff2", "font/woff2", data)


def _licences(files: Mapping[_Subset, Resource]) -> Iterator[Resource]:
    """The licences of what is embedded, each once, with the fonts that it is for."""
    texts: dict[str, list[_Subset]] = {}
    for cut in files:
        texts.setdefault(licence_text(cut.faces[0]), []).append(cut)
    for number, (text, cuts) in enumerate(texts.items(), 1):
        plain = re.sub(r"[^A-Za-z0-9]+", "-", cuts[0].faces[0].source.name).strip("-") or "font"
        path, fonts = f"fonts/{number}-{plain}-licence.txt", tuple(files[cut].id for cut in cuts)
        yield Resource(f"licence-{number}", path, "text/plain", text.encode(), licenses=fonts)


# --------------------------------------------------------------------------------- the rules


def _rule(face: PreparedFace, path: str) -> str:
    scope = f"; unicode-range: {unicode_range_css(face.unicode_range)}" if face.unicode_range else ""
    return (
        f'@font-face {{ font-family: "{face.family}"; src: url("../{path}") format("woff2"); '
        f"font-weight: {face.weight}; font-style: {face.style}{scope} }}\n"
    )


def font_family_css(languages: tuple[str, ...], faces: Iterable[PreparedFace]) -> Iterator[str]:
    """The rules that give each language its families; what stands in no language takes those of the first."""
    known = {face.family for face in faces}

    def stacked(tag: str, role: str) -> str:
        last = {"serif": "serif", "sans": "sans-serif", "mono": "monospace"}[role]
        return ", ".join((*(f'"{family}"' for family in stack(tag, role, known)), last))

    first = languages[0]
    yield f"{', '.join(SANS)} {{ font-family: {stacked(first, 'sans')} }}\n"
    yield f"code, pre {{ font-family: {stacked(first, 'mono')} }}\n"
    yield f".numeral {{ font-family: {stacked('en', 'serif')} }}\n"
    for tag in languages:
        own = f'[lang="{tag}"]'
        sans = [f"{place} {own}" for place in SANS] + [f"{own} .label", f"{own} .call"]
        sans += [f"{place}{own}" for place in SANS]
        yield f"{own} {{ font-family: {stacked(tag, 'serif')} }}\n"
        yield f"{', '.join(sans)} {{ font-family: {stacked(tag, 'sans')} }}\n"
        if lang.is_chinese_or_japanese(tag):
            yield f"body:not(.dots) {own} em {{ font-family: {stacked(tag, 'sans')} }}\n"
        yield f".book-title {own} {{ font-family: {stacked(tag, 'serif')} }}\n"
        yield f"pre{own}, pre{own} code, {own} code {{ font-family: {stacked(tag, 'mono')} }}\n"
