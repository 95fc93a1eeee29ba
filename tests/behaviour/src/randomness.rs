//! Random numbers of crates that ask `getrandom`, whose source is the SDK.

use pyext::prelude::*;

/// So many bytes from each version of the crate that the SDK serves.
#[export]
pub fn bytes_of_crates(count: usize) -> (Vec<u8>, Vec<u8>) {
    let (mut third, mut fourth) = (vec![0; count], vec![0; count]);
    getrandom_03::fill(&mut third).expect("the SDK's source never fails");
    getrandom_04::fill(&mut fourth).expect("the SDK's source never fails");
    (third, fourth)
}

#[cfg(test)]
mod tests {
    #[test]
    fn bytes_are_random_outside_of_webassembly_too() {
        let (third, fourth) = super::bytes_of_crates(32);
        assert_ne!(third, fourth);
    }
}
