"""WebAssembly of a JavaScript engine: the way in Pyodide, where wasmtime is not.

The guest's memory is another one than Python's, so it is read and written through JavaScript, in
parts. A call takes its arguments from the cells of its target, which are in Python's own memory.
"""

from __future__ import annotations

import ctypes
import re
import weakref
from functools import cache
from importlib import import_module
from itertools import takewhile
from typing import Any, Callable

from .errors import LoadError
from .failure import DEPTH, ELEMENTS, NO_ERROR, TABLES, Failure, Options, Refused, Target
from .sections import leb

# As values that are not known to the type checker.
_code: Any = import_module("pyodide.code")
_ffi: Any = import_module("pyodide.ffi")

#: Bytes for the cells of imports, each of which can be called inside of another one.
_CELLS = 1 << 18
#: Bytes that go by way of Python's memory: a call with numbers, where a part of the guest's memory
#: as an object of Python takes several times as long. It can be a secret, so none stays there.
_SMALL = 1 << 12
#: The JavaScript side. `probe` is a bytearray: its buffer is Python's memory, which is another one
#: once it has grown, and the one before then has no bytes. `stop` is what leaves a guest that an
#: import stops; `failure` is what else has left one. Python does not survive that the stack of
#: JavaScript ends in it, so a guest has to leave a quarter of that when it calls an import: `deep`
#: goes through frames with many arguments, as fewer calls make as many bytes.
_GLUE = """(probe, bottom, size, stopped) => {
  let bytes = new Uint8Array(0), here, failure, top = bottom;
  const look = () => {
    if (!bytes.length) {
      const found = probe.getBuffer("u8");
      bytes = new Uint8Array(found.data.buffer);
      here = new DataView(bytes.buffer);
      found.release();
    }
    return here;
  };
  const read = {
    i32: at => here.getInt32(at, true), i64: at => here.getBigInt64(at, true),
    f32: at => here.getFloat32(at, true), f64: at => here.getFloat64(at, true),
  };
  const write = {
    i32: (at, x) => here.setInt32(at, x, true), i64: (at, x) => here.setBigInt64(at, x, true),
    f32: (at, x) => here.setFloat32(at, x, true), f64: (at, x) => here.setFloat64(at, x, true),
  };
  const stop = {};
  let reached;
  const deep = (n, a, b, c, d, e, f, g, h) => {
    reached = n;
    return n && 1 + deep(n - 1, a, b, c, d, e, f, g, h);
  };
  const most = 1e6;
  try { deep(most); } catch {}
  const reserve = most - reached >> 2;
  const of = (table, names) => names ? names.split(" ").map(name => table[name]) : [];
  return {
    compile: wasm => new WebAssembly.Module(wasm),
    compileLater: wasm => WebAssembly.compile(wasm),
    start: (start, module, ...given) => {
      const imports = Object.create(null);
      WebAssembly.Module.imports(module).forEach(({module, name}, i) => {
        imports[module] ??= Object.create(null);
        imports[module][name] = given[i];
      });
      return start(module, imports);
    },
    instance: (module, imports) => new WebAssembly.Instance(module, imports),
    instanceLater: (module, imports) => WebAssembly.instantiate(module, imports),
    get: (exports, name) => exports[name],
    bind: (exports, name, params, result, at) => {
      const f = exports[name], readers = of(read, params), [put] = of(write, result);
      const count = readers.length, given = new Array(count);
      return () => {
        try {
          look();
          for (let i = 0; i < count; i++) given[i] = readers[i](at + 16 * i);
          const found = f(...given);
          if (put) { look(); put(at, found); }
        } catch (error) {
          if (error === stop) return stopped;
          failure = error;
          return 1;
        }
      };
    },
    call: f => f(),
    callback: (f, params, result) => {
      const writers = of(write, params), [take] = of(read, result);
      return (...given) => {
        deep(reserve);
        const at = top;
        top += 16 * Math.max(given.length, 1);
        try {
          if (top > bottom + size) throw new RangeError("calls nest too deep");
          look();
          given.forEach((x, i) => writers[i](at + 16 * i, x));
          if (f(0, 0, at, given.length)) throw stop;
          if (take) { look(); return take(at); }
        } finally {
          top = at;
        }
      };
    },
    failed: () => [`${failure?.message ?? failure}`, `${failure?.stack ?? ""}`],
    memory: memory => {
      let guest = new Uint8Array(0), words;
      const fresh = () => {
        if (!guest.length) {
          guest = new Uint8Array(memory.buffer);
          words = new DataView(memory.buffer);
        }
        return guest;
      };
      return {
        size: () => memory.buffer.byteLength,
        byte: at => fresh()[at],
        part: (start, end) => fresh().subarray(start, end),
        take: (start, end, at) => {
          const found = fresh().subarray(start, end);
          look();
          bytes.set(found, at);
          return found.length;
        },
        give: (at, size, start) => { look(); fresh().set(bytes.subarray(at, at + size), start); },
        word: i => (fresh(), words.getUint32(4 * i, true)),
        put: (i, x) => { fresh(); words.setUint32(4 * i, x, true); },
      };
    },
  };
}"""


@cache
def _glue() -> Any:
    cells = ctypes.create_string_buffer(_CELLS)
    made = _code.run_js(_GLUE)(
        _ffi.create_proxy(bytearray(8)), ctypes.addressof(cells), _CELLS, NO_ERROR
    )
    _kept.append(cells)
    return made


_kept: list[Any] = []

#: What the engines of Chromium, Firefox and Safari say when wasm stops, and what it means.
_KINDS = (
    ("call stack|recursion", "stack overflow"),
    ("unreachable", "unreachable"),
    ("table index|table access|out of bounds call_ind", "table out of bounds"),
    ("signature", "bad signature"),
    ("null", "indirect call to null"),
    ("by zero", "integer division by zero"),
    ("integer range|to integer|trunc", "bad conversion to integer"),
    ("unrepresentable|overflow", "integer overflow"),
    # Firefox says no more than `index out of bounds`, of a table as well.
    ("out of bounds", "memory out of bounds"),
)
#: A frame of the guest, as Chromium and Firefox tell it: its function's name, index and place.
#: Those of Python itself are of wasm as well.
_FRAME = re.compile(
    r" *(?:at (?:(.+) \()?|([^@]*)@)(?!.*pyodide\.asm\.wasm)[^()]*"
    r"wasm-function\[([0-9]+)\]:0x([0-9a-f]+)\)?"
)


def _kind_of(text: str) -> str:
    for words, kind in _KINDS:
        if re.search(words, text, re.I):
            return kind
    return "other"


def take_failure(trap: Any, error: Any) -> Failure:
    """What has made the last call fail."""
    message, stack = _glue().failed()
    found = [_FRAME.fullmatch(line) for line in stack.split("\n")]
    while found and found[0] is None:
        del found[0]
    frames = []
    # Behind the frames of the guest comes what has called it.
    for frame in takewhile(bool, found):
        name, other, i, at = frame.groups()  # type: ignore[union-attr]
        frames.append((name or other or "", int(i), int(at, 16)))
    return Failure(_kind_of(message), message[: 1 << 16], frames[:DEPTH], len(frames))


def refuse(options: Options, how: str, place: str) -> None:
    """Refuses what a JavaScript engine has no means for."""
    wanted = {
        "limits.fuel": options.fuel,
        "limits.stack": options.stack,
        "limits.time and interruptible": options.epochs,
        "compile='subprocess'": how != "here",
    }
    found = [name for name, is_wanted in wanted.items() if is_wanted]
    if found:
        raise LoadError(
            "PX625",
            place,
            f"Pyodide has no means for {', '.join(found)}: JavaScript cannot stop what runs, and"
            " starts no processes",
            "load it without; a page can run Pyodide in a worker, and terminate that",
        )


def new_engine(options: Options) -> Options:
    """There is one, JavaScript's: what it is to do is up to each module."""
    return options


class Module:
    """A compiled module."""

    def __init__(self, engine: Options, wasm: bytes) -> None:
        made = _compiled(wasm)  # it is valid from here on
        self._wasm = _bounded(wasm)
        self._most = engine.reservation
        #: For each limit of memory.
        self._made = {0: made if self._wasm is wasm else _compiled(self._wasm)}

    def made(self, memory: int) -> Any:
        """What JavaScript has for it, with a memory of so many bytes at most if that is not 0."""
        most = min(filter(None, (memory, self._most)), default=0)
        if most not in self._made:
            self._made[most] = _compiled(_bounded(self._wasm, most >> 16))
        return self._made[most]


def _compiled(wasm: bytes) -> Any:
    glue, code = _glue(), _ffi.to_js(wasm)
    try:
        return _waited(glue.compile, glue.compileLater, code)
    except _ffi.JsException as e:
        raise Refused(f"{e.name}: {e.message}") from None


def _waited(now: Any, later: Any, *given: Any) -> Any:
    """What `now` gives. Chromium has a limit for what the main thread of a page does at once."""
    try:
        return now(*given)
    except _ffi.JsException as e:
        if "on the main thread" not in e.message:
            raise
        if not _ffi.can_run_sync():
            reason = "run Pyodide in a worker, or the code that loads it by `runPythonAsync`"
            raise Refused(f"{reason}: {e.message}") from None
    return _ffi.run_sync(later(*given))


_TABLE_SECTION, _MEMORY_SECTION, _TAG_SECTION = 4, 5, 13
_REFERENCES = (0x70, 0x6F)
#: Pages that a memory can have.
_MOST = 1 << 16


def _bounded(wasm: bytes, pages: int | None = None) -> bytes:
    """The same module with tables, and a memory if `pages` is given, that grow so far and no more.

    wasmtime is told such bounds, and which features to do without. JavaScript is not, so what would
    give a guest memory beside the one that the host sees is refused here.
    """
    parts, kept, at = [], 0, 8
    while at < len(wasm):
        size, start = leb(wasm, at + 1, len(wasm), "")
        kind, end = wasm[at], start + size
        if kind == _TAG_SECTION:
            raise Refused("it has exceptions of its own")
        if kind in (_TABLE_SECTION, _MEMORY_SECTION):
            found = _limits_in(wasm, start, kind == _TABLE_SECTION, pages)
            if found is not None:
                parts += [wasm[kept : at + 1], _in_full(len(found)), found]
                kept = end
        at = end
    return b"".join([*parts, wasm[kept:]]) if parts else wasm


def _limits_in(wasm: bytes, at: int, is_tables: bool, pages: int | None) -> bytes | None:
    """A section of tables or memories with their bounds; None if it can stay as it is."""
    what, unit = ("table", "elements") if is_tables else ("memory", "pages")
    bound = ELEMENTS if is_tables else _MOST if pages is None else pages
    count, at = leb(wasm, at, len(wasm), "")
    if count > (TABLES if is_tables else 1):
        raise Refused(f"it has {count} {'tables' if is_tables else 'memories'}")
    made, is_other = [_in_full(count)], False
    for _ in range(count):
        head = wasm[at : at + is_tables]
        at += is_tables
        flags = wasm[at]
        if flags > 1 or (is_tables and head[0] not in _REFERENCES):
            raise Refused(f"it has a {what} that cannot be limited")
        least, at = leb(wasm, at + 1, len(wasm), "")
        most = bound
        if flags:
            most, at = leb(wasm, at, len(wasm), "")
        if least > bound:
            raise Refused(f"its {what} begins with {least} {unit}, and the limit is {bound}")
        is_other = is_other or (most > bound if flags else bound < _MOST or is_tables)
        made += [head, b"\1", _in_full(least), _in_full(min(most, bound))]
    return b"".join(made) if is_other else None


def _in_full(value: int) -> bytes:
    """A LEB128 number with all bytes that 32 bits can take."""
    return bytes(value >> shift & 127 | 128 for shift in (0, 7, 14, 21)) + bytes([value >> 28])


def compile(engine: Options, wasm: bytes) -> Module:
    """Compiles; raises `Refused`."""
    return Module(engine, wasm)


class Store:
    """Stands for an instance; JavaScript frees that once nobody has it."""

    on_close: Callable[[], None] | None = None

    def close(self) -> None:
        if self.on_close is not None:
            self.on_close()


class Instance:
    """A module with a memory of its own."""

    def __init__(
        self, module: Module, externs: Callable[[Any], list[Any]] | None, memory: int = 0
    ) -> None:
        self.store = Store()
        given = externs(self.store) if externs is not None else []
        try:
            glue, made = _glue(), module.made(memory)
            self._exports = _waited(
                lambda: glue.start(glue.instance, made, *given),
                lambda: glue.start(glue.instanceLater, made, *given),
            ).exports
        except Refused as e:
            raise Failure("error", str(e)) from None
        except _ffi.JsException as e:
            raise Failure(_kind_of(e.message), e.message) from None

    def memory(self, name: str) -> Any:
        """The memory of this name; None if it is something else."""
        memory = _glue().get(self._exports, name)
        is_plain = getattr(getattr(memory, "buffer", None), "constructor", None)
        return memory if is_plain is not None and is_plain.name == "ArrayBuffer" else None

    def views(self, memory: Any) -> tuple[Any, Any, Any, int]:
        """The memory as bytes, to read and write, as words, and its size at this moment."""
        made = _glue().memory(memory)
        return Chars(made), Bytes(made), Words(made), made.size()

    def global_value(self, name: str) -> int:
        """The value of an `i32` global, unsigned."""
        return int(_glue().get(self._exports, name).value) & 0xFFFFFFFF

    def bind(self, target: Target, name: str, trap: Any) -> None:
        """Makes `call(*target.args)` call the export `name`."""
        params, results = " ".join(target.wasm_params), " ".join(target.wasm_results)
        at = ctypes.addressof(target.buffer)
        target.args = (_glue().bind(self._exports, name, params, results, at),)


def call_function() -> Callable[..., int | None]:
    """What calls a target: gives None, or a number if it has failed."""
    made: Callable[..., int | None] = _glue().call
    return made


def callback(function: Callable[..., Any]) -> Any:
    """What JavaScript can call."""
    # A reference of JavaScript to what refers to the instance would never be given up.
    found = weakref.ref(function)
    return _ffi.create_proxy(lambda *cells: found()(*cells))  # type: ignore[misc]


def new_function(store: Store, params: list[str], results: list[str], function: Any) -> Any:
    """A function of this type that a module can import."""
    return _glue().callback(function, " ".join(params), " ".join(results))


def stopped() -> bool:
    """What an import returns to make the guest stop."""
    return True


# ---- the memory of a guest


_passage = ctypes.create_string_buffer(_SMALL)
_passage_at = ctypes.addressof(_passage)


class Chars:
    """The memory of a guest, the parts of which are `bytes`."""

    __slots__ = ("_part", "_take")

    def __init__(self, memory: Any) -> None:
        self._part = memory.part
        self._take = memory.take

    def __getitem__(self, part: slice) -> bytes:
        if part.stop - part.start <= _SMALL:
            size = self._take(part.start, part.stop, _passage_at)
            taken = ctypes.string_at(_passage_at, size)
            ctypes.memset(_passage_at, 0, size)
            return taken
        found: bytes = self._part(part.start, part.stop).to_bytes()
        return found


class Bytes:
    """The same, the parts of which can be assigned to."""

    __slots__ = ("_byte", "_chars", "_give", "_part")

    def __init__(self, memory: Any) -> None:
        self._byte = memory.byte
        self._chars = Chars(memory)
        self._give = memory.give
        self._part = memory.part

    def __getitem__(self, part: Any) -> Any:
        if type(part) is not slice:
            return self._byte(part)
        return memoryview(self._chars[part.start or 0 : part.stop])

    def __setitem__(self, part: slice, content: Any) -> None:
        if type(content) is bytes and len(content) == part.stop - part.start <= _SMALL:
            ctypes.memmove(_passage, content, len(content))
            self._give(_passage_at, len(content), part.start)
            ctypes.memset(_passage_at, 0, len(content))
        else:
            self._part(part.start, part.stop).assign(content)


class Words:
    """The same as 32-bit words."""

    __slots__ = ("_count", "_memory", "_start")

    def __init__(self, memory: Any, start: int = 0, count: int = 1 << 30) -> None:
        self._memory = memory
        self._start = start
        self._count = count

    def __getitem__(self, i: Any) -> Any:
        if type(i) is slice:
            return Words(self._memory, self._start + i.start, i.stop - i.start)
        if i >= self._count:
            raise IndexError(i)
        return self._memory.word(self._start + i)

    def __setitem__(self, i: int, value: int) -> None:
        self._memory.put(self._start + i, value)


def unpack_from(form: Any) -> Callable[[Bytes, int], Any]:
    """What reads a struct at an address."""
    unpack, size = form.unpack, form.size
    return lambda view, at: unpack(view[at : at + size])


def pack_into(form: Any) -> Callable[..., None]:
    """What writes a struct at an address."""
    pack, size = form.pack, form.size

    def write(view: Bytes, at: int, *values: Any) -> None:
        view[at : at + size] = pack(*values)

    return write
