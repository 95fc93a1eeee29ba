"""How long our own tool takes: to be built, and to build."""

from __future__ import annotations

import time
from dataclasses import dataclass

from .artifacts import Artifacts
from .shell import run, say
from .toolchain import TARGET, wasm_selector

# A build is long beside a call, and so are what disturbs it and a round.
MOST_ROUNDS = 9


@dataclass(frozen=True)
class BuildTimes:
    """Seconds; of the example's builds the best of the rounds."""

    cli: float
    cli_cpu: float
    cargo: float
    pyext: float

    @property
    def added(self) -> float:
        """What `cargo pyext build` takes beyond cargo."""
        return self.pyext - self.cargo


def build_times(artifacts: Artifacts, rounds: int) -> BuildTimes:
    """Builds the CLI from scratch, then the markdown example with cargo and with ours.

    Nothing is left to compile in the example when the clock runs, so that the difference is all
    ours: finding the toolchain, cargo's metadata, interface, pruning, check, writing.
    """
    say("Measuring", "a clean release build of cargo-pyext (about a minute)")
    cli, cli_cpu = artifacts.cli_from_scratch()
    example = artifacts.root / "examples" / "markdown"
    target = artifacts.target / "markdown"
    # One after the other in each round, as everywhere in the bench.
    build = ["build", "--target-dir", str(target)]
    ours = [str(artifacts.cli()), "pyext", *build, "--no-wasm-opt"]
    cargo = ["cargo", *wasm_selector(), *build, "--release", "--target", TARGET]
    say("Measuring", "cargo build and cargo pyext build of examples/markdown")
    run(ours, example)
    run(cargo, example)
    taken: list[tuple[float, float]] = []
    for _ in range(min(rounds, MOST_ROUNDS)):
        start = time.perf_counter()
        run(cargo, example)
        between = time.perf_counter()
        run(ours, example)
        taken.append((between - start, time.perf_counter() - between))
    return BuildTimes(
        cli,
        cli_cpu,
        min(cargo for cargo, _ in taken),
        min(ours for _, ours in taken),
    )
