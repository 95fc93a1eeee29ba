"""How the parameters of a function are declared in generated code, by their kinds.

The declarations hold our own names: parameter `i` is `a{i}`. Its true name and its default come as
objects.
"""

from __future__ import annotations

from . import source, values
from .interface import NO_DEFAULT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .interface import Function
    from .source import CodeType

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


def declared(code: CodeType, function: Function) -> CodeType:
    """The code of a function that has no variables, as that of one with these parameters."""
    count, listed = kinds(function).count, names(function)
    only = count("class") + count("positional")
    collectors = count("variadic") * source.VARARGS | count("keywords") * source.VARKEYWORDS
    return code.replace(
        co_posonlyargcount=only,
        co_argcount=only + count("usual"),
        co_kwonlyargcount=count("keyword"),
        co_flags=code.co_flags | collectors,
        co_nlocals=len(listed),
        co_varnames=listed,
    )


def spread(function: Function, arguments: dict[str, Any]) -> tuple[list[Any], dict[str, Any]]:
    """What to call the Python function with so that its parameters have these values."""
    positional: list[Any] = [arguments[names(function)[0]]] if function.takes_class else []
    named: dict[str, Any] = {}
    for param in function.params:
        value = arguments[param.name]
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
