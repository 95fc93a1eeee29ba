"""A folder of the user for what is costly to make: compiled modules, the fast path's verdict.

To load a compiled module is to run code, so the folder must belong to the user and be closed to
everybody else; otherwise it is not used. Nothing here raises: without a cache everything works,
only later.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path
from typing import Callable


def folder() -> Path | None:
    """The folder, made if need be, or None. `PYEXT_CACHE` names another one, or is `off`."""
    wanted = os.environ.get("PYEXT_CACHE", "")
    if wanted.lower() in ("off", "0"):
        return None
    try:
        path = Path(wanted) if wanted else _home() / "pyext"
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = path.lstat()
    except (OSError, RuntimeError):  # RuntimeError: there is no home folder
        return None
    if not stat.S_ISDIR(about.st_mode):
        return None
    if os.name == "posix" and (about.st_uid != os.geteuid() or about.st_mode & 0o022):
        return None
    return path


def _home() -> Path:
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return Path(local) if local else Path.home() / "AppData" / "Local"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    wanted = os.environ.get("XDG_CACHE_HOME", "")
    return Path(wanted) if os.path.isabs(wanted) else Path.home() / ".cache"


def path_of(name: str) -> Path | None:
    """The file of this name in the cache, if there is one that can be trusted."""
    home = folder()
    if home is None:
        return None
    path = home / name
    try:
        about = path.lstat()
    except OSError:
        return None
    if not stat.S_ISREG(about.st_mode):
        return None
    if os.name == "posix" and (about.st_uid != os.geteuid() or about.st_mode & 0o022):
        return None
    return path


#: Files that are kept; the oldest go first.
_MOST = 200


def _make_room(home: Path) -> None:
    files = [(entry.stat().st_mtime, entry.path) for entry in os.scandir(home) if entry.is_file()]
    for _, path in sorted(files)[:-_MOST]:
        os.unlink(path)


def write(name: str, make: Callable[[], bytes]) -> None:
    """Puts a file into the cache: under another name first, so that nobody reads half of it."""
    home = folder()
    if home is None:
        return
    import tempfile  # takes a while, and most processes find what they need

    temporary = None
    try:
        content = make()
        handle, temporary = tempfile.mkstemp(prefix=".", dir=home)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, home / name)
        temporary = None
        _make_room(home)
    except OSError:
        return
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
