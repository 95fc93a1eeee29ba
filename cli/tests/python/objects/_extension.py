# Loads objects.wasm for the modules of this package. Written by cargo-pyext.
from os import path

from ._pyext_host import load_package

extension, provide = load_package(
    path.join(path.dirname(__file__), "objects.wasm"), name=__package__
)
