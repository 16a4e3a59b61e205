"""Binds the few functions of HarfBuzz, Pango and GObject that WeasyPrint does not bind."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from wicpress.engine.internals import ffi, ffi_module, pango
from wicpress.engine.patching.cffi_cache import load_ffi

_CDEF = """
    typedef struct hb_font_t hb_font_t;
    typedef uint32_t hb_codepoint_t;
    typedef int hb_bool_t;
    typedef struct {
        int32_t ascender, descender, line_gap;
        int32_t reserved9, reserved8, reserved7, reserved6, reserved5, reserved4, reserved3, reserved2, reserved1;
    } hb_font_extents_t;
    hb_bool_t hb_font_get_h_extents(hb_font_t *font, hb_font_extents_t *extents);
    void hb_font_get_scale(hb_font_t *font, int *x_scale, int *y_scale);
    hb_bool_t hb_font_get_nominal_glyph(hb_font_t *font, hb_codepoint_t unicode, hb_codepoint_t *glyph);
    hb_bool_t hb_font_get_variation_glyph(hb_font_t *font, hb_codepoint_t unicode, hb_codepoint_t selector,
        hb_codepoint_t *glyph);
    typedef struct hb_blob_t hb_blob_t;
    typedef struct hb_face_t hb_face_t;
    hb_blob_t *hb_blob_create(const char *data, unsigned int length, int mode, void *user, void *destroy);
    hb_face_t *hb_face_create(hb_blob_t *blob, unsigned int index);
    void hb_blob_destroy(hb_blob_t *blob);
    void hb_face_destroy(hb_face_t *face);
    hb_blob_t *hb_face_reference_blob(hb_face_t *face);
    const char *hb_blob_get_data(hb_blob_t *blob, unsigned int *length);
    unsigned int hb_face_get_upem(const hb_face_t *face);
    hb_font_t *hb_font_create(hb_face_t *face);
    void hb_font_destroy(hb_font_t *font);
    int32_t hb_font_get_glyph_h_advance(hb_font_t *font, hb_codepoint_t glyph);
    typedef struct hb_set_t hb_set_t;
    hb_face_t *hb_font_get_face(hb_font_t *font);
    hb_set_t *hb_set_create(void);
    void hb_set_destroy(hb_set_t *set);
    void hb_face_collect_unicodes(hb_face_t *face, hb_set_t *out);
    void hb_set_del_range(hb_set_t *set, hb_codepoint_t first, hb_codepoint_t last);
    hb_bool_t hb_set_next_range(hb_set_t *set, hb_codepoint_t *first, hb_codepoint_t *last);
    unsigned int hb_font_get_nominal_glyphs(hb_font_t *font, unsigned int count, hb_codepoint_t *first_unicode,
        unsigned int unicode_stride, hb_codepoint_t *first_glyph, unsigned int glyph_stride);
"""
_PANGO = "void *pango_attr_family_new(const char *family);"
_GOBJECT = "void *g_object_ref(void *object); void g_object_unref(void *object);"


@cache
def _harfbuzz() -> tuple[Any, Any]:
    """Return a separate binding of HarfBuzz, so that WeasyPrint's does not change."""
    own = load_ffi(_CDEF)
    names = (
        "libharfbuzz.so.0",  # Linux, where a missing name takes long, first
        "libharfbuzz.0.dylib",
        "libharfbuzz-0.dll",
        "libharfbuzz-0",
        "harfbuzz",
        "harfbuzz-0.0",
    )
    return own, ffi_module._dlopen(own, *names)


@cache
def _gobject() -> tuple[Any, Any]:
    """Return a separate binding of GObject's reference counting."""
    own = load_ffi(_GOBJECT)
    names = (
        "libgobject-2.0.so.0",
        "libgobject-2.0.0.dylib",
        "libgobject-2.0-0.dll",
        "libgobject-2.0-0",
        "gobject-2.0-0",
        "gobject-2.0",
    )
    return own, ffi_module._dlopen(own, *names)


@cache
def _pango() -> Any:
    """Return a separate binding of Pango's attribute for a family."""
    names = (
        "libpango-1.0.so.0",
        "libpango-1.0.0.dylib",
        "libpango-1.0-0.dll",
        "libpango-1.0-0",
        "pango-1.0-0",
        "pango-1.0",
    )
    return ffi_module._dlopen(load_ffi(_PANGO), *names)


def family_attribute(family: str, start: int, end: int) -> Any:
    """Return Pango's attribute that sets the bytes ``start`` to ``end`` of a text from a family."""
    attribute = ffi.cast("PangoAttribute *", address(_pango().pango_attr_family_new(family.encode())))
    attribute.start_index, attribute.end_index = start, end
    return attribute


def address(pointer: Any) -> int:
    """Return the address behind a pointer of the engine's binding."""
    return int(ffi.cast("uintptr_t", pointer))


def retain(pointer: Any) -> Any:
    """Return an object that keeps the GObject behind `pointer` (a face, say) alive as long as it exists itself."""
    own, gobject = _gobject()
    return own.gc(gobject.g_object_ref(own.cast("void *", address(pointer))), gobject.g_object_unref)


def _hb_font(pango_font: Any) -> tuple[Any, Any, Any]:
    own, harfbuzz = _harfbuzz()
    font = pango.pango_font_get_hb_font(pango_font)
    return own, harfbuzz, own.cast("hb_font_t *", address(font))


def vertical_metrics(pango_font: Any) -> tuple[float, float]:
    """Return (ascent, descent) of a face in em, both positive, unrounded: hhea or OS/2 as HarfBuzz chooses."""
    own, harfbuzz, font = _hb_font(pango_font)
    extents, x_scale, y_scale = own.new("hb_font_extents_t *"), own.new("int *"), own.new("int *")
    harfbuzz.hb_font_get_h_extents(font, extents)
    harfbuzz.hb_font_get_scale(font, x_scale, y_scale)
    if not y_scale[0]:
        return 0.0, 0.0
    return extents.ascender / y_scale[0], -extents.descender / y_scale[0]


def nominal_glyph(pango_font: Any, character: str) -> int | None:
    """Return the face's glyph for one character, or None where it has none."""
    own, harfbuzz, font = _hb_font(pango_font)
    glyph = own.new("hb_codepoint_t *")
    has_glyph = harfbuzz.hb_font_get_nominal_glyph(font, ord(character), glyph)
    return int(glyph[0]) if has_glyph else None


def has_variation(pango_font: Any, character: str, selector: str) -> bool:
    """Return whether a face has the form of a character that a variation selector asks for."""
    own, harfbuzz, font = _hb_font(pango_font)
    return bool(
        harfbuzz.hb_font_get_variation_glyph(font, ord(character), ord(selector), own.new("hb_codepoint_t *"))
    )


def glyphs_of(pango_font: Any, without: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Return the glyph of each code point of a face, except for the ranges ``without`` (first and last)."""
    own, harfbuzz, font = _hb_font(pango_font)
    characters = own.gc(harfbuzz.hb_set_create(), harfbuzz.hb_set_destroy)
    harfbuzz.hb_face_collect_unicodes(harfbuzz.hb_font_get_face(font), characters)
    for block in without:
        harfbuzz.hb_set_del_range(characters, *block)
    first, last = own.new("hb_codepoint_t *", 0xFFFFFFFF), own.new("hb_codepoint_t *", 0xFFFFFFFF)  # before the first
    codes: list[int] = []
    while harfbuzz.hb_set_next_range(characters, first, last):
        codes += range(first[0], last[0] + 1)
    unicodes, glyphs = own.new("hb_codepoint_t[]", codes), own.new("hb_codepoint_t[]", len(codes))
    count = harfbuzz.hb_font_get_nominal_glyphs(font, len(codes), unicodes, 4, glyphs, 4)
    return dict(zip(codes[:count], own.unpack(glyphs, count) if count else (), strict=True))


def space_of(hb_face: Any) -> tuple[int, int] | None:
    """Return the glyph of U+0020 in one of the engine's faces, or None, and its advance in thousandths of an em."""
    own, harfbuzz = _harfbuzz()
    face = own.cast("hb_face_t *", address(hb_face))
    font = own.gc(harfbuzz.hb_font_create(face), harfbuzz.hb_font_destroy)
    glyph = own.new("hb_codepoint_t *")
    if not harfbuzz.hb_font_get_nominal_glyph(font, 0x20, glyph):
        return None
    advance = harfbuzz.hb_font_get_glyph_h_advance(font, glyph[0])
    return int(glyph[0]), round(advance * 1000 / harfbuzz.hb_face_get_upem(face))


def file_of(hb_face: Any) -> Any:
    """Return the file of one of WeasyPrint's faces as a buffer on HarfBuzz's memory, without a copy."""
    own, harfbuzz = _harfbuzz()
    blob = harfbuzz.hb_face_reference_blob(own.cast("hb_face_t *", address(hb_face)))
    length = own.new("unsigned int *")
    data = own.gc(harfbuzz.hb_blob_get_data(blob, length), lambda _: harfbuzz.hb_blob_destroy(blob))
    return own.buffer(data, length[0])  # frees the blob when it is freed itself


def face_of(data: bytes, index: int) -> Any:
    """Return HarfBuzz's face number `index` of a font file, for WeasyPrint's binding; freed with the result."""
    own, harfbuzz = _harfbuzz()
    bytes_ = own.from_buffer(data)
    blob = harfbuzz.hb_blob_create(bytes_, len(data), 1, own.NULL, own.NULL)  # 1: HarfBuzz reads them where they are
    face = harfbuzz.hb_face_create(blob, index)
    harfbuzz.hb_blob_destroy(blob)
    pointer = ffi.cast("hb_face_t *", int(own.cast("uintptr_t", face)))

    def free(_: Any) -> None:
        harfbuzz.hb_face_destroy(face)
        own.release(bytes_)

    return ffi.gc(pointer, free)
