"""Numbers with a check digit: ISBN and ORCID."""

from __future__ import annotations

import re


def isbn_problem(text: str) -> str:
    """Return what keeps ``text`` from being an ISBN, as the end of a sentence."""
    plain = re.sub(r"[ -]", "", text).upper()
    if strange := re.sub(r"[0-9]|X$", "", plain):
        return f": `{strange[0]}` is no digit of one"
    if len(plain) not in (10, 13):
        return f": an ISBN has 10 or 13 digits, this has {len(plain)}"
    if len(plain) == 13 and not plain.startswith(("978", "979")):
        return ": one of 13 digits begins with 978 or 979"
    return ": the last digit does not agree with the others"


def is_isbn(text: str) -> bool:
    """Return True for an ISBN, with or without hyphens, whose check digit is right."""
    digits = re.sub(r"[ -]", "", text).upper()
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum(int(digit) * (3 if nth % 2 else 1) for nth, digit in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        return sum((10 - nth) * (10 if digit == "X" else int(digit)) for nth, digit in enumerate(digits)) % 11 == 0
    return False


def is_orcid(text: str) -> bool:
    """Return True for an ORCID with hyphens whose check digit is right (ISO 7064, MOD 11-2)."""
    if not re.fullmatch(r"([0-9]{4}-){3}[0-9]{3}[0-9X]", text):
        return False
    digits, check = text[:-1].replace("-", ""), text[-1]
    total = 0
    for digit in digits:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == check
