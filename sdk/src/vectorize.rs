//! A function over whole arrays: the columns of its arguments and results, which are worked off in blocks.

use core::array::from_fn;
use core::mem::MaybeUninit;

use crate::lift::invalid;

/// Items in a block: enough that what a block costs does not show, few enough for the stack.
const BLOCK: usize = 128;

/// A number that arrays have, which lies in them as Rust has it.
#[diagnostic::on_unimplemented(
    message = "PX153: `{Self}` is no number that arrays have",
    label = "a function with `vectorize` takes and returns numbers only",
    note = "these are: f32, f64, and integers up to 64 bits; a truth is a `u8`, and what can fail a number that says so, such as a NaN"
)]
pub trait Number {}

macro_rules! numbers {
    ($($t:ty)*) => {$(
        impl Number for $t {}
    )*};
}

numbers!(u8 i8 u16 i16 u32 i32 u64 i64 usize isize f32 f64);

/// Some items in a row, of every column.
pub struct Block {
    first: usize,
    len: usize,
}

/// The blocks of so many items.
pub struct Blocks {
    first: usize,
    count: usize,
}

impl Blocks {
    /// All of them.
    pub fn new(count: usize) -> Blocks {
        Blocks { first: 0, count }
    }
}

impl Iterator for Blocks {
    type Item = Block;

    #[inline]
    fn next(&mut self) -> Option<Block> {
        let first = self.first;
        let len = BLOCK.min(self.count - first);
        self.first += len;
        (len > 0).then_some(Block { first, len })
    }
}

/// The arguments of one parameter.
pub struct Column<T> {
    at: *const T,
    /// The one argument that stands for all, as a block has it.
    same: Option<[T; BLOCK]>,
}

/// Arguments at an address: one that stands for all if `step` is 0, else `count`.
///
/// # Safety
/// The host passed the address, and keeps what is there unchanged for the call.
#[inline]
pub unsafe fn column<T: Number>(at: usize, step: usize, count: usize) -> Column<T> {
    let at: *const T = checked(at, if step == 0 { 1 } else { count });
    // SAFETY: the bytes are memory of this module, so initialised, and every value of them is a number.
    let same = (step == 0).then(|| from_fn(|_| unsafe { at.read() }));
    Column { at, same }
}

impl<T> Column<T> {
    /// Those of a block.
    ///
    /// # Safety
    /// It is one of the blocks of the column's items.
    #[inline]
    pub unsafe fn items(&self, block: &Block) -> &[T] {
        match &self.same {
            Some(same) => &same[..block.len],
            // SAFETY: by the contract; `column` has checked the address.
            None => unsafe { core::slice::from_raw_parts(self.at.add(block.first), block.len) },
        }
    }
}

/// Where the results go.
pub struct Results<T>(*mut T);

/// Room for `count` results at an address.
///
/// # Safety
/// The host passed the address, and nothing else reads or writes there in the call.
#[inline]
pub unsafe fn results<T: Number>(at: usize, count: usize) -> Results<T> {
    Results(checked::<T>(at, count).cast_mut())
}

impl<T> Results<T> {
    /// Those of a block.
    ///
    /// # Safety
    /// It is one of the blocks of the results, and no other reference to it lives.
    #[inline]
    pub unsafe fn items<'r>(&self, block: &Block) -> &'r mut [MaybeUninit<T>] {
        // SAFETY: by the contract; `results` has checked the address.
        unsafe { core::slice::from_raw_parts_mut(self.0.add(block.first).cast(), block.len) }
    }
}

/// The address, if so many items can lie there.
fn checked<T>(at: usize, count: usize) -> *const T {
    let at = at as *const T;
    let fits = count
        .checked_mul(size_of::<T>())
        .is_some_and(|n| n <= isize::MAX as usize);
    if at.is_null() || !at.is_aligned() || !fits {
        invalid();
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use alloc::vec::Vec;

    /// What a wrapper does, for a function of two numbers.
    fn run(a: &[f64], b: &[f32], step: usize) -> Vec<f64> {
        let mut found = vec![0.0_f64; a.len()];
        // SAFETY: the slices live, and nothing else sees `found`.
        unsafe {
            let left = column::<f64>(a.as_ptr() as usize, 1, a.len());
            let right = column::<f32>(b.as_ptr() as usize, step, a.len());
            let to = results::<f64>(found.as_mut_ptr() as usize, a.len());
            for block in Blocks::new(a.len()) {
                let (left, right) = (left.items(&block), right.items(&block));
                for (i, result) in to.items(&block).iter_mut().enumerate() {
                    result.write(left[i] - f64::from(right[i]));
                }
            }
        }
        found
    }

    #[test]
    fn every_item_is_reached_once_whatever_the_blocks() {
        for count in [1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7] {
            let a: Vec<f64> = (0..count).map(|i| i as f64).collect();
            let b: Vec<f32> = (0..count).map(|i| 2.0 * i as f32).collect();
            assert!(run(&a, &b, 1).iter().zip(&a).all(|(found, a)| *found == -a));
            let less = run(&a, &[1.0], 0);
            assert!(less.iter().zip(&a).all(|(found, a)| *found == a - 1.0));
        }
    }

    #[test]
    #[should_panic(expected = "invalid argument")]
    fn an_address_that_is_not_aligned_is_refused() {
        // SAFETY: it is refused before anything is read.
        let _ = unsafe { column::<f64>(12, 1, 1) };
    }
}
