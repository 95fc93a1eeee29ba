//! Formatting into memory of ours: `format!` of the prelude, error messages, and the text of a panic.
//!
//! The standard library's `format!` grows a `String`, and a `String` that cannot grow formats the number of bytes it
//! wanted: 2 kB in every guest that formats anything. This one says "out of memory", and a panic shares its code.

use alloc::alloc::{alloc, dealloc};
use alloc::string::String;
use core::alloc::Layout;
use core::fmt::{self, Arguments, Write};
use core::ptr::null_mut;

/// Text that is being written.
pub(crate) struct Writer {
    at: *mut u8,
    len: usize,
    capacity: usize,
    /// Whether the memory is the caller's: what does not fit is left out.
    fixed: bool,
}

#[allow(
    dead_code,
    reason = "some tiers of panic text use the fixed writer, others nothing"
)]
impl Writer {
    /// Grows as needed.
    fn growing() -> Writer {
        Writer {
            at: null_mut(),
            len: 0,
            capacity: 0,
            fixed: false,
        }
    }

    /// Writes to `capacity` bytes at `at`, and no further.
    ///
    /// # Safety
    /// The memory is valid for writes, and nothing else uses it, while the writer lives.
    pub(crate) unsafe fn fixed(at: *mut u8, capacity: usize) -> Writer {
        Writer {
            at,
            len: 0,
            capacity,
            fixed: true,
        }
    }

    /// Bytes written so far.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Gives more room to a fixed writer.
    ///
    /// # Safety
    /// As for `fixed`, for the larger capacity.
    pub(crate) unsafe fn extend(&mut self, capacity: usize) {
        self.capacity = capacity;
    }

    /// Adds text.
    #[inline(never)]
    pub(crate) fn text(&mut self, text: &str) {
        let mut len = text.len();
        let room = self.capacity - self.len;
        if len > room {
            if self.fixed {
                len = room;
            } else {
                self.grow(len);
            }
        }
        // SAFETY: there is room for `len` bytes behind the text, which is nobody else's.
        unsafe {
            self.at
                .add(self.len)
                .copy_from_nonoverlapping(text.as_ptr(), len);
        }
        self.len += len;
    }

    fn grow(&mut self, more: usize) {
        let wanted = self.len.checked_add(more);
        let Some(capacity) = wanted.and_then(|n| n.checked_mul(2)) else {
            out_of_memory()
        };
        let capacity = capacity.max(64);
        let block = |size| Layout::array::<u8>(size);
        let (Ok(old), Ok(new)) = (block(self.capacity), block(capacity)) else {
            out_of_memory()
        };
        // SAFETY: the size is not 0.
        let at = unsafe { alloc(new) };
        if at.is_null() {
            out_of_memory();
        }
        if self.capacity > 0 {
            // SAFETY: the old block holds the text, was allocated here with this layout, and is freed once.
            unsafe {
                at.copy_from_nonoverlapping(self.at, self.len);
                dealloc(self.at, old);
            }
        }
        self.at = at;
        self.capacity = capacity;
    }
}

impl Write for Writer {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.text(text);
        Ok(())
    }
}

#[cold]
#[inline(never)]
fn out_of_memory() -> ! {
    panic!("out of memory")
}

/// What `format!` of the prelude does.
pub fn format(arguments: Arguments<'_>) -> String {
    let mut writer = Writer::growing();
    match arguments.as_str() {
        Some(text) => writer.text(text),
        // As the standard library has it: an error of a `Display` is a mistake of its author.
        None if fmt::write(&mut writer, arguments).is_err() => panic!("a formatting trait failed"),
        None => {}
    }
    if writer.capacity == 0 {
        return String::new();
    }
    // SAFETY: the block is of the global allocator, of alignment 1, and holds `len` bytes of text.
    unsafe { String::from_raw_parts(writer.at, writer.len, writer.capacity) }
}

/// Creates a `String` from a format string and values, as the standard library's `format!` does, in fewer bytes.
///
/// ```
/// use pyext::prelude::*;
///
/// let text: String = pyext::format!("{:>4}|{:?}", 7, "é");
/// assert_eq!(text, "   7|\"é\"");
/// ```
#[macro_export]
macro_rules! format {
    ($($arguments:tt)*) => {
        $crate::__private::format(::core::format_args!($($arguments)*))
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn it_writes_what_the_standard_library_writes() {
        let long = "ab".repeat(1000);
        assert_eq!(format(format_args!("")), "");
        assert_eq!(format(format_args!("plain")), "plain");
        for n in [0, 1, -1, i64::MAX, i64::MIN] {
            let values: Vec<i64> = alloc::vec![n; 40];
            assert_eq!(
                format(format_args!(
                    "{n:+08}, {values:?}, {long}, {:#x}é{}",
                    n, 'ß'
                )),
                alloc::format!("{n:+08}, {values:?}, {long}, {:#x}é{}", n, 'ß')
            );
        }
    }

    #[test]
    fn a_fixed_writer_leaves_out_what_does_not_fit() {
        let mut memory = [b'.'; 8];
        // SAFETY: the array outlives the writer.
        let mut writer = unsafe { Writer::fixed(memory.as_mut_ptr(), 6) };
        writer.text("abcd");
        writer.text("efgh");
        assert_eq!(writer.len(), 6);
        // SAFETY: as above.
        unsafe { writer.extend(7) };
        writer.text("XY");
        assert_eq!(&memory, b"abcdefX.");
    }
}
