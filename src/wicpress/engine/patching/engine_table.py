"""Every name of WeasyPrint, pydyf and tinyhtml5 outside their documented interfaces that wicpress uses, and why.

A test finds the names in use and fails for one that has no entry; another compares the sources with the installed
ones. At run time nothing is read from here.
"""

from __future__ import annotations

from enum import Enum
from typing import Final

import attrs


class Use(Enum):
    """How a name of WeasyPrint is used."""

    REPLACED = "replaced"
    """Another function takes its place while a document is laid out and painted; it mostly calls this one."""
    CALLED = "called"
    """It is called, or its values and classes are read."""
    SUBCLASSED = "subclassed"
    """A class derives from it."""


@attrs.frozen
class EngineName:
    """One name of WeasyPrint.

    ``name`` is where it is defined. ``members`` are the used parts of a module or class: classes, functions, or
    attributes where they are assigned; without them all of it is used. ``digest`` is the first 16 hexadecimal digits
    of the SHA-256 of that source.
    """

    name: str
    use: Use
    why: str
    digest: str
    members: tuple[str, ...] = ()


_BOXES: Final = (
    "Box.copy",
    "Box.descendants",
    "Box.hit_area",
    "Box.is_floated",
    "Box.is_in_normal_flow",
    "Box.page_values",
    "Box.transformation_matrix",
    "Box.content_box_x",
    "Box.content_box_y",
    "Box.border_height",
    "Box.margin_height",
    "Box.margin_width",
    "ParentBox.copy_with_children",
    "ParentBox.remove_decoration",
    "FootnoteAreaBox",
    "TableRowBox",
    "BlockBox",
    "InlineBlockBox",
    "InlineBox",
    "LineBox",
    "MarginBox",
    "ParentBox",
    "ReplacedBox",
    "TableCellBox",
    "TableRowGroupBox",
    "TextBox",
)

ENGINE_NAMES: Final = (
    # -------------------------------------------------------------- lines: their ends and their positions
    EngineName(
        "weasyprint.layout.inline.split_inline_box",
        Use.REPLACED,
        "it fills one line after the other: all lines of a paragraph are broken together, by the rules of its script",
        "039bca5ab9589160",
    ),
    EngineName(
        "weasyprint.layout.inline.text_align",
        Use.REPLACED,
        "it stretches spaces only: a line that reaches both edges already is not moved again",
        "79372fc12c3602fd",
    ),
    EngineName(
        "weasyprint.layout.inline.line_box_verticality",
        Use.REPLACED,
        "it makes a line as high as the faces on it: lines keep one height and one baseline",
        "ece07952f8c3b368",
    ),
    EngineName(
        "weasyprint.text.line_break.strut",
        Use.REPLACED,
        "it rounds the metrics of a face: the grid takes the exact ones",
        "e0631a4e87ce02c2",
    ),
    EngineName(
        "weasyprint.layout.inline.split_inline_level",
        Use.CALLED,
        "an inline block on a planned line is laid out by WeasyPrint",
        "8098bdbd3e2d7c03",
    ),
    EngineName(
        "weasyprint.layout.inline._out_of_flow_layout",
        Use.CALLED,
        "a float or an absolutely positioned box in a planned line is laid out by WeasyPrint",
        "f1e0515f8bb834bd",
    ),
    EngineName(
        "weasyprint.layout.inline._adjust_line_height",
        Use.CALLED,
        "an inline box on a planned line gets its margins from the line height, as in WeasyPrint",
        "4a074e00c9d34358",
    ),
    EngineName(
        "weasyprint.layout.absolute.absolute_layout",
        Use.CALLED,
        "an absolutely positioned box in a relatively positioned inline box is laid out by WeasyPrint",
        "b3634ade73b6c445",
    ),
    EngineName(
        "weasyprint.layout.absolute.AbsolutePlaceholder",
        Use.CALLED,
        "tags and page starts look through it at the box that is taken out of the flow",
        "ec046e88c727dc40",
    ),
    EngineName(
        "weasyprint.layout.block.block_level_layout",
        Use.REPLACED,
        "CSS Rhythmic Sizing is missing, and pairs of few lines stay on one page",
        "6b8ad2cbf57702fa",
    ),
    EngineName(
        "weasyprint.layout.block.remove_placeholders",
        Use.CALLED,
        "notes and placed boxes of a pair that goes to the next page are taken back",
        "c7196fdc1f9c6cc9",
    ),
    EngineName(
        "weasyprint.layout.preferred.inline_min_content_width",
        Use.REPLACED,
        "the narrowest a paragraph can get depends on where its lines may be broken",
        "b08f7cabeb29ea11",
    ),
    EngineName(
        "weasyprint.layout.preferred.inline_max_content_width",
        Use.REPLACED,
        "the widest that a paragraph can get depends on how its marks are reduced",
        "44ae18a604d4fc0b",
    ),
    EngineName(
        "weasyprint.layout.preferred.min_content_width",
        Use.CALLED,
        "the narrowest width of an inline block inside such a paragraph, and of a float",
        "1917bbe274d89c19",
    ),
    EngineName(
        "weasyprint.layout.preferred.max_content_width",
        Use.CALLED,
        "the widest width of an inline block inside such a paragraph, and of a float",
        "56acc6b71da9fc3f",
    ),
    EngineName(
        "weasyprint.layout.preferred.adjust",
        Use.CALLED,
        "margins, borders and paddings are added to both preferred widths",
        "8b98f66a39301950",
    ),
    EngineName(
        "weasyprint.layout.percent.percentage",
        Use.CALLED,
        "`hyphenate-limit-zone` may be a share of the column",
        "c75fddf0ecb77552",
    ),
    EngineName(
        "weasyprint.layout.percent.resolve_percentages",
        Use.CALLED,
        "margins and paddings of inline boxes are needed before their line is broken",
        "92016b948f740deb",
    ),
    EngineName(
        "weasyprint.text.line_break.Layout",
        Use.CALLED,
        "Pango shapes each text of a paragraph once, set up for its style as in WeasyPrint",
        "ba2e4044f7c752d3",
    ),
    EngineName(
        "weasyprint.text.line_break.line_size",
        Use.CALLED,
        "the height of a text where the style has `line-height: normal`",
        "186816fcede28485",
    ),
    EngineName(
        "weasyprint.text.line_break.get_log_attrs",
        Use.CALLED,
        "Pango's break opportunities are the basis of the rules for Chinese",
        "371b8bcb27fb157b",
    ),
    EngineName(
        "weasyprint.text.ffi",
        Use.CALLED,
        "glyphs and their positions are read from Pango by WeasyPrint's own binding",
        "50c33cdbae05ad41",
        ("ffi", "pango", "_dlopen", "FROM_UNITS"),
    ),
    EngineName(
        "weasyprint.formatting_structure.boxes",
        Use.CALLED,
        "boxes are identified, measured, copied and split at the ends of lines",
        "ad7e9d7c899ac45a",
        _BOXES,
    ),
    EngineName(
        "weasyprint.layout.page.make_all_pages",
        Use.REPLACED,
        "it keeps a page although the one before it carries over other notes, and notes are lost or repeated",
        "18987bbc6ea9e804",
    ),
    EngineName(
        "weasyprint.layout.page.make_page",
        Use.REPLACED,
        "a page is made again where text and notes overlap; one that holds notes only keeps its margin boxes",
        "956a4c5f9b42bac8",
    ),
    EngineName(
        "weasyprint.layout.LayoutContext",
        Use.REPLACED,
        "it sets notes whole, above the paper if need be: a subclass divides them; floats, hyphenation dictionaries",
        "873e19e87e4d5cc7",
        (
            "layout_footnote",
            "unlayout_footnote",
            "report_footnote",
            "_update_footnote_area",
            "overflows_page",
            "reported_footnotes",
            "current_page_footnotes",
            "current_footnote_area",
            "broken_out_of_flow",
            "excluded_shapes",
            "dictionaries",
            "get_string_set_for",
            "string_set",
            "current_page",
        ),
    ),
    # ----------------------------------------------------------------------------------------- styles and faces
    EngineName(
        "weasyprint.css.ComputedStyle",
        Use.REPLACED,
        "a subclass has a fast path for properties that no rule declares: 11 % of the time of a cold build",
        "81058362562f6d10",
    ),
    EngineName(
        "weasyprint.css.StyleFor",
        Use.REPLACED,
        "a subclass makes no unused styles, and equal ones once: 3 to 4 % of the time of a cold build",
        "51c333bbcae876a8",
    ),
    EngineName(
        "weasyprint.css.properties",
        Use.CALLED,
        "which properties are inherited, and what the initial values of the others are",
        "8335c080dc5d150b",
        ("INITIAL_VALUES", "INHERITED", "INITIAL_NOT_COMPUTED"),
    ),
    EngineName(
        "weasyprint.text.fonts.FontConfiguration",
        Use.SUBCLASSED,
        "it copies each font, 65 MB for a bilingual book, into a folder of its own: a link is enough",
        "7068796d7575d51e",
        ("_folder", "add_font_face", "__del__"),
    ),
    # ------------------------------------------------------------------------------------------------- painting
    EngineName(
        "weasyprint.draw.text.draw_first_line",
        Use.REPLACED,
        "it places glyphs as Pango does: planned lines are painted by their plan, with text that can be extracted",
        "df38b8753e86c3ba",
    ),
    EngineName(
        "weasyprint.draw.text.draw_text",
        Use.REPLACED,
        "`text-emphasis` is missing: dots are painted after the text; page numbers are left open in fragments",
        "d1cfa769e258eb9a",
    ),
    EngineName(
        "weasyprint.document.Page",
        Use.REPLACED,
        "the tags of a page are planned from its boxes before it is painted",
        "e3003c55e79147b7",
        ("paint", "_page_box"),
    ),
    EngineName(
        "weasyprint.pdf.stream.Stream",
        Use.REPLACED,
        "its tags are independent of layout: painted boxes are marked as planned for the page",
        "a013c5d726f07c17",
        (
            "marked",
            "artifact",
            "add_font",
            "add_image",
            "set_font_size",
            "ctm",
            "_tags",
            "_fonts",
            "_old_font",
        ),
    ),
    EngineName(
        "weasyprint.pdf.anchors.add_links",
        Use.REPLACED,
        "it writes an annotation for each box, without a description: one is written for each line, with one",
        "e37fc9cd900c2b9e",
    ),
    EngineName(
        "weasyprint.pdf.tags.add_tags",
        Use.REPLACED,
        "its structure tree has neither languages, notes nor table heads",
        "74d331d78a019795",
    ),
    EngineName(
        "weasyprint.pdf.fonts.Font",
        Use.SUBCLASSED,
        "a font is written once for a book, from what all its fragments use of it",
        "dc2c377ba9ac61e7",
    ),
    EngineName(
        "weasyprint.pdf.fonts.build_fonts_dictionary",
        Use.REPLACED,
        "sections of a book are painted without fonts; it is called for each font when they are assembled",
        "934910c919b576e9",
    ),
    EngineName(
        "weasyprint.text.fonts.get_hb_object_data",
        Use.REPLACED,
        "it copies the file of each font into memory, 15 MB if Chinese: 3 to 4 % of the time of a cold build",
        "a921ed57bd7b3498",
    ),
    EngineName(
        "pydyf._to_bytes",
        Use.CALLED,
        "objects of fragments are written as pydyf writes them, except for their references",
        "2d07f1549e6fba05",
    ),
)
