"""Versions of crates, from a Cargo.lock."""

from __future__ import annotations

import re
from pathlib import Path


def locked(lockfile: Path, crate: str) -> str:
    """The version of `crate`, or "unknown"."""
    entry = rf'name = "{re.escape(crate)}"\nversion = "([^"]+)"'
    found = re.search(entry, lockfile.read_text(encoding="utf-8"))
    return found[1] if found else "unknown"
