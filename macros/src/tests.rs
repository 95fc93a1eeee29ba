//! Expansions, pretty-printed, beside the input that makes them: `BLESS=1 cargo test` rewrites them.

use proc_macro2::TokenStream;
use quote::quote;

use crate::derive::Kind;

/// The item under `#[export(options)]`.
fn export(options: TokenStream, item: TokenStream) -> TokenStream {
    let (original, outcome) = crate::parse::export(options, item);
    crate::generate::export(&original, outcome)
}

/// Compares the expansion with the file of this name.
fn compare(name: &str, tokens: TokenStream) {
    let file = syn::parse2(tokens).unwrap_or_else(|e| panic!("{e}"));
    let text = prettyplease::unparse(&file);
    let path = format!("{}/src/tests/{name}.rs", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, &text).unwrap_or_else(|e| panic!("{path}: {e}"));
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "{path}; BLESS=1 rewrites it");
}

#[test]
fn a_function_is_wrapped_and_described() {
    let item = quote! {
        /// Area of a rectangle.
        ///
        /// In square units.
        pub fn area<'a>(name: &'a str, sides: &mut [f64], r#type: Option<u8>) -> Result<&'a str, Error> {
            body(name, sides)
        }
    };
    compare("function", export(quote!(), item));
}

#[test]
fn a_signature_is_checked_and_described() {
    let options = quote! {
        name = "everything",
        signature = (
            text, flag = true, /, width = -80, *args, ratio = 1.0, mark = 'x', choice = None, color = Color::Red, sizes = [1, 2],
            pair = (b"ab", Some("x")), **kwargs
        )
    };
    let item = quote! {
        pub fn all(
            text: &str, flag: bool, width: i32, args: Vec<u8>, ratio: f64, mark: char, choice: Option<u8>, color: Color, sizes: &[u8],
            pair: (&[u8], Option<String>), kwargs: BTreeMap<String, u8>,
        ) {}
    };
    compare("signature", export(options, item));
}

#[test]
fn a_function_with_secrets_leaves_its_frame_before_the_stack_is_cleared() {
    let item = quote! {
        pub fn seal(key: &[u8]) -> Vec<u8> {
            key.to_vec()
        }
    };
    compare("wipe", export(quote!(wipe), item));
}

#[test]
fn a_function_of_numbers_gets_a_loop_over_arrays() {
    let item = quote! {
        pub fn scale(value: f64, by: f32) -> f64 {
            value * f64::from(by)
        }
    };
    compare("vectorize", export(quote!(vectorize), item));
}

#[test]
fn a_function_that_runs_on_arrays_has_at_most_as_many_parameters_as_fit() {
    let expanded = |count: usize| {
        let params = (0..count).map(|i| quote::format_ident!("p{i}"));
        let item = quote! { pub fn sum(#(#params: f64),*) -> f64 { 0.0 } };
        export(quote!(vectorize), item).to_string()
    };
    assert!(!expanded(499).contains("compile_error"));
    let refused = expanded(500);
    assert!(refused.contains(
        "PX153: a function with `vectorize` takes at most 499 numbers, and this one has 500"
    ));
}

#[test]
fn a_constant_is_described_with_its_value() {
    let item = quote! {
        /// The largest.
        pub const MAX: &str = "x";
    };
    compare("constant", export(quote!(), item));
}

#[test]
fn a_module_describes_itself() {
    let item = quote! {
        /// Shapes.
        pub mod geometry {
            pub fn area() {}
        }
    };
    compare("module", export(quote!(), item));
    let (module, errors) = crate::parse::submodule(quote! {
        /// Shapes.
    });
    compare("submodule", crate::generate::submodule(&module, errors));
}

#[test]
fn a_class_is_described_and_its_functions_wrapped() {
    let item = quote! {
        /// Counts.
        impl Counter {
            #[new]
            pub fn new(start: u32) -> Self {
                Counter(start)
            }

            #[getter]
            #[cfg(feature = "values")]
            pub fn value(&self) -> u32 {
                self.0
            }

            #[cfg_attr(feature = "python", setter(value), pyext(wipe), doc = "Sets it.")]
            pub fn set(&mut self, value: u32) {
                self.0 = value;
            }

            pub fn __eq__(&self, other: &Self) -> bool {
                self.0 == other.0
            }

            const STAYS: u32 = 1;
        }
    };
    compare("class", export(quote!(), item));
}

#[test]
fn callables_become_closures_and_iterators_are_wrapped() {
    let item = quote! {
        pub fn map(
            host: &dyn Host, values: PyIter<'_, f64>, function: &dyn Fn(&str, f64) -> f64, key: Option<&dyn Fn(u32)>,
        ) -> Result<impl Iterator<Item = f64> + use<>, Error> {
            body(host, values, function, key)
        }
    };
    compare(
        "callable",
        export(quote!(signature = (values, function, key = None)), item),
    );
}

#[test]
fn an_import_calls_the_host_and_is_described() {
    let item = quote! {
        /// What the host has.
        pub trait Host: Send {
            /// Looks it up.
            fn lookup(&self, key: &str) -> Option<String>;

            #[pyext(name = "put")]
            fn store<'a>(&self, key: &'a str, value: i64) -> Result<(), Exception>;

            fn twice(&self) {}
        }
    };
    let (original, import, errors) = crate::parse::import(quote!(), item);
    compare("import", crate::generate::import(&original, import, errors));
}

#[test]
fn a_mistake_leaves_the_function_and_checks_its_types() {
    let item = quote! {
        async fn later(lambda: u32) {}
    };
    compare("mistake", export(quote!(), item));
}

fn derive(kind: Kind, item: TokenStream) -> TokenStream {
    crate::derive::expand(kind, item)
}

#[test]
fn a_record_is_described_lifted_and_lowered() {
    let item = quote! {
        /// What is looked for.
        #[pyext(frozen, name = "Search")]
        pub struct Query<'a> {
            /// In any language.
            pub text: &'a str,
            #[pyext(name = "type")]
            pub kind: Option<Kind>,
        }
    };
    compare("record", derive(Kind::Record, item));
}

#[test]
fn a_record_with_the_layout_of_c_is_used_in_place() {
    let item = quote! {
        #[repr(C)]
        pub struct Point {
            x: f64,
            ok: bool,
        }
    };
    compare("record_in_place", derive(Kind::Record, item));
}

#[test]
fn a_generic_record_demands_what_it_needs_of_what_is_lifted() {
    let item = quote! {
        pub struct Page<T: Clone> where T: Ord {
            items: Vec<T>,
        }
    };
    compare("record_generic", derive(Kind::Record, item));
}

#[test]
fn a_record_with_static_parts_is_only_lowered() {
    let item = quote! {
        pub struct About {
            name: &'static str,
        }
    };
    compare("record_static", derive(Kind::Record, item));
}

#[test]
fn an_enum_is_an_index() {
    let item = quote! {
        /// A colour.
        enum Color {
            Red = 3,
            /// Like wine.
            DarkRed,
        }
    };
    compare("enumeration", derive(Kind::Enum, item));
}

#[test]
fn a_variant_is_an_index_and_a_payload() {
    let item = quote! {
        enum Shape {
            Circle { radius: f64 },
            Pair(u8, Vec<u8>),
            Nothing,
        }
    };
    compare("variant", derive(Kind::Variant, item));
}

#[test]
fn flags_are_bits() {
    let item = quote! {
        struct Style {
            bold: bool,
            read_only: bool,
        }
    };
    compare("flags", derive(Kind::Flags, item));
}

#[test]
fn a_type_with_a_mistake_gets_a_stand_in() {
    let item = quote! {
        struct Node<'a> {
            text: &'a str,
            next: Vec<Node<'a>>,
        }
    };
    compare("derive_mistake", derive(Kind::Record, item));
}
