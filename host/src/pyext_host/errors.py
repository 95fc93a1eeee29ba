"""The exceptions, one hierarchy under `PyextError`."""

from __future__ import annotations

from .shared import adopt


@adopt
class PyextError(Exception):
    """Base of everything that this package raises on its own account."""


@adopt
class LoadError(PyextError):
    """A file cannot be loaded as an extension. `code` is stable; `reason`, `mend` are sentences."""

    def __init__(self, code: str, place: str, reason: str, mend: str) -> None:
        super().__init__(f"{code}: {place}: {reason}\n  mend: {mend}")
        self.code = code
        self.place = place
        self.reason = reason
        self.mend = mend

    def __reduce__(self) -> tuple[object, ...]:
        return LoadError, (self.code, self.place, self.reason, self.mend)


@adopt
class ExtensionError(PyextError):
    """A function of an extension returned an error. `causes` holds the texts of its sources."""

    def __init__(self, message: str = "", causes: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.causes = causes

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.causes)


@adopt
class TrapError(PyextError):
    """An extension was stopped by WebAssembly. `kind` says why, as in "unreachable".

    The next call finds the extension in its initial state.
    """

    def __init__(self, kind: str, message: str = "") -> None:
        super().__init__(message or f"wasm trap: {kind}")
        self.kind = kind

    def __reduce__(self) -> tuple[object, ...]:
        return TrapError, (self.kind, str(self))


@adopt
class PanicError(PyextError):
    """An extension panicked: an error in its Rust code. `file` and `line` say where.

    The next call finds the extension in its initial state.
    """

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

    def __reduce__(self) -> tuple[object, ...]:
        return PanicError, (self.message, self.file, self.line, self.column)


@adopt
class ProtocolError(PyextError):
    """An extension returned what its interface does not allow: an error of its toolchain."""
