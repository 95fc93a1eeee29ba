//! Types of parameters, results and constants.

use syn::visit_mut::{self, VisitMut};
use syn::{Lifetime, Type, TypeReference};

use crate::error::{self, Errors};

/// The type with every lifetime `'static`, so that it can stand in a constant.
pub fn value_type(ty: &Type, code: &str, what: &str, errors: &mut Errors) -> Option<Type> {
    if let Type::ImplTrait(_) = ty {
        errors.at(
            ty,
            code,
            format_args!(
                "`impl Trait` cannot be {what} of an exported function: the interface names one type. Write that type"
            ),
        );
        return None;
    }
    Some(without_lifetimes(ty))
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
