"""The one instance of an extension, its lock, and what happens when it traps or is entered again.

A call runs in two steps. First the arguments are converted, which can run any Python code, and
touches nothing here. Then, under the lock, they are written, the guest runs and the result is
lifted; only finalisers and signal handlers can run there. If one of those calls the extension, it
finds `busy` set and takes the slow way (call.py), through `entered`.
"""

from __future__ import annotations

import os
from _collections import deque  # type: ignore[import-not-found]  # `collections` takes a while
from _weakref import ref  # `weakref` takes a while
from itertools import count

from . import _abi, engine, trace
from .ctype import c_void_p
from .errors import LoadError, PanicError, ProtocolError, PyextError, TrapError, broken
from .lock import Entered, Lock, guarded
from .memory import Memory

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from .interface import Function, Interface

#: A result larger than this is given back at once and not at the next one.
RELEASE_OVER = 64 * 1024
#: Calls that can be under way in one thread, each inside the one before.
MAX_DEPTH = 64
#: Alignment of what is placed in scratch or in a block.
PLACE_ALIGN = 16
#: A longer text of a panic is cut.
_MAX_PANIC = 1 << 16
_PLACE = r"(.+):([0-9]{1,10}):([0-9]{1,10})\Z"


class Dead(Exception):
    """The instance has trapped; the call did not begin."""


def _nothing() -> Iterator[None]:
    yield


class State(Memory):
    """An extension at work. Generated code reads and writes the public attributes."""

    __slots__ = (
        "__weakref__",
        "_bound",
        "_call",
        "_control",
        "_current",
        "_depth",
        "_guard",
        "_module",
        "_place",
        "_public",
        "_spare",
        "base",
        "busy",
        "dead",
        "drops",
        "exports",
        "foreign",
        "has_handles",
        "interface",
        "lock",
        "residents",
        "room",
        "scratch",
        "top",
        "trap",
    )

    def __init__(
        self,
        module: Any,
        described: dict[str, str],
        interface: Interface,
        place: str,
        foreign: Any = None,
        guard: Any = None,
    ) -> None:
        self.interface = interface
        #: What the module exports, with the types.
        self.exports = described
        self.lock = Lock()
        #: Whether a call is under way that takes the slow way, or any if an `RLock` serves.
        self.busy = 0
        #: The scratch area: where it begins, where what is free of it does, and its length.
        self.scratch = self.top = self.room = 0
        #: Where wasmtime leaves the trap of a call.
        self.trap = c_void_p()
        self._module = module
        self._place = place
        self._call = engine.call_function()
        #: What stops the guest, if something can.
        self._guard = guard(self._call) if guard is not None else None
        if self._guard is not None:
            self._call = self._guard.call
        self._public = not engine.verdict().fast
        #: Namespaces of generated functions whose target is bound, with its name.
        self._bound: list[tuple[dict[str, Any], engine.Target, str]] = []
        self._spare: dict[str, list[engine.Target]] = {}
        self._depth = 0
        self._current: Any = None
        self.dead = True
        self.spent = 0
        #: The number of the instance, above the 32 bits of a handle. No other one has the same.
        self.base = 0
        #: What finalisers want dropped: the export that does, the handle or address with its
        #: instance, and the size of what has one.
        self.drops: Any = deque()
        #: Whether finalisers can leave something to be dropped.
        self.has_handles = bool(interface.classes) or interface.needs_next
        if self.has_handles:
            self.expect_drops()
        #: The arrays that look at the memory, by their `id`.
        self.residents: set[int] = set()
        #: What the module imports, if anything.
        self.foreign = foreign
        _alive.add(ref(self, _alive.discard))
        if foreign is None or foreign.is_ready:
            self._start()

    # ---- processes

    def after_fork(self) -> None:
        """Starts afresh in a child process if a thread of the parent was in a call.

        That thread, which has the lock, is not in the child.
        """
        if self.lock.after_fork():
            if self._guard is not None:
                self._guard.give_up()
            self.trap.value = None
            self.busy = self.spent = self._depth = 0
            self._bury()

    # ---- instances

    def _start(self) -> None:
        """Makes a fresh instance and points everything at it."""
        # What a finaliser calls in the middle of it must not make another one.
        before, self.busy = self.busy, 1
        try:
            self._make()
        except BaseException:
            # Ctrl-C can have come when some functions were bound and others not.
            self._bury()
            raise
        finally:
            self.busy = before

    def _make(self) -> None:
        # Nothing may still lead into the instance before when that is freed, whatever was
        # interrupted by then.
        self._bury()
        foreign = self.foreign
        if foreign is not None:
            foreign.expect(self)
        try:
            memory_limit = self._guard.limits.memory if self._guard is not None else None
            instance = engine.instance(self._module, foreign and foreign.externs, memory_limit or 0)
        except RecursionError:
            raise  # says nothing of the module
        except Exception as e:
            raise self._unstarted(e) from None
        memory = instance.memory(_abi.MEMORY)
        if memory is None:
            raise self._bad("PX612", f"the export `{_abi.MEMORY}` is not an unshared memory")
        before = self._current
        if before is not None:
            # First: Ctrl-C can come at any time, and its end is not that of the extension.
            before.store.on_close = None
        self.attach(instance, memory)
        instance.store.on_close = self._closed
        # Not before the views are of it, for Ctrl-C in between: they are freed with this one.
        self._current = instance
        if self._guard is not None:
            self._guard.attach(instance.store)
        if before is not None:
            # At once, and not when the garbage collector comes to it: it can be gigabytes.
            if not self.residents:
                before.store.close()
            # Else the arrays in it keep it.
            self.residents = set()
        self.base = next(_numbers) << 32
        self._control = instance.global_value(_abi.CONTROL)
        self._read_control()
        if _abi.INITIALIZE in self.exports:
            self.dead = False
            try:
                self.invoke(_abi.INITIALIZE, [], [])
            except PyextError as e:
                raise self._bad("PX616", f"its constructors failed: {_first_line(e)}") from None
            except BaseException:  # Ctrl-C: the next call starts again
                if self.has_trapped():
                    self.failed(None)
                self.dead = True
                raise
            self._read_control()
        for namespace, target, name in self._bound:
            self._bind(namespace, target, name)
        self.dead = False  # last: after Ctrl-C above the next call starts again

    def _read_control(self) -> None:
        """Takes the scratch area from the control block."""
        self.refresh()
        at = self._control
        if at % 4 or at + _abi.CONTROL_SIZE > self.limit:
            raise self._bad("PX618", f"the control block at {at} is outside of the memory")
        size = self._field("size")
        if size < _abi.CONTROL_SIZE:
            raise self._bad("PX618", f"the control block says that it has {size} bytes")
        start, length = self._field("scratch_ptr"), self._field("scratch_len")
        if start % PLACE_ALIGN or start + length > self.limit:
            raise self._bad("PX618", f"the scratch area of {length} bytes at {start} is not valid")
        self.scratch = self.top = start
        self.room = length

    def _unstarted(self, error: Exception) -> LoadError:
        """The error for an instance that cannot be made."""
        text = _first_line(error)
        if "mmap" in text or "allocate memory" in text.lower():
            return LoadError(
                "PX623",
                self._place,
                f"there is no address space for its memory: {text}",
                "raise `ulimit -v`, keep fewer instances, or reserve less than 4 GiB for each:"
                " `load(path, limits=Limits(reservation=256 << 20))`",
            )
        reason = f"it cannot be started: {text}"
        if "memory minimum size" in text or "its memory begins with" in text:
            pages = text.partition(" pages")[0].rpartition(" ")[2]
            if pages.isdecimal():
                reason += f" ({pages} pages are {int(pages) << 16} bytes)"
            return LoadError("PX616", self._place, reason, "raise `memory` of its limits")
        return self._bad("PX616", reason)

    def _bad(self, code: str, reason: str) -> LoadError:
        return LoadError(
            code, self._place, reason, "build the module again with `cargo pyext build`"
        )

    def _field(self, name: str) -> int:
        found: int = self.words[(self._control + _abi.CONTROL_FIELDS[name]) >> 2]
        return found

    def expect_drops(self) -> None:
        """To be called before there is anything that finalisers can leave to be dropped."""
        # `drain` needs it, and an import under the lock could wait for a thread that waits for the
        # lock.
        from . import objects  # noqa: F401

    def bind(self, namespace: dict[str, Any], target: engine.Target, name: str) -> None:
        """Gives `namespace` the names `call` and `args` for the export, also after a restart."""
        self._bound.append((namespace, target, name))
        if self.dead:
            namespace["call"], namespace["args"] = refuse, ()
        else:
            self._bind(namespace, target, name)

    def _bind(self, namespace: dict[str, Any], target: engine.Target, name: str) -> None:
        self.instance.bind(target, name, self.trap)
        at = (self._control + _abi.CONTROL_FIELDS["refused"]) >> 2
        namespace["refused_word"] = self.words[at : at + 1]
        namespace["args"] = target.args
        namespace["call"] = self._call
        # The address of a result that has been found good in this memory.
        namespace["known"] = -1

    # ---- failures

    def has_trapped(self) -> bool:
        """Whether a call has left a trap that nobody has looked at."""
        # What an import makes of an exception comes as an error, which nobody keeps.
        return (
            bool(self.trap)
            or (self.foreign is not None and self.foreign.is_unwinding)
            or (self._guard is not None and self._guard.stopped is not None)
        )

    def failed(self, error: int | None) -> BaseException:
        """The exception for a call that left a trap or error behind. The instance is dead."""
        self._bury()  # first: Ctrl-C can come when the trap has been taken
        if error in (None, engine.NO_ERROR) and not self.trap:
            return self._died(TrapError("error"))  # what was left behind is lost
        return self._died(engine.take_failure(self.trap, error))

    def _closed(self) -> None:
        """The memory is about to go."""
        self.room = -1  # no call takes the hot way to where it writes
        self._bury()

    @guarded
    def _bury(self) -> None:
        """Sees to it that nothing enters the instance again."""
        try:
            self._unbind()
        except BaseException:  # Ctrl-C in the middle of it
            self._unbind()
            raise

    def _unbind(self) -> None:
        self.dead = True
        self._spare.clear()
        for namespace, _, _ in self._bound:
            # Nothing can come between the look-up of `call` and the call.
            namespace["call"], namespace["args"] = refuse, ()

    def wipe(self, places: list[tuple[int, int]], compound: bool) -> None:
        """Overwrites what a call with secrets has left: arguments and result, after a trap all."""
        from . import wiping

        try:
            for address, size in places:
                wiping.zero(self.view, address, size)
            if compound and not self.dead:
                self.release_result()
        finally:
            # Once the memory is about to go, there is nobody to keep it in place.
            if self.dead and self.room >= 0:
                self.refresh()
                wiping.zero(self.view, 0, self.limit)

    def _died(self, failure: BaseException) -> BaseException:
        self._bury()
        if self.foreign is not None:
            own = self.foreign.take_unwinding()
            if own is not None:
                return own  # type: ignore[no-any-return]
        panic = self._panic()
        frames = getattr(failure, "frames", ())
        if self._guard is not None:
            kind, message = getattr(failure, "kind", ""), panic.message if panic else ""
            own = self._guard.judged(kind, message, self.limit)
            if own is not None:
                return own  # type: ignore[no-any-return]
        if isinstance(failure, TrapError):
            return panic or failure
        found = panic or TrapError(getattr(failure, "kind", "error"))
        told: BaseException = trace.with_frames(found, frames, getattr(failure, "depth", 0))
        return told

    def _panic(self) -> PanicError | None:
        """The panic that the control block tells of."""
        self.refresh()
        start, length = self._field("panic_ptr"), self._field("panic_len")
        if length == 0 or start + length > self.limit:
            return None
        text = self.view[start : start + min(length, _MAX_PANIC)].tobytes()
        message, _, place = text.decode("utf-8", "replace").rpartition("\n")
        from re import match  # takes a while, and panics are rare

        found = match(_PLACE, place)
        if found is None:
            return PanicError(f"{message}\n{place}" if message else place)
        file, line, column = found.groups()
        return PanicError(message, file, int(line), int(column))

    @guarded
    def recover(
        self, error: BaseException, is_held: bool, outcome: int | None
    ) -> BaseException | None:
        """Tidies up after an exception in a hot call, which has the lock or has not.

        `outcome` is what the guest's call gave, 0 before that. Gives the exception to raise; None
        if the call has not begun, and the slow way can make it.
        """
        try:
            has_run = outcome != 0
        except BaseException as e:  # Ctrl-C, which comes out in place of the error
            error, has_run = e, outcome != 0
        found: BaseException | None = error
        try:
            if not is_held:
                if type(error) is AttributeError and _is_own(error):
                    found = None  # another call has the lock
            elif not has_run and _is_from_here(error):
                found = None
            elif type(error) is engine.Failure:
                found = self._died(error)
            elif self.has_trapped():  # Ctrl-C came right behind the trap
                self.failed(None)
            elif self._public and not has_run:
                # wasmtime-py has dropped what it knew: there may have been a trap.
                self._died(error)
            elif self.spent > RELEASE_OVER and not self.dead:
                self.release_result()
        finally:
            if is_held:
                try:
                    if self.foreign is not None:
                        self.foreign.tidy()
                finally:
                    self.spent = 0
                    self.top = self.scratch
        found = _translated(found)
        return None if found is None else trace.trimmed(found)

    # ---- what a call leaves

    def take_refused(self) -> int:
        """Why the guest did not make the call, or 0."""
        at = (self._control + _abi.CONTROL_FIELDS["refused"]) >> 2
        found: int = self.words[at]
        if found:
            self.words[at] = 0
        return found

    def refusal(self, function: Function) -> Exception:
        """The error for a call that the guest has refused."""
        from . import objects

        return objects.refusal(function, self.take_refused())

    def origin(self, token: int) -> BaseException | None:
        """The exception of the host that a token stands for; none for 0."""
        if token == 0:
            return None
        found = self.foreign.raised_by(token) if self.foreign is not None else None
        if found is None:
            raise broken("the token of an exception", token)
        return found  # type: ignore[no-any-return]

    def drain(self) -> None:
        """Drops what finalisers want dropped."""
        from . import objects

        objects.drain(self)

    # ---- the slow way in

    def entered(self, compound: bool) -> Entered:
        """The lock, for a call that does not take the hot way; it may be inside another one."""
        return Entered(self._steps(compound))

    def together(self) -> Entered:
        """Crossings inside of `entered` that are one call to the limits."""
        return Entered(self._guard.together() if self._guard is not None else _nothing())

    def _steps(self, compound: bool) -> Iterator[None]:
        with self.lock.held() as had:
            # A hot call has the lock and no owner.
            inside = had and bool(self.busy or not self.lock.owner)
            if inside and self._depth >= MAX_DEPTH:
                raise RecursionError(f"calls of one extension nest deeper than {MAX_DEPTH}")
            if inside and (self.dead or self.has_trapped()):
                raise TrapError(
                    "dead", "the extension has trapped, and a call of it is still under way"
                )
            if self.lock.is_hurt and not inside:
                # wasmtime-py has dropped what it knew: there may have been a trap.
                if self._public or self.has_trapped():
                    self.failed(None)
                self.lock.is_hurt = False
            if self.room < 0:
                raise TrapError(
                    "closed", "the extension has been finalised; this call comes too late"
                )
            if self.dead:
                self._start()
            depth = self._depth
            outer_top, outer_spent, outer_busy = self.top, self.spent, self.busy
            parked = 0
            try:
                self.busy, self.spent, self._depth = 1, 0, depth + 1
                if inside:
                    self.top = -(-self.top // PLACE_ALIGN) * PLACE_ALIGN
                    if compound:
                        parked = self.detach()
                else:
                    self.top = self.scratch
                if self.drops:
                    self.drain()
                    if self.dead and not inside:
                        self._start()
                yield
            except BaseException as e:
                if self.has_trapped():
                    self.failed(None)
                found = _translated(e)
                if found is not e and found is not None:
                    raise found from e
                raise
            finally:
                try:
                    if self.spent > RELEASE_OVER and not self.dead:
                        self.release_result()
                    # Ctrl-C can have come before the outer result was out of the way.
                    if parked and not self.dead and self.pending != parked:
                        self.release_result()
                        self._set_pending(parked)
                finally:
                    self.top, self.spent, self.busy = outer_top, outer_spent, outer_busy
                    self._depth = depth
                if not inside:
                    self.top, self.spent, self.busy = self.scratch, 0, 0
                    if self.foreign is not None:
                        self.foreign.tidy()

    @property
    def statics(self) -> int:
        """Where what the guest has for good ends, as far as is known.

        Linkers place constants below the control block, which is such a static as well, and both
        below what is allocated.
        """
        found: int = max(self._control + _abi.CONTROL_SIZE, self.scratch + self.room)
        return found

    @property
    def pending(self) -> int:
        """The token of the current compound result; 0 if nothing is to be released."""
        return self._field("pending")

    def detach(self) -> int:
        """The token of the current compound result, which the guest does not free from now on."""
        token = self.pending
        self._set_pending(0)
        return token

    def _set_pending(self, token: int) -> None:
        self.words[(self._control + _abi.CONTROL_FIELDS["pending"]) >> 2] = token

    def release_result(self) -> None:
        """Frees the current compound result."""
        self.spent = 0
        token = self.detach()
        if token:
            self.invoke(_abi.RELEASE, ["i32"], [token])

    def invoke(self, name: str, wasm_params: list[str], values: list[Any], result: str = "") -> Any:
        """Calls an export that has `i32` parameters and results only."""
        target = self.borrow(name, wasm_params, [result] if result else [])
        cells = target.words
        for i, value in enumerate(values):
            cells[i * (engine.CELL // 4)] = value
        self.enter(target)
        found = cells[0] if result else None
        self.give_back(name, target)
        return found

    def borrow(self, name: str, wasm_params: list[str], wasm_results: list[str]) -> engine.Target:
        """A target with a buffer that nobody else writes to."""
        spare = self._spare.get(name)
        if spare:
            return spare.pop()
        target = engine.Target(wasm_params, wasm_results)
        self.instance.bind(target, name, self.trap)
        return target

    def give_back(self, name: str, target: engine.Target) -> None:
        """The opposite of `borrow`."""
        if not self.dead:
            self._spare.setdefault(name, []).append(target)

    def enter(self, target: engine.Target) -> None:
        """Runs the guest."""
        if self.dead:
            raise TrapError("dead", "the extension has trapped in a call inside of this one")
        try:
            error = self._call(*target.args)
        except BaseException as e:
            if type(e) is engine.Failure:
                raise self._died(e) from None
            if self.has_trapped():
                self.failed(None)  # Ctrl-C came right behind the trap
            elif self._public:
                self._died(e)  # as in `recover`
            raise
        if error is not None or self.trap:
            raise self.failed(error)

    # ---- blocks for large arguments

    def allocate(self, size: int) -> int:
        """A block of guest memory."""
        if _abi.ALLOC not in self.exports:
            raise ProtocolError("an argument does not fit, and the module has no allocator")
        address: int = self.invoke(_abi.ALLOC, ["i32", "i32"], [size, PLACE_ALIGN], "i32")
        if address == 0:
            raise MemoryError(f"the extension has no memory for a block of {size} bytes")
        self.need(address, size, PLACE_ALIGN)
        return address

    def free(self, address: int, size: int) -> None:
        """Gives a block back."""
        if not self.dead:
            self.invoke(_abi.FREE, ["i32", "i32", "i32"], [address, size, PLACE_ALIGN])


_numbers = count(1)

#: What there is in this process.
_alive: set[ref[State]] = set()


def _after_fork() -> None:
    for known in list(_alive):
        state = known()
        if state is not None:
            state.after_fork()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)


def refuse(*_: object) -> int:
    """Stands for wasmtime's function while the instance is dead."""
    raise Dead


def _is_from_here(error: BaseException) -> bool:
    """Whether a hot call's own code raised it: the instance is dead, or a number is out of range.

    What a signal handler raises in the middle of a call can be of the same types, but comes out of
    a frame of its own.
    """
    if type(error) is Dead:
        return True
    return _is_own(error) and type(error) in (ValueError, OverflowError)


def _is_own(error: BaseException) -> bool:
    """Whether the generated function itself raised it, or C code that it calls."""
    trace = error.__traceback__
    return trace is None or trace.tb_next is None


def _translated(error: BaseException | None) -> BaseException | None:
    """What the user is to see instead of this exception."""
    if isinstance(error, UnicodeDecodeError) and trace.is_refusal(error):
        return ProtocolError("the result is broken: it is not UTF-8")
    return error


def _first_line(error: BaseException) -> str:
    return ascii(str(error).strip().split("\n\n")[0].replace("\n", " "))[1:-1][:300]
