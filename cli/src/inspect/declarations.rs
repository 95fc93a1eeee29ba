//! What an interface offers, as Python would declare it, for people. Its names are identifiers: `Interface::parse` has
//! checked them. All other text is escaped.

use std::fmt::Display;

use pyext_abi::interface::{
    Case, Constant, Definition, Error, ErrorShape, Field, Function, Interface, Kind, plain,
    python_value,
};

use crate::escape;

/// Lines with their indentation.
#[derive(Default)]
pub struct Lines {
    text: String,
    indent: usize,
}

impl Lines {
    /// Adds a line.
    pub fn add(&mut self, line: impl Display) {
        let line = format!("{:indent$}{line}", "", indent = self.indent);
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    /// All of them.
    pub fn text(self) -> String {
        self.text
    }

    /// A head, and what stands below it.
    fn block(&mut self, head: impl Display, docs: &str, below: impl FnOnce(&mut Lines)) {
        self.add(head);
        self.indent += 4;
        self.docs(docs);
        below(self);
        self.indent -= 4;
    }

    fn docs(&mut self, docs: &str) {
        for line in docs.lines() {
            self.add(escape::line(line));
        }
    }
}

/// Everything that the interface declares.
pub fn declare(interface: &Interface, out: &mut Lines) {
    let version = interface.version.as_deref().unwrap_or("of no version");
    out.add(format_args!(
        "{} {} (ABI {}, SDK {})",
        interface.name,
        escape::line(version),
        interface.abi,
        escape::line(&interface.sdk)
    ));
    out.docs(&interface.docs);
    for module in &interface.modules {
        out.add("");
        out.block(format_args!("module {}", module.name), &module.docs, |_| {});
    }
    for c in &interface.constants {
        out.add("");
        out.block(constant(c), &c.docs, |_| {});
    }
    for definition in &interface.types {
        out.add("");
        class(definition, out);
    }
    for function in &interface.functions {
        out.add("");
        out.block(signature(function), "", |out| {
            if let Some(error) = raised(function) {
                out.add(format_args!("raises {error}"));
            }
            if function.wipe {
                out.add("wipes its arguments and its result");
            }
            out.docs(&function.docs);
        });
    }
}

/// The function as Python declares it.
pub fn signature(function: &Function) -> String {
    let params = function.python_parameters(&mut plain);
    let result = function.result.result_annotation(&mut plain);
    format!("def {}({}) -> {result}", function.name, params.join(", "))
}

/// The class of what the function raises if it fails.
fn raised(function: &Function) -> Option<String> {
    let error = function.raises.as_ref()?;
    Some(match error.is_unit() {
        true => "ExtensionError".to_string(),
        false => error.result_annotation(&mut plain),
    })
}

fn constant(constant: &Constant) -> String {
    let ty = constant.ty.constant_annotation(&mut plain);
    let value = python_value(&constant.value, &constant.ty, &mut plain);
    format!("{}: {ty} = {value}", constant.name)
}

fn class(definition: &Definition, out: &mut Lines) {
    let (name, docs) = (&definition.name, &definition.docs);
    match &definition.kind {
        Kind::Record(record) => {
            let frozen = if record.frozen { " (frozen)" } else { "" };
            let head = format!("dataclass {name}{frozen}");
            out.block(head, docs, |out| fields(&record.fields, out));
        }
        Kind::Enum(cases) => out.block(format_args!("class {name}(Enum)"), docs, |out| {
            for case in cases {
                let member = format!("{} = {}", case.name, case.value);
                out.block(member, &case.docs, |_| {});
            }
        }),
        Kind::Flags(flags) => out.block(format_args!("class {name}(Flag)"), docs, |out| {
            for flag in flags {
                out.block(&flag.name, &flag.docs, |_| {});
            }
        }),
        Kind::Variant(all) => {
            let classes: Vec<&str> = all.iter().map(|case| &*case.class).collect();
            let head = format!("{name} = {}", classes.join(" | "));
            out.block(head, docs, |out| cases("dataclass ", all, out));
        }
        Kind::Error(Error { base, shape }) => {
            let bases: Vec<&str> = ["ExtensionError"]
                .into_iter()
                .chain(base.as_deref())
                .collect();
            let head = format!("class {name}({})", bases.join(", "));
            out.block(head, docs, |out| match shape {
                ErrorShape::Struct(all) => fields(all, out),
                ErrorShape::Enum(all) => cases("class ", all, out),
            });
        }
    }
}

fn cases(word: &str, cases: &[Case], out: &mut Lines) {
    for case in cases {
        let head = format!("{word}{}", case.class);
        out.block(head, &case.docs, |out| fields(&case.fields, out));
    }
}

fn fields(fields: &[Field], out: &mut Lines) {
    for field in fields {
        let annotation = field.ty.result_annotation(&mut plain);
        let head = format!("{}: {annotation}", field.name);
        out.block(head, &field.docs, |_| {});
    }
}
