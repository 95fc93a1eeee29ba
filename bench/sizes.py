"""Weighs an extension for each feature of the SDK: writes docs/sizes.md, or holds to budgets.

    python bench/sizes.py            # builds them all and writes the table
    python bench/sizes.py --check    # builds them all; exit status 1 if one is over its budget

Needs `cargo pyext` on the PATH, and nothing of the rest of the bench.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
GUEST = ROOT / "bench" / "guests" / "features"
TABLE = ROOT / "docs" / "sizes.md"

HEAD = """# Sizes

What each feature costs in bytes: an extension of one function that uses it and nothing else, as
`cargo pyext build` leaves it without `wasm-opt`, interface included, panics told as traps. Written
by `python bench/sizes.py`; `python bench/sizes.py --check` compares with the budgets, and the tests
run it. A function that does not use a feature pays nothing for it.

The first function that takes or returns a text or list brings the allocator and what goes with it.
More functions of a kind cost little more: their code and their entry in the interface.

| extension | bytes | over two numbers | budget |
|---|---|---|---|
"""


class Row(NamedTuple):
    """One extension: a feature of the crate, what it does, and how large it may be."""

    feature: str
    what: str
    budget: int


ROWS = [
    Row("scalars", "two numbers in, one out", 520),
    Row("signature", "the same, with a default and keywords", 640),
    Row("vectorize", "the same, on arrays, too", 1100),
    Row("constant", "the same, and a constant", 700),
    Row("submodule", "the same, in a submodule", 680),
    Row("newtype", "the same, with a type that crosses as a number", 520),
    Row("enum", "an enum in and out", 1000),
    Row("flags", "flags in and out", 940),
    Row("array", "`[f64; 3]` in and out", 2650),
    Row("large-integer", "`u128` in and out", 2600),
    Row("duration", "`Duration` in and out", 2600),
    Row("option", "`Option<u32>` in and out", 2650),
    Row("record", "a record in and out", 3100),
    Row("variant", "a variant in and out", 3350),
    Row("list-in", "`&[f64]` in", 2500),
    Row("records-in-place", "`&[R]` in, of records", 2850),
    Row("list-out", "`Vec<u32>` out", 2800),
    Row("text-in", "`&str` in", 2800),
    Row("text-out", "`&str` in, `String` out", 3250),
    Row("wipe", "the same, with `wipe`", 3500),
    Row("result-value", "`Vec<Result<u32, u8>>` in and out", 3300),
    Row("set", "`BTreeSet<u32>` in and out", 8900),
    Row("map", "`BTreeMap<u32, u32>` in and out", 9200),
    Row("error-text", "a result that can be an error with a text", 5300),
    Row("error-class", "a result that can be an error with a class", 4600),
    Row("error-boxed", "a result that can be a boxed error", 7600),
    Row("class", "a class with a constructor and a method", 6100),
    Row("objects", "the same, and `Vec<&C>` in, `C` out", 7200),
    Row("import", "a number in, what the host makes of it out", 900),
    Row("exception", "`&str` in, what the host makes of it or its exception out", 5700),
    Row("callable", "a callable of two numbers in, its result out", 800),
    Row("iterator", "`impl Iterator<Item = u32>` out", 5500),
    Row("iterable", "`PyIter<'_, f64>` in", 3250),
    Row("log", "two numbers in, one out, and a record for `logging`", 680),
    Row("stdout", "the same, and a line for `sys.stdout` instead", 660),
    Row("random", "the same, and a random byte instead", 680),
    Row("clock", "the same, and the time instead", 680),
]


def weigh(feature: str, target: Path) -> int:
    """Bytes of the extension with this feature."""
    command = ["cargo", "pyext", "build", "--quiet", "--no-wasm-opt", "--message-format", "json"]
    options = ["--target-dir", str(target), "--no-default-features", "--features", feature]
    done = subprocess.run(
        [*command, *options], cwd=GUEST, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode != 0:
        sys.exit(f"the extension with {feature!r} cannot be built:\n{done.stderr}")
    return Path(json.loads(done.stdout)["file"]).stat().st_size


def weigh_all(targets: Sequence[Path]) -> Iterator[int]:
    """The bytes of each row, with one build at a time in each target folder."""
    free: SimpleQueue[Path] = SimpleQueue()
    for target in targets:
        free.put(target)

    def weigh_one(row: Row) -> int:
        target = free.get()
        try:
            return weigh(row.feature, target)
        finally:
            free.put(target)

    with ThreadPoolExecutor(len(targets)) as pool:
        yield from pool.map(weigh_one, ROWS)


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/sizes.py", description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare, and write nothing")
    parser.add_argument(
        "--targets",
        type=Path,
        nargs="+",
        default=[ROOT / "target" / "bench" / "sizes"],
        help="target folders; each takes one build at a time",
    )
    options = parser.parse_args()
    table, over = HEAD, []
    least = 0
    for row, size in zip(ROWS, weigh_all(options.targets)):
        least = least or size
        print(f"{row.feature:>20} {size:>7,} of {row.budget:,}", file=sys.stderr, flush=True)
        more = "" if size == least else f"{size - least:+,}"
        table += f"| {row.what} | {size:,} | {more} | {row.budget:,} |\n"
        if size > row.budget:
            over.append(f"{row.what}: {size:,} bytes, the budget is {row.budget:,}")
    for line in over:
        print(line)
    if not options.check:
        partial = TABLE.with_name(TABLE.name + ".partial")
        partial.write_text(table, encoding="utf-8")
        os.replace(partial, TABLE)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
