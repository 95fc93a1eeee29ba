"""Runs the bench: `python bench/run.py`. Needs Python and Rust; the rest it installs itself."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

BENCH = Path(__file__).resolve().parent


def target_dir() -> Path:
    """The bench's part of cargo's target folder."""
    root = BENCH.parent
    return root / os.environ.get("CARGO_TARGET_DIR", "target") / "bench"


def environment(target: Path) -> Path:
    """The Python of a virtual environment that has the requirements."""
    folder = target / "venv"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    requirements = BENCH / "requirements.txt"
    # Shared with the tests: one version of each program.
    programs = BENCH.parent / "xtask" / "requirements" / "programs.txt"
    recipe = requirements.read_bytes() + programs.read_bytes() + sys.version.encode()
    wanted = hashlib.sha256(recipe).hexdigest()
    stamp = folder / "requirements.sha256"
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"Installing {requirements.name} into {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(requirements)], check=True)
        anyway = ["--no-deps", "--ignore-requires-python", "-r", str(programs)]
        subprocess.run([*pip, *anyway], check=True)
        stamp.write_text(wanted)
    return python


def main() -> int:
    target = target_dir()
    python = environment(target)
    command = [str(python), "-m", "pyext_bench", "--target", str(target), *sys.argv[1:]]
    return subprocess.run(command, env={**os.environ, "PYTHONPATH": str(BENCH)}).returncode


if __name__ == "__main__":
    sys.exit(main())
