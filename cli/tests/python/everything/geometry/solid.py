# Offers what everything.wasm has as everything.geometry.solid. Written by cargo-pyext.
from .._extension import extension as _extension

__all__ = ["Prism", "prism", "volume"]
__doc__ = _extension.geometry.solid.__doc__

Prism = _extension.geometry.solid.Prism
prism = _extension.geometry.solid.prism
volume = _extension.geometry.solid.volume
