//! The rules of the ABI for functions that belong to classes.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use super::Interface;
use super::check::{Check, check_name};
use super::function::{Function, Param};
use super::types::Type;
use crate::class::{NEW, Role, SELF};
use crate::parameter::ParamKind;
use crate::primitive::Primitive;
use crate::python;
use crate::special::{self, Special, Wanted};

/// What is wrong with a function by its role, as far as it alone shows that.
pub(super) fn check_role(function: &Function) -> Check {
    let Some(class) = function.class() else {
        return match function.role {
            Role::Free => Ok(()),
            _ => Err("it belongs to no class".into()),
        };
    };
    check_own_name(function)?;
    let is_class = |ty: &Type| ty.class().is_some_and(|c| c.name == class);
    if function.role.has_self() {
        match function.params.first() {
            Some(first)
                if first.name == SELF
                    && first.kind == ParamKind::Positional
                    && first.default.is_none()
                    && is_class(&first.ty) => {}
            _ => return Err(format!("its first parameter is not `{SELF}`, of the class")),
        }
    }
    let borrows = matches!(function.params.first(), Some(p) if matches!(p.ty, Type::Borrow(_)));
    let count = function.arguments().len();
    let fits = match function.role {
        Role::Constructor => matches!(function.result, Type::Own(_)) && is_class(&function.result),
        Role::Getter => borrows && count == 0 && !function.result.is_unit(),
        Role::Setter => borrows && count == 1 && function.result.is_unit(),
        Role::Free | Role::Method | Role::Static | Role::Class => true,
    };
    if !fits {
        return Err(format!(
            "its parameters or its result are not those of a {}",
            function.role.name()
        ));
    }
    match special::find(function.local_name()) {
        Some(found) => check_special(function, found),
        None => Ok(()),
    }
}

/// The function's name in its class.
fn check_own_name(function: &Function) -> Check {
    let name = function.local_name();
    check_name(name, "function name")?;
    let is_special = function.role == Role::Method && special::find(name).is_some();
    match function.role {
        Role::Constructor if name == NEW => Ok(()),
        Role::Constructor => Err(format!("a constructor is called `{NEW}`")),
        _ if is_special => Ok(()),
        _ if python::is_special(name) => Err(format!(
            "Python gives `{name}` a meaning that a class of an extension cannot have"
        )),
        // Python changes such names in classes.
        _ if name.starts_with("__") => Err(format!("the name `{name}` begins with `__`")),
        _ => Ok(()),
    }
}

fn check_special(function: &Function, special: Special) -> Check {
    let name = function.local_name();
    let arguments = function.arguments();
    if let Some(count) = special.params {
        let by_position = |p: &Param| p.kind <= ParamKind::Usual && !p.writable;
        if arguments.len() != count || !arguments.iter().all(by_position) {
            return Err(format!(
                "Python calls `{name}` with {count} arguments behind `{SELF}`, by position"
            ));
        }
    }
    let result = &function.result;
    let (fits, wanted) = match special.result {
        Wanted::Any => (true, ""),
        Wanted::Unit => (result.is_unit(), "nothing"),
        Wanted::Bool => (is(result, Primitive::Bool), "a bool"),
        Wanted::Integer => {
            let range = result.as_primitive().and_then(Primitive::range);
            (range.is_some(), "an integer")
        }
        Wanted::Float => (
            is(result, Primitive::F32) || is(result, Primitive::F64),
            "a float",
        ),
        Wanted::Text => (is(result, Primitive::String), "a string"),
        Wanted::Iterator => (
            matches!(result, Type::Iterator(_) | Type::Own(_)),
            "an iterator, or an object of a class with `__next__`",
        ),
        Wanted::Option => (
            matches!(result, Type::Option(_)),
            "an option, of which none is the end",
        ),
    };
    match fits {
        true => Ok(()),
        false => Err(format!("`{name}` has to give {wanted}")),
    }
}

fn is(ty: &Type, primitive: Primitive) -> bool {
    ty.as_primitive() == Some(primitive)
}

/// What is wrong with a function of a class beside the others of its class, which `find` finds by name and role.
///
/// # Errors
/// Says what.
pub fn check_beside<'f>(
    function: &Function,
    mut find: impl FnMut(&str, Role) -> Option<&'f Function>,
) -> Check {
    if function.role == Role::Setter && find(&function.name, Role::Getter).is_none() {
        return Err("it is a setter, and there is no getter".into());
    }
    if let (Type::Own(items), Role::Method, "__iter__") =
        (&function.result, function.role, function.local_name())
        && find(&format!("{}.__next__", items.name), Role::Method).is_none()
    {
        return Err(format!("the class {:?} has no `__next__`", items.name));
    }
    Ok(())
}

/// What is wrong with functions beside the others of their classes, and their order.
pub(super) fn check_members(interface: &Interface) -> Check {
    let classes: BTreeSet<&str> = interface.classes().map(|c| c.name.as_str()).collect();
    let mut before: Option<&Function> = None;
    for function in &interface.functions {
        let place = |why: String| format!("function {:?}: {why}", function.name);
        check_order(before, function).map_err(place)?;
        if let Some(class) = function.class()
            && !classes.contains(class)
        {
            return Err(place(format!("there is no class {class:?}")));
        }
        check_beside(function, |name, role| interface.member(name, role)).map_err(place)?;
        before = Some(function);
    }
    Ok(())
}

/// The functions are sorted, and only a getter and a setter have one name.
fn check_order(before: Option<&Function>, function: &Function) -> Check {
    let Some(before) = before.filter(|f| f.name >= function.name) else {
        return Ok(());
    };
    if before.name > function.name || before.role >= function.role {
        return Err("the functions are not sorted, or it stands twice".into());
    }
    match (before.role, function.role) {
        (Role::Getter, Role::Setter) => Ok(()),
        (other, role) => Err(format!(
            "it is a {}, and there is a {} of its name",
            role.name(),
            other.name()
        )),
    }
}
