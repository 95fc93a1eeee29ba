"""Mutates guests, loads and calls what came of it, and says which seeds the host does not survive.

`python fuzz.py --seconds 600` goes on from seed to seed; `--seed N --count 1` does one again.
Guests are modules of `hostile.py` and the files that are named. Each run of seeds is a process.
"""

from __future__ import annotations

import argparse
import contextlib
import faulthandler
import io
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import hostile
import hostile_run

import pyext_host
from builder import leb, section
from pyext_host import LoadError, reader, sections

#: Seeds that one process goes through.
BATCH = 200
#: Seconds after which a guest counts as endless. It is the guest's right to run: no failure.
PATIENCE = 5
#: Bytes that mean something.
TELLING = (0, 1, 0x7F, 0x80, 0xFF, 0x0B, 0x41, 0x10, 0x20, 0x28, 0x36)


def guests(paths: list[str]) -> list[bytes]:
    """What is mutated."""
    made = [hostile.good()]
    for group in (hostile.handles, hostile.imported, hostile.bits):
        made += [case.wasm for case in group()][::7]
    return made + [Path(path).read_bytes() for path in paths]


def mutant(rng: random.Random, wasm: bytes) -> bytes:
    """The module with something else in it."""
    choice = rng.randrange(4)
    if choice == 0:
        return with_bytes(rng, wasm)
    if choice == 3:
        return with_numbers(rng, wasm)
    try:
        content = sections.interface_section(wasm, "")
    except LoadError:
        return with_bytes(rng, wasm)
    other = json.dumps(with_json(rng, json.loads(content))).encode()
    head = wasm.rindex(b"\x05pyext" + content)
    # The section ends the file; in front of its name are its length and its kind.
    at = head - len(leb(len(content) + 6)) - 1
    body = wasm[:at] if choice == 1 else with_bytes(rng, wasm[:at])
    return body + section(b"pyext", other)


def with_bytes(rng: random.Random, wasm: bytes) -> bytes:
    changed = bytearray(wasm)
    for _ in range(rng.choice((1, 1, 2, 8))):
        at = rng.randrange(8, len(changed))
        kind = rng.randrange(4)
        if kind == 0:
            changed[at] = rng.choice(TELLING)
        elif kind == 1:
            changed[at] ^= 1 << rng.randrange(8)
        elif kind == 2:
            del changed[at : at + rng.randrange(1, 9)]
        else:
            changed[at:at] = changed[at : at + rng.randrange(1, 9)]
    return bytes(changed)


def with_numbers(rng: random.Random, wasm: bytes) -> bytes:
    """Other constants of one byte in the code, other bytes in the data: the module stays valid."""
    changed = bytearray(wasm)
    constants = [i + 1 for i in range(8, len(wasm) - 2) if wasm[i] == 0x41 and wasm[i + 1] < 0x80]
    end = wasm.rfind(b"\x05pyext")
    for _ in range(rng.choice((1, 2, 4))):
        if constants and rng.randrange(3):
            changed[rng.choice(constants)] = rng.randrange(0x80)
        else:
            changed[end - 1 - rng.randrange(1, min(64, end - 8))] = rng.choice(TELLING)
    return bytes(changed)


def with_json(rng: random.Random, top: Any) -> Any:
    """The interface with other values in some places: wrong ones, or such as stand elsewhere."""
    for _ in range(rng.choice((1, 1, 2, 4))):
        listed = list(hostile.places(top))
        path = rng.choice(listed)
        source = rng.randrange(4)
        if source == 0:
            value: Any = rng.choice(hostile.WRONG)
        elif source == 1:
            value = rng.choice(hostile.TYPES)
        elif source == 2:
            path = rng.choice([p for p in listed if p[-1] in ("type", "result")] or listed)
            value = rng.choice(("u8", "u64", "string", "f32", {"list": "u16"}, {"option": "char"}))
        else:
            value = top
            for step in rng.choice(listed):
                value = value[step]
        top = hostile.changed(top, path, value)
    return top


def attempt(wasm: bytes) -> str:
    """Loads and calls a module; what has come of it, in a word."""
    try:
        asked = reader.read(wasm, "fuzz").imports
    except LoadError:
        return "unread"
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    try:
        imports = {given.name: Anything() for given in asked} or None
        extension = pyext_host.load(wasm, imports=imports)
    except LoadError:
        return "refused"
    finally:
        faulthandler.cancel_dump_traceback_later()
    buffers = hostile_run.Buffers()
    faulthandler.dump_traceback_later(PATIENCE, exit=True)
    raised = hostile_run.call_all(extension, buffers)
    faulthandler.cancel_dump_traceback_later()
    buffers.check()
    assert not hostile_run.PWNED, "a name was run"
    return "raised" if any(raised) else "called"


class Anything:
    """Gives every import."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_: None


def child(first: int, count: int, paths: list[str]) -> None:
    """Goes through seeds; prints each before it, and what came of it."""
    report = sys.stdout
    found = guests(paths)
    for seed in range(first, first + count):
        rng = random.Random(seed)
        wasm = mutant(rng, rng.choice(found))
        print(seed, end=" ", flush=True, file=report)
        with contextlib.redirect_stdout(io.StringIO()):
            what = attempt(wasm)
        print(what, flush=True, file=report)


def batch(first: int, count: int, paths: list[str]) -> tuple[int, dict[str, int], str]:
    """The seed to go on with, how often what has come of one, and what a process has died of."""
    command = [sys.executable, "-W", "ignore", __file__, "--child", str(first), str(count), *paths]
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    counts: dict[str, int] = {}
    last = first
    for line in done.stdout.splitlines():
        seed, _, what = line.partition(" ")
        last = int(seed)
        if what:
            counts[what] = counts.get(what, 0) + 1
    if done.returncode == 0:
        return first + count, counts, ""
    if done.stderr.lstrip().startswith("Timeout (") or "\nTimeout (" in done.stderr:
        counts["endless"] = 1
        return last + 1, counts, ""
    return last + 1, counts, f"seed {last}: exit code {done.returncode}\n{done.stderr[-2000:]}"


def main() -> int:
    """Runs the command; gives the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, default=0, help="the first one")
    parser.add_argument("--count", type=int, help="how many seeds")
    parser.add_argument("--seconds", type=float, default=600, help="for how long, without --count")
    parser.add_argument("guests", nargs="*", help="files to mutate as well")
    options = parser.parse_args()
    ends = time.monotonic() + options.seconds
    at = options.seed
    last = None if options.count is None else at + options.count
    counts: dict[str, int] = {}
    failures = []
    while at < last if last is not None else time.monotonic() < ends:
        size = BATCH if last is None else min(BATCH, last - at)
        at, found, failure = batch(at, size, options.guests)
        for what, number in found.items():
            counts[what] = counts.get(what, 0) + number
        if failure:
            failures.append(failure)
            print(failure, file=sys.stderr)
    print(json.dumps({"seeds": at - options.seed, **counts, "failures": len(failures)}))
    return 1 if failures else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--child"]:
        os.environ["PYEXT_CACHE"] = "0"
        child(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4:])
    else:
        sys.exit(main())
