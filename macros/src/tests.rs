//! Expansions, pretty-printed, beside the input that makes them: `BLESS=1 cargo test` rewrites them.

use proc_macro2::TokenStream;
use quote::quote;

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
fn a_mistake_leaves_the_function_and_checks_its_types() {
    let item = quote! {
        async fn later(lambda: u32) {}
    };
    compare("mistake", export(quote!(), item));
}
