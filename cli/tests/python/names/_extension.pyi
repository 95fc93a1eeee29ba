# Types of what names._extension offers. Written by cargo-pyext.
__all__ = []
