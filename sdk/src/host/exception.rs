//! Exceptions that code of the host has raised, on their way through the guest.

use alloc::string::String;
use core::cell::Cell;
use core::error::Error;
use core::fmt;
use core::iter;

use crate::lift::{Frame, Lift};

/// An exception that Python code raised when the guest called it: a function of an import, a callable, an iterable.
///
/// The error of an exported function, itself or as one of its sources, it is raised again in Python: the same object, with its traceback.
///
/// ```
/// use pyext::prelude::*;
/// use pyext::Exception;
///
/// /// Applies a function of Python's to each number.
/// #[export]
/// pub fn apply(numbers: Vec<f64>, function: &dyn Fn(f64) -> Result<f64, Exception>) -> Result<Vec<f64>, Exception> {
///     numbers.into_iter().map(function).collect()
/// }
///
/// assert_eq!(apply(vec![1.0, 2.0], &|x| Ok(x * 2.0)).ok(), Some(vec![2.0, 4.0]));
/// let refused = apply(vec![1.0], &|_| Err(Exception::new("no numbers today")));
/// assert_eq!(refused.map_err(|e| e.to_string()), Err("no numbers today".to_string()));
/// ```
pub struct Exception {
    message: String,
    /// What the host calls it while the outermost call runs; 0 for one that was made here.
    token: u32,
}

impl Exception {
    /// One with this text, for tests. Returned from an export it is an ordinary error.
    pub fn new(message: impl Into<String>) -> Exception {
        Exception {
            message: message.into(),
            token: 0,
        }
    }

    /// The one in this error record.
    ///
    /// # Safety
    /// An import has just returned this address of an error record.
    pub(crate) unsafe fn read(at: usize) -> Exception {
        SEEN.0.set(true);
        // SAFETY: by the contract; the text is copied.
        unsafe {
            Exception {
                message: <String as Lift>::lift(&Frame::enter(), at),
                token: ((at + TOKEN) as *const u32).read(),
            }
        }
    }
}

/// Where in an error record the token stands.
pub(crate) const TOKEN: usize = 16;

impl fmt::Display for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Debug for Exception {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Exception").field(&self.message).finish()
    }
}

impl Error for Exception {}

/// An exception: [`Exception`] alone. A trait, so that one can ask of any type whether it is that.
pub trait InFlight {
    /// The token.
    fn token(&self) -> u32;
}

impl InFlight for Exception {
    fn token(&self) -> u32 {
        self.token
    }
}

/// Whether there has been an exception. In a guest that calls nothing of the host nobody writes here, and the compiler leaves out the search.
struct Seen(Cell<bool>);

// SAFETY: a guest has one thread.
unsafe impl Sync for Seen {}

static SEEN: Seen = Seen(Cell::new(false));

/// Whether there has been an exception.
#[inline]
pub(crate) fn in_flight() -> bool {
    SEEN.0.get()
}

/// The token of the first exception in this error and its sources; 0 if there is none.
#[cold]
#[inline(never)]
pub(crate) fn find(first: &(dyn Error + 'static)) -> u32 {
    let chain = iter::successors(Some(first), |error| Error::source(*error));
    let found = chain.filter_map(|error| error.downcast_ref::<Exception>());
    found.map(|e| e.token).find(|t| *t != 0).unwrap_or(0)
}

/// What can be seen as an error of any type: errors that own all they have, and the trait objects of such.
pub trait AsError {
    /// The error.
    fn as_error(&self) -> &(dyn Error + 'static);
}

impl<E: Error + 'static> AsError for E {
    fn as_error(&self) -> &(dyn Error + 'static) {
        self
    }
}

macro_rules! objects {
    ($($object:ty),*) => {$(
        impl AsError for $object {
            fn as_error(&self) -> &(dyn Error + 'static) {
                self
            }
        }
    )*};
}

objects!(
    dyn Error,
    dyn Error + Send,
    dyn Error + Sync,
    dyn Error + Send + Sync
);
