//! The rules of the ABI that an interface has to follow.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;

use super::definition::{Case, Definition, ErrorShape, Field, Kind};
use super::function::{Function, Param};
use super::place::{Place, check_parts, check_size, check_type};
use super::roles::{check_members, check_role};
use super::types::Type;
use super::value::check_value;
use super::{Constant, Import, Interface, submodule};
use crate::parameter::ParamKind;
use crate::primitive::Primitive;
use crate::{names, python};

/// Nothing, or a sentence that says what is wrong and where.
pub(super) type Check = Result<(), String>;

impl Interface {
    /// What is wrong with the interface, if anything.
    ///
    /// # Errors
    /// A sentence that says what is wrong and where.
    pub fn check(&self) -> Check {
        if self.abi != names::ABI_VERSION {
            return Err(format!(
                "its ABI version is {}, this tool knows {}",
                self.abi,
                names::ABI_VERSION
            ));
        }
        if let Some(feature) = self.requires.first() {
            return Err(format!("it requires the unknown host feature {feature:?}"));
        }
        check_name(&self.name, "module name")?;
        self.check_names()?;
        for definition in &self.types {
            definition
                .check()
                .map_err(|why| format!("type {:?}: {why}", definition.name))?;
        }
        for constant in &self.constants {
            constant
                .check()
                .map_err(|why| format!("constant {:?}: {why}", constant.name))?;
        }
        for import in &self.imports {
            import
                .check()
                .map_err(|why| format!("import {:?}: {why}", import.name))?;
        }
        for function in &self.functions {
            function
                .check()
                .map_err(|why| format!("function {:?}: {why}", function.name))?;
        }
        check_members(self)
    }

    /// Every name is a Python name in a submodule that there is, and stands once and in order.
    fn check_names(&self) -> Check {
        let modules: BTreeSet<&str> = self.modules.iter().map(|m| m.name.as_str()).collect();
        let mut taken: BTreeSet<String> = BTreeSet::new();
        let mut take = |name: String| match taken.contains(&name) {
            true => Err(format!("the name {name:?} stands twice")),
            false => {
                taken.insert(name);
                Ok(())
            }
        };
        let mut free = self.functions.iter().filter(|f| f.role.is_free());
        let groups: [(&str, &mut dyn Iterator<Item = &str>); 5] = [
            (
                "submodule",
                &mut self.modules.iter().map(|m| m.name.as_str()),
            ),
            ("type", &mut self.types.iter().map(|t| t.name.as_str())),
            (
                "constant",
                &mut self.constants.iter().map(|c| c.name.as_str()),
            ),
            ("import", &mut self.imports.iter().map(|i| i.name.as_str())),
            ("function", &mut free.by_ref().map(|f| f.name.as_str())),
        ];
        for (what, group) in groups {
            let mut before = "";
            for name in group {
                check_path(name, what)?;
                if python::is_special(name) {
                    return Err(format!("Python keeps the {what} name {name:?} for itself"));
                }
                if before >= name && !before.is_empty() {
                    return Err(format!(
                        "{what} {name:?}: the names are not sorted, or it stands twice"
                    ));
                }
                before = name;
                if what == "import" && submodule(name).is_some() {
                    return Err(format!("import {name:?} is in a submodule"));
                }
                if let Some(module) = submodule(name).filter(|m| !modules.contains(m)) {
                    return Err(format!("{what} {name:?}: there is no submodule {module:?}"));
                }
                take(name.into())?;
            }
        }
        for definition in &self.types {
            for case in definition.cases() {
                check_name(&case.class, "class name")?;
                if python::is_special(&case.class) {
                    return Err(format!(
                        "Python keeps the class name {:?} for itself",
                        case.class
                    ));
                }
                take(match definition.submodule() {
                    Some(module) => format!("{module}.{}", case.class),
                    None => case.class.clone(),
                })?;
            }
        }
        Ok(())
    }
}

impl Import {
    /// What is wrong with the import, if anything.
    ///
    /// # Errors
    /// A sentence.
    pub fn check(&self) -> Check {
        let mut before = "";
        for function in &self.functions {
            let name = function.name.as_str();
            check_name(name, "function name")?;
            if python::is_special(name) {
                return Err(format!(
                    "Python keeps the function name {name:?} for itself"
                ));
            }
            if before >= name && !before.is_empty() {
                return Err(format!(
                    "function {name:?}: the names are not sorted, or it stands twice"
                ));
            }
            before = name;
            check_given(function).map_err(|why| format!("function {name:?}: {why}"))?;
        }
        match self.functions.is_empty() {
            true => Err("it has no functions".into()),
            false => Ok(()),
        }
    }
}

/// The rules for a function of an import.
fn check_given(function: &Function) -> Check {
    if !function.role.is_free() || function.wipe || function.vectorize {
        return Err("it has a role, or is marked `wipe` or `vectorize`, which it cannot be".into());
    }
    check_params(function)?;
    let usual = |p: &Param| p.kind.is_usual() && p.default.is_none() && !p.writable;
    if let Some(param) = function.params.iter().find(|p| !usual(p)) {
        return Err(format!(
            "parameter `{}`: it has a kind or default, or is writable, which it cannot be",
            param.name
        ));
    }
    for param in &function.params {
        check_type(&param.ty, Place::Data)
            .map_err(|why| format!("parameter `{}`: {why}", param.name))?;
    }
    check_type(&function.result, Place::Data).map_err(|why| format!("result: {why}"))?;
    match &function.raises {
        Some(ty) if !ty.is_unit() => Err("raises: it is not `unit`".into()),
        _ => Ok(()),
    }
}

impl Constant {
    /// What is wrong with the constant, if anything.
    ///
    /// # Errors
    /// A sentence.
    pub fn check(&self) -> Check {
        check_type(&self.ty, Place::Data)?;
        check_value(&self.value, &self.ty)
    }
}

impl Definition {
    /// What its fields can be made of, as far as it says that and not who uses it.
    fn place(&self) -> Place {
        match self.kind {
            Kind::Error(_) => Place::Error,
            _ => Place::Field,
        }
    }

    /// What is wrong with the definition, if anything.
    ///
    /// # Errors
    /// A sentence.
    pub fn check(&self) -> Check {
        match &self.kind {
            Kind::Record(record) => {
                if record.fields.is_empty() {
                    return Err("it has no fields".into());
                }
                check_fields(&record.fields)?;
            }
            Kind::Enum(cases) => {
                check_all("case", cases.iter().map(|c| c.name.as_str()))?;
                let values: BTreeSet<i64> = cases.iter().map(|c| c.value).collect();
                if values.len() < cases.len() {
                    return Err("two cases have one value".into());
                }
            }
            Kind::Flags(flags) => {
                check_all("flag", flags.iter().map(|f| f.name.as_str()))?;
                if flags.len() > names::MAX_FLAGS {
                    return Err(format!(
                        "it has {} flags; it can have {}",
                        flags.len(),
                        names::MAX_FLAGS
                    ));
                }
            }
            Kind::Variant(cases) => check_cases(cases)?,
            Kind::Class => {}
            Kind::Error(error) => {
                if let Some(base) = &error.base
                    && !python::EXCEPTIONS.contains(&base.as_str())
                {
                    return Err(format!(
                        "{base:?} is not an exception that it can derive from"
                    ));
                }
                match &error.shape {
                    ErrorShape::Struct(fields) => check_fields(fields)?,
                    ErrorShape::Enum(cases) => check_cases(cases)?,
                }
            }
        }
        let mut budget = names::MAX_TYPE_PARTS;
        self.fields()
            .try_for_each(|f| check_size(&f.ty, 1, &mut budget))?;
        for field in self.fields() {
            check_parts(&field.ty, self.place())
                .map_err(|why| format!("field `{}`: {why}", field.name))?;
        }
        if self.layout().size > names::MAX_VALUE_BYTES as usize {
            return Err("its layout is too large".into());
        }
        if self.is_error()
            && let Some(field) = self
                .fields()
                .find(|f| python::EXCEPTION_ATTRIBUTES.contains(&f.name.as_str()))
        {
            return Err(format!(
                "Python keeps the field name `{}` of errors for itself",
                field.name
            ));
        }
        Ok(())
    }
}

fn check_fields(fields: &[Field]) -> Check {
    let mut seen = BTreeSet::new();
    for field in fields {
        check_name(&field.name, "field name")?;
        if field.name.starts_with("__") {
            return Err(format!("the field name `{}` begins with `__`", field.name));
        }
        if !seen.insert(&field.name) {
            return Err(format!("two fields are called `{}`", field.name));
        }
    }
    Ok(())
}

fn check_cases(cases: &[Case]) -> Check {
    check_all("case", cases.iter().map(|c| c.name.as_str()))?;
    cases.iter().try_for_each(|case| {
        check_fields(&case.fields).map_err(|why| format!("case `{}`: {why}", case.name))
    })
}

/// Names of members: at least one, each a name, none twice.
fn check_all<'a>(what: &str, members: impl Iterator<Item = &'a str>) -> Check {
    let mut seen = BTreeSet::new();
    for name in members {
        check_name(name, &format!("{what} name"))?;
        if name.starts_with('_') || name == "mro" {
            return Err(format!("Python keeps the {what} name `{name}` for itself"));
        }
        if !seen.insert(name) {
            return Err(format!("two {what}s are called `{name}`"));
        }
    }
    match seen.is_empty() {
        true => Err(format!("it has no {what}s")),
        false => Ok(()),
    }
}

impl Function {
    /// What is wrong with the function, if anything.
    ///
    /// # Errors
    /// A sentence.
    pub fn check(&self) -> Check {
        check_path(&self.name, "function name")?;
        if self.role.is_free() && names::is_reserved(&self.name) {
            return Err(format!("the name `{}` is reserved", self.name));
        }
        check_params(self)?;
        let mut before: Option<&Param> = None;
        for param in &self.params {
            param
                .check(before)
                .map_err(|why| format!("parameter `{}`: {why}", param.name))?;
            before = Some(param);
        }
        check_role(self)?;
        check_type(&self.result, Place::Result).map_err(|why| format!("result: {why}"))?;
        check_raises(self.raises.as_ref())?;
        check_vectorized(self)
    }
}

/// What runs on arrays is a plain function of numbers.
fn check_vectorized(function: &Function) -> Check {
    if !function.vectorize {
        return Ok(());
    }
    let params = function.params.iter().map(|p| &p.ty);
    let mut types = params.chain([&function.result]);
    let is_number = |ty: &Type| ty.as_primitive().is_some_and(Primitive::is_number);
    if !types.all(is_number) {
        return Err(
            "it is marked `vectorize`, and takes or returns something else than a number".into(),
        );
    }
    if function.params.is_empty() || function.raises.is_some() {
        return Err("it is marked `vectorize`, and has no parameters, or raises".into());
    }
    if function.wipe || !function.role.is_free() {
        return Err("it is marked `vectorize`, and `wipe` or with a role as well".into());
    }
    Ok(())
}

/// What can be raised is a text only, or an error type.
pub(super) fn check_raises(raises: Option<&Type>) -> Check {
    match raises {
        Some(Type::Named(error)) if error.is_error() => {
            error.check().map_err(|why| format!("raises: {why}"))
        }
        Some(ty) if !ty.is_unit() => Err("raises: it is not an error type".into()),
        _ => Ok(()),
    }
}

/// The number of parameters, and their names.
fn check_params(function: &Function) -> Check {
    if function.params.len() > names::MAX_PARAMETERS {
        return Err(format!(
            "it has {} parameters; a WebAssembly function can have {}",
            function.params.len(),
            names::MAX_PARAMETERS
        ));
    }
    let mut seen = BTreeSet::new();
    for param in &function.params {
        check_name(&param.name, "parameter name")?;
        if !seen.insert(&param.name) {
            return Err(format!("two parameters are called `{}`", param.name));
        }
    }
    Ok(())
}

impl Param {
    fn check(&self, before: Option<&Param>) -> Check {
        check_type(&self.ty, Place::Parameter)?;
        let fits = match (self.kind, &self.ty) {
            (ParamKind::Variadic, ty) => matches!(ty, Type::List(_)),
            (ParamKind::Keywords, Type::Map(k, _)) => k.as_primitive() == Some(Primitive::String),
            (ParamKind::Keywords, _) => false,
            _ => true,
        };
        if !fits {
            return Err(format!("a {} parameter has another type", self.kind.name()));
        }
        if self.writable && !matches!(&self.ty, Type::List(t) if t.is_plain()) {
            return Err("only a list of plain values can be writable".into());
        }
        if let Some(default) = &self.default {
            if self.writable || matches!(self.kind, ParamKind::Variadic | ParamKind::Keywords) {
                return Err("it cannot have a default".into());
            }
            check_value(default, &self.ty).map_err(|why| format!("default: {why}"))?;
        }
        let Some(before) = before else { return Ok(()) };
        let once = matches!(self.kind, ParamKind::Variadic | ParamKind::Keywords);
        if before.kind > self.kind || (once && before.kind == self.kind) {
            return Err("the kinds of parameters are not in order".into());
        }
        if self.kind <= ParamKind::Usual && before.default.is_some() && self.default.is_none() {
            return Err("it has no default, and one before it has".into());
        }
        Ok(())
    }
}

pub(super) fn check_name(name: &str, what: &str) -> Check {
    match python::is_name(name) {
        true => Ok(()),
        false => Err(format!("the {what} {name:?} is not a Python name")),
    }
}

fn check_path(name: &str, what: &str) -> Check {
    match python::is_path(name) {
        true => Ok(()),
        false => Err(format!("the {what} {name:?} is not a Python name")),
    }
}
