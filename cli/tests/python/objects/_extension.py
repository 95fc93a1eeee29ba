# Loads objects.wasm for the modules of this package. Written by cargo-pyext.
from pathlib import Path

from ._pyext_host import load

extension = load(Path(__file__).with_name("objects.wasm"), name=__package__)
