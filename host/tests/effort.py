"""How often a test tries: how many examples of Hypothesis, how many rounds."""

from __future__ import annotations

import os

#: Set where the same tests run thoroughly on another wasmtime, and only the engine differs.
_IS_BRIEF = bool(os.environ.get("PYEXT_TEST_BRIEF"))


def examples(thorough: int) -> int:
    """So many, or a quarter."""
    return thorough // 4 if _IS_BRIEF else thorough
