"""Arguments of types with parts and names: what is taken for them, and how the rest is refused."""

from __future__ import annotations

import ctypes
import functools
import json
import re
from collections import OrderedDict, UserDict
from collections.abc import Iterator, Mapping
from datetime import timedelta
from importlib import import_module
from types import MappingProxyType, SimpleNamespace
from typing import Any

import pytest

import builder
import model
import pyext_host
from pyext_host import Err, Ok, Some, lower, plain
from pyext_host.interface import Type
from values import PLAIN, needed

np: Any = import_module("numpy")
#: Fewer and more than the host takes to go through a list column by column.
COUNTS = [1, 50]
#: A big-endian or odd machine has none of these formats; no such machine loads an extension.
POINT = np.dtype([("x", "f8"), ("y", "f8"), ("n", "u4")], align=True)
CELL = np.dtype(
    [("on", "?"), ("letter", "u4"), ("size", "u1"), ("small", "f4"), ("wide", "u8")], align=True
)
GRID = np.dtype([("at", POINT), ("cells", CELL, 2), ("ids", "u2", 3)], align=True)


@functools.cache
def _load(ty: str) -> Any:
    described = json.loads(ty)
    return pyext_host.load(builder.echo_module(described, types=needed(described)))


def load(ty: Any) -> Any:
    """An extension that echoes values of the type."""
    return _load(json.dumps(ty))


def named(name: str) -> Any:
    return {"named": name}


class Odd(Mapping[str, Any]):
    """A mapping that is no dict."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content

    def __getitem__(self, key: str) -> Any:
        return self.content[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.content)

    def __len__(self) -> int:
        return len(self.content)


@pytest.mark.parametrize("count", COUNTS)
def test_a_record_comes_from_any_mapping_with_its_fields(count: int) -> None:
    content = {"x": 1, "y": 2.5, "n": 3}
    for ty in (named("Point"), {"list": named("Point")}):
        e = load(ty)
        wanted: Any = e.Point(1.0, 2.5, 3)
        for given in (
            e.Point(1, 2.5, 3),
            content,
            Odd(content),
            UserDict(content),
            OrderedDict(content),
            MappingProxyType(content),
            type("Mine", (e.Point,), {})(1, 2.5, 3),
        ):
            if "list" in ty:
                assert e.echo([given] * count) == [wanted] * count
                assert e.echo([e.Point(1.0, 2.5, 3)] * count + [given])[-1] == wanted
            else:
                assert e.echo(given) == wanted


def refusal(ty: Any, value: Any) -> tuple[type[BaseException], str]:
    """The class and text of the exception that `echo` ends in; nothing has crossed."""
    e = load(ty)
    before = e.pending()
    with pytest.raises((TypeError, ValueError, OverflowError)) as caught:
        e.echo(value(e) if callable(value) else value)
    assert e.pending() == before
    return type(caught.value), str(caught.value)


POINT_TEXT = "argument 'x': expected Point, got"


@pytest.mark.parametrize(
    ("ty", "value", "error", "text"),
    [
        (named("Point"), 1, TypeError, ": expected Point, got int"),
        (named("Point"), (1.0, 2.0, 3), TypeError, ": expected Point, got tuple"),
        (named("Point"), {"x": 1, "y": 2}, TypeError, ": the field 'n' of Point is missing"),
        (
            named("Point"),
            {"x": 1, "y": 2, "n": 3, "z": 4},
            TypeError,
            ": Point has no field 'z'",
        ),
        (
            named("Point"),
            {"x": 1, "y": 2, "n": 3, 4: 4},
            TypeError,
            ": Point has no field of type int",
        ),
        (named("Point"), lambda e: e.Point("1", 2.0, 3), TypeError, ".x: expected float, got str"),
        (named("Point"), lambda e: e.Point(1, 2, 3.0), TypeError, ".n: expected int, got float"),
        (
            named("Point"),
            lambda e: e.Point(1, 2, -1),
            OverflowError,
            ".n: -1 is out of range for u32 (0 to 4294967295)",
        ),
        (
            named("Cell"),
            lambda e: e.Cell(1, "a", 1, 1.0, 1),
            TypeError,
            ".on: expected bool, got int",
        ),
        (
            named("Cell"),
            lambda e: e.Cell(True, "ab", 1, 1.0, 1),
            ValueError,
            ".letter: expected one character, got 2",
        ),
        (
            named("Grid"),
            lambda e: e.Grid(e.Point(1, 2, 3), [], [1, 2, 3]),
            ValueError,
            ".cells: expected 2 items, got 0",
        ),
        (
            named("Grid"),
            lambda e: e.Grid(e.Point(1, 2, 3), [e.Cell(True, "a", 1, 1.0, 1), None], [1, 2, 3]),
            TypeError,
            ".cells[1]: expected Cell, got NoneType",
        ),
        (named("Color"), 3, TypeError, ": expected Color, got int"),
        (named("Color"), "RED", TypeError, ": expected Color, got str"),
        (
            {"list": named("Color")},
            lambda e: [e.Color.RED, 3],
            TypeError,
            "[1]: expected Color, got int",
        ),
        (
            {"list": named("Perm")},
            lambda e: [e.Perm.READ, 1],
            TypeError,
            "[1]: expected Perm, got int",
        ),
        ({"option": named("Color")}, "RED", TypeError, ": expected Color, got str"),
        ({"tuple": [named("Perm")]}, (1,), TypeError, "[0]: expected Perm, got int"),
        (named("Perm"), 1, TypeError, ": expected Perm, got int"),
        (named("Shape"), None, TypeError, ": expected Shape, got NoneType"),
        (named("Shape"), lambda e: e.ShapeCircle, TypeError, ": expected Shape, got type"),
        (named("Shape"), lambda e: e.ShapeCircle("1"), TypeError, ".r: expected float, got str"),
        (
            {"list": named("Shape")},
            lambda e: [e.ShapeEmpty(), e.ShapeLine(e.Point(1, 2, 3), e.Point(1, None, 3), "x")],
            TypeError,
            "[1].b.y: expected float, got NoneType",
        ),
        (
            named("Drawing"),
            lambda e: e.Drawing([e.ShapeOdd(1, b""), e.ShapeOdd(256, b"")], {}),
            OverflowError,
            ".shapes[1].self: 256 is out of range for u8 (0 to 255)",
        ),
        (
            named("Drawing"),
            lambda e: e.Drawing([], {"Ada": e.Person("Ada", "36", e.Color.RED, e.Perm(0))}),
            TypeError,
            ".names['Ada'].age: expected int, got str",
        ),
        ({"map": ["string", "u8"]}, [("a", 1)], TypeError, ": expected dict, got list"),
        (
            {"map": ["string", "u8"]},
            {"a": 256},
            OverflowError,
            "['a']: 256 is out of range for u8 (0 to 255)",
        ),
        ({"map": ["string", "u8"]}, {1: 1}, TypeError, "[1], key: expected str, got int"),
        (
            {"map": ["string", {"list": "u8"}]},
            {"a": [1], "b" * 99: [1, "x"]},
            TypeError,
            f"['{'b' * 36}...][1]: expected int, got str",
        ),
        (
            {"map": [{"tuple": ["u8", "u8"]}, "u8"]},
            {(1, 2): "x"},
            TypeError,
            "[<tuple>]: expected int, got str",
        ),
        (
            {"map": ["u8", "u8"]},
            lambda e: {1 << 20000: 1},
            OverflowError,
            "[<int>], key: an integer of 20001 bits is out of range for u8 (0 to 255)",
        ),
        ({"set": "u8"}, [1, 2], TypeError, ": expected set, got list"),
        ({"set": "u8"}, {256}, OverflowError, "[0]: 256 is out of range for u8 (0 to 255)"),
        ({"set": "string"}, {1}, TypeError, "[0]: expected str, got int"),
        ({"set": named("Color")}, {1}, TypeError, "[0]: expected Color, got int"),
        ({"array": ["u8", 3]}, b"ab", ValueError, ": expected 3 items, got 2"),
        ({"array": ["f64", 3]}, [1, 2, 3, 4], ValueError, ": expected 3 items, got 4"),
        ({"array": ["f64", 3]}, [1, 2, "x"], TypeError, "[2]: expected float, got str"),
        ({"array": ["string", 2]}, ["a"], ValueError, ": expected 2 items, got 1"),
        ({"array": ["string", 2]}, ["a", 1], TypeError, "[1]: expected str, got int"),
        ({"array": ["string", 2]}, "ab", TypeError, ": expected sequence of str, got str"),
        ({"array": [named("Color"), 4]}, [], ValueError, ": expected 4 items, got 0"),
        ({"result": ["u8", "string"]}, 1, TypeError, ": expected Ok or Err, got int"),
        ({"result": ["u8", "string"]}, Some(1), TypeError, ": expected Ok or Err, got Some"),
        ({"result": ["u8", "string"]}, Ok("x"), TypeError, ".value: expected int, got str"),
        ({"result": ["u8", "string"]}, Err(1), TypeError, ".error: expected str, got int"),
        ("u128", 1 << 128, OverflowError, None),
        ("s128", 1.0, TypeError, ": expected int, got float"),
        ({"list": "u128"}, [1, -1], OverflowError, None),
        ("duration", 1.0, TypeError, ": expected timedelta, got float"),
        (
            "duration",
            timedelta(microseconds=-1),
            OverflowError,
            ": datetime.timedelta(days=-1, seconds=86399, microseconds=999999) is negative",
        ),
        (
            {"list": "duration"},
            [timedelta(1), None],
            TypeError,
            "[1]: expected timedelta, got NoneType",
        ),
    ],
)
def test_a_refusal_names_the_path(
    ty: Any, value: Any, error: type[BaseException], text: Any
) -> None:
    found, said = refusal(ty, value)
    assert found is error
    assert said == f"argument 'x'{text}" if text else said.startswith("argument 'x'")


@pytest.mark.parametrize("count", COUNTS)
@pytest.mark.parametrize(
    ("ty", "good", "bad", "text"),
    [
        (
            named("Point"),
            lambda e: e.Point(1, 2, 3),
            lambda e: e.Point(1, "2", 3),
            ".y: expected float, got str",
        ),
        (
            named("Point"),
            lambda e: e.Point(1, 2, 3),
            lambda e: (1, 2, 3),
            ": expected Point, got tuple",
        ),
        (
            named("Point"),
            lambda e: e.Point(1, 2, 3),
            lambda e: {"x": 1, "y": 1},
            ": the field 'n' of Point is missing",
        ),
        (
            named("Cell"),
            lambda e: e.Cell(True, "a", 1, 1, 1),
            lambda e: e.Cell(0, "a", 1, 1, 1),
            ".on: expected bool, got int",
        ),
        (
            named("Cell"),
            lambda e: e.Cell(True, "a", 1, 1, 1),
            lambda e: e.Cell(True, "a", 1, 1e39, 1),
            ".small: 1e+39 is out of range for f32",
        ),
        (
            named("Cell"),
            lambda e: e.Cell(True, "a", 1, 1, 1),
            lambda e: e.Cell(True, "", 1, 1, 1),
            ".letter: expected one character, got 0",
        ),
        (
            named("Person"),
            lambda e: e.Person("a", None, e.Color.RED, e.Perm(0)),
            lambda e: e.Person("a", None, "RED", e.Perm(0)),
            ".color: expected Color, got str",
        ),
        (
            {"tuple": ["u8", "string"]},
            lambda e: (1, "a"),
            lambda e: (1, 2),
            "[1]: expected str, got int",
        ),
        (
            {"tuple": ["u8", "string"]},
            lambda e: (1, "a"),
            lambda e: (1,),
            ": expected a tuple of 2, got 1 values",
        ),
        (
            {"tuple": ["u8", "string"]},
            lambda e: (1, "a"),
            lambda e: {1, "a"},
            ": expected tuple of 2, got set",
        ),
        (
            {"tuple": ["s128", "u8"]},
            lambda e: (1, 1),
            lambda e: (1 << 127, 1),
            f"[0]: {1 << 127} is out of range for s128 ({-(1 << 127)} to {(1 << 127) - 1})",
        ),
        (
            {"tuple": ["s128", "u8"]},
            lambda e: (1, 1),
            lambda e: (1.0, 1),
            "[0]: expected int, got float",
        ),
        (
            {"tuple": [{"array": ["u8", 2]}, "u8"]},
            lambda e: (b"ab", 1),
            lambda e: (b"abc", 1),
            "[0]: expected 2 items, got 3",
        ),
        (
            {"tuple": [{"array": ["s16", 2]}, "u8"]},
            lambda e: ([1, 2], 1),
            lambda e: ([1, 1 << 15], 1),
            "[0][1]: 32768 is out of range for s16 (-32768 to 32767)",
        ),
        ({"tuple": ["string", "u8"]}, lambda e: ("a", 1), lambda e: ("\ud800", 1), None),
    ],
)
def test_a_refusal_in_a_list_names_the_item(
    ty: Any, good: Any, bad: Any, text: Any, count: int
) -> None:
    e = load({"list": ty})
    with pytest.raises((TypeError, ValueError, OverflowError)) as caught:
        e.echo([good(e)] * count + [bad(e)] + [good(e)])
    if text is not None:
        assert str(caught.value) == f"argument 'x'[{count}]{text}"
    with pytest.raises((TypeError, ValueError, OverflowError)) as caught:
        e.echo([bad(e)] * count)
    if text is not None:
        assert str(caught.value) == f"argument 'x'[0]{text}"
    assert len(e.echo([good(e)] * count)) == count


@pytest.mark.parametrize("count", COUNTS)
def test_what_only_looks_like_a_record_is_none(count: int) -> None:
    e = load({"list": named("Point")})
    looks = SimpleNamespace(x=1.0, y=2.0, n=3)
    for given in ([looks] * count, [e.Point(1.0, 2.0, 3)] * count + [looks]):
        with pytest.raises(TypeError, match=r"\]: expected Point, got SimpleNamespace"):
            e.echo(given)


@pytest.mark.parametrize("count", COUNTS)
def test_texts_in_long_lists_can_be_moved(count: int) -> None:
    text = Type("string")
    ty = Type("list", (Type("tuple", (Type("u64"), text, text)),))
    items = [(i, f"a{i}", "é" * i) for i in range(count)]
    image, fixes = lower.lowerer(ty, "x")(items, 1024)
    lower.move(image, fixes, 512)
    described = {"list": {"tuple": ["u64", "string", "string"]}}
    assert model.decode(described, bytes(image), 0, 1536, None) == items


@pytest.mark.parametrize("count", COUNTS)
def test_tuples_in_lists_can_be_lists(count: int) -> None:
    e = load({"list": {"tuple": ["u8", "string"]}})
    assert e.echo([[1, "a"]] * count) == [(1, "a")] * count
    nested = load({"list": {"tuple": ["u8", {"array": ["u8", 2]}, {"array": ["s16", 2]}]}})
    given = [(1, [2, 3], (4, 5)), (1, bytearray(b"ab"), np.array([1, 2], "i2"))] * count
    wanted = [(1, b"\2\3", [4, 5]), (1, b"ab", [1, 2])] * count
    assert nested.echo(given) == wanted


@pytest.mark.parametrize("count", COUNTS)
def test_an_iterator_in_an_item_is_gone_through_once(count: int) -> None:
    e = load({"list": {"tuple": ["u8", {"list": "string"}]}})
    given = [(i % 256, iter(["a", "b"])) for i in range(count)]
    assert e.echo(given) == [(i % 256, ["a", "b"]) for i in range(count)]


def test_mappings_and_sets_are_taken() -> None:
    e = load({"map": ["string", "u8"]})
    for given in ({"a": 1}, Odd({"a": 1}), UserDict({"a": 1}), MappingProxyType({"a": 1})):
        assert e.echo(given) == {"a": 1}
    s = load({"set": "string"})
    for items in ({"a"}, frozenset(["a"]), {"a": 1}.keys()):
        assert s.echo(items) == {"a"}


def test_the_caller_s_dict_can_change_while_it_is_converted() -> None:
    given: dict[Any, Any] = {}

    class Changing:
        def __index__(self) -> int:
            given.clear()
            return 7

    given.update({f"k{i}": Changing() for i in range(20)})
    assert set(load({"map": ["string", "u8"]}).echo(given).values()) == {7}


# ---- buffers


def grids() -> Any:
    array = np.zeros(3, GRID)
    array["at"]["x"] = [1, 2, 3]
    array["cells"]["on"] = True
    array["cells"]["letter"] = ord("é")
    array["cells"]["wide"] = [[1, 2], [3, 4], [5, 6]]
    array["ids"] = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    return array


def test_a_list_of_records_comes_from_a_structured_array() -> None:
    e = load({"list": named("Grid")})
    assert PLAIN[2] == named("Grid")
    array = grids()
    cell = [e.Cell(True, "é", 0, 0.0, n) for n in range(1, 7)]
    wanted = [
        e.Grid(e.Point(1.0 + i, 0.0, 0), cell[2 * i : 2 * i + 2], [3 * i + k for k in (1, 2, 3)])
        for i in range(3)
    ]
    assert e.echo(array) == wanted
    assert e.echo(array[::2]) == wanted[::2]
    assert e.echo(array[::-1]) == wanted[::-1]
    assert e.echo(array[:0]) == []
    read_only = array.copy()
    read_only.flags.writeable = False
    assert e.echo(read_only) == wanted
    points = load({"list": named("Point")})
    assert points.echo(array["at"]) == [points.Point(1.0 + i, 0.0, 0) for i in range(3)]
    inside = load({"tuple": ["u8", {"list": named("Point")}]})
    assert inside.echo((1, array["at"]))[1][1] == inside.Point(2.0, 0.0, 0)
    whole = load({"array": [named("Point"), 3]})
    assert whole.echo(array["at"])[2] == whole.Point(3.0, 0.0, 0)


def test_a_list_of_records_comes_from_ctypes() -> None:
    class Point(ctypes.Structure):
        _fields_ = (("x", ctypes.c_double), ("y", ctypes.c_double), ("n", ctypes.c_uint32))

    e = load({"list": named("Point")})
    array = (Point * 2)(Point(1, 2, 3), Point(4, 5, 6))
    assert e.echo(array) == [e.Point(1.0, 2.0, 3), e.Point(4.0, 5.0, 6)]


def test_lists_of_tuples_and_arrays_come_from_buffers() -> None:
    pairs = np.array([(1, 2.5), (3, 4.5)], np.dtype([("a", "u1"), ("b", "f8")], align=True))
    assert load({"list": {"tuple": ["u8", "f64"]}}).echo(pairs) == [(1, 2.5), (3, 4.5)]
    rows = np.arange(6.0).reshape(2, 3)
    e = load({"list": {"array": ["f64", 3]}})
    assert e.echo(rows) == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    assert e.echo(rows.T.copy().T) == [[0.0, 1.0, 2.0], [3.0, 4.0, 5.0]]
    cube = np.arange(12, dtype="i2").reshape(2, 2, 3)
    deep = load({"list": {"array": [{"array": ["s16", 3]}, 2]}})
    assert deep.echo(cube) == cube.tolist()
    assert load({"array": ["f64", 6]}).echo(np.arange(6.0)) == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]


OTHER = [
    np.dtype([("x", "f8"), ("y", "f8"), ("n", "u4")]),  # packed: 20 bytes
    np.dtype([("x", "f8"), ("y", "f8"), ("m", "u4")], align=True),
    np.dtype([("y", "f8"), ("x", "f8"), ("n", "u4")], align=True),
    np.dtype([("x", "f8"), ("y", "f8"), ("n", "i4")], align=True),
    np.dtype([("x", "f8"), ("y", "f8"), ("n", "f4")], align=True),
    np.dtype([("x", ">f8"), ("y", "f8"), ("n", "u4")], align=True),
    np.dtype([("x", "f8"), ("y", "f8"), ("n", "u2"), ("o", "u2")], align=True),
    np.dtype([("x", "f8"), ("y", "f8")], align=True),
    np.dtype([("x", "f8"), ("y", "f8"), ("n", "u2", 2)], align=True),
    np.dtype([("x", "c16"), ("n", "u4")], align=True),
    np.dtype([("x", "f8"), ("y", "f8"), ("n", "S4")], align=True),
    np.dtype(
        {
            "names": ["x", "y", "n"],
            "formats": ["f8", "f8", "u4"],
            "offsets": [0, 8, 20],
            "itemsize": 24,
        }
    ),
    np.dtype("f8"),
]


@pytest.mark.parametrize("dtype", OTHER, ids=str)
def test_a_buffer_of_another_form_is_refused(dtype: Any) -> None:
    e = load({"list": named("Point")})
    for _ in range(2):
        with pytest.raises(TypeError, match=r"argument 'x': expected a buffer of Point \(x: f64, "):
            e.echo(np.zeros(3, dtype))
    assert e.echo(np.zeros(1, POINT)) == [e.Point(0.0, 0.0, 0)]


def test_a_buffer_of_other_dimensions_is_refused() -> None:
    for ty, array in (
        ({"list": named("Point")}, np.zeros((2, 2), POINT)),
        ({"list": named("Point")}, np.zeros((), POINT)),
        ({"list": {"array": ["f64", 3]}}, np.zeros((3, 2))),
        ({"list": {"array": ["f64", 3]}}, np.zeros(6)),
        ({"list": {"array": ["f64", 3]}}, np.zeros((2, 3), "f4")),
        ({"list": {"array": ["f64", 3]}}, np.zeros((2, 1, 3))),
        ({"array": ["f64", 6]}, np.zeros((2, 3))),
    ):
        with pytest.raises((TypeError, ValueError), match="argument 'x': expected a buffer"):
            load(ty).echo(array)


@pytest.mark.parametrize(
    "form",
    [
        "T{",
        "T{}",
        "}",
        ":x:",
        "(d",
        "(3)",
        "T{d:x:",
        "Zd",
        "T{d:x:d:y:I:n:}}",
        "T" * 99,
        "T{" * 99,
        "&d",
        "0d",
    ],
)
def test_a_format_that_is_none_fits_nothing(form: str) -> None:
    for ty in (Type("tuple", (Type("f64"),)), Type("array", (Type("f64"),), 1)):
        assert not plain._accepts(ty, form, 8, (), 1)


def test_a_buffer_holds_bools_and_chars() -> None:
    e = load({"list": named("Grid")})
    for name, value in (("on", 2), ("letter", 0xD800), ("letter", 0x110000)):
        array = grids()
        raw = array["cells"][name].view("u1" if name == "on" else "u4")
        raw[2, 1] = value
        place = re.escape(f"argument 'x'[2].cells[1].{name}: ")
        with pytest.raises(ValueError, match=f"{place}what the buffer holds is no (bool|char)"):
            e.echo(array)


def test_a_char_of_a_record_can_be_a_text_in_a_structured_array() -> None:
    e = load({"list": named("Cell")})
    fields = [("on", "?"), ("letter", "U1"), ("size", "u1"), ("small", "f4"), ("wide", "u8")]
    array = np.zeros(2, np.dtype(fields, align=True))
    array["letter"] = ["é", "\U0001f600"]
    assert [cell.letter for cell in e.echo(array)] == ["é", "\U0001f600"]
    longer = np.zeros(2, np.dtype([*fields[:1], ("letter", "U2"), *fields[2:]], align=True))
    with pytest.raises(TypeError, match="expected a buffer of Cell"):
        e.echo(longer)
    # Numbers are to stay numbers: NumPy would make "9" of 97.
    for kind in ("U1", "u4"):
        packed = np.zeros(2, np.dtype([*fields[:1], ("letter", kind), *fields[2:]]))
        with pytest.raises(TypeError, match=rf"\('letter', '{kind}'\)"):
            e.echo(packed)


def test_a_refused_array_is_told_the_type_that_it_needs() -> None:
    grid, points = load({"list": named("Grid")}), load({"list": named("Point")})
    for e, wrong in (
        (points, np.zeros(2, OTHER[0])),
        (points, np.zeros(2, POINT.newbyteorder(">"))),
        (points, np.zeros((2, 2), POINT)),
        (grid, np.zeros(2)),
    ):
        with pytest.raises(TypeError, match="needs one dimension and dtype") as caught:
            e.echo(wrong)
        needed = str(caught.value).split("one dimension and ")[1]
        assert len(e.echo(np.zeros(2, eval(needed, {"dtype": np.dtype})))) == 2
    with pytest.raises(TypeError, match=r"format 'd' and 8 bytes in the shape \(3, 2\)$"):
        load({"list": {"array": ["f64", 3]}}).echo(np.zeros((3, 2)))


def test_records_in_a_buffer_are_changed_in_place() -> None:
    # The guest writes 1 over the first byte of the list.
    body = '(func (export "f") (param i32 i32) (i32.store8 (local.get 0) (i32.const 1)))'
    wasm = builder.module(
        body,
        [builder.function("f", [("x", {"list": named("Cell")}, True)])],
        types=needed(named("Cell")),
    )
    f = pyext_host.load(wasm).f
    array = np.zeros(3, CELL)
    for _ in range(2):
        array["on"] = False
        f(array)
        assert array["on"].tolist() == [True, False, False]
    for wrong, error in (
        ([1], TypeError),
        (np.zeros(3), TypeError),
        (np.zeros(4, CELL)[::2], ValueError),
        (b"", TypeError),
    ):
        with pytest.raises(error, match="argument 'x'"):
            f(wrong)
    array.flags.writeable = False
    with pytest.raises(BufferError, match="argument 'x': the buffer is read-only"):
        f(array)


def test_bools_that_a_guest_wrote_into_records_are_checked() -> None:
    body = '(func (export "f") (param i32 i32) (i32.store8 (local.get 0) (i32.const 2)))'
    wasm = builder.module(
        body,
        [builder.function("f", [("x", {"list": named("Cell")}, True)])],
        types=needed(named("Cell")),
    )
    array = np.zeros(3, CELL)
    with pytest.raises(pyext_host.ProtocolError, match="a bool is neither 0 nor 1"):
        pyext_host.load(wasm).f(array)
    assert array["on"].tolist() == [False, False, False]
