//! Implementations for a type with lifetimes and type parameters.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{
    GenericParam, Generics, Ident, Lifetime, Path, Type, TypeParamBound, WherePredicate,
    parse_quote,
};

use crate::generate::private;

/// What implementations for a type have in common.
pub struct Implementation<'a> {
    ident: &'a Ident,
    generics: Generics,
    /// The parameters of its own, before anything was demanded of them.
    own: &'a Generics,
}

impl<'a> Implementation<'a> {
    /// For a type of this name with these parameters.
    pub fn new(ident: &'a Ident, own: &'a Generics) -> Self {
        Implementation {
            ident,
            generics: own.clone(),
            own,
        }
    }

    /// Its type parameters.
    pub fn types(&self) -> Vec<&'a Ident> {
        self.own.type_params().map(|p| &p.ident).collect()
    }

    /// Demands a trait of each type parameter.
    pub fn parameters(mut self, bound: &str) -> Self {
        let (private, bound) = (private(), Ident::new(bound, proc_macro2::Span::call_site()));
        for name in self.types() {
            let predicate = parse_quote!(#name: #private::#bound);
            self.generics.make_where_clause().predicates.push(predicate);
        }
        self
    }

    /// Demands something else.
    pub fn when(mut self, predicates: impl IntoIterator<Item = WherePredicate>) -> Self {
        for predicate in predicates {
            self.generics.make_where_clause().predicates.push(predicate);
        }
        self
    }

    /// What the type demands of its parameters, of what these are lifted to.
    pub fn lifted_bounds(self) -> Self {
        let mut lifted = Vec::new();
        for parameter in self.own.type_params() {
            let name = &parameter.ident;
            let bounds: Vec<&TypeParamBound> =
                parameter.bounds.iter().filter(|b| is_needed(b)).collect();
            if !bounds.is_empty() {
                lifted.push(parse_quote!(for<'__s> #name: #(#bounds)+*));
            }
        }
        let clauses = self.own.where_clause.iter().flat_map(|c| &c.predicates);
        for predicate in clauses {
            if let WherePredicate::Type(predicate) = predicate {
                let mut predicate = predicate.clone();
                predicate.bounds = predicate.bounds.into_iter().filter(is_needed).collect();
                let lifetimes = predicate
                    .lifetimes
                    .get_or_insert_with(|| parse_quote!(for<>));
                lifetimes.lifetimes.push(parse_quote!('__s));
                if !predicate.bounds.is_empty() {
                    lifted.push(WherePredicate::Type(predicate));
                }
            }
        }
        for predicate in &mut lifted {
            self.lift().visit_where_predicate_mut(predicate);
        }
        self.when(lifted)
    }

    /// The type with what is lifted in place of its parameters: `Query<'__s>`, `Page<<T as Lift>::Out<'__s>>`.
    pub fn lifted(&self) -> Type {
        let (ident, (_, arguments, _)) = (self.ident, self.own.split_for_impl());
        let mut ty = parse_quote!(#ident #arguments);
        self.lift().visit_type_mut(&mut ty);
        ty
    }

    fn lift(&self) -> Lifted<'_> {
        Lifted(self.types())
    }

    /// The implementation of a trait.
    pub fn of(&self, implements: &TokenStream, content: &TokenStream) -> TokenStream {
        let ident = self.ident;
        let (parameters, _, clauses) = self.generics.split_for_impl();
        let (_, arguments, _) = self.own.split_for_impl();
        quote! {
            impl #parameters #implements for #ident #arguments #clauses {
                #content
            }
        }
    }

    /// The implementation by another type of a trait that is about this one.
    pub fn of_wire(
        &self,
        wire: &TokenStream,
        implements: &TokenStream,
        content: &TokenStream,
    ) -> TokenStream {
        let ident = self.ident;
        let (parameters, _, clauses) = self.generics.split_for_impl();
        let (_, arguments, _) = self.own.split_for_impl();
        quote! {
            impl #parameters #implements<#ident #arguments> for #wire #clauses {
                #content
            }
        }
    }

    /// Whether the type names one of the parameters.
    pub fn mentions_parameter(&self, ty: &Type) -> bool {
        struct Find<'a>(&'a Generics, bool);
        impl VisitMut for Find<'_> {
            fn visit_lifetime_mut(&mut self, _: &mut Lifetime) {
                self.1 = true;
            }

            fn visit_path_mut(&mut self, path: &mut Path) {
                self.1 |= self.0.params.iter().any(|p| match p {
                    GenericParam::Type(p) => {
                        path.segments.first().is_some_and(|s| s.ident == p.ident)
                    }
                    _ => false,
                });
                visit_mut::visit_path_mut(self, path);
            }
        }
        let mut find = Find(self.own, false);
        find.visit_type_mut(&mut ty.clone());
        find.1
    }
}

/// Bounds that say something of what a type is lifted to.
fn is_needed(bound: &TypeParamBound) -> bool {
    let text = bound.to_token_stream().to_string().replace(' ', "");
    matches!(bound, TypeParamBound::Trait(_)) && text != "?Sized" && text != "Sized"
}

/// Puts what is lifted in the place of parameters.
struct Lifted<'a>(Vec<&'a Ident>);

impl VisitMut for Lifted<'_> {
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        *lifetime = Lifetime::new("'__s", lifetime.span());
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        if let Type::Path(path) = ty
            && let Some(ident) = path.path.get_ident()
            && self.0.contains(&ident)
        {
            let private = private();
            *ty = parse_quote!(<#ident as #private::Lift>::Out<'__s>);
        }
    }
}
