//! WIT from an interface: a world named after the module with its functions, an exported interface for each submodule.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

use pyext_abi::interface::{
    Definition, ErrorShape, Field, Function, Interface, Kind, Type, local_name,
};
use serde_json::{Value, json};
use wit_component::WitPrinter;
use wit_parser::{PackageId, PackageMetadata, Resolve, WorldId};

use super::docs;
use super::names::Names;
use super::place::{Key, Named, Place, Used, key, place_of, raised_key, used};
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
    /// What the core module has to call each function, in the order of the interface.
    pub core_names: Vec<String>,
}

impl Wit {
    /// The WIT of an interface.
    ///
    /// # Errors
    /// PX801 to PX804, for what WIT cannot say.
    pub fn of(interface: &Interface) -> Result<Wit> {
        let writer = Writer::new(interface)?;
        let mut resolve = Resolve::default();
        let text = writer.write()?;
        let package = resolve.push_str("pyext.wit", &text).map_err(refused)?;
        let world = resolve.select_world(&[package], None).map_err(refused)?;
        Ok(Wit {
            resolve,
            package,
            world,
            core_names: writer.core_names,
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
    package: String,
    types: BTreeMap<Key, Used<'a>>,
    /// Names of the types.
    names: BTreeMap<Key, String>,
    /// The names that are taken in each place.
    taken: BTreeMap<Place<'a>, Names>,
    /// Names of the submodules' interfaces.
    submodules: BTreeMap<&'a str, String>,
    core_names: Vec<String>,
}

/// The content of one place.
#[derive(Default)]
struct Body {
    /// Types of the shared interface that it uses.
    uses: BTreeSet<String>,
    /// Its own types, then its functions.
    items: String,
}

// What everything is called.
impl<'a> Writer<'a> {
    fn new(interface: &'a Interface) -> Result<Self> {
        let mut writer = Writer {
            interface,
            package: Names::default().take(&interface.name, "the module")?,
            types: used(interface),
            names: BTreeMap::new(),
            taken: BTreeMap::new(),
            submodules: BTreeMap::new(),
            core_names: Vec::new(),
        };
        for function in &interface.functions {
            spell::check(function)?;
            writer.name_function(function)?;
        }
        for (key, used) in &writer.types {
            let place = used.place();
            let home = match place {
                Place::Submodule(name) => Some(name),
                _ => None,
            };
            // Outside of its own submodule it has the submodule's name in front.
            let is_home = used.named.submodule() == home && place != Place::Shared;
            let (path, is_raised) = key;
            let name = if is_home { local_name(path) } else { path };
            let (name, what) = match (is_raised, name) {
                (false, name) => (name.to_string(), format!("type {}", escape::name(path))),
                (true, "") => (
                    "raised".to_string(),
                    "record of an error's text".to_string(),
                ),
                (true, name) => (
                    format!("raised_{name}"),
                    format!("record of the error {}", escape::name(path)),
                ),
            };
            // A function and a type of one name are usual in Rust and Python, and in WIT stand beside each other.
            let places = used.users.iter().chain([&place]);
            let mut met = places.filter_map(|place| writer.taken.get(place));
            let name = match met.any(|names| names.has(&name)) {
                true => format!("{name}_type"),
                false => name,
            };
            let wit = writer.taken.entry(place).or_default().take(&name, &what)?;
            if place == Place::Shared {
                // Its name is taken where it is used, too.
                for user in &used.users {
                    writer.taken.entry(*user).or_default().take(&name, &what)?;
                }
            }
            writer.names.insert(key.clone(), wit);
        }
        Ok(writer)
    }

    fn name_function(&mut self, function: &'a Function) -> Result<()> {
        let place = place_of(function);
        let mut path = String::new();
        if let Place::Submodule(submodule) = place {
            if !self.submodules.contains_key(submodule) {
                let names = self.taken.entry(Place::World).or_default();
                let wit =
                    names.take(submodule, &format!("submodule {}", escape::name(submodule)))?;
                self.submodules.insert(submodule, wit);
            }
            path = format!("{}#", self.submodules[submodule]);
        }
        let names = self.taken.entry(place).or_default();
        let what = format!("function {}", escape::name(&function.name));
        let name = names.take(local_name(&function.name), &what)?;
        self.core_names.push(format!("{path}{name}"));
        Ok(())
    }
}

// The text.
impl<'a> Writer<'a> {
    fn write(&self) -> Result<String> {
        let mut bodies: BTreeMap<Place<'a>, Body> = BTreeMap::new();
        for (key, used) in &self.types {
            let place = used.place();
            let body = bodies.entry(place).or_default();
            let name = &self.names[key];
            let text = match &used.named {
                Named::Definition(definition) => self.definition(definition, name, place, body)?,
                Named::Raised(error) => self.raised(error, name, place, body),
            };
            body.items.push_str(&text);
        }
        for (function, core_name) in self.interface.functions.iter().zip(&self.core_names) {
            let place = place_of(function);
            let body = bodies.entry(place).or_default();
            let name = core_name.rsplit('#').next().unwrap_or_default();
            let text = self.function(function, name, place, body)?;
            body.items.push_str(&text);
        }
        Ok(self.assemble(&bodies))
    }

    fn assemble(&self, bodies: &BTreeMap<Place<'a>, Body>) -> String {
        let version = self.interface.version.as_deref();
        // Other toolchains can have versions of another form.
        let version = version.and_then(|v| semver::Version::parse(v).ok());
        let version = version.map(|v| format!("@{v}")).unwrap_or_default();
        let mut out = format!("package {NAMESPACE}:%{}{version};\n", self.package);
        if let Some(shared) = bodies.get(&Place::Shared) {
            out.push_str(&docs::comment("Types that several parts of the world use."));
            out.push_str(&format!(
                "interface %{} {{\n{}}}\n",
                self.shared(),
                shared.items
            ));
        }
        out.push_str(&docs::comment(&self.interface.docs));
        out.push_str(&format!("world %{} {{\n", self.package));
        if let Some(world) = bodies.get(&Place::World) {
            out.push_str(&self.uses(world));
            out.push_str(&world.items);
        }
        for (submodule, name) in &self.submodules {
            let Some(body) = bodies.get(&Place::Submodule(submodule)) else {
                continue;
            };
            let mut modules = self.interface.modules.iter();
            let module = modules.find(|m| m.name == **submodule);
            out.push_str(&docs::comment(module.map_or("", |m| &m.docs)));
            let uses = self.uses(body);
            out.push_str(&format!(
                "export %{name}: interface {{\n{uses}{}}}\n",
                body.items
            ));
        }
        out.push_str("}\n");
        out
    }

    /// Name of the interface for what several places use. No world, which is a single name, is called so.
    fn shared(&self) -> String {
        format!("{}-types", self.package)
    }

    fn uses(&self, body: &Body) -> String {
        let names: Vec<String> = body.uses.iter().map(|name| format!("%{name}")).collect();
        match names.is_empty() {
            true => String::new(),
            false => format!("use %{}.{{{}}};\n", self.shared(), names.join(", ")),
        }
    }

    /// The name of a type, as it is written in a place.
    fn refer(&self, key: &Key, place: Place<'_>, body: &mut Body) -> String {
        let name = self.names.get(key).map_or("", |name| name);
        let stands = self.types.get(key).map(Used::place);
        if stands == Some(Place::Shared) && place != Place::Shared {
            body.uses.insert(name.to_string());
        }
        format!("%{name}")
    }

    fn function(
        &self,
        function: &Function,
        name: &str,
        place: Place<'_>,
        body: &mut Body,
    ) -> Result<String> {
        let what = format!("function {}", escape::name(&function.name));
        let names = members(&what, "parameter", function.params.iter().map(|p| &*p.name))?;
        let mut spell = |ty: &Type| spell::spell(ty, &mut |d| self.refer(&key(d), place, body));
        let params: Vec<String> = names
            .iter()
            .zip(&function.params)
            .filter_map(|(name, param)| Some(format!("%{name}: {}", spell(&param.ty)?)))
            .collect();
        let result = spell::success(function, &mut |d| self.refer(&key(d), place, body));
        let result = match &function.raises {
            Some(error) => {
                let error = self.refer(&raised_key(error), place, body);
                Some(spell::result(result, Some(error)))
            }
            None => result,
        };
        let result = result.map(|ty| format!(" -> {ty}")).unwrap_or_default();
        let keyword = if place == Place::World { "export " } else { "" };
        let docs = docs::of_function(function);
        Ok(format!(
            "{docs}{keyword}%{name}: func({}){result};\n",
            params.join(", ")
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

/// The names in WIT of what stands together in a type or function.
fn members<'n>(
    whole: &str,
    what: &str,
    names: impl Iterator<Item = &'n str>,
) -> Result<Vec<String>> {
    let mut taken = Names::default();
    names
        .map(|name| taken.take(name, &format!("{whole}, {what} {}", escape::name(name))))
        .collect()
}
