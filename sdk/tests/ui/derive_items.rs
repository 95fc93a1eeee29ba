// Derives on what they are not for: each says which one is.
#![allow(dead_code)]
use pyext::prelude::*;

#[derive(Record)]
enum NotARecord {
    A,
}

#[derive(Record)]
struct Wrapper(u32);

#[derive(Record)]
struct Nothing {}

#[derive(Record)]
union Either {
    a: u32,
    b: f32,
}

#[derive(Enum)]
struct NotAnEnum {
    a: u32,
}

#[derive(Enum)]
enum Empty {}

#[derive(Enum)]
enum WithData {
    A,
    B(u32),
    C { x: u8 },
}

#[derive(Variant)]
struct NotAVariant {
    a: u32,
}

#[derive(Variant)]
enum WithoutData {
    A,
    B,
}

#[derive(Flags)]
enum NotFlags {
    A,
}

#[derive(Flags)]
struct NoNames(bool, bool);

#[derive(Flags)]
struct Mixed {
    bold: bool,
    size: u8,
    width: Option<bool>,
}

#[derive(Flags)]
struct NoFlags {}

#[derive(Record)]
struct Sized<const N: usize> {
    values: [u8; N],
}

#[derive(Enum)]
enum Generic<T> {
    A(T),
}

// What uses them says nothing more.
#[export]
fn uses(a: NotARecord, b: Vec<Wrapper>, c: Option<WithData>) -> WithoutData {
    WithoutData::A
}

fn main() {}
