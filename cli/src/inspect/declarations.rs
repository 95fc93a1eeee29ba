//! What an interface offers, as Python would declare it, for people. Its names are identifiers: `Interface::parse` has
//! checked them. All other text is escaped.

use std::fmt::Display;

use pyext_abi::interface::{
    Case, Constant, Definition, Error, ErrorShape, Field, Function, Interface, Kind, Type, plain,
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
        class(interface, definition, out);
    }
    for import in &interface.imports {
        out.add("");
        let head = format!("class {}(Protocol)", import.name);
        out.block(head, &import.docs, |out| {
            for function in &import.functions {
                given(function, out);
            }
        });
    }
    for function in interface.functions.iter().filter(|f| f.role.is_free()) {
        out.add("");
        declaration(signature(function), function, out);
    }
}

/// A function with what there is to say about it.
fn declaration(head: String, function: &Function, out: &mut Lines) {
    out.block(head, "", |out| {
        if let Some(error) = raised(function) {
            out.add(format_args!("raises {error}"));
        }
        if let Type::Iterator(items) = &function.result
            && let Some(error) = &items.raises
        {
            out.add(format_args!("its items can raise {}", class_of(error)));
        }
        if matches!(function.params.first(), Some(p) if function.role.has_self() && matches!(p.ty, Type::Own(_))) {
            out.add("consumes the object");
        }
        if function.wipe {
            out.add("wipes its arguments and its result");
        }
        if function.vectorize {
            out.add("runs on arrays as well");
        }
        out.docs(&function.docs);
    });
}

/// What belongs to a class, as it stands in it.
fn member(function: &Function, out: &mut Lines) {
    if let Some(decorator) = function.decorator(&mut plain) {
        out.add(format_args!("@{decorator}"));
    }
    declaration(
        member_signature(function.local_name(), function),
        function,
        out,
    );
}

fn member_signature(name: &str, function: &Function) -> String {
    let params = function.member_parameters(&mut plain);
    let result = function.member_result(&mut plain);
    format!("def {name}({}) -> {result}", params.join(", "))
}

/// A function that the user of the extension gives.
fn given(function: &Function, out: &mut Lines) {
    let params = function.given_parameters(&mut plain);
    let result = function.given_result(&mut plain);
    let head = format!("def {}({}) -> {result}", function.name, params.join(", "));
    out.block(head, "", |out| {
        if function.raises.is_some() {
            out.add("may raise");
        }
        out.docs(&function.docs);
    });
}

/// The function as Python declares it.
pub fn signature(function: &Function) -> String {
    if !function.role.is_free() {
        return member_signature(&function.name, function);
    }
    let params = function.python_parameters(&mut plain);
    let result = function.result.result_annotation(&mut plain);
    format!("def {}({}) -> {result}", function.name, params.join(", "))
}

/// The class of what the function raises if it fails.
fn raised(function: &Function) -> Option<String> {
    function.raises.as_ref().map(class_of)
}

fn class_of(error: &Type) -> String {
    match error.is_unit() {
        true => "ExtensionError".to_string(),
        false => error.result_annotation(&mut plain),
    }
}

fn constant(constant: &Constant) -> String {
    let ty = constant.ty.constant_annotation(&mut plain);
    let value = python_value(&constant.value, &constant.ty, &mut plain);
    format!("{}: {ty} = {value}", constant.name)
}

fn class(interface: &Interface, definition: &Definition, out: &mut Lines) {
    let (name, docs) = (&definition.name, &definition.docs);
    match &definition.kind {
        Kind::Record(record) => {
            let frozen = if record.frozen { " (frozen)" } else { "" };
            let head = format!("dataclass {name}{frozen}");
            out.block(head, docs, |out| fields(&record.fields, out));
        }
        Kind::Class => out.block(format_args!("class {name}"), docs, |out| {
            for function in interface.members(name) {
                member(function, out);
            }
        }),
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
