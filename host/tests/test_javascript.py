"""What is so on the WebAssembly of JavaScript only: these tests run in Pyodide alone."""

from __future__ import annotations

from typing import Any

import pytest

import builder
import pyext_host
from pyext_host import Limits, LoadError


@pytest.mark.parametrize(
    ("options", "named"),
    [
        ({"limits": Limits(time=1)}, "limits.time and interruptible"),
        ({"interruptible": True}, "limits.time and interruptible"),
        ({"limits": Limits(fuel=1000)}, "limits.fuel"),
        ({"limits": Limits(stack=64 << 10)}, "limits.stack"),
        ({"compile": "subprocess"}, "compile='subprocess'"),
    ],
)
def test_what_javascript_has_no_means_for_is_refused(options: dict[str, Any], named: str) -> None:
    wasm = builder.module("", [])
    with pytest.raises(LoadError, match="PX625: ") as caught:
        pyext_host.load(wasm, **options)
    assert f"Pyodide has no means for {named}: " in str(caught.value)
    assert pyext_host.load(wasm)
