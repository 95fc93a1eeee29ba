"""Writes the figures as Markdown."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .build_times import BuildTimes
from .calls import Missing, SpeedTable
from .goals import Goal, goals
from .machine import machine
from .payload import SIZES, Line
from .peers import Peer, pyext
from .sizes import Size
from .threads import MOST_ROUNDS as MOST_OF_THREADS
from .threads import Gain
from .timing import Timing
from .values import MOST_ROUNDS

#: The picture, which stands beside the results.
PICTURE = "payload.svg"


@dataclass
class Figures:
    """All that a run has measured."""

    command: str
    rounds: int
    peers: list[Peer] = field(default_factory=list)
    missing_peers: list[Missing] = field(default_factory=list)
    tables: list[SpeedTable] = field(default_factory=list)
    payload: list[Line] = field(default_factory=list)
    missing_payload: list[Missing] = field(default_factory=list)
    values: list[SpeedTable] = field(default_factory=list)
    missing_values: list[Missing] = field(default_factory=list)
    behaviour: list[SpeedTable] = field(default_factory=list)
    missing_behaviour: list[Missing] = field(default_factory=list)
    arrays: list[SpeedTable] = field(default_factory=list)
    missing_arrays: list[Missing] = field(default_factory=list)
    vectorize: list[SpeedTable] = field(default_factory=list)
    missing_vectorize: list[Missing] = field(default_factory=list)
    start: list[SpeedTable] = field(default_factory=list)
    instances: list[SpeedTable] = field(default_factory=list)
    threads: list[Gain] = field(default_factory=list)
    missing_threads: list[Missing] = field(default_factory=list)
    host: list[Goal] = field(default_factory=list)
    sizes: list[Size] = field(default_factory=list)
    missing_sizes: list[Missing] = field(default_factory=list)
    wasm_opt: str | None = None
    build_times: BuildTimes | None = None
    failures: list[Missing] = field(default_factory=list)


def render(figures: Figures) -> str:
    """The text of RESULTS.md."""
    lines = [
        "# Results of the bench",
        "",
        f"Written by `{figures.command}`. Compare figures within a table only: they come from one "
        "run on one machine.",
        "",
        *(f"- {line}" for line in machine()),
        *(f"- {peer.name}: {peer.version}" for peer in figures.peers),
        f"- wasm-opt: {figures.wasm_opt or 'not found; its columns are empty'}",
        "",
    ]
    reached = goals(figures.tables, figures.sizes, figures.build_times) + figures.host
    if reached:
        lines += ["## Goals", ""]
        lines += _table(
            ["figure", "goal", "measured", ""],
            [[g.what, g.goal, g.measured, g.verdict] for g in reached],
        )
    if speed := _speeds(figures):
        lines += ["## Speed", "", _method(figures.rounds), "", *speed]
    if figures.sizes or figures.missing_sizes:
        lines += _sizes(figures)
    if figures.build_times is not None:
        lines += _build_times(figures.build_times)
    if figures.failures:
        lines += ["## Not measured", ""]
        lines += [f"- {failure.peer}: {failure.reason}" for failure in figures.failures]
        lines += [""]
    return "\n".join(lines).rstrip() + "\n"


def _speeds(figures: Figures) -> list[str]:
    lines = []
    for table in figures.tables:
        lines += _speed(table, [*figures.missing_peers, *table.missing])
    if figures.payload:
        lines += _payload(figures)
    if figures.values:
        lines += _values(figures)
    if figures.behaviour:
        lines += _behaviour(figures)
    for table in figures.arrays:
        lines += _speed(table, [*figures.missing_arrays, *table.missing])
    if figures.vectorize:
        lines += _vectorize(figures)
    for table in figures.start:
        lines += _speed(table, table.missing)
    for table in figures.instances:
        lines += _speed(table, [*figures.missing_peers, *table.missing])
    if figures.threads or figures.missing_threads:
        lines += _threads(figures)
    return lines


def _method(rounds: int) -> str:
    return (
        "All peers run in one process, where nothing else is said, and take turns: "
        f"{rounds} rounds, in each every peer once, in an order shuffled per round. *Best* and "
        "*median* are over the rounds, per call; the last column divides bests. pyext runs as "
        "users have it, lock included."
    )


def _speed(table: SpeedTable, missing: Sequence[Missing]) -> list[str]:
    ours = table.best(pyext.NAME)
    ranked = sorted(table.timings, key=lambda timing: timing.best)
    rows = [
        [timing.peer, _time(timing.best), _time(timing.median), _against(timing, ours)]
        for timing in ranked
    ]
    rows += [[absent.peer, f"not measured: {_cell(absent.reason)}", "", ""] for absent in missing]
    lines = [f"### {table.title}", "", table.text, ""]
    lines += _table(["", "best", "median", "pyext is"], rows)
    faster = [t for t in ranked if ours is not None and t.best < ours and not _is_ours(t)]
    if ours is not None and faster:
        lost = ", ".join(f"{t.peer} ({_factor(ours / t.best)} times faster)" for t in faster)
        lines += [f"pyext loses here to {lost}.", ""]
    return lines


def _threads(figures: Figures) -> list[str]:
    ranked = sorted(figures.threads, key=lambda gain: -gain.times)
    rows = [
        [gain.peer, _time(gain.apart), _time(gain.together), f"{gain.times:.2f} times"]
        for gain in ranked
    ]
    rows += [
        [absent.peer, f"not measured: {_cell(absent.reason)}", "", ""]
        for absent in figures.missing_threads
    ]
    lines = [
        "### Two threads",
        "",
        "A peer does a piece of work twice, one after the other and in two threads. The work is as "
        "many turns of a loop as take the peer a tenth of a second: only the last column compares "
        "peers, which divides the bests of "
        f"{min(figures.rounds, MOST_OF_THREADS)} rounds. 2 is all that two cores can give.",
        "",
        *_table(["", "one after the other", "in two threads", "as fast"], rows),
    ]
    ours = max((gain.times for gain in ranked if _is_ours(gain)), default=None)
    ahead = [g for g in ranked if ours is not None and g.times > ours and not _is_ours(g)]
    if ahead:
        lost = ", ".join(f"{gain.peer} ({gain.times:.2f} times as fast)" for gain in ahead)
        lines += [f"pyext loses here to {lost}.", ""]
    return lines


def _payload(figures: Figures) -> list[str]:
    rows = [[line.peer, *map(_time, line.best)] for line in figures.payload]
    return [
        "### `greet` by the size of the name",
        "",
        "The best of the rounds. So many bytes go in, and a few more come out.",
        "",
        f"![The same figures as curves, both axes logarithmic]({PICTURE})",
        "",
        *_table(["", *(f"{size:,}" for size in SIZES)], rows),
        *[f"- {peer.peer}: not measured: {peer.reason}" for peer in figures.missing_payload],
        "",
    ]


def _values(figures: Figures) -> list[str]:
    return _matrix(
        "Values there and back",
        "Each function gives back what it gets. Arguments are the peer's own objects, made before "
        f"the clock runs. {_cells(min(figures.rounds, MOST_ROUNDS))} By hand, the author has "
        "written what packs and unpacks each type. `wasmtime.component` has no integer of 128 bits "
        "and no `Duration`, dict, set or array: its caller makes halves, seconds with nanoseconds, "
        "pairs and lists. Its flags are a set of names; PyO3's are a class around a `u8`.",
        figures.values,
        figures.missing_values,
    )


def _behaviour(figures: Figures) -> list[str]:
    return _matrix(
        "Objects, iterators and calls of Python",
        "The object is made before the clock runs. What is called is a function of one line in "
        f"Python. {_cells(figures.rounds)} By hand, the author keeps handles and callables, and "
        "asks for one item at a time. A component has resources for objects and iterators, and no "
        "callables.",
        figures.behaviour,
        figures.missing_behaviour,
    )


def _vectorize(figures: Figures) -> list[str]:
    return _matrix(
        "Functions of numbers on arrays",
        "A polynomial of degree seven: a function with `vectorize`, NumPy with two operations for "
        "each power, and a call for each number. A cell has the best of "
        f"{figures.rounds} rounds, and the median in brackets.",
        figures.vectorize,
        figures.missing_vectorize,
    )


def _cells(rounds: int) -> str:
    return (
        f"A cell has the best of {rounds} rounds, the median in brackets, and how many times as "
        "long as pyext's best that best is."
    )


def _matrix(
    title: str, text: str, tables: Sequence[SpeedTable], missing: Sequence[Missing]
) -> list[str]:
    """A line for each of the tables, a column for each peer."""
    peers = list(dict.fromkeys(t.peer for table in tables for t in table.timings))
    rows = []
    for table in tables:
        times = {timing.peer: timing for timing in table.timings}
        ours = table.best(pyext.NAME)
        cells = [_trip(times[peer], ours) if peer in times else "" for peer in peers]
        rows.append([table.title, *cells])
    absent = [(table.title, peer) for table in tables for peer in table.missing]
    lost = Counter(peer for table in tables for peer in _faster(table))
    losses = [f"{peer} in {count} of {len(tables)} lines" for peer, count in lost.most_common()]
    return [
        f"### {title}",
        "",
        text,
        "",
        *_table(["", *peers], rows),
        *([f"pyext loses here to {', '.join(losses)}.", ""] if losses else []),
        *[f"- {name}, {peer.peer}: not measured: {peer.reason}" for name, peer in absent],
        *[f"- {peer.peer}: not measured: {peer.reason}" for peer in missing],
        "",
    ]


def _faster(table: SpeedTable) -> list[str]:
    """The peers that are faster than pyext, in the first of its ways if there are more."""
    ours = next((timing.best for timing in table.timings if _is_ours(timing)), 0)
    return [t.peer for t in table.timings if t.best < ours and not _is_ours(t)]


def _trip(timing: Timing, ours: float | None) -> str:
    times = f"{_time(timing.best)} ({_time(timing.median)})"
    if ours is None or _is_ours(timing):
        return times
    return f"{times}: {timing.best / ours:,.2f} times"


def _is_ours(measured: Timing | Gain) -> bool:
    return measured.peer.startswith(pyext.NAME)


def _against(timing: Timing, ours: float | None) -> str:
    if ours is None or _is_ours(timing):
        return ""
    if timing.best > ours:
        return f"{_factor(timing.best / ours)} times faster"
    return f"{_factor(ours / timing.best)} times slower"


def _factor(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 2 else f"{ratio:,.1f}"


def _time(seconds: float) -> str:
    micro = seconds * 1e6
    if micro < 10:
        return f"{micro:.3f} µs"
    return f"{micro:,.1f} µs"


def _sizes(figures: Figures) -> list[str]:
    rows = [
        [
            size.label,
            f"{size.raw:,}",
            f"{size.optimised:,}" if size.optimised is not None else "",
            f"{size.compressed:,}",
        ]
        for size in figures.sizes
    ]
    rows += [
        [absent.peer, f"not measured: {_cell(absent.reason)}", "", ""]
        for absent in figures.missing_sizes
    ]
    return [
        "## Sizes",
        "",
        'Bytes of the `.wasm`. Every guest is built with `opt-level = "s"`, fat LTO, one codegen '
        "unit, `panic = abort`, symbols stripped. gzip is of the smaller file.",
        "",
        *_table(["", "built", "after `wasm-opt -Oz`", "gzip"], rows),
    ]


def _build_times(times: BuildTimes) -> list[str]:
    rows = [
        ["clean release build of cargo-pyext, downloads aside", f"{times.cli:.1f} s"],
        [f"the same, CPU time over {os.cpu_count()} cores", f"{times.cli_cpu:.1f} s"],
        ["examples/markdown: `cargo build`, nothing left to compile", f"{times.cargo:.3f} s"],
        ["examples/markdown: `cargo pyext build --no-wasm-opt`, likewise", f"{times.pyext:.3f} s"],
        ["what `cargo pyext build` adds", f"{times.added:.3f} s"],
    ]
    return ["## Building", "", *_table(["", "time"], rows)]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    line = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    return [*line, ""]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
