"""Calls: the hot way is code made once per function (hot.py), the slow way is here.

The slow way takes the call when an argument does not fit into scratch, when the extension is in use
(by another thread, or by a call that this one is inside of), when the instance has to be replaced,
and to say which integer is out of range. Arrays in the guest come there, too, and go on by a hot
way of their own.
"""

from __future__ import annotations

import sys

from . import _abi, convert, engine, forms, handles, scalars, source, trace
from .hot import Hot
from .interface import HANDLES, local_name
from .memory import Resident
from .plan import PLACELESS, Plan, plans
from .source import FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .interface import Function, Type
    from .plan import Converted
    from .state import State

# Some modules are imported where they are needed: many extensions need none of them.
#: Such ways that a function has at most.
_MOST = 8
_INTEGERS = frozenset(kind for kind, p in _abi.PRIMITIVES.items() if p.low is not None)
#: A function that has not been called yet. The parameters come later: `locals` tells what they are.
_STUB = [
    "def call():",
    "    try: return first(locals())",
    "    except BaseException: raise trimmed(exc_info()[1])",
]


def make(state: State, function: Function, module: str) -> FunctionType:
    """The Python function for a function of an extension."""
    return Call(state, function, module).python


class Call:
    """One function: its Python object, which learns to be hot on its first call."""

    #: Whether it is never hot.
    is_slow = False

    def __init__(self, state: State, function: Function, module: str) -> None:
        self.state = state
        self.function = function
        self.plans: list[Plan] = []
        self.lift: Callable[[State, int], Any] | None = None
        #: The same for a result that is no more than a cell.
        self.scalar: Callable[[State, engine.Target], Any] | None = None
        #: Whether arguments are callables or iterables, which the guest calls back.
        self.lends = function.lends
        #: Whether the guest can refuse an argument.
        self.takes_objects = function.takes_objects
        #: What lets go of buffers, if arguments can be some.
        self.forget: Callable[..., None] | None = None
        #: Whether it changes lists of the caller.
        self.writes = any(p.writable for p in function.params)
        #: Where the hot way writes the arguments.
        self.target: Any = None
        self.hot = False
        #: What makes the call where arrays lie in the guest already, by their places.
        self.inner: dict[tuple[int, ...], Callable[..., Any] | None] = {}
        #: The age of the lock under which the code is being made, or -1.
        self.compiling = -1
        self.namespace: dict[str, Any] = {
            "first": self.first,
            "locals": locals,
            "exc_info": sys.exc_info,
            "trimmed": trace.trimmed,
            **source.BUILTINS,
        }
        self.names = forms.names(function)
        self.name = local_name(function.name)
        stub = forms.declared(source.compiled(_STUB), function).replace(co_name=self.name)
        self.python = FunctionType(stub, self.namespace, self.name)
        self.python.__defaults__, self.python.__kwdefaults__ = forms.defaults(function)
        self.python.__qualname__ = function.name
        self.python.__module__ = module
        self.python.__doc__ = function.docs or None

    def first(self, arguments: dict[str, Any]) -> Any:
        """The first call: makes the code, then runs it."""
        state = self.state
        positional, named = forms.spread(self.function, arguments)
        with state.lock.held():
            if self.compiling == state.lock.age:
                # A finaliser that runs in the middle of it; it gets code of its own.
                own = type(self)(state, self.function, self.python.__module__)
                return own.python(*positional, **named)
            if not self.hot:
                self.compiling = state.lock.age
                try:
                    self.compile()
                finally:
                    self.compiling = -1
        return self.python(*positional, **named)

    def compile(self) -> None:
        """Replaces the code of the Python function."""
        function = self.function
        self.target = engine.Target(function.wasm_params, function.wasm_results)
        self.plans = plans(function)
        if any(plan.param.type.is_block for plan in self.plans):
            from . import bulk

            self.forget = bulk.forget
        self.lift = self.lifter()
        self.scalar = None if function.is_compound else _scalar(function.result)
        hot = Hot(self.state, function, self.plans, self.target, self.slow, self.lift, self.whole)
        code = hot.function(self.is_slow).__code__
        self.namespace.update(hot.namespace)
        self.state.bind(self.namespace, hot.target, self.function.export)
        self.python.__code__ = source.with_names(code, self.name, self.names)
        self.hot = True

    def lifter(self) -> Callable[[State, int], Any] | None:
        """What makes the result of what comes back, unless that is no more than a cell."""
        if not self.function.is_compound:
            return None
        if self.function.outcome.is_text:
            return _text(self.function.outcome)
        from . import lift

        return lift.lifter(self.function.outcome, self.function.raises is not None)

    def whole(self) -> Any:
        """What runs the function on arrays."""
        from . import vectorize

        return vectorize.Whole(self.state, self.function)

    # ---- the slow way

    def slow(self, *converted: Converted) -> Any:
        """Makes the call with arguments that have been converted."""
        if not self.state.residents and Resident not in map(type, converted):
            return self.slowly(*converted)
        try:
            from . import arrays

            converted = arrays.settled(self.state, self.plans, converted)
            there = tuple([i for i, value in enumerate(converted) if type(value) is Resident])
            if there and there not in self.inner and len(self.inner) < _MOST:
                self.inner[there] = self.behind(there)
            return (self.inner.get(there) or self.slowly)(*converted)
        finally:
            if self.forget is not None:
                self.forget(*converted)

    def behind(self, there: tuple[int, ...]) -> Callable[..., Any] | None:
        """The hot way from there on where these arguments are in the guest, if there is one."""
        if self.is_slow or self.function.wipe:
            return None
        function = self.function
        target = engine.Target(function.wasm_params, function.wasm_results)
        with self.state.lock.held():
            hot = Hot(self.state, function, self.plans, target, self.slowly, self.lift, self.whole)
            made: Any = hot.behind(there)
            if made is not None:
                self.state.bind(made.__globals__, target, function.export)
        return made  # type: ignore[no-any-return]

    def slowly(self, *converted: Converted) -> Any:
        """The same for arrays that have been looked at."""
        state, function = self.state, self.function
        blocks: list[tuple[int, int]] = []
        try:
            self.check(converted)
            with state.entered(self.scalar is None):
                name = function.export
                target = state.borrow(name, self.target.wasm_params, self.target.wasm_results)
                places: list[int] = []
                mark = state.foreign.mark() if self.lends else 0
                try:
                    self.place(converted, target, places, blocks)
                    state.enter(target)
                    if self.takes_objects:
                        self.give_away(converted)
                    if self.writes:
                        self.copy_back(converted, places)
                    return self.result(target, converted, places)
                finally:
                    if self.lends:
                        state.foreign.take_back(mark)
                    if function.wipe:
                        self.wipe(converted, places, target)
                    state.give_back(name, target)
                    for address, size in blocks:
                        state.free(address, size)
        finally:
            if self.forget is not None:
                self.forget(*converted)

    def check(self, converted: tuple[Converted, ...]) -> None:
        """Refuses numbers out of range."""
        for plan, value in zip(self.plans, converted):
            if plan.way == "number":
                if plan.param.type.kind in _INTEGERS:
                    convert.to_int(value, plan.param.type.kind, plan.where)
            elif plan.way == "raw" and len(value) > _abi.MAX_VALUE_BYTES:
                raise convert.too_large(plan.where)

    def place(
        self,
        converted: tuple[Converted, ...],
        target: engine.Target,
        places: list[int],
        blocks: list[tuple[int, int]],
    ) -> None:
        """Writes the arguments into scratch, or into blocks, and into the cells.

        `places` and `blocks` get where they are, also of those in front of one that is refused.
        """
        state = self.state
        sizes = []
        for plan, value in zip(self.plans, converted):
            address = size = 0
            if plan.way not in PLACELESS:
                size = _size(plan, value)
                address = -(-state.top // plan.align) * plan.align
                if type(value) is Resident:
                    address = value.address_in(state, plan.where)
                elif address + size <= state.scratch + state.room:
                    state.top = address + size
                else:
                    address = state.allocate(size)
                    blocks.append((address, size))
            places.append(address)
            sizes.append(size)
        words = target.words
        for plan, value, address, size in zip(self.plans, converted, places, sizes):
            word = plan.cell * (engine.CELL // 4)
            if plan.way == "number":
                target.view(plan.code)[plan.at] = value
            elif plan.way == "raw":
                if type(value) is not Resident:
                    state.view[address : address + size] = value
                words[word], words[word + 4] = address, size // plan.stride
            elif plan.way == "handle":
                words[word] = self.handle_of(plan, value)
            elif plan.way == "token":
                words[word] = state.foreign.lend(value)
            elif plan.way != "nothing":
                from . import lower

                image, fixes, base = value
                if type(fixes) is handles.Fixes:
                    handles.complete(state, image, fixes, plan.where)
                if address != base:
                    lower.move(image, fixes, address - base)
                state.view[address : address + size] = image
                words[word] = address
                if plan.way == "list":
                    words[word], words[word + 4] = state.words[address >> 2 : (address >> 2) + 2]

    def handle_of(self, plan: Plan, value: Any) -> int:
        """The handle of an object that is an argument."""
        from . import objects

        place = objects.place_of(self.function, plan.param)
        return objects.handle_in(self.state, value, place)

    def give_away(self, converted: tuple[Converted, ...]) -> None:
        """Looks whether the guest has taken the objects; what it owns from now on is closed."""
        refused = self.state.take_refused()
        if refused:
            from . import objects

            raise objects.refusal(self.function, refused)
        for plan, value in zip(self.plans, converted):
            if plan.way == "handle" and plan.param.type.kind == "own":
                value.__pyext_handle__ = 0
            elif plan.way in ("image", "list") and type(value[1]) is handles.Fixes:
                handles.give_away(value[1])

    def copy_back(self, converted: tuple[Converted, ...], places: list[int]) -> None:
        """Gives the caller what the guest made of writable lists."""
        for plan, value, address in zip(self.plans, converted, places):
            if plan.param.writable and type(value) is not Resident:
                from . import bulk

                changed = self.state.view[address : address + len(value)]
                bulk.write_back(value, changed, plan.check)

    def wipe(
        self, converted: tuple[Converted, ...], places: list[int], target: engine.Target
    ) -> None:
        """Overwrites what a call with secrets has left behind."""
        from . import wiping

        wiping.zero(target.bytes, 0, len(target.bytes))
        for plan, value in zip(self.plans, converted):
            if plan.way in ("image", "list"):
                # Ours; what is `raw` can be the caller's own.
                wiping.wipe(value[0])
        spans = self.spans(converted, places)
        copies = [span for span, value in zip(spans, converted) if type(value) is not Resident]
        self.state.wipe(copies, self.function.is_compound)

    def spans(self, converted: tuple[Converted, ...], places: list[int]) -> list[tuple[int, int]]:
        """Address and size of each argument."""
        sizes = [_size(plan, value) for plan, value in zip(self.plans, converted)]
        return list(zip(places, sizes))

    def result(
        self, target: engine.Target, converted: tuple[Converted, ...], places: list[int]
    ) -> Any:
        """The result in the cells, lifted while the arguments are where they were placed."""
        if self.scalar is not None:
            return self.scalar(self.state, target)
        lift: Any = self.lift
        return lift(self.state, target.words[0])


def _scalar(ty: Type) -> Callable[[State, engine.Target], Any]:
    """What makes the result of this type of the first cell."""
    if ty.kind == "unit":
        return lambda state, target: None
    if ty.kind in HANDLES:
        make = handles.lifter(ty)
        return lambda state, target: make(state, target.words[0])
    lift, code = scalars.lifter(ty), scalars.read_code(ty)
    return lambda state, target: lift(target.view(code)[0])


def _text(ty: Type) -> Callable[[State, int], Any]:
    """What makes a string or bytes where the hot way does not: `lift` may not be imported yet."""
    is_string = ty.kind == "string"

    def lift(m: State, at: int) -> Any:
        m.need(at, 8, 4)
        start, length = m.words[at >> 2], m.words[(at >> 2) + 1]
        if length:
            m.need(start, length)
        if length > _abi.MAX_VALUE_BYTES:
            raise convert.too_large_result()
        m.spent += length
        found = m.chars[start : start + length]
        return found.decode() if is_string else found

    return lift


def _size(plan: Plan, value: Converted) -> int:
    """Bytes of memory that an argument takes."""
    if plan.way in PLACELESS:
        return 0
    if type(value) is Resident:
        return value.size
    return len(value) if plan.way == "raw" else len(value[0])
