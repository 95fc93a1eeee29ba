"""How much is tried: which files, how many examples of Hypothesis, how many rounds."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")

#: Set where the same tests run thoroughly on another wasmtime, and only the engine differs.
_IS_BRIEF = bool(os.environ.get("PYEXT_TEST_BRIEF"))
#: Of things in a row each or every fourth is tried.
STRIDE = 4 if _IS_BRIEF else 1


def examples(thorough: int) -> int:
    """So many, or a quarter."""
    return thorough // STRIDE


def some(thorough: Iterable[T]) -> list[T]:
    """All of them, or every fourth."""
    return list(thorough)[::STRIDE]


#: Tests of what the host does by itself, which values it takes, gives and refuses, and the longest.
_ITS_OWN = [
    "test_arguments.py",
    "test_classes.py",
    "test_contracts.py",
    "test_copies.py",
    "test_differences.py",
    "test_interface.py",
    "test_interface_behaviour.py",
    "test_namespaces.py",
    "test_package.py",
    "test_results.py",
    "test_signatures.py",
    "test_soak.py",
    "test_structures.py",
    "test_values.py",
]


def ignored() -> list[str]:
    """Files that stay out where only what the engine takes part in is to be seen."""
    return _ITS_OWN if os.environ.get("PYEXT_TEST_BRIEF") == "engine" else []
