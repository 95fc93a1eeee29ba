"""The reader of interfaces: it takes what is right and answers everything else with a LoadError."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import builder
from pyext_host import LoadError, _abi, layout
from pyext_host.interface import ERROR_RECORD, Type, read

EMPTY = b"\0asm\1\0\0\0"


def code_of(wasm: bytes) -> str:
    """The code of the error that reading ends in."""
    with pytest.raises(LoadError) as caught:
        read(wasm, "test")
    text = str(caught.value)
    assert text.startswith(f"{caught.value.code}: test: ")
    assert "\n  mend: " in text
    assert "\x1b" not in text
    return str(caught.value.code)


def with_interface(content: bytes) -> bytes:
    return EMPTY + builder.section(b"pyext", content)


def with_functions(*functions: Any) -> bytes:
    return with_interface(json.dumps(TOP | {"functions": list(functions)}).encode())


TOP: dict[str, Any] = {"abi": 1, "sdk": "1", "name": "m", "functions": []}


def test_an_interface_is_read() -> None:
    found = read(
        with_interface(
            builder.interface(
                [
                    builder.function("b", [("x", {"list": "u8"}, True), ("y", "char")]),
                    builder.function("a", [], {"result": {"ok": {"tuple": ["u8", "unit"]}}}),
                ],
                docs="Docs",
                version="1.2.3",
                unknown_key=[1],
            )
        ),
        "test",
    )
    assert (found.name, found.version, found.docs) == ("guest", "1.2.3", "Docs")
    a, b = found.functions
    assert a.result == Type("result", (Type("tuple", (Type("u8"), Type("unit"))),))
    assert [(p.name, p.writable) for p in b.params] == [("x", True), ("y", False)]
    assert b.wasm_params == ["i32", "i32", "i32"]
    assert b.wasm_results == []


@pytest.mark.parametrize(
    ("wasm", "code"),
    [
        (b"", "PX602"),
        (b"\0as", "PX602"),
        (b"MZ\x90\0\1\0\0\0", "PX602"),
        (b"\0asm\x0d\0\1\0", "PX602"),
        (b"\0asm\2\0\0\0", "PX602"),
        (EMPTY, "PX604"),
        (EMPTY + builder.section(b"pyext:record", b"\0"), "PX605"),
        (EMPTY + b"\0", "PX603"),
        (EMPTY + b"\0\5", "PX603"),
        (EMPTY + b"\0\x80\x80\x80\x80\x80\1", "PX603"),
        (EMPTY + b"\0\xff\xff\xff\xff\xff", "PX603"),
        (EMPTY + b"\0\xff\xff\xff\xff\x1f", "PX603"),
        (EMPTY + b"\0\0", "PX603"),
        (EMPTY + b"\0\1\5", "PX603"),
        (EMPTY + b"\0\x06\xff\xff\xff\xff\x0fa", "PX603"),
        (with_interface(b"{}") + builder.section(b"pyext", b"{}"), "PX603"),
        (with_interface(b""), "PX606"),
        (with_interface(b"\xff\xfe"), "PX606"),
        (with_interface(b"[" * 200_000), "PX606"),
        (with_interface(b'{"abi":1'), "PX606"),
        (with_interface(b"[]"), "PX606"),
        (with_interface(b'{"abi":' + b"9" * 100_000 + b"}"), "PX606"),
        (with_interface(b"{}"), "PX607"),
        (with_interface(b'{"abi":true}'), "PX607"),
        (with_interface(b'{"abi":1.0}'), "PX607"),
        (with_interface(b'{"abi":2}'), "PX607"),
        (with_interface(b'{"abi":1e400}'), "PX607"),
        (with_interface(json.dumps(TOP | {"abi": "\x1b[31m"}).encode()), "PX607"),
        (with_interface(json.dumps(TOP | {"requires": ["teleport"]}).encode()), "PX608"),
        (with_interface(json.dumps(TOP | {"requires": "x"}).encode()), "PX606"),
        (with_interface(json.dumps(TOP | {"name": "a-b"}).encode()), "PX609"),
        (with_interface(json.dumps(TOP | {"name": None}).encode()), "PX606"),
        (with_interface(json.dumps(TOP | {"version": 1}).encode()), "PX606"),
        (with_interface(json.dumps(TOP | {"docs": ["x"]}).encode()), "PX606"),
        (with_interface(json.dumps(TOP | {"functions": {}}).encode()), "PX606"),
        (with_functions(1), "PX606"),
        (with_functions({"name": "f"}), "PX606"),
        (with_functions({"name": "f", "params": [1]}), "PX606"),
        (with_functions({"name": 1, "params": []}), "PX606"),
        (with_functions(builder.function("b"), builder.function("a")), "PX609"),
        (with_functions(builder.function("a"), builder.function("a")), "PX609"),
        (with_functions(builder.function("f", [("x", "u8"), ("x", "u8")])), "PX609"),
        (with_functions(builder.function("f", [("x", "u8", True)])), "PX610"),
        (with_functions(builder.function("f", [("x", {"list": "unit"})])), "PX610"),
        (with_functions(builder.function("f", [], {"list": {"tuple": ["unit"]}})), "PX610"),
        (with_functions(builder.function("f", [("x", {"list": "string"}, True)])), "PX610"),
        (
            with_functions(
                {"name": "f", "params": [{"name": "x", "type": {"list": "u8"}, "writable": 1}]}
            ),
            "PX606",
        ),
    ],
)
def test_a_malformed_module_is_refused(wasm: bytes, code: str) -> None:
    assert code_of(wasm) == code


HOSTILE_NAMES = [
    "",
    " ",
    "a b",
    "a-b",
    "2d",
    "a.b",
    "f()",
    "x\n",
    "x=__import__('os').system('true')",
    "a):\n    import os\n    def b(",
    "\x1b[2J",
    "naïve",
    "ﬁ",
    "lambda",
    "None",
    "import",
    "a\0b",
    "a" * 100_000 + "!",
    "\ud800",
]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_a_name_that_is_not_python_is_refused(name: str) -> None:
    assert code_of(with_functions(builder.function(name))) == "PX609"
    assert code_of(with_functions(builder.function("f", [(name, "u8")]))) == "PX609"


@pytest.mark.parametrize(
    "name",
    ["memory", "_initialize", "pyext_v1", "pyext_x", "cabi_realloc", "__init__", "__class__"],
)
def test_a_reserved_name_is_refused(name: str) -> None:
    assert code_of(with_functions(builder.function(name))) == "PX609"


def nested(depth: int) -> Any:
    ty: Any = "u8"
    for _ in range(depth):
        ty = {"option": ty}
    return ty


@pytest.mark.parametrize(
    "ty",
    [
        None,
        1,
        [],
        {},
        "i32",
        "U8",
        "\x1b[31mu8",
        {"list": None},
        {"list": "u8", "option": "u8"},
        {"tuple": []},
        {"tuple": ["u8"] * 13},
        {"tuple": "u8"},
        {"result": {"ok": "u8"}},
        {"option": {"result": {"ok": "u8"}}},
        {"record": {}},
        nested(33),
    ],
)
def test_what_is_no_type_of_a_parameter_is_refused(ty: Any) -> None:
    assert code_of(with_functions(builder.function("f", [("x", ty)]))) == "PX610"


@pytest.mark.parametrize("ty", [None, {"result": "u8"}, {"result": {}}, {"result": {"ok": "no"}}])
def test_what_is_no_type_of_a_result_is_refused(ty: Any) -> None:
    assert code_of(with_functions(builder.function("f", [], ty))) == "PX610"


def test_types_nest_32_deep() -> None:
    read(with_functions(builder.function("f", [("x", nested(32))])), "test")


def test_docs_cannot_command_a_terminal() -> None:
    wasm = with_interface(json.dumps(TOP | {"docs": "a\x1b[2J\x9b\tb\r\nc\ud800"}).encode())
    assert read(wasm, "test").docs == "a\\x1b[2J\\x9b\tb\\r\nc?"


GOOD = with_interface(
    builder.interface([builder.function("f", [("x", {"list": {"option": "u8"}})], "string")])
)


@given(st.binary(max_size=200))
def test_any_bytes_are_an_interface_or_a_load_error(content: bytes) -> None:
    for wasm in (content, EMPTY + content, with_interface(content)):
        with contextlib.suppress(LoadError):
            read(wasm, "test")


@given(st.data())
def test_a_damaged_module_is_an_interface_or_a_load_error(data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(GOOD) - 1))
    wasm = bytearray(GOOD)
    wasm[at] = data.draw(st.integers(0, 255))
    for damaged in (bytes(wasm), GOOD[:at]):
        with contextlib.suppress(LoadError):
            read(damaged, "test")


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=5)
    | st.sampled_from(["u8", "list", "option", "f", "x"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "abi",
                    "name",
                    "functions",
                    "params",
                    "type",
                    "list",
                    "tuple",
                    "result",
                    "ok",
                    "docs",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=10,
)


@given(JSON, st.sampled_from(["functions", "name", "docs", "requires", "version"]))
def test_any_json_is_an_interface_or_a_load_error(value: Any, key: str) -> None:
    wasm = with_interface(json.dumps(TOP | {key: value}).encode())
    with contextlib.suppress(LoadError):
        read(wasm, "test")


def test_layouts_are_those_of_the_abi() -> None:
    assert layout.of(ERROR_RECORD) == _abi.ERROR
    assert layout.of(Type("option", (Type("f64"),))) == (16, 8)
    assert layout.of(Type("tuple", (Type("u8"), Type("f64"), Type("u8")))) == (24, 8)
    assert layout.of(Type("result", (Type("u8"),))) == (24, 4)
    assert layout.of(Type("result", (Type("f64"),))) == (32, 8)
    option = Type("option", (Type("u32"),))
    assert layout.of(Type("option", (option,))) == (12, 4)
    assert layout.field_offsets(Type("tuple", (Type("u8"), Type("u32"), Type("u8")))) == [0, 4, 8]
