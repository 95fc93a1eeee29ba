"""A core module through wasmtime-py's public API: the author keeps handles and tokens himself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from wasmtime import Func, FuncType, Linker, Module, Store, ValType

from ..artifacts import Artifacts
from ..peers.by_hand import NAME as NAME
from . import Behaviour, scale


def load(artifacts: Artifacts) -> Behaviour:
    store = Store()
    module = Module.from_file(store.engine, str(artifacts.guest("hand-written", "behaviour")))
    lent: list[Callable[[int], int]] = []
    linker = Linker(store.engine)
    numbers_of, integer = ValType.f64(), ValType.i64()
    linker.define_func("host", "scale", FuncType([numbers_of], [numbers_of]), scale)
    linker.define_func(
        "host",
        "call",
        FuncType([ValType.i32(), integer], [integer]),
        lambda token, number: lent[token](number),
    )
    exports = linker.instantiate(store, module).exports(store)

    def function(name: str) -> Func:
        export = exports[name]
        assert isinstance(export, Func)
        return export

    counter = function("counter")(store, 7)
    begin, following = function("numbers"), function("numbers_next")
    apply_export = function("apply")

    def numbers(end: int) -> Iterator[int]:
        iterator = begin(store, end)
        while (number := following(store, iterator)) >= 0:
            yield number

    def apply(given: Callable[[int], int], times: int) -> int:
        lent.append(given)
        try:
            found: int = apply_export(store, len(lent) - 1, times)
        finally:
            lent.pop()
        return found

    return Behaviour(
        method=partial(function("counter_add"), store, counter),
        count=partial(function("counter_count"), store, counter),
        numbers=numbers,
        scaled=partial(function("scaled"), store),
        apply=apply,
    )
