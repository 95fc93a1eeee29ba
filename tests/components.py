"""Building components, and calling them through `wasmtime.component`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable

from support import pyext_in
from wasmtime import Engine, Store
from wasmtime import component as wasmtime


def _always(_: object) -> bool:
    return True


# Untagged, wasmtime-py tells cases apart by `isinstance`, for which `True` is an integer.
wasmtime._types.VariantLikeType._tagged = _always  # type: ignore

ENGINE = Engine()


#: By interface and function. Each is called with the store and its arguments.
Imports = Mapping[str, Mapping[str, Callable[..., Any]]]


@dataclass(frozen=True)
class Built:
    """What `cargo pyext build --component` has written."""

    module: Path
    component: Path


def build(crate: Path) -> Built:
    """Builds the extension in `crate`, as a module and as a component."""
    answer = json.loads(pyext_in(crate, "build", "--component", "--message-format", "json"))
    return Built(Path(answer["file"]), Path(answer["component"]))


class Instance:
    """A component at work, with the functions of the interfaces that it imports."""

    def __init__(self, path: Path, memory: int = -1, imports: Imports | None = None) -> None:
        self.store = Store(ENGINE)
        self.store.set_limits(memory_size=memory)
        component = wasmtime.Component.from_file(ENGINE, str(path))
        linker = wasmtime.Linker(ENGINE)
        with linker.root() as root:
            for name, functions in (imports or {}).items():
                with root.add_instance(name) as interface:
                    for function, called in functions.items():
                        interface.add_func(function, called)
        self._instance = linker.instantiate(self.store, component)

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
