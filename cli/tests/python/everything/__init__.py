# Loads everything.wasm and offers what it has. Written by cargo-pyext.
from . import geometry as geometry
from . import text as text
from ._extension import extension as _extension
from ._pyext_host import Err as Err
from ._pyext_host import ExtensionError as ExtensionError
from ._pyext_host import Ok as Ok
from ._pyext_host import PanicError as PanicError
from ._pyext_host import Some as Some
from ._pyext_host import TrapError as TrapError
from ._pyext_host import wipe as wipe

__all__ = [
    "LIMIT",
    "PRIMES",
    "RATIO",
    "Color",
    "Err",
    "ExtensionError",
    "Fault",
    "LookupFault",
    "LookupFaultLocked",
    "LookupFaultMissing",
    "Mode",
    "Ok",
    "Options",
    "PanicError",
    "Plain",
    "Query",
    "Some",
    "TrapError",
    "all_colors",
    "all_numbers",
    "count",
    "find",
    "first",
    "geometry",
    "hypotenuse",
    "join",
    "parse",
    "plain",
    "reverse",
    "scale",
    "seal",
    "text",
    "wait",
    "wipe",
]
__version__ = "0.1.0"
__doc__ = _extension.__doc__

Color = _extension.Color
Fault = _extension.Fault
LIMIT = _extension.LIMIT
LookupFault = _extension.LookupFault
LookupFaultLocked = _extension.LookupFaultLocked
LookupFaultMissing = _extension.LookupFaultMissing
Mode = _extension.Mode
Options = _extension.Options
PRIMES = _extension.PRIMES
Plain = _extension.Plain
Query = _extension.Query
RATIO = _extension.RATIO
all_colors = _extension.all_colors
all_numbers = _extension.all_numbers
count = _extension.count
find = _extension.find
first = _extension.first
hypotenuse = _extension.hypotenuse
join = _extension.join
parse = _extension.parse
plain = _extension.plain
reverse = _extension.reverse
scale = _extension.scale
seal = _extension.seal
wait = _extension.wait
