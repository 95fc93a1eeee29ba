//! The error record of a function that fails, and how it is written: what an error of each type has to say.
//!
//! Whether a type has a class in Python, and whether it has sources, is not known where `Result<T, E>` is dealt with for every `E`. It is
//! known where the macro names the type: there it asks [`Probe`], whose own constants, which have bounds, take precedence over those of
//! the traits that it implements for every type. What is not there costs nothing.

use alloc::string::String;
use core::error::Error as StdError;
use core::iter;
use core::marker::PhantomData;
use core::ops::Deref;

use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::Primitive;
use pyext_abi::text::Text;

use crate::error::{Error, Message};
use crate::fmt::format;
use crate::host::{self, AsError, InFlight, TOKEN};
use crate::lower::Lower;
use crate::object::assert_no_objects;
use crate::pair::Pair;
use crate::pending::Log;
use crate::value::Describe;

/// How errors of the type `E` are raised.
pub trait Raise<E>: 'static {
    /// The type in the interface.
    const TYPE: &'static Text;
    /// The layout of the error record.
    const LAYOUT: Layout;

    /// Writes the error record at `at`.
    ///
    /// # Safety
    /// `at` is aligned for, and has room for, `LAYOUT`.
    unsafe fn lower(error: E, at: *mut u8, log: &mut Log);
}

/// How, put together: with what value, from where the sources come, and whether it is an exception of the host.
pub struct Raised<V, S, F>(pub V, pub S, pub F);

impl<E, V, S, F> Raise<E> for Raised<V, S, F>
where
    E: Message,
    V: Payload<E> + 'static,
    S: Sources<E> + 'static,
    F: Flight<E> + 'static,
{
    const TYPE: &'static Text = V::TYPE;
    const LAYOUT: Layout = layout::error(V::LAYOUT);

    #[inline]
    unsafe fn lower(error: E, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract; the head and the value stand within the layout.
        unsafe {
            lower_head(format(format_args!("{error}")), at, log);
            if let Some(source) = S::first(&error) {
                lower_causes(source, at, log);
            }
            if host::in_flight() {
                let token = match F::token(&error) {
                    0 => S::behind(&error).or(S::first(&error)).map_or(0, host::find),
                    token => token,
                };
                at.add(TOKEN).cast::<u32>().write(token);
            }
            V::lower(error, at.add(const { layout::error_value(V::LAYOUT) }), log);
        }
    }
}

/// The layout of the error record up to the value.
const HEAD: Layout = layout::error(layout::primitive(Primitive::Unit));

/// Writes the message; no causes, no exception in flight.
///
/// # Safety
/// `at` is aligned for, and has room for, `HEAD`.
#[inline(never)]
unsafe fn lower_head(message: String, at: *mut u8, log: &mut Log) {
    // SAFETY: by the contract.
    unsafe {
        at.write_bytes(0, HEAD.size);
        message.lower(at, log);
    }
}

/// Writes the texts of the sources, which begin with this one.
///
/// # Safety
/// `at` is the address of the error record.
#[cold]
#[inline(never)]
unsafe fn lower_causes(first: &(dyn StdError + 'static), at: *mut u8, log: &mut Log) {
    // No vector: its growth costs more bytes than all else here.
    let chain = || iter::successors(Some(first), |source| StdError::source(*source));
    let room = chain().count();
    let start = log.reserve(<String as Describe>::LAYOUT, room);
    let mut causes = Pair {
        at: start as usize,
        len: 0,
    };
    for source in chain().take(room) {
        // SAFETY: there is room for so many strings.
        unsafe {
            let place = start.add(causes.len * <String as Describe>::LAYOUT.size);
            format(format_args!("{source}")).lower(place, log);
        }
        causes.len += 1;
    }
    // SAFETY: behind the message stand the causes.
    unsafe { causes.write(at.add(<String as Describe>::LAYOUT.size)) }
}

/// The value of the error record.
pub trait Payload<E> {
    /// Its type in the interface.
    const TYPE: &'static Text;
    /// Its layout.
    const LAYOUT: Layout;

    /// Writes it at `at`.
    ///
    /// # Safety
    /// `at` is aligned for, and has room for, `LAYOUT`.
    unsafe fn lower(error: E, at: *mut u8, log: &mut Log);
}

/// The text is all.
pub struct Textual;

impl<E> Payload<E> for Textual {
    const TYPE: &'static Text = <() as Describe>::TYPE;
    const LAYOUT: Layout = <() as Describe>::LAYOUT;

    #[inline]
    unsafe fn lower(_: E, _: *mut u8, _: &mut Log) {}
}

/// The error has a class in Python.
pub struct Classed;

impl<E: Error> Payload<E> for Classed {
    const TYPE: &'static Text = {
        assert_no_objects(E::HOLDS);
        E::TYPE
    };
    const LAYOUT: Layout = E::LAYOUT;

    #[inline]
    unsafe fn lower(error: E, at: *mut u8, log: &mut Log) {
        // SAFETY: by the contract.
        unsafe { Lower::lower(error, at, log) }
    }
}

/// Whether the error is an exception of the host.
pub trait Flight<E> {
    /// Its token, or 0.
    fn token(error: &E) -> u32;
}

/// It is none.
pub struct Grounded;

/// It is one.
pub struct Thrown;

impl<E> Flight<E> for Grounded {
    #[inline]
    fn token(_: &E) -> u32 {
        0
    }
}

impl<E: InFlight> Flight<E> for Thrown {
    #[inline]
    fn token(error: &E) -> u32 {
        error.token()
    }
}

/// Where the sources come from.
pub trait Sources<E> {
    /// The nearest.
    fn first(error: &E) -> Option<&(dyn StdError + 'static)>;

    /// The error that this one only points to.
    #[inline]
    fn behind(error: &E) -> Option<&(dyn StdError + 'static)> {
        let _ = error;
        None
    }
}

/// Nowhere.
pub struct Nowhere;

/// From the error itself.
pub struct Itself;

/// From what it points to: `Box<dyn Error>`, `anyhow::Error`.
pub struct Behind;

impl<E> Sources<E> for (Nowhere, Nowhere) {
    #[inline]
    fn first(_: &E) -> Option<&(dyn StdError + 'static)> {
        None
    }
}

impl<E: StdError, B> Sources<E> for (Itself, B) {
    #[inline]
    fn first(error: &E) -> Option<&(dyn StdError + 'static)> {
        error.source()
    }
}

impl<E: Deref<Target: AsError>> Sources<E> for (Nowhere, Behind) {
    #[inline]
    fn first(error: &E) -> Option<&(dyn StdError + 'static)> {
        (**error).as_error().source()
    }

    #[inline]
    fn behind(error: &E) -> Option<&(dyn StdError + 'static)> {
        Some((**error).as_error())
    }
}

/// Answers about a type: its own constants if their bounds hold, else those of the traits.
pub struct Probe<E>(PhantomData<E>);

impl<E: Error> Probe<E> {
    #[allow(missing_docs, reason = "as in the trait")]
    pub const VALUE: Classed = Classed;
}

impl<E: StdError> Probe<E> {
    #[allow(missing_docs, reason = "as in the trait")]
    pub const ITSELF: Itself = Itself;
}

impl<E: InFlight> Probe<E> {
    #[allow(missing_docs, reason = "as in the trait")]
    pub const FLIGHT: Thrown = Thrown;
}

impl<E: Deref<Target: AsError>> Probe<E> {
    #[allow(missing_docs, reason = "as in the trait")]
    pub const BEHIND: Behind = Behind;
}

/// What is so of every type.
pub trait Otherwise {
    /// What it carries besides its text.
    const VALUE: Textual = Textual;
    /// Whether it has sources itself.
    const ITSELF: Nowhere = Nowhere;
    /// Whether what it points to has sources.
    const BEHIND: Nowhere = Nowhere;
    /// Whether it is an exception of the host.
    const FLIGHT: Grounded = Grounded;
}

impl<E> Otherwise for Probe<E> {}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::boxed::Box;
    use alloc::string::ToString;
    use core::fmt;

    /// As the macro's expansion has it.
    macro_rules! raise {
        ($error:ty) => {{
            type Asked = Probe<$error>;
            Raised(Asked::VALUE, (Asked::ITSELF, Asked::BEHIND), Asked::FLIGHT)
        }};
    }

    #[derive(Debug)]
    struct Nested(Option<Box<dyn StdError>>);

    impl fmt::Display for Nested {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("nested")
        }
    }

    impl StdError for Nested {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            self.0.as_deref()
        }
    }

    /// The text of the nearest source, as it is found for this type.
    macro_rules! source {
        ($t:ty, $error:expr) => {{
            fn first<E, V, S: Sources<E>, F>(_: Raised<V, S, F>, error: &E) -> Option<String> {
                S::first(error).map(|source| source.to_string())
            }
            let error: $t = $error;
            first(raise!($t), &error)
        }};
    }

    fn nested() -> Nested {
        Nested(Some("within".into()))
    }

    #[test]
    fn sources_are_found_where_they_are() {
        let within = Some("within".to_string());
        assert_eq!(source!(Nested, nested()), within);
        assert_eq!(source!(Box<Nested>, Box::new(nested())), within);
        assert_eq!(source!(Box<dyn StdError>, Box::new(nested())), within);
        assert_eq!(
            source!(Box<dyn StdError + Send + Sync>, "text".into()),
            None
        );
        assert_eq!(source!(Nested, Nested(None)), None);
        assert_eq!(source!(String, "text".into()), None);
        assert_eq!(source!(&'static str, "text"), None);
    }

    #[test]
    fn an_error_without_a_class_is_its_text() {
        fn layout<E, R: Raise<E>>(_: &R, _: PhantomData<E>) -> Layout {
            R::LAYOUT
        }
        let raised = raise!(String);
        assert_eq!(layout(&raised, PhantomData::<String>), HEAD);
    }
}
