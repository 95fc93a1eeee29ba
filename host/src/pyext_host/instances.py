"""More instances of a loaded extension: disposable ones, one for each thread, calls for asyncio."""

from __future__ import annotations

import os
import threading
from functools import partial, update_wrapper
from types import FunctionType
from typing import Any, Callable

from . import call
from .extension import Extension, Namespace, Parts


def fresh(extension: Extension) -> Any:
    """A new instance of the extension, with a memory of its own, and what the extension offers.

    Types and constants are those of the extension. It goes when nothing refers to it any more.
    """
    parts: Parts = vars(extension)["__parts__"]
    if parts.interface.classes:
        raise TypeError(
            f"extension {parts.name!r} has classes: their objects belong to its one instance"
        )
    return _Instance(extension, parts, parts.state(parts.foreign()), "")


class _Instance(Namespace):
    """Makes each function when it is asked for: most instances are needed for few of them."""

    def __init__(self, whole: Namespace, parts: Parts, state: Any, prefix: str) -> None:
        super().__init__(whole.__name__, whole.__doc__ or "")
        self.__whole__ = whole
        self.__parts__ = parts
        self.__state__ = state
        self.__prefix__ = prefix

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        made = found = getattr(self.__whole__, name)
        if type(found) is FunctionType:
            function = self.__parts__.function(self.__prefix__ + name)
            made = call.make(self.__state__, function, self.__parts__.name)
            made.__annotations__ = found.__annotations__
        elif type(found) is Namespace:
            prefix = f"{self.__prefix__}{name}."
            made = _Instance(found, self.__parts__, self.__state__, prefix)
        vars(self)[name] = made
        return made

    def __dir__(self) -> list[str]:
        return dir(self.__whole__)


def per_thread(extension: Extension) -> None:
    """Makes the functions of an extension run in an instance of the thread that calls them."""
    fresh(extension)  # refuses if it cannot be
    parts: Parts = vars(extension)["__parts__"]
    local = threading.local()

    def here(path: str) -> Any:
        """The function of the thread's own instance."""
        if not hasattr(local, "functions"):
            local.functions = {}
            local.instance = fresh(parts.original)
        found = local.instance
        for name in path.split("."):
            found = getattr(found, name)
        local.functions[path] = found
        return found

    def dispatched(path: str, original: FunctionType) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            try:
                function = local.functions[path]
            except (AttributeError, KeyError):
                function = here(path)
            return function(*args, **kwargs)

        return update_wrapper(call, original)

    parts.original = _copy(extension)
    for function in parts.interface.functions:
        place: Any = extension
        *submodules, name = function.name.split(".")
        for submodule in submodules:
            place = getattr(place, submodule)
        vars(place)[name] = dispatched(function.name, vars(place)[name])


def _copy(namespace: Any) -> Any:
    """The same attributes in another object, which stays as it is."""
    cls: Any = type(namespace)
    made = cls.__new__(cls)
    for name, value in vars(namespace).items():
        vars(made)[name] = _copy(value) if type(value) is Namespace else value
    return made


class Aio:
    """The functions of an extension as coroutine functions, which run in a few threads.

    A call waits while all threads are busy. To cancel it ends the waiting, and not the call.
    """

    def __init__(self, extension: Any) -> None:
        self._extension = extension
        self._pool: Any = None
        self._process = 0

    def __getattr__(self, name: str) -> Callable[..., Any]:
        function = getattr(self._extension, name)
        if type(function) is Namespace:
            inner = Aio(function)
            inner._workers = self._workers  # type: ignore[method-assign]
            return inner  # type: ignore[return-value]
        if not callable(function):
            raise AttributeError(
                f"{name!r} of extension {self._extension.__name__!r} is no function"
            )

        async def call(*args: Any, **kwargs: Any) -> Any:
            from asyncio import get_running_loop
            from contextvars import copy_context

            run = partial(copy_context().run, function, *args, **kwargs)
            return await get_running_loop().run_in_executor(self._workers(), run)

        return update_wrapper(call, function)

    def _workers(self) -> Any:
        """The threads: as many as there are processors. A child process has its own."""
        if self._pool is None or self._process != os.getpid():
            from concurrent.futures import ThreadPoolExecutor

            self._process = os.getpid()
            self._pool = ThreadPoolExecutor(os.cpu_count() or 1, "pyext")
        return self._pool
