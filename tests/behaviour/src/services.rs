//! What every host does for a guest.

use core::time::Duration;

use pyext::prelude::*;
use pyext::{clock, random, stdout};

/// Logs at each level.
#[export]
pub fn log_all(text: &str) {
    pyext::log::error!("error: {text}");
    pyext::log::warn!("warning: {text}");
    pyext::log::info!("info");
    pyext::log::debug!("debug: {:?}", text);
    pyext::log::trace!("trace");
    pyext::log::log(pyext::log::Level::Info, "some.target", text);
}

/// Logs through the crate `log`.
#[export]
pub fn log_crate(text: &str) {
    log::error!("error: {text}");
    log::info!(target: "elsewhere", "info: {text}");
    log::trace!("trace");
}

#[export]
pub fn random_bytes(count: usize) -> Vec<u8> {
    let mut bytes = vec![0; count];
    random::fill(&mut bytes);
    bytes
}

/// The clock, and how long the call took to read it.
#[export]
pub fn time() -> (Duration, Duration) {
    let start = clock::monotonic();
    let now = clock::now();
    (now, clock::monotonic() - start)
}

#[export]
pub fn print(text: &str, number: u32) {
    stdout::print!("{text}");
    stdout::println!(" and {number}");
    stdout::println!("plain");
    stdout::println!();
    stdout::write("é\n");
}

/// What logs while its result is made.
#[export]
pub fn log_between() -> Result<u32, Loud> {
    Err(Loud)
}

#[derive(Debug)]
pub struct Loud;

impl core::fmt::Display for Loud {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        pyext::log::info!("an error is written");
        f.write_str("loud")
    }
}

/// Logs as it is dropped.
pub struct Noisy {
    text: String,
}

#[export]
impl Noisy {
    #[new]
    pub fn new(text: String) -> Noisy {
        Noisy { text }
    }

    pub fn text(&self) -> &str {
        pyext::log::info!("{} is read", self.text);
        &self.text
    }

    pub fn take(self) -> String {
        self.text.clone()
    }
}

impl Drop for Noisy {
    fn drop(&mut self) {
        pyext::log::info!("{} is dropped", self.text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_there_natively() {
        assert_ne!(random_bytes(32), random_bytes(32));
        let (now, took) = time();
        assert!(now.as_secs() > 1_700_000_000 && took.as_secs() < 1000);
        print("a", 1);
        log_all("b");
        assert_eq!(Noisy::new("c".to_string()).take(), "c");
    }
}
