//! The items of the crate: definitions, constants, functions and their tests, each in its module.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use pyext_abi::interface::{
    Case, Constant, Definition, Error, ErrorShape, Field, Function, Interface, Kind, Param,
    ParamKind, Type, local_name, submodule,
};
use pyext_abi::primitive::Primitive;

use super::names::{camel, ident, is_upper_snake};
use super::{samples, types};

type Made = Result<String, String>;

/// The text of `src/lib.rs`.
pub fn rust(interface: &Interface, no_std: &str) -> Made {
    let writer = Writer {
        interface,
        keys: types::keys(interface)?,
    };
    let body = writer.module(None)?;
    let tests = writer.tests()?;
    let mut out = docs("//!", &interface.docs, "A plugin.");
    out.push_str(no_std);
    out.push('\n');
    let all = format!("{body}{tests}");
    let collections = ["BTreeMap", "BTreeSet"].map(|name| (name, all.contains(name)));
    if collections.iter().any(|(_, used)| *used) {
        out.push_str("extern crate alloc;\n\n");
    }
    out.push_str(&imports(&body, ""));
    out.push_str(&body);
    out.push_str(&tests);
    Ok(out)
}

/// What the items of a module use.
fn imports(body: &str, indent: &str) -> String {
    let used = |names: &[&str]| -> String {
        let word = |name: &&&str| {
            let follows = [">", "<", ":", "(", ",", ")"];
            follows
                .iter()
                .any(|after| body.contains(&format!(" {name}{after}")))
                || ["&", "<", "("].iter().any(|b| {
                    follows
                        .iter()
                        .any(|after| body.contains(&format!("{b}{name}{after}")))
                })
        };
        names
            .iter()
            .filter(word)
            .copied()
            .collect::<Vec<_>>()
            .join(", ")
    };
    let mut out = String::new();
    let one = |names: String| match names.contains(',') {
        true => format!("{{{names}}}"),
        false => names,
    };
    let collections = used(&["BTreeMap", "BTreeSet"]);
    if !collections.is_empty() {
        let _ = writeln!(
            out,
            "{indent}use alloc::collections::{};\n",
            one(collections)
        );
    }
    let _ = writeln!(out, "{indent}use pyext::prelude::*;");
    let own = used(&["Exception", "Iter", "PyIter"]);
    if !own.is_empty() {
        let _ = writeln!(out, "{indent}use pyext::{};", one(own));
    }
    out
}

fn docs(mark: &str, text: &str, otherwise: &str) -> String {
    let text = if text.trim().is_empty() {
        otherwise
    } else {
        text
    };
    let line = |line: &str| format!("{mark} {line}").trim_end().to_string() + "\n";
    text.lines().map(line).collect()
}

/// The doc comment of something that may have none.
fn commented(text: &str) -> String {
    match text.is_empty() {
        true => String::new(),
        false => docs("///", text, ""),
    }
}

fn indented(text: &str) -> String {
    let line = |line: &str| match line.is_empty() {
        true => "\n".to_string(),
        false => format!("    {line}\n"),
    };
    text.lines().map(line).collect()
}

struct Writer<'a> {
    interface: &'a Interface,
    keys: BTreeSet<String>,
}

impl Writer<'_> {
    /// What stands in a submodule, or at the top.
    fn module(&self, name: Option<&str>) -> Made {
        let mut out = String::new();
        for definition in &self.interface.types {
            if submodule(&definition.name) == name {
                out = out + "\n" + &self.definition(definition)?;
            }
        }
        for constant in &self.interface.constants {
            if submodule(&constant.name) == name {
                out = out + "\n" + &self.constant(constant)?;
            }
        }
        for function in &self.interface.functions {
            if function.submodule() == name {
                out = out + "\n" + &self.function(function)?;
            }
        }
        for module in &self.interface.modules {
            if submodule(&module.name) == name {
                let body = self.module(Some(&module.name))?;
                let body = imports(&body, "") + "#[allow(unused_imports)]\nuse super::*;\n" + &body;
                let head = ident(local_name(&module.name))?;
                let docs = docs("///", &module.docs, "A part of the plugin.");
                let _ = write!(
                    out,
                    "\n{docs}#[export]\npub mod {head} {{\n{}}}\n",
                    indented(&body)
                );
            }
        }
        Ok(out)
    }

    // ---- types

    fn definition(&self, definition: &Definition) -> Made {
        let name = ident(local_name(&definition.name))?;
        let comment = commented(&definition.docs);
        let order = match self.keys.contains(&definition.name) {
            true => ", Eq, PartialOrd, Ord",
            false => "",
        };
        let mut out = comment;
        match &definition.kind {
            Kind::Record(record) => {
                let _ = writeln!(out, "#[derive(Clone, Debug, PartialEq{order}, Record)]");
                if record.frozen {
                    out.push_str("#[pyext(frozen)]\n");
                }
                let _ = writeln!(
                    out,
                    "pub struct {name} {{\n{}}}",
                    fields(&record.fields, "pub ")?
                );
            }
            Kind::Enum(cases) => {
                let _ = writeln!(out, "#[derive(Clone, Copy, Debug, PartialEq{order}, Enum)]");
                let _ = writeln!(out, "pub enum {name} {{");
                for case in cases {
                    out.push_str(&indented(&commented(&case.docs)));
                    renamed(&mut out, &case.name);
                    let _ = writeln!(out, "    {} = {},", camel(&case.name), case.value);
                }
                out.push_str("}\n");
            }
            Kind::Variant(all) => {
                let _ = writeln!(out, "#[derive(Clone, Debug, PartialEq{order}, Variant)]");
                let _ = writeln!(out, "pub enum {name} {{\n{}}}", cases(all)?);
            }
            Kind::Flags(flags) => {
                let _ = writeln!(
                    out,
                    "#[derive(Clone, Copy, Debug, PartialEq{order}, Flags)]"
                );
                let _ = writeln!(out, "pub struct {name} {{");
                for flag in flags {
                    out.push_str(&indented(&commented(&flag.docs)));
                    renamed(&mut out, &flag.name);
                    let _ = writeln!(out, "    pub {}: bool,", ident(&flag.name.to_lowercase())?);
                }
                out.push_str("}\n");
            }
            Kind::Error(error) => out.push_str(&self.error(&name, error)?),
            Kind::Class => return Err("it has classes".to_string()),
        }
        Ok(out)
    }

    fn error(&self, name: &str, error: &Error) -> Made {
        let mut out = "#[derive(Clone, Debug, PartialEq, Error)]\n".to_string();
        if let Some(base) = &error.base {
            let _ = writeln!(out, "#[pyext(base = \"{base}\")]");
        }
        match &error.shape {
            ErrorShape::Struct(all) => {
                let _ = writeln!(out, "pub struct {name} {{\n{}}}", fields(all, "pub ")?);
            }
            ErrorShape::Enum(all) => {
                let _ = writeln!(out, "pub enum {name} {{\n{}}}", cases(all)?);
            }
        }
        let _ = write!(
            out,
            "\nimpl core::fmt::Display for {name} {{\n    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {{\n        \
             f.write_str(\"{name}\")\n    }}\n}}\n"
        );
        Ok(out)
    }

    fn constant(&self, constant: &Constant) -> Made {
        let bytes = matches!(&constant.ty, Type::List(t) if **t == Type::Primitive(Primitive::U8));
        let ty = match &constant.ty {
            Type::Primitive(Primitive::String) => "&str".to_string(),
            Type::Primitive(p) if p.wasm().is_some() => types::owned(&constant.ty)?,
            _ if bytes => "&[u8]".to_string(),
            _ => {
                return Err(format!(
                    "Rust's attribute has no constants of the type of {}",
                    constant.name
                ));
            }
        };
        let value = samples::literal(&constant.value, &constant.ty)?;
        let value = if bytes { format!("&{value}") } else { value };
        let name = ident(local_name(&constant.name))?;
        let docs = docs(
            "///",
            &constant.docs,
            "The contract asks for it; the value is the plugin's.",
        );
        Ok(format!(
            "{docs}#[export]\npub const {name}: {ty} = {value};\n"
        ))
    }

    // ---- functions

    fn function(&self, function: &Function) -> Made {
        let mut params = Vec::new();
        for param in &function.params {
            let ty = types::parameter(&param.ty, param.writable)?;
            params.push(format!("{}: {ty}", ident(&param.name)?));
        }
        let unused: Result<Vec<String>, String> =
            function.params.iter().map(|p| ident(&p.name)).collect();
        let unused = unused?;
        let mut out = docs("///", &function.docs, "The contract asks for it.");
        let mut options = Vec::new();
        if let Some(signature) = signature(&function.params)? {
            options.push(format!("signature = ({signature})"));
        }
        if function.wipe {
            return Err(format!("{} handles secrets", function.name));
        }
        match options.is_empty() {
            true => out.push_str("#[export]\n"),
            false => {
                let _ = writeln!(out, "#[export({})]", options.join(", "));
            }
        }
        let (result, value) = outcome(function)?;
        let arrow = match result.as_str() {
            "()" => String::new(),
            other => format!(" -> {other}"),
        };
        let name = ident(function.local_name())?;
        let _ = writeln!(out, "pub fn {name}({}){arrow} {{", params.join(", "));
        match unused.len() {
            0 => {}
            1 => {
                let _ = writeln!(out, "    let _ = {};", unused[0]);
            }
            _ => {
                let _ = writeln!(out, "    let _ = ({});", unused.join(", "));
            }
        }
        if value != "()" {
            let _ = writeln!(out, "    {value}");
        }
        out.push_str("}\n");
        Ok(out)
    }

    /// Native tests.
    fn tests(&self) -> Made {
        let mut body = String::new();
        for function in &self.interface.functions {
            let path: Result<Vec<String>, String> = function.name.split('.').map(ident).collect();
            let mut arguments = Vec::new();
            for param in &function.params {
                arguments.push(samples::argument(&param.ty, param.writable)?);
            }
            let call = format!("{}({})", path?.join("::"), arguments.join(", "));
            let line = match (&function.raises, &function.result) {
                (Some(_), _) => format!("assert!({call}.is_err());"),
                (None, Type::Iterator(_)) => format!("assert!({call}.next().is_none());"),
                (None, ty) if ty.is_unit() => format!("{call};"),
                (None, ty) => format!("assert_eq!({call}, {});", samples::rust(ty)?),
            };
            let _ = write!(
                body,
                "\n#[test]\nfn {}_is_begun() {{\n    {line}\n}}\n",
                function.name.replace('.', "_")
            );
        }
        if body.is_empty() {
            return Ok(String::new());
        }
        let mut head = "#[allow(unused_imports)]\nuse super::*;\n".to_string();
        if body.contains("PyIter::") {
            head.push_str("use pyext::PyIter;\n");
        }
        let collections: Vec<&str> = ["BTreeMap", "BTreeSet"]
            .into_iter()
            .filter(|name| body.contains(name))
            .collect();
        for name in collections {
            let _ = writeln!(head, "use alloc::collections::{name};");
        }
        Ok(format!(
            "\n#[cfg(test)]\nmod tests {{\n{}}}\n",
            indented(&(head + &body))
        ))
    }
}

/// The type that a function returns, and the value that it does until it is written.
fn outcome(function: &Function) -> Result<(String, String), String> {
    let result = types::owned(&function.result)?;
    Ok(match &function.raises {
        None if matches!(function.result, Type::Result(..)) => {
            return Err(format!(
                "{} returns `Ok` or `Err` and cannot fail, which no Rust function does",
                function.name
            ));
        }
        None => (result, samples::rust(&function.result)?),
        Some(Type::Named(error)) => (
            format!("Result<{result}, {}>", types::path(&error.name)),
            format!("Err({})", samples::of_definition(error)?),
        ),
        Some(_) => (
            format!("Result<{result}, String>"),
            format!("Err(\"{} is not written yet\".to_string())", function.name),
        ),
    })
}

/// What stands in `signature = (…)`; nothing if Rust's own says it all.
fn signature(params: &[Param]) -> Result<Option<String>, String> {
    if params
        .iter()
        .all(|p| p.kind == ParamKind::Usual && p.default.is_none())
    {
        return Ok(None);
    }
    let mut parts = Vec::new();
    let mut star = false;
    for (i, param) in params.iter().enumerate() {
        let name = ident(&param.name)?;
        if param.kind == ParamKind::Keyword && !star {
            star = true;
            parts.push("*".to_string());
        }
        parts.push(match (&param.kind, &param.default) {
            (ParamKind::Variadic, _) => {
                star = true;
                format!("*{name}")
            }
            (ParamKind::Keywords, _) => format!("**{name}"),
            (_, Some(value)) => format!("{name} = {}", samples::literal(value, &param.ty)?),
            _ => name,
        });
        let next = params.get(i + 1).map(|p| p.kind);
        if param.kind == ParamKind::Positional && next != Some(ParamKind::Positional) {
            parts.push("/".to_string());
        }
    }
    Ok(Some(parts.join(", ")))
}

fn renamed(out: &mut String, name: &str) {
    if !is_upper_snake(name) {
        let _ = writeln!(out, "    #[pyext(name = \"{name}\")]");
    }
}

fn fields(all: &[Field], public: &str) -> Made {
    let mut out = String::new();
    for field in all {
        out.push_str(&indented(&commented(&field.docs)));
        let ty = types::owned(&field.ty)?;
        let _ = writeln!(out, "    {public}{}: {ty},", ident(&field.name)?);
    }
    Ok(out)
}

fn cases(all: &[Case]) -> Made {
    let mut out = String::new();
    for case in all {
        out.push_str(&indented(&commented(&case.docs)));
        let name = ident(&case.name)?;
        match case.fields.is_empty() {
            true => {
                let _ = writeln!(out, "    {name},");
            }
            false => {
                let _ = writeln!(
                    out,
                    "    {name} {{\n{}    }},",
                    indented(&fields(&case.fields, "")?)
                );
            }
        }
    }
    Ok(out)
}

/// The text of the tests in Python.
pub fn python_tests(interface: &Interface, module: &str) -> String {
    let mut body = String::new();
    for function in interface.functions.iter().filter(|f| f.role.is_free()) {
        let arguments: Vec<String> = function
            .params
            .iter()
            .filter(|p| !matches!(p.kind, ParamKind::Variadic | ParamKind::Keywords))
            .map(|p| {
                let value = match p.writable {
                    true => "bytearray()".to_string(),
                    false => samples::python(&p.ty, module),
                };
                match p.kind {
                    ParamKind::Keyword => format!("{}={value}", p.name),
                    _ => value,
                }
            })
            .collect();
        let call = format!("{module}.{}({})", function.name, arguments.join(", "));
        let text = match function.raises {
            Some(_) => {
                format!("    with pytest.raises({module}.ExtensionError):\n        {call}\n")
            }
            None => format!("    {call}\n"),
        };
        let _ = write!(
            body,
            "\n\ndef test_{}_is_begun() -> None:\n{text}",
            function.name.replace('.', "_")
        );
    }
    let mut head =
        "\"\"\"Tests of the wheel: the plugin as a program sees it.\"\"\"\n\n".to_string();
    if body.contains("timedelta(") {
        head.push_str("from datetime import timedelta\n\n");
    }
    if body.contains("pytest.") {
        head.push_str("import pytest\n\n");
    }
    format!("{head}import {module}\n{body}")
}
