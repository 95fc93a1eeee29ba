//! What the guest calls in the host: imports, callables, iterables (`docs/abi.md`, "Imports").

mod callable;
mod exception;
mod give;
mod import;
mod take;

pub use callable::{Callable, Calls, optional_token};
pub use exception::Exception;
pub(crate) use exception::{AsError, InFlight, TOKEN, find, in_flight};
pub use give::{Gives, Outgoing};
pub use import::{Import, Injected, host_is_absent, raises_exception};
pub use take::Takes;
