//! Records, variants and errors: values in memory.

use std::collections::HashSet;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Type, WherePredicate, parse_quote};

use super::super::model::{Body, Case, Definition, Failure, Field, Record, Shape};
use super::generics::Implementation;
use super::{member_of, text};
use crate::generate::private;
use crate::parse::types::find_static;

/// The implementations for a record.
pub fn record(definition: &Definition, record: &Record) -> TokenStream {
    let private = private();
    let member = |implements, member| members_of(&record.fields, implements, member);
    let mut compound = of_fields(definition, &record.fields);
    if record.frozen {
        let keys = member("Describe", "KEY");
        compound.key = quote!(#private::Key::all(&[#(#keys),*]));
    }
    if record.in_place {
        let start = quote!(#private::InPlace);
        let slices = member("Describe", "Slice").into_iter();
        compound.slice = slices.fold(
            start,
            |all, slice| quote!(<#all as #private::Slice>::And<#slice>),
        );
        let members = record.fields.iter().map(|f| &f.member);
        compound.layout = quote! {
            #private::layout_in_place::<Self>(
                <Self as #private::Describes>::FIELDS,
                &[#(::core::mem::offset_of!(Self, #members)),*],
            )
        };
        let (valid, offsets) = (member("Lift", "valid"), offsets(record.fields.len()));
        compound.valid = Some(quote! {
            unsafe fn valid(at: usize) -> bool {
                // SAFETY: by the contract, for each field.
                unsafe { #(#valid(at + #offsets))&&* }
            }
        });
    }
    compound.implementations(definition)
}

/// Where the fields of a struct stand.
fn offsets(count: usize) -> Vec<TokenStream> {
    let private = private();
    (0..count)
        .map(|i| quote!(const { #private::layout::field_offset(<Self as #private::Describes>::FIELDS, #i) }))
        .collect()
}

/// What a struct with these fields is in memory.
fn of_fields(definition: &Definition, fields: &[Field]) -> Compound {
    let private = private();
    let ident = &definition.ident;
    let members: Vec<_> = fields.iter().map(|f| &f.member).collect();
    let offsets = offsets(fields.len());
    let (layouts, lift, acquire, lower) = (
        members_of(fields, "Describe", "LAYOUT"),
        members_of(fields, "Lift", "lift"),
        members_of(fields, "Lift", "acquire"),
        members_of(fields, "Lower", "lower"),
    );
    Compound {
        pass: quote!(#private::Address),
        fields: quote!(#(#layouts),*),
        layout: quote!(#private::layout::tuple(<Self as #private::Describes>::FIELDS)),
        key: quote!(#private::Key::No),
        slice: quote!(#private::Copied),
        lift: quote! {
            #ident {
                #(#members: #lift(frame, at + #offsets),)*
            }
        },
        valid: None,
        acquire: quote!(#(#acquire(at + #offsets)?;)*),
        lower: quote! {
            #(#lower(value.#members, at.add(#offsets), log);)*
        },
    }
}

/// The implementations for a variant.
pub fn variant(definition: &Definition, cases: &[Case]) -> TokenStream {
    let private = private();
    let mut compound = of_cases(definition, cases);
    let keys = members_of(definition.body.fields(), "Describe", "KEY");
    compound.key = quote!(#private::Key::all(&[#(#keys),*]));
    compound.implementations(definition)
}

/// What an enum with these cases is in memory.
fn of_cases(definition: &Definition, cases: &[Case]) -> Compound {
    let private = private();
    let count = cases.len();
    let payload =
        quote!(const { #private::layout::variant_payload(<Self as #private::Describes>::FIELDS) });
    let indexes: Vec<u32> = (0..).take(count).collect();
    let parts: Vec<Parts> = cases
        .iter()
        .map(|case| Parts::new(&definition.ident, case))
        .collect();
    let layouts = parts.iter().map(|p| &p.layout);
    let (lifts, acquires, patterns, lowers) = (
        parts.iter().map(|p| &p.lift),
        parts.iter().map(|p| &p.acquire),
        parts.iter().map(|p| &p.pattern),
        parts.iter().map(|p| &p.lower),
    );
    Compound {
        pass: quote!(#private::Address),
        fields: quote!(#(#layouts),*),
        layout: quote!(#private::layout::variant(<Self as #private::Describes>::FIELDS)),
        key: quote!(#private::Key::No),
        slice: quote!(#private::Copied),
        lift: quote! {
            {
                let payload = at + #payload;
                match #private::read_case(at, #count) {
                    #(#indexes => #lifts,)*
                    _ => #private::invalid(),
                }
            }
        },
        valid: None,
        acquire: quote! {
            let payload = at + #payload;
            match #private::read_case(at, #count) {
                #(#indexes => { #acquires })*
                _ => {}
            }
        },
        lower: quote! {
            let payload = at.add(#payload);
            match value {
                #(#patterns => {
                    #private::write_case(#indexes, at, #count);
                    #lowers
                })*
            }
        },
    }
}

/// The implementations for an error, which is only lowered.
pub fn failure(definition: &Definition, failure: &Failure) -> TokenStream {
    let private = private();
    let mut compound = match &failure.shape {
        Shape::Struct(fields) => of_fields(definition, fields),
        Shape::Enum(cases) => of_cases(definition, cases),
    };
    compound.pass = quote!(#private::Raising);
    let implementations = compound.implementations(definition);
    let mut error = Implementation::new(&definition.ident, &definition.generics)
        .parameters("Lower")
        .when(lower_conditions(definition));
    if !error.types().is_empty() {
        // Whether it has a text can depend on its parameters.
        error = error.when([parse_quote!(Self: #private::Message)]);
    }
    let error = error.of(&quote!(#private::Error), &TokenStream::new());
    quote!(#implementations #error)
}

/// What is made of a case.
struct Parts {
    layout: TokenStream,
    lift: TokenStream,
    acquire: TokenStream,
    pattern: TokenStream,
    lower: TokenStream,
}

impl Parts {
    fn new(ident: &Ident, case: &Case) -> Parts {
        let private = private();
        let name = &case.ident;
        let members: Vec<_> = case.fields.iter().map(|f| &f.member).collect();
        let member = |implements, member| members_of(&case.fields, implements, member);
        let (layouts, lift, acquire, lower) = (
            member("Describe", "LAYOUT"),
            member("Lift", "lift"),
            member("Lift", "acquire"),
            member("Lower", "lower"),
        );
        let variables: Vec<_> = (0..case.fields.len())
            .map(|i| format_ident!("field{i}"))
            .collect();
        let layouts = quote!(&[#(#layouts),*]);
        let offsets: Vec<_> = (0..case.fields.len())
            .map(|i| quote!(const { #private::layout::field_offset(#layouts, #i) }))
            .collect();
        Parts {
            layout: quote!(#private::layout::tuple(#layouts)),
            lift: quote! {
                #ident::#name { #(#members: #lift(frame, payload + #offsets),)* }
            },
            acquire: quote!(#(#acquire(payload + #offsets)?;)*),
            pattern: quote!(#ident::#name { #(#members: #variables,)* .. }),
            lower: quote! {
                #(#lower(#variables, payload.add(#offsets), log);)*
            },
        }
    }
}

/// What is in the implementations.
struct Compound {
    pass: TokenStream,
    fields: TokenStream,
    layout: TokenStream,
    key: TokenStream,
    slice: TokenStream,
    lift: TokenStream,
    valid: Option<TokenStream>,
    acquire: TokenStream,
    lower: TokenStream,
}

impl Compound {
    fn implementations(&self, definition: &Definition) -> TokenStream {
        let private = private();
        let Compound {
            pass,
            fields,
            layout,
            key,
            slice,
            lift,
            valid,
            acquire,
            lower,
        } = self;
        let implementation = || Implementation::new(&definition.ident, &definition.generics);
        let value = implementation().of(
            &quote!(#private::Value),
            &quote!(
                type Wire = Self;
            ),
        );
        let wire = implementation().of(
            &quote!(#private::Wire),
            &quote! {
                type Pass = #pass;
                type Reference = #private::Reference;
            },
        );
        let holds = members_of(definition.body.fields(), "Describe", "HOLDS");
        let holder = match definition.body {
            Body::Error(_) => quote!(of_error),
            _ => quote!(all),
        };
        let ty = text::constant(definition);
        let describes = implementation().parameters("Describe").of(
            &quote!(#private::Describes),
            &quote! {
                #ty
                const LAYOUT: #private::Layout = #layout;
                const KEY: #private::Key = #key;
                const FIELDS: &'static [#private::Layout] = &[#fields];
                const HOLDS: #private::Holds = #private::Holds::#holder(&[#(#holds),*]);
                type Slice = #slice;
            },
        );
        let lowers = implementation()
            .parameters("Lower")
            .when(lower_conditions(definition))
            .of(
                &quote!(#private::Lowers<Self>),
                &quote! {
                    unsafe fn lower(value: Self, at: *mut u8, log: &mut #private::Log) {
                        // SAFETY: by the contract, for each field.
                        unsafe { #lower }
                    }
                },
            );
        let lifts = takes_arguments(definition).then(|| {
            let implementation = implementation()
                .parameters("Lift")
                .lifted_bounds()
                .when(conditions(definition, false, |ty| {
                    parse_quote!(for<'__s> #ty: #private::Lift<Out<'__s> = #ty>)
                }));
            let lifted = implementation.lifted();
            let lifts = implementation.of(
                &quote!(#private::Lifts<Self>),
                &quote! {
                    type Out<'__s> = #lifted;

                    unsafe fn lift<'__s>(frame: &'__s #private::Frame, at: usize) -> Self::Out<'__s> {
                        // SAFETY: by the contract, for each field.
                        unsafe { #lift }
                    }

                    #valid

                    unsafe fn acquire(at: usize) -> ::core::result::Result<(), #private::Refusal> {
                        // SAFETY: by the contract, for each field.
                        unsafe { #acquire }
                        ::core::result::Result::Ok(())
                    }
                },
            );
            quote! {
                // SAFETY: what is read lies within the layout.
                unsafe #lifts
            }
        });
        quote! {
            #value

            #wire

            // SAFETY: the layout is that of the definition in the text, and compared with Rust's where that counts.
            unsafe #describes

            #lifts

            // SAFETY: what is written lies within the layout.
            unsafe #lowers
        }
    }
}

/// The same member of each field's type.
fn members_of<'a>(
    fields: impl IntoIterator<Item = &'a Field>,
    implements: &str,
    member: &str,
) -> Vec<TokenStream> {
    let fields = fields.into_iter();
    fields
        .map(|f| member_of(&f.ty, implements, member))
        .collect()
}

/// Whether it can be made of arguments, which live only for the call. Errors are only returned.
fn takes_arguments(definition: &Definition) -> bool {
    if let Body::Error(_) = definition.body {
        return false;
    }
    let fields = definition.body.fields();
    fields.iter().all(|f| find_static(&f.ty).is_none())
}

/// What is demanded so that the whole can be lowered.
fn lower_conditions(definition: &Definition) -> Vec<WherePredicate> {
    let private = private();
    conditions(
        definition,
        true,
        |ty| parse_quote!(for<'__s> #ty: #private::Lower),
    )
}

/// What is demanded of the types of fields, so that a type that crosses in one direction only gives it to the whole. Those with
/// parameters are left to the compiler: of two that differ in lifetimes it could not tell which is meant. So are `references`, if
/// it is not said that they count.
fn conditions(
    definition: &Definition,
    references: bool,
    condition: impl Fn(&Type) -> WherePredicate,
) -> Vec<WherePredicate> {
    let implementation = Implementation::new(&definition.ident, &definition.generics);
    let mut conditions: Vec<WherePredicate> = Vec::new();
    let mut seen = HashSet::new();
    for Field { ty, .. } in definition.body.fields() {
        let known = implementation.mentions_parameter(ty) && !(references && is_reference(ty));
        if !known && !crosses_anyway(ty) && seen.insert(ty.to_token_stream().to_string()) {
            conditions.push(condition(ty));
        }
    }
    conditions
}

/// Whether it is a reference to a type with a name and without parameters: an object that is lent, which crosses in one direction.
fn is_reference(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => match &*reference.elem {
            Type::Path(path) => {
                path.path.segments.iter().all(|s| s.arguments.is_none())
                    && !path.path.is_ident("str")
            }
            _ => false,
        },
        _ => false,
    }
}

/// Types that need no condition.
fn crosses_anyway(ty: &Type) -> bool {
    const NAMES: [&str; 15] = [
        "bool", "char", "u8", "i8", "u16", "i16", "u32", "i32", "u64", "i64", "usize", "isize",
        "f32", "f64", "String",
    ];
    matches!(ty, Type::Path(path) if NAMES.iter().any(|name| path.path.is_ident(name)))
}
