// What the section `host` calls: functions that do nothing but what they are called for.

use core::hint::black_box;

use pyext::prelude::*;

/// The first of them: what this takes is their way in.
#[export]
pub fn first(numbers: &[f64]) -> f64 {
    numbers.first().copied().unwrap_or_default()
}

/// Nothing: what this takes is their way in and out.
#[export]
pub fn touch(numbers: &mut [f64]) {
    black_box(numbers);
}

/// Its text: what this takes is the way in and out.
#[export]
pub fn same(text: &str) -> String {
    text.into()
}

/// So many turns of a loop that nothing shortens.
#[export]
pub fn turns(count: u32) -> u32 {
    bench_algorithms::turns(count)
}

/// Never ends.
#[export]
pub fn endless() {
    loop {
        black_box(());
    }
}
