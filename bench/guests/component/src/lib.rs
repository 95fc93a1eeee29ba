//! The guest of a component, with bindings by wit-bindgen.

#[cfg(feature = "arrays")]
mod arrays;
#[cfg(feature = "behaviour")]
mod behaviour;
#[cfg(feature = "greet")]
mod calls;
#[cfg(feature = "values")]
mod values;
