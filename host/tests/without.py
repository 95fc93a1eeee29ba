"""What Pyodide is without, and the tests that need it. The others run there as everywhere."""

from __future__ import annotations

import os
import sys
from types import FunctionType
from typing import Any
from unittest.mock import MagicMock

import child

FILES = [
    "test_arrays.py",  # arrays in the memory of a guest, which is another one there
    "test_views.py",  # the same; that there are copies is in test_results.py
    "test_guest_vectorize.py",  # arrays of NumPy; those of Python are in test_vectorize.py
    "test_engine.py",  # wasmtime, and which way there is to it
    "test_hostile.py",  # processes; test_hostile_in_javascript.py has the same modules
    "test_lock.py",  # threads, and signals that interrupt
    "test_bundle.py",  # processes, and there is no cache
    "test_processes.py",
    "test_soak.py",  # a process that runs for long
]
_CACHE = "there is no cache of compiled modules"
_PROCESSES = "there are no processes"
_THREADS = "there are no threads"
_LIMITS = "JavaScript cannot stop what runs; test_javascript.py looks at what is said of it"
#: Tests by name, and why they cannot be.
TESTS: dict[str, str] = {
    "test_a_compiled_module_is_kept": _CACHE,
    "test_what_is_kept_is_read_if_nobody_else_can_have_written_it": _CACHE,
    "test_what_is_kept_is_in_the_user_s_folder_for_it": _CACHE,
    "test_what_is_used_is_kept_for_longer": _CACHE,
    "test_the_cache_does_not_grow_for_ever": _CACHE,
    "test_the_cache_has_a_most_in_bytes": _CACHE,
    "test_what_is_not_of_the_cache_stays_in_its_folder": _CACHE,
    "test_an_interface_is_read_once": _CACHE,
    "test_the_bytes_of_the_file_are_not_kept_in_memory": "another limit needs them again there",
    "test_without_limits_nothing_stands_between_a_call_and_wasmtime": "it is about wasmtime",
    "test_a_trap_says_where_the_guest_was": "JavaScript tells of no more than ten frames",
    "test_a_million_objects_come_and_go": "it takes long, and wasmtime has shown it",
    "test_a_list_of_records_comes_from_a_structured_array": "it is about NumPy",
    "test_a_buffer_holds_bools_and_chars": "it is about NumPy",
    "test_an_array_of_numpy_in_place_of_a_number_is_of_the_wrong_type": "it is about NumPy",
    "test_ctrl_c_at_every_step_of_a_call_leaves_nothing_locked": "there it costs the instance",
    "test_ctrl_c_behind_a_panic_leaves_nothing_of_it_to_the_next_call": "it is as the one above",
    "test_an_array_of_an_instance_that_has_trapped_is_refused": "it goes in as any buffer does",
    **dict.fromkeys(
        [
            "test_a_file_serves_as_the_protocol_that_it_was_made_from",
            "test_copies_share_classes_and_engine_and_the_newest_loads",
            "test_the_portable_way_has_limits_too",
            "test_limits_hold_in_a_child_that_was_forked_in_the_middle_of_a_call",
            "test_limits_hold_in_a_child_whose_parent_had_a_thread_in_a_call",
            "test_limits_hold_in_a_forked_child",
            "test_a_child_forked_in_the_middle_of_a_call_has_one_clock",
        ],
        _PROCESSES,
    ),
    **dict.fromkeys(
        [
            "test_finalisers_and_threads_call_while_results_are_lifted",
            "test_threads_may_call_and_be_called",
            "test_ctrl_c_at_the_entry_of_an_import_comes_out",
            "test_each_thread_can_have_an_instance_of_its_own",
            "test_objects_of_threads_stay_in_the_instance_that_has_made_them",
            "test_threads_of_a_pool_may_share_one_instance",
            "test_what_python_lets_go_of_is_dropped_at_the_next_call",
            "test_threads_share_one_extension",
            "test_other_threads_run_while_a_guest_does",
            "test_threads_may_make_the_first_call_together",
            "test_threads_may_ask_at_once_what_a_record_is",
        ],
        _THREADS,
    ),
    **dict.fromkeys(
        [
            "test_a_call_that_takes_too_long_is_stopped_and_a_fresh_instance_follows",
            "test_a_time_limit_holds_in_every_thread",
            "test_a_time_limit_holds_in_long_calls",
            "test_the_clock_of_a_time_limit_rests_when_no_call_is_under_way",
            "test_fuel_runs_out_at_the_same_place_each_time",
            "test_ctrl_c_right_behind_a_call_leaves_the_limits_of_the_next_ones",
            "test_the_stack_can_be_small_and_as_large_as_it_may_be",
            "test_where_the_clock_cannot_be_started_a_later_call_starts_it",
            "test_a_module_can_be_compiled_in_a_process_of_its_own",
            "test_compiling_has_the_limit_too",
            "test_a_process_that_could_not_compile_is_not_called_a_refusal",
        ],
        _LIMITS,
    ),
    "test_calls_can_be_awaited": "Python cannot wait for JavaScript's loop in Node 20",
}


def prepare() -> list[str]:
    """Makes files with tests of NumPy importable; gives those that stay out."""
    sys.modules["numpy"] = MagicMock()
    return FILES


def _used(function: Any) -> list[Any]:
    """What a test takes of its module, by itself and by the helpers that are there too."""
    used: list[Any] = []
    functions = [function]
    for one in functions:
        for name in one.__code__.co_names:
            value = one.__globals__.get(name)
            used.append(value)
            is_helper = isinstance(value, FunctionType) and value.__module__ == one.__module__
            if is_helper and value not in functions:
                functions.append(value)
    return used


def split(items: list[Any]) -> tuple[list[Any], list[Any]]:
    """The tests that can be, of these the share that was asked for, and the others."""
    del sys.modules["numpy"]  # Hypothesis looks for it there
    kept: list[Any] = []
    others: list[Any] = []
    for item in items:
        used = _used(item.function)
        is_process = child.python in used or child.printed in used
        is_numpy = any(isinstance(value, MagicMock) for value in used)
        is_numpy = is_numpy or "MagicMock" in repr(vars(item).get("callspec"))
        (others if is_numpy or is_process or item.originalname in TESTS else kept).append(item)
    share, shares = map(int, os.environ.get("PYEXT_TEST_SHARE", "1/1").split("/"))
    return kept[share - 1 :: shares], others
