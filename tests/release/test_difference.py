"""The first difference of two files, and the differences of two tables."""

from __future__ import annotations

import io
import zipfile

from hypothesis import given
from hypothesis import strategies as st

from wicpress.release import difference


def container(**members: bytes) -> bytes:
    """Return a ZIP archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return file.getvalue()


@given(st.binary(), st.binary(), st.binary())
def test_the_byte_is_the_first(head: bytes, one: bytes, other: bytes) -> None:
    """Two files are equal up to the byte that is named, and differ there."""
    one, other = b"\xff\x00" + head + one, b"\xff\x00" + head + other
    text = difference.first_difference(one, other)
    if one == other:
        assert text == ""
        return
    position = int(text.split()[2])
    assert one[:position] == other[:position] and one[position : position + 1] != other[position : position + 1]


def test_texts_differ_in_a_line() -> None:
    """Of two texts the first line that differs is named, and both versions of it."""
    assert difference.first_difference(b"a\nb\nc\n", b"a\nB\nc\n") == "in line 2: `b` became `B`"
    assert difference.first_difference(b"a", b"a\nb") == "in line 2: `(the end)` became `b`"


def test_containers_differ_in_a_member() -> None:
    """Of two containers the member that differs is named."""
    old = container(a=b"x\n1\n", b=b"2")
    assert difference.first_difference(old, container(a=b"x\n9\n", b=b"2")) == "inside, a in line 2: `1` became `9`"
    assert difference.first_difference(old, container(a=b"x\n1\n")) == "b is no longer inside"
    assert difference.first_difference(old, container(a=b"x\n1\n", b=b"2", c=b"")) == "c is new inside"
    assert difference.first_difference(old, old + b"\0").startswith("at byte")


def test_tables_differ_by_name() -> None:
    """Changed, added and removed values are named with their full path."""
    old = {"a": {"b": "1", "c": "2"}, "d": None}
    new = {"a": {"b": "1", "c": "3"}, "d": None, "e": "4"}
    assert list(difference.changed(old, new)) == ["a.c: 2 became 3", "e: nothing became 4"]
