"""The fonts that an e-book embeds: the characters of each face, subset to them, and the CSS rules that name them.

Where the style sheets set which role and weight stands here a second time; a test compares the two for every text of
whole books.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs
from lxml import etree

from wicpress import class_names
from wicpress import languages as lang
from wicpress.cache.build_cache import NO_CACHE, BuildCache, Codec
from wicpress.epub.container import Resource
from wicpress.epub.stylesheets import sheet
from wicpress.fonts.coverage import VARIANTS, FaceKey, font_stack, has_glyph, variants
from wicpress.fonts.prepared_faces import PreparedFace, unicode_range_css
from wicpress.fonts.stacks import region, stack
from wicpress.fonts.subset import characters_set_by, licence_text, subset

SANS: Final = (
    "h1", "h2", "h3", "h4", "h5", "h6", "kbd", ".check-box", ".notice-title", ".index", ".glossary-pages",
    *(f".{name}" for name in (
        class_names.TERM, class_names.CAPTION, class_names.TABULAR, class_names.CONTENTS, class_names.IMPRINT,
        class_names.SUBTITLE, class_names.AUTHOR, class_names.AFFILIATION, class_names.SERIES, class_names.PUBLISHER,
        class_names.DRAFT, class_names.SERIES_PAGE, class_names.LABEL, class_names.CALL, class_names.NUMBER,
    )),
)  # fmt: skip
"""Where the style sheets set sans, as simple selectors: all text inside these is sans, except in ``SERIF``."""

SERIF: Final = (f".{class_names.BOOK_TITLE}", f".{class_names.NUMERAL}")
"""Where they set serif again."""

WEIGHTS: Final = {
    "h1": (500, 400),
    "h2": (500, 600),
    "h3": (500, 600),
    "h4": (700, 600),
    "h5": (700, 600),
    "h6": (700, 600),
    f".{class_names.RUN_IN_HEADING}": (700, 600),
    f".{class_names.TERM}": (500, 400),
    ".notice-title": (500, 600),
    ".index-letter": (500, 600),
    f".{class_names.LABEL}": (400, 400),
    "thead": (500, 600),
    "b": (500, 600),
    "strong": (700, 600),
    f".{class_names.BOOK_TITLE}": (400, 400),
    f".{class_names.NUMERAL}": (300, 300),
}
"""The weights of Han and of Latin text that the style sheets ask for, where they are not 400."""

HYPHENS: Final = "-\u2010"
"""What reading systems put at the end of a line that ends inside a word."""

DOT: Final = "•"
"""What ``text-emphasis: filled dot`` draws."""

VARIATION: Final = re.compile(f".[{''.join(sorted(VARIANTS))}]")
"""A character in the form that a variation selector asks for."""

XHTML: Final = "{http://www.w3.org/1999/xhtml}"


_PACKED: Final = Codec()
"""Fonts in the cache: text in Base64."""


def embed(
    pages: Sequence[Resource],
    faces: Sequence[PreparedFace],
    languages: tuple[str, ...],
    cache: BuildCache = NO_CACHE,
) -> tuple[Resource, ...]:
    """Return the style sheet, the fonts and their licences for ``pages``.

    ``languages`` are those of the book, the leading one first. Fonts are kept in ``cache``.
    """
    texts = characters(pages)
    subsets = tuple(_subsets(texts, tuple(faces)))
    files = {each: _font(each, number, cache) for number, each in enumerate(subsets, 1)}
    css = "".join(_font_face_rule(face, files[each].path) for each in subsets for face in each.faces)
    tags = tuple(dict.fromkeys((*languages, *(key.lang for key in sorted(texts)))))
    css += "".join(font_family_css(tags, faces))
    return (sheet("fonts", css.encode()), *files.values(), *_licences(files))


# ------------------------------------------------------------------------------ characters


@attrs.frozen
class _TextStyle:
    """The font of the text of an element, and what its children inherit.

    ``weights`` are those of Han and of Latin text. ``inherited_role`` is the role of a child that names its language.
    """

    lang: str
    role: str = "serif"
    weight: int = 400
    style: str = "normal"
    weights: tuple[int, int] = (400, 400)
    inherited_role: str = "serif"
    emphasized: bool = False
    strong: bool = False
    dots: bool = False

    def key(self) -> FaceKey:
        return FaceKey(self.lang, self.role, self.weight, self.style)


def characters(pages: Iterable[Resource]) -> dict[FaceKey, frozenset[str]]:
    """Return the characters of finished pages by language, role, weight and style.

    A character with a variation selector behind it is there as a text of two characters, too. Spaces are among them:
    a browser takes another font for a space that a font has not.
    """
    by_style: dict[_TextStyle, set[str]] = {}
    cache: dict[tuple[_TextStyle, str, str | None, str | None], _TextStyle] = {}
    for page in pages:
        root = etree.fromstring(page.data)
        body = root.find(f"{XHTML}body")
        stack_ = [(body, _TextStyle(root.get("lang") or "und"))] if body is not None else []
        while stack_:
            element, outer = stack_.pop()
            if not isinstance(element.tag, str):
                continue
            arguments = (outer, element.tag, element.get("class"), element.get("lang"))
            style = cache.get(arguments)
            if style is None:
                style = cache[arguments] = _child_style(*arguments)
            chars = by_style.setdefault(style, set())
            for text in (element.text, *(child.tail for child in element), _shown_by_style(element)):
                if text:
                    chars.update(text)
                    chars.update(VARIATION.findall(text) if not VARIANTS.isdisjoint(text) else ())
            stack_ += ((child, style) for child in element)
    by_key: dict[FaceKey, set[str]] = {}
    for style, chars in by_style.items():
        by_key.setdefault(style.key(), set()).update(chars - {"\n", "\t", "\r"})
    return {key: frozenset(chars) for key, chars in by_key.items() if chars}


def _shown_by_style(element: etree._Element) -> str:
    """Return what the style sheets show of an element without text: the number of a page of the source edition."""
    is_number = class_names.SOURCE_PAGE in (element.get("class") or "").split()
    return f"[{element.get('aria-label')}]" if is_number else ""


def _child_style(outer: _TextStyle, tag: str, classes: str | None, lang_attribute: str | None) -> _TextStyle:
    """Return the style inside an element, as the style sheets have it."""
    name = tag.removeprefix(XHTML)
    selectors = (name, *(f".{each}" for each in (classes or "").split()))
    tag_lang = "en" if f".{class_names.NUMERAL}" in selectors else lang_attribute or outer.lang
    han = lang.is_chinese_or_japanese(tag_lang)
    dots = outer.dots or f".{class_names.EMPHASIS_DOTS}" in selectors
    emphasized = outer.emphasized or name == "em"
    own_role = _own_role(selectors)
    strong = outer.strong or name == "strong"
    role = _role(outer, name, own_role, bool(lang_attribute), han and (strong or (emphasized and not dots)))
    weights = next((WEIGHTS[each] for each in reversed(selectors) if each in WEIGHTS), outer.weights)
    return _TextStyle(
        tag_lang,
        role,
        weights[0] if han else weights[1],
        "italic" if emphasized and not han else "normal",
        weights,
        "mono" if role == "mono" else own_role or outer.inherited_role,
        emphasized,
        strong,
        dots,
    )


def _own_role(selectors: tuple[str, ...]) -> str:
    """Return the role that the style sheets give to an element itself, empty where they give none."""
    if any(each in SERIF for each in selectors):
        return "serif"
    return "sans" if any(each in SANS for each in selectors) else ""


def _role(outer: _TextStyle, name: str, own_role: str, has_lang: bool, turns_sans: bool) -> str:
    """Return the role of the text of an element; ``turns_sans`` is True for Chinese emphasis and strong words."""
    if name in {"code", "pre"} or (outer.role == "mono" and not has_lang):
        return "mono"
    if turns_sans:
        return "sans"
    return own_role or (outer.inherited_role if has_lang else outer.role)


# --------------------------------------------------------------------------------- subsets


@attrs.frozen
class _Subset:
    """One font file: the faces that it serves, its characters, and the language whose forms it draws (or none)."""

    faces: tuple[PreparedFace, ...]
    chars: frozenset[str]
    lang: str


def _subsets(texts: Mapping[FaceKey, frozenset[str]], faces: tuple[PreparedFace, ...]) -> Iterator[_Subset]:
    """Yield what to embed: faces made of one source share one file, in the order in which they are declared."""
    chars: dict[PreparedFace, set[str]] = {}
    regions: dict[PreparedFace, set[str]] = {}
    for key, text in texts.items():
        variations = {each for each in text if len(each) > 1}
        rest = (text - variations) | set(HYPHENS + DOT)
        for face in font_stack(key, faces).faces:
            varied = {each for each in variations if has_glyph(face, each[0]) and _has_form(face, each)}
            variations -= varied
            own = characters_set_by(face, rest.union(*varied))
            rest = rest - (own - VARIANTS)
            if own & text:
                chars.setdefault(face, set()).update(own)
                regions.setdefault(face, set()).add(region(key.lang))
    groups: dict[tuple[object, ...], list[PreparedFace]] = {}
    for face in faces:
        if face in chars:
            source = face.source
            groups.setdefault((source.sha256, source.index, source.axes), []).append(face)
    for group in groups.values():
        langs = set().union(*(regions[face] for face in group)) if "han" in group[0].role else set()
        only_lang = next(iter(langs)) if len(langs) == 1 else ""
        yield _Subset(tuple(group), frozenset().union(*(chars[face] for face in group)), only_lang)


def _has_form(face: PreparedFace, variation: str) -> bool:
    return ord(variation[0]) in variants(face, ord(variation[1]))


def _font(part: _Subset, number: int, cache: BuildCache) -> Resource:
    """Return a subset as a file of the e-book."""
    face = attrs.evolve(part.faces[0], unicode_range=())
    style = "-italic" if face.style == "italic" else ""
    name = f"{face.role}-{face.source.weight}{style}"
    text = "".join(sorted(part.chars))
    packed = cache.get_or_compute(
        cache.key("woff2", face.sha256, text, part.lang),
        _PACKED,
        lambda: base64.b64encode(subset(face, text, lang=part.lang)).decode("ascii"),
    )
    return Resource(f"font-{number}", f"fonts/{number}-{name}.woff2", "font/woff2", base64.b64decode(packed))


def _licences(files: Mapping[_Subset, Resource]) -> Iterator[Resource]:
    """Yield the licences of the embedded fonts, each once, with the fonts that it is for."""
    texts: dict[str, list[_Subset]] = {}
    for each in files:
        texts.setdefault(licence_text(each.faces[0]), []).append(each)
    for number, (text, subsets) in enumerate(texts.items(), 1):
        plain = re.sub(r"[^A-Za-z0-9]+", "-", subsets[0].faces[0].source.name).strip("-") or "font"
        path, fonts = f"fonts/{number}-{plain}-licence.txt", tuple(files[each].id for each in subsets)
        yield Resource(f"licence-{number}", path, "text/plain", text.encode(), licenses=fonts)


# ----------------------------------------------------------------------------------- rules


def _font_face_rule(face: PreparedFace, path: str) -> str:
    scope = f"; unicode-range: {unicode_range_css(face.unicode_range)}" if face.unicode_range else ""
    return (
        f'@font-face {{ font-family: "{face.family}"; src: url("../{path}") format("woff2"); '
        f"font-weight: {face.weight}; font-style: {face.style}{scope} }}\n"
    )


def font_family_css(languages: tuple[str, ...], faces: Iterable[PreparedFace]) -> Iterator[str]:
    """Yield the rules that give each language its families; text without a language has those of the first."""
    families = {face.family for face in faces}

    def stacked(tag: str, role: str) -> str:
        last = {"serif": "serif", "sans": "sans-serif", "mono": "monospace"}[role]
        return ", ".join((*(f'"{family}"' for family in stack(tag, role, families)), last))

    first = languages[0]
    yield f"{', '.join(SANS)} {{ font-family: {stacked(first, 'sans')} }}\n"
    yield f"code, pre {{ font-family: {stacked(first, 'mono')} }}\n"
    yield f".{class_names.NUMERAL} {{ font-family: {stacked('en', 'serif')} }}\n"
    for tag in languages:
        own = f'[lang="{tag}"]'
        sans = [f"{place} {own}" for place in SANS] + [
            f"{own} .{name}" for name in (class_names.LABEL, class_names.CALL)
        ]
        sans += [f"{place}{own}" for place in SANS]
        yield f"{own} {{ font-family: {stacked(tag, 'serif')} }}\n"
        yield f"{', '.join(sans)} {{ font-family: {stacked(tag, 'sans')} }}\n"
        if lang.is_chinese_or_japanese(tag):
            no_dots = f"body:not(.{class_names.EMPHASIS_DOTS})"
            yield f"{no_dots} {own} em, {no_dots} em {own} {{ font-family: {stacked(tag, 'sans')} }}\n"
            yield f"body {own} strong, strong {own} {{ font-family: {stacked(tag, 'sans')} }}\n"
        yield f".{class_names.BOOK_TITLE} {own} {{ font-family: {stacked(tag, 'serif')} }}\n"
        yield f"pre{own}, pre{own} code, {own} code {{ font-family: {stacked(tag, 'mono')} }}\n"
