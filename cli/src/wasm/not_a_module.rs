//! Why bytes are no module, and what is said of it.

use std::fmt;

use wasmparser::BinaryReaderError;

use crate::error::Error;
use crate::escape;

/// What mends a file that `build` could have made.
pub const REBUILD: &str = "build it with `cargo pyext build`";

/// Why a component is not enough.
pub const MODULES_ONLY: &str = "a pyext host loads modules; a component wraps one or more of them";

/// Why bytes are no module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotAModule {
    /// They do not start as WebAssembly does.
    NotWasm,
    /// They are a ZIP archive, as a wheel is.
    Archive,
    /// They are a component.
    Component,
    /// They break off or break a rule of the format.
    Malformed {
        /// What is wrong.
        why: String,
        /// Where in the file.
        offset: u64,
    },
}

impl fmt::Display for NotAModule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NotAModule::NotWasm => f.write_str("not WebAssembly"),
            NotAModule::Archive => f.write_str("a ZIP archive"),
            NotAModule::Component => f.write_str("a component"),
            NotAModule::Malformed { why, offset } => write!(f, "{why} at byte {offset}"),
        }
    }
}

impl From<BinaryReaderError> for NotAModule {
    fn from(e: BinaryReaderError) -> Self {
        NotAModule::Malformed {
            why: e.message().to_string(),
            offset: e.offset(),
        }
    }
}

/// PX301 to PX303.
impl From<NotAModule> for Error {
    fn from(why: NotAModule) -> Self {
        match why {
            NotAModule::NotWasm => Error::new("PX301", "the file is not WebAssembly")
                .reason("it does not start with the four bytes `\\0asm`")
                .mend(REBUILD),
            NotAModule::Archive => Error::new("PX301", "the file is not WebAssembly")
                .reason("it is a ZIP archive, as wheels are; the module is in it")
                .mend("take the module out: unzip -j FILE '*.wasm'"),
            NotAModule::Component => Error::new("PX302", "the file is a component, not a module")
                .reason(MODULES_ONLY)
                .mend(format!("{REBUILD}, which writes a module")),
            NotAModule::Malformed { why, offset } => {
                Error::new("PX303", "the file is not valid WebAssembly")
                    .place(format!("byte {offset}"))
                    .reason(escape::sentence(&why))
                    .mend(format!("the file is damaged or cut off: {REBUILD} again"))
            }
        }
    }
}
