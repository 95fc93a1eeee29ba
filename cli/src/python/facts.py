# Says in JSON what this interpreter is. It has to run on every Python, also on one that is too old.
import importlib.util as util
import json
import os
import sys
import sysconfig

try:
    from importlib.metadata import version

    wasmtime = version("wasmtime")
except Exception:
    wasmtime = None
is_virtual = sys.prefix != getattr(sys, "base_prefix", sys.prefix) or os.path.isdir(
    os.path.join(sys.prefix, "conda-meta")
)
marker = os.path.join(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
print(
    json.dumps(
        {
            "version": sys.version_info[:3],
            "implementation": sys.implementation.name,
            "prefix": sys.prefix,
            "is_virtual": is_virtual,
            "is_managed": not is_virtual and os.path.exists(marker),
            "has_pip": util.find_spec("pip") is not None,
            "can_make_venv": all(util.find_spec(name) for name in ("venv", "ensurepip")),
            "wasmtime": wasmtime,
        }
    )
)
