//! WIT from an interface: a world named after the module with its functions, an exported interface for each submodule.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use pyext_abi::interface::{self as abi, Definition, ErrorShape, Field, Interface, Kind, Type};
use pyext_abi::names::HOST_IMPORTS;
use serde_json::{Value, json};
use wit_component::WitPrinter;
use wit_parser::{PackageId, PackageMetadata, Resolve, WorldId};

use super::docs;
use super::naming::{Form, Named as Function, Naming, members};
use super::place::{Key, Named, Place, Used, key, place_of, raised_key};
use super::services::{self, Wanted};
use super::spell;
use crate::error::{Error, Result};
use crate::escape;

/// Namespace of the packages: it says what wrote them.
const NAMESPACE: &str = "pyext";

/// The WIT of an interface.
#[derive(Debug)]
pub struct Wit {
    /// What the text says.
    pub resolve: Resolve,
    /// Its package.
    pub package: PackageId,
    /// Its world.
    pub world: WorldId,
    /// What the core module has to call everything.
    pub core: CoreNames,
}

/// What the core module of a component has to call everything.
#[derive(Debug, Default)]
pub struct CoreNames {
    /// The functions, in the order of the interface.
    pub functions: Vec<String>,
    /// The interface with the classes; empty if there is none.
    pub objects: String,
    /// The resources by the names of the classes.
    pub resources: BTreeMap<String, String>,
    /// Module and name of each function of an import, by those of the ABI.
    pub imports: BTreeMap<(String, String), (String, String)>,
    /// The services in use.
    pub services: Vec<Wanted>,
}

impl Wit {
    /// The WIT of an interface.
    ///
    /// # Errors
    /// PX801 to PX805, for what WIT cannot say.
    pub fn of(interface: &Interface, services: &[Wanted]) -> Result<Wit> {
        let writer = Writer {
            naming: &Naming::new(interface)?,
            interface,
            services,
        };
        let mut resolve = Resolve::default();
        let text = writer.write()?;
        let package = resolve.push_str("pyext.wit", &text).map_err(refused)?;
        let world = resolve.select_world(&[package], None).map_err(refused)?;
        Ok(Wit {
            resolve,
            package,
            world,
            core: writer.core_names()?,
        })
    }

    /// The text, in the form that the tools of the component model give it.
    ///
    /// # Errors
    /// PX804 if it cannot be printed.
    pub fn text(&self) -> Result<String> {
        let mut printer = WitPrinter::default();
        printer
            .print(&self.resolve, self.package, &[])
            .map_err(refused)?;
        Ok(printer.output.to_string())
    }

    /// The documentation, in the section that tools look for it in a component. The world of one is called `root` there.
    ///
    /// # Errors
    /// If it cannot be encoded.
    pub fn component_docs(&self) -> Result<Vec<u8>, String> {
        let metadata = PackageMetadata::extract(&self.resolve, self.package);
        let mut encoded = metadata.encode().map_err(|e| e.to_string())?;
        // A byte with the version, then JSON.
        let json = encoded.split_off(encoded.len().min(1));
        let docs: Value = serde_json::from_slice(&json).map_err(|e| e.to_string())?;
        let worlds = docs.get("worlds").and_then(Value::as_object);
        let world = worlds.and_then(|worlds| worlds.values().next());
        let docs = match world {
            Some(world) => json!({"worlds": {"root": world}}),
            None => json!({}),
        };
        encoded.extend(docs.to_string().bytes());
        Ok(encoded)
    }
}

/// PX804: the libraries of the component model refuse something.
pub fn refused(why: impl Display) -> Error {
    Error::new("PX804", "the component model has no room for the interface")
        .reason(escape::sentence(&format!("{why:#}")))
        .mend("make what the note names smaller; if it names nothing of yours, report it")
}

/// Writes the text with `%` before every name, which makes a name of any word; the printer leaves out what is not needed.
struct Writer<'a> {
    interface: &'a Interface,
    naming: &'a Naming<'a>,
    services: &'a [Wanted],
}

/// The content of one place.
#[derive(Default)]
struct Body {
    /// Types of the shared interface that it uses.
    uses: BTreeSet<String>,
    /// Its own types, then its functions.
    items: String,
}

impl<'a> Writer<'a> {
    fn core_names(&self) -> Result<CoreNames> {
        let functions = self.naming.functions.iter();
        let classes = self.interface.classes();
        let mut imports = BTreeMap::new();
        for import in &self.interface.imports {
            let what = format!("import {}", escape::name(&import.name));
            let names = import.functions.iter().map(|f| &*f.name);
            let names = members(&what, "function", names)?;
            let module = &self.naming.interfaces[&Place::Import(&import.name)];
            for (function, name) in import.functions.iter().zip(names) {
                let ours = (
                    format!("{HOST_IMPORTS}{}", import.name),
                    function.name.clone(),
                );
                imports.insert(ours, (module.clone(), name));
            }
        }
        let objects = self.naming.interfaces.get(&Place::Objects);
        Ok(CoreNames {
            functions: functions.map(|f| f.core.clone()).collect(),
            objects: objects.cloned().unwrap_or_default(),
            resources: classes
                .map(|c| (c.name.clone(), self.naming.of_class(&c.name).to_string()))
                .collect(),
            imports,
            services: self.services.to_vec(),
        })
    }

    fn write(&self) -> Result<String> {
        let mut bodies: BTreeMap<Place<'a>, Body> = BTreeMap::new();
        for (key, used) in &self.naming.types {
            let place = used.place();
            let body = bodies.entry(place).or_default();
            let name = self.naming.of_type(key);
            let text = match &used.named {
                // Behind the types that its functions use.
                Named::Definition(definition) if definition.is_class() => continue,
                Named::Definition(definition) => self.definition(definition, name, place, body)?,
                Named::Raised(error) => self.raised(error, name, place, body),
            };
            body.items.push_str(&text);
        }
        for class in self.interface.classes() {
            let body = bodies.entry(Place::Objects).or_default();
            let text = self.resource(class, body)?;
            body.items.push_str(&text);
        }
        for (function, named) in self.interface.functions.iter().zip(&self.naming.functions) {
            if named.form == Form::Free {
                let place = place_of(function);
                let body = bodies.entry(place).or_default();
                let text = self.function(function, named, place, body)?;
                let keyword = if place == Place::World { "export " } else { "" };
                let docs = docs::of_function(function);
                body.items.push_str(&format!("{docs}{keyword}{text}"));
            }
        }
        for import in &self.interface.imports {
            let place = Place::Import(&import.name);
            let what = format!("import {}", escape::name(&import.name));
            let names = import.functions.iter().map(|f| &*f.name);
            let names = members(&what, "function", names)?;
            let body = bodies.entry(place).or_default();
            for (function, name) in import.functions.iter().zip(names) {
                let named = Function {
                    name,
                    form: Form::Free,
                    core: String::new(),
                };
                let text = self.function(function, &named, place, body)?;
                let docs = docs::of_function(function);
                body.items.push_str(&format!("{docs}{text}"));
            }
        }
        Ok(self.assemble(&bodies))
    }

    fn assemble(&self, bodies: &BTreeMap<Place<'a>, Body>) -> String {
        let version = self.interface.version.as_deref();
        // Other toolchains can have versions of another form.
        let version = version.and_then(|v| semver::Version::parse(v).ok());
        let version = version.map(|v| format!("@{v}")).unwrap_or_default();
        let package = &self.naming.package;
        let mut out = format!("package {NAMESPACE}:%{package}{version};\n");
        if let Some(shared) = bodies.get(&Place::Shared) {
            out.push_str(&docs::comment("Types that several parts of the world use."));
            out.push_str(&format!(
                "interface %{} {{\n{}}}\n",
                self.naming.shared(),
                shared.items
            ));
        }
        out.push_str(&docs::comment(&self.interface.docs));
        out.push_str(&format!("world %{package} {{\n"));
        out.push_str(&services::text(self.services));
        if let Some(world) = bodies.get(&Place::World) {
            out.push_str(&self.uses(world));
            out.push_str(&world.items);
        }
        for (place, name) in &self.naming.interfaces {
            let Some(body) = bodies.get(place) else {
                continue;
            };
            let (keyword, docs) = self.about(*place);
            out.push_str(&docs::comment(docs));
            let uses = self.uses(body);
            out.push_str(&format!(
                "{keyword} %{name}: interface {{\n{uses}{}}}\n",
                body.items
            ));
        }
        out.push_str("}\n");
        out
    }

    /// Whether an interface is an import or an export, and its documentation.
    fn about(&self, place: Place<'_>) -> (&'static str, &str) {
        match place {
            Place::Import(name) => {
                let mut imports = self.interface.imports.iter();
                let import = imports.find(|i| i.name == name);
                ("import", import.map_or("", |i| &i.docs))
            }
            Place::Submodule(name) => {
                let mut modules = self.interface.modules.iter();
                let module = modules.find(|m| m.name == name);
                ("export", module.map_or("", |m| &m.docs))
            }
            _ => ("export", "The classes, and what has to do with objects."),
        }
    }

    fn uses(&self, body: &Body) -> String {
        let names: Vec<String> = body.uses.iter().map(|name| format!("%{name}")).collect();
        match names.is_empty() {
            true => String::new(),
            false => format!("use %{}.{{{}}};\n", self.naming.shared(), names.join(", ")),
        }
    }

    /// The name of a type, as it is written in a place.
    fn refer(&self, key: &Key, place: Place<'_>, body: &mut Body) -> String {
        let name = self.naming.of_type(key);
        let stands = self.naming.types.get(key).map(Used::place);
        if stands == Some(Place::Shared) && place != Place::Shared {
            body.uses.insert(name.to_string());
        }
        format!("%{name}")
    }

    /// A class with what belongs to it.
    fn resource(&self, class: &Definition, body: &mut Body) -> Result<String> {
        let name = self.naming.of_class(&class.name);
        let mut lines = String::new();
        let all = self.interface.functions.iter().zip(&self.naming.functions);
        let mut members: Vec<_> = all
            .filter(|(function, _)| function.class() == Some(&class.name))
            .collect();
        members.sort_by_key(|(_, named)| named.form != Form::Constructor);
        for (function, named) in members {
            lines.push_str(&docs::of_function(function));
            lines.push_str(&self.function(function, named, Place::Objects, body)?);
        }
        let docs = docs::comment(&class.docs);
        Ok(format!("{docs}resource %{name} {{\n{lines}}}\n"))
    }

    fn function(
        &self,
        function: &abi::Function,
        named: &Function,
        place: Place<'_>,
        body: &mut Body,
    ) -> Result<String> {
        let what = format!("function {}", escape::name(&function.name));
        let given = match named.form {
            Form::Method => function.arguments(),
            _ => &function.params[..],
        };
        let names = members(&what, "parameter", given.iter().map(|p| &*p.name))?;
        let mut spell = |ty: &Type| spell::spell(ty, &mut |d| self.refer(&key(d), place, body));
        let params: Vec<String> = names
            .iter()
            .zip(given)
            .filter_map(|(name, param)| Some(format!("%{name}: {}", spell(&param.ty)?)))
            .collect();
        let params = params.join(", ");
        if named.form == Form::Constructor {
            return Ok(format!("constructor({params});\n"));
        }
        let result = spell::success(function, &mut |d| self.refer(&key(d), place, body));
        let result = match &function.raises {
            Some(error) => {
                let error = self.refer(&raised_key(error), place, body);
                Some(spell::result(result, Some(error)))
            }
            None => result,
        };
        let result = result.map(|ty| format!(" -> {ty}")).unwrap_or_default();
        let keyword = match named.form {
            Form::Static => "static ",
            _ => "",
        };
        Ok(format!(
            "%{}: {keyword}func({params}){result};\n",
            named.name
        ))
    }

    /// The record that comes back in place of a result.
    fn raised(&self, error: &Type, name: &str, place: Place<'_>, body: &mut Body) -> String {
        let value = spell::spell(error, &mut |d| self.refer(&key(d), place, body));
        let value = value
            .map(|ty| format!("%value: {ty},\n"))
            .unwrap_or_default();
        let docs = docs::of_raised(error);
        format!(
            "{docs}record %{name} {{\n%message: string,\n%causes: list<string>,\n%exception: u32,\n{value}}}\n"
        )
    }

    fn definition(
        &self,
        definition: &Definition,
        name: &str,
        place: Place<'_>,
        body: &mut Body,
    ) -> Result<String> {
        let what = format!("type {}", escape::name(&definition.name));
        let mut refer = |d: &Definition| self.refer(&key(d), place, body);
        let mut lines = String::new();
        let keyword = match &definition.kind {
            Kind::Enum(cases) => {
                let names = members(&what, "case", cases.iter().map(|c| &*c.name))?;
                for (name, case) in names.iter().zip(cases) {
                    lines.push_str(&format!("{}%{name},\n", docs::comment(&case.docs)));
                }
                "enum"
            }
            Kind::Flags(flags) => {
                let names = members(&what, "flag", flags.iter().map(|f| &*f.name))?;
                for (name, flag) in names.iter().zip(flags) {
                    lines.push_str(&format!("{}%{name},\n", docs::comment(&flag.docs)));
                }
                "flags"
            }
            Kind::Variant(_) | Kind::Error(_) if !is_struct(definition) => {
                let cases = definition.cases();
                let names = members(&what, "case", cases.iter().map(|c| &*c.name))?;
                for (name, case) in names.iter().zip(cases) {
                    let payload = spell::payload(&case.fields, &mut refer);
                    let payload = payload.map(|ty| format!("({ty})")).unwrap_or_default();
                    lines.push_str(&format!("{}%{name}{payload},\n", docs::of_case(case)));
                }
                "variant"
            }
            _ => {
                let fields: Vec<&Field> = definition.fields().collect();
                let names = members(&what, "field", fields.iter().map(|f| &*f.name))?;
                for (name, field) in names.iter().zip(fields) {
                    if let Some(ty) = spell::spell(&field.ty, &mut refer) {
                        lines.push_str(&format!("{}%{name}: {ty},\n", docs::comment(&field.docs)));
                    }
                }
                "record"
            }
        };
        let docs = docs::comment(&definition.docs);
        Ok(format!("{docs}{keyword} %{name} {{\n{lines}}}\n"))
    }
}

fn is_struct(definition: &Definition) -> bool {
    matches!(&definition.kind, Kind::Error(error) if matches!(error.shape, ErrorShape::Struct(_)))
}
