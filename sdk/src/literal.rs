//! Defaults in signatures: what their literals look like for each type, and how enums name their cases.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use core::convert::Infallible;

use crate::types::index::Index;
use crate::types::tuple::each_tuple;
use crate::value::{As, Value};

/// A type of parameter that can have a default: that of its wire.
#[diagnostic::on_unimplemented(
    message = "PX116: a parameter of the type `{Self}` cannot have a default",
    label = "no literal has this type",
    note = "defaults are for: bool, char, numbers, strings, lists, arrays, sets, tuples, options of these, and enums",
    note = "for another type take an `Option`, with the default `None`, and give it its value in the body"
)]
pub trait Literal {
    /// What the literal is in Rust: a `&str` for a `String`, a reference to an array for a `Vec`.
    type Form;
}

impl<T: Value<Wire: Literals>> Literal for T {
    type Form = <T::Wire as Literals>::Form;
}

/// A wire whose values can be written as literals.
#[diagnostic::on_unimplemented(
    message = "PX116: a parameter of the type `{Self}` cannot have a default",
    label = "no literal has this type",
    note = "defaults are for: bool, char, numbers, strings, lists, arrays, sets, tuples, options of these, and enums",
    note = "for another type take an `Option`, with the default `None`, and give it its value in the body"
)]
pub trait Literals {
    #[allow(missing_docs, reason = "as in `Literal`")]
    type Form;
}

impl<T: Literal> Literals for As<T> {
    type Form = T::Form;
}

impl<T: Cases> Literals for Index<T> {
    type Form = T;
}

/// A type of parameter that can have the default `None`: an option, of whatever there is.
#[diagnostic::on_unimplemented(
    message = "PX116: a parameter of the type `{Self}` cannot have the default `None`",
    label = "not an `Option`",
    note = "`None` is a value of options only"
)]
pub trait Absent {
    /// What `None` is a value of.
    type Form;
}

impl<T: Value<Wire: Absents>> Absent for T {
    type Form = <T::Wire as Absents>::Form;
}

/// A wire of options.
#[diagnostic::on_unimplemented(
    message = "PX116: a parameter of the type `{Self}` cannot have the default `None`",
    label = "not an `Option`",
    note = "`None` is a value of options only"
)]
pub trait Absents {
    #[allow(missing_docs, reason = "as in `Absent`")]
    type Form;
}

impl<T: Absent> Absents for As<T> {
    type Form = T::Form;
}

impl<T> Absents for Option<T> {
    type Form = Option<Infallible>;
}

macro_rules! forms {
    ($([$($generics:tt)*] $t:ty => $form:ty;)*) => {$(
        impl<$($generics)*> Literals for $t {
            type Form = $form;
        }
    )*};
    ($($t:ty),*) => {
        forms! { $([] $t => $t;)* }
    };
}

forms!(
    (),
    bool,
    char,
    u8,
    i8,
    u16,
    i16,
    u32,
    i32,
    u64,
    i64,
    u128,
    i128,
    usize,
    isize,
    f32,
    f64
);

forms! {
    [] &str => &'static str;
    [] String => &'static str;
    [] Box<str> => &'static str;
    [] Cow<'_, str> => &'static str;
    [T: Literal<Form: 'static>] &[T] => &'static [T::Form];
    [T: Literal<Form: 'static>] Vec<T> => &'static [T::Form];
    [T: Literal<Form: 'static>] Box<[T]> => &'static [T::Form];
    [T: Literal<Form: 'static> + Clone] Cow<'_, [T]> => &'static [T::Form];
    [T: Literal<Form: 'static>] BTreeSet<T> => &'static [T::Form];
    [T: Literal<Form: 'static>, const N: usize] [T; N] => &'static [T::Form; N];
    [K, V] BTreeMap<K, V> => &'static [Infallible; 0];
    [T: Literal] Option<T> => Option<T::Form>;
    [T: Literal] &T => T::Form;
}

#[cfg(feature = "std")]
forms! {
    [T: Literal<Form: 'static>, S] std::collections::HashSet<T, S> => &'static [T::Form];
    [K, V, S] std::collections::HashMap<K, V, S> => &'static [Infallible; 0];
}

macro_rules! tuples {
    ($($t:ident $i:tt)+) => {
        forms! { [$($t: Literal),+] ($($t,)+) => ($($t::Form,)+); }
    };
}

each_tuple!(tuples);

/// An enum whose cases can be defaults. `derive(Enum)` implements it.
#[diagnostic::on_unimplemented(
    message = "PX113: `{Self}` is no enum with `#[derive(Enum)]`, so this is no literal",
    label = "not a case of an enum",
    note = "a default is a literal, so that Python can show it. For another value take an `Option` and give it its value in the body"
)]
pub trait Cases {
    /// The discriminants and the names in Python.
    const CASES: &'static [(i64, &'static str)];
}

/// The name of the case with this discriminant.
pub const fn case_name<T: Cases>(_: &T, discriminant: i64) -> &'static str {
    let mut i = 0;
    while i < T::CASES.len() {
        if T::CASES[i].0 == discriminant {
            return T::CASES[i].1;
        }
        i += 1;
    }
    panic!("PX113: this is no case of the enum")
}

/// Refuses a `*args` whose type, with this text, is no list.
pub const fn assert_variadic(text: &[u8]) {
    assert!(
        starts_with(text, b"{\"list\":"),
        "PX115: `*args` collects arguments in a list, and this type is none. Take a slice or a `Vec`"
    );
}

/// Refuses a `**kwargs` whose type, with this text, is no map from strings.
pub const fn assert_keywords(text: &[u8]) {
    assert!(
        starts_with(text, b"{\"map\":[\"string\","),
        "PX115: `**kwargs` collects arguments by their names, and this type is no map from strings. Take a `BTreeMap<String, T>`"
    );
}

/// Whether the text begins so.
pub(crate) const fn starts_with(text: &[u8], prefix: &[u8]) -> bool {
    let mut i = 0;
    while i < prefix.len() {
        if i >= text.len() || text[i] != prefix[i] {
            return false;
        }
        i += 1;
    }
    true
}
