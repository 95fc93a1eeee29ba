# Loads objects.wasm for the modules of this package. Written by cargo-pyext.
from pathlib import Path

from ._pyext_host import load_package

extension, provide = load_package(
    Path(__file__).with_name("objects.wasm"), name=__package__
)
