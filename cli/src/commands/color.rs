//! Colours by cargo's rules: `--color`, then CARGO_TERM_COLOR; then anstream's, which are NO_COLOR and whether there is a terminal.

use clap::{ColorChoice, ValueEnum};

/// Heeds the variable that cargo heeds. What it does not know cargo complains about.
pub fn of_environment() {
    let value = std::env::var("CARGO_TERM_COLOR").unwrap_or_default();
    if let Ok(choice) = ColorChoice::from_str(&value, false) {
        set(choice);
    }
}

/// Makes this the rule for all that the process writes.
pub fn set(choice: ColorChoice) {
    match choice {
        ColorChoice::Auto => anstream::ColorChoice::Auto,
        ColorChoice::Always => anstream::ColorChoice::Always,
        ColorChoice::Never => anstream::ColorChoice::Never,
    }
    .write_global();
}
