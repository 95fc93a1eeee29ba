"""The hot way of a call: source of a function for one signature, in which every step counts.

What it leaves out goes to the slow way (call.py).
"""

from __future__ import annotations

from . import _abi, convert, engine, forms, handles, scalars, source, trace
from .interface import HANDLES, local_name
from .state import PLACE_ALIGN, RELEASE_OVER, refuse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    from .interface import Function
    from .plan import Plan
    from .state import State


class Hot:
    """The function, and what its namespace has to hold."""

    def __init__(
        self,
        state: State,
        about: Function,
        plans: list[Plan],
        target: engine.Target,
        slow: Callable[..., Any],
        lift: Callable[[State, int], Any] | None,
        whole: Callable[[], Any],
    ) -> None:
        self.state = state
        self.about = about
        self.plans = plans
        #: Where it writes the arguments.
        self.target = target
        #: The arguments that lie in the guest already.
        self.there: tuple[int, ...] = ()
        self.result = about.outcome
        self.namespace: dict[str, Any] = {
            "m": state,
            "lock": state.lock,
            "waiting": state.lock.waiting,
            "wake": state.lock.wake,
            "out_of_range": convert.out_of_range,
            "trap": state.trap,
            "slow": slow,
            "lift": lift,
            "refused": trace.refused,
            "too_large": convert.too_large_result,
            "drops": state.drops,
            "drain": state.drain,
        }
        #: What a constructor returns is of the class that Python asks for.
        self.made = "adopted({}, cls)" if about.role == "constructor" else "{}"
        if about.role == "constructor":
            from . import objects

            self.namespace["adopted"] = objects.adopted
        if about.vectorize:
            from . import vectorize

            self.namespace.update(many=vectorize.is_many, whole=whole())

    def view(self, code: str) -> str:
        """The name of the cells seen as numbers of this code."""
        name = f"cells_{code}"
        self.namespace[name] = self.target.view(code)
        return name

    def cell(self, code: str, cell: int) -> str:
        """The expression for one cell."""
        size = self.target.view(code).itemsize
        return f"{self.view(code)}[{cell * engine.CELL // size}]"

    def function(self, is_slow: bool) -> Callable[..., Any]:
        """The function; if `is_slow`, one that converts and leaves the rest to the slow way."""
        placed = [i for i, plan in enumerate(self.plans) if plan.way in ("raw", "image", "list")]
        images = [i for i in placed if self.plans[i].way != "raw"]
        # An image goes to the slow way with the address that it was made for.
        values = ", ".join(
            f"(b{i}, f{i}, s{i})" if i in images else f"b{i}" if i in placed else f"a{i}"
            for i in range(len(self.plans))
        )
        slow = f"return {self.made.format(f'slow({values})')}"
        texts = [
            f", (c{i}, a{i})" for i, p in enumerate(self.plans) if p.param.type.kind == "string"
        ]
        refusal = f"    except BaseException as e: raise refused(e{''.join(texts)})"
        head = f"def call({forms.declaration(forms.kinds(self.about))}):"
        before = self.conversions(placed)
        # Only the slow way overwrites, and completes what is of one instance.
        if is_slow or self.about.wipe or self.is_incomplete():
            lines = [head, "    try:", *before, f"        {slow}", refusal]
            return source.function(lines, self.namespace)
        return self.quick(head, before, placed, slow, refusal)

    def behind(self, there: tuple[int, ...]) -> Callable[..., Any] | None:
        """The function for what the other one has converted, of which these lie in the guest.

        None for arguments that there is no such function for.
        """
        if any(plan.way not in ("raw", "number", "nothing") for plan in self.plans):
            return None
        self.there = there
        self.made = "{}"  # the other one makes the rest of it
        self.namespace["refuse"] = refuse
        raw = [i for i, plan in enumerate(self.plans) if plan.way == "raw"]
        placed = [i for i in raw if i not in there]
        values = tuple(f"b{i}" if i in raw else f"a{i}" for i in range(len(self.plans)))
        listed = ", ".join(values)
        before = [f"        n{i} = len(b{i})" for i in placed]
        slow, refusal = f"return slow({listed})", "    except BaseException as e: raise refused(e)"
        made = self.quick(f"def call({listed}):", before, placed, slow, refusal)
        code = source.with_names(made.__code__, local_name(self.about.name), values)
        return source.FunctionType(code, {**source.BUILTINS, **self.namespace})

    def quick(
        self, head: str, before: list[str], placed: list[int], slow: str, refusal: str
    ) -> Callable[..., Any]:
        """The function that makes the call itself where it can."""
        if placed:
            room = " + ".join([f"n{i}" for i in placed] + [str(PLACE_ALIGN * len(placed))])
            before = [*before, f"        if {room} > m.room: {slow}"]
        lock = self.state.lock
        first = [
            head,
            *(["    global known, start, length"] if self.result.is_text else []),
            f"    {lock.begin}",
            "    e = 0",
            *(["    try:", *before, refusal] if before else []),
        ]
        tried = [
            "    try:",
            *[f"    {line}" for line in self.tried(placed)],
            # What comes when the handler begins, or keeps it from tidying up, leaves by this one.
            "    except BaseException:",
            *[f"        {line}" for line in lock.leave],
            "        raise",
        ]
        return source.function([*first, *tried, f"    try: {slow}", refusal], self.namespace)

    def is_incomplete(self) -> bool:
        """Whether images of arguments have gaps for what is of one instance."""
        ways = ("handle", "token")
        return any(p.param.type.handles and p.way not in ways for p in self.plans)

    def tried(self, placed: list[int]) -> list[str]:
        """The statements from taking the lock to giving it back."""
        lock = self.state.lock
        done = self.taking() + self.copying(placed) + self.lifting() + self.tidying()
        if placed:
            done.append(f"m.top = p{placed[0]}")
        done += [lock.give, "if waiting: wake()", f"return {self.made.format('r')}"]
        lines = [
            "    try:",
            f"        {lock.take}",
            *(["        if drops: drain()"] if self.state.has_handles or self.there else []),
            *self.placement(placed),
            "        e = call(*args)",
            "        if e is None and not trap:",
            *[f"            {line}" for line in done],
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
        return [*lines, "            if e is x: raise e", "            raise e from e.__cause__"]

    def taking(self) -> list[str]:
        """Statements that look whether the guest has taken the objects."""
        if not self.about.takes_objects:
            return []
        self.namespace["about"] = self.about
        given = [i for i, p in enumerate(self.plans) if p.param.type.kind == "own"]
        return [
            "if refused_word[0]: raise m.refusal(about)",
            *[f"a{i}.__pyext_handle__ = 0" for i in given],
        ]

    def tidying(self) -> list[str]:
        """Statements that let go of what imports have left."""
        foreign = self.state.foreign
        if foreign is None:
            return []
        self.namespace.update(litter=foreign.litter, tidy=foreign.tidy)
        if self.about.lends:
            self.namespace.update(lend=foreign.lend)
            return ["tidy()"]
        return ["if litter: tidy()"]

    def may_differ(self) -> bool:
        """Whether an operand of another type is none of this function's business."""
        if self.about.role != "method":
            return False
        from . import roles

        return local_name(self.about.name) in roles.WITH_OPERAND

    def conversions(self, placed: list[int]) -> list[str]:
        """Statements that convert the arguments; any Python code can run in them."""
        lines: list[str] = []
        base = "m.scratch"
        images = [i for i in placed if self.plans[i].way != "raw"]
        for i, plan in enumerate(self.plans):
            first = len(lines)
            self.namespace[f"c{i}"] = plan.convert
            kind = plan.param.type.kind
            if self.about.vectorize:
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
            if i in self.there:
                first, second = self.cell("I", plan.cell), self.cell("I", plan.cell + 1)
                # The memory can have gone with its instance.
                lines.append(f"        {first} = b{i}.address if b{i}.base == m.base else refuse()")
                lines.append(f"        {second} = b{i}.size // {plan.stride}")
            elif plan.way == "handle":
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
        if ty.is_text:
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
