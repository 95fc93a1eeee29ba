//! Final names: submodules in front, and one definition for each name of a type.

use std::collections::BTreeMap;
use std::sync::Arc;

use pyext_abi::class::{DROP_MARK, drop_name};
use pyext_abi::interface::{
    Case, Constant, Definition, Error, ErrorShape, Field, Function, Import, Interface, Items, Kind,
    Module, Record, Signature, Type,
};
use pyext_abi::names;

use super::Wanted;
use super::collect::{Class, Exported, Recorded, Records};

/// What an extension offers, under its final names. Nothing is judged yet: a name can stand several times.
#[derive(Debug)]
pub struct Offer {
    /// The functions, each with the symbol of its wrapper.
    pub functions: Vec<Placed<(String, Function)>>,
    /// The classes, each with the symbol of what drops its objects.
    pub classes: Vec<Placed<(String, Arc<Definition>)>>,
    /// What it wants to be given.
    pub imports: Vec<Placed<Import>>,
    /// The constants.
    pub constants: Vec<Placed<Constant>>,
    /// The submodules.
    pub modules: Vec<Placed<Module>>,
    /// The types by name: all different ones that have it.
    pub types: BTreeMap<String, Vec<Found>>,
}

/// An item with its path in Rust.
#[derive(Debug)]
pub struct Placed<T> {
    /// The path.
    pub place: String,
    /// The item.
    pub item: T,
}

/// A type as it was met.
#[derive(Debug)]
pub struct Found {
    /// Path of the Rust module that it stands in.
    pub path: String,
    /// The path in Rust of the first item that uses it.
    pub user: String,
    /// The definition, without its path.
    pub definition: Arc<Definition>,
}

impl Found {
    /// The type's path in Rust.
    pub fn place(&self) -> String {
        format!("{}::{}", self.path, self.definition.local_name())
    }
}

impl Offer {
    /// Gives everything its final name.
    pub fn of(records: Records) -> Offer {
        let mut namer = Namer {
            submodules: submodules(&records.modules),
            types: BTreeMap::new(),
        };
        let modules = records.modules.into_iter().map(|mut module| {
            module.item.name = namer.submodules[&module.module].clone();
            Placed {
                place: module.module,
                item: module.item,
            }
        });
        let modules = modules.collect();
        let classes = records.classes.into_iter();
        let classes = classes.map(|c| namer.class(c)).collect();
        let imports = records.imports.into_iter();
        let imports = imports.map(|i| namer.import(i)).collect();
        let functions = records.functions.into_iter();
        let functions = functions.map(|f| namer.function(f)).collect();
        let constants = records.constants.into_iter();
        let constants = constants.map(|c| namer.constant(c)).collect();
        Offer {
            functions,
            classes,
            imports,
            constants,
            modules,
            types: namer.types,
        }
    }

    /// The names of the exports by the symbols of the functions that they are.
    pub fn symbols(&self) -> BTreeMap<String, String> {
        let functions = self.functions.iter().map(|f| &f.item);
        let functions = functions.flat_map(|(symbol, f)| f.wrappers(symbol));
        let classes = self.classes.iter().map(|c| &c.item);
        let classes = classes.map(|(symbol, class)| (symbol.clone(), drop_name(&class.name)));
        functions.chain(classes).collect()
    }

    /// The interface of an offer that has been judged.
    pub fn interface(self, wanted: &Wanted<'_>, sdk: String) -> Interface {
        let mut modules: Vec<Module> = self.modules.into_iter().map(|m| m.item).collect();
        modules.sort_by(|a, b| a.name.cmp(&b.name));
        let types = self.types.into_values().flatten();
        let mut constants: Vec<Constant> = self.constants.into_iter().map(|c| c.item).collect();
        constants.sort_by(|a, b| a.name.cmp(&b.name));
        let mut functions: Vec<Function> = self.functions.into_iter().map(|f| f.item.1).collect();
        functions.sort_by(|a, b| (&a.name, a.role).cmp(&(&b.name, b.role)));
        let mut imports: Vec<Import> = self.imports.into_iter().map(|i| i.item).collect();
        imports.sort_by(|a, b| a.name.cmp(&b.name));
        Interface {
            abi: names::ABI_VERSION,
            sdk,
            requires: Vec::new(),
            name: wanted.module_name.to_string(),
            version: Some(wanted.version.to_string()),
            docs: String::new(),
            modules,
            types: types.map(|t| t.definition).collect(),
            constants,
            imports,
            functions,
        }
    }
}

/// The names of the submodules by the paths of their Rust modules. A marked module in a marked one is in its submodule.
fn submodules(modules: &[Recorded<Module>]) -> BTreeMap<String, String> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut modules: Vec<_> = modules.iter().collect();
    modules.sort_by_key(|m| m.module.len());
    for module in modules {
        let name = within(&names, &module.module, &module.item.name);
        names.entry(module.module.clone()).or_insert(name);
    }
    names
}

/// The name with the submodule that the Rust module at `path` is in.
fn within(submodules: &BTreeMap<String, String>, path: &str, name: &str) -> String {
    let mut path = Some(path);
    while let Some(module) = path {
        if let Some(submodule) = submodules.get(module) {
            return format!("{submodule}.{name}");
        }
        path = module.rsplit_once("::").map(|(outer, _)| outer);
    }
    name.to_string()
}

/// The path in Rust of the function with this symbol.
fn path_of(symbol: &str) -> String {
    let path = symbol.strip_prefix(names::SYMBOL_PREFIX);
    // What drops a class's objects has a symbol that no function of the author's has.
    path.unwrap_or(symbol).replacen(DROP_MARK, "", 1)
}

struct Namer {
    submodules: BTreeMap<String, String>,
    types: BTreeMap<String, Vec<Found>>,
}

impl Namer {
    fn function(&mut self, recorded: Recorded<Exported>) -> Placed<(String, Function)> {
        let Exported {
            symbol,
            function,
            class,
        } = recorded.item;
        let place = path_of(&symbol);
        let mut function = self.types_of(function, &place);
        function.name = match class {
            Some(class) => format!("{}.{}", self.definition(&class, &place).name, function.name),
            None => within(&self.submodules, &recorded.module, &function.name),
        };
        Placed {
            place,
            item: (symbol, function),
        }
    }

    /// The function with final names in its types.
    fn types_of(&mut self, mut function: Function, place: &str) -> Function {
        for param in &mut function.params {
            param.ty = self.ty(&param.ty, place);
        }
        function.result = self.ty(&function.result, place);
        function.raises = function.raises.map(|ty| self.ty(&ty, place));
        function
    }

    fn class(&mut self, recorded: Recorded<Class>) -> Placed<(String, Arc<Definition>)> {
        let Class { symbol, definition } = recorded.item;
        let place = path_of(&symbol);
        let definition = self.definition(&definition, &place);
        Placed {
            place,
            item: (symbol, definition),
        }
    }

    fn import(&mut self, recorded: Recorded<Import>) -> Placed<Import> {
        let mut item = recorded.item;
        let place = format!("{}::{}", recorded.module, item.name);
        let functions = item.functions.into_iter();
        item.functions = functions.map(|f| self.types_of(f, &place)).collect();
        item.functions.sort_by(|a, b| a.name.cmp(&b.name));
        Placed { place, item }
    }

    fn constant(&mut self, recorded: Recorded<Constant>) -> Placed<Constant> {
        let mut item = recorded.item;
        let place = format!("{}::{}", recorded.module, item.name);
        item.name = within(&self.submodules, &recorded.module, &item.name);
        item.ty = self.ty(&item.ty, &place);
        Placed { place, item }
    }

    /// The type with final names in it.
    fn ty(&mut self, ty: &Type, user: &str) -> Type {
        let mut inner = |t: &Type| Box::new(self.ty(t, user));
        match ty {
            Type::Primitive(p) => Type::Primitive(*p),
            Type::List(t) => Type::List(inner(t)),
            Type::Set(t) => Type::Set(inner(t)),
            Type::Option(t) => Type::Option(inner(t)),
            Type::Array(t, n) => Type::Array(inner(t), *n),
            Type::Map(k, v) => Type::Map(inner(k), inner(v)),
            Type::Result(t, e) => Type::Result(inner(t), inner(e)),
            Type::Tuple(ts) => Type::Tuple(ts.iter().map(|t| self.ty(t, user)).collect()),
            Type::Named(definition) => Type::Named(self.definition(definition, user)),
            Type::Own(class) => Type::Own(self.definition(class, user)),
            Type::Borrow(class) => Type::Borrow(self.definition(class, user)),
            Type::Iterator(items) => Type::Iterator(Box::new(Items {
                item: self.ty(&items.item, user),
                raises: items.raises.as_ref().map(|ty| self.ty(ty, user)),
            })),
            Type::Callable(signature) => Type::Callable(Box::new(Signature {
                params: signature.params.iter().map(|t| self.ty(t, user)).collect(),
                result: self.ty(&signature.result, user),
                raises: signature.raises,
            })),
        }
    }

    /// The one definition of all that are equal.
    fn definition(&mut self, definition: &Definition, user: &str) -> Arc<Definition> {
        let path = definition.path.clone().unwrap_or_default();
        let definition = Definition {
            name: within(&self.submodules, &path, &definition.name),
            docs: definition.docs.clone(),
            kind: self.kind(&definition.kind, user),
            path: None,
        };
        let same_name = self.types.entry(definition.name.clone()).or_default();
        let known = same_name
            .iter()
            .find(|known| known.path == path && *known.definition == definition);
        if let Some(known) = known {
            return known.definition.clone();
        }
        let definition = Arc::new(definition);
        same_name.push(Found {
            path,
            user: user.to_string(),
            definition: definition.clone(),
        });
        definition
    }

    fn kind(&mut self, kind: &Kind, user: &str) -> Kind {
        match kind {
            Kind::Record(record) => Kind::Record(Record {
                frozen: record.frozen,
                fields: self.fields(&record.fields, user),
            }),
            Kind::Variant(cases) => Kind::Variant(self.cases(cases, user)),
            Kind::Error(error) => Kind::Error(Error {
                base: error.base.clone(),
                shape: match &error.shape {
                    ErrorShape::Struct(fields) => ErrorShape::Struct(self.fields(fields, user)),
                    ErrorShape::Enum(cases) => ErrorShape::Enum(self.cases(cases, user)),
                },
            }),
            Kind::Enum(_) | Kind::Flags(_) | Kind::Class => kind.clone(),
        }
    }

    fn fields(&mut self, fields: &[Field], user: &str) -> Vec<Field> {
        let field = |field: &Field| Field {
            ty: self.ty(&field.ty, user),
            ..field.clone()
        };
        fields.iter().map(field).collect()
    }

    fn cases(&mut self, cases: &[Case], user: &str) -> Vec<Case> {
        let case = |case: &Case| Case {
            fields: self.fields(&case.fields, user),
            ..case.clone()
        };
        cases.iter().map(case).collect()
    }
}
