"""More instances of a loaded extension: disposable ones, one for each thread, calls for asyncio."""

from __future__ import annotations

import os
import threading
from functools import partial
from types import FunctionType, MethodType
from typing import Any, Callable

from . import call, hints
from .extension import Extension, Namespace, fill_classes
from .interface import local_name
from .parts import Parts


def fresh(extension: Extension) -> Any:
    """A new instance of the extension, with a memory of its own, and what the extension offers.

    Types and constants are those of the extension; classes of objects derive from them. It goes
    when nothing refers to it or to its objects any more.
    """
    parts: Parts = vars(extension)["__parts__"]
    if parts.interface.classes:
        parts = parts.twin()
    state = parts.state(parts.foreign())
    fill_classes(state, parts.interface, parts.name)
    return _Instance(extension, parts, state, "")


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
        if name in OWN and not self.__prefix__ and name not in vars(self.__whole__):
            made = vars(self)[name] = OWN[name](self)
            return made
        made = found = getattr(self.__whole__, name)
        if type(found) is FunctionType:
            function = self.__parts__.function(self.__prefix__ + name)
            made = call.make(self.__state__, function, self.__parts__.name)
            made.__annotations__ = found.__annotations__
        elif hasattr(found, "__pyext_drops__"):
            from . import classes

            made = classes.by_name(self.__parts__.interface)[self.__prefix__ + name]
        elif type(found) is Namespace:
            prefix = f"{self.__prefix__}{name}."
            made = _Instance(found, self.__parts__, self.__state__, prefix)
        vars(self)[name] = made
        return made

    def __dir__(self) -> list[str]:
        return dir(self.__whole__)


def per_thread(extension: Extension) -> None:
    """Makes the functions of an extension run in an instance of the thread that calls them.

    The objects of a class belong to the instance of the thread that has made them, wherever they
    go: they are of classes that derive from the extension's.
    """
    parts: Parts = vars(extension)["__parts__"]
    parts.original = _copy(extension)
    local = threading.local()

    def here(path: str) -> Any:
        """What the thread's own instance has under this path."""
        try:
            return local.found[path]
        except AttributeError:
            local.found, local.instance = {}, fresh(parts.original)
        except KeyError:
            pass
        found = local.instance
        for name in path.split("."):
            found = getattr(found, name)
        local.found[path] = found
        return found

    def dispatched(path: str, original: Any) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            return here(path)(*args, **kwargs)

        return hints.wrap(call, original)

    vars(extension)["__dispatched__"] = dispatched
    for function in parts.interface.functions:
        path, name = function.name, local_name(function.name)
        place: Any = extension
        for outer in path.split(".")[:-1]:
            place = getattr(place, outer)
        original = vars(place)[name]
        if not function.role:
            vars(place)[name] = dispatched(path, original)
        elif function.role == "constructor":
            place.__new__ = _constructor(place, here, original)
        elif function.role in ("static", "class"):
            setattr(place, name, staticmethod(dispatched(path, original.__func__)))
        elif function.role == "method":
            setattr(place, name, _method(place, name, original))


def _constructor(cls: Any, here: Callable[[str], Any], original: Any) -> Any:
    """What makes an object in the instance of this thread."""

    def __new__(asked: Any, *args: Any, **kwargs: Any) -> Any:
        if asked is not cls:
            raise TypeError(
                f"{asked.__name__} cannot derive from {cls.__qualname__}: with an instance per"
                " thread its objects are of a class that each thread has"
            )
        own = here(cls.__qualname__)
        return own.__new__(own, *args, **kwargs)

    return staticmethod(hints.wrap(__new__, original.__func__))


def _method(cls: Any, name: str, original: Any) -> Any:
    """A method that is called as a function of the class: that of the object's own class."""

    def call(*args: Any, **kwargs: Any) -> Any:
        is_own = args and isinstance(args[0], cls) and type(args[0]) is not cls
        function = getattr(type(args[0]), name) if is_own else original
        return function(*args, **kwargs)

    return hints.wrap(call, original)


def _copy(namespace: Any) -> Any:
    """The same attributes in another object, which stays as it is."""
    cls: Any = type(namespace)
    made = cls.__new__(cls)
    for name, value in vars(namespace).items():
        vars(made)[name] = _copy(value) if type(value) is Namespace else value
    return made


class Around:
    """The functions of an extension, each as what `around` makes of its path and of itself."""

    def __init__(
        self, namespace: Namespace, around: Callable[[str, Any], Any], prefix: str = ""
    ) -> None:
        self.__namespace__ = namespace
        self.__around__ = around
        self.__prefix__ = prefix

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name.endswith("__"):
            raise AttributeError(name)
        found = getattr(self.__namespace__, name)
        path = self.__prefix__ + name
        if isinstance(found, Namespace):
            made = Around(found, self.__around__, f"{path}.")
        elif callable(found):
            made = self.__around__(path, found)
        else:
            raise AttributeError(
                f"{name!r} of extension {self.__namespace__.__name__!r} is no function"
            )
        vars(self)[name] = made
        return made


class _Workers:
    """A few threads, in which functions run as coroutine functions.

    A call waits while all threads are busy. To cancel it ends the waiting, and not the call.
    """

    def __init__(self) -> None:
        self._pool: Any = None
        self._process = 0

    def coroutine(self, path: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function as one that can be awaited."""

        async def call(*args: Any, **kwargs: Any) -> Any:
            from asyncio import get_running_loop
            from contextvars import copy_context

            run = partial(copy_context().run, function, *args, **kwargs)
            return await get_running_loop().run_in_executor(self._threads(), run)

        return hints.wrap(call, function)

    def _threads(self) -> Any:
        """As many as there are processors. A child process has its own."""
        if self._pool is None or self._process != os.getpid():
            from concurrent.futures import ThreadPoolExecutor

            self._process = os.getpid()
            self._pool = ThreadPoolExecutor(os.cpu_count() or 1, "pyext")
        return self._pool


def _views(loaded: Any) -> Around:
    from . import views  # few extensions need it

    return Around(loaded, views.around(loaded))


#: What an instance has beside what its extension offers, by name.
OWN: dict[str, Callable[[Any], Any]] = {
    "aio": lambda loaded: Around(loaded, _Workers().coroutine),
    "empty": lambda loaded: MethodType(Extension.empty, loaded),
    "views": _views,
}
