// Mistakes in the parts of a type: all at once, each at its place.
#![allow(dead_code)]
use pyext::prelude::*;

#[derive(Record)]
#[pyext(frozen, frozen, forzen)]
struct Options {
    #[pyext(frozen)]
    a: u32,
    #[pyext(name = "a")]
    b: u32,
    #[pyext(name = 3)]
    c: u32,
    #[pyext(name)]
    d: u32,
}

#[derive(Record)]
#[pyext(name = "not a name")]
struct Names {
    lambda: u32,
    größe: u32,
    __hidden: u32,
    #[pyext(name = "import")]
    import: u32,
}

#[derive(Enum)]
#[pyext(frozen)]
enum Members {
    DarkRed,
    Dark_Red,
    #[pyext(name = "_private")]
    Private,
    #[pyext(name = "mro")]
    Order,
    Größe,
}

#[derive(Variant)]
enum Classes {
    A(u32),
    #[pyext(name = "ClassesA")]
    B,
    C { #[pyext(name = "x")] a: u8, x: u8 },
}

#[derive(Flags)]
struct Twice {
    a_b: bool,
    #[pyext(name = "A_B")]
    c: bool,
}

fn main() {}
