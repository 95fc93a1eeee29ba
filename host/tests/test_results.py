"""Guests that return what their interface does not allow: exceptions, never a crash."""

from __future__ import annotations

import contextlib
import struct
from datetime import timedelta
from typing import Any

import pytest
from effort import examples
from hypothesis import given, settings
from hypothesis import strategies as st

import builder
import pyext_host
from pyext_host import ProtocolError
from values import ANY_TYPE, TYPES, needed

TOP = 2 * 65536  # where the memory of these guests ends


def words(*values: int) -> bytes:
    return struct.pack(f"<{len(values)}I", *values)


@pytest.mark.parametrize(
    ("ty", "value", "reason"),
    [
        ("bool", "2", "a bool is 2"),
        ("bool", "-1", "a bool is 4294967295"),
        ("u8", "256", "a u8 is 256"),
        ("u8", "-1", "a u8 is 4294967295"),
        ("s8", "128", "a s8 is 128"),
        ("s8", "255", "a s8 is 255"),
        ("u16", "65536", "a u16 is 65536"),
        ("s16", "-32769", "a s16 is -32769"),
        ("char", "0xd800", "a char is 55296"),
        ("char", "0xdfff", "a char is 57343"),
        ("char", "0x110000", "a char is 1114112"),
        ("char", "-1", "a char is 4294967295"),
    ],
)
def test_a_scalar_outside_of_its_type_is_refused(ty: str, value: str, reason: str) -> None:
    f = pyext_host.load(builder.returning_scalar(ty, value)).f
    for _ in range(2):
        with pytest.raises(ProtocolError, match=reason):
            f()


@pytest.mark.parametrize(
    ("ty", "value", "found"),
    [
        ("bool", "1", True),
        ("u8", "255", 255),
        ("s8", "-128", -128),
        ("s8", "127", 127),
        ("u16", "65535", 65535),
        ("s16", "-32768", -32768),
        ("char", "0xd7ff", "\ud7ff"),
        ("char", "0xe000", "\ue000"),
        ("char", "0x10ffff", "\U0010ffff"),
    ],
)
def test_the_last_scalars_of_a_type_are_values(ty: str, value: str, found: Any) -> None:
    f = pyext_host.load(builder.returning_scalar(ty, value)).f
    assert [f(), f()] == [found, found]


LIST_OF_POINTS = {"list": {"named": "Point"}}


def returning(ty: Any, content: bytes) -> Any:
    """A function that returns the value with these bytes."""
    types = needed(ty["result"]) + needed(ty["raises"]) if is_raises(ty) else needed(ty)
    unique = {t["name"]: t for t in types}
    return pyext_host.load(builder.returning(ty, content, types=list(unique.values()))).f


def is_raises(ty: Any) -> bool:
    return isinstance(ty, dict) and "raises" in ty


TEXTS = [
    b"\xff",
    b"a\x80",
    b"\xc0\x80",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\xe2\x82",
    b"\xf8\x88\x80\x80\x80",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_is_not_utf_8_is_refused(text: bytes) -> None:
    for ty, head in (
        ("string", words(600, len(text))),
        ({"option": "string"}, words(1, 600, len(text))),
        ({"list": "string"}, words(560, 1)),
        (builder.raises("string"), words(0, 600, len(text))),
        (builder.raises("u8"), words(1, 600, len(text), 0, 0, 0)),
    ):
        content = (head.ljust(48, b"\0") + words(600, len(text))).ljust(88, b"\0") + text
        f = pyext_host.load(builder.returning(ty, content)).f
        with pytest.raises(ProtocolError, match="not UTF-8"):
            f()


def test_a_text_that_is_not_utf_8_is_refused_behind_large_arguments() -> None:
    body = """(func (export "f") (param i32 i32) (result i32)
      (call $pair (local.get 0) (local.get 1)))"""
    described = builder.function("f", [("x", {"list": "u8"})], "string")
    f = pyext_host.load(builder.module(body, [described])).f
    for size in (10, 100_000):
        assert f(b"a" * size) == "a" * size
        with pytest.raises(ProtocolError, match="not UTF-8"):
            f(b"a" * size + b"\xff")


POINTERS = [
    (TOP, 1),
    (TOP - 1, 2),
    (2**32 - 1, 1),
    (2**32 - 8, 2**32 - 1),
    (0, 2**32 - 1),
    (0, TOP + 1),
    (2**31, 2**31),
    (2**31 - 1, 2**31 + 5),
]


@pytest.mark.parametrize(("address", "length"), POINTERS)
def test_an_address_outside_of_the_memory_is_refused(address: int, length: int) -> None:
    for ty in (
        "string",
        {"list": "u8"},
        {"list": "f64"},
        {"list": "bool"},
        {"list": {"list": "u8"}},
        {"list": {"named": "Color"}},
        LIST_OF_POINTS,
        {"set": "u64"},
        {"set": "string"},
        {"map": ["string", "u8"]},
        {"map": ["u8", "u8"]},
    ):
        for wrap, head in (
            (ty, b""),
            ({"option": ty}, words(1)),
            ({"tuple": ["u8", ty]}, words(1)),
            (builder.raises(ty), words(0)),
        ):
            f = returning(wrap, head + words(address, length) + bytes(20))
            with pytest.raises(ProtocolError, match="outside of the memory|not aligned"):
                f()


def test_a_place_is_good_as_long_as_the_memory_that_it_was_good_in() -> None:
    high = TOP + 4096
    pairs = words(600, 1, 601, 1)
    body = f"""(data (i32.const 512) "{builder.data(pairs)}") (data (i32.const 600) "ab")
        (func (export "f") (param i32) (result i32) (call $pending) (local.get 0))
        (func (export "grow")
            (drop (memory.grow (i32.const 1)))
            (memory.copy (i32.const {high}) (i32.const 512) (i32.const 16)))
        (func (export "stop") unreachable)"""
    described = [
        builder.function("f", [("at", "u32")], "string"),
        builder.function("grow"),
        builder.function("stop"),
    ]
    extension = pyext_host.load(builder.module(body, described))
    f = extension.f
    assert [f(at) for at in (512, 520, 512, 512)] == ["a", "b", "a", "a"]
    extension.grow()
    assert [f(at) for at in (high + 8, high + 8, 512)] == ["b", "b", "a"]
    for bad, reason in ((514, "not aligned"), (TOP + 65536, "outside of the memory")):
        with pytest.raises(ProtocolError, match=reason):
            f(bad)
        assert f(512) == "a"
    assert f(high) == "a"
    with pytest.raises(pyext_host.TrapError):
        extension.stop()  # the next call makes a new instance, whose memory has not grown
    with pytest.raises(ProtocolError, match="outside of the memory"):
        f(high)


@pytest.mark.parametrize("at", [TOP, TOP - 4, TOP - 7, 2**32 - 1, 2**32 - 8, 2**31, 3, 514])
@pytest.mark.parametrize(
    "ty",
    ["string", {"list": "u8"}, {"option": "u32"}, {"tuple": ["u64"]}, builder.raises("unit")],
)
def test_a_result_outside_of_the_memory_is_refused(ty: Any, at: int) -> None:
    body = f'(func (export "f") (result i32) (i32.const {at}))'
    f = pyext_host.load(builder.module(body, [builder.function("f", [], ty)])).f
    with pytest.raises(ProtocolError, match="outside of the memory|not aligned"):
        f()


def test_the_address_of_nothing_is_ignored() -> None:
    for ty, empty in (
        ("string", ""),
        ({"list": "u8"}, b""),
        ({"list": "u64"}, []),
        ({"list": "string"}, []),
    ):
        for address in (0, 1, TOP, 2**32 - 1):
            assert pyext_host.load(builder.returning(ty, words(address, 0))).f() == empty
            option = builder.returning({"option": ty}, words(1, address, 0))
            assert pyext_host.load(option).f() == empty


@pytest.mark.parametrize(
    ("ty", "content", "reason"),
    [
        ({"option": "u32"}, words(2, 0), "a discriminant is 2"),
        ({"option": "u8"}, b"\xff\0", "a discriminant is 255"),
        ({"option": {"option": "u8"}}, b"\1\2\0", "a discriminant is 2"),
        (builder.raises("u32"), words(2, 0, 0, 0, 0, 0), "a discriminant is 2"),
        ({"tuple": ["bool", "bool"]}, b"\1\2", "a bool is 2"),
        ({"option": "bool"}, b"\1\xff", "a bool is 255"),
        ({"option": "char"}, words(1, 0xD800), "a char is 55296"),
        ({"tuple": ["char"]}, words(0x110000), "a char is 1114112"),
        ({"list": "bool"}, words(520, 3) + b"\0\1\2", "a bool is neither 0 nor 1"),
        ({"list": "char"}, words(520, 2) + words(97, 0xDFFF), "a char is not a Unicode"),
        ({"list": "char"}, words(520, 1) + words(0x110000), "a char is not a Unicode"),
        ({"list": {"option": "u8"}}, words(520, 2) + b"\0\0\3\0", "a discriminant is 3"),
        (LIST_OF_POINTS, words(521, 1) + bytes(32), "not aligned"),
        ({"result": ["u8", "u8"]}, b"\2\0", "a discriminant is 2"),
        ({"named": "Shape"}, b"\4" + bytes(71), "a discriminant is 4"),
        ({"named": "Shape"}, b"\xff" * 72, "a discriminant is 255"),
        ({"list": {"named": "Shape"}}, words(520, 1) + b"\x09" + bytes(71), "a discriminant is 9"),
        ({"tuple": [{"named": "Color"}]}, b"\3", "a discriminant is 3"),
        ({"tuple": [{"named": "Many"}]}, b"\x2c\1", "a discriminant is 300"),
        ({"tuple": [{"named": "Perm"}]}, b"\x08", "a value of flags is 8"),
        ({"list": {"named": "Color"}}, words(520, 3) + b"\0\1\3", "a discriminant is 3"),
        ({"list": {"named": "Many"}}, words(520, 2) + b"\0\0\x2c\1", "a discriminant is 300"),
        ({"list": {"named": "Perm"}}, words(520, 2) + b"\7\x0f", "a value of flags is 15"),
        ({"set": {"named": "Color"}}, words(520, 1) + b"\5", "a discriminant is 5"),
        ({"array": [{"named": "Color"}, 2]}, b"\0\4", "a discriminant is 4"),
        ({"array": ["bool", 2]}, b"\1\2", "a bool is neither 0 nor 1"),
        ({"array": ["char", 2]}, words(97, 0xD800), "a char is not a Unicode"),
        ({"map": ["bool", "u8"]}, words(520, 1) + b"\2\0", "a bool is neither 0 nor 1"),
        ({"set": "bool"}, words(520, 1) + b"\2", "a bool is neither"),
        (
            "duration",
            words(0, 0, 1_000_000_000, 0),
            "a number of nanoseconds is 1000000000",
        ),
        ({"named": "Cell"}, b"\2" + bytes(23), "a bool is 2"),
        ({"named": "Cell"}, b"\1\0\0\0" + words(0xDFFF) + bytes(16), "a char is 57343"),
        (
            {"list": {"named": "Cell"}},
            words(520, 1) + b"\2" + bytes(23),
            "a bool is neither 0 nor 1",
        ),
        (
            {"result": ["u8", {"named": "Failure"}]},
            b"\1\0\0\0" + b"\2\0\0\0" + bytes(8),
            "a discriminant is 2",
        ),
        (
            builder.raises("u8", {"named": "Failure"}),
            b"\1\0\0\0" + bytes(20) + b"\2" + bytes(9),
            "a discriminant is 2",
        ),
        ({"list": {"tuple": ["u8", "bool"]}}, words(520, 2) + b"\0\0\0\7", "a bool is neither"),
    ],
)
def test_a_value_outside_of_its_type_is_refused(ty: Any, content: bytes, reason: str) -> None:
    f = returning(ty, content)
    for _ in range(2):
        with pytest.raises(ProtocolError, match=reason):
            f()


@pytest.mark.parametrize(
    ("ty", "value", "reason"),
    [
        ("Color", "3", "a discriminant is 3"),
        ("Color", "-1", "a discriminant is 4294967295"),
        ("Many", "300", "a discriminant is 300"),
        ("Perm", "8", "a value of flags is 8"),
        ("Perm", "-1", "a value of flags is 4294967295"),
    ],
)
def test_a_member_that_is_none_is_refused(ty: str, value: str, reason: str) -> None:
    body = f'(func (export "f") (result i32) (i32.const {value}))'
    named = {"named": ty}
    wasm = builder.module(body, [builder.function("f", [], named)], types=needed(named))
    f = pyext_host.load(wasm).f
    for _ in range(2):
        with pytest.raises(ProtocolError, match=reason):
            f()


def test_all_32_flags_can_be_set() -> None:
    body = '(func (export "f") (result i32) (i32.const -1))'
    named = {"named": "Wide"}
    wasm = builder.module(body, [builder.function("f", [], named)], types=needed(named))
    assert pyext_host.load(wasm).f().value == (1 << 32) - 1


def test_a_duration_beyond_python_s_is_an_overflow() -> None:
    days = 999_999_999
    for ty, front in (("duration", b""), ({"list": "duration"}, words(520, 1))):
        for seconds, fits in (
            (days * 86400 + 86399, True),
            ((days + 1) * 86400, False),
            (-1, False),
        ):
            content = front + struct.pack("<QI", seconds & (1 << 64) - 1, 999_999_999) + bytes(4)
            f = returning(ty, content)
            for _ in range(2):
                if fits:
                    assert f() in (timedelta.max, [timedelta.max])
                else:
                    with pytest.raises(OverflowError, match="too large for timedelta"):
                        f()


def test_of_equal_keys_the_last_counts() -> None:
    pairs = words(520, 3) + b"\1\2\3\4\1\5"
    assert returning({"map": ["u8", "u8"]}, pairs)() == {1: 5, 3: 4}
    assert returning({"set": "u8"}, words(520, 3) + b"\1\2\1")() == {1, 2}


def test_the_payload_of_none_and_the_padding_are_not_read() -> None:
    f = pyext_host.load(
        builder.returning({"option": {"tuple": ["bool", "char"]}}, b"\0" + b"\xff" * 11)
    ).f
    assert f() is None
    pair = b"\7\xff\xff\xff" + words(9)
    assert pyext_host.load(builder.returning({"tuple": ["u8", "u32"]}, pair)).f() == (7, 9)


def test_an_address_that_is_not_aligned_is_refused() -> None:
    for ty in ({"list": "u32"}, {"list": {"tuple": ["u16"]}}, {"list": "f64"}):
        f = pyext_host.load(builder.returning(ty, words(521, 1) + bytes(32))).f
        with pytest.raises(ProtocolError, match="not aligned"):
            f()
    whole: Any
    for whole in ({"tuple": ["u16"]}, {"tuple": ["u32"]}, "string", builder.raises("u64")):
        f = pyext_host.load(builder.returning(whole, bytes(32), at=513)).f
        with pytest.raises(ProtocolError, match="address 513 is not aligned"):
            f()


def test_a_small_file_cannot_ask_for_endless_results() -> None:
    # A list of a million lists, each of them the whole memory.
    inner = words(0, TOP) * 4096
    for ty, content in (
        ({"list": {"list": "u8"}}, words(520, 4096 * 4) + inner),
        ({"list": "string"}, words(520, 4096 * 4) + inner),
        ({"list": {"list": {"list": "u64"}}}, words(520, 4096 * 4) + words(520, 4096) * 4096),
    ):
        data = content.ljust(TOP - 512, b"\0")
        f = pyext_host.load(builder.returning(ty, data)).f
        with pytest.raises(ProtocolError):
            f()


def test_parts_of_a_result_may_be_the_same_bytes() -> None:
    # Texts that a guest has for good, for instance. These are twenty times the memory.
    content = words(520, 40) + words(1024, TOP // 2) * 40
    f = pyext_host.load(builder.returning({"list": "string"}, content)).f
    found = f()
    assert len(found) == 40
    assert {len(text) for text in found} == {TOP // 2}


ERRORS = ["unit", *({"named": name} for name in ("Fault", "Failure", "Plain"))]


@given(st.data())
@settings(deadline=None, max_examples=examples(300))
def test_any_bytes_are_a_value_or_a_protocol_error(data: st.DataObject) -> None:
    ty = data.draw(st.sampled_from(TYPES) | ANY_TYPE)
    if data.draw(st.booleans()):
        ty = builder.raises(ty, data.draw(st.sampled_from(ERRORS)))
    elif data.draw(st.booleans()):
        ty = {"result": [ty, data.draw(st.sampled_from(ERRORS))]}
    else:
        ty = {"tuple": [ty]}
    small = st.sampled_from([b"\0", b"\1", b"\2", words(512), words(600), words(1)])
    content = b"".join(data.draw(st.lists(small | st.binary(max_size=9), max_size=12)))
    f = returning(ty, content or b"\0")
    for _ in range(2):
        with contextlib.suppress(ProtocolError, pyext_host.ExtensionError):
            try:
                f()
            except OverflowError as e:
                assert "too large for timedelta" in str(e)


def test_an_extension_goes_on_after_a_broken_result() -> None:
    body = """(func (export "f") (param i32) (result i32) (local.get 0))"""
    f = pyext_host.load(builder.module(body, [builder.function("f", [("x", "u32")], "bool")])).f
    assert f(1) is True
    with pytest.raises(ProtocolError):
        f(2)
    assert f(0) is False


def test_a_view_has_the_items_of_the_list() -> None:
    # In a memory that Python cannot look into it is an array with a copy.
    content = words(520, 3) + struct.pack("<3d", 1.5, -2.5, 0.25)
    ext: Any = pyext_host.load(builder.returning({"list": "f64"}, content))
    for extension in (ext, ext.fresh()):
        view = extension.views.f()
        assert list(view) == [1.5, -2.5, 0.25] == extension.f()
        assert memoryview(view).tobytes() == content[8:]
    with pytest.raises(TypeError, match="views.released: it returns u32"):
        ext.views.released()
