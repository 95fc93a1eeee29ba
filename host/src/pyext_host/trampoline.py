"""What the guest calls when it calls an import: code made for each when it is called first.

It lifts the arguments, calls the Python function and lowers the result. No exception may leave it:
the C code that calls it would go on with whatever is in a register.
"""

from __future__ import annotations

import _struct as struct  # `struct` takes a while to import

from . import _abi, convert, engine, lift, lower, scalars, source
from .interface import Function, Type
from .source import CodeType, FunctionType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PAD = {"i": "i12x", "I": "I12x", "f": "f12x", "q": "q8x", "Q": "Q8x", "d": "d8x"}


def _safe(head: str, body: list[str], is_fast: bool) -> list[str]:
    """A function that no exception leaves but as what stops the guest."""
    stop = "return stop(e)" if is_fast else "raise stop(e)"
    return [
        head,
        "    try:",
        "        try:",
        *[f"            {line}" for line in body],
        # Twice: what comes in the first handler, such as a second Ctrl-C, must not get out either.
        "        except BaseException as e:",
        f"            {stop}",
        "    except BaseException as e:",
        f"        {stop}",
    ]


def _stub(is_fast: bool) -> CodeType:
    """Code for an import that has not been called yet."""
    lines = _safe("def callback(*cells):", ["return first(*cells)"], is_fast)
    return source.guarded(source.compiled(lines))


class Trampoline:
    """One import of one extension."""

    def __init__(self, foreign: Any, function: Function, python: Any, where: str) -> None:
        self.function = function
        self.where = where
        self.is_fast = engine.verdict().fast
        #: What the code finds; `f` is the function that it calls.
        self.namespace: dict[str, Any] = {
            **source.BUILTINS,
            "first": self.first,
            "f": python,
            "m": foreign.state,
            "foreign": foreign,
            "stop": foreign.stop,
            "caught": foreign.caught,
            "alive": foreign.expect_alive,
            "place": foreign.place,
            "out_of_range": convert.out_of_range,
        }
        self.python: Any = FunctionType(_stub(self.is_fast), self.namespace)
        #: What wasmtime calls.
        self.callback: Any = engine.callback(self.python) if self.is_fast else self.python

    def first(self, *arguments: Any) -> Any:
        """The first call: makes the code, then runs it."""
        made = source.compiled(self.framed(self.body()))
        self.python.__code__ = source.guarded(made)
        return self.python(*arguments)

    def cells(self) -> list[tuple[str, str]]:
        """Name and code of each cell of the arguments."""
        found = []
        for i, param in enumerate(self.function.params):
            if param.type.is_pair:
                found += [(f"a{i}", "I"), (f"n{i}", "I")]
            elif param.type.is_scalar:
                found.append((f"a{i}", scalars.read_code(param.type)))
            elif param.type.kind != "unit":
                found.append((f"a{i}", "I"))
        return found

    def framed(self, body: list[str]) -> list[str]:
        """The function around these statements, which leave the number of the result in `r`."""
        cells = self.cells()
        names = "".join(f"{name}, " for name, _ in cells)
        result = self.result_code()
        if not self.is_fast:
            masks = [f"{name} &= 0xFFFFFFFF" for name, code in cells if code == "I"]
            masks += [f"{name} &= 0xFFFFFFFFFFFFFFFF" for name, code in cells if code == "Q"]
            lines = [*masks, *body, "return r" if result else "return None"]
            head = f"def callback({names}):"
        else:
            size = engine.CELL * max(len(cells), 1)
            self.namespace["block"] = engine.block(size)
            lines = ["b = block(at)"]
            if cells:
                form = struct.Struct("<" + "".join(_PAD[code] for _, code in cells))
                self.namespace["unpack"] = form.unpack_from
                lines.append(f"{names}= unpack(b)")
            lines += body
            if result:
                self.namespace["pack"] = struct.Struct(f"<{result}").pack_into
                lines.append("pack(b, 0, r)")
            lines.append("return None")
            head = "def callback(env, caller, at, n):"
        return _safe(head, lines, self.is_fast)

    def result_code(self) -> str:
        """The code of the result's cell; empty if there is none."""
        function = self.function
        if function.is_compound:
            return "I"
        return "" if function.result.kind == "unit" else scalars.write_code(function.result)

    def body(self) -> list[str]:
        """The statements that do it."""
        function = self.function
        lines = []
        given = []
        for i, param in enumerate(function.params):
            lines += self.argument(param.type, i)
            given.append(f"a{i}")
        if any(not p.type.is_scalar for p in function.params):
            lines.append("m.spent = 0")
        call = f"f({', '.join(given)})"
        if function.raises is None:
            return [*lines, f"r = {call}", "if m.dead: alive()", *self.result()]
        where = f"{self.where}: result"
        self.namespace["give"] = lower.returner(function.result, function.outcome, where)
        self.namespace["fail"] = lower.lowerer(function.outcome, where)
        return [
            *lines,
            "try:",
            f"    r = {call}",
            "except BaseException as e:",
            "    r = place(fail(caught(e), m.top))",
            "else:",
            "    if m.dead: alive()",
            "    r = give(r, foreign, m)",
        ]

    def argument(self, ty: Type, i: int) -> list[str]:
        """Statements that lift an argument."""
        if ty.kind == "unit":
            return [f"a{i} = None"]
        if ty.is_scalar:
            self.namespace[f"l{i}"] = scalars.lifter(ty)
            return scalars.lifting(ty, f"a{i}", f"l{i}")
        if ty.is_pair:
            self.namespace[f"l{i}"] = lift.argument(ty)
            return [f"a{i} = l{i}(m, a{i}, n{i})"]
        self.namespace[f"l{i}"] = lift.lifter(ty)
        return [f"a{i} = l{i}(m, a{i})"]

    def result(self) -> list[str]:
        """Statements that lower the result `r`."""
        function = self.function
        ty = function.outcome
        where = f"{self.where}: result"
        self.namespace["where"] = where
        if function.is_compound:
            self.namespace["lower"] = lower.lowerer(ty, where)
            return ["r = place(lower(r, m.top))"]
        if ty.kind == "unit":
            self.namespace["to_none"] = convert.to_none
            return ["if r is not None: to_none(r, where)"]
        self.namespace["convert"] = scalars.converter(ty, where)
        kind = ty.kind
        primitive = _abi.PRIMITIVES.get(kind)
        if kind == "f64":
            return ["if type(r) is not float: r = convert(r)"]
        if primitive is None or primitive.low is None:
            return ["r = convert(r)"]
        self.namespace["kind"] = kind
        return [
            "if type(r) is not int: r = convert(r)",
            f"if not {primitive.low} <= r <= {primitive.high}: raise out_of_range(where, kind, r)",
        ]
