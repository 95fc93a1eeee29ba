"""The picture of a call's time by the size of what it takes, for each peer."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module

from .calls import Missing, absent
from .peers import Peer, pyext
from .shell import say
from .timing import Case, check, measure

SAMPLE = 0.006
#: Characters of the name that is greeted; each is a byte.
SIZES = tuple(10**power for power in range(7))


@dataclass(frozen=True)
class Line:
    """Seconds per call of a peer, for each size."""

    peer: str
    best: tuple[float, ...]


def payload_lines(peers: Sequence[Peer], rounds: int) -> tuple[list[Line], list[Missing]]:
    """Measures every peer with every size; those that fail with one are left out."""
    found: dict[str, list[float]] = {peer.name: [] for peer in peers}
    missing: list[Missing] = []
    for size in SIZES:
        say("Measuring", f"greet with {size:,} bytes")
        name = "a" * size
        able: list[Case] = []
        for peer in peers:
            if peer.name in found:
                case = Case(peer.name, peer.greet, (name,))
                try:
                    check(case, f"Hello, {name}!")
                    able.append(case)
                except Exception as error:
                    missing.append(absent(peer.name, error))
                    del found[peer.name]
        for timing in measure(able, rounds, SAMPLE):
            found[timing.peer].append(timing.best)
    return [Line(peer, tuple(best)) for peer, best in found.items()], missing


def drawing(lines: Sequence[Line]) -> str:
    """The picture as SVG."""
    mpl = import_module("matplotlib")  # not known to the type checker
    mpl.use("svg")
    # Names of elements do not change from run to run; text stays text.
    mpl.rcParams.update({"svg.hashsalt": "pyext", "svg.fonttype": "none", "font.size": 10})
    pyplot = import_module("matplotlib.pyplot")

    figure, axes = pyplot.subplots(figsize=(8, 4.5), layout="constrained")
    for line in sorted(lines, key=lambda line: -line.best[-1]):
        ours = line.peer == pyext.NAME
        axes.loglog(
            SIZES,
            [seconds * 1e6 for seconds in line.best],
            label=line.peer,
            marker="o",
            markersize=4,
            linewidth=2.5 if ours else 1.2,
            zorder=3 if ours else 2,
        )
    axes.set_xlabel("bytes of the string that goes in; as many come out")
    axes.set_ylabel("µs per call, logarithmic")
    axes.grid(alpha=0.3)
    figure.legend(loc="outside right upper", frameon=False)
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
