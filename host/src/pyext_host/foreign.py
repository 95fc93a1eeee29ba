"""What a module imports: functions that the user gives it, callables and iterables, services."""

from __future__ import annotations

# As in `collections.abc` and `functools`, which take a while to import.
from _collections_abc import Mapping
from _functools import partial  # type: ignore[import-not-found]
from itertools import count

from . import _abi, engine, exports, lower, trampoline
from .errors import LoadError, TrapError
from .interface import Function, Import, Interface
from .outcome import Err
from .state import PLACE_ALIGN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable

    _Bad = Callable[[str, str], LoadError]

_Key = tuple[str, str]


def _known(interface: Interface) -> dict[_Key, Function]:
    """All functions that a module with this interface can import."""
    from . import services

    known = {
        (f"{_abi.SDK_IMPORTS}{module}", name): function
        for (module, name), function in services.FUNCTIONS.items()
    }
    for given in interface.imports:
        for function in given.functions:
            known[f"{_abi.HOST_IMPORTS}{given.name}", function.name] = function
    return known


def check(imports: list[tuple[str, str, str]], interface: Interface, bad: _Bad) -> None:
    """Refuses imports that there are not, or that have another type."""
    known = _known(interface)
    for module, name, found in imports:
        what = ascii(f"{module}.{name}")[1:-1][:200]
        function = known.get((module, name))
        if function is None:
            raise bad("PX613", f"it imports {what}, which no host has")
        wanted = exports.function_type(function.wasm_params, function.wasm_results)
        if found != wanted:
            raise bad("PX613", f"the import {what} is {found}, it has to be {wanted}")


class Foreign:
    """The other side of a module's imports. One for a loaded extension."""

    def __init__(
        self,
        imports: list[tuple[str, str, str]],
        interface: Interface,
        name: str,
        place: str,
    ) -> None:
        self.state: Any = None
        self.is_ready = False
        #: Exceptions of the host that the guest has a token for, the number of which in this list,
        #: beginning with 1, the token is. None where something else is to be tidied up.
        self.litter: list[BaseException | None] = []
        self._imports = imports
        self._interface = interface
        self._name = name
        self._place = place
        self._given: dict[_Key, Any] = {}
        self._callbacks: list[trampoline.Trampoline] = []
        #: Callables and iterables that the guest has tokens for.
        self.lent: dict[int, Any] = {}
        self._tokens = count(1)
        self._unwinding: BaseException | None = None
        self._block: tuple[int, int] | None = None

    # ---- what the user gives

    def provide(self, imports: Any) -> None:
        """Takes what the user gives; refuses it if something is missing, and lists all that is."""
        self._given = _chosen(self._interface.imports, imports, self._place)
        for callback, (module, name, _) in zip(self._callbacks, self._imports):
            if (module, name) in self._given:
                callback.namespace["f"] = self._given[module, name]
        self.is_ready = True

    def expect(self, state: Any) -> None:
        """Makes what an instance imports, once; refuses if the user has not given it yet."""
        if not self.is_ready:
            raise self.unready()
        self.state = state
        if not self._callbacks:  # by these, for Ctrl-C can come while they are made
            self._callbacks = [self._callback(module, name) for module, name, _ in self._imports]

    def unready(self) -> LoadError:
        """The error for what comes before the user has given the imports."""
        names = ", ".join(given.name for given in self._interface.imports)
        return LoadError(
            "PX620",
            self._place,
            f"it is called before it has its imports: {names}",
            "call the package's `provide(imports)` first",
        )

    def _callback(self, module: str, name: str) -> trampoline.Trampoline:
        function = _known(self._interface)[module, name]
        service = module[len(_abi.SDK_IMPORTS) :]
        where = f"{service}.{name}"
        python: Any
        if (module, name) in self._given:
            python = self._given[module, name]
            where = f"{module[len(_abi.HOST_IMPORTS) :]}.{name}"
        elif service in ("callable", "iterator"):
            from . import callables

            call = callables.call if service == "callable" else callables.following
            python = partial(call, self)
        else:
            from . import services

            python = services.make(service, name, self.state, self._name)
        return trampoline.Trampoline(self, function, python, where)

    def externs(self, store: Any) -> list[Any]:
        """What a new instance imports, in order."""
        return [
            engine.new_function(store, *exports.types_of(described), callback.callback)
            for callback, (_, _, described) in zip(self._callbacks, self._imports)
        ]

    # ---- while the guest is in a call

    def lend(self, value: Any) -> int:
        """A token for a callable or iterable."""
        token = next(self._tokens) & 0xFFFFFFFF
        self.lent[token] = value
        return token

    def mark(self) -> int:
        """How many tokens there are, for `take_back`."""
        return len(self.lent)

    def take_back(self, mark: int) -> None:
        """Makes the tokens invalid that are newer."""
        while len(self.lent) > mark:
            self.lent.popitem()

    def caught(self, error: BaseException) -> Err[Any]:
        """What tells the guest of an exception."""
        self.expect_alive(error)
        self.litter.append(error)
        try:
            text = str(error)
        except Exception:  # of the error's own code
            text = ""
        name = type(error).__name__
        text = f"{name}: {text}" if text else name
        # A lone surrogate is not UTF-8.
        text = text.encode("utf-8", "backslashreplace").decode()
        return Err((text, (), len(self.litter), None))

    def raised_by(self, token: int) -> BaseException | None:
        """The exception that a token stands for."""
        return self.litter[token - 1] if token <= len(self.litter) else None

    def expect_alive(self, error: BaseException | None = None) -> None:
        """Refuses to go back into an instance that has trapped in a call inside of this one."""
        if self.state.dead or self.state.has_trapped():
            raise error or TrapError(
                "dead", "the extension has trapped in a call inside of this one"
            )

    def place(self, made: lower.Image) -> int:
        """Lays a result out for the guest, which copies it at once; gives its address."""
        image, fixes = made
        size = len(image)
        address = self.room(size)
        m = self.state
        if fixes:
            lower.move(image, fixes, address - m.top)
        m.view[address : address + size] = image
        return address

    def room(self, size: int) -> int:
        """A place for a result of this size."""
        m = self.state
        address: int = m.top + (PLACE_ALIGN - 1) & -PLACE_ALIGN
        if address + size > m.scratch + m.room:
            self._free()
            address = m.allocate(size)
            self._block = address, size
            self.litter.append(None)
        return address

    def stop(self, error: BaseException) -> Any:
        """What makes the guest trap because of this exception."""
        if engine.is_stop(error):  # the inner handler of the portable way has raised it
            return error
        self._unwinding = error
        return engine.stopped()

    @property
    def is_unwinding(self) -> bool:
        """Whether an exception has made the guest trap, and nobody has taken it yet."""
        return self._unwinding is not None

    def take_unwinding(self) -> BaseException | None:
        """The exception that made the guest trap, if one has."""
        found, self._unwinding = self._unwinding, None
        return found

    def tidy(self) -> None:
        """Lets go of what an outermost call has left."""
        self._unwinding = None
        self.lent.clear()
        if self.litter:
            self.litter.clear()
            self._free()

    def _free(self) -> None:
        if self._block is not None:
            (address, size), self._block = self._block, None
            self.state.free(address, size)


def _chosen(imports: tuple[Import, ...], given: Any, place: str) -> dict[_Key, Any]:
    """The function for each of an interface's imports."""
    missing: list[str] = []
    found: dict[_Key, Any] = {}
    objects: dict[str, Any] = {}
    if isinstance(given, Mapping):
        known = {wanted.name for wanted in imports}
        objects = {str(key): value for key, value in given.items()}
        missing += [f"it has no import {key}" for key in sorted(objects) if key not in known]
    elif given is not None and len(imports) == 1:
        objects = {imports[0].name: given}
    elif given is not None:
        missing.append("`imports` is no mapping from names to objects")
    for wanted in imports:
        if wanted.name not in objects:
            missing.append(f"{wanted.name} is missing")
            continue
        for function in wanted.functions:
            value = getattr(objects[wanted.name], function.name, None)
            problem = _problem(value, len(function.params))
            if problem:
                missing.append(f"{wanted.name}.{function.name} {problem}")
            found[f"{_abi.HOST_IMPORTS}{wanted.name}", function.name] = value
    if missing:
        raise LoadError(
            "PX619",
            place,
            f"its imports are not as it needs them: {'; '.join(missing)}",
            "give `imports` objects that have these functions",
        )
    return found


def _problem(value: Any, count: int) -> str:
    """Why this cannot be called with so many arguments; empty if it can, or nobody knows."""
    if value is None:
        return "is missing"
    if not callable(value):
        return f"is {type(value).__name__}, which cannot be called"
    from inspect import signature

    try:
        found = signature(value)
    except (TypeError, ValueError):  # of functions in C
        return ""
    try:
        found.bind(*[None] * count)
    except TypeError:
        return f"cannot take {count} argument{'' if count == 1 else 's'}"
    return ""
