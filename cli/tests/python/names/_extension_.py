# Loads names.wasm for the modules of this package. Written by cargo-pyext.
from os import path

from ._pyext_host import load

extension = load(path.join(path.dirname(__file__), "names.wasm"), name=__package__)
