"""Loading: from a path or bytes to an object that has what the extension offers."""

from __future__ import annotations

import os
from types import FunctionType
from typing import Any, Callable, Union

from . import _abi, call, engine, exports, hints, interface, reader, values
from .errors import LoadError
from .shared import runtimes
from .state import State

#: What can be loaded: a path, or the bytes of a module.
Source = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview]


class _Namespace:
    """What has functions, classes, constants and submodules of an extension as attributes."""

    # They are instance attributes and their names are never of the form __x__, so nothing that
    # they are called can stand in the way of what is defined here.

    def __init__(self, name: str, docs: str) -> None:
        self.__name__ = name
        self.__doc__ = docs or None

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"extension {self.__name__!r} has no attribute {name!r}")

    def __dir__(self) -> list[str]:
        return sorted(name for name in vars(self) if not reader.is_special(name))

    def __repr__(self) -> str:
        groups: dict[str, list[str]] = {"functions": []}
        for name in dir(self):
            groups.setdefault(_group(vars(self)[name]), []).append(name)
        listed = (f"{group}: {', '.join(names) or 'none'}" for group, names in groups.items())
        return f"<extension {self.__name__!r}, {', '.join(listed)}>"


def _group(value: Any) -> str:
    """What an attribute of an extension is."""
    if type(value) is FunctionType:
        return "functions"
    if type(value) is _Namespace:
        return "submodules"
    # A variant is a union of classes.
    return "types" if isinstance(value, type) or hasattr(value, "__args__") else "constants"


class Extension(_Namespace):
    """A loaded extension. What it offers are its attributes; submodules have theirs in turn."""

    def __init__(self, state: State, name: str) -> None:
        module = state.interface
        super().__init__(name, module.docs)
        self.__version__ = module.version
        places: dict[str, _Namespace] = {"": self}

        def offer(path: str, value: Any) -> None:
            vars(places[interface.submodule(path)])[interface.local_name(path)] = value

        # Sorted by name, so that what holds a submodule comes before it.
        for part in module.modules:
            places[part.name] = _Namespace(f"{name}.{part.name}", part.docs)
            offer(part.name, places[part.name])
        if module.types:
            from . import classes  # only where they are needed: what it imports takes time

            classes.make(module, name)
            for path, made in classes.by_name(module).items():
                offer(path, made)
        for constant in module.constants:
            offer(constant.name, values.to_python(constant.value, constant.type))
        for function in module.functions:
            made = call.make(state, function, name)
            signature = hints.signature(function)
            made.__annotations__ = {p.name: p.annotation for p in signature.parameters.values()}
            made.__annotations__["return"] = signature.return_annotation
            made.__signature__ = signature  # type: ignore[attr-defined]
            offer(function.name, made)


def load(source: Source, *, name: str | None = None) -> Extension:
    """Loads an extension from a path or from the bytes of a `.wasm` file.

    `name` is the `__module__` of its functions; by default the extension's own name.

    Raises `LoadError` if it cannot be loaded.
    """
    newest: Callable[..., Extension] = runtimes()[max(runtimes())]
    return newest(source, name=name)


def load_here(source: Source, *, name: str | None = None) -> Extension:
    """The same with this copy of the runtime."""
    wasm, place = _read(source)
    found = reader.read(wasm, place)
    module = engine.compile_module(wasm, place)
    described = _check_module(module, wasm, found, place)
    engine.warn_if_slow()
    return Extension(State(module, described, found, place), name or found.name)


def _read(source: Source) -> tuple[bytes, str]:
    """The bytes, and what to call them in errors."""
    if isinstance(source, (bytes, bytearray, memoryview)):
        return bytes(source), "<bytes>"
    path = os.fspath(source)
    place = ascii(path)[1:-1]
    try:
        with open(path, "rb") as file:
            return file.read(), place
    except (OSError, ValueError) as e:
        reason = getattr(e, "strerror", None) or str(e)
        raise LoadError("PX601", place, f"it cannot be read: {reason}", "check the path") from None


def _check_module(
    module: Any, wasm: bytes, found: interface.Interface, place: str
) -> dict[str, str]:
    """Compares what the module is with what its interface and the ABI say.

    Returns the types of its exports.
    """

    def bad(code: str, reason: str) -> LoadError:
        return LoadError(code, place, reason, "build the module again with `cargo pyext build`")

    for imported in module.imports:
        what = ascii(f"{imported.module}.{imported.name}")[1:-1]
        raise bad("PX613", f"it imports {what}, and version 1 of the ABI has no imports")
    described = exports.describe(wasm, place)

    def require(name: str, wanted: str, code: str = "PX611") -> None:
        if name not in described:
            raise bad(code, f"the export `{name}` is missing")
        if described[name] != wanted:
            raise bad(code, f"the export `{name}` is {described[name]}, it has to be {wanted}")

    require(_abi.MEMORY, "memory", "PX612")
    require(_abi.CONTROL, "immutable i32 global", "PX612")
    needed = {
        _abi.ALLOC: (["i32", "i32"], ["i32"], found.needs_allocator),
        _abi.FREE: (["i32", "i32", "i32"], [], found.needs_allocator),
        _abi.RELEASE: (["i32"], [], found.needs_release),
        _abi.INITIALIZE: ([], [], False),
    }
    for name, (params, results, must) in needed.items():
        if must or name in described:
            require(name, exports.function_type(params, results))
    for function in found.functions:
        wanted = exports.function_type(function.wasm_params, function.wasm_results)
        require(function.name, wanted)
    return described
