// Runs pytest in Pyodide: `node pyodide.mjs PYODIDE BINARYEN ROOT SITE-PACKAGES ARGUMENTS-OF-PYTEST…`.
//
// Python in there sees these folders of the machine at the same paths, and wasm text is assembled by binaryen.

import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [pyodide, assembler, root, site, ...args] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")));
const { default: binaryen } = await import(pathToFileURL(join(assembler, "index.js")));

// With the names of functions, which traces show.
binaryen.setDebugInfo(true);
globalThis.wat2wasm = (text) => {
  const made = binaryen.parseText(text);
  try {
    made.setFeatures(binaryen.Features.MVP | binaryen.Features.BulkMemory);
    return made.emitBinary();
  } finally {
    made.dispose();
  }
};

const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => name.startsWith("PYEXT_")));
const python = await loadPyodide({ env: { HOME: "/home/pyodide", PYTHONDONTWRITEBYTECODE: "1", ...env } });
for (const folder of [root, site]) {
  python.FS.mkdirTree(folder);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, folder);
}
globalThis.given = { root, path: [`${root}/host/src`, site], args };
process.exitCode = await python.runPythonAsync(`
import os, sys
from js import given
sys.path[:0] = given.path
os.chdir(given.root)
import pytest
int(pytest.main(list(given.args)))
`);
