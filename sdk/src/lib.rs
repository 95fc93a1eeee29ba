//! Write Python extensions in Rust, ship them as one WebAssembly file.
//!
//! ```
//! use pyext::prelude::*;
//!
//! /// Greets somebody.
//! #[export]
//! pub fn greet(name: &str) -> String {
//!     format!("Hello, {name}!")
//! }
//!
//! assert_eq!(greet("Ada"), "Hello, Ada!");
//! ```
//!
//! An exported function stays an ordinary function, so `cargo test` tests it natively. On `wasm32` a wrapper is
//! exported beside it, and its name, parameters, types and documentation go into the module's interface.
//!
//! # Types
//!
//! | Rust | Python | as |
//! |---|---|---|
//! | `()` | `None` | parameter, result, part |
//! | `bool` | `bool` | parameter, result, part |
//! | `u8` … `u128`, `i8` … `i128`, `usize`, `isize` (32 bits here) | `int` | parameter, result, part |
//! | `f32`, `f64` | `float` | parameter, result, part |
//! | `char` | `str` of length 1 | parameter, result, part |
//! | `&str`, `String`, `Box<str>`, `Cow<str>` | `str` | parameter, result, part |
//! | [`Duration`](core::time::Duration) | `datetime.timedelta` | parameter, result, part |
//! | `Vec<T>`, `Box<[T]>` | buffer or sequence; as a result `bytes` for `u8`, else `list` | parameter, result, part |
//! | `[T; N]` | the same, of exactly `N` | parameter, result, part |
//! | `&[T]` | the same; without a copy in the guest if `T` is *plain* | parameter; if `T` is plain, result and part |
//! | `Cow<[T]>` | the same | parameter, result, part, if `T` is plain |
//! | `&mut [T]`, written back to the caller's buffer | writable buffer | parameter, if `T` is plain |
//! | `&T` | as `T` | parameter |
//! | `Option<T>` | `None` or the value; `Some` around what can be `None` itself | parameter, result, part |
//! | tuples of 1 to 12 | `tuple` | parameter, result, part |
//! | `BTreeMap<K, V>`, with the feature `std` `HashMap<K, V>` | mapping; as a result `dict` | parameter, result, part |
//! | `BTreeSet<T>`, with the feature `std` `HashSet<T>` | `set` | parameter, result, part |
//! | `Result<T, E>` | the value, or raises: `E` implements `Display`, or derives [`Error`](macro@Error) | result |
//! | `Result<T, E>` | `Ok` or `Err` | parameter, part |
//! | a struct that derives [`Record`](macro@Record) | dataclass; as a parameter a mapping, too | parameter, result, part |
//! | an enum that derives [`Enum`](macro@Enum) | `enum.Enum` | parameter, result, part |
//! | an enum that derives [`Variant`](macro@Variant) | union of dataclasses | parameter, result, part |
//! | a struct that derives [`Flags`](macro@Flags) | `enum.Flag` | parameter, result, part |
//! | a type that implements [`Value`] | that of the type that it crosses as | as that |
//! | `C`, a class: see [below](#classes) | an object, which stays in the guest; as a parameter it is used up | parameter, result, part |
//! | `&C`, `&mut C` | an object, which is lent for the call | parameter, part of one |
//! | [`Iter<T>`](Iter), `impl Iterator<Item = T>`, `Box<dyn Iterator<Item = T>>` | an iterator, read lazily and in batches; a `Result` as item raises its error | result, also as `Result` of it |
//! | [`PyIter<'_, T>`](PyIter) | any iterable | parameter |
//! | `&dyn Fn(A, B) -> R` | a callable | parameter, also as `Option` of it |
//! | `&dyn Host`, a trait with [`import`](macro@import) | what `load(…, imports=…)` was given | no parameter in Python |
//!
//! Plain are `bool`, `char`, floats and integers up to 64 bits, arrays of plain values, and records with `#[repr(C)]` whose fields are
//! plain. A part is an element, a field, or what an option or result holds. Keys of maps and elements of sets are what Python
//! can hash: all without parts, enums, flags, `Vec<u8>`, and options, tuples, frozen records and variants of these.
//!
//! A result can borrow from parameters, from a `&str` or a `&[T]` of plain values: no copy is made. It cannot from what the call makes
//! of an argument, as behind a `&Record` or a `&[String]`; the compiler says so.
//!
//! Every other type is a compile error at the type that says what to use.
//!
//! # Classes
//!
//! `#[export]` on an `impl` block makes a class of the type. Its functions keep their meaning in Rust, so that tests call them as they are.
//!
//! ```
//! use pyext::prelude::*;
//!
//! pub struct Counter {
//!     count: i64,
//! }
//!
//! /// Counts.
//! #[export]
//! impl Counter {
//!     /// In Python: `Counter(start=0)`.
//!     #[new]
//!     #[pyext(signature = (start = 0))]
//!     pub fn new(start: i64) -> Self {
//!         Counter { count: start }
//!     }
//!
//!     /// In Python a property.
//!     #[getter]
//!     pub fn count(&self) -> i64 {
//!         self.count
//!     }
//!
//!     #[setter]
//!     pub fn set_count(&mut self, count: i64) {
//!         self.count = count;
//!     }
//!
//!     pub fn increment(&mut self) {
//!         self.count += 1;
//!     }
//!
//!     /// Uses the object up.
//!     pub fn finish(self) -> i64 {
//!         self.count
//!     }
//!
//!     /// In Python `+`.
//!     pub fn __add__(&self, other: &Counter) -> Counter {
//!         Counter { count: self.count + other.count }
//!     }
//! }
//!
//! /// Objects can be lent and given wherever values can stand.
//! #[export]
//! pub fn total(counters: Vec<&Counter>) -> i64 {
//!     counters.iter().map(|counter| counter.count).sum()
//! }
//!
//! let mut counter = Counter::new(1);
//! counter.increment();
//! assert_eq!(total(vec![&counter, &Counter::new(3)]), 5);
//! ```
//!
//! | attribute | in Python |
//! |---|---|
//! | `#[new]` | `C(…)`; without one objects come from functions only |
//! | none, with `&self`, `&mut self` or `self` | a method |
//! | `#[getter]`, `#[getter(name)]`; `#[setter]`, `#[setter(name)]` | a property; without a name that of the function, without `get_` or `set_` |
//! | `#[staticmethod]`, or none without `self`; `#[classmethod]` | a function of the class |
//! | `#[pyext(signature = (…), name = "…", wipe)]` | as the options of [`export`](macro@export) |
//!
//! Special methods have Python's names: `__len__`, `__bool__`, `__repr__`, `__str__`, `__hash__`, `__int__`, `__float__`, `__index__`, `__iter__`,
//! `__next__`, `__contains__`, `__getitem__`, `__setitem__`, `__delitem__`, `__call__`, `__enter__`, `__exit__`, the comparisons `__eq__` to `__ge__`, and operators such as
//! `__add__`, `__radd__`, `__iadd__` and `__neg__`.
//!
//! While a call has an object, others can read it if it does, too, and nobody can if it changes it: the call of a callback that would is refused,
//! and Python sees a `BorrowError`. What a result borrows from an object is copied.
//!
//! # The host's side
//!
//! [`import`](macro@import) makes a trait what Python provides. An exception that Python raises in one of its functions, in a callable or an
//! iterable is an [`Exception`]; returned, it is the same object in Python. [`log`], [`random`], [`clock`] and [`stdout`] are there in every
//! host, and imports of the module only if it uses them.
//!
//! # Features
//!
//! - `talc` (default): [talc](https://docs.rs/talc) as the global allocator.
//! - `panic-format` (default), `panic-location`, `panic-trap`: how much a panic tells Python, and costs in bytes.
//! - `std`: for guests that use `std`; its panic handler then serves, and a hook passes the text on.
//! - `wipe`: for `#[export(wipe)]`; every block of memory is overwritten when it is freed.
//! - `log`: the crate [`log`](https://docs.rs/log) writes to Python's `logging`, as [`log`](mod@log) does.
//! - `getrandom`: the crate of that name has its bytes from [`random`].
//! - `trusted-host`: no UTF-8 check of strings from the host.
#![no_std]

extern crate alloc;
#[cfg(any(feature = "std", not(target_arch = "wasm32")))]
extern crate std;

mod constant;
mod control;
mod error;
mod fmt;
mod host;
mod iter;
mod lift;
mod literal;
mod lower;
#[cfg(target_arch = "wasm32")]
mod memory;
mod mistaken;
mod object;
mod outcome;
mod pair;
mod panic;
mod param;
mod pass;
mod pending;
pub mod prelude;
mod ret;
mod service;
mod slice;
mod types;
mod utf8;
mod value;
mod vectorize;
#[cfg(feature = "wipe")]
mod wipe;

pub use error::Error;
pub use host::Exception;
pub use iter::{Iter, PyIter};
pub use pyext_macros::{Enum, Error, Flags, Record, Variant, export, import, submodule};
pub use service::{clock, log, random, stdout};
pub use value::{As, Value};
#[cfg(feature = "wipe")]
pub use wipe::Wiping;

/// What `wipe` among the options of `#[export]` needs.
#[cfg(not(feature = "wipe"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_wipe {
    () => {
        ::core::compile_error! {
            "PX119: `wipe` needs the feature `wipe` of the `pyext` crate: `cargo add pyext --features wipe`"
        }
    };
}

/// What `wipe` among the options of `#[export]` needs: it is there.
#[cfg(feature = "wipe")]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_wipe {
    () => {};
}

/// What the macros' expansions use. Not for people: it may change in any version.
#[doc(hidden)]
pub mod __private {
    pub use crate::__require_wipe as require_wipe;
    pub use crate::constant::{Constant, constant, module_name};
    pub use crate::error::{Error, Message};
    pub use crate::fmt::format;
    pub use crate::host::{
        Callable, Calls, Gives, Import, Injected, Outgoing, Takes, host_is_absent, optional_token,
        raises_exception,
    };
    pub use crate::lift::{Frame, Lift, Lifts, Made, invalid};
    pub use crate::literal::{
        Absent, Cases, Literal, Literals, assert_keywords, assert_variadic, case_name,
    };
    pub use crate::lower::{Lower, Lowers};
    pub use crate::mistaken::Mistaken;
    pub use crate::object::{
        Class, Holds, Lent, Object, Refusal, assert_constructs, assert_result, drop_object, refuse,
    };
    pub use crate::outcome::{Otherwise, Probe, Raised};
    pub use crate::param::Param;
    pub use crate::pass::{Address, Raising, Reference};
    pub use crate::pending::Log;
    pub use crate::ret::{Ret, raises, result};
    pub use crate::slice::{Copied, InPlace, Slice};
    pub use crate::types::index::{Index, Indexed, case_value, read_case, write_case};
    pub use crate::value::{Describe, Describes, Key, PassOf, Value, Wire, layout_in_place};
    pub use crate::vectorize::{Blocks, column, results};
    #[cfg(all(feature = "wipe", target_arch = "wasm32"))]
    pub use crate::wipe::clear_stack;
    pub use pyext_abi::layout::{self, Layout};
    pub use pyext_abi::record::{record, record_len};
    pub use pyext_abi::special::Wanted;
    pub use pyext_abi::text::{Text, render};
    pub use pyext_abi::{
        class_record, constant_record, definition, function_record, import_record, module_record,
    };

    /// Version of the SDK that records name.
    pub const SDK_VERSION: &str = env!("CARGO_PKG_VERSION");
}
