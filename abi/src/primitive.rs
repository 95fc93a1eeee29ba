//! The types without parts: one table that the model, the text builder and the generated Python share.

/// A type without parts.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[allow(
    missing_docs,
    reason = "the names say it all; `docs/abi.md` has the table"
)]
pub enum Primitive {
    Unit,
    Bool,
    U8,
    S8,
    U16,
    S16,
    U32,
    S32,
    U64,
    S64,
    U128,
    S128,
    F32,
    F64,
    Char,
    String,
    Duration,
}

/// A WebAssembly value type that the ABI uses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[allow(missing_docs, reason = "the names say it all")]
pub enum WasmType {
    I32,
    I64,
    F32,
    F64,
}

impl WasmType {
    /// The type's name in WebAssembly text.
    pub const fn name(self) -> &'static str {
        match self {
            WasmType::I32 => "i32",
            WasmType::I64 => "i64",
            WasmType::F32 => "f32",
            WasmType::F64 => "f64",
        }
    }
}

impl Primitive {
    /// Every primitive type.
    pub const ALL: [Primitive; 17] = [
        Primitive::Unit,
        Primitive::Bool,
        Primitive::U8,
        Primitive::S8,
        Primitive::U16,
        Primitive::S16,
        Primitive::U32,
        Primitive::S32,
        Primitive::U64,
        Primitive::S64,
        Primitive::U128,
        Primitive::S128,
        Primitive::F32,
        Primitive::F64,
        Primitive::Char,
        Primitive::String,
        Primitive::Duration,
    ];

    /// The name in interfaces, as WIT has it.
    pub const fn name(self) -> &'static str {
        match self {
            Primitive::Unit => "unit",
            Primitive::Bool => "bool",
            Primitive::U8 => "u8",
            Primitive::S8 => "s8",
            Primitive::U16 => "u16",
            Primitive::S16 => "s16",
            Primitive::U32 => "u32",
            Primitive::S32 => "s32",
            Primitive::U64 => "u64",
            Primitive::S64 => "s64",
            Primitive::U128 => "u128",
            Primitive::S128 => "s128",
            Primitive::F32 => "f32",
            Primitive::F64 => "f64",
            Primitive::Char => "char",
            Primitive::String => "string",
            Primitive::Duration => "duration",
        }
    }

    /// The primitive of this name, if there is one.
    pub fn from_name(name: &str) -> Option<Primitive> {
        Primitive::ALL.into_iter().find(|p| p.name() == name)
    }

    /// Size in memory in bytes.
    pub const fn size(self) -> u32 {
        match self {
            Primitive::Unit => 0,
            Primitive::Bool | Primitive::U8 | Primitive::S8 => 1,
            Primitive::U16 | Primitive::S16 => 2,
            Primitive::U32 | Primitive::S32 | Primitive::F32 | Primitive::Char => 4,
            Primitive::U64 | Primitive::S64 | Primitive::F64 | Primitive::String => 8,
            Primitive::U128 | Primitive::S128 | Primitive::Duration => 16,
        }
    }

    /// Alignment in memory in bytes.
    pub const fn align(self) -> u32 {
        match self {
            Primitive::Unit => 1,
            Primitive::String => 4,
            // As the tuples that they are: Rust aligns its 128-bit integers to 16.
            Primitive::U128 | Primitive::S128 | Primitive::Duration => 8,
            other => other.size(),
        }
    }

    /// The wasm type that carries the value in a call, if one alone does.
    pub const fn wasm(self) -> Option<WasmType> {
        match self {
            Primitive::Unit
            | Primitive::String
            | Primitive::U128
            | Primitive::S128
            | Primitive::Duration => None,
            Primitive::U64 | Primitive::S64 => Some(WasmType::I64),
            Primitive::F32 => Some(WasmType::F32),
            Primitive::F64 => Some(WasmType::F64),
            _ => Some(WasmType::I32),
        }
    }

    /// Whether values are passed by themselves and not through memory.
    pub const fn is_scalar(self) -> bool {
        self.wasm().is_some()
    }

    /// Whether it is an integer or float that arrays have.
    pub const fn is_number(self) -> bool {
        self.is_scalar() && !matches!(self, Primitive::Bool | Primitive::Char)
    }

    /// Smallest and largest value, for the integers.
    pub const fn range(self) -> Option<(i128, u128)> {
        let bits = 8 * self.size();
        match self {
            Primitive::U8 | Primitive::U16 | Primitive::U32 | Primitive::U64 | Primitive::U128 => {
                Some((0, u128::MAX >> (128 - bits)))
            }
            Primitive::S8 | Primitive::S16 | Primitive::S32 | Primitive::S64 | Primitive::S128 => {
                let high = i128::MAX >> (128 - bits);
                Some((-high - 1, high as u128))
            }
            _ => None,
        }
    }

    /// The code for one such value in Python's `struct` module, and in its buffer protocol.
    pub const fn struct_code(self) -> Option<&'static str> {
        Some(match self {
            Primitive::Bool => "?",
            Primitive::U8 => "B",
            Primitive::S8 => "b",
            Primitive::U16 => "H",
            Primitive::S16 => "h",
            Primitive::U32 | Primitive::Char => "I",
            Primitive::S32 => "i",
            Primitive::U64 => "Q",
            Primitive::S64 => "q",
            Primitive::F32 => "f",
            Primitive::F64 => "d",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back_to_its_type() {
        for p in Primitive::ALL {
            assert_eq!(Primitive::from_name(p.name()), Some(p));
        }
        assert_eq!(Primitive::from_name("i32"), None);
    }

    #[test]
    fn arrays_have_integers_to_64_bits_and_floats() {
        let numbers = Primitive::ALL.into_iter().filter(|p| p.is_number());
        let names: [&str; 10] = [
            "u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64", "f32", "f64",
        ];
        assert!(numbers.map(Primitive::name).eq(names));
    }

    #[test]
    fn integer_ranges_are_those_of_rust() {
        assert_eq!(Primitive::U64.range(), Some((0, u64::MAX.into())));
        assert_eq!(
            Primitive::S64.range(),
            Some((i64::MIN.into(), i64::MAX.unsigned_abs().into()))
        );
        assert_eq!(Primitive::S8.range(), Some((-128, 127)));
        assert_eq!(Primitive::U128.range(), Some((0, u128::MAX)));
        assert_eq!(
            Primitive::S128.range(),
            Some((i128::MIN, i128::MAX.unsigned_abs()))
        );
    }
}
