"""Calls one export of an extension: a question in JSON on stdin, the answer in JSON on stdout."""

from __future__ import annotations

import base64
import json
import math
import sys
import time
from typing import Any

question = json.load(sys.stdin)
sys.path.insert(0, question["runtime"])

import pyext_host  # noqa: E402  # it is where the question says

#: What a word becomes. JSON has no infinity, and for most readers 64 bits: other numbers are texts.
NUMBERS: dict[str, Any] = {f"{s}{bits}": int for s in "us" for bits in (8, 16, 32, 64, 128)}
NUMBERS.update(f32=float, f64=float)
types = {ty["name"]: ty for ty in question["interface"].get("types", ())}


class Unfit(Exception):
    """Text that is no argument."""


def kind_of(ty: Any) -> tuple[str, Any]:
    return (ty, None) if isinstance(ty, str) else next(iter(ty.items()))


def find(name: str) -> Any:
    found: Any = extension
    for part in name.split("."):
        found = getattr(found, part)
    return found


def beside(name: str, other: str) -> Any:
    """A class in the submodule of another one."""
    module = name.rpartition(".")[0]
    return find(f"{module}.{other}" if module else other)


def of_json(value: Any, ty: Any) -> Any:
    """The Python value that JSON stands for. What does not fit, the host complains about."""
    kind, part = kind_of(ty)
    if value is None:
        return None
    if kind in ("list", "array"):
        item = part if kind == "list" else part[0]
        if isinstance(value, str) and item == "u8":
            return value.encode()
        if isinstance(value, dict) and item == "u8" and list(value) == ["base64"]:
            return base64.b64decode(value["base64"])
        if isinstance(value, list):
            return [of_json(each, item) for each in value]
    elif kind == "set" and isinstance(value, list):
        return {of_json(each, part) for each in value}
    elif kind == "map" and isinstance(value, dict):
        return {of_key(key, part[0]): of_json(each, part[1]) for key, each in value.items()}
    elif kind == "map" and isinstance(value, list):
        return {of_json(key, part[0]): of_json(each, part[1]) for key, each in value}
    elif kind == "tuple" and isinstance(value, list):
        if len(value) != len(part):
            raise Unfit(f"it has {len(value)} parts, and not {len(part)}")
        return tuple(of_json(each, ty) for each, ty in zip(value, part))
    elif kind == "option":
        inner = of_json(value, part)
        return pyext_host.Some(inner) if kind_of(part)[0] in ("option", "unit") else inner
    elif kind == "duration" and isinstance(value, (int, float)):
        from datetime import timedelta

        return timedelta(seconds=value)
    elif kind == "named":
        return of_named(value, types[part])
    elif kind in NUMBERS and isinstance(value, str):
        try:
            return NUMBERS[kind](value)
        except ValueError:
            raise Unfit(f"{value!r} is not a number") from None
    return value


def of_key(text: str, ty: Any) -> Any:
    """The key of a JSON object, which is always text."""
    if ty == "string" or ty == "char":
        return text
    try:
        return of_json(json.loads(text), ty)
    except ValueError:
        return of_json(text, ty)


def fields(value: dict[str, Any], listed: list[dict[str, Any]]) -> dict[str, Any]:
    known = {field["name"]: field["type"] for field in listed}
    for name in value:
        if name not in known:
            raise Unfit(f"there is no field {name!r}; the fields are {', '.join(known) or 'none'}")
    return {name: of_json(each, known[name]) for name, each in value.items()}


def of_named(value: Any, ty: dict[str, Any]) -> Any:
    python = find(ty["name"])
    if ty["kind"] == "record" and isinstance(value, dict):
        return python(**fields(value, ty["fields"]))
    if ty["kind"] == "enum" and isinstance(value, str):
        names = [case["name"] for case in ty["cases"]]
        if value not in names:
            raise Unfit(f"there is no case {value!r}; the cases are {', '.join(names)}")
        return python[value]
    if ty["kind"] == "flags" and isinstance(value, list):
        flags = python(0)
        for name in value:
            if name not in python.__members__:
                raise Unfit(
                    f"there is no flag {name!r}; the flags are {', '.join(python.__members__)}"
                )
            flags |= python[name]
        return flags
    if ty["kind"] == "variant":
        name, inner = (
            next(iter(value.items())) if isinstance(value, dict) and value else (value, {})
        )
        for case in ty["cases"]:
            if case["name"] == name:
                listed = case.get("fields", [])
                if not isinstance(inner, dict) and len(listed) == 1:
                    inner = {listed[0]["name"]: inner}
                return beside(ty["name"], case["class"])(**fields(inner, listed))
        names = ", ".join(case["name"] for case in ty["cases"])
        raise Unfit(f"there is no case {name!r}; the cases are {names}")
    return value


def of_text(text: str, ty: Any) -> Any:
    """The Python value of a word: text as it is where text is wanted, else JSON."""
    kind, part = kind_of(ty)
    if kind == "option" and text != "null" and kind_of(part)[0] not in ("option", "unit"):
        return of_text(text, part)
    if text.startswith("@") and (kind in ("string", "list")):
        with open(text[1:], "rb") as file:
            content = file.read()
        if kind == "string":
            return content.decode()
        if part == "u8":
            return content
        text = content.decode()
    if kind in ("string", "char"):
        return text
    if kind == "named" and types[part]["kind"] in ("enum", "variant") and text.isidentifier():
        return of_named(text, types[part])
    try:
        value = json.loads(text)
    except ValueError as error:
        if kind in ("list", "array") and part in ("u8", ["u8"]):
            return text.encode()
        if kind in NUMBERS:
            return of_json(text, ty)
        if kind == "bool":
            raise Unfit("it is not true or false") from None
        raise Unfit(f"it is not JSON: {error}") from None
    return of_json(value, ty)


def to_json(value: Any) -> Any:
    """A result as JSON."""
    if value is None or isinstance(value, (bool, str)):
        return value
    import enum

    if isinstance(value, enum.Flag):
        return [flag.name for flag in type(value) if flag & value]
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, int):
        return value if -(1 << 63) <= value < 1 << 64 else str(value)
    if isinstance(value, (bytes, bytearray)):
        return list(value)
    if isinstance(value, (list, tuple)):
        return [to_json(each) for each in value]
    if isinstance(value, (set, frozenset)):
        return sorted((to_json(each) for each in value), key=json.dumps)
    if isinstance(value, dict):
        if all(isinstance(key, str) for key in value):
            return {key: to_json(each) for key, each in value.items()}
        return [[to_json(key), to_json(each)] for key, each in value.items()]
    if isinstance(value, pyext_host.Some):
        return {"some": to_json(value.value)}
    if isinstance(value, pyext_host.Ok):
        return {"ok": to_json(value.value)}
    if isinstance(value, pyext_host.Err):
        return {"error": to_json(value.error)}
    if hasattr(value, "total_seconds"):
        return to_json(value.total_seconds())
    if isinstance(value, BaseException):
        return {"type": type(value).__name__, "message": str(value)}
    if type(value).__name__ == "ndarray":
        return to_json(value.tolist())
    names = getattr(type(value), "__match_args__", None)
    if names is None:
        # What an iterator yields, not where it lies.
        return [to_json(each) for each in value] if hasattr(value, "__iter__") else repr(value)
    content = {name: to_json(getattr(value, name)) for name in names}
    for ty in types.values():
        for case in ty.get("cases", ()):
            if ty["kind"] == "variant" and case["class"] == type(value).__name__:
                return {case["name"]: content} if content else case["name"]
    return content


def arguments(function: dict[str, Any], words: list[str]) -> tuple[list[Any], dict[str, Any]]:
    """Positional and keyword arguments: `name=value` is one if a parameter has the name."""
    params = function.get("params", [])
    plain = [p for p in params if p.get("kind", "usual") in ("usual", "positional")]
    named = {p["name"]: p for p in params if p.get("kind", "usual") in ("usual", "keyword")}
    rest = next((p for p in params if p.get("kind") == "variadic"), None)
    more = next((p for p in params if p.get("kind") == "keywords"), None)
    positional: list[Any] = []
    keywords: dict[str, Any] = {}

    def one(param: dict[str, Any], text: str, inner: bool = False) -> Any:
        ty = param["type"]
        if inner:
            part = kind_of(ty)[1]
            ty = part[1] if isinstance(part, list) else part
        try:
            if param.get("writable"):
                return bytearray_of(of_text(text, ty), ty)
            return of_text(text, ty)
        except (Unfit, OSError, UnicodeDecodeError) as error:
            raise Unfit(f"argument {param['name']!r}: {error}") from None

    for word in words:
        name, equals, text = word.partition("=")
        if equals and name in named:
            keywords[name] = one(named[name], text)
        elif equals and more and name.isidentifier():
            keywords[name] = one(more, text, inner=True)
        elif len(positional) < len(plain):
            positional.append(one(plain[len(positional)], word))
        elif rest:
            positional.append(one(rest, word, inner=True))
        else:
            raise Unfit(f"there is no parameter for {word!r}")
    return positional, keywords


CODES = dict(
    zip(("u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64", "f32", "f64"), "BbHhIiQqfd")
)
changed: list[Any] = []


def bytearray_of(values: Any, ty: Any) -> Any:
    """A buffer that the function may change. It is part of what is shown."""
    from array import array

    try:
        buffer = array(CODES[kind_of(ty)[1]], values)
    except (KeyError, TypeError, OverflowError) as error:
        raise Unfit(f"it cannot be a buffer: {error}") from None
    changed.append(buffer)
    return buffer


def measure(call: Any, seconds: float) -> dict[str, float]:
    """The time of a call, after the first: the best and the median of as many as fit."""
    times = []
    end = time.perf_counter() + seconds
    while (time.perf_counter() < end and len(times) < 100_000) or len(times) < 3:
        start = time.perf_counter_ns()
        call()
        times.append(time.perf_counter_ns() - start)
    times.sort()
    return {"calls": len(times), "best": times[0] / 1e9, "median": times[len(times) // 2] / 1e9}


def fail(kind: str, error: BaseException) -> None:
    name = type(error).__name__
    print(json.dumps({kind: {"type": name, "message": str(error)}}))
    sys.exit(0)


start = time.perf_counter()
try:
    extension = pyext_host.load(question["file"])
except pyext_host.LoadError as error:
    print(json.dumps({"load": {"code": error.code, "reason": error.reason, "mend": error.mend}}))
    sys.exit(0)
loaded = time.perf_counter() - start
try:
    positional, keywords = arguments(question["function"], question["arguments"])
except Unfit as error:
    fail("unfit", error)
function = find(question["function"]["name"])
try:
    start = time.perf_counter()
    result = function(*positional, **keywords)
    first = time.perf_counter() - start
    shown = [to_json(item.tolist()) for item in changed]
    answer: dict[str, Any] = {"json": to_json(result), "changed": shown}
    answer["text"] = result if isinstance(result, str) else None
    if question["time"]:
        # A buffer is changed by each call; that is part of the time.
        times = measure(lambda: function(*positional, **keywords), question["time"])
        answer["time"] = {"load": loaded, "first": first, **times}
except (TypeError, OverflowError) as error:
    fail("raised" if isinstance(error, pyext_host.PyextError) else "unfit", error)
except Exception as error:
    fail("raised", error)
print(json.dumps(answer))
