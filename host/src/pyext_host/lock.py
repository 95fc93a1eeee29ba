"""The lock of an instance: one thread at a time is in a call, and may begin others inside of it.

An `RLock` takes a third of a short call. So a generated function takes the lock by deleting an
attribute, which one thread can do and all others fail at, and gives it back by setting it. Python
lets other threads and signal handlers in at calls, jumps and (for tracers) new lines only, so on
one line with the `del` it notes in a variable that the lock is its own. Who wants to know whether
this thread has the lock looks for that variable, in the frames of the thread. That is rarely asked:
by calls that find the lock taken.

Behind each call it looks whether a thread waits, and hands it the lock; else a thread that makes
one call after the other would take it again before any other one wakes up. It does so once in a
while only: to change the thread takes longer than many calls.

Where threads run at the same time, without Python's global lock, two could delete an attribute; and
Python 3.9 and other Pythons look for signals between any two instructions. An `RLock` serves there.
"""

from __future__ import annotations

import sys
from _thread import RLock, allocate_lock, get_ident  # `threading` takes a while
from time import monotonic

from . import source
from .errors import TrapError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: Whether Python is as the module says.
_IS_USUAL = sys.version_info >= (3, 10) and sys.implementation.name == "cpython"
#: A thread that waits looks by itself after so many seconds: Ctrl-C can keep another one from
#: handing over.
_PATIENCE = 1.0
#: For so many seconds it is not handed over again.
_TURN = 0.002
#: In place of the thread that has it: nobody has, and only the slow way can take it.
_LEFT = -2


def guarded(function: Any) -> Any:
    """A function whose first `try` catches what comes at its entry as well."""
    function.__code__ = source.guarded(function.__code__)
    return function


class Entered:
    """A context manager of the steps before and behind a `yield`, as `contextlib` makes them.

    That would be imported for nothing else, takes a while, and leaves the last steps to the garbage
    collector if a signal handler raises an exception where a method here begins or ends.
    """

    __slots__ = ("steps",)

    def __init__(self, steps: Any) -> None:
        self.steps = steps

    def __enter__(self) -> Any:
        try:
            return next(self.steps)
        except BaseException:
            self.steps.close()
            raise

    @guarded
    def __exit__(self, kind: object, error: BaseException | None, trace: Any) -> None:
        try:
            if error is None:
                next(self.steps, None)
                return
            try:
                self.steps.throw(error)
            except BaseException as e:
                # A generator makes another one of a StopIteration.
                if e is not error and not (type(e) is RuntimeError and e.__cause__ is error):
                    raise
                error.__traceback__ = trace
        except BaseException:
            self.steps.close()
            raise


class _Waiter:
    """A thread that waits."""

    __slots__ = ("gate", "looks", "thread")

    def __init__(self, thread: int) -> None:
        self.thread = thread
        #: What it is woken with.
        self.gate = allocate_lock()
        self.gate.acquire()
        #: Whether it looks by itself, every so often, until it is handed over.
        self.looks = False

    def wake(self) -> None:
        try:
            self.gate.release()
        except RuntimeError:
            return  # it is awake, and has not looked yet


class Lock:
    """See the module. Generated functions have it as `lock`, and `mine` is their variable."""

    __slots__ = ("age", "free", "is_hurt", "owner", "turn", "waiting", "whole")

    #: There while nobody has the lock.
    free: bool

    def __init__(self) -> None:
        #: The thread that has it, if that has not taken it in a generated function; or 0. If an
        #: `RLock` serves, it is not said.
        self.owner = 0
        #: The threads that wait for it, the first of them for longest.
        self.waiting: list[_Waiter] = []
        #: Until when it is not handed over.
        self.turn = 0.0
        #: Whether a call could not tidy up behind itself, which the next one does on the slow way.
        self.is_hurt = False
        #: Changes when a lock is given up that a thread of a parent process had.
        self.age = 0
        #: The `RLock` that serves in its place.
        self.whole: Any = None
        is_gil_enabled = getattr(sys, "_is_gil_enabled", None)
        if _IS_USUAL and (is_gil_enabled is None or is_gil_enabled()):
            self.free = True
        else:
            self.whole, self.owner = RLock(), -1

    # ---- what generated functions do: mostly a line, so that no tracer comes between its steps

    @property
    def begin(self) -> str:
        """Says that it has not been taken."""
        return "mine = False" if self.whole is None else "mine = False; had = True"

    @property
    def take(self) -> str:
        """Takes it; an AttributeError if it is taken."""
        if self.whole is None:
            return "del lock.free; mine = True"
        # A signal handler can come when a call has it and neither `mine` nor `busy` say so yet.
        # There is no `free` here.
        taken = "had or m.busy or lock.is_hurt or not lock.whole.acquire(False)"
        return f"had = lock.whole._is_owned(); ({taken}) and lock.free; mine = True; m.busy = 1"

    @property
    def give(self) -> str:
        """Gives it back."""
        if self.whole is None:
            return "lock.free = True; mine = False"
        return "m.busy = 0; mine = False; lock.whole.release()"

    @property
    def leave(self) -> list[str]:
        """Gives it back if that has not been done, and leaves it to the next call to tidy up."""
        if self.whole is None:
            return [f"if mine: lock.is_hurt = True; lock.owner = {_LEFT}; mine = False"]
        # If it is not `mine`, `busy` can be another thread's by now. What was there before is of a
        # call that this one is inside of.
        return [
            "if mine: lock.is_hurt = True; m.busy = 0; lock.whole.release()",
            "elif not had: lock.forsake()",
        ]

    def forsake(self) -> None:
        """Gives an `RLock` back if this thread has it, which Ctrl-C may have left unsaid."""
        if self.whole is not None and self.whole._is_owned():
            self.whole.release()

    # ---- what everything else does

    @property
    def is_free(self) -> bool:
        """Whether no thread has it."""
        if self.whole is None:
            return hasattr(self, "free") or self.owner == _LEFT
        if self.whole._is_owned() or not self.whole.acquire(blocking=False):
            return False
        self.whole.release()
        return True

    def is_here(self) -> bool:
        """Whether this thread has it."""
        if self.whole is not None:
            found: bool = self.whole._is_owned()
            return found
        if self.owner:
            return self.owner == get_ident()
        if self.is_free:
            return False
        frame: Any = sys._getframe(1)
        while frame is not None:
            if (
                frame.f_code.co_filename == source.FILE
                and frame.f_globals.get("lock") is self
                and frame.f_locals.get(".mine")  # the dot is of `source.with_names`
            ):
                return True
            frame = frame.f_back
        return False

    def held(self) -> Entered:
        """Takes it for a block, if this thread has it not; gives whether it has had it before."""
        return Entered(self._steps() if self.whole is None else self._whole_steps())

    def _steps(self) -> Iterator[bool]:
        had, me = self.is_here(), get_ident()
        try:
            if not had:
                self._acquire(me)
            yield had
        finally:
            # Older Pythons look for signals at almost any place, but not where `try` begins.
            try:
                if not had:
                    self._release(me)
            except BaseException:
                if not had:
                    self._release(me)
                raise

    def _whole_steps(self) -> Iterator[bool]:
        had = self.is_here()
        if sys.is_finalizing() and not (had or self.is_free):
            raise _closed()
        try:
            # Not by `with`: from Python 3.14 on signals are looked for behind its taking.
            if not had:
                self.whole.acquire()
            yield had
        finally:
            try:
                if not had:
                    self.forsake()
            except BaseException:
                if not had:
                    self.forsake()
                raise

    def _release(self, me: int) -> None:
        """Gives it back if this thread has it, which has taken it in `_acquire`."""
        if self.owner != me:
            return
        if self.is_hurt:
            self.owner = _LEFT
            return
        self.owner = 0
        self.free = True
        if self.waiting:
            self.wake()

    def _acquire(self, me: int) -> None:
        if self._try(me):
            return
        # A signal handler can have come while this thread waits: it is woken as one.
        outer = [waiter for waiter in self.waiting if waiter.thread == me]
        waiter = outer[0] if outer else _Waiter(me)
        try:
            # The loop is a function of its own: a signal as it jumps back would pass `finally` by.
            self._await(waiter, not outer)
        finally:
            if not outer and waiter in self.waiting:
                self.waiting.remove(waiter)

    def _try(self, me: int) -> bool:
        """Takes it if nobody has it; says whether this thread has it now."""
        try:
            del self.free
            self.owner = me
        except AttributeError:
            if self.owner == _LEFT:
                self.owner = me
        return self.owner == me

    def _await(self, waiter: _Waiter, is_new: bool) -> None:
        while not self._try(waiter.thread):
            if sys.is_finalizing():
                raise _closed()  # only one thread goes on, and not the one that has the lock
            if is_new:
                # Who gave it back before may not have seen who waits: once more.
                is_new = False
                self.waiting.append(waiter)
            else:
                waiter.gate.acquire(timeout=_TURN if waiter.looks else _PATIENCE)

    def wake(self) -> None:
        """Hands it to the thread that has waited for longest, unless another one has it by now."""
        if sys.is_finalizing():
            return
        now = monotonic()
        try:
            if now < self.turn:
                waiter = self.waiting[0]
                if waiter.looks:
                    return
                waiter.looks = True
            else:
                # Between the look and the last of these, nothing lets another thread in.
                waiter = self.waiting[0]
                del self.free
                self.owner = waiter.thread
                self.turn = now + _TURN
        except (AttributeError, IndexError):
            return
        waiter.wake()

    def after_fork(self) -> bool:
        """In a child process: whether a thread of the parent had it, which is not there."""
        self.waiting.clear()
        is_lost = not self.is_free and not self.is_here()
        if is_lost:
            if self.whole is None:
                self.owner = 0
                self.free = True
            else:
                self.whole = RLock()
            self.age += 1
        return is_lost


def _closed() -> TrapError:
    return TrapError("closed", "Python ends, and a thread was in a call of this extension")
