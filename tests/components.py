"""Building components, and calling them through `wasmtime.component`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support import run
from wasmtime import Engine, Store
from wasmtime import component as wasmtime


def _always(_: object) -> bool:
    return True


# Untagged, wasmtime-py tells cases apart by `isinstance`, for which `True` is an integer.
wasmtime._types.VariantLikeType._tagged = _always  # type: ignore

ENGINE = Engine()


@dataclass(frozen=True)
class Built:
    """What `cargo pyext build --component` has written."""

    module: Path
    component: Path


def build(crate: Path) -> Built:
    """Builds the extension in `crate`, as a module and as a component."""
    command = ["cargo", "pyext", "build", "--component", "--message-format", "json"]
    answer = json.loads(run(*command, cwd=crate))
    return Built(Path(answer["file"]), Path(answer["component"]))


class Instance:
    """A component at work. It can import nothing."""

    def __init__(self, path: Path, memory: int = -1) -> None:
        self.store = Store(ENGINE)
        self.store.set_limits(memory_size=memory)
        component = wasmtime.Component.from_file(ENGINE, str(path))
        self._instance = wasmtime.Linker(ENGINE).instantiate(self.store, component)

    def call(self, name: str, *arguments: Any) -> Any:
        """Calls a function; `interface#name` is one of an interface."""
        place = None
        for part in name.split("#"):
            place = self._instance.get_export_index(self.store, part, place)
        assert place, name
        function = self._instance.get_func(self.store, place)
        assert function, name
        result = function(self.store, *arguments)
        function.post_return(self.store)
        return result
