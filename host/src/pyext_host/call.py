"""Calls: the hot way is code made once per function, the slow way serves all that it leaves out.

The slow way takes the call when an argument does not fit into scratch, when the extension is in use
(by another thread, or by a call that this one is inside of), when the instance has to be replaced,
and to say which integer is out of range.
"""

from __future__ import annotations

from types import CodeType, FunctionType

from . import _abi, convert, engine, forms, handles, scalars, source, trace
from .interface import HANDLES, LENT, local_name
from .memory import Resident
from .state import PLACE_ALIGN, RELEASE_OVER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .interface import Function, Param, Type
    from .state import State

    #: What conversion makes of an argument: a number, an object, bytes, or an image.
    Converted = Any

# Some modules are imported where they are needed: many extensions need none of them.
#: Ways of what needs no memory.
_PLACELESS = ("number", "handle", "token", "nothing")

#: Bytes of the numbers of a code.
_SIZES = {"q": 8, "Q": 8, "d": 8}
_INTEGERS = frozenset(kind for kind, p in _abi.PRIMITIVES.items() if p.low is not None)
_stubs: dict[forms.Kinds, CodeType] = {}


class _Plan:
    """How one parameter is passed."""

    def __init__(
        self,
        param: Param,
        cell: int,
        convert: Callable[..., Converted],
        way: str,
        check: Callable[[memoryview], object] | None = None,
    ) -> None:
        self.param = param
        #: What errors call it.
        self.where = f"argument '{param.name}'"
        #: First of its cells.
        self.cell = cell
        #: Makes the converted value.
        self.convert = convert
        #: `number`, `handle`, `token`, `raw` (address and count), `image` (address), `list` (an
        #: image of address and count), or `nothing`.
        self.way = way
        #: Of a writable list: what refuses bytes that are no values.
        self.check = check
        parts = param.type.parts
        #: Size of an item of a string or list.
        self.stride = parts[0].layout.size if parts else 1
        #: Alignment of what is placed in memory. An image can hold anything.
        self.align = parts[0].layout.align if way == "raw" and parts else PLACE_ALIGN
        #: How a number is written, and which of such numbers it is.
        self.code = scalars.write_code(param.type) if way == "number" else ""
        self.at = cell * engine.CELL // _SIZES.get(self.code, 4)


def _items(item: Type, where: str) -> Callable[..., None]:
    from . import lower

    return lower.items_of(item, where)


def make(state: State, function: Function, module: str) -> FunctionType:
    """The Python function for a function of an extension."""
    return Call(state, function, module).python


def _plan(param: Param, cell: int) -> _Plan:
    where = f"argument '{param.name}'"
    ty = param.type
    kind = ty.kind

    if kind == "unit":
        return _Plan(param, cell, lambda x: convert.to_none(x, where), "nothing")
    if kind in HANDLES:
        way = "handle" if kind in ("own", "borrow") else "token"
        return _Plan(param, cell, handles.converter(ty, where), way)
    if ty.is_scalar:
        return _Plan(param, cell, scalars.converter(ty, where), "number")
    if kind == "string":
        return _Plan(param, cell, lambda x: convert.to_utf8(x, where), "raw")
    if ty.is_block:
        from . import blocks

        item = ty.parts[0]
        if param.writable:
            made = blocks.writable(item, where)
            return _Plan(param, cell, made, "raw", blocks.checker(item))
        return _Plan(param, cell, blocks.converter(item, where, _items), "raw")
    from . import lower

    if ty.is_pair:
        # A list's image is that of (address, count); the two go into the call.
        return _Plan(param, cell, lower.lowerer(ty, where), "list")
    return _Plan(param, cell, lower.lowerer(ty, where), "image")


class Call:
    """One function: its Python object, which learns to be hot on its first call."""

    #: Whether it is never hot.
    is_slow = False

    def __init__(self, state: State, function: Function, module: str) -> None:
        self.state = state
        self.function = function
        self.plans: list[_Plan] = []
        self.lift: Callable[[State, int], Any] | None = None
        #: The same for a result that is no more than a cell.
        self.scalar: Callable[[State, engine.Target], Any] | None = None
        #: Whether arguments are callables or iterables, which the guest calls back.
        self.lends = any(p.type.handles & LENT for p in function.params)
        #: Whether it changes lists of the caller.
        self.writes = any(p.writable for p in function.params)
        #: Where the hot way writes the arguments.
        self.target: Any = None
        self.hot = False
        #: The age of the lock under which the code is being made, or -1.
        self.compiling = -1
        self.namespace: dict[str, Any] = {
            "first": self.first,
            "trimmed": trace.trimmed,
            **source.BUILTINS,
        }
        self.names = forms.names(function)
        self.kinds = forms.kinds(function)
        self.name = local_name(function.name)
        stub = source.with_names(_stub(self.kinds), self.name, self.names)
        self.python = FunctionType(stub, self.namespace, self.name)
        self.python.__defaults__, self.python.__kwdefaults__ = forms.defaults(function)
        self.python.__qualname__ = function.name
        self.python.__module__ = module
        self.python.__doc__ = function.docs or None

    def first(self, *arguments: Any) -> Any:
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
        self.plans = []
        cell = 0
        for param in function.params:
            self.plans.append(_plan(param, cell))
            cell += len(param.wasm)
        self.lift = self.lifter()
        self.scalar = None if function.is_compound else _scalar(function.result)
        hot = _Hot(self)
        code = hot.function().__code__
        self.namespace.update(hot.namespace)
        self.state.bind(self.namespace, hot.target, self.function.export)
        self.python.__code__ = source.with_names(code, self.name, self.names)
        self.hot = True

    def lifter(self) -> Callable[[State, int], Any] | None:
        """What makes the result of what comes back, unless that is no more than a cell."""
        if not self.function.is_compound:
            return None
        if _is_text(self.function.outcome):
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
        state, function = self.state, self.function
        blocks: list[tuple[int, int]] = []
        try:
            if state.residents or Resident in map(type, converted):
                from . import arrays

                converted = arrays.settled(state, self.plans, converted)
            self.check(converted)
            with state.entered(self.scalar is None):
                name = function.export
                target = state.borrow(name, self.target.wasm_params, self.target.wasm_results)
                places: list[int] = []
                mark = state.foreign.mark() if self.lends else 0
                try:
                    places = self.place(converted, target, blocks)
                    state.enter(target)
                    if function.takes_objects:
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
            if not _HELD.isdisjoint(map(type, converted)):
                from . import bulk  # which has made them

                bulk.forget(*converted)

    def check(self, converted: tuple[Converted, ...]) -> None:
        """Refuses numbers out of range."""
        for plan, value in zip(self.plans, converted):
            if plan.way == "number":
                if plan.param.type.kind in _INTEGERS:
                    convert.to_int(value, plan.param.type.kind, plan.where)
            elif plan.way == "raw" and len(value) > _abi.MAX_VALUE_BYTES:
                limit = _abi.MAX_VALUE_BYTES
                raise OverflowError(f"{plan.where}: the value is larger than {limit} bytes")

    def place(
        self,
        converted: tuple[Converted, ...],
        target: engine.Target,
        blocks: list[tuple[int, int]],
    ) -> list[int]:
        """Writes the arguments into scratch, or into blocks, and into the cells."""
        state = self.state
        places, sizes = [], []
        for plan, value in zip(self.plans, converted):
            address = size = 0
            if plan.way not in _PLACELESS:
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
        return places

    def handle_of(self, plan: _Plan, value: Any) -> int:
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


def _is_text(ty: Type) -> bool:
    """Whether the hot way lifts it by itself: a string or bytes."""
    return ty.kind == "string" or (ty.kind == "list" and ty.parts[0].kind == "u8")


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


#: What holds on to a buffer of the caller's.
_HELD = frozenset((memoryview, Resident))


def _size(plan: _Plan, value: Converted) -> int:
    """Bytes of memory that an argument takes."""
    if plan.way in _PLACELESS:
        return 0
    if type(value) is Resident:
        return value.size
    return len(value) if plan.way == "raw" else len(value[0])


def _stub(kinds: forms.Kinds) -> CodeType:
    """Code for a function with such parameters that has not been called yet."""
    if kinds not in _stubs:
        listed = ", ".join(
            "cls" if kind == "class" else f"a{i}"
            for i, kind in enumerate(kinds, -int("class" in kinds))
        )
        lines = [
            f"def call({forms.declaration(kinds)}):",
            f"    try: return first({listed})",
            "    except BaseException as e: raise trimmed(e)",
        ]
        _stubs[kinds] = source.function(lines, {}).__code__
    return _stubs[kinds]


class _Hot:
    """The source of the hot way."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.plans = call.plans
        self.result = call.function.outcome
        self.target = call.target
        state = call.state
        self.namespace: dict[str, Any] = {
            "m": state,
            "lock": state.lock,
            "waiting": state.lock.waiting,
            "wake": state.lock.wake,
            "out_of_range": convert.out_of_range,
            "trap": state.trap,
            "slow": call.slow,
            "lift": call.lift,
            "refused": trace.refused,
            "too_large": convert.too_large_result,
            "drops": state.drops,
            "drain": state.drain,
        }
        #: What a constructor returns is of the class that Python asks for.
        self.made = "adopted({}, cls)" if call.function.role == "constructor" else "{}"
        if call.function.role == "constructor":
            from . import objects

            self.namespace["adopted"] = objects.adopted
        if call.function.vectorize:
            from . import vectorize

            self.namespace.update(many=vectorize.is_many, whole=call.whole())

    def view(self, code: str) -> str:
        """The name of the cells seen as numbers of this code."""
        name = f"cells_{code}"
        self.namespace[name] = self.target.view(code)
        return name

    def cell(self, code: str, cell: int) -> str:
        """The expression for one cell."""
        size = self.target.view(code).itemsize
        return f"{self.view(code)}[{cell * engine.CELL // size}]"

    def function(self) -> Callable[..., Any]:
        placed = [i for i, plan in enumerate(self.plans) if plan.way in ("raw", "image", "list")]
        images = [i for i in placed if self.plans[i].way != "raw"]
        function = self.call.function
        # An image goes to the slow way with the address that it was made for.
        values = ", ".join(
            f"(b{i}, f{i}, s{i})" if i in images else f"b{i}" if i in placed else f"a{i}"
            for i in range(len(self.plans))
        )
        room = " + ".join([f"n{i}" for i in placed] + [str(PLACE_ALIGN * len(placed))])
        texts = [
            f", (c{i}, a{i})" for i, p in enumerate(self.plans) if p.param.type.kind == "string"
        ]
        refusal = f"    except BaseException as e: raise refused(e{''.join(texts)})"
        slow = f"return {self.made.format(f'slow({values})')}"
        ways = ("handle", "token")
        incomplete = any(p.param.type.handles and p.way not in ways for p in self.plans)
        if self.call.is_slow or function.wipe or incomplete:
            # Only the slow way overwrites, and completes what is of one instance.
            lines = [
                f"def call({forms.declaration(self.call.kinds)}):",
                "    try:",
                *self.conversions(placed),
                f"        {slow}",
                refusal,
            ]
            return source.function(lines, self.namespace)
        lock = self.call.state.lock
        before = self.conversions(placed)
        if placed:
            before.append(f"        if {room} > m.room: {slow}")
        first = [
            f"def call({forms.declaration(self.call.kinds)}):",
            *(["    global known, start, length"] if _is_text(self.result) else []),
            "    mine = False",
            "    e = 0",
            *(["    try:", *before, refusal] if before else []),
        ]
        lines = [
            "    try:",
            f"        {lock.take}",
            *(["        if drops: drain()"] if self.call.state.has_handles else []),
            *self.placement(placed),
            "        e = call(*args)",
            "        if e is None and not trap:",
        ]
        done = self.taking() + self.copying(placed) + self.lifting() + self.tidying()
        lines += [f"            {line}" for line in done]
        if placed:
            lines.append(f"            m.top = p{placed[0]}")
        lines += [
            f"            {lock.give}",
            "            if waiting: wake()",
            f"            return {self.made.format('r')}",
            "        raise m.failed(e)",
            "    except BaseException as x:",
            "        e = m.recover(x, mine, e)",
            f"        if mine: {lock.give}",
            "        if waiting: wake()",
            "        if e is not None:",
        ]
        held = [f"b{i}" for i in placed if self.plans[i].param.type.is_block]
        if held:
            from . import bulk

            self.namespace["forget"] = bulk.forget
            lines.append(f"            forget({', '.join(held)})")
        # What comes through as it is keeps its context.
        lines.append("            if e is x: raise e")
        lines.append("            raise e from e.__cause__")
        # What comes when the handler begins, or keeps it from tidying up, leaves by another one.
        last = ["    except BaseException:", f"        {lock.leave}", "        raise"]
        tried = ["    try:", *[f"    {line}" for line in lines], *last]
        return source.function([*first, *tried, f"    try: {slow}", refusal], self.namespace)

    def taking(self) -> list[str]:
        """Statements that look whether the guest has taken the objects."""
        if not self.call.function.takes_objects:
            return []
        self.namespace["about"] = self.call.function
        given = [i for i, p in enumerate(self.plans) if p.param.type.kind == "own"]
        return [
            "if refused_word[0]: raise m.refusal(about)",
            *[f"a{i}.__pyext_handle__ = 0" for i in given],
        ]

    def tidying(self) -> list[str]:
        """Statements that let go of what imports have left."""
        foreign = self.call.state.foreign
        if foreign is None:
            return []
        self.namespace.update(litter=foreign.litter, tidy=foreign.tidy)
        if self.call.lends:
            self.namespace.update(lend=foreign.lend)
            return ["tidy()"]
        return ["if litter: tidy()"]

    def may_differ(self) -> bool:
        """Whether an operand of another type is none of this function's business."""
        if self.call.function.role != "method":
            return False
        from . import roles

        return local_name(self.call.function.name) in roles.WITH_OPERAND

    def conversions(self, placed: list[int]) -> list[str]:
        """Statements that convert the arguments; any Python code can run in them."""
        lines: list[str] = []
        base = "m.scratch"
        images = [i for i in placed if self.plans[i].way != "raw"]
        for i, plan in enumerate(self.plans):
            first = len(lines)
            self.namespace[f"c{i}"] = plan.convert
            kind = plan.param.type.kind
            if self.call.function.vectorize:
                lines += [
                    f"    if type(a{i}) is not float and type(a{i}) is not int and many(a{i}):",
                    f"        return whole({', '.join(f'a{j}' for j in range(len(self.plans)))})",
                ]
            primitive = _abi.PRIMITIVES.get(kind)
            if plan.way in ("image", "list"):
                lines.append(f"    s{i} = {base}")
                lines.append(f"    b{i}, f{i} = c{i}(a{i}, s{i})")
            elif kind == "string":
                lines.append(f"    b{i} = a{i}.encode() if type(a{i}) is str else c{i}(a{i})")
            elif (
                plan.way == "raw"
                and plan.param.type.parts[0].kind == "u8"
                and not plan.param.writable
            ):
                lines.append(f"    b{i} = a{i} if type(a{i}) is bytes else c{i}(a{i})")
            elif plan.way == "raw":
                lines.append(f"    b{i} = c{i}(a{i})")
            elif plan.way == "handle":
                self.namespace[f"k{i}"] = plan.param.type.named.classes[0]
                quick = f"a{i}.__pyext_handle__ if type(a{i}) is k{i}"
                lines.append(f"    h{i} = {quick} else c{i}(a{i})")
            elif plan.way == "token":
                lines.append(f"    a{i} = c{i}(a{i})")
            elif kind == "enum":
                from . import members

                self.namespace[f"k{i}"] = members.numbers(plan.param.type).get
                lines.append(f"    x = k{i}(id(a{i}))")
                # The function for any member names what is none.
                lines.append(f"    a{i} = c{i}(a{i}) if x is None else x")
            elif plan.way == "nothing" or kind in ("char", "f32", "flags"):
                lines.append(f"    a{i} = c{i}(a{i})")
            elif kind == "bool":
                lines.append(f"    if a{i} is not True and a{i} is not False: a{i} = c{i}(a{i})")
            elif kind == "f64":
                lines.append(f"    if type(a{i}) is not float: a{i} = c{i}(a{i})")
            elif primitive is not None:
                lines.append(f"    if type(a{i}) is not int: a{i} = c{i}(a{i})")
                if primitive.size < 4:
                    # The cell has 32 bits and would take more.
                    self.namespace[f"w{i}"] = f"argument '{plan.param.name}'"
                    self.namespace[f"k{i}"] = kind
                    lines.append(f"    if not {primitive.low} <= a{i} <= {primitive.high}:")
                    lines.append(f"        raise out_of_range(w{i}, k{i}, a{i})")
            if i in placed:
                lines.append(f"    n{i} = len(b{i})")
                if images and i < images[-1]:
                    lines.append(f"    t = {base} + n{i} + {PLACE_ALIGN - 1} & -{PLACE_ALIGN}")
                    base = "t"
            if i == 1 and self.may_differ():
                self.namespace.update(
                    TypeError=TypeError, other=trace.is_refusal, no=NotImplemented
                )
                lines[first:] = [
                    "    try:",
                    *[f"    {line}" for line in lines[first:]],
                    "    except TypeError as e:",
                    "        if other(e): return no",
                    "        raise",
                ]
        return [f"    {line}" for line in lines]

    def placement(self, placed: list[int]) -> list[str]:
        """Statements that write the arguments into scratch and into the cells."""
        lines = []
        before = ""
        for i in placed:
            place = f"        p{i} = {before} + {PLACE_ALIGN - 1} & -{PLACE_ALIGN}"
            lines.append(place if before else f"        p{i} = m.top")
            before = f"e{i}"
            lines.append(f"        e{i} = p{i} + n{i}")
        if placed:
            lines.append(f"        m.top = {before}")
            lines.append("        v = m.view")
        for i in placed:
            plan = self.plans[i]
            first, second = self.cell("I", plan.cell), self.cell("I", plan.cell + 1)
            if plan.way != "raw":
                from . import lower

                self.namespace["move"] = lower.move
                lines.append(f"        if p{i} != s{i}:")
                lines.append(f"            move(b{i}, f{i}, p{i} - s{i})")
                lines.append(f"            s{i} = p{i}")
            lines.append(f"        v[p{i}:e{i}] = b{i}")
            if plan.way == "list":
                lines.append("        w = m.words")
                lines.append(f"        {first} = w[p{i} >> 2]")
                lines.append(f"        {second} = w[(p{i} >> 2) + 1]")
                continue
            lines.append(f"        {first} = p{i}")
            if plan.way == "raw":
                count = f"n{i}" if plan.stride == 1 else f"n{i} // {plan.stride}"
                lines.append(f"        {second} = {count}")
        for i, plan in enumerate(self.plans):
            if plan.way == "handle":
                # A handle of another instance fits into no cell.
                lines.append(f"        {self.cell('I', plan.cell)} = h{i} - m.base")
            elif plan.way == "token":
                lines.append(f"        {self.cell('I', plan.cell)} = lend(a{i})")
            elif plan.way == "number":
                code = scalars.write_code(plan.param.type)
                lines.append(f"        {self.cell(code, plan.cell)} = a{i}")
        return lines

    def copying(self, placed: list[int]) -> list[str]:
        """Statements that give the caller what the guest made of writable lists."""
        lines = []
        for i in placed:
            if self.plans[i].param.writable:
                from . import bulk

                self.namespace["write_back"] = bulk.write_back
                self.namespace[f"k{i}"] = self.plans[i].check
                lines.append(f"write_back(b{i}, v[p{i}:e{i}], k{i})")
        return lines

    def lifting(self) -> list[str]:
        """Statements that make the result `r`."""
        ty = self.result
        if ty.kind == "unit":
            return ["r = None"]
        if ty.is_scalar:
            return self.lifting_scalar()
        cell = self.cell("I", 0)
        release = [f"if m.spent > {RELEASE_OVER}: m.release_result()", "m.spent = 0"]
        if _is_text(ty):
            decode = ".decode()" if ty.kind == "string" else ""
            empty = '""' if decode else 'b""'
            return [
                f"a = {cell}",
                # Mostly a function leaves it where it left the last one, and memory never shrinks.
                "if a != known:",
                "    if a & 3 or a + 8 > m.limit: m.need(a, 8, 4)",
                "    known = -1",  # while the others are of two addresses, for who interrupts it
                "    start = a >> 2",
                "    length = start + 1",
                "    known = a",
                "w = m.words",
                "n = w[length]",
                "a = w[start]",
                "z = a + n",
                "if z > m.limit and n: m.need(a, n)",
                f"if n > {RELEASE_OVER}:",
                "    m.spent = n",
                f"    if n > {_abi.MAX_VALUE_BYTES}: raise too_large()",
                f"    r = m.chars[a:z]{decode}",
                "    m.release_result()",
                f"else: r = m.chars[a:z]{decode} if n else {empty}",
            ]
        return [f"r = lift(m, {cell})", *release]

    def lifting_scalar(self) -> list[str]:
        ty = self.result
        if ty.kind in HANDLES:
            self.namespace["make"] = handles.lifter(ty)
            return [f"r = make(m, {self.cell('I', 0)})"]
        lines = [f"r = {self.cell(scalars.read_code(ty), 0)}"]
        if ty.definition is not None:
            from . import members

            self.namespace["members"] = members.of_numbers(ty)
            return [*lines, "r = members[r]"]
        self.namespace["check"] = scalars.lifter(ty)
        return [*lines, *scalars.lifting(ty, "r", "check")]
