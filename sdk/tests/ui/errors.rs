// Errors with classes: each mistake at its place.
#![allow(dead_code, unused_variables)]
use core::fmt;
use pyext::prelude::*;

macro_rules! shown {
    ($($t:ident)*) => {$(
        impl fmt::Display for $t {
            fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
                Ok(())
            }
        }
    )*};
}

shown!(Empty Based Fields Opaque Stray);

#[derive(Error)]
pub enum Empty {}

#[derive(Error)]
#[pyext(base = "SystemExit", frozen, base = "ValueError")]
pub struct Based;

#[derive(Error)]
pub enum Fields {
    #[pyext(source)]
    Message { message: String, args: u8, __state: u8 },
    Twice {
        #[pyext(name = "a")]
        one: u8,
        #[pyext(name = "a")]
        two: u8,
        #[pyext(source = 1)]
        three: u8,
    },
    #[pyext(name = "Fields-3")]
    Named,
}

#[derive(Error)]
pub struct Silent {
    at: u32,
}

#[derive(Error)]
pub struct Opaque {
    error: std::io::Error,
}

#[derive(Error)]
pub struct Stray {
    at: u32,
}

#[export]
fn by_itself() -> Stray {
    Stray { at: 1 }
}

#[export]
fn as_parameter(stray: Stray) {}

#[export]
fn in_parameter(data: Result<u8, Stray>) {}

#[derive(Error)]
union Bits {
    a: u32,
}

#[export]
fn in_a_list() -> Vec<Stray> {
    Vec::new()
}

#[derive(Record)]
pub struct WithError {
    stray: Stray,
}

#[export]
fn in_a_record() -> Result<Option<WithError>, Stray> {
    Ok(None)
}

#[export]
fn in_results() -> Vec<Result<u8, Stray>> {
    Vec::new()
}

#[export]
fn iterated() -> pyext::Iter<Vec<Stray>> {
    pyext::Iter::new(core::iter::empty())
}

#[export]
fn given(_f: &dyn Fn(Result<u8, Stray>)) {}

#[derive(Error)]
pub enum Misspelt {
    Case {
        #[pyext(nam = "x")]
        at: u8,
    },
}

fn main() {}
