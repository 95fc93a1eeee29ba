"""How the parameters of a function are declared in generated code, by their kinds.

The declarations hold our own names: parameter `i` is `a{i}`. Its true name and its default come as
objects.
"""

from __future__ import annotations

from . import values
from .interface import NO_DEFAULT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .interface import Function

#: The kinds of a function's parameters, in order; `class` for the class that Python passes.
Kinds = tuple[str, ...]


def kinds(function: Function) -> Kinds:
    """The kinds of the parameters."""
    own = tuple(param.kind for param in function.params)
    return ("class", *own) if function.takes_class else own


def declaration(kinds: Kinds) -> str:
    """The parameters as `def` has them."""
    parts = []
    before = ""
    if kinds[:1] == ("class",):
        parts.append("cls")
        before = "positional"
        kinds = kinds[1:]
    for i, kind in enumerate(kinds):
        if before == "positional" and kind != "positional":
            parts.append("/")
        if kind == "keyword" and before not in ("variadic", "keyword"):
            parts.append("*")
        parts.append({"variadic": "*", "keywords": "**"}.get(kind, "") + f"a{i}")
        before = kind
    if before == "positional":
        parts.append("/")
    return ", ".join(parts)


def names(function: Function) -> tuple[str, ...]:
    """The names in the order of a code object, which has `*args` and `**kwargs` at the end."""
    collectors = ("variadic", "keywords")
    plain = [param.name for param in function.params if param.kind not in collectors]
    if function.takes_class:
        name = "cls"
        while any(param.name == name for param in function.params):
            name += "_"
        plain.insert(0, name)
    return (*plain, *(param.name for param in function.params if param.kind in collectors))


def spread(function: Function, arguments: tuple[Any, ...]) -> tuple[list[Any], dict[str, Any]]:
    """What to call the Python function with so that its parameters have these values."""
    positional: list[Any] = []
    named: dict[str, Any] = {}
    if function.takes_class:
        positional, arguments = [arguments[0]], arguments[1:]
    for param, value in zip(function.params, arguments):
        if param.kind == "variadic":
            positional += value
        elif param.kind == "keyword":
            named[param.name] = value
        elif param.kind == "keywords":
            named.update(value)
        else:
            positional.append(value)
    return positional, named


def defaults(function: Function) -> tuple[tuple[Any, ...] | None, dict[str, Any] | None]:
    """`__defaults__` and `__kwdefaults__`."""
    positional: list[Any] = []
    named: dict[str, Any] = {}
    for param in function.params:
        if param.default is NO_DEFAULT:
            continue
        value = values.to_python(param.default, param.type)
        if param.kind == "keyword":
            named[param.name] = value
        else:
            positional.append(value)
    return tuple(positional) or None, named or None
