"""The folders and files of tests that lay out pages."""

from __future__ import annotations

from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
ENGINE = (
    "bench/test_texts.py",
    "books/test_books.py",
    "books/test_copied_text.py",
    "books/test_drawn_pages.py",
    "books/test_lines_of_texts.py",
    "books/test_notation.py",
    "books/test_note_looks.py",
    "books/test_note_places.py",
    "books/test_notes.py",
    "books/test_odd_books.py",
    "books/test_pdf_2.py",
    "books/test_random_books.py",
    "books/test_tables.py",
    "books/test_typography_options.py",
    "build/test_build.py",
    "engine",
    "fonts/test_pages.py",
    "pdf/assemble",
    "pdf/test_bibliography.py",
    "pdf/test_chapter_ends.py",
    "pdf/test_figures.py",
    "pdf/test_index.py",
    "pdf/test_keep_together.py",
    "pdf/test_keys.py",
    "pdf/test_moved_figures.py",
    "pdf/test_notes_with_tables.py",
    "pdf/test_page_estimates.py",
    "pdf/test_print_html.py",
    "pdf/test_reading_order.py",
    "pdf/test_references.py",
    "pdf/test_table_pages.py",
    "pdf/test_titles.py",
    "pdf/test_variants.py",
    "plugins/test_sample_plugin.py",
    "proofing/pdf/test_other_engines.py",
    "proofing/test_planted_errors.py",
    "proofing/test_verify_files.py",
    "release/test_declared.py",
    "release/test_failures.py",
    "release/test_manifest.py",
    "release/test_release.py",
    "release/test_signatures.py",
    "release/test_workflows.py",
    "system/test_doctor.py",
)
"""Folders and files whose tests lay out pages; `make quick` does not even import them.

A test that lays out pages among others that do not has the mark `engine` itself.
"""


def needs_engine(path: Path) -> bool:
    """Return whether a file or folder of tests is among those that lay out pages."""
    name = path.relative_to(TESTS).as_posix() if path.is_relative_to(TESTS) else ""
    return any(name == each or name.startswith(f"{each}/") for each in ENGINE)
