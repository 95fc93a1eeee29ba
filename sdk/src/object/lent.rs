//! What a call has borrowed: given back when it ends.

use super::{Refusal, table};
use crate::control::CONTROL;
use crate::pending::BORROWED;
use crate::types::scalar::Zero;

/// The objects that one call has acquired. Without objects among the parameters (`ANY`) it is nothing.
pub struct Lent<const ANY: bool> {
    /// How many were lent before.
    level: usize,
    /// Whether results of the outer call have to be copied.
    copied: bool,
}

impl<const ANY: bool> Lent<ANY> {
    /// Begins with none.
    #[inline]
    pub fn enter() -> Self {
        match ANY {
            true => Lent {
                level: table(|t| t.level()),
                copied: BORROWED.set(true),
            },
            false => Lent {
                level: 0,
                copied: false,
            },
        }
    }
}

impl<const ANY: bool> Drop for Lent<ANY> {
    #[inline]
    fn drop(&mut self) {
        if ANY {
            table(|t| t.give_back(self.level));
            BORROWED.set(self.copied);
        }
    }
}

/// What a call returns that is not made, because the parameter of this index cannot be taken.
#[cold]
pub fn refuse<Z: Zero>(parameter: u32, reason: Refusal) -> Z {
    CONTROL.refused.set(reason as u32 | parameter << 8);
    Z::ZERO
}
