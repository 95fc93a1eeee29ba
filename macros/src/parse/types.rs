//! Types of parameters, results and constants.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit_mut::{self, VisitMut};
use syn::{Ident, Lifetime, Type, TypeImplTrait, TypeReference, parse_quote};

use crate::error::{self, Errors};

/// The type, if it is one that can have a value: that of a parameter, or of a result.
fn value_type(ty: &Type, this: Option<&Type>, what: &str, errors: &mut Errors) -> Option<Type> {
    if let Some(unnamed) = find_impl(ty) {
        // A reference to one is most likely an import.
        let injected = match ty {
            Type::Reference(_) => ", or `&dyn Trait` for an import",
            _ => "",
        };
        errors.at(
            unnamed,
            "PX106",
            format_args!(
                "`impl Trait` cannot be {what} of an exported function: the interface names one type. Write that type{injected}"
            ),
        );
        return None;
    }
    let mut ty = ty.clone();
    match (find_self(&ty), this) {
        (Some(_), Some(this)) => This(this).visit_type_mut(&mut ty),
        (Some(own), None) => {
            errors.at(own, "PX107", ALONE);
            return None;
        }
        (None, _) => {}
    }
    Some(ty)
}

/// What is said of a function of an `impl` that is exported by itself.
pub const ALONE: &str = "a function of an `impl` cannot be exported by itself. Write `#[export]` on the `impl`, which makes a class of the type; or export a \
     function beside it";

/// Puts the type of the class in the place of `Self`.
struct This<'a>(&'a Type);

impl VisitMut for This<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty
            && path.qself.is_none()
            && let Some(first) = path.path.segments.first()
            && first.ident == "Self"
        {
            let this = at_span(self.0, first.ident.span());
            let rest: Vec<_> = path.path.segments.iter().skip(1).collect();
            *ty = match rest.is_empty() {
                true => this,
                false => parse_quote!(<#this> #(::#rest)*),
            };
        }
        visit_mut::visit_type_mut(self, ty);
    }
}

/// The type as if it stood there, so that its mistakes are reported there.
pub fn at_span(ty: &Type, span: Span) -> Type {
    fn moved(tokens: TokenStream, span: Span) -> TokenStream {
        let tokens = tokens.into_iter().map(|token| match token {
            TokenTree::Group(group) => {
                let mut moved = Group::new(group.delimiter(), moved(group.stream(), span));
                moved.set_span(span);
                TokenTree::Group(moved)
            }
            mut other => {
                other.set_span(span);
                other
            }
        });
        tokens.collect()
    }
    syn::parse2(moved(ty.to_token_stream(), span)).unwrap_or_else(|_| ty.clone())
}

/// The type of a result, every lifetime `'static`, so that an alias can stand for it.
pub fn result(ty: &Type, this: Option<&Type>, errors: &mut Errors) -> Option<Type> {
    value_type(ty, this, "a result", errors).map(|ty| without_lifetimes(&ty))
}

/// The type of a parameter, no lifetime with a name. Those that are left out stay so: how many there are cannot be seen.
pub fn parameter(ty: &Type, this: Option<&Type>, errors: &mut Errors) -> Option<Type> {
    let mut ty = value_type(ty, this, "a parameter", errors)?;
    anonymous(&mut ty);
    Some(ty)
}

/// Takes the names of lifetimes away.
pub fn anonymous(ty: &mut Type) {
    struct Anonymous;
    impl VisitMut for Anonymous {
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            *lifetime = Lifetime::new("'_", lifetime.span());
        }
    }
    Anonymous.visit_type_mut(ty);
}

/// `Self` in the type: without a class the only sign that the function is not a free one.
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

/// `impl Trait` in the type.
fn find_impl(ty: &Type) -> Option<TypeImplTrait> {
    struct Find(Option<TypeImplTrait>);
    impl VisitMut for Find {
        fn visit_type_impl_trait_mut(&mut self, ty: &mut TypeImplTrait) {
            self.0.get_or_insert_with(|| ty.clone());
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
