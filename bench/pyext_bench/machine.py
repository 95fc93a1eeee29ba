"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from importlib.metadata import version
from pathlib import Path

from .shell import Failed
from .toolchain import rustc_version, wasm_selector


def machine() -> list[str]:
    """Lines of a list."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    lines = [
        f"{_processor()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        f"{python}, NumPy {version('numpy')}, {rustc_version(())} (native)",
    ]
    try:
        lines[1] += f", {rustc_version(wasm_selector())} (wasm32)"
    except Failed as failed:
        lines.append(str(failed))
    return lines


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() == "model name":
                return value.strip()
    return platform.processor() or "unknown processor"
