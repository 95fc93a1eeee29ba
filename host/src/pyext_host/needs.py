"""Which modules of the runtime a function needs besides those that every extension needs.

They are imported when the extension is loaded: an import in the middle of a call could meet a
finaliser that calls the extension, or another thread that has its lock.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from .interface import Function, Interface, Type

#: The kinds of parameters that pass without any of these modules.
_PLAIN = frozenset(["unit", "string"])


def of_function(function: Function) -> set[str]:
    """The names of the modules."""
    found: set[str] = set()
    for param in function.params:
        found.update(_of_param(param.type))
    result = function.result
    if function.raises is not None or (function.is_compound and not result.is_text):
        found.add("lift")
    elif result.kind in ("enum", "flags"):
        found.add("members")
    for ty in (*(param.type for param in function.params), result):
        found.update(_of_handles(ty))
    if function.wipe:
        found.add("wiping")
    if function.vectorize:
        found.update(("bulk", "vectorize"))
    if function.role:
        found.update(("objects", "roles"))
    return found


def _of_param(ty: Type) -> Iterator[str]:
    if ty.definition is not None and ty.is_scalar:
        yield "members"
    if ty.is_block:
        yield "blocks"
        item = ty.parts[0]
        if item.parts:
            yield from ("lower", "plain")
        elif item.definition is not None:
            yield "members"
    elif not ty.is_scalar and ty.kind not in _PLAIN:
        yield "lower"


def _of_handles(ty: Type) -> Iterator[str]:
    if ty.handles & {"own", "borrow"}:
        yield "objects"
    if ty.handles & {"callable", "iterator"}:
        yield "callables"
    if "iterator" in ty.handles:
        yield "iterators"
        yield "lift"


def prepare(interface: Interface) -> None:
    """Imports what the functions of an interface need."""
    found: set[str] = set()
    for function in interface.functions:
        found |= of_function(function)
    for given in interface.imports:
        for function in given.functions:
            found |= of_function(function)
    for name in sorted(found):
        __import__(f"{__package__}.{name}")  # `importlib` takes a while itself
