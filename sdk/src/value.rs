//! Types that cross, and the wires that carry them.

use core::marker::PhantomData;

use pyext_abi::layout::{self, Layout};
use pyext_abi::text::Text;

use crate::object::Holds;
use crate::pass;
use crate::slice::{Copied, Slice};

/// A type that crosses between Rust and Python.
///
/// The types in the table of the [crate](crate#types) do, and those that derive [`Record`](crate::Record),
/// [`Enum`](crate::Enum), [`Variant`](crate::Variant) or [`Flags`](crate::Flags). Implement it for a type of yours that crosses as
/// another one: [`As`] names that, and `From` in both directions converts.
///
/// ```
/// use pyext::prelude::*;
///
/// /// A temperature that is never mistaken for another number.
/// pub struct Celsius(f64);
///
/// impl pyext::Value for Celsius {
///     type Wire = pyext::As<f64>;
/// }
///
/// impl From<f64> for Celsius {
///     fn from(degrees: f64) -> Celsius {
///         Celsius(degrees)
///     }
/// }
///
/// impl From<Celsius> for f64 {
///     fn from(temperature: Celsius) -> f64 {
///         temperature.0
///     }
/// }
///
/// #[export]
/// pub fn warmest(days: Vec<Celsius>) -> Option<Celsius> {
///     days.into_iter().max_by(|a, b| a.0.total_cmp(&b.0))
/// }
///
/// assert_eq!(warmest(vec![Celsius(3.0), Celsius(7.5)]).map(f64::from), Some(7.5));
/// ```
#[diagnostic::on_unimplemented(
    message = "PX120: `{Self}` cannot cross between Rust and Python",
    label = "the ABI has no such type",
    note = "these can: `()`, bool, char, f32, f64, integers, `Duration`, `&str`, `String`, `&[T]`, `Vec<T>`, `Option<T>`, `Result<T, E>`, `[T; N]`, \
            tuples of 1 to 12, `BTreeMap`, `BTreeSet`, with the feature `std` `HashMap` and `HashSet`, `Box<str>`, `Box<[T]>`, `Cow<str>`, `Cow<[T]>`; as \
            parameters `&T` of all these, and `&mut [T]` of numbers",
    note = "on a struct or enum of yours write `#[derive(pyext::Record)]`, `Enum`, `Variant` or `Flags`; a type that crosses as another one \
            implements `pyext::Value`; in place of a `Box<T>`, `Rc<T>` or `Arc<T>` write the value itself"
)]
pub trait Value {
    /// What carries it: [`As<T>`] in your own code.
    type Wire: Wire;
}

/// The [`Value::Wire`] of a type that crosses as a `T`.
pub struct As<T>(PhantomData<T>);

/// What carries values: each type of the SDK its own, and [`As`] those of its users.
#[diagnostic::on_unimplemented(
    message = "PX120: `{Self}` carries no values",
    label = "no wire",
    note = "write `type Wire = pyext::As<T>` with the type that it crosses as"
)]
pub trait Wire {
    /// How it is passed in a call: one of the types in `pass`.
    type Pass;
    /// How a reference to it is passed.
    type Reference;
}

impl<T: Value> Wire for As<T> {
    type Pass = <T::Wire as Wire>::Pass;
    type Reference = pass::Reference;
}

/// How a value is passed.
pub type PassOf<T> = <<T as Value>::Wire as Wire>::Pass;

/// Whether values can be keys of a dict in Python.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// They cannot.
    No,
    /// They can.
    Yes,
    /// They can, and lists of them, too: bytes.
    Byte,
}

impl Key {
    /// The key of a whole that is one if all its parts are.
    pub const fn all(parts: &[Key]) -> Key {
        let mut i = 0;
        while i < parts.len() {
            if matches!(parts[i], Key::No) {
                return Key::No;
            }
            i += 1;
        }
        Key::Yes
    }

    /// The key of a list.
    pub const fn of_list(self) -> Key {
        match self {
            Key::Byte => Key::Yes,
            _ => Key::No,
        }
    }
}

/// A wire that can be described: all but those that are only passed.
///
/// # Safety
/// `LAYOUT` is the canonical layout of the type that `TYPE` names. If `Slice` is [`InPlace`](crate::slice::InPlace), it is also Rust's own
/// layout on wasm32, and the type has no drop glue.
#[diagnostic::on_unimplemented(
    message = "PX123: `{Self}` can be a parameter, but not part of anything",
    label = "stands inside of another type",
    note = "in place of a reference write the value, in place of a `&mut [T]` a `Vec<T>`"
)]
pub unsafe trait Describes: Wire {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// Its layout in memory.
    const LAYOUT: Layout;
    /// Whether it can be a key in Python.
    const KEY: Key;
    /// The layouts of its fields, if it has some.
    const FIELDS: &'static [Layout] = &[];
    /// What objects it holds.
    const HOLDS: Holds = Holds::NOTHING;
    /// How slices of it cross.
    type Slice: Slice;
}

// SAFETY: by the contract of `T`'s wire; nothing is said of Rust's layout.
unsafe impl<T: Describe> Describes for As<T> {
    const TYPE: &'static Text = T::TYPE;
    const LAYOUT: Layout = T::LAYOUT;
    const KEY: Key = T::KEY;
    const HOLDS: Holds = T::HOLDS;
    type Slice = Copied;
}

/// A type with a description: that of its wire.
pub trait Describe: Value<Wire: Describes> {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// Its layout in memory.
    const LAYOUT: Layout;
    /// Whether it can be a key in Python.
    const KEY: Key;
    /// What objects it holds.
    const HOLDS: Holds;
    /// How slices of it cross.
    type Slice: Slice;
}

impl<T: Value<Wire: Describes>> Describe for T {
    const TYPE: &'static Text = T::Wire::TYPE;
    const LAYOUT: Layout = T::Wire::LAYOUT;
    const KEY: Key = T::Wire::KEY;
    const HOLDS: Holds = T::Wire::HOLDS;
    type Slice = <T::Wire as Describes>::Slice;
}

/// The layout of a record, of which Rust's is compared if slices of it are used in place.
pub const fn layout_in_place<T: Describe>(fields: &[Layout], offsets: &[usize]) -> Layout {
    let layout = layout::tuple(fields);
    // Elsewhere `usize` has another size, and nothing crosses.
    if cfg!(target_arch = "wasm32") && <T as Describe>::Slice::IN_PLACE {
        assert!(size_of::<T>() == layout.size && align_of::<T>() == layout.align);
        let mut i = 0;
        while i < fields.len() {
            assert!(offsets[i] == layout::field_offset(fields, i));
            i += 1;
        }
    }
    layout
}

/// Types that are their own wire, each passed as it says.
macro_rules! own_wire {
    ($([$($generics:tt)*] $t:ty: $pass:ty;)*) => {$(
        // The message of the trait lists what there is.
        #[diagnostic::do_not_recommend]
        impl<$($generics)*> $crate::value::Value for $t {
            type Wire = $t;
        }

        impl<$($generics)*> $crate::value::Wire for $t {
            type Pass = $pass;
            type Reference = $crate::pass::Reference;
        }
    )*};
}

pub(crate) use own_wire;
