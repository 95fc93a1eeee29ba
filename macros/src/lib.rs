//! The attribute macros of pyext: thin entry points.
//!
//! `parse` turns Rust syntax into a model and reports every mistake at once; `generate` turns the model into tokens. Use
//! them through the `pyext` crate.

mod derive;
mod error;
mod generate;
mod model;
mod parse;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Exports a function, a constant or a module to Python.
///
/// A **function** stays as it is. Its name, the names and types of its parameters, its result and its documentation
/// comments become the Python function's; the table of types is in the documentation of the `pyext` crate.
///
/// It can stand behind a feature, so that an ordinary library crate becomes an extension without other changes:
/// `#[cfg_attr(feature = "python", pyext::export)]`.
///
/// ```
/// use pyext::prelude::*;
///
/// /// Area of a rectangle.
/// #[export]
/// pub fn area(width: f64, height: f64) -> f64 {
///     width * height
/// }
///
/// assert_eq!(area(2.0, 3.0), 6.0);
/// ```
///
/// # Options
///
/// - `signature = (…)` says how the parameters can be passed, by the grammar of Python's `def`: `/` ends those that are positional
///   only, `*` begins those that are keyword only, `*args` takes all further positions as a list, `**kwargs` all further names
///   as a map from strings. A parameter can have a default, which is a literal: a number, text, `b"…"`, `true`, `None`,
///   `Some(…)`, `[…]` and `(…, …)` of these, or a case of an enum. It names all parameters, in the function's order.
///   Without it every parameter can be passed by position and by name, and has no default: neither is an `Option` one.
/// - `name = "…"` gives the item another name in Python.
/// - `wipe` is for functions that handle secrets: the host overwrites their arguments, the guest what they leave in memory. It needs
///   the feature `wipe` of the `pyext` crate.
/// - `vectorize` is for functions of numbers: in Python they take arrays as well, and run on all items in one call. Each parameter and
///   the result is an integer up to 64 bits or a float.
/// - `more` is for a further `impl` of a class, which has another one that says `#[export]`.
///
/// ```
/// use pyext::prelude::*;
///
/// /// In Python: `wrap(text, /, width=80, *, indent="", breaks=True)`.
/// #[export(name = "wrap", signature = (text, /, width = 80, *, indent = "", breaks = true))]
/// pub fn wrap_text(text: &str, width: u32, indent: &str, breaks: bool) -> String {
///     # let _ = (width, breaks);
///     format!("{indent}{text}")
/// }
///
/// assert_eq!(wrap_text("abc", 80, "  ", true), "  abc");
/// ```
///
/// # Constants and modules
///
/// A constant of the type `bool`, `char`, `&str`, `&[u8]`, `[u8; N]`, or of an integer or float, becomes an attribute of the Python module. A module
/// becomes a submodule that holds what is exported in it. Where the module is a file, [`submodule!`] in the file says so.
///
/// ```
/// use pyext::prelude::*;
///
/// /// What one message can have.
/// #[export]
/// pub const MAX_BYTES: u32 = 64 * 1024;
///
/// /// In Python: `geometry.area`.
/// #[export]
/// pub mod geometry {
///     use pyext::prelude::*;
///
///     #[export]
///     pub fn area(width: f64, height: f64) -> f64 {
///         width * height
///     }
/// }
/// ```
///
/// # Errors
/// `async` functions, generic functions, methods, patterns as parameters, and types that the ABI has not are compile errors
/// that say what to write instead.
#[proc_macro_attribute]
pub fn export(options: TokenStream, item: TokenStream) -> TokenStream {
    let (original, outcome) = parse::export(options.into(), item.into());
    generate::export(&original, outcome).into()
}

/// Makes a trait what the user of the extension provides in Python.
///
/// An exported function or method takes a `&dyn` of the trait, which is no parameter in Python. Its functions are called in Python, on an object that is
/// given to `load(…, imports=…)`, or for a wheel to `provide(…)` of the package. A function that returns `Result<T, pyext::Exception>` gets exceptions as
/// errors; through any other they end the call, and the instance. Arguments can be whatever a function can return, without objects;
/// results are values of their own, without lifetimes. A function with a body stays in Rust.
///
/// ```
/// use pyext::prelude::*;
///
/// /// Where translations are.
/// #[pyext::import]
/// pub trait Translations {
///     /// The text in this language, if there is one.
///     fn lookup(&self, language: &str, text: &str) -> Option<String>;
/// }
///
/// #[export]
/// pub fn greet(host: &dyn Translations, language: &str, name: &str) -> String {
///     let hello = host.lookup(language, "Hello");
///     format!("{}, {name}!", hello.as_deref().unwrap_or("Hello"))
/// }
///
/// struct Nothing;
///
/// impl Translations for Nothing {
///     fn lookup(&self, _: &str, _: &str) -> Option<String> {
///         None
///     }
/// }
///
/// assert_eq!(greet(&Nothing, "de", "Ada"), "Hello, Ada!");
/// ```
///
/// `#[pyext::import(name = "…")]` gives the import another name in Python, `#[pyext(name = "…")]` a function.
#[proc_macro_attribute]
pub fn import(options: TokenStream, item: TokenStream) -> TokenStream {
    let (original, import, errors) = parse::import(options.into(), item.into());
    generate::import(&original, import, errors).into()
}

/// Makes the module in which it stands a submodule in Python, which holds what is exported in it.
///
/// It is for modules that are files of their own, and for those that declare one (`mod solid;`), which the compiler does not let an attribute
/// stand on; any other inline module has `#[export]`. Documentation and another name can stand in it:
///
/// ```
/// mod geometry {
///     # mod inner {
///     pyext::submodule!();
///     # }
/// }
/// mod shapes_2d {
///     pyext::submodule! {
///         /// Shapes in the plane.
///         name = "shapes"
///     }
/// }
/// ```
#[proc_macro]
pub fn submodule(content: TokenStream) -> TokenStream {
    let (module, errors) = parse::submodule(content.into());
    generate::submodule(&module, errors).into()
}

/// Makes a struct with named fields a record: a dataclass in Python.
///
/// Documentation comments, of the struct and of its fields, become the class's. Parameters take an instance, or a mapping with the
/// right keys. `#[pyext(frozen)]` makes instances that cannot change, which can be keys of a dict; `#[pyext(name = "…")]` on the struct
/// or a field gives it another name in Python.
///
/// ```
/// use pyext::prelude::*;
///
/// /// A place on the map.
/// #[derive(Record, Clone, Copy)]
/// #[pyext(frozen)]
/// #[repr(C)]
/// pub struct Point {
///     /// To the east, in metres.
///     pub x: f64,
///     /// To the north.
///     pub y: f64,
/// }
///
/// /// What is looked for.
/// #[derive(Record)]
/// pub struct Query<'a> {
///     pub text: &'a str,
///     pub around: Option<Point>,
/// }
///
/// #[export]
/// pub fn centre(points: &[Point]) -> Option<Point> {
///     let n = points.len() as f64;
///     let sum = |f: fn(&Point) -> f64| points.iter().map(f).sum::<f64>() / n;
///     (n > 0.0).then(|| Point { x: sum(|p| p.x), y: sum(|p| p.y) })
/// }
///
/// #[export]
/// pub fn is_local(query: Query<'_>) -> bool {
///     query.around.is_some() || query.text.contains("near")
/// }
///
/// assert!(is_local(Query { text: "trees near a lake", around: None }));
/// ```
///
/// With `#[repr(C)]`, and fields that are bool, char, numbers to 64 bits, arrays or records of such, a `&[R]` is used where it
/// lies, without a copy in the guest, and `&mut [R]` changes the caller's buffer: a NumPy structured array, for example.
///
/// A record with references can be a parameter, and a result that borrows from parameters; one with `'static` references a result only.
/// A generic record becomes one class for each type that it is used with: `Page<u32>` is `PageU32`.
#[proc_macro_derive(Record, attributes(pyext))]
pub fn record(item: TokenStream) -> TokenStream {
    derive::expand(derive::Kind::Record, item.into()).into()
}

/// Makes an enum whose cases have no data an `Enum` in Python.
///
/// Its members are written as constants are, `DarkRed` as `DARK_RED`, and their values are the discriminants.
/// `#[pyext(name = "…")]` on the enum or a case gives it another name in Python. A case can be a parameter's default.
///
/// ```
/// use pyext::prelude::*;
///
/// #[derive(Enum, Clone, Copy)]
/// pub enum Color {
///     Red = 1,
///     /// Like wine.
///     DarkRed = 2,
/// }
///
/// #[export(signature = (color = Color::Red))]
/// pub fn brightness(color: Color) -> f64 {
///     match color {
///         Color::Red => 1.0,
///         Color::DarkRed => 0.5,
///     }
/// }
///
/// assert_eq!(brightness(Color::DarkRed), 0.5);
/// ```
#[proc_macro_derive(Enum, attributes(pyext))]
pub fn enumeration(item: TokenStream) -> TokenStream {
    derive::expand(derive::Kind::Enum, item.into()).into()
}

/// Makes an enum whose cases have data a union of dataclasses in Python, which `match` can tell apart.
///
/// The class of a case has the enum's name in front, `Shape` and `Circle` make `ShapeCircle`; `#[pyext(name = "…")]` on a case names it
/// otherwise. A field without a name is called `value`, and several `value0`, `value1` and so on.
///
/// ```
/// use pyext::prelude::*;
///
/// #[derive(Variant)]
/// pub enum Shape {
///     Circle { radius: f64 },
///     Rectangle(f64, f64),
///     Nothing,
/// }
///
/// #[export]
/// pub fn area(shape: Shape) -> f64 {
///     match shape {
///         Shape::Circle { radius } => radius * radius * core::f64::consts::PI,
///         Shape::Rectangle(a, b) => a * b,
///         Shape::Nothing => 0.0,
///     }
/// }
///
/// assert_eq!(area(Shape::Rectangle(2.0, 3.0)), 6.0);
/// ```
#[proc_macro_derive(Variant, attributes(pyext))]
pub fn variant(item: TokenStream) -> TokenStream {
    derive::expand(derive::Kind::Variant, item.into()).into()
}

/// Makes a struct of 1 to 32 `bool` fields a `Flag` in Python.
///
/// Its members are written as constants are, `read_only` as `READ_ONLY`; the first is 1, the next 2, then 4.
///
/// ```
/// use pyext::prelude::*;
///
/// #[derive(Flags, Default)]
/// pub struct Style {
///     pub bold: bool,
///     pub italic: bool,
/// }
///
/// #[export]
/// pub fn tags(style: Style) -> String {
///     format!("{}{}", if style.bold { "<b>" } else { "" }, if style.italic { "<i>" } else { "" })
/// }
///
/// assert_eq!(tags(Style { bold: true, ..Style::default() }), "<b>");
/// ```
#[proc_macro_derive(Flags, attributes(pyext))]
pub fn flags(item: TokenStream) -> TokenStream {
    derive::expand(derive::Kind::Flags, item.into()).into()
}

/// Makes a struct or enum an error with a class of its own in Python.
///
/// The class derives from `ExtensionError`, and from a builtin exception if `#[pyext(base = "…")]` names one; each case of an enum is a class that
/// derives from the enum's. Fields are attributes; `#[pyext(name = "…")]` on the type, a case or a field gives it another name. A field that is
/// marked `#[pyext(source)]`, or by another derive `#[source]` or `#[from]`, stays in Rust.
///
/// The text is that of `Display`, which is written by hand or derived: `#[derive(thiserror::Error, pyext::Error)]`.
///
/// ```
/// use core::fmt;
/// use pyext::prelude::*;
///
/// /// The account has less than was asked for.
/// #[derive(Debug, Error)]
/// #[pyext(base = "ValueError")]
/// pub struct TooLittle {
///     pub missing: u32,
/// }
///
/// impl fmt::Display for TooLittle {
///     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
///         write!(f, "{} are missing", self.missing)
///     }
/// }
///
/// #[export]
/// pub fn withdraw(balance: u32, amount: u32) -> Result<u32, TooLittle> {
///     balance.checked_sub(amount).ok_or(TooLittle { missing: amount - balance })
/// }
///
/// assert_eq!(withdraw(5, 7).map_err(|e| e.missing), Err(2));
/// ```
#[proc_macro_derive(Error, attributes(pyext))]
pub fn error(item: TokenStream) -> TokenStream {
    derive::expand(derive::Kind::Error, item.into()).into()
}
