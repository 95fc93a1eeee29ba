# Offers what everything.wasm has as everything.text. Written by cargo-pyext.
from ._extension import extension as _extension

__all__ = ["quote"]

quote = _extension.text.quote
