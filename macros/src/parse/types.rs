//! Types of parameters, results and constants.

use syn::visit_mut::{self, VisitMut};
use syn::{Ident, Lifetime, Type, TypeReference};

use crate::error::{self, Errors};

/// The type, if it is one that can have a value: that of a parameter, or of a result.
fn value_type(ty: &Type, what: &str, errors: &mut Errors) -> Option<Type> {
    if let Type::ImplTrait(_) = ty {
        errors.at(
            ty,
            "PX106",
            format_args!(
                "`impl Trait` cannot be {what} of an exported function: the interface names one type. Write that type"
            ),
        );
        return None;
    }
    if let Some(own) = find_self(ty) {
        errors.at(
            own,
            "PX107",
            "a function of an `impl` or `trait` cannot be exported. Export a function beside it",
        );
        return None;
    }
    Some(ty.clone())
}

/// The type of a result, every lifetime `'static`, so that an alias can stand for it.
pub fn result(ty: &Type, errors: &mut Errors) -> Option<Type> {
    value_type(ty, "a result", errors).map(|ty| without_lifetimes(&ty))
}

/// The type of a parameter, no lifetime with a name. Those that are left out stay so: how many there are cannot be seen.
pub fn parameter(ty: &Type, errors: &mut Errors) -> Option<Type> {
    struct Anonymous;
    impl VisitMut for Anonymous {
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            *lifetime = Lifetime::new("'_", lifetime.span());
        }
    }
    let mut ty = value_type(ty, "a parameter", errors)?;
    Anonymous.visit_type_mut(&mut ty);
    Some(ty)
}

/// `Self` in the type: the only sign that the function is not a free one.
fn find_self(ty: &Type) -> Option<Ident> {
    struct Find(Option<Ident>);
    impl VisitMut for Find {
        fn visit_ident_mut(&mut self, ident: &mut Ident) {
            if ident == "Self" {
                self.0 = Some(ident.clone());
            }
        }
    }
    let mut find = Find(None);
    find.visit_type_mut(&mut ty.clone());
    find.0
}

/// The type with every lifetime `'static`.
pub fn without_lifetimes(ty: &Type) -> Type {
    let mut ty = ty.clone();
    Static.visit_type_mut(&mut ty);
    ty
}

struct Static;

impl VisitMut for Static {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        *lifetime = Lifetime::new("'static", lifetime.span());
    }

    fn visit_type_reference_mut(&mut self, reference: &mut TypeReference) {
        if reference.lifetime.is_none() {
            let span = error::span(&reference.and_token);
            reference.lifetime = Some(Lifetime::new("'static", span));
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }
}

/// A `'static` that the user wrote.
pub fn find_static(ty: &Type) -> Option<Lifetime> {
    struct Find(Option<Lifetime>);
    impl VisitMut for Find {
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            if lifetime.ident == "static" {
                self.0 = Some(lifetime.clone());
            }
        }
    }
    let mut find = Find(None);
    find.visit_type_mut(&mut ty.clone());
    find.0
}
