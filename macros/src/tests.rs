//! Expansions, pretty-printed, beside the input that makes them: `BLESS=1 cargo test` rewrites them.

use quote::quote;

fn expand(item: proc_macro2::TokenStream) -> String {
    let (original, outcome) = crate::parse::export(proc_macro2::TokenStream::new(), item);
    let tokens = crate::generate::export(&original, outcome);
    let file = syn::parse2(tokens).unwrap_or_else(|e| panic!("{e}"));
    prettyplease::unparse(&file)
}

fn compare(name: &str, text: &str) {
    let path = format!("{}/src/tests/{name}.rs", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&path, text).unwrap_or_else(|e| panic!("{path}: {e}"));
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
    compare("function", &expand(item));
}

#[test]
fn a_mistake_leaves_the_function_and_checks_its_types() {
    let item = quote! {
        async fn later(lambda: u32) {}
    };
    compare("mistake", &expand(item));
}
