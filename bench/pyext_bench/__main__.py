"""`python -m pyext_bench`: builds, measures, writes RESULTS.md. `bench/run.py` calls it."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .arrays import array_tables
from .artifacts import Artifacts
from .behaviour import behaviour_tables
from .build_times import build_times
from .calls import Missing, load_peers, speed_tables
from .host import host_figures
from .instances import instance_tables
from .payload import drawing, payload_lines
from .peers import pyext
from .report import PICTURE, Figures, render
from .shell import Failed, run, say
from .sizes import sizes
from .start import start_table
from .threads import thread_gains
from .toolchain import wasm_opt
from .values import value_tables
from .vectorize import vectorize_tables

ROOT = Path(__file__).resolve().parents[2]
SECTIONS = (
    "building",
    "sizes",
    "speed",
    "values",
    "behaviour",
    "arrays",
    "vectorize",
    "start",
    "instances",
    "threads",
    "host",
)
# How often each peer runs. Fewer show that all works, and no figures to keep.
ROUNDS = 40


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/run.py", description="Runs the bench.")
    parser.add_argument(
        "sections",
        nargs="*",
        metavar="SECTION",
        help=f"what to measure: {', '.join(SECTIONS)} [default: all]",
    )
    parser.add_argument(
        "--rounds",
        type=_count,
        default=ROUNDS,
        metavar="N",
        help=f"how often to measure; 1 only tries whether all works [default: {ROUNDS}]",
    )
    parser.add_argument(
        "--output",
        type=Path,
        help="where to write [default: bench/RESULTS.md for a whole run with all rounds, else "
        "stdout]",
    )
    parser.add_argument("--target", type=Path, required=True, help=argparse.SUPPRESS)
    options = parser.parse_args()
    wanted = set(options.sections or SECTIONS)
    if unknown := sorted(wanted - set(SECTIONS)):
        parser.error(f"no section {unknown[0]!r}; there are {', '.join(SECTIONS)}")

    more = [f"--rounds {options.rounds}"] if options.rounds != ROUNDS else []
    command = " ".join(["python bench/run.py", *options.sections, *more])
    target = options.target.resolve()
    figures = _measure(wanted, Figures(command, options.rounds), Artifacts(ROOT, target))
    text = render(figures)
    # A reason for a missing figure can hold a path of this machine.
    for folder in (target, ROOT):
        text = text.replace(f"{folder}{os.sep}", "")
    whole = wanted == set(SECTIONS) and options.rounds >= ROUNDS
    output = options.output or (ROOT / "bench" / "RESULTS.md" if whole else None)
    if output is None:
        sys.stdout.write(text)
    else:
        _write(output, text)
        say("Wrote", str(output))
        if figures.payload:
            _write(output.with_name(PICTURE), drawing(figures.payload))
            say("Wrote", str(output.with_name(PICTURE)))
    return 0 if "## Not measured" not in text and "not measured:" not in text else 1


def _count(text: str) -> int:
    """A number of rounds."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("it takes at least one round")
    return number


def _measure(wanted: set[str], figures: Figures, artifacts: Artifacts) -> Figures:
    tool = wasm_opt(artifacts.root, artifacts.target)
    if tool is not None:
        figures.wasm_opt = " ".join(run([tool, "--version"]).split()[2:3])
    # First the builds, so that speed is measured on an idle machine.
    if "building" in wanted:
        try:
            figures.build_times = build_times(artifacts, figures.rounds)
        except Failed as failed:
            say("Missing", f"build times: {failed}")
            figures.failures.append(Missing("build times", str(failed)))
    if "sizes" in wanted:
        figures.sizes, figures.missing_sizes = sizes(artifacts, tool)
    if wanted & {"speed", "instances"}:
        figures.peers, figures.missing_peers = load_peers(artifacts)
        if not any(peer.name == pyext.NAME for peer in figures.peers):
            say("Warning", "pyext itself could not be measured")
    if "speed" in wanted:
        figures.tables = speed_tables(figures.peers, figures.rounds)
        figures.payload, figures.missing_payload = payload_lines(figures.peers, figures.rounds)
    if "values" in wanted:
        figures.values, figures.missing_values = value_tables(artifacts, figures.rounds)
    if "behaviour" in wanted:
        found = behaviour_tables(artifacts, figures.rounds)
        figures.behaviour, figures.missing_behaviour = found
    if "arrays" in wanted:
        figures.arrays, figures.missing_arrays = array_tables(artifacts, figures.rounds)
    if "vectorize" in wanted:
        found = vectorize_tables(artifacts, figures.rounds)
        figures.vectorize, figures.missing_vectorize = found
    if "start" in wanted:
        figures.start = [start_table(artifacts, figures.rounds)]
    if "instances" in wanted:
        figures.instances = instance_tables(figures.peers, figures.rounds)
    if "threads" in wanted:
        figures.threads, figures.missing_threads = thread_gains(artifacts, figures.rounds)
    if "host" in wanted:
        figures.host = host_figures(artifacts, figures.rounds)
    return figures


def _write(output: Path, text: str) -> None:
    partial = output.with_name(output.name + ".partial")
    partial.write_text(text, encoding="utf-8")
    os.replace(partial, output)


if __name__ == "__main__":
    sys.exit(main())
