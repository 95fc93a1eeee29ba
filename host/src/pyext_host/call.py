"""Calls: the hot way is code made once per function, the slow way serves all that it leaves out.

The slow way takes the call when an argument does not fit into scratch, when the extension is in use
(by another thread, or by a call that this one is inside of), when the instance has to be replaced,
and to say which integer is out of range.
"""

from __future__ import annotations

from types import CodeType, FunctionType
from typing import Any, Callable, NamedTuple

from . import _abi, bulk, convert, engine, forms, lift, lower, members, rows, source, trace, wiping
from .errors import broken
from .interface import Function, Param, Type, local_name
from .state import PLACE_ALIGN, RELEASE_OVER, State

#: What conversion makes of an argument: a number, bytes, or an image.
Converted = Any

_INTEGERS = frozenset(kind for kind, p in _abi.PRIMITIVES.items() if p.low is not None)
_stubs: dict[forms.Kinds, CodeType] = {}


class _Plan(NamedTuple):
    """How one parameter is passed."""

    param: Param
    #: First of its cells.
    cell: int
    #: Makes the converted value.
    convert: Callable[..., Converted]
    #: `number`, `raw` (address and count), `image` (address) or `nothing`.
    way: str

    #: Of a writable list: what refuses bytes that are no values.
    check: Callable[[memoryview], object] | None = None

    @property
    def stride(self) -> int:
        """Size of an item of a string or list."""
        parts = self.param.type.parts
        return parts[0].layout.size if parts else 1

    @property
    def align(self) -> int:
        """Alignment of what is placed in memory. An image can hold anything."""
        parts = self.param.type.parts
        return parts[0].layout.align if self.way == "raw" and parts else PLACE_ALIGN


def make(state: State, function: Function, module: str) -> FunctionType:
    """The Python function for a function of an extension."""
    return _Call(state, function, module).python


def _plan(param: Param, cell: int) -> _Plan:
    where = f"argument '{param.name}'"
    ty = param.type
    kind = ty.kind

    def scalar(x: Any) -> Converted:
        if kind in ("f32", "f64", "bool", "char"):
            return getattr(convert, f"to_{kind.replace('f64', 'float')}")(x, where)
        return convert.to_index(x, where)

    if kind == "unit":
        return _Plan(param, cell, lambda x: convert.to_none(x, where), "nothing")
    if ty.definition is not None and ty.is_scalar:
        return _Plan(param, cell, members.to_number(ty, where), "number")
    if ty.is_scalar:
        return _Plan(param, cell, scalar, "number")
    if kind == "string":
        return _Plan(param, cell, lambda x: convert.to_utf8(x, where), "raw")
    if param.writable:
        make = lower.writable(ty.parts[0], where)
        return _Plan(param, cell, make, "raw", lower.checker(ty.parts[0]))
    if ty.is_block:
        return _Plan(param, cell, lower.blocker(ty.parts[0], where), "raw")
    if ty.is_pair:
        # A list's image is that of (address, count); the two go into the call.
        return _Plan(param, cell, lower.lowerer(ty, where), "list")
    return _Plan(param, cell, lower.lowerer(ty, where), "image")


class _Call:
    """One function: its Python object, which learns to be hot on its first call."""

    def __init__(self, state: State, function: Function, module: str) -> None:
        self.state = state
        self.function = function
        self.plans: list[_Plan] = []
        self.lift: Callable[[State, int], Any] | None = None
        self.hot = False
        #: The lock under which the code is being made. A child process has another one.
        self.compiling: object = None
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
        state.expect_lock()
        with state.lock:
            if self.compiling is state.lock:
                # A finaliser that runs in the middle of it; it gets code of its own.
                own = make(state, self.function, self.python.__module__)
                return own(*positional, **named)
            if not self.hot:
                self.compiling = state.lock
                try:
                    self.compile()
                finally:
                    self.compiling = None
        return self.python(*positional, **named)

    def compile(self) -> None:
        """Replaces the code of the Python function."""
        self.plans = []
        cell = 0
        for param in self.function.params:
            self.plans.append(_plan(param, cell))
            cell += len(param.wasm)
        if self.function.is_compound:
            self.lift = lift.lifter(self.function.outcome, self.function.raises is not None)
        hot = _Hot(self)
        code = hot.function().__code__
        self.namespace.update(hot.namespace)
        self.state.bind(self.namespace, hot.target, self.function.name)
        self.python.__code__ = source.with_names(code, self.name, self.names)
        self.hot = True

    # ---- the slow way

    def slow(self, *converted: Converted) -> Any:
        """Makes the call with arguments that have been converted."""
        state = self.state
        blocks: list[tuple[int, int]] = []
        try:
            self.check(converted)
            with state.entered(self.function.is_compound):
                name = self.function.name
                target = state.borrow(name, self.function.wasm_params, self.function.wasm_results)
                places: list[int] = []
                try:
                    places = self.place(converted, target, blocks)
                    state.enter(target)
                    self.copy_back(converted, places)
                    return self.result(target)
                finally:
                    if self.function.wipe:
                        self.wipe(converted, places, target)
                    state.give_back(name, target)
                    for address, size in blocks:
                        state.free(address, size)
        finally:
            bulk.forget(*converted)

    def check(self, converted: tuple[Converted, ...]) -> None:
        """Refuses numbers out of range."""
        for plan, value in zip(self.plans, converted):
            kind = plan.param.type.kind
            where = f"argument '{plan.param.name}'"
            if plan.way == "number" and kind in _INTEGERS:
                convert.to_int(value, kind, where)
            elif plan.way == "raw" and len(value) > _abi.MAX_VALUE_BYTES:
                limit = _abi.MAX_VALUE_BYTES
                raise OverflowError(f"{where}: the value is larger than {limit} bytes")

    def place(
        self,
        converted: tuple[Converted, ...],
        target: engine.Target,
        blocks: list[tuple[int, int]],
    ) -> list[int]:
        """Writes the arguments into scratch, or into blocks, and into the cells."""
        state = self.state
        sizes = [_size(plan, value) for plan, value in zip(self.plans, converted)]
        places = []
        for plan, size in zip(self.plans, sizes):
            address = -(-state.top // plan.align) * plan.align
            if plan.way in ("number", "nothing"):
                address = 0
            elif address + size <= state.scratch + state.room:
                state.top = address + size
            else:
                address = state.allocate(size)
                blocks.append((address, size))
            places.append(address)
        words = target.view("I")
        for plan, value, address, size in zip(self.plans, converted, places, sizes):
            word = plan.cell * (engine.CELL // 4)
            if plan.way == "number":
                code = _write_code(plan.param.type)
                cells = target.view(code)
                cells[plan.cell * engine.CELL // cells.itemsize] = value
            elif plan.way == "raw":
                state.view[address : address + size] = value
                words[word], words[word + 4] = address, size // plan.stride
            elif plan.way != "nothing":
                image, fixes, base = value
                if address != base:
                    lower.move(image, fixes, address - base)
                state.view[address : address + size] = image
                words[word] = address
                if plan.way == "list":
                    words[word], words[word + 4] = state.words[address >> 2 : (address >> 2) + 2]
        return places

    def copy_back(self, converted: tuple[Converted, ...], places: list[int]) -> None:
        """Gives the caller what the guest made of writable lists."""
        for plan, value, address in zip(self.plans, converted, places):
            if plan.param.writable:
                changed = self.state.view[address : address + len(value)]
                bulk.write_back(value, changed, plan.check)

    def wipe(
        self, converted: tuple[Converted, ...], places: list[int], target: engine.Target
    ) -> None:
        """Overwrites what a call with secrets has left behind."""
        wiping.zero(target.buffer, 0, len(target.buffer))
        for plan, value in zip(self.plans, converted):
            if plan.way in ("image", "list"):
                # Ours; what is `raw` can be the caller's own.
                wiping.wipe(value[0])
        sizes = [_size(plan, value) for plan, value in zip(self.plans, converted)]
        self.state.wipe(list(zip(places, sizes)), self.function.is_compound)

    def result(self, target: engine.Target) -> Any:
        """The result in the cells, lifted."""
        if self.lift is not None:
            return self.lift(self.state, target.view("I")[0])
        ty = self.function.result
        if ty.kind == "unit":
            return None
        return _scalar_lifter(ty)(target.view(_read_code(ty))[0])


def _size(plan: _Plan, value: Converted) -> int:
    """Bytes of memory that an argument takes."""
    if plan.way in ("number", "nothing"):
        return 0
    return len(value) if plan.way == "raw" else len(value[0])


def _stub(kinds: forms.Kinds) -> CodeType:
    """Code for a function with such parameters that has not been called yet."""
    if kinds not in _stubs:
        listed = ", ".join(f"a{i}" for i in range(len(kinds)))
        lines = [
            f"def call({forms.declaration(kinds)}):",
            f"    try: return first({listed})",
            "    except BaseException as e: raise trimmed(e)",
        ]
        _stubs[kinds] = source.function(lines, {}).__code__
    return _stubs[kinds]


def _write_code(ty: Type) -> str:
    """How the memoryview of the cells takes a number: small integers extended to 32 bits."""
    if ty.kind in ("u32", "flags"):
        return "I"
    return "i" if ty.wasm == "i32" else _abi.PRIMITIVES[ty.kind].code or ""


def _read_code(ty: Type) -> str:
    """How a scalar result is read."""
    if ty.wasm == "i32":
        return "i" if ty.kind.startswith("s") else "I"
    return _abi.PRIMITIVES[ty.kind].code or ""


def _scalar_lifter(ty: Type) -> Callable[[Any], Any]:
    """What makes the value of a scalar result, or refuses it."""
    if ty.definition is not None:
        return members.of_numbers(ty).__getitem__
    return lambda value: _check_scalar(value, ty)


def _check_scalar(value: Any, ty: Type) -> Any:
    """A scalar result as the type has it."""
    primitive = _abi.PRIMITIVES[ty.kind]
    if ty.kind == "bool":
        if value > 1:
            raise broken("a bool", value)
        return value == 1
    if ty.kind == "char":
        if value > 0x10FFFF or 0xD800 <= value <= 0xDFFF:
            raise broken("a char", value)
        return chr(value)
    low, high = primitive.low, primitive.high
    if low is not None and high is not None and not low <= value <= high:
        raise broken(f"a {ty.kind}", value)
    return value


class _Hot:
    """The source of the hot way."""

    def __init__(self, call: _Call) -> None:
        self.call = call
        self.plans = call.plans
        self.result = call.function.outcome
        self.target = engine.Target(call.function.wasm_params, call.function.wasm_results)
        state = call.state
        self.namespace: dict[str, Any] = {
            "m": state,
            "out_of_range": convert.out_of_range,
            "trap": state.trap,
            "slow": call.slow,
            "lift": call.lift,
            "encode": str.encode,
            "write_back": bulk.write_back,
            "forget": bulk.forget,
            "refused": trace.refused,
            "too_large": rows.too_large,
            "move": lower.move,
        }

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
        # An image goes to the slow way with the address that it was made for.
        values = ", ".join(
            f"(b{i}, f{i}, s{i})" if i in images else f"b{i}" if i in placed else f"a{i}"
            for i in range(len(self.plans))
        )
        room = " + ".join([f"n{i}" for i in placed] + [str(PLACE_ALIGN * len(placed))])
        full = f" or {room} > m.room" if placed else ""
        refusal = "    except BaseException as e: raise refused(e)"
        if self.call.function.wipe:
            # Only the slow way overwrites.
            lines = [
                f"def call({forms.declaration(self.call.kinds)}):",
                "    try:",
                *self.conversions(placed),
                f"        return slow({values})",
                refusal,
            ]
            return source.function(lines, self.namespace)
        lines = [
            f"def call({forms.declaration(self.call.kinds)}):",
            "    try:",
            *self.conversions(placed),
            f"        if m.busy{full}: return slow({values})",
            refusal,
            "    try:",
            "        acquire()",
            "        m.busy = 1",
        ]
        lines += self.placement(placed)
        lines += [
            "        e = call(*args)",
            "        m.busy = 2",
            "        if e is None and not trap:",
        ]
        lines += [f"            {line}" for line in self.copying(placed) + self.lifting()]
        if placed:
            lines.append(f"            m.top = p{placed[0]}")
        lines += [
            "            m.busy = 0",
            "            release()",
            "            return r",
            "        raise m.failed(e)",
            "    except BaseException as e:",
            "        e = m.recover(e)",
            "        if e is not None:",
        ]
        held = [f"b{i}" for i in placed if self.plans[i].param.type.is_block]
        if held:
            lines.append(f"            forget({', '.join(held)})")
        lines.append("            raise e from e.__cause__")
        lines += [f"    try: return slow({values})", refusal]
        return source.function(lines, self.namespace)

    def conversions(self, placed: list[int]) -> list[str]:
        """Statements that convert the arguments; any Python code can run in them."""
        lines = []
        base = "m.scratch"
        images = [i for i in placed if self.plans[i].way != "raw"]
        for i, plan in enumerate(self.plans):
            self.namespace[f"c{i}"] = plan.convert
            kind = plan.param.type.kind
            primitive = _abi.PRIMITIVES.get(kind)
            if plan.way in ("image", "list"):
                lines.append(f"    s{i} = {base}")
                lines.append(f"    b{i}, f{i} = c{i}(a{i}, s{i})")
            elif kind == "string":
                lines.append(f"    b{i} = encode(a{i}) if type(a{i}) is str else c{i}(a{i})")
            elif (
                plan.way == "raw"
                and plan.param.type.parts[0].kind == "u8"
                and not plan.param.writable
            ):
                lines.append(f"    b{i} = a{i} if type(a{i}) is bytes else c{i}(a{i})")
            elif plan.way == "raw":
                lines.append(f"    b{i} = c{i}(a{i})")
            elif kind == "enum":
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
            if plan.way == "number":
                code = _write_code(plan.param.type)
                lines.append(f"        {self.cell(code, plan.cell)} = a{i}")
        return lines

    def copying(self, placed: list[int]) -> list[str]:
        """Statements that give the caller what the guest made of writable lists."""
        lines = []
        for i in placed:
            if self.plans[i].param.writable:
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
        if ty.kind == "string" or (ty.kind == "list" and ty.parts[0].kind == "u8"):
            decode = ".decode()" if ty.kind == "string" else ""
            return [
                f"a = {cell}",
                "if a & 3 or a + 8 > m.limit: m.need(a, 8, 4)",
                "w = m.words",
                "a >>= 2",
                "n = w[a + 1]",
                "a = w[a]",
                "z = a + n",
                "if z > m.limit and n: m.need(a, n)",
                f"if n > {RELEASE_OVER}:",
                "    m.spent = n",
                f"    if n > {_abi.MAX_VALUE_BYTES}: raise too_large()",
                f"r = m.chars[a:z]{decode} if n else m.chars[0:0]{decode}",
                f"if n > {RELEASE_OVER}: m.release_result()",
            ]
        return [f"r = lift(m, {cell})", *release]

    def lifting_scalar(self) -> list[str]:
        ty = self.result
        lines = [f"r = {self.cell(_read_code(ty), 0)}"]
        if ty.definition is not None:
            self.namespace["members"] = members.of_numbers(ty)
            return [*lines, "r = members[r]"]
        self.namespace["check"] = _scalar_lifter(ty)
        primitive = _abi.PRIMITIVES[ty.kind]
        if ty.kind in ("bool", "char"):
            lines.append("r = check(r)")
        elif primitive.low is not None and primitive.size < 4:
            lines.append(f"if not {primitive.low} <= r <= {primitive.high}: check(r)")
        return lines
