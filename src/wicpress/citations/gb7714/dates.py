"""Sets dates as GB/T 7714—2025 does: ``2013-11-12``, ``1957—1990``."""

from __future__ import annotations

from wicpress.citations.entry import Date


def numeric_date(date: Date | None) -> str:
    """Return a date in figures, as far as it is known."""
    if date is None:
        return ""
    if date.literal:
        return date.literal
    parts = [date.year, *(f"{each:02}" for each in (date.month, date.day if date.month else 0) if each)]
    text = "-".join(parts)
    return f"{text}/{numeric_date(date.end)}" if date.end else text


def year(date: Date | None) -> str:
    """Return the year of a date, or those of a range."""
    if date is None:
        return ""
    if date.literal:
        return date.literal
    return f"{date.year}—{date.end.year}" if date.end and date.end.year != date.year else date.year
