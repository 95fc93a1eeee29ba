"""The interface of a module: the model, and its reader, which trusts nothing that it reads."""

from __future__ import annotations

import json
import keyword
import re
from typing import Any, NamedTuple

from . import _abi
from .errors import LoadError

_REBUILD = "build the module again with `cargo pyext build`"
_START_SECTION = 8
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
# What a terminal could take for a command; docs reach one through `help`.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Type(NamedTuple):
    """A type: a primitive's name, or `list`, `option`, `tuple`, `result` with the types inside."""

    kind: str
    parts: tuple[Any, ...] = ()

    @property
    def is_scalar(self) -> bool:
        """Whether values are passed by themselves and not through memory."""
        return self.kind in _abi.PRIMITIVES and _abi.PRIMITIVES[self.kind].wasm is not None

    @property
    def is_bulk(self) -> bool:
        """Whether this is a list of scalars, which moves in one piece."""
        return self.kind == "list" and bool(self.parts[0].is_scalar)

    @property
    def is_empty(self) -> bool:
        """Whether values have no bytes."""
        return self.kind == "unit" or (
            self.kind == "tuple" and all(part.is_empty for part in self.parts)
        )

    @property
    def is_nullable(self) -> bool:
        """Whether `None` is a value of it, so that an option of it needs `Some`."""
        return self.kind in ("option", "unit")

    @property
    def has_pointers(self) -> bool:
        """Whether a value can need memory beyond its own layout."""
        return self.kind in ("string", "list", "result") or any(t.has_pointers for t in self.parts)


UNIT = Type("unit")
#: What an error carries: message, causes, token of an exception in flight.
ERROR_RECORD = Type("tuple", (Type("string"), Type("list", (Type("string"),)), Type("u32")))


class Param(NamedTuple):
    """One parameter."""

    name: str
    type: Type
    writable: bool

    @property
    def wasm(self) -> list[str]:
        """The wasm types that carry it."""
        if self.type.kind == "unit":
            return []
        if self.type.kind in ("string", "list"):
            return ["i32", "i32"]
        if self.type.is_scalar:
            return [str(_abi.PRIMITIVES[self.type.kind].wasm)]
        return ["i32"]


class Function(NamedTuple):
    """One function."""

    name: str
    docs: str
    params: tuple[Param, ...]
    result: Type

    @property
    def wasm_params(self) -> list[str]:
        """The wasm types of the parameters of its export."""
        return [wasm for param in self.params for wasm in param.wasm]

    @property
    def wasm_results(self) -> list[str]:
        """The wasm types of the results of its export."""
        if self.result.kind == "unit":
            return []
        if self.result.is_scalar:
            return [str(_abi.PRIMITIVES[self.result.kind].wasm)]
        return ["i32"]


class Interface(NamedTuple):
    """What a module offers."""

    name: str
    version: str | None
    docs: str
    functions: tuple[Function, ...]

    @property
    def needs_allocator(self) -> bool:
        """Whether an argument can be larger than the scratch area."""
        return any(p.type.has_pointers for f in self.functions for p in f.params)

    @property
    def needs_release(self) -> bool:
        """Whether a result can be compound."""
        return any(not (f.result.is_scalar or f.result.kind == "unit") for f in self.functions)


def read(wasm: bytes, place: str) -> Interface:
    """The interface of the module in these bytes; `place` names them in errors."""
    if wasm[:4] != b"\0asm":
        raise LoadError("PX602", place, "this is not WebAssembly", "give a .wasm file")
    if wasm[4:8] == b"\x0d\0\1\0":
        raise LoadError(
            "PX602", place, "this is a component, not a module", "build it without `--component`"
        )
    if wasm[4:8] != b"\1\0\0\0":
        raise LoadError("PX602", place, "its WebAssembly version is unknown", _REBUILD)
    found = None
    records = False
    for name, content in _custom_sections(wasm, place):
        records = records or name == _abi.RECORD_SECTION.encode()
        if name == _abi.INTERFACE_SECTION.encode():
            if found is not None:
                raise LoadError("PX603", place, "it has two interface sections", _REBUILD)
            found = content
    if found is not None:
        return _Reader(place).interface(found)
    if records:
        raise LoadError(
            "PX605",
            place,
            "it comes straight from the compiler and is not finished",
            "run `cargo pyext build` and load the file that it names",
        )
    raise LoadError(
        "PX604", place, "it is not a pyext extension: it has no interface section", _REBUILD
    )


def _custom_sections(wasm: bytes, place: str) -> list[tuple[bytes, bytes]]:
    """Names and contents of the custom sections."""
    sections = []
    at = 8
    while at < len(wasm):
        kind = wasm[at]
        size, start = _leb(wasm, at + 1, len(wasm), place)
        end = start + size
        if end > len(wasm):
            raise LoadError("PX603", place, f"the section at byte {at} is cut off", _REBUILD)
        if kind == 0:
            length, name = _leb(wasm, start, end, place)
            if name + length > end:
                raise LoadError(
                    "PX603", place, f"the section at byte {at} has a broken name", _REBUILD
                )
            sections.append((wasm[name : name + length], wasm[name + length : end]))
        elif kind == _START_SECTION:
            raise LoadError(
                "PX614",
                place,
                "it has a start function, which would run before the host is ready",
                "use `#[pyext::export]` functions only, and " + _REBUILD,
            )
        at = end
    return sections


def _leb(wasm: bytes, at: int, end: int, place: str) -> tuple[int, int]:
    """The unsigned LEB128 number of 32 bits at `at`, and where it ends."""
    value = 0
    for shift in range(0, 35, 7):
        if at >= end:
            break
        byte = wasm[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            if value >> 32:
                break
            return value, at
    raise LoadError("PX603", place, f"the number before byte {at} is broken", _REBUILD)


class _Reader:
    """Reads the JSON of an interface section."""

    def __init__(self, place: str) -> None:
        self.place = place

    def bad(self, code: str, reason: str, mend: str = _REBUILD) -> LoadError:
        return LoadError(code, self.place, reason, mend)

    def interface(self, content: bytes) -> Interface:
        try:
            # Bytes beyond the nesting that the ABI has room for end in RecursionError.
            top = json.loads(content.decode("utf-8"))
        except (ValueError, RecursionError) as e:
            raise self.bad("PX606", f"its interface is not JSON: {_plain(e)}") from None
        if not isinstance(top, dict):
            raise self.bad("PX606", "its interface is not a JSON object")
        abi = top.get("abi")
        if type(abi) is not int or abi != _abi.ABI_VERSION:
            raise self.bad(
                "PX607",
                f"its ABI version is {_show(abi)}, this runtime knows {_abi.ABI_VERSION}",
                "use the versions of cargo-pyext and pyext-host that belong together",
            )
        for feature in self.items(top, "requires", optional=True):
            raise self.bad(
                "PX608",
                f"it requires the host feature {_show(feature)}, which this runtime does not have",
                "install a newer pyext-host, or build the module for this one",
            )
        name = self.text(top, "name")
        if not is_name(name):
            raise self.bad("PX609", f"its name {_show(name)} is not a Python name")
        version = self.text(top, "version") if "version" in top else None
        functions = tuple(self.function(f) for f in self.items(top, "functions"))
        for a, b in zip(functions, functions[1:]):
            if a.name >= b.name:
                raise self.bad(
                    "PX609", f"function {_show(b.name)} is not in order, or it stands twice"
                )
        return Interface(name, version, self.docs(top), functions)

    def function(self, value: object) -> Function:
        if not isinstance(value, dict):
            raise self.bad("PX606", "a function is not a JSON object")
        name = self.text(value, "name")
        if not is_name(name):
            raise self.bad("PX609", f"the function name {_show(name)} is not a Python name")
        if is_reserved(name):
            raise self.bad("PX609", f"the function name {_show(name)} is reserved")
        place = f"function {name}"
        params = tuple(self.param(p, place) for p in self.items(value, "params"))
        names = [p.name for p in params]
        if len(set(names)) < len(names):
            raise self.bad("PX609", f"{place}: two parameters have one name")
        result = UNIT
        if "result" in value:
            result = self.type(value["result"], f"{place}: result", result=True)
        return Function(name, self.docs(value), params, result)

    def param(self, value: object, place: str) -> Param:
        if not isinstance(value, dict):
            raise self.bad("PX606", f"{place}: a parameter is not a JSON object")
        name = self.text(value, "name")
        if not is_name(name):
            raise self.bad("PX609", f"{place}: the parameter name {_show(name)} is no Python name")
        place = f"{place}: parameter {name}"
        ty = self.type(value.get("type"), place)
        writable = value.get("writable", False)
        if not isinstance(writable, bool):
            raise self.bad("PX606", f"{place}: `writable` is not true or false")
        if writable and not ty.is_bulk:
            raise self.bad("PX610", f"{place}: only a list of scalars can be writable")
        return Param(name, ty, writable)

    def type(self, value: object, place: str, depth: int = 0, result: bool = False) -> Type:
        if depth > _abi.MAX_TYPE_DEPTH:
            raise self.bad("PX610", f"{place}: types nest deeper than {_abi.MAX_TYPE_DEPTH}")
        if isinstance(value, str) and value in _abi.PRIMITIVES:
            return Type(value)
        if isinstance(value, dict) and len(value) == 1:
            ((key, inner),) = value.items()
            if key in ("list", "option"):
                part = self.type(inner, place, depth + 1)
                if key == "list" and part.is_empty:
                    # A count alone would make any number of Python objects.
                    raise self.bad("PX610", f"{place}: a list of values without bytes")
                return Type(key, (part,))
            if key == "tuple" and isinstance(inner, list):
                if not 1 <= len(inner) <= _abi.MAX_TUPLE_FIELDS:
                    raise self.bad(
                        "PX610",
                        f"{place}: a tuple has {len(inner)} fields, it can have 1 to"
                        f" {_abi.MAX_TUPLE_FIELDS}",
                    )
                return Type(key, tuple(self.type(t, place, depth + 1) for t in inner))
            if key == "result" and result and isinstance(inner, dict) and "ok" in inner:
                return Type(key, (self.type(inner["ok"], place, depth + 1),))
        raise self.bad("PX610", f"{place}: {_show(value)} is not a type here")

    def text(self, value: dict[str, Any], key: str) -> str:
        text = value.get(key)
        if not isinstance(text, str):
            raise self.bad("PX606", f"`{key}` is {_show(text)} and not a text")
        return text

    def docs(self, value: dict[str, Any]) -> str:
        docs = self.text(value, "docs") if "docs" in value else ""
        # A lone surrogate can be spelled in JSON, and breaks whatever prints it later.
        docs = docs.encode("utf-8", "replace").decode("utf-8")
        return _CONTROLS.sub(lambda c: ascii(c.group())[1:-1], docs)

    def items(self, value: dict[str, Any], key: str, optional: bool = False) -> list[Any]:
        items = value.get(key, [] if optional else None)
        if not isinstance(items, list):
            raise self.bad("PX606", f"`{key}` is {_show(items)} and not a list")
        return items


def is_name(name: str) -> bool:
    """Whether this can name a module, function or parameter in Python."""
    return _IDENTIFIER.match(name) is not None and not keyword.iskeyword(name)


def is_reserved(name: str) -> bool:
    """Whether the ABI or Python keeps this name for itself."""
    return (
        name in _abi.RESERVED_NAMES
        or name.startswith(_abi.RESERVED_PREFIXES)
        or (name.startswith("__") and name.endswith("__"))
    )


def _show(value: object) -> str:
    """A value from the file for a message: escaped, and not longer than a line."""
    try:
        text = ascii(value)
    except (ValueError, RecursionError):  # an integer of too many digits, nesting
        return "something very large"
    return text if len(text) <= 60 else text[:57] + "..."


def _plain(error: Exception) -> str:
    """The reason of a parser error, escaped."""
    return ascii(str(error))[1:-1][:200]
