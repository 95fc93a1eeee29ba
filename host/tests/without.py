"""What Pyodide is without, and the tests that need it. The others run there as everywhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import Any
from unittest.mock import MagicMock

import pytest

FILES = [
    "test_arrays.py",  # arrays in the memory of a guest, which is another one there
    "test_views.py",  # the same; that there are copies is in test_results.py
    "test_guest_vectorize.py",  # arrays of NumPy; those of Python are in test_vectorize.py
    "test_engine.py",  # wasmtime, and which way there is to it
    "test_hostile.py",  # runs its modules in processes
    "test_processes.py",
    "test_soak.py",  # a process that runs for long
]
_CACHE = "there is no cache of compiled modules"
#: Tests by name, and why they cannot be.
TESTS: dict[str, str] = {
    "test_a_compiled_module_is_kept": _CACHE,
    "test_the_cache_does_not_grow_for_ever": _CACHE,
    "test_the_cache_has_a_most_in_bytes": _CACHE,
    "test_an_interface_is_read_once": _CACHE,
    "test_without_limits_nothing_stands_between_a_call_and_wasmtime": "it is about wasmtime",
    "test_a_trap_says_where_the_guest_was": "JavaScript tells of no more than ten frames",
    "test_a_million_objects_come_and_go": "it takes long, and wasmtime has shown it",
    "test_a_list_of_records_comes_from_a_structured_array": "it is about NumPy",
    "test_a_buffer_holds_bools_and_chars": "it is about NumPy",
    "test_ctrl_c_at_every_step_of_a_call_leaves_nothing_locked": "there it costs the instance",
    "test_an_array_of_an_instance_that_has_trapped_is_refused": "it goes in as any buffer does",
    "test_calls_can_be_awaited": "Python cannot wait for JavaScript's loop in Node 20",
}
#: What Python says there when a test asks for what is not there.
ERRORS = (
    "emscripten does not support processes",
    "can't start new thread",
    "PX625: ",  # the limits that JavaScript has no means for
    "No module named 'numpy",
)


def prepare() -> list[str]:
    """Makes files with tests of NumPy importable; gives those that stay out."""
    sys.modules["numpy"] = MagicMock()
    return FILES


def split(items: list[Any]) -> tuple[list[Any], list[Any]]:
    """The tests that can be, of these the share that was asked for, and the others."""
    del sys.modules["numpy"]  # Hypothesis looks for it there
    kept: list[Any] = []
    others: list[Any] = []
    for item in items:
        function: Any = item.function
        used = [function.__globals__.get(name) for name in function.__code__.co_names]
        is_numpy = any(isinstance(value, MagicMock) for value in used)
        is_numpy = is_numpy or "MagicMock" in repr(vars(item).get("callspec"))
        (others if is_numpy or item.originalname in TESTS else kept).append(item)
    share, shares = map(int, os.environ.get("PYEXT_TEST_SHARE", "1/1").split("/"))
    return kept[share - 1 :: shares], others


class Plugin:
    """Leaves out a test that turns out to need something."""

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Iterator[None]:
        """Runs the test."""
        try:
            return (yield)
        except Exception as e:
            if any(text in str(e) for text in ERRORS):
                pytest.skip(str(e))
            raise
