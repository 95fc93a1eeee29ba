//! What the table of values calls: each function takes a block, makes values of it, and gives them back in a new block.
//!
//! The format is one that somebody would invent: numbers little-endian and unaligned, lengths in front, as `struct` writes them.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::{boxed::Box, string::String, vec::Vec};
use core::time::Duration;

/// A type that can be read from a block and written to one.
trait Wire: Sized {
    /// Takes the value off the front.
    fn read(block: &mut &[u8]) -> Self;
    fn write(&self, block: &mut Vec<u8>);
}

macro_rules! numbers {
    ($($number:ty)*) => {$(
        impl Wire for $number {
            fn read(block: &mut &[u8]) -> Self {
                let (first, rest) = block.split_first_chunk().unwrap_or_else(|| cut_short());
                *block = rest;
                <$number>::from_le_bytes(*first)
            }

            fn write(&self, block: &mut Vec<u8>) {
                block.extend_from_slice(&self.to_le_bytes());
            }
        }
    )*};
}

numbers! { u8 u32 u64 i64 i128 f64 }

fn cut_short() -> ! {
    core::arch::wasm32::unreachable()
}

impl Wire for String {
    fn read(block: &mut &[u8]) -> Self {
        let length = u32::read(block) as usize;
        let (text, rest) = block
            .split_at_checked(length)
            .unwrap_or_else(|| cut_short());
        *block = rest;
        core::str::from_utf8(text)
            .unwrap_or_else(|_| cut_short())
            .into()
    }

    fn write(&self, block: &mut Vec<u8>) {
        (self.len() as u32).write(block);
        block.extend_from_slice(self.as_bytes());
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read(block: &mut &[u8]) -> Self {
        (u8::read(block) != 0).then(|| T::read(block))
    }

    fn write(&self, block: &mut Vec<u8>) {
        u8::from(self.is_some()).write(block);
        self.iter().for_each(|value| value.write(block));
    }
}

impl<A: Wire, B: Wire> Wire for (A, B) {
    fn read(block: &mut &[u8]) -> Self {
        (A::read(block), B::read(block))
    }

    fn write(&self, block: &mut Vec<u8>) {
        self.0.write(block);
        self.1.write(block);
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read(block: &mut &[u8]) -> Self {
        (0..u32::read(block)).map(|_| T::read(block)).collect()
    }

    fn write(&self, block: &mut Vec<u8>) {
        (self.len() as u32).write(block);
        self.iter().for_each(|item| item.write(block));
    }
}

impl<V: Wire> Wire for BTreeMap<String, V> {
    fn read(block: &mut &[u8]) -> Self {
        (0..u32::read(block)).map(|_| Wire::read(block)).collect()
    }

    fn write(&self, block: &mut Vec<u8>) {
        (self.len() as u32).write(block);
        for (key, value) in self {
            key.write(block);
            value.write(block);
        }
    }
}

impl<T: Wire + Ord> Wire for BTreeSet<T> {
    fn read(block: &mut &[u8]) -> Self {
        (0..u32::read(block)).map(|_| T::read(block)).collect()
    }

    fn write(&self, block: &mut Vec<u8>) {
        (self.len() as u32).write(block);
        self.iter().for_each(|item| item.write(block));
    }
}

impl<T: Wire, const N: usize> Wire for [T; N] {
    fn read(block: &mut &[u8]) -> Self {
        core::array::from_fn(|_| T::read(block))
    }

    fn write(&self, block: &mut Vec<u8>) {
        self.iter().for_each(|item| item.write(block));
    }
}

impl Wire for Duration {
    fn read(block: &mut &[u8]) -> Self {
        let (seconds, nanoseconds) = Wire::read(block);
        if nanoseconds >= 1_000_000_000 {
            cut_short();
        }
        Duration::new(seconds, nanoseconds)
    }

    fn write(&self, block: &mut Vec<u8>) {
        self.as_secs().write(block);
        self.subsec_nanos().write(block);
    }
}

struct Point {
    x: f64,
    y: f64,
}

impl Wire for Point {
    fn read(block: &mut &[u8]) -> Self {
        let (x, y) = Wire::read(block);
        Point { x, y }
    }

    fn write(&self, block: &mut Vec<u8>) {
        self.x.write(block);
        self.y.write(block);
    }
}

struct Entry {
    size: u32,
    ratio: f64,
    hidden: bool,
    name: String,
}

impl Wire for Entry {
    fn read(block: &mut &[u8]) -> Self {
        Entry {
            size: u32::read(block),
            ratio: f64::read(block),
            hidden: u8::read(block) != 0,
            name: String::read(block),
        }
    }

    fn write(&self, block: &mut Vec<u8>) {
        self.size.write(block);
        self.ratio.write(block);
        u8::from(self.hidden).write(block);
        self.name.write(block);
    }
}

enum Shape {
    Empty,
    Circle(f64),
    Rectangle(f64, f64),
    Label(String),
}

impl Wire for Shape {
    fn read(block: &mut &[u8]) -> Self {
        match u8::read(block) {
            0 => Shape::Empty,
            1 => Shape::Circle(f64::read(block)),
            2 => Shape::Rectangle(f64::read(block), f64::read(block)),
            3 => Shape::Label(String::read(block)),
            _ => cut_short(),
        }
    }

    fn write(&self, block: &mut Vec<u8>) {
        match self {
            Shape::Empty => block.push(0),
            Shape::Circle(radius) => {
                block.push(1);
                radius.write(block);
            }
            Shape::Rectangle(width, height) => {
                block.push(2);
                width.write(block);
                height.write(block);
            }
            Shape::Label(text) => {
                block.push(3);
                text.write(block);
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Color {
    Red,
    Green,
    Blue,
}

impl Wire for Color {
    fn read(block: &mut &[u8]) -> Self {
        match u8::read(block) {
            0 => Color::Red,
            1 => Color::Green,
            2 => Color::Blue,
            _ => cut_short(),
        }
    }

    fn write(&self, block: &mut Vec<u8>) {
        block.push(*self as u8);
    }
}

struct Rights {
    read: bool,
    write: bool,
    execute: bool,
}

impl Wire for Rights {
    fn read(block: &mut &[u8]) -> Self {
        let bits = u8::read(block);
        Rights {
            read: bits & 1 != 0,
            write: bits & 2 != 0,
            execute: bits & 4 != 0,
        }
    }

    fn write(&self, block: &mut Vec<u8>) {
        block.push(u8::from(self.read) | u8::from(self.write) << 1 | u8::from(self.execute) << 2);
    }
}

struct Metres(f64);

impl Wire for Metres {
    fn read(block: &mut &[u8]) -> Self {
        Metres(f64::read(block))
    }

    fn write(&self, block: &mut Vec<u8>) {
        self.0.write(block);
    }
}

fn echo<T: Wire>(mut block: &[u8]) -> u64 {
    let value = T::read(&mut block);
    let mut written = Vec::new();
    value.write(&mut written);
    give(written)
}

/// Gives the caller a block: length in the high half, address in the low one.
fn give(block: Vec<u8>) -> u64 {
    let block = block.into_boxed_slice();
    let len = block.len() as u64;
    len << 32 | Box::into_raw(block) as *mut u8 as u32 as u64
}

/// # Safety
/// The caller passes what `give` gave, once.
#[unsafe(no_mangle)]
unsafe extern "C" fn free_block(address: *mut u8, len: usize) {
    // SAFETY: see above.
    drop(unsafe { Box::from_raw(core::ptr::slice_from_raw_parts_mut(address, len)) });
}

macro_rules! exports {
    ($($name:ident: $type:ty,)*) => {$(
        /// # Safety
        /// `address` points to `len` bytes.
        #[unsafe(no_mangle)]
        unsafe extern "C" fn $name(address: *const u8, len: usize) -> u64 {
            // SAFETY: see above.
            echo::<$type>(unsafe { core::slice::from_raw_parts(address, len) })
        }
    )*};
}

exports! {
    text: String,
    data: Vec<u8>,
    wide: i128,
    maybe: Option<u32>,
    pair: (i64, String),
    entry_of: Entry,
    shape_of: Shape,
    rights_of: Rights,
    length: Metres,
    duration: Duration,
    array: [f64; 16],
    ints: Vec<i64>,
    texts: Vec<String>,
    pairs: Vec<(i64, f64)>,
    points: Vec<Point>,
    entries: Vec<Entry>,
    options: Vec<Option<u32>>,
    shapes: Vec<Shape>,
    colors: Vec<Color>,
    nested: Vec<Vec<i64>>,
    dict: BTreeMap<String, u32>,
    set: BTreeSet<i64>,
}
