"""What all copies of the runtime in one process have in common: wheels bring a copy each.

The first copy that is imported makes an object, the others take it from here, so that
`except ExtensionError` catches the errors of every extension and all of them live in one engine.
"""

from __future__ import annotations

import sys

from ._abi import ABI_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Callable, TypeVar

    _T = TypeVar("_T")

# Not importable, hence the bracket: no module of that name can be on the path.
_HOME = f"<pyext shared, ABI {ABI_VERSION}>"


def _home() -> dict[str, Any]:
    # A module is not made in vain: a new instance asks a dozen times.
    found = sys.modules.get(_HOME) or sys.modules.setdefault(_HOME, type(sys)(_HOME))
    return vars(found)


def once(key: str, make: Callable[[], _T]) -> _T:
    """The object of this key; made if this is the first copy that asks for it.

    Threads that ask at the same time can make one each, and the first of these is everybody's: a
    lock would have to be given back whatever Ctrl-C interrupts, and be free in a forked child. What
    copies of other versions could not use needs another key.
    """
    home = _home()
    if key not in home:
        home.setdefault(key, make())
    found: _T = home[key]
    return found


def adopt(cls: type[_T]) -> type[_T]:
    """A class that is the same for all copies: this one, or an older copy's of the same name."""
    return once(f"class {cls.__name__}", lambda: cls)


def runtimes() -> dict[tuple[int, ...], Callable[..., Any]]:
    """The function that loads an extension, for each version of the runtime in this process."""
    return once("runtimes", dict)
