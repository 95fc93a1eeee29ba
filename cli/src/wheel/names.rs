//! Names of distributions and modules, as packaging tools and Python's import see them.

use crate::error::{Error, Result};
use crate::escape;

/// Checks that PyPI and pip accept the package's name.
///
/// # Errors
/// PX410 if it does not start and end with an ASCII letter or digit, or holds another character than those and `-_.`.
pub fn check_distribution(name: &str) -> Result<()> {
    let inner = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let ends = [name.bytes().next(), name.bytes().last()];
    if name.bytes().all(inner)
        && ends
            .iter()
            .all(|b| b.is_some_and(|b| b.is_ascii_alphanumeric()))
    {
        return Ok(());
    }
    Err(Error::new(
        "PX410",
        format!("{} cannot be the name of a Python package", escape::name(name)),
    )
    .reason("such a name starts and ends with an ASCII letter or digit, and has only these and `-`, `_` and `.` between")
    .mend(format!(
        "rename the package:\nname = \"{}\"",
        near(name)
    )))
}

fn near(name: &str) -> String {
    let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
    let near: String = name.chars().map(word).collect();
    match near.trim_matches('-') {
        "" => "my-extension".to_string(),
        rest => rest.to_string(),
    }
}

/// The name in a wheel's file name: lower case, each run of `-`, `_` and `.` one `_`.
///
/// ```
/// assert_eq!(cargo_pyext::wheel::names::file_name("Fast-.md"), "fast_md");
/// ```
pub fn file_name(name: &str) -> String {
    normalized(name, '_')
}

/// The name by which indexes know it (PEP 503): as [`file_name`], with `-`.
pub fn index_name(name: &str) -> String {
    normalized(name, '-')
}

fn normalized(name: &str, separator: char) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '-' | '_' | '.') {
            if !out.ends_with(separator) {
                out.push(separator);
            }
        } else {
            out.push(c.to_ascii_lowercase());
        }
    }
    out
}

/// Why a module of this name would never be imported, or would break something else, if so.
///
/// ```
/// use cargo_pyext::wheel::names::taken;
/// assert!(taken("json").is_some());
/// assert!(taken("fastmd").is_none());
/// ```
pub fn taken(module: &str) -> Option<String> {
    if STANDARD_LIBRARY.binary_search(&module).is_ok() {
        return Some(format!(
            "Python's standard library has a module `{module}`: it would be imported instead of yours"
        ));
    }
    TOOLS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, why)| (*why).to_string())
}

/// Modules of others that an extension must not replace.
const TOOLS: [(&str, &str); 4] = [
    ("pip", "it would overwrite files of pip"),
    (
        "pyext_host",
        "it would hide the module `pyext_host`, the runtime of extensions",
    ),
    ("setuptools", "it would overwrite files of setuptools"),
    (
        "wasmtime",
        "it would hide the module `wasmtime`, which extensions run on",
    ),
];

/// The public modules of CPython 3.9 to 3.15, sorted: the union of their `sys.stdlib_module_names`, and `test`.
#[rustfmt::skip]
const STANDARD_LIBRARY: [&str; 225] = [
    "abc", "aifc", "annotationlib", "antigravity", "argparse", "array", "ast", "asynchat", "asyncio",
    "asyncore", "atexit", "audioop", "base64", "bdb", "binascii", "binhex", "bisect", "builtins", "bz2",
    "cProfile", "calendar", "cgi", "cgitb", "chunk", "cmath", "cmd", "code", "codecs", "codeop",
    "collections", "colorsys", "compileall", "compression", "concurrent", "configparser", "contextlib",
    "contextvars", "copy", "copyreg", "crypt", "csv", "ctypes", "curses", "dataclasses", "datetime", "dbm",
    "decimal", "difflib", "dis", "distutils", "doctest", "email", "encodings", "ensurepip", "enum", "errno",
    "faulthandler", "fcntl", "filecmp", "fileinput", "fnmatch", "formatter", "fractions", "ftplib",
    "functools", "gc", "genericpath", "getopt", "getpass", "gettext", "glob", "graphlib", "grp", "gzip",
    "hashlib", "heapq", "hmac", "html", "http", "idlelib", "imaplib", "imghdr", "imp", "importlib", "inspect",
    "io", "ipaddress", "itertools", "json", "keyword", "lib2to3", "linecache", "locale", "logging", "lzma",
    "mailbox", "mailcap", "marshal", "math", "mimetypes", "mmap", "modulefinder", "msilib", "msvcrt",
    "multiprocessing", "netrc", "nis", "nntplib", "nt", "ntpath", "nturl2path", "numbers", "opcode",
    "operator", "optparse", "os", "ossaudiodev", "parser", "pathlib", "pdb", "pickle", "pickletools", "pipes",
    "pkgutil", "platform", "plistlib", "poplib", "posix", "posixpath", "pprint", "profile", "profiling", "pstats",
    "pty", "pwd", "py_compile", "pyclbr", "pydoc", "pydoc_data", "pyexpat", "queue", "quopri", "random", "re",
    "readline", "reprlib", "resource", "rlcompleter", "runpy", "sched", "secrets", "select", "selectors",
    "shelve", "shlex", "shutil", "signal", "site", "smtpd", "smtplib", "sndhdr", "socket", "socketserver",
    "spwd", "sqlite3", "sre_compile", "sre_constants", "sre_parse", "ssl", "stat", "statistics", "string",
    "stringprep", "struct", "subprocess", "sunau", "symbol", "symtable", "sys", "sysconfig", "syslog",
    "tabnanny", "tarfile", "telnetlib", "tempfile", "termios", "test", "textwrap", "this", "threading",
    "time", "timeit", "tkinter", "token", "tokenize", "tomllib", "trace", "traceback", "tracemalloc", "tty",
    "turtle", "turtledemo", "types", "typing", "unicodedata", "unittest", "urllib", "uu", "uuid", "venv",
    "warnings", "wave", "weakref", "webbrowser", "winreg", "winsound", "wsgiref", "xdrlib", "xml", "xmlrpc",
    "zipapp", "zipfile", "zipimport", "zlib", "zoneinfo",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_no_index_accepts_are_refused() {
        for good in ["fastmd", "fast-md", "Fast_MD2", "a", "a.b"] {
            assert!(check_distribution(good).is_ok(), "{good}");
        }
        for bad in ["_fast", "fast-", "", "grün", "a b", "a\nName: b"] {
            let error = check_distribution(bad).unwrap_err();
            assert_eq!(error.code, "PX410", "{bad}");
        }
        let error = check_distribution("_fast_").unwrap_err();
        assert!(error.mend.unwrap().ends_with("name = \"fast\""));
    }

    #[test]
    fn file_names_have_one_spelling() {
        for (name, wanted) in [
            ("fastmd", "fastmd"),
            ("Fast-MD", "fast_md"),
            ("fast__md", "fast_md"),
            ("fast-_.md", "fast_md"),
        ] {
            assert_eq!(file_name(name), wanted);
        }
        assert_eq!(index_name("Fast__MD"), "fast-md");
    }

    #[test]
    fn the_table_of_modules_is_sorted() {
        assert!(STANDARD_LIBRARY.is_sorted());
    }

    #[test]
    fn modules_that_python_or_the_runtime_owns_are_taken() {
        for name in ["json", "test", "zlib", "abc", "wasmtime", "pip", "cProfile"] {
            assert!(taken(name).is_some(), "{name}");
        }
        for name in ["fastmd", "json2", "Json", ""] {
            assert!(taken(name).is_none(), "{name}");
        }
    }
}
