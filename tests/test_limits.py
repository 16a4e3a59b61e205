"""Limits are what the user sets, with a default each."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wicpress import limits


@pytest.fixture(autouse=True)
def _without_limits() -> Iterator[None]:
    before = limits.set_values()
    limits.set_limits({})
    yield
    limits.set_limits(before)


@pytest.mark.parametrize(
    ("name", "value", "amount"),
    [
        ("seconds", "90", 90),
        ("seconds", 90, 90),
        ("memory", "2 GB", 2 * 10**9),
        ("picture", "500MB", 500 * 10**6),
        ("source", "1", 1),
    ],
)
def test_a_limit_is_a_number_or_a_size(name: str, value: object, amount: int) -> None:
    assert limits.parse_limit(name, value) == (name, amount)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seconds", "0"),
        ("seconds", "-1"),
        ("seconds", "2 GB"),
        ("seconds", True),
        ("seconds", 1.5),
        ("memory", "2 gb"),
        ("memory", ""),
        ("memory", "9" * 4000),
        ("memory", "٣"),
        ("hours", "1"),
    ],
)
def test_what_is_no_limit_is_a_sentence(name: str, value: object) -> None:
    with pytest.raises(ValueError, match="limit"):
        limits.parse_limit(name, value)


def test_what_is_long_has_as_much_again() -> None:
    limits.set_limits({"seconds": 7})
    assert [limits.allowed("seconds", size) for size in (0, 249_999, 250_000, 1_300_000)] == [7, 7, 14, 42]
    assert limits.allowed("memory", 8_000_000) == 3 * limits.most("memory")
    assert limits.shown("memory", limits.allowed("memory", 8_000_000)) == "4,500 MB"


def test_what_is_set_applies_and_is_shown() -> None:
    assert limits.shown("source") == "4 MB"
    assert limits.shown("elements") == "100,000 elements"
    limits.set_limits({"source": 1001, "seconds": 7})
    assert (limits.most("source"), limits.shown("source"), limits.shown("seconds")) == (1001, "1,001 bytes", "7 s")
    assert "--limits source=" in limits.way_out("source")
