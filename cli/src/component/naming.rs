//! What everything is called: in WIT, and in the core module that a component is made of.

use std::collections::BTreeMap;

use pyext_abi::interface::{Function, Interface, Role, Type, local_name};

use super::names::Names;
use super::place::{Key, Place, Used, place_of, used};
use super::spell;
use crate::error::Result;
use crate::escape;

/// Name of the interface with the classes, unless something else has it.
const OBJECTS: &str = "objects";
/// Name of what makes an object and can fail, which a constructor of WIT cannot in every host.
const NEW: &str = "new";
/// What the name of a special method gets in front where a method without underscores has it.
const SPECIAL: &str = "python";

/// An exported function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name in WIT; of a constructor none.
    pub name: String,
    /// What it is in WIT.
    pub form: Form,
    /// Its name in the core module.
    pub core: String,
}

/// What a function is in WIT.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A function by itself.
    Free,
    /// The constructor of a resource.
    Constructor,
    /// A method, whose object is no parameter.
    Method,
    /// A function of the resource.
    Static,
}

impl Form {
    /// That of a function of the interface.
    fn of(function: &Function) -> Form {
        let consumes = matches!(function.params.first(), Some(p) if matches!(p.ty, Type::Own(_)));
        match function.role {
            Role::Free => Form::Free,
            Role::Constructor if function.raises.is_none() => Form::Constructor,
            Role::Method if !consumes => Form::Method,
            Role::Getter | Role::Setter => Form::Method,
            Role::Constructor | Role::Method | Role::Static | Role::Class => Form::Static,
        }
    }
}

/// The names of one interface.
pub struct Naming<'a> {
    /// What is named.
    pub interface: &'a Interface,
    /// The package and the world.
    pub package: String,
    /// The types that have names.
    pub types: BTreeMap<Key, Used<'a>>,
    /// Names of the types.
    names: BTreeMap<Key, String>,
    /// The names that are taken in each place.
    taken: BTreeMap<Place<'a>, Names>,
    /// Names of the interfaces, in the world.
    pub interfaces: BTreeMap<Place<'a>, String>,
    /// The functions, in the order of the interface.
    pub functions: Vec<Named>,
}

impl<'a> Naming<'a> {
    /// Names everything.
    ///
    /// # Errors
    /// PX801 and PX802 for names, PX803 and PX805 for types that WIT has not.
    pub fn new(interface: &'a Interface) -> Result<Self> {
        let mut naming = Naming {
            interface,
            package: Names::default().take(&interface.name, "the module")?,
            types: used(interface),
            names: BTreeMap::new(),
            taken: BTreeMap::new(),
            interfaces: BTreeMap::new(),
            functions: Vec::new(),
        };
        for function in interface.functions.iter().chain(interface.given()) {
            spell::check(function)?;
        }
        for import in &interface.imports {
            naming.name_import(&import.name, &import.functions)?;
        }
        let mut free = BTreeMap::new();
        for (i, function) in interface.functions.iter().enumerate() {
            if function.role.is_free() {
                free.insert(i, naming.name_function(function)?);
            }
        }
        naming.name_objects()?;
        naming.name_types()?;
        let mut members: BTreeMap<&str, Names> = BTreeMap::new();
        let mut named: BTreeMap<usize, Named> = BTreeMap::new();
        // What has its name of the author comes first.
        let mut order: Vec<usize> = (0..interface.functions.len()).collect();
        order.sort_by_key(|i| interface.functions[*i].local_name().starts_with("__"));
        for i in order {
            let function = &interface.functions[i];
            let found = match (free.remove(&i), function.class()) {
                (Some(name), _) => naming.free(function, name),
                (None, class) => {
                    let class = class.unwrap_or_default();
                    naming.member(function, class, members.entry(class).or_default())?
                }
            };
            named.insert(i, found);
        }
        naming.functions = named.into_values().collect();
        Ok(naming)
    }

    /// The name of a type.
    pub fn of_type(&self, key: &Key) -> &str {
        self.names.get(key).map_or("", |name| name)
    }

    /// The name of a class.
    pub fn of_class(&self, name: &str) -> &str {
        self.of_type(&(name.to_string(), false))
    }

    /// Name of the interface for what several places use. No world, which is a single name, is called so.
    pub fn shared(&self) -> String {
        format!("{}-types", self.package)
    }

    fn name_import(&mut self, import: &'a str, functions: &'a [Function]) -> Result<()> {
        let what = format!("import {}", escape::name(import));
        let names = self.taken.entry(Place::World).or_default();
        let name = names.take(import, &what)?;
        let place = Place::Import(import);
        self.interfaces.insert(place, name);
        let names = self.taken.entry(place).or_default();
        for function in functions {
            names.take(
                &function.name,
                &format!("{what}, function {}", escape::name(&function.name)),
            )?;
        }
        Ok(())
    }

    fn name_function(&mut self, function: &'a Function) -> Result<String> {
        let place = place_of(function);
        if let Place::Submodule(submodule) = place
            && !self.interfaces.contains_key(&place)
        {
            let names = self.taken.entry(Place::World).or_default();
            let what = format!("submodule {}", escape::name(submodule));
            self.interfaces.insert(place, names.take(submodule, &what)?);
        }
        let names = self.taken.entry(place).or_default();
        let what = format!("function {}", escape::name(&function.name));
        let name = match place {
            // Beside those of all submodules.
            Place::Objects => &function.name,
            _ => local_name(&function.name),
        };
        names.take(name, &what)
    }

    fn name_objects(&mut self) -> Result<()> {
        if self.interface.classes().next().is_none() {
            return Ok(());
        }
        let names = self.taken.entry(Place::World).or_default();
        let mut name = OBJECTS.to_string();
        while names.has(&name) {
            name = format!("python-{name}");
        }
        let name = names.take(&name, "the interface of the classes")?;
        self.interfaces.insert(Place::Objects, name);
        Ok(())
    }

    fn name_types(&mut self) -> Result<()> {
        for (key, used) in &self.types {
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
            let mut met = places.filter_map(|place| self.taken.get(place));
            let name = match met.any(|names| names.has(&name)) {
                true => format!("{name}_type"),
                false => name,
            };
            let wit = self.taken.entry(place).or_default().take(&name, &what)?;
            if place == Place::Shared {
                // Its name is taken where it is used, too.
                for user in &used.users {
                    self.taken.entry(*user).or_default().take(&name, &what)?;
                }
            }
            self.names.insert(key.clone(), wit);
        }
        Ok(())
    }

    fn free(&self, function: &'a Function, name: String) -> Named {
        let core = match self.interfaces.get(&place_of(function)) {
            Some(interface) => format!("{interface}#{name}"),
            None => name.clone(),
        };
        let form = Form::Free;
        Named { name, form, core }
    }

    fn member(&self, function: &Function, class: &str, taken: &mut Names) -> Result<Named> {
        let form = Form::of(function);
        let local = function.local_name();
        let wanted = match (function.role, form) {
            (_, Form::Constructor) => String::new(),
            (Role::Constructor, _) => NEW.to_string(),
            (Role::Setter, _) => format!("set_{local}"),
            _ if taken.has(local) && local.starts_with("__") => format!("{SPECIAL}_{local}"),
            _ => local.to_string(),
        };
        let name = match form {
            Form::Constructor => String::new(),
            _ => {
                let role = function.role.name();
                taken.take(&wanted, &format!("{role} {}", escape::name(&function.name)))?
            }
        };
        let interface = self.interfaces.get(&Place::Objects).map_or("", |name| name);
        let class = self.of_class(class);
        let core = match form {
            Form::Constructor => format!("{interface}#[constructor]{class}"),
            Form::Method => format!("{interface}#[method]{class}.{name}"),
            Form::Free | Form::Static => format!("{interface}#[static]{class}.{name}"),
        };
        Ok(Named { name, form, core })
    }
}

/// The names in WIT of what stands together in a type or function.
pub fn members<'n>(
    whole: &str,
    what: &str,
    names: impl Iterator<Item = &'n str>,
) -> Result<Vec<String>> {
    let mut taken = Names::default();
    names
        .map(|name| taken.take(name, &format!("{whole}, {what} {}", escape::name(name))))
        .collect()
}
