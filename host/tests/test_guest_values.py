"""Values of every kind, there and back through the guest that the SDK has built."""

from __future__ import annotations

import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import pyext_host
from pyext_host import Err, Ok

np: Any = import_module("numpy")


@pytest.fixture(scope="module")
def values(guest_path: Path) -> Any:
    return pyext_host.load(guest_path).values


def cases(values: Any) -> dict[str, list[Any]]:
    """For each function that returns its argument some arguments."""
    point = values.Point(1.5, 255, True, "\U0010ffff", [1, 65535, 3])
    key = values.Id("Grüße", 2**32 - 1)
    shapes = [
        values.ShapeCircle(point, 2.5),
        values.ShapeNamed("x", values.Color.RED),
        values.ShapeOne(2**64 - 1),
        values.ShapeNothing(),
    ]
    styles = [values.Style(0), values.Style.BOLD, values.Style.BOLD | values.Style.READ_ONLY]
    return {
        "wide_unsigned": [0, 2**128 - 1, 2**64],
        "wide_signed": [-(2**127), 2**127 - 1, -1],
        "duration": [datetime.timedelta(days=3, microseconds=7), datetime.timedelta(0)],
        "array": [[1, 2, 3]],
        "few_bytes": [b"abc"],
        "texts": [["a", "ß"]],
        "map": [{"a": [1], "": []}, {}],
        "set": [{(1, "a"), (2, "b")}, set()],
        "boxed": ["text"],
        "boxes": [[1, 2], []],
        "nested": [[[b"ab", b""], []]],
        "outcome": [None, Ok(3), Err("e")],
        "point": [point],
        "points": [[point, point], []],
        "borrowed": [[point, point], []],
        "id": [key],
        "ids": [{key: values.Color.DARK_RED}],
        "page": [values.PageId([key], (4, key))],
        "page_of_bytes": [values.PageU8(b"ab", None)],
        "page_of_texts": [values.PageString(["a", ""], (1, "b"))],
        "color": list(values.Color),
        "colors": [[values.Color.DARK_RED, values.Color.RED]],
        "style": styles,
        "styles": [styles],
        "celsius": [2.5],
        "degrees": [[1.0, -1.0]],
        "token": ["t"],
        "tokens": [{1: "a", 2: ""}],
        "wide_pairs": [[(1, 2**100), (2, 0)]],
        "keys": [{b"ab", b"cd"}],
        "outcomes": [[Ok(point), Err(values.Color.RED)]],
        "mixed": [(1, values.Style.BOLD, values.Color.RED)],
        "cow": ["text", ""],
        "cows": [[1, 2]],
        "shape": shapes,
        "shapes": [shapes],
        "query": [values.Query("t", ["a", "b"], point, [1, 2]), values.Query("", [], None, [])],
    }


def test_values_come_back_as_they_were(values: Any) -> None:
    for name, given in cases(values).items():
        for value in given:
            returned = getattr(values, name)(value)
            assert (returned, type(returned)) == (value, type(value)), name


def test_arguments_that_are_only_taken(values: Any) -> None:
    assert values.describe(Ok(1)) == "1"
    assert values.describe(Err("no")) == "no"
    assert values.longest(["a", "bcd", "ef"]) == "bcd"
    assert values.longest([]) == ""
    red = values.ShapeNamed("x", values.Color.RED)
    assert values.named([red, values.ShapeNothing(), red]) == 2
    query = {"text": "t", "words": ["a", "b"], "around": None, "numbers": []}
    assert values.count(query, {"a": 1}, "abc", 10) == 16


def test_a_structured_array_is_changed_in_place(values: Any) -> None:
    fields = [("x", "f8"), ("y", "u1"), ("ok", "?"), ("mark", "u4"), ("rest", "u2", 3)]
    dtype = np.dtype(fields, align=True)
    points = np.array([(1.0, 2, True, ord("a"), [1, 2, 3])] * 3, dtype=dtype)
    values.shift(points, 0.5)
    assert points["x"].tolist() == [1.5] * 3
    assert points["rest"].tolist() == [[1, 2, 4]] * 3


def test_what_is_only_returned_has_classes_too(values: Any) -> None:
    library = values.library()
    assert library == values.Library(values.About("all"), {"a": 1})
