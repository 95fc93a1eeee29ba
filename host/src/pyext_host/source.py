"""Functions made from source text, which holds our own names only: all else comes as objects."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import CodeType as CodeType
    from types import FunctionType as FunctionType
    from typing import Any, Callable
else:
    # As in `types`, which takes a while to import.
    FunctionType = type(lambda: None)
    CodeType = type((lambda: None).__code__)

# As in `inspect`, which takes a while to import.
VARARGS, VARKEYWORDS = 0x04, 0x08

#: What generated code finds of Python's builtins. A function keeps what its namespace held when it
#: was made.
BUILTINS: dict[str, Any] = {
    "__builtins__": {
        f.__name__: f
        for f in (BaseException, bytearray, bytes, chr, float, id, int, len, str, type)
    }
}

#: The file of generated code in tracebacks and profiles. There is no such file: a text kept for
#: `linecache` would outlive the extension.
FILE = "<pyext>"


def function(
    lines: list[str], namespace: dict[str, Any], attributes: dict[str, str] | None = None
) -> Callable[..., Any]:
    """The function that these lines define.

    `attributes` are names of attributes that the lines have other names for.
    """
    code = compiled(lines)
    return FunctionType(_changed(code, attributes) if attributes else code, namespace)


def _changed(code: CodeType, attributes: dict[str, str]) -> CodeType:
    """The code as one of `FILE`, with other names for attributes, in its comprehensions too."""
    inner = tuple(_changed(c, attributes) if isinstance(c, CodeType) else c for c in code.co_consts)
    names = tuple(attributes.get(name, name) for name in code.co_names)
    return code.replace(co_filename=FILE, co_names=names, co_consts=inner)


#: Code that was made before: instances of one extension have the same.
_compiled: dict[str, CodeType] = {}
_MOST = 1000


def compiled(lines: list[str]) -> CodeType:
    """The code of the function that these lines define."""
    text = "\n".join(lines) + "\n"
    found = _compiled.get(text)
    if found is None:
        made: dict[str, Any] = {"__builtins__": {}}
        # The first `compile` of a process takes two milliseconds, which `exec` does not.
        exec(text, made)
        (function,) = (value for value in made.values() if type(value) is FunctionType)
        found = _changed(function.__code__, {})
        if len(_compiled) < _MOST:
            _compiled[text] = found
    return found


def guarded(code: CodeType) -> CodeType:
    """The code of a function that begins with `try`, which begins before the first instruction.

    Python looks for signals there, and what their handlers raise is to be caught as well. Up to
    Python 3.10 it does not look if `try` comes first.
    """
    table: bytes = getattr(code, "co_exceptiontable", b"")
    if not table:
        return code
    # Entries of start, length, target, depth: numbers of six bits a byte, the first of them marked.
    at = 1
    start = table[0] & 0x3F
    while table[at - 1] & 0x40:
        start = start << 6 | table[at] & 0x3F
        at += 1
    while table[at] & 0x40:  # the length
        at += 1
    at += 1
    end = at
    while table[end] & 0x40:  # the target
        end += 1
    target = table[at : end + 1]
    if start > 0x3F:
        raise ValueError("the function does not begin with `try`")
    depth = b"\0"
    # By name, for type checkers that read this as an older Python has it.
    changed: dict[str, Any] = {"co_exceptiontable": bytes([0x80, start]) + target + depth + table}
    return code.replace(**changed)


def with_names(code: CodeType, name: str, params: tuple[str, ...]) -> CodeType:
    """The code under another name and with other names for its parameters, for keyword calls.

    The names of the other variables get a dot in front, as CPython has it for its own, so that no
    parameter can share one.
    """
    count = code.co_argcount + code.co_kwonlyargcount
    count += bool(code.co_flags & VARARGS) + bool(code.co_flags & VARKEYWORDS)
    others = tuple(f".{variable}" for variable in code.co_varnames[count:])
    return code.replace(co_name=name, co_varnames=params + others)
