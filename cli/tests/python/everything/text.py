# Offers what everything.wasm has as everything.text. Written by cargo-pyext.
from ._extension import extension as _extension

__all__ = ["quote"]
__doc__ = _extension.text.__doc__

quote = _extension.text.quote
