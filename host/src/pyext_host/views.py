"""Results as arrays over the memory of the guest, in place of copies of them.

Such a result is taken off the guest's `pending`, so that no later call frees it, and is released
when nothing looks at the array any more.
"""

from __future__ import annotations

from functools import update_wrapper

from . import arrays, convert, engine, hints
from ._abi import MAX_VALUE_BYTES, RELEASE
from .call import Call
from .interface import Function, Type, outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

#: A list as its address and its number of items.
_PLACE = Type("tuple", (Type("u32"), Type("u32")))


def around(loaded: Any) -> Callable[[str, Any], Any]:
    """What makes, of a path and its function of an instance, the one that gives views."""
    own = vars(loaded)
    dispatched = own.get("__dispatched__")
    if dispatched is not None:
        # The thread's own instance has one of its own.
        return lambda path, found: dispatched(f"views.{path}", found)
    parts, state = own["__parts__"], own["__state__"]
    by_path = {f.name: f for f in parts.interface.functions if not f.role}

    def make(path: str, found: Any) -> Any:
        function = by_path.get(path)
        problem = _problem(function)
        if problem or function is None:

            def refuse(*args: Any, **kwargs: Any) -> Any:
                raise TypeError(f"views.{path}: {problem}")

            return update_wrapper(refuse, found, updated=())
        # Imports what arrays are made of: in a call it would be under the lock.
        arrays.class_of("f64", (0,))
        # From here on arrays can leave something to be released.
        state.expect_drops()
        cls = _Whole if function.vectorize else _View
        made = cls(state, function, parts.name).python
        made.__annotations__ = {**found.__annotations__, "return": hints.view(function)}
        return made

    return make


def _problem(function: Function | None) -> str:
    """Why there are no views of what a function returns; empty if there are."""
    if function is None:
        return "it is no function of the module, and there are views of what those return"
    if function.wipe:
        return "it handles secrets, and what it returns is overwritten after the call"
    if function.vectorize or _items(function.result) is not None:
        return ""
    return (
        f"it returns {function.result}, and there are views of a list of numbers only (integers of"
        " at most 64 bits, f32, f64), which may be an option"
    )


def _items(result: Type) -> Type | None:
    """The type of the items, of a result that has views."""
    ty = result.parts[0] if result.kind == "option" else result
    return ty.parts[0] if ty.kind == "list" and ty.parts[0].is_number else None


class _View(Call):
    """One function whose result is an array."""

    is_slow = True

    def lifter(self) -> Callable[[Any, int], Any]:
        from . import lift

        function = self.function
        place = _PLACE if function.result.kind == "list" else Type("option", (_PLACE,))
        return lift.lifter(outcome(place, function.raises), function.raises is not None)

    def result(self, target: Any, converted: Any, places: list[int]) -> Any:
        state: Any = self.state
        lift: Any = self.lift
        found = lift(state, target.words[0])
        if found is None:
            return None
        address, count = found
        items: Any = _items(self.function.result)
        size = count * items.layout.size
        if size > 0:
            state.need(address, size, items.layout.align)
        if size > MAX_VALUE_BYTES:
            raise convert.too_large_result()
        cls = arrays.class_of(items.kind, (count,))
        if size > 0 and self.is_own(address, size, self.spans(converted, places)):
            return arrays.resident(state, cls, address, (RELEASE, state.base + state.detach()))
        state.spent += size
        return cls.from_buffer_copy(state.view[address : address + size] if size else b"")

    def is_own(self, address: int, size: int, taken: list[tuple[int, int]]) -> bool:
        """Whether the result is memory of its own, which stays until it is released."""
        return (
            engine.IS_NEAR
            and self.state.pending != 0
            # What a function returns of `'static` data is the guest's for good.
            and address >= self.state.statics
            # What it has borrowed goes with the argument, or is another array already.
            and not any(arrays.overlap(address, size, *span) for span in taken)
        )


class _Whole(Call):
    """One function that runs on arrays, and gives one in the memory of the guest."""

    def whole(self) -> Any:
        from . import vectorize

        return vectorize.Whole(self.state, self.function, stays=True)
