"""Which modules of the runtime an extension needs besides those that every extension needs.

They are imported when the extension is loaded: an import in the middle of a call could meet a
finaliser that calls the extension, or another thread that has its lock.
"""

from __future__ import annotations

from . import bundle

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .interface import Function, Interface, Type

#: The kinds of parameters that pass without any of these modules.
_PLAIN = frozenset(["unit", "string"])


def _of_function(function: Function) -> set[str]:
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


def _of_items(ty: Type) -> Iterator[str]:
    # Lists of numbers and the like move in one piece.
    is_list = ty.kind in ("array", "list", "set") and not ty.parts[0].is_scalar
    if ty.kind == "map" or is_list:
        yield "columns"


def _parts(types: Iterable[Type], seen: set[int]) -> Iterator[Type]:
    """The types and all that is in them, each definition once: they can hold each other often."""
    for ty in types:
        if ty.definition is not None:
            if id(ty.definition) in seen:
                continue
            seen.add(id(ty.definition))
        yield ty
        yield from _parts(ty.parts, seen)


def _of_handles(ty: Type) -> Iterator[str]:
    if ty.handles & {"own", "borrow"}:
        yield "objects"
    if ty.handles & {"callable", "iterator"}:
        yield "callables"
    if "iterator" in ty.handles:
        yield "iterators"
        yield "lift"


def prepare(interface: Interface, imports: list[tuple[str, str, str]]) -> None:
    """Imports what the functions of an interface need, and what the module imports."""
    imported = [function for given in interface.imports for function in given.functions]
    functions = [*interface.functions, *imported]
    found: set[str] = set()
    for function in functions:
        found |= _of_function(function)
    # What goes to the guest, and what comes from it.
    params = [param.type for function in functions for param in function.params]
    for ty in _parts([*params, *(function.result for function in imported)], set()):
        found.update(_of_items(ty))
    for ty in _parts([*params, *(function.result for function in functions)], set()):
        if ty.kind == "duration":
            found.add("durations")
    if interface.types:
        found.add("classes")
    if imports or interface.imports or interface.lends:
        found.update(("foreign", "services"))
    for name in sorted(found):
        bundle.take(name)
