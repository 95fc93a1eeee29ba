//! `cargo pyext run`: calls one export, through Python and the runtime that wheels have.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;

use pyext_abi::class::Role;
use pyext_abi::interface::{Function, Interface};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::escape;
use crate::files;
use crate::python::Python;
use crate::spelling::closest;
use crate::wasm::module::Module;
use crate::wheel::runtime;

/// Makes the call, in Python.
const CALLER: &str = include_str!("call.py");

/// What to call.
#[derive(Debug, Clone, Copy)]
pub struct Call<'a> {
    /// The module.
    pub wasm: &'a Path,
    /// The export, with its submodule's name in front.
    pub function: &'a str,
    /// Its arguments: text where the parameter is text, else JSON; `name=value` for keywords, `@FILE` for a file's content.
    pub arguments: &'a [String],
    /// For how many seconds to measure.
    pub time: Option<f64>,
}

/// What came of a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// It has returned.
    Returned(Returned),
    /// It has raised an exception.
    Raised(Exception),
}

/// A result.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Returned {
    /// As JSON.
    pub json: Value,
    /// Itself, if it is text.
    pub text: Option<String>,
    /// The buffers that it could change, as they are now.
    pub changed: Vec<Value>,
    /// What was measured.
    pub time: Option<Times>,
}

/// Times in seconds.
#[derive(Debug, Clone, PartialEq, Deserialize, serde::Serialize)]
pub struct Times {
    /// Loading the module: compiling it, or taking it from wasmtime's cache.
    pub load: f64,
    /// The first call, which starts an instance.
    pub first: f64,
    /// How many calls were measured after that.
    pub calls: u64,
    /// The shortest.
    pub best: f64,
    /// The one in the middle.
    pub median: f64,
}

/// An exception of Python.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Exception {
    /// Its class.
    #[serde(rename = "type")]
    pub class: String,
    /// Its text.
    pub message: String,
}

/// Why the runtime cannot load the module.
#[derive(Deserialize)]
struct Unloaded {
    code: String,
    reason: String,
    mend: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Failure {
    Load(Unloaded),
    Unfit(Exception),
    Raised(Exception),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Said {
    Failure(Failure),
    Returned(Returned),
}

/// The interface of a module.
///
/// # Errors
/// PX301 to PX303 if it is no module, PX308 if the interface cannot be read, PX306 if there is none.
pub fn interface(bytes: &[u8]) -> Result<Interface> {
    let module = Module::parse(bytes)?;
    let mut sections = module.custom_sections(pyext_abi::names::INTERFACE_SECTION);
    let section = sections.next().ok_or_else(|| {
        Error::new("PX306", "the module has no interface")
            .reason("it is no pyext extension, or a tool has stripped it")
            .mend("build it with `cargo pyext build`")
    })?;
    Interface::parse(section.data).map_err(|why| {
        Error::new("PX308", "the interface breaks the rules of the ABI")
            .reason(escape::sentence(&why))
            .mend("build it with `cargo pyext build`")
    })
}

/// Makes the call.
///
/// # Errors
/// PX910 if there is no such function, PX911 if Python has no wasmtime, PX912 if an argument does not fit, PX913 if the module
/// has imports, if it cannot be loaded or the answer cannot be read, PX902 if Python cannot be run.
pub fn call(call: &Call<'_>, interface: &Interface, python: &Python) -> Result<Answer> {
    let function = find(interface, call.function)?;
    if !interface.imports.is_empty() {
        return Err(needs_imports(interface, call.wasm));
    }
    if python.facts.wasmtime.is_none() {
        return Err(no_wasmtime(python));
    }
    let home = tempfile::tempdir().map_err(|e| files::cannot_write(&std::env::temp_dir(), &e))?;
    for (path, content) in runtime::FILES {
        files::write(
            &home.path().join("pyext_host").join(path),
            content.as_bytes(),
        )?;
    }
    let interface = interface.to_json().map_err(|e| broken(&e))?;
    let interface: Value = serde_json::from_str(&interface).map_err(|e| broken(&e))?;
    let question = json!({
        "runtime": home.path(),
        "file": call.wasm,
        "interface": interface,
        "function": serde_json::to_value(function).map_err(|e| broken(&e))?,
        "arguments": call.arguments,
        "time": call.time,
    });
    let output = ask(python, &question)?;
    if !output.status.success() {
        return Err(broken(&crate::python::said(&output)));
    }
    match serde_json::from_slice(&output.stdout).map_err(|e| broken(&e))? {
        Said::Returned(returned) => Ok(Answer::Returned(returned)),
        Said::Failure(Failure::Raised(exception)) => Ok(Answer::Raised(exception)),
        Said::Failure(Failure::Load(why)) => {
            Err(Error::new("PX913", "the module cannot be loaded")
                .place(call.wasm.display())
                .reason(format!("{}: {}", why.code, escape::sentence(&why.reason)))
                .mend(escape::sentence(&why.mend)))
        }
        Said::Failure(Failure::Unfit(why)) => {
            Err(unfit(function, interface_types(&interface), call, &why))
        }
    }
}

fn ask(python: &Python, question: &Value) -> Result<std::process::Output> {
    let cannot_run = |e| {
        Error::new("PX902", "Python cannot be run")
            .place(python.program.display())
            .reason(e)
    };
    let mut command = python.command();
    // UTF-8 whatever the locale says.
    command.args(["-X", "utf8", "-I", "-c", CALLER]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().map_err(cannot_run)?;
    if let Some(mut stdin) = child.stdin.take() {
        // A Python that ends early says why on its stderr.
        let _ = stdin.write_all(question.to_string().as_bytes());
    }
    child.wait_with_output().map_err(cannot_run)
}

fn broken(why: &dyn std::fmt::Display) -> Error {
    Error::new("PX913", "the call could not be made").reason(why)
}

fn interface_types(interface: &Value) -> usize {
    interface["types"].as_array().map_or(0, Vec::len)
}

fn find<'a>(interface: &'a Interface, name: &str) -> Result<&'a Function> {
    // A shell has no objects, so what is called on one, or makes one, is left out.
    let callable = |f: &&Function| matches!(f.role, Role::Free | Role::Static | Role::Class);
    let functions = || interface.functions.iter().filter(callable);
    if let Some(function) = functions().find(|f| f.name == name) {
        return Ok(function);
    }
    let names: Vec<&str> = functions().map(|f| f.name.as_str()).collect();
    let error = Error::new(
        "PX910",
        format!("the extension has no function {}", escape::name(name)),
    );
    let list = escape::sentence(&names.join(", "));
    Err(match closest(name, &names) {
        Some(near) => error.mend(format!(
            "did you mean {}? It has {list}",
            escape::name(near)
        )),
        None if names.is_empty() => error.reason("it has no functions at all"),
        None => error.mend(format!("it has {list}")),
    })
}

/// The runtime would ask for `imports`, which `run` cannot give.
fn needs_imports(interface: &Interface, wasm: &Path) -> Error {
    let names = escape::names(interface.imports.iter().map(|i| i.name.as_str()));
    Error::new("PX913", "the module cannot be loaded")
        .place(wasm.display())
        .reason(format!(
            "it imports {names}, and a shell has no functions of Python to give"
        ))
        .mend("call it from Python, where `provide(…)` gives it what it needs")
}

fn no_wasmtime(python: &Python) -> Error {
    Error::new(
        "PX911",
        "this Python has no wasmtime, which extensions run on",
    )
    .place(python.program.display())
    .mend(format!(
        "{} -m pip install wasmtime\nor name another Python: --python PATH",
        python.program.display()
    ))
}

fn unfit(function: &Function, types: usize, call: &Call<'_>, why: &Exception) -> Error {
    let mut mend = escape::sentence(&crate::inspect::signature(function));
    if types > 0 {
        mend.push_str("\nwrite records as JSON objects, cases of enums by their names: `cargo pyext inspect` shows them");
    }
    if call.arguments.iter().any(|word| word.starts_with("--")) {
        mend.push_str("\noptions of `run` stand before the function");
    }
    Error::new("PX912", "the arguments do not fit")
        .reason(escape::sentence(&why.message))
        .mend(mend)
}

/// A time for people: `1.23 ms`.
pub fn seconds(seconds: f64) -> String {
    match seconds {
        s if s >= 1.0 => format!("{s:.2} s"),
        s if s >= 1e-3 => format!("{:.2} ms", s * 1e3),
        s if s >= 1e-6 => format!("{:.2} µs", s * 1e6),
        s => format!("{:.0} ns", s * 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_the_unit_that_suits_them() {
        assert_eq!(
            [2.0, 0.0034, 0.000_002_5, 0.000_000_25].map(seconds),
            ["2.00 s", "3.40 ms", "2.50 µs", "250 ns"]
        );
    }

    #[test]
    fn an_export_that_is_not_there_is_named_with_the_one_that_was_meant() {
        let text =
            r#"{"abi":1,"sdk":"0.1.0","name":"a","functions":[{"name":"greet","params":[]}]}"#;
        let interface = Interface::parse(text.as_bytes()).unwrap();
        assert_eq!(
            find(&interface, "gret").unwrap_err().to_string(),
            "error[PX910]: the extension has no function `gret`\n  = help: did you mean `greet`? It has greet"
        );
        assert_eq!(
            find(&interface, "x").unwrap_err().mend.as_deref(),
            Some("it has greet")
        );
    }

    #[test]
    fn what_is_called_on_an_object_is_not_offered_to_a_shell() {
        let text = r#"{"abi":1,"sdk":"0.1.0","name":"a","types":[{"kind":"class","name":"C"}],"functions":[
            {"name":"C.__new__","role":"constructor","params":[],"result":{"own":"C"}},
            {"name":"C.add","role":"method","params":[{"kind":"positional","name":"self","type":{"borrow":"C"}}]},
            {"name":"C.many","role":"static","params":[]}]}"#;
        let interface = Interface::parse(text.as_bytes()).unwrap();
        for name in ["C", "C.add", "C.__new__"] {
            let error = find(&interface, name).unwrap_err();
            assert!(error.mend.unwrap().ends_with("C.many"), "{name}");
        }
        assert_eq!(find(&interface, "C.many").unwrap().name, "C.many");
    }
}
