# Loads names.wasm and offers what it has. Written by cargo-pyext.
from . import _extension as _extension
from . import enum as enum
from ._extension_ import extension as _extension_
from ._pyext_host import Err as Err
from ._pyext_host import ExtensionError as ExtensionError
from ._pyext_host import Ok as Ok
from ._pyext_host import PanicError as PanicError
from ._pyext_host import TrapError as TrapError

__all__ = [
    "Buffer",
    "Enum",
    "Err",
    "ExtensionError",
    "Final",
    "Ok",
    "PanicError",
    "TrapError",
    "ValueError",
    "_Path",
    "_builtins",
    "_extension",
    "_load",
    "a_function_with_a_name_that_is_long",
    "a_function_with_a_type_that_is_long",
    "bool",
    "dataclass",
    "enum",
    "list",
    "literal",
]
__version__ = "0.1.0"

Buffer = _extension_.Buffer
Enum = _extension_.Enum
Final = _extension_.Final
ValueError = _extension_.ValueError
_Path = _extension_._Path
_builtins = _extension_._builtins
_load = _extension_._load
a_function_with_a_name_that_is_long = _extension_.a_function_with_a_name_that_is_long
a_function_with_a_type_that_is_long = _extension_.a_function_with_a_type_that_is_long
bool = _extension_.bool
dataclass = _extension_.dataclass
list = _extension_.list
literal = _extension_.literal
