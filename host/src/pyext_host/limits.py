"""What an extension may use up, and how a running guest is stopped."""

from __future__ import annotations

import os
import sys
from _thread import start_new_thread
from time import monotonic, sleep

from . import engine
from .failure import Options
from .shared import once

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Callable

#: Seconds between two looks at the time, and at signals.
TICK = 0.01
#: The clock goes on for so many ticks after the last call.
_AFTER = 50
_PAGE = 1 << 16
_FOREVER = 1 << 62
#: wasmtime ends the process if it is asked for more.
_MOST_STACK = 2 << 20


class Limits:
    """What an extension may use up. What is None has no limit.

    `memory` is in bytes; a call that needs more raises `MemoryError`. `time` is in seconds for each
    call, `fuel` counts WebAssembly's instructions in each call; a call that uses more raises
    `TimeoutError`. `stack` is in bytes, for the calls of functions inside of each other,
    2 MiB at most. `module_bytes` is the largest file that is loaded. `reservation` is the address
    space that the memory takes, by default 4 GiB: where there is less, memory cannot grow beyond
    it.
    """

    __slots__ = ("fuel", "memory", "module_bytes", "reservation", "stack", "time")

    def __init__(
        self,
        *,
        memory: int | None = None,
        time: float | None = None,
        fuel: int | None = None,
        stack: int | None = None,
        module_bytes: int | None = None,
        reservation: int | None = None,
    ) -> None:
        self.memory = memory
        self.time = time
        self.fuel = fuel
        self.stack = stack
        self.module_bytes = module_bytes
        self.reservation = reservation
        for name in self.__slots__:
            value = getattr(self, name)
            if value is None:
                continue
            allowed = (int, float) if name == "time" else int
            if isinstance(value, bool) or not isinstance(value, allowed):
                wanted = "a number" if name == "time" else "an int"
                raise TypeError(
                    f"Limits(): {name} has to be {wanted}, it is of the type {type(value).__name__}"
                )
            if not value > 0:
                raise ValueError(f"Limits(): {name} is {value}, it has to be more than 0")
            most = _MOST_STACK if name == "stack" else _FOREVER
            if value > most:
                raise ValueError(
                    f"Limits(): {name} can be {most} at most; None is no limit of ours"
                )

    def __repr__(self) -> str:
        given = [(name, getattr(self, name)) for name in self.__slots__]
        return f"Limits({', '.join(f'{n}={v}' for n, v in given if v is not None)})"


NONE = Limits()


def options(limits: Limits, interruptible: bool) -> Options:
    """What the engine has to be made for."""
    reservation = limits.reservation or 0
    return Options(
        limits.fuel is not None,
        interruptible or limits.time is not None,
        limits.stack or 0,
        -(-reservation // _PAGE) * _PAGE,
    )


class _Clock:
    """Ends an epoch of an engine every tick, while a call is under way that wants it.

    It has no lock: Ctrl-C can come behind its taking, and nobody would give it back.
    """

    #: Whether no thread runs. Of the instance it is there, and true, only then: that one thread can
    #: delete it decides who starts the next.
    rests = False

    def __init__(self, made: Any) -> None:
        self.engine = made
        self.calls: dict[int, None] = {}
        #: The mark of the thread that is to run. Another one ends.
        self.current: object = None
        self.rests = True
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.after_fork)

    def wake(self) -> None:
        try:
            del self.rests
        except AttributeError:
            return  # another thread does
        try:
            self.current = mark = object()
            start_new_thread(self.run, (mark,))
        except BaseException:  # there are too many threads, or Ctrl-C
            self.rests = True
            raise

    def run(self, mark: object) -> None:
        next_epoch, idle = engine.next_epoch, 0
        while self.current is mark:
            sleep(TICK)
            next_epoch(self.engine)
            idle = 0 if self.calls else idle + 1
            if idle > _AFTER:
                self.rests, idle = True, 0
                if not self.calls:
                    return
                # A call came meanwhile. If it has not started another thread, this one goes on. If
                # it has, and that one rests by now, this one runs in its place.
                try:
                    del self.rests
                except AttributeError:
                    return
                self.current = mark

    def after_fork(self) -> None:
        """The thread is not in the child."""
        self.rests = True
        if self.calls:
            self.wake()


class Guard:
    """Stands between the callers of one instance and the instance."""

    def __init__(self, limits: Limits, interruptible: bool, call: Callable[..., Any]) -> None:
        self.limits = limits
        self.store: Any = None
        #: Why the guest was stopped, if it was: nobody has taken it yet.
        self.stopped: BaseException | None = None
        self._deadline: float | None = None
        self._is_running = False
        #: The code of what looks whether the guest is to stop.
        self._looking: Any = None
        self._call = call
        self._clock: _Clock | None = None
        self._is_fast = engine.verdict().fast
        if interruptible or limits.time is not None:
            wanted = options(limits, interruptible)
            made = engine.engine(wanted)
            way = "native" if self._is_fast else "portable"
            self._clock = once(f"{way} clock {wanted}", lambda: _Clock(made))

    def attach(self, store: Any) -> None:
        """Looks after a new instance."""
        self.store = store
        self.stopped = None
        if self._clock is not None and self._is_fast:
            self._looking = engine.on_epoch(store, self.look, self.stop)
        elif self._clock is not None:
            store.set_epoch_deadline(_FOREVER)

    def look(self) -> None:
        """Raises if the guest is to stop. Signals are handled before it is called, too."""
        if self._deadline is not None and monotonic() >= self._deadline:
            raise self.too_long()

    def stop(self, error: BaseException) -> None:
        """Notes why the guest is stopped."""
        self.stopped = error

    def too_long(self) -> TimeoutError:
        return TimeoutError(f"the extension has run for longer than {self.limits.time} s")

    def call(self, *args: Any) -> Any:
        """Calls the guest. A call inside of another one is part of that."""
        if self._is_running:
            if self._looking is not None and self._is_looking():
                # wasmtime does not look again meanwhile, and would take each look for the last one.
                self._set_deadline()
            return self._call(*args)
        try:
            self._begin()
            return self._call(*args)
        finally:
            self._is_running = False  # before anything else: Ctrl-C can end `_end` as it begins
            self._end()

    def _is_looking(self) -> bool:
        """Whether a signal handler has come when the guest was looked after, and calls it."""
        frame: Any = sys._getframe(1)
        while frame is not None and frame.f_code is not self._looking:
            frame = frame.f_back
        return frame is not None

    def _set_deadline(self) -> None:
        """Has wasmtime itself stop the guest when its time is over."""
        left = _FOREVER
        if self._deadline is not None:
            left = max(int((self._deadline - monotonic()) / TICK), 0) + 2
        self.store.set_epoch_deadline(left)

    def together(self) -> Iterator[None]:
        """The steps around several calls that are one to the limits."""
        if self._is_running:
            yield
            return
        try:
            self._begin()
            yield
        finally:
            self._is_running = False
            self._end()

    def _begin(self) -> None:
        limits, clock = self.limits, self._clock
        self._is_running = True
        if limits.fuel is not None:
            self.store.set_fuel(limits.fuel)
        if clock is not None:
            if limits.time is not None:
                self._deadline = monotonic() + limits.time
                if not self._is_fast:
                    self._set_deadline()
            clock.calls[id(self)] = None
            if clock.rests:
                clock.wake()

    def _end(self) -> None:
        if self._clock is not None:
            self._clock.calls.pop(id(self), None)

    def judged(self, kind: str, message: str, size: int) -> BaseException | None:
        """What the user is to see, if a limit is why the guest trapped."""
        stopped, self.stopped = self.stopped, None
        if stopped is not None:
            return stopped
        limits = self.limits
        if kind == "out of fuel":
            return TimeoutError(f"the extension has used up its fuel of {limits.fuel}")
        if kind == "interrupt":
            return self.too_long()
        most = limits.memory if limits.memory is not None else limits.reservation
        if most is not None and message.startswith("memory allocation of "):
            return MemoryError(f"the extension needs more memory than {most} bytes: {message}")
        return None

    def give_up(self) -> None:
        """In a child process: the thread that was in a call is not there."""
        self._is_running, self.stopped = False, None
        self._end()
