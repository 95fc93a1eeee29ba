"""Builds an extension for each goal of `build --profile`, times a call: writes docs/profiles.md.

    python bench/profiles.py

Needs `cargo pyext` and wasm-opt on the PATH, and a Python with wasmtime, which is the one that
runs this. Times are those of this machine; what is worth a look is how they compare.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GUEST = ROOT / "examples" / "markdown"
TABLE = ROOT / "docs" / "profiles.md"
GOALS = ["size", "balanced", "speed"]

HEAD = """# Profiles

What `build --profile` makes of [examples/markdown](../examples/markdown): bytes with wasm-opt, and
the best time of a call that renders {length:,} characters. Written by `python bench/profiles.py`.

| profile | bytes | gzip | time of a call |
|---|---|---|---|
"""


def ask(command: str, *options: str) -> dict[str, object]:
    """What `cargo pyext` answers as JSON."""
    done = subprocess.run(
        ["cargo", "pyext", command, "--message-format", "json", *options],
        cwd=GUEST,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode != 0:
        sys.exit(f"cargo pyext {command}:\n{done.stderr}")
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench/profiles.py", description=__doc__.split("\n")[0])
    parser.add_argument("--target", type=Path, default=ROOT / "target" / "bench" / "profiles")
    options = parser.parse_args()
    target = ["--target-dir", str(options.target)]
    options.target.mkdir(parents=True, exist_ok=True)
    text = "\n\n".join((ROOT / "README.md").read_text(encoding="utf-8") for _ in range(10))
    sample = options.target / "sample.md"
    sample.write_text(text, encoding="utf-8")
    table = HEAD.format(length=len(text))
    for goal in GOALS:
        built = ask("build", "--require-wasm-opt", "--profile", goal, *target)
        file, sizes = built["file"], built["sizes"]
        assert isinstance(file, str)
        assert isinstance(sizes, dict)
        ran = ask("run", "--python", sys.executable, "--time", file, "to_html", f"@{sample}")
        time = ran["time"]
        assert isinstance(time, dict)
        print(f"{goal:>10} {sizes['wasm']:>8,} bytes {time['best'] * 1000:.2f} ms", file=sys.stderr)
        row = [goal, f"{sizes['wasm']:,}", f"{sizes['gzip']:,}", f"{time['best'] * 1000:.2f} ms"]
        table += f"| {' | '.join(row)} |\n"
    partial = TABLE.with_name(TABLE.name + ".partial")
    partial.write_text(table, encoding="utf-8")
    os.replace(partial, TABLE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
