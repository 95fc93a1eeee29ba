"""Arguments that a function does not take: exceptions that name them, before anything crosses."""

from __future__ import annotations

import ctypes
import functools
import json
from array import array
from importlib import import_module
from typing import Any, Callable

import pytest

import builder
import pyext_host
from pyext_host import _abi, convert, trace
from values import INTEGERS


@functools.cache
def _load(ty: str) -> Callable[..., Any]:
    f: Callable[..., Any] = pyext_host.load(builder.echo_module(json.loads(ty))).echo
    return f


def echo(ty: Any) -> Callable[..., Any]:
    return _load(json.dumps(ty))


# As a value that is not known to the type checker.
np: Any = import_module("numpy")


class Index:
    def __init__(self, value: int) -> None:
        self.value = value

    def __index__(self) -> int:
        return self.value


class Float:
    def __float__(self) -> float:
        return 2.5


@pytest.mark.parametrize("kind", INTEGERS)
def test_an_integer_out_of_range_names_the_parameter_and_the_range(kind: str) -> None:
    low, high = _abi.PRIMITIVES[kind].low or 0, _abi.PRIMITIVES[kind].high or 0
    for wrong in (low - 1, high + 1, -(1 << 130), Index(high + 1)):
        shown = wrong.value if isinstance(wrong, Index) else wrong
        with pytest.raises(OverflowError) as caught:
            echo(kind)(wrong)
        assert str(caught.value) == (
            f"argument 'x': {shown} is out of range for {kind} ({low} to {high})"
        )
        assert caught.value.__context__ is None
        with pytest.raises(OverflowError, match=f"argument 'x'.*out of range for {kind}"):
            echo({"option": kind})(wrong)
        with pytest.raises(OverflowError, match=rf"'x'\[1\]: .* out of range for {kind}"):
            echo({"list": kind})([0, wrong])
    with pytest.raises(OverflowError, match="an integer of 20001 bits"):
        echo(kind)(1 << 20000)


@pytest.mark.parametrize("kind", INTEGERS)
def test_an_integer_comes_from_whatever_is_an_index(kind: str) -> None:
    for right in (True, Index(1), np.uint8(1), np.int64(1)):
        assert echo(kind)(right) == 1
        assert echo({"option": kind})(right) == 1
        assert list(echo({"list": kind})([right])) == [1]
    for wrong in (1.0, "1", None, b"1", [1], 1j, np.float64(1)):
        for ty, argument in (
            (kind, wrong),
            ({"tuple": [kind]}, (wrong,)),
            ({"list": kind}, [wrong]),
        ):
            with pytest.raises(TypeError, match=r"argument 'x'(\[0\])?: expected int, got "):
                echo(ty)(argument)


def test_a_float_comes_from_any_number() -> None:
    wrong: Any
    for kind in ("f64", "f32"):
        for right in (2, Float(), np.float32(2), Index(2), True):
            assert echo(kind)(right) in (1.0, 2.0, 2.5)
            assert echo({"option": kind})(right) in (1.0, 2.0, 2.5)
            assert echo({"list": kind})([right])[0] in (1.0, 2.0, 2.5)
        for wrong in ("2", b"2", None, 1j, [2.0]):
            for ty, argument in ((kind, wrong), ({"list": kind}, [wrong])):
                with pytest.raises(TypeError, match="argument 'x'.*: expected float, got "):
                    echo(ty)(argument)


def test_a_float_too_large_is_refused() -> None:
    assert echo("f32")(3.4028235e38) == 3.4028234663852886e38
    assert echo("f32")(float("inf")) == float("inf")
    for ty, wrong in (("f32", 3.5e38), ({"list": "f32"}, [3.5e38]), ({"option": "f32"}, -1e300)):
        with pytest.raises(OverflowError, match="argument 'x'.*out of range for f32"):
            echo(ty)(wrong)
    for kind in ("f32", "f64"):
        for ty, argument in ((kind, 10**400), ({"list": kind}, [10**400])):
            with pytest.raises(OverflowError, match="argument 'x'.*too large"):
                echo(ty)(argument)


def test_a_bool_is_a_bool() -> None:
    wrong: Any
    assert echo("bool")(np.bool_(True)) is True
    assert echo({"list": "bool"})([np.bool_(True), False]) == [True, False]
    for wrong in (1, 0, None, "", 1.0, [], np.uint8(1)):
        for ty, argument in (
            ("bool", wrong),
            ({"option": {"tuple": ["bool"]}}, (wrong,)),
            ({"list": "bool"}, [wrong]),
        ):
            with pytest.raises(TypeError, match="argument 'x'.*: expected bool, got "):
                echo(ty)(argument)


def test_a_char_is_a_text_of_one_character() -> None:
    for wrong in (1, None, b"a", ["a"]):
        with pytest.raises(TypeError, match="argument 'x': expected str of length 1, got "):
            echo("char")(wrong)
    for text in ("", "ab", "e\u0301"):
        with pytest.raises(ValueError, match="argument 'x': expected one character"):
            echo("char")(text)
        with pytest.raises(ValueError, match=r"argument 'x'\[0\]: expected one character"):
            echo({"list": "char"})([text])
    assert echo({"list": "char"})("aé😀") == ["a", "é", "😀"]


class Shouting(str):
    def encode(self, *_: Any, **__: Any) -> bytes:
        return b"\xff"


def test_a_text_is_a_text() -> None:
    for wrong in (1, None, b"a", bytearray(b"a"), ["a"]):
        for ty, argument in (
            ("string", wrong),
            ({"list": "string"}, [wrong]),
            ({"tuple": ["u8", "string"]}, (1, wrong)),
        ):
            with pytest.raises(TypeError, match=r"argument 'x'(\[[01]\])?: expected str, got "):
                echo(ty)(argument)
    assert echo("string")(Shouting("quiet")) == "quiet"
    assert echo("string")(np.str_("numpy")) == "numpy"


@pytest.mark.parametrize("text", ["\ud800", "a\udfffb", "\ude00\ud83d"])
def test_a_lone_surrogate_is_refused(text: str) -> None:
    for ty, argument, place in (
        ("string", text, ""),
        ("char", text[0] if text[0] != "a" else text[1], ""),
        ({"option": "string"}, text, ""),
        ({"list": "string"}, ["a", text], "[1]"),
        ({"list": "string"}, [*"abcdefghi", text], "[9]"),
        ({"list": {"tuple": ["u8", {"list": "string"}]}}, [(1, []), (1, ["a", text])], "[1][1][1]"),
        ({"list": "char"}, text, ""),
        ({"list": "char"}, ["a", text[-1] if text[-1] != "b" else text[1]], "[1]"),
    ):
        with pytest.raises(UnicodeEncodeError) as caught:
            echo(ty)(argument)
        assert str(caught.value).endswith(f": argument 'x'{place}: surrogates not allowed")


def test_unit_is_none() -> None:
    with pytest.raises(TypeError, match="argument 'x': expected None, got int"):
        echo("unit")(0)
    with pytest.raises(TypeError, match="argument 'x': expected None, got bool"):
        echo({"option": "unit"})(pyext_host.Some(False))


def test_a_tuple_has_its_length() -> None:
    f = echo({"tuple": ["u8", "string"]})
    assert f([1, "a"]) == (1, "a")
    for wrong in ((), (1,), (1, "a", 2)):
        with pytest.raises(ValueError, match="argument 'x': expected a tuple of 2, got "):
            f(wrong)
    for other in (1, "ab", None, iter((1, "a")), {1: 2, 3: 4}):
        with pytest.raises(TypeError, match="argument 'x': expected tuple of 2, got "):
            f(other)


def test_a_nested_option_wants_some() -> None:
    f = echo({"option": {"option": "u8"}})
    assert f(pyext_host.Some(None)) == pyext_host.Some(None)
    with pytest.raises(TypeError, match="argument 'x': expected Some or None, got int"):
        f(3)


def test_a_list_is_not_a_text_and_not_a_set() -> None:
    wrong: Any
    for ty in ({"list": "u8"}, {"list": "u32"}, {"list": "string"}, {"list": {"option": "u8"}}):
        for wrong in ("abc", {1}, {1: 2}, frozenset(), 5, None, 1.5):
            with pytest.raises(TypeError, match="argument 'x': expected sequence of "):
                echo(ty)(wrong)


DTYPES = {
    "bool": "bool",
    "u8": "uint8",
    "s8": "int8",
    "u16": "uint16",
    "s16": "int16",
    "u32": "uint32",
    "s32": "int32",
    "u64": "uint64",
    "s64": "int64",
    "f32": "float32",
    "f64": "float64",
}


@pytest.mark.parametrize("kind", DTYPES)
def test_a_buffer_has_exactly_the_items_of_the_list(kind: str) -> None:
    right = np.array([1, 0, 1], dtype=DTYPES[kind])
    f = echo({"list": kind})
    expected = right.tobytes() if kind == "u8" else right.tolist()
    assert f(right) == expected
    assert f(np.array([1, 7, 0, 7, 1], dtype=DTYPES[kind])[::2]) == expected
    assert f(right[::-1]) == expected
    assert f(np.asfortranarray(right)) == expected
    frozen = right.copy()
    frozen.flags.writeable = False
    assert f(frozen) == expected
    assert f(right[:0]) == expected[:0]
    for other, dtype in DTYPES.items():
        if other != kind:
            with pytest.raises(
                TypeError, match=f"argument 'x': expected a buffer of {DTYPES[kind]}"
            ) as caught:
                f(right.astype(dtype))
            assert str(caught.value).endswith(f'; use .astype("{DTYPES[kind]}")')
    text = r"argument .x.: expected a buffer of one dimension, got 2; use .reshape\(-1\)$"
    with pytest.raises(ValueError, match=text):
        f(np.ones((2, 2), dtype=DTYPES[kind]))
    with pytest.raises(ValueError, match="argument 'x': expected a buffer of one dimension, got 0"):
        f(np.ones((), dtype=DTYPES[kind]))
    swapped = right.astype(right.dtype.newbyteorder(">"))
    assert f(swapped) == expected
    assert f(swapped[::-1]) == expected


def test_a_buffer_of_another_meaning_is_refused() -> None:
    for ty, wrong in (
        ({"list": "u16"}, b"ab"),
        ({"list": "u8"}, array("H", [1])),
        ({"list": "s8"}, b"ab"),
        ({"list": "u64"}, np.array(["2020-01-01"], dtype="datetime64[s]").view("V8")),
        ({"list": "f32"}, np.array([1], dtype="float16")),
        ({"list": "u8"}, np.array([(1,)], dtype=[("a", "u1")])),
    ):
        with pytest.raises(TypeError, match="argument 'x': expected a buffer of "):
            echo(ty)(wrong)


def test_a_list_of_more_than_2_gib_is_refused() -> None:
    f = echo({"list": {"tuple": [{"array": ["u8", 1 << 28]}, "string"]}})
    with pytest.raises(OverflowError, match="argument 'x': the value is larger than 2147483647"):
        f([(b"", "")] * 8)


def test_ctypes_arrays_are_buffers() -> None:
    assert echo({"list": "f64"})((ctypes.c_double * 0)()) == []
    assert echo({"list": "s32"})((ctypes.c_int32 * 3)(1, -2, 3)) == [1, -2, 3]
    assert echo({"list": "u64"})((ctypes.c_uint64 * 2)(1, 2**64 - 1)) == [1, 2**64 - 1]
    assert echo({"list": "u8"})(ctypes.create_string_buffer(b"ab")) == b"ab\0"


def test_a_bool_buffer_holds_bools() -> None:
    odd = np.array([0, 2, 255], dtype="uint8").view("bool")
    assert echo({"list": "bool"})(odd) == [False, True, True]


def test_a_char_buffer_holds_chars() -> None:
    f = echo({"list": "char"})
    assert f(array("I", [97, 0x10FFFF])) == ["a", "\U0010ffff"]
    for wrong in (0xD800, 0x110000):
        place = r"argument 'x'\[1\]: it is not a Unicode scalar value"
        with pytest.raises(ValueError, match=place):
            f(array("I", [97, wrong]))


def test_wrong_numbers_of_arguments_are_python_s_own_errors() -> None:
    f = echo("u8")
    for arguments, keywords in (((), {}), ((1, 2), {}), ((1,), {"x": 1}), ((), {"y": 1})):
        with pytest.raises(TypeError, match=r"^echo\(\) "):
            f(*arguments, **keywords)


def test_an_exception_of_the_caller_s_own_code_passes_through() -> None:
    class Broken:
        def __index__(self) -> int:
            raise LookupError("mine")

        def __float__(self) -> float:
            raise LookupError("mine")

        def __iter__(self) -> Any:
            raise LookupError("mine")

    for ty in ("u8", "f64", {"list": "string"}, {"list": "u8"}, {"option": "s64"}):
        with pytest.raises(LookupError, match="mine"):
            echo(ty)(Broken())

    def items() -> Any:
        yield 1
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        echo({"list": "u8"})(items())


def test_an_array_of_numpy_in_place_of_a_number_is_of_the_wrong_type() -> None:
    for kind, wanted in (("s64", "int"), ("f64", "float"), ("f32", "float")):
        for wrong in (np.ones(2, "i8"), np.ones((1, 2)), np.array([], "f4")):
            with pytest.raises(TypeError, match=f"^argument 'x': expected {wanted}, got ndarray$"):
                echo(kind)(wrong)
        assert echo(kind)(np.array(2)) == 2
    with pytest.raises(TypeError, match="^argument 'x': expected int, got ndarray$"):
        echo("s64")(np.array(2.0))


def test_nothing_crosses_if_an_argument_is_wrong() -> None:
    body = """(global $n (mut i32) (i32.const 0))
      (func (export "count") (param i32 i32 i32)
        (global.set $n (i32.add (global.get $n) (i32.const 1))))
      (func (export "counted") (result i32) (global.get $n))"""
    extension = pyext_host.load(
        builder.module(
            body,
            [
                builder.function("count", [("a", "string"), ("b", "u32")]),
                builder.function("counted", [], "u32"),
            ],
        )
    )
    extension.count("a", 1)
    for wrong in (("a", -1), ("a", 1 << 32), (1, 1), ("\ud800", 1), ("a", "1")):
        with pytest.raises((TypeError, ValueError, OverflowError)):
            extension.count(*wrong)
    assert extension.counted() == 1


def _flat(ty: Any) -> str:
    if ty == "string" or "list" in ty:
        return "i32 i32"
    return builder.flat(ty) or "" if isinstance(ty, str) else "i32"


def refuse(types: list[Any], arguments: list[Any]) -> Exception:
    """What a function of parameters of these types raises."""
    flat = " ".join(_flat(t) for t in types)
    described = builder.function("f", [(f"p{i}", t) for i, t in enumerate(types)])
    f = pyext_host.load(builder.module(f'(func (export "f") (param {flat}))', [described])).f
    for _ in range(2):
        with pytest.raises((TypeError, ValueError, OverflowError, BufferError)) as caught:
            f(*arguments)
    return caught.value


@pytest.mark.parametrize(
    ("wrong_type", "wrong"),
    [
        ("u32", "wrong"),
        ("u32", -1),
        ("u8", 256),
        ("string", 1),
        ({"list": "u8"}, 1),
        ({"list": "u16"}, bytearray(2)),
        ({"list": {"list": "u8"}}, [bytearray(2), 1]),
    ],
)
def test_the_buffers_of_a_refused_call_are_free(wrong_type: Any, wrong: Any) -> None:
    first, second = bytearray(b"ab"), array("d", [1.0])
    view = memoryview(array("i", [1]))
    types: list[Any] = [{"list": "u8"}, {"list": "f64"}, {"list": "s32"}, wrong_type]
    error = refuse(types, [first, second, view, wrong])
    first.append(1)  # while the exception is alive
    second.append(1.0)
    for argument in wrong if isinstance(wrong, list) else [wrong]:
        if isinstance(argument, bytearray):
            argument.append(1)
    assert view[0] == 1  # the caller's own view stays
    assert str(error).startswith("argument 'p3'")


def test_a_refused_buffer_is_free() -> None:
    for ty, wrong in (
        ({"list": "char"}, array("I", [0xD800])),
        ({"list": "u16"}, array("b", [1])),
        ({"option": {"list": "u16"}}, array("b", [1])),
    ):
        error = refuse([ty], [wrong])
        wrong.append(1)
        assert str(error).startswith("argument 'p0'")


def test_an_exporter_that_fails_is_named() -> None:
    released = memoryview(b"ab")
    released.release()
    for ty in ({"list": "u8"}, {"list": "f64"}, {"tuple": ["u8", {"list": "u8"}]}):
        place = "argument 'p0'[1]: " if "tuple" in ty else "argument 'p0': "
        error = refuse([ty], [(1, released) if "tuple" in ty else released])
        assert (type(error), str(error)) == (
            ValueError,
            f"{place}operation forbidden on released memoryview object",
        )
    error = refuse([{"list": "s64"}], [np.array(["2020-01-01"], dtype="datetime64[s]")])
    assert str(error) == "argument 'p0': cannot include dtype 'M' in a buffer"


@pytest.mark.parametrize(
    ("ty", "value", "said"),
    [
        ({"list": {"list": "u8"}}, [[1, 2], [1, "x"]], "[1][1]: expected int, got str"),
        (
            {"list": {"list": "u8"}},
            [[1, 2], [300]],
            "[1][0]: 300 is out of range for u8 (0 to 255)",
        ),
        ({"list": {"list": "u8"}}, [[1], 5], "[1]: expected sequence of int, got int"),
        ({"list": "string"}, ["a", "b", 3], "[2]: expected str, got int"),
        ({"list": {"list": "string"}}, [["a"], ["b", None]], "[1][1]: expected str, got NoneType"),
        ({"list": "bool"}, [True, 1], "[1]: expected bool, got int"),
        ({"list": "char"}, ["a", "bc"], "[1]: expected one character, got 2"),
        ({"list": "f64"}, [1.0, "x"], "[1]: expected float, got str"),
        ({"tuple": ["u8", "string"]}, (1, 2), "[1]: expected str, got int"),
        (
            {"tuple": ["u8", {"tuple": ["u8", "bool"]}]},
            (1, (2, 3)),
            "[1][1]: expected bool, got int",
        ),
        (
            {"tuple": ["u8", {"list": {"option": "u8"}}]},
            (1, [2, "x"]),
            "[1][1]: expected int, got str",
        ),
        (
            {"list": {"tuple": ["u8", "f64"]}},
            [(1, 2.0), (1, "x")],
            "[1][1]: expected float, got str",
        ),
        ({"list": {"tuple": ["u8", "f64"]}}, [(1, 2.0), 7], "[1]: expected tuple of 2, got int"),
        (
            {"list": {"tuple": ["u8", {"list": {"list": "string"}}]}},
            [(1, []), (1, [[], ["a", "b", 5]])],
            "[1][1][1][2]: expected str, got int",
        ),
        ({"option": {"list": {"option": "u16"}}}, [None, 1, 1 << 16], None),
        ({"list": {"option": {"option": "u8"}}}, [None, 3], "[1]: expected Some or None, got int"),
    ],
)
def test_an_error_names_the_place_inside_of_the_argument(ty: Any, value: Any, said: Any) -> None:
    said = said or "[2]: 65536 is out of range for u16 (0 to 65535)"
    assert str(refuse([ty], [value])) == f"argument 'p0'{said}"
    if isinstance(value, list):
        assert str(refuse([ty], [Items(value)])) == f"argument 'p0'{said}"


def test_a_place_can_have_fields_in_it() -> None:
    where = "argument 'p'"
    error = convert.wrong_type(convert.within(where, "x"), "float", "1")
    assert str(trace.placed(error, where, "[3]")) == "argument 'p'[3].x: expected float, got str"
    assert str(trace.placed(error, where, ".y")) == "argument 'p'.y[3].x: expected float, got str"
    assert str(trace.placed(error, "argument 'q'", "[1]")) == str(error)


class Items(list[Any]):
    """Taken item by item, as any iterable."""


def test_the_error_of_a_call_inside_of_an_argument_keeps_its_own_place() -> None:
    f = echo({"list": {"option": "u8"}})

    class Calling:
        def __index__(self) -> int:
            return int(f([None, None, "x"])[0])

    with pytest.raises(TypeError, match=r"^argument 'x'\[2\]: expected int, got str$"):
        f([Calling()])


@pytest.mark.parametrize("count", [210, 499])
def test_an_option_comes_behind_any_number_of_texts(count: int) -> None:
    names = [f"p{i}" for i in range(count + 1)]
    params = [*((name, "string") for name in names[1:]), ("p0", {"option": "string"})]
    body = f"""(func (export "f") (param {"i32 " * (2 * count + 1)}) (result i32)
      (call $pending) (local.get {2 * count}))"""
    described = builder.function("f", params, {"option": "string"})
    f = pyext_host.load(builder.module(body, [described], scratch=1 << 16)).f
    for size in (0, 1, 20, 200):
        assert f(*["x" * size] * count, "last") == "last"


# ---- writable lists

FILL = """(func (export "fill") (param $at i32) (param $count i32) (param $byte i32)
    (memory.fill (local.get $at) (local.get $byte) (i32.mul (local.get $count) (i32.const SIZE)))
    (if (i32.eq (local.get $byte) (i32.const 9)) (then unreachable)))"""


def fill(kind: str, scratch: int = builder.SCRATCH_SIZE) -> Callable[..., Any]:
    described = builder.function("fill", [("x", {"list": kind}, True), ("byte", "u8")])
    size = str(_abi.PRIMITIVES[kind].size)
    wasm = builder.module(FILL.replace("SIZE", size), [described], scratch)
    f: Callable[..., Any] = pyext_host.load(wasm).fill
    return f


@pytest.mark.parametrize("scratch", [builder.SCRATCH_SIZE, 0])
@pytest.mark.parametrize("kind", [k for k in DTYPES if k != "bool"])
def test_a_writable_list_is_written_back(kind: str, scratch: int) -> None:
    f = fill(kind, scratch)
    for buffer in (
        np.zeros(3, dtype=DTYPES[kind]),
        np.zeros(6, dtype=DTYPES[kind])[:3],
        array(_abi.PRIMITIVES[kind].code or "", [0, 0, 0]),
        memoryview(array(_abi.PRIMITIVES[kind].code or "", [0, 0, 0])),
    ):
        f(buffer, 1)
        assert memoryview(buffer).tobytes() == b"\1" * len(buffer) * _abi.PRIMITIVES[kind].size
    f(np.zeros(0, dtype=DTYPES[kind]), 1)


def test_a_ctypes_array_is_written_back() -> None:
    numbers = (ctypes.c_int32 * 2)()
    fill("s32")(numbers, 1)
    assert list(numbers) == [0x01010101] * 2


def test_a_bytearray_is_written_back_and_free_afterwards() -> None:
    f = fill("u8")
    buffer = bytearray(4)
    f(buffer, 7)
    assert buffer == b"\7\7\7\7"
    buffer.append(1)


def test_nothing_is_written_back_after_a_trap_and_the_buffer_is_free() -> None:
    f = fill("u8")
    buffer = bytearray(4)
    with pytest.raises(pyext_host.TrapError):
        f(buffer, 9)
    assert buffer == bytes(4)
    try:
        f(buffer, 9)
    except pyext_host.TrapError:
        buffer.append(1)  # the traceback does not hold on to it


def test_only_writable_contiguous_buffers_are_written_to() -> None:
    f = fill("u32")
    frozen = np.zeros(3, dtype="uint32")
    frozen.flags.writeable = False
    for read_only in (frozen, memoryview(array("I", [1])).toreadonly()):
        with pytest.raises(BufferError, match="argument 'x': the buffer is read-only"):
            f(read_only, 1)
    with pytest.raises(ValueError, match="argument 'x': the buffer is not contiguous"):
        f(np.zeros(4, dtype="uint32")[::2], 1)
    for wrong in ([1, 2], (1,), range(3), "abc", None):
        with pytest.raises(TypeError, match="argument 'x': expected a writable buffer of u32"):
            f(wrong, 1)
    with pytest.raises(TypeError, match="argument 'x': expected a buffer of uint32") as caught:
        f(np.zeros(2, dtype="int32"), 1)
    assert "astype" not in str(caught.value)  # of a copy the caller would see nothing
    with pytest.raises(TypeError, match="native byte order"):
        f(np.zeros(2, dtype=">u4"), 1)
    with pytest.raises(BufferError, match="read-only"):
        fill("u8")(b"abc", 1)


def test_bools_that_a_guest_wrote_are_checked() -> None:
    f = fill("bool")
    buffer = np.zeros(3, dtype="bool")
    f(buffer, 1)
    assert buffer.tolist() == [True] * 3
    with pytest.raises(pyext_host.ProtocolError, match="a bool is neither 0 nor 1"):
        f(buffer, 2)
    assert buffer.view("uint8").tolist() == [1, 1, 1]
    buffer.view("uint8")[1] = 7
    with pytest.raises(ValueError, match=r"argument 'x'\[1\]: it is neither True nor False"):
        f(buffer, 1)
