# Offers what names.wasm has as names._extension. Written by cargo-pyext.

__all__ = []
