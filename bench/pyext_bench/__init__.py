"""The bench: the same functions through pyext and through its peers, measured side by side."""
