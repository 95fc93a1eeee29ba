//! The `impl` of a class under `#[export]`.

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;
use pyext_abi::class::Role;
use pyext_abi::python;
use pyext_abi::special::{self, Special, Wanted};
use syn::ext::IdentExt;
use syn::{Attribute, Ident, ImplItem, ImplItemFn, ItemImpl, PathArguments, Signature, Type};

use super::roles::{self, Marks};
use super::{docs, function, names, options::Options};
use crate::error::Errors;
use crate::model::{Class, Function, Member};

/// The class. The attributes that are ours are taken off its functions.
pub fn read(item: &mut ItemImpl, options: Options, errors: &mut Errors) -> Option<Class> {
    options.only_name("a class", errors);
    if let (Some(_), Some(name)) = (options.more, &options.name) {
        errors.at(
            name,
            "PX101",
            "a class has its name from its first `impl`, the one without `more`. Remove it here",
        );
    }
    let ident = ident(item, errors);
    let mut class = Class {
        ty: (*item.self_ty).clone(),
        ident: ident
            .clone()
            .unwrap_or_else(|| Ident::new("_", Span::call_site())),
        name: String::new(),
        docs: docs::lines(&item.attrs),
        more: options.more.is_some(),
        functions: Vec::new(),
    };
    if let Some(ident) = &ident {
        class.name = names::of_item(ident, options.name.as_ref(), "class", errors);
    }
    let mut seen = Seen::default();
    for item in &mut item.items {
        if let ImplItem::Fn(function) = item {
            let marks = roles::take(&mut function.attrs, errors);
            let conditions: Vec<Attribute> = function
                .attrs
                .iter()
                .filter(|a| a.path().is_ident("cfg"))
                .cloned()
                .collect();
            let read = member(function, marks, &class, errors);
            if let Some(function) = read {
                match conditions.is_empty() {
                    true => seen.add(&function, errors),
                    false => seen.perhaps(&function),
                }
                class.functions.push((conditions, function));
            }
        }
    }
    seen.finish(errors);
    ident.map(|_| class)
}

/// The name of the type, if the block can be that of a class.
fn ident(item: &ItemImpl, errors: &mut Errors) -> Option<Ident> {
    if let Some((path, _)) = &item.trait_ {
        errors.at(
            path,
            "PX141",
            "the `impl` of a trait cannot be exported. Write `#[export]` on an `impl` of the type, with a method that calls the trait's",
        );
        return None;
    }
    if !item.generics.params.is_empty() || item.generics.where_clause.is_some() {
        errors.at(
            &item.generics,
            "PX141",
            "a class cannot be generic, and holds no references: it is one type in Python and outlives every call. Export an `impl` of a \
             type without parameters",
        );
        return None;
    }
    if let Type::Path(path) = &*item.self_ty
        && path.qself.is_none()
        && let Some(last) = path.path.segments.last()
        && matches!(last.arguments, PathArguments::None)
    {
        return Some(last.ident.clone());
    }
    errors.at(
        &item.self_ty,
        "PX141",
        "a class is a type of yours without parameters. Put this one into a struct, and export its `impl`",
    );
    None
}

/// A function of the class.
fn member(
    function: &ImplItemFn,
    marks: Marks,
    class: &Class,
    errors: &mut Errors,
) -> Option<Function> {
    let signature = &function.sig;
    let Marks { role, options } = marks;
    let has_self = signature.receiver().is_some();
    let role = role.unwrap_or(match has_self {
        true => Role::Method,
        false => Role::Static,
    });
    if role.has_self() != has_self {
        let message = match role {
            Role::Constructor => "a constructor has no `self`: it makes the object. Return `Self`",
            Role::Static | Role::Class => {
                "a static or class method has no `self`. Remove it, or the attribute"
            }
            _ => "a property belongs to an object. Take `&self`, or for a setter `&mut self`",
        };
        errors.at(&signature.ident, "PX142", message);
        return None;
    }
    let (name, wanted) = name_and_shape(signature, role, &options, errors);
    let member = Member {
        class: class.ty.clone(),
        ident: class.ident.clone(),
        role,
        wanted,
    };
    function::read(
        signature,
        &function.attrs,
        options,
        Some((member, name)),
        errors,
    )
}

/// The name in Python, and what the result has to be.
fn name_and_shape(
    signature: &Signature,
    role: Role,
    options: &Options,
    errors: &mut Errors,
) -> (String, Wanted) {
    let given = options.name.as_ref();
    let ident = signature.ident.unraw().to_string();
    let params = signature.inputs.len() - usize::from(signature.receiver().is_some());
    let (name, expected, wanted) = match role {
        Role::Constructor => {
            if let Some(given) = given {
                errors.at(
                    given,
                    "PX142",
                    "a constructor has the name of its class. Remove the option",
                );
            }
            return ("__new__".to_owned(), Wanted::Any);
        }
        Role::Getter => (without("get_", &ident), Some(0), Wanted::Any),
        Role::Setter => (without("set_", &ident), Some(1), Wanted::Unit),
        Role::Free | Role::Method | Role::Static | Role::Class => (ident, None, Wanted::Any),
    };
    let name = given.map_or(name, |given| given.value());
    match given {
        Some(given) => names::check(&name, given, "Choose another name", errors),
        None => names::check(
            &name,
            &signature.ident,
            "Rename the function, or give it a name for Python: `#[pyext(name = \"…\")]`",
            errors,
        ),
    }
    let special = match python::is_special(&name) {
        true => special_method(&name, role, signature, errors),
        false => None,
    };
    let (expected, wanted) = match special {
        Some(special) => (special.params, special.result),
        None => (expected, wanted),
    };
    if expected.is_some_and(|n| n != params) {
        let n = expected.unwrap_or_default();
        errors.at(
            &signature.ident,
            "PX143",
            format_args!(
                "`{name}` takes {n} parameter{} behind `self`, as Python calls it",
                if n == 1 { "" } else { "s" }
            ),
        );
    }
    (name, wanted)
}

fn without(prefix: &str, name: &str) -> String {
    let rest = name.strip_prefix(prefix).filter(|rest| !rest.is_empty());
    rest.unwrap_or(name).to_owned()
}

fn special_method(
    name: &str,
    role: Role,
    signature: &Signature,
    errors: &mut Errors,
) -> Option<Special> {
    let found = special::find(name).filter(|_| role == Role::Method);
    if found.is_none() {
        let message = match name {
            "__new__" | "__init__" => {
                "a constructor is marked `#[new]`, whatever its name in Rust".to_owned()
            }
            "__del__" => {
                "implement `Drop` for the type: objects are dropped when Python lets go of them"
                    .to_owned()
            }
            _ => format!("`{name}` is no special method that a class can have. Rename it"),
        };
        errors.at(&signature.ident, "PX143", message);
    }
    found
}

/// The names so far.
#[derive(Default)]
struct Seen {
    functions: HashMap<String, Role>,
    setters: HashMap<String, Ident>,
    constructor: bool,
    /// Getters that are there under a condition. Whether a setter has its getter then, the tool sees that links it.
    getters_perhaps: HashSet<String>,
}

impl Seen {
    fn add(&mut self, function: &Function, errors: &mut Errors) {
        let Some(member) = &function.member else {
            return;
        };
        let twice = match member.role {
            Role::Constructor => core::mem::replace(&mut self.constructor, true),
            Role::Setter => self
                .setters
                .insert(function.name.clone(), function.ident.clone())
                .is_some(),
            role => self.functions.insert(function.name.clone(), role).is_some(),
        };
        if twice {
            let message = match member.role {
                Role::Constructor => "a class has one constructor. Make the others functions without `#[new]` that return `Self`".to_owned(),
                _ => format!("the class has `{}` twice. Give one another name: `#[pyext(name = \"…\")]`", function.name),
            };
            errors.at(&function.ident, "PX144", message);
        }
    }

    fn perhaps(&mut self, function: &Function) {
        let role = function.member.as_ref().map(|member| member.role);
        if role == Some(Role::Getter) {
            self.getters_perhaps.insert(function.name.clone());
        }
    }

    fn finish(self, errors: &mut Errors) {
        let mut setters: Vec<_> = self.setters.into_iter().collect();
        setters.sort_by(|a, b| a.0.cmp(&b.0));
        for (name, ident) in setters {
            match self.functions.get(&name) {
                Some(Role::Getter) => {}
                Some(_) => errors.at(
                    ident,
                    "PX144",
                    format_args!("the class has `{name}` twice: as a property and as a method. Rename one"),
                ),
                None if self.getters_perhaps.contains(&name) => {}
                None => errors.at(
                    ident,
                    "PX144",
                    format_args!("the property `{name}` can be set and not read. Add a `#[getter]` to this `impl`, or make this a method"),
                ),
            }
        }
    }
}
