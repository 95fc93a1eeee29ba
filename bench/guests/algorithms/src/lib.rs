//! The work that every Rust peer of the bench does with the same code.
#![no_std]

extern crate alloc;

use alloc::vec;
use core::hint::black_box;

/// Indexes of the two numbers whose sum is `target`, the smaller index first: every pair is tried, as in the README.
pub fn two_sum(numbers: &[i64], target: i64) -> Option<(u32, u32)> {
    let pairs = (0..numbers.len()).flat_map(|i| (0..i).map(move |j| (j, i)));
    let found = pairs
        .into_iter()
        .find(|&(j, i)| numbers[j].checked_add(numbers[i]) == Some(target));
    found.map(|(j, i)| (j as u32, i as u32))
}

/// The same in one pass with a hash table, as the pure Python peer does with a dict.
///
/// The table has open addressing: a slot holds index + 1, or 0 if it is free, and is at most a quarter full.
pub fn two_sum_hash(numbers: &[i64], target: i64) -> Option<(u32, u32)> {
    let capacity = (numbers.len() * 4).next_power_of_two().max(2);
    let mask = capacity - 1;
    let shift = 64 - capacity.trailing_zeros();
    // Fibonacci hashing: the high bits of a product with 2^64 / golden ratio.
    let start = |n: i64| ((n as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> shift) as usize;
    let mut slots = vec![0_u32; capacity];

    for (index, &number) in numbers.iter().enumerate() {
        if let Some(wanted) = target.checked_sub(number) {
            let mut at = start(wanted);
            while slots[at] != 0 {
                let seen = slots[at] - 1;
                if numbers[seen as usize] == wanted {
                    return Some((seen, index as u32));
                }
                at = (at + 1) & mask;
            }
        }
        let mut at = start(number);
        while slots[at] != 0 {
            at = (at + 1) & mask;
        }
        slots[at] = index as u32 + 1;
    }
    None
}

/// Multiplies the numbers in place.
pub fn scale(numbers: &mut [f64], by: f64) {
    numbers.iter_mut().for_each(|number| *number *= by);
}

/// So many turns of a loop that nothing shortens.
pub fn turns(count: u32) -> u32 {
    (0..count).fold(0, |sum, i| black_box(sum ^ i))
}

#[cfg(test)]
mod tests {
    use super::{scale, turns, two_sum, two_sum_hash};

    #[test]
    fn the_pair_is_found_wherever_it_stands() {
        for search in [two_sum, two_sum_hash] {
            assert_eq!(search(&[2, 7, 11, 15], 9), Some((0, 1)));
            assert_eq!(search(&[3, 2, 4], 6), Some((1, 2)));
            assert_eq!(search(&[3, 3], 6), Some((0, 1)));
            assert_eq!(search(&[i64::MIN, 0, i64::MAX], -1), Some((0, 2)));
        }
    }

    #[test]
    fn no_pair_is_none() {
        for search in [two_sum, two_sum_hash] {
            assert_eq!(search(&[], 0), None);
            assert_eq!(search(&[3], 6), None);
            assert_eq!(search(&[1, 2, 3], 7), None);
            assert_eq!(search(&[i64::MAX, 1], i64::MIN), None);
        }
    }

    #[test]
    fn every_number_is_multiplied_where_it_stands() {
        let mut numbers = [1.5, 0.0, -2.0];
        scale(&mut numbers, -2.0);
        assert_eq!(numbers, [-3.0, 0.0, 4.0]);
    }

    #[test]
    fn the_turns_are_those_asked_for() {
        assert_eq!(turns(0), 0);
        assert_eq!(turns(3), 1 ^ 2);
    }
}
