"""A folder of the user for what is costly to make: compiled modules, the fast path's verdict.

To load a compiled module is to run code, so the folder must belong to the user and be closed to
everybody else; otherwise it is not used. Nothing here raises: without a cache everything works,
only later.
"""

from __future__ import annotations

import os
import stat
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Callable


def folder() -> str | None:
    """The folder, made if need be, or None. `PYEXT_CACHE` names another one, or is `off`."""
    wanted = os.environ.get("PYEXT_CACHE", "")
    # In a browser compiled modules cannot be kept, and the files of a page go with it.
    if wanted.lower() in ("off", "0") or sys.platform == "emscripten":
        return None
    path = wanted or _home()
    try:
        if not path:
            return None
        try:
            about = os.lstat(path)
        except FileNotFoundError:
            os.makedirs(path, mode=0o700, exist_ok=True)
            about = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISDIR(about.st_mode):
        return None
    if os.name == "posix" and (about.st_uid != os.geteuid() or about.st_mode & 0o022):
        return None
    return path


def _home() -> str:
    """The usual place; empty if there is no home folder."""
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or os.path.expanduser("~\\AppData\\Local")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME", "")
        base = base if os.path.isabs(base) else os.path.expanduser("~/.cache")
    return os.path.join(base, "pyext") if os.path.isabs(base) else ""


def digest(content: bytes) -> str:
    """BLAKE2b in 32 bytes, with which the names of all files begin."""
    try:
        from _blake2 import blake2b  # `hashlib` takes a while to import
    except ImportError:
        from hashlib import blake2b
    found: str = blake2b(content, digest_size=32).hexdigest()
    return found


def _is_own(name: str) -> bool:
    """Whether a file is called as one of these, or as one that was not written to its end."""
    stem = name.lstrip(".").partition(".")[0]
    return len(stem) == 64 and not stem.strip("0123456789abcdef")


#: A file that was not used for so many seconds is dropped when the next one is written.
_OLDEST = 90 * 24 * 3600
#: The time of a file's last use is noted about so often, in seconds.
_NOTED = 24 * 3600
#: Files that are kept, and bytes in all; what was not used for longest goes first.
_MOST, _MOST_BYTES = 400, 1 << 30


def _if_possible(function: Callable[[str], object], path: str) -> None:
    try:
        function(path)
    except OSError:
        return


def path_of(name: str) -> str | None:
    """The file of this name in the cache, if there is one that can be trusted."""
    home = folder()
    if home is None:
        return None
    path = os.path.join(home, name)
    try:
        about = os.lstat(path)
    except OSError:
        return None
    if not stat.S_ISREG(about.st_mode):
        return None
    if os.name == "posix" and (about.st_uid != os.geteuid() or about.st_mode & 0o022):
        return None
    if about.st_mtime + _NOTED < time.time():
        _if_possible(os.utime, path)  # the folder can be read-only
    return path


def read(name: str) -> bytes | None:
    """What the file of this name holds."""
    path = path_of(name)
    if path is None:
        return None
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def _make_room(home: str) -> None:
    files = []
    for entry in os.scandir(home):
        # The folder can be one that has other files as well.
        if _is_own(entry.name) and entry.is_file(follow_symlinks=False):
            about = entry.stat(follow_symlinks=False)
            files.append((about.st_mtime, about.st_size, entry.path))
    files.sort(reverse=True)
    oldest, total = time.time() - _OLDEST, 0
    for i, (used, size, path) in enumerate(files):
        total += size
        # The newest is what has just been written.
        if i and (i >= _MOST or total > _MOST_BYTES or used < oldest):
            _if_possible(os.unlink, path)  # it can be in use on Windows, or gone by now


def write(name: str, make: Callable[[], bytes]) -> None:
    """Puts a file into the cache: under another name first, so that nobody reads half of it."""
    home = folder()
    if home is None or not os.access(home, os.W_OK):
        return
    import tempfile  # takes a while, and most processes find what they need

    temporary = None
    try:
        content = make()
        handle, temporary = tempfile.mkstemp(prefix=f".{name}.", dir=home)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, os.path.join(home, name))
        temporary = None
        _make_room(home)
    except OSError:
        return
    finally:
        if temporary is not None:
            _if_possible(os.unlink, temporary)
