//! The derives of types with names: syntax to model in `parse`, model to tokens in `generate`.

mod generate;
mod model;
mod parse;

use proc_macro2::TokenStream;

pub use model::Kind;

/// What the derive of this kind adds to the item.
pub fn expand(kind: Kind, item: TokenStream) -> TokenStream {
    match parse::definition(kind, item) {
        Ok(definition) => generate::definition(&definition),
        Err(mistakes) => generate::mistakes(mistakes),
    }
}
