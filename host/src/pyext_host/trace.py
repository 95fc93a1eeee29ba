"""Tracebacks as users see them: their own lines, and one of ours."""

from __future__ import annotations

import os

from . import source
from .errors import TrapError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, Callable

# As the files are called in code objects: in a frozen program they have no folder.
_FILE = source.function.__code__.co_filename
_HERE = os.path.join(os.path.dirname(_FILE) or _FILE, "")


def _outside(error: BaseException) -> TracebackType | None:
    """The traceback from the first frame on that does not run the runtime's code."""
    trace = error.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_code.co_filename
        if name != source.FILE and not name.startswith(_HERE):
            return trace
        trace = trace.tb_next
    return None


def is_refusal(error: BaseException) -> bool:
    """Whether the runtime itself raised this, and not code of the caller that it ran."""
    return _outside(error) is None


def trimmed(error: BaseException) -> BaseException:
    """The error without our frames at the top of its traceback.

    The caller's frame comes back when it raises the error. Frames that go also let go of the
    buffers that they hold.
    """
    trace = _outside(error)
    if trace is None and type(error) is AttributeError and "__pyext_handle__" in str(error):
        error = TypeError("the extension has not made this object: `object.__new__` has")
        error.__cause__ = None
    if trace is None and error.__suppress_context__:
        error.__context__ = None
    return error.with_traceback(trace)


def refused(error: BaseException, *texts: tuple[Callable[[Any], Any], Any]) -> BaseException:
    """The same for an error that comes before a hot call; frees what it has converted.

    Texts are encoded there without the code that says which of them is wrong.
    """
    if isinstance(error, UnicodeEncodeError):
        for convert, text in texts:
            try:
                convert(text)
            except UnicodeEncodeError as e:
                error.reason = e.reason
                break
    trace = error.__traceback__
    if trace is not None:
        # A parameter has no dot in its name (`source.with_names`): what the caller passed stays.
        found = trace.tb_frame.f_locals
        held = [value for name, value in found.items() if name.startswith(".b")]
        if any(type(value) is not bytes for value in held):
            from . import bulk

            bulk.forget(*held)
    return trimmed(error)


def placed(error: BaseException, where: str, step: str) -> BaseException:
    """Adds the step from `where` to an item to a refusal's text.

    A text that already tells the way on from there is continued: the innermost step comes first.
    """
    # The text of this one is made of several.
    encoding = error if isinstance(error, UnicodeEncodeError) else None
    text = encoding.reason if encoding else error.args[0] if error.args else None
    # What the caller's own code raises, in a call of its own for instance, stays as it is.
    if isinstance(text, str) and text.startswith(where) and is_refusal(error):
        text = where + step + text[len(where) :]
        if encoding:
            encoding.reason = text
        else:
            error.args = (text, *error.args[1:])
    return error


def with_frames(error: Any, frames: Any, depth: int) -> Any:
    """The error with the functions of the guest that were at work, the innermost first.

    Names are a stranger's. Where there are none, the places in the file tell which they are.
    """
    lines = []
    for name, index, place in frames:
        shown = ascii(name)[1:-1][:120] or f"function {index}"
        lines.append(f"  in {shown} at {place:#x}")
    if depth > len(frames):
        lines.append("  and others")  # wasmtime itself knows no more than some
    error.backtrace = "\n".join(lines)
    # A panic has said where it was.
    if lines and type(error) is TrapError and hasattr(error, "add_note"):
        error.add_note("in the extension, innermost first:\n" + error.backtrace)
    return error
