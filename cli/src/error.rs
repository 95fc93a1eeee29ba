//! What can go wrong, as the user reads it: a stable code, the reason, the place, the mend.

use std::fmt;

use serde_json::{Value, json};

/// Result of an operation of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A problem, told so that the reader can mend it. `docs/errors.md` lists the codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// Stable code, `PX` and three digits.
    pub code: &'static str,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where: a path, a function, a section.
    pub place: Option<String>,
    /// Why it is so, or why it matters.
    pub reason: Option<String>,
    /// The exact command or lines that mend it.
    pub mend: Option<String>,
}

impl Error {
    /// An error with a code and a message.
    ///
    /// ```
    /// use cargo_pyext::error::Error;
    /// let error = Error::new("PX501", "the folder `fastmd` exists").mend("cargo pyext init fastmd");
    /// assert_eq!(error.to_string(), "error[PX501]: the folder `fastmd` exists\n  = help: cargo pyext init fastmd");
    /// ```
    pub fn new(code: &'static str, message: impl Into<String>) -> Self {
        Error {
            code,
            message: message.into(),
            place: None,
            reason: None,
            mend: None,
        }
    }

    /// Adds the place.
    #[must_use]
    pub fn place(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// Adds the reason.
    #[must_use]
    pub fn reason(mut self, reason: impl fmt::Display) -> Self {
        self.reason = Some(reason.to_string());
        self
    }

    /// Adds the mend.
    #[must_use]
    pub fn mend(mut self, mend: impl fmt::Display) -> Self {
        self.mend = Some(mend.to_string());
        self
    }

    /// For programs: an object of the five parts.
    pub fn json(&self) -> Value {
        json!({
            "code": self.code,
            "message": self.message,
            "place": self.place,
            "reason": self.reason,
            "mend": self.mend,
        })
    }

    /// The lines behind the headline: place, reason, mend.
    pub fn details(&self) -> String {
        let mut text = String::new();
        let lines = [
            ("  --> ", &self.place),
            ("  = note: ", &self.reason),
            ("  = help: ", &self.mend),
        ];
        for (label, part) in lines {
            if let Some(part) = part {
                let indent = format!("\n{}", " ".repeat(label.len()));
                text.push('\n');
                text.push_str(label);
                text.push_str(&part.replace('\n', &indent));
            }
        }
        text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "error[{}]: {}{}",
            self.code,
            self.message,
            self.details()
        )
    }
}

impl std::error::Error for Error {}
