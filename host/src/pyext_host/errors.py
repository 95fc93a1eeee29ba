"""The exceptions, one hierarchy under `PyextError`."""

from __future__ import annotations

from .shared import adopt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    _E = TypeVar("_E", bound="PyextError")

#: Where the classes live for the user. Each wheel has this package under a name of its own.
_PUBLIC = "pyext_host"


def _public(cls: type[_E]) -> type[_E]:
    """A class that all copies share, under a name that does not tell which copy made it."""
    cls.__module__ = _PUBLIC
    return adopt(cls)


def _again(name: str, *arguments: Any) -> PyextError:
    """What pickle calls: it finds a function of this copy, but not a class of the public name."""
    cls: type[PyextError] = globals()[name]
    return cls(*arguments)


@_public
class PyextError(Exception):
    """Base of everything that this package raises on its own account."""

    def _arguments(self) -> tuple[Any, ...]:
        """What makes an equal exception."""
        return self.args

    def __reduce__(self) -> tuple[Any, ...]:
        cls = type(self)
        state = self.__dict__ or None
        if cls.__module__ == _PUBLIC:
            return _again, (cls.__name__, *self._arguments()), state
        return cls, self._arguments(), state  # a class that the user has derived


@_public
class LoadError(PyextError):
    """A file cannot be loaded as an extension. `code` is stable; `reason`, `mend` are sentences."""

    def __init__(self, code: str, place: str, reason: str, mend: str) -> None:
        super().__init__(f"{code}: {place}: {reason}\n  mend: {mend}")
        self.code = code
        self.place = place
        self.reason = reason
        self.mend = mend

    def _arguments(self) -> tuple[Any, ...]:
        return self.code, self.place, self.reason, self.mend


@_public
class InterfaceError(LoadError):
    """A module does not keep the contract of the program that loads it.

    `differences` has all of them: tuples of code, place and reason.
    """

    def __init__(self, place: str, contract: str, differences: tuple[Any, ...]) -> None:
        self.contract = contract
        self.differences = differences
        count = f"{len(differences)} difference{'' if len(differences) == 1 else 's'}"
        listed = "".join(f"\n  {difference}" for difference in differences)
        super().__init__(
            "PX621",
            place,
            f"it does not keep the contract {contract}: {count}{listed}",
            "change the plugin; `cargo pyext check --interface CONTRACT FILE` says the same, and"
            " `cargo pyext new --interface CONTRACT NAME` begins one that keeps it",
        )

    def _arguments(self) -> tuple[Any, ...]:
        return self.place, self.contract, self.differences


@_public
class ExtensionError(PyextError):
    """A function of an extension returned an error. `causes` holds the texts of its sources."""

    def __init__(self, message: str = "", causes: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.causes = causes

    def _arguments(self) -> tuple[Any, ...]:
        return self.message, self.causes


@_public
class TrapError(PyextError):
    """An extension was stopped by WebAssembly. `kind` says why, as in "unreachable".

    The next call finds the extension in its initial state.
    """

    #: The functions of the extension that were at work, the innermost first; not all of many.
    backtrace = ""

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(message or f"wasm trap: {kind}")
        self.kind = kind

    def _arguments(self) -> tuple[Any, ...]:
        return self.kind, str(self)


@_public
class PanicError(PyextError):
    """An extension panicked: an error in its Rust code. `file` and `line` say where.

    The next call finds the extension in its initial state.
    """

    #: The functions of the extension that were at work, the innermost first; not all of many.
    backtrace = ""

    def __init__(
        self,
        message: str,
        file: str | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message if file is None else f"{message} ({file}:{line})")
        self.message = message
        self.file = file
        self.line = line
        self.column = column

    def _arguments(self) -> tuple[Any, ...]:
        return self.message, self.file, self.line, self.column


@_public
class StaleObjectError(PyextError):
    """An object or iterator was closed, was given away, or its extension has trapped since."""


@_public
class BorrowError(PyextError):
    """A call inside of another call, which uses an object, would use it in a way that cannot be."""


@_public
class ProtocolError(PyextError):
    """An extension returned what its interface does not allow: an error of its toolchain."""


def broken(what: str, value: object) -> ProtocolError:
    """The error for a value that the type does not have."""
    return ProtocolError(f"the result is broken: {what} is {value}")


def fields_of(error: Any) -> dict[str, Any]:
    """The fields of an exception of a class that an extension defines."""
    return {name: getattr(error, name) for name in type(error).__match_args__}


#: Exceptions that a chain of causes has at most. `causes` has the texts of all.
_CHAIN = 32


def told(
    error: Any, message: str, causes: tuple[str, ...], origin: BaseException | None = None
) -> BaseException:
    """The exception for an error that a function raised: a text only if `error` is None.

    `origin` is the exception of the host that it comes from. An error that adds nothing to it is
    that exception itself; of another one it is the last cause.
    """
    if origin is not None and error is None and not causes:
        return origin
    found: ExtensionError
    if error is None:
        found = ExtensionError(message, causes)
    else:
        found = error
        found.args = (message,)
        # A field of the same name comes first.
        found.__dict__ = {**vars(error), "message": message, "causes": causes, **fields_of(error)}
    cause = origin
    count = min(len(causes), _CHAIN)
    for i in reversed(range(count if origin is None else count - 1)):
        deeper, text = cause, ExtensionError(causes[i], causes[i + 1 :])
        text.__cause__ = deeper
        cause = text
    found.__cause__ = cause
    return found
