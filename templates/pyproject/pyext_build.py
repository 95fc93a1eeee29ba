"""Builds wheels and source distributions by `cargo pyext`, for pip, uv and `python -m build`.

The hooks are those of PEP 517 and PEP 660. It needs `cargo pyext` on PATH, and nothing from an
index. `--config-settings build-args="--features x"` hands options on to it.
"""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Union

Settings = Union[Mapping[str, Any], None]


def _program() -> str:
    name = os.environ.get("CARGO_PYEXT") or "cargo-pyext"
    cargo_home = os.environ.get("CARGO_HOME") or str(Path.home() / ".cargo")
    found = shutil.which(name) or shutil.which(name, path=str(Path(cargo_home, "bin")))
    if found is None:
        raise SystemExit(
            "error: this package is built by `cargo pyext`, which is not on PATH\n"
            "  = help: cargo install cargo-pyext"
        )
    return found


def _run(command: str, folder: str, settings: Settings, *options: str) -> str:
    """Runs a command that writes one file into the folder. Gives the file's name."""
    more = (settings or {}).get("build-args") or []
    arguments = shlex.split(more) if isinstance(more, str) else [str(each) for each in more]
    words = [_program(), "pyext", command, "--out", folder, "--message-format", "json"]
    done = subprocess.run([*words, *options, *arguments], stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit(f"error: `cargo pyext {command}` ended with status {done.returncode}")
    return os.path.basename(str(json.loads(done.stdout)["file"]))


def build_wheel(
    wheel_directory: str,
    config_settings: Settings = None,
    metadata_directory: str | None = None,
) -> str:
    """PEP 517."""
    return _run("wheel", wheel_directory, config_settings)


def build_editable(
    wheel_directory: str,
    config_settings: Settings = None,
    metadata_directory: str | None = None,
) -> str:
    """PEP 660."""
    return _run("wheel", wheel_directory, config_settings, "--editable")


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """PEP 517."""
    return _run("sdist", sdist_directory, config_settings)


def get_requires_for_build_wheel(config_settings: Settings = None) -> list[str]:
    """PEP 517."""
    return []


get_requires_for_build_editable = get_requires_for_build_wheel
get_requires_for_build_sdist = get_requires_for_build_wheel
