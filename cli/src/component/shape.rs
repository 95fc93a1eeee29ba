//! A type as the Canonical ABI sees it: what it is made of once names, sets, durations and the like are taken apart.
//!
//! `CanonicalABI.md` in the component model's repository calls these steps "despecialization" and "flattening".

use pyext_abi::interface::{Definition, ErrorShape, Field, Function, Kind, Type};
use pyext_abi::layout::{self, Layout};
use pyext_abi::primitive::{Primitive, WasmType};

/// A type as the Canonical ABI sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// One value of this type in a call, so many bytes in memory.
    Scalar(WasmType, u32),
    /// Address and length.
    Pair,
    /// One after the other.
    Fields(Vec<Shape>),
    /// One of them behind its index.
    Cases(Vec<Shape>),
}

/// A handle: 32 bits.
const HANDLE: Shape = Shape::Scalar(WasmType::I32, 4);

/// Nothing: a type without bytes.
const NOTHING: Shape = Shape::Fields(Vec::new());

impl Shape {
    /// The shape of a type.
    pub fn of(ty: &Type) -> Shape {
        match ty {
            Type::Primitive(p) => primitive(*p),
            Type::List(_) | Type::Set(_) | Type::Map(..) => Shape::Pair,
            Type::Option(t) => Shape::Cases(vec![NOTHING, Shape::of(t)]),
            Type::Result(t, e) => Shape::Cases(vec![Shape::of(t), Shape::of(e)]),
            Type::Tuple(ts) => Shape::Fields(ts.iter().map(Shape::of).collect()),
            Type::Array(t, n) => Shape::Fields(vec![Shape::of(t); *n as usize]),
            Type::Named(definition) => named(definition),
            Type::Own(_) | Type::Borrow(_) | Type::Iterator(_) | Type::Callable(_) => HANDLE,
        }
    }

    /// The shape of what comes back from a function: its result and the lists that it has changed, or the error in their
    /// place.
    pub fn of_outcome(function: &Function) -> Shape {
        let lists = function
            .params
            .iter()
            .filter(|p| p.writable)
            .map(|_| Shape::Pair);
        let mut parts = vec![Shape::of(&function.result)];
        parts.extend(lists);
        let result = match &parts[..] {
            [only] => only.clone(),
            _ => Shape::Fields(parts),
        };
        match &function.raises {
            Some(error) => Shape::Cases(vec![result, raised(Shape::of(error))]),
            None => result,
        }
    }

    /// Size and alignment in memory.
    pub fn layout(&self) -> Layout {
        match self {
            Shape::Scalar(_, bytes) => Layout {
                size: *bytes as usize,
                align: *bytes as usize,
            },
            Shape::Pair => layout::POINTER_PAIR,
            Shape::Fields(fields) => layout::tuple(&layouts(fields)),
            Shape::Cases(cases) => layout::variant(&layouts(cases)),
        }
    }

    /// The types that carry it in a call.
    pub fn flat(&self) -> Vec<WasmType> {
        match self {
            Shape::Scalar(ty, _) => vec![*ty],
            Shape::Pair => vec![WasmType::I32; 2],
            Shape::Fields(fields) => fields.iter().flat_map(Shape::flat).collect(),
            Shape::Cases(cases) => {
                let mut flat = vec![WasmType::I32];
                for case in cases {
                    for (i, ty) in (1..).zip(case.flat()) {
                        match flat.get_mut(i) {
                            Some(slot) => *slot = join(*slot, ty),
                            None => flat.push(ty),
                        }
                    }
                }
                flat
            }
        }
    }
}

/// The layouts of some shapes.
pub fn layouts(shapes: &[Shape]) -> Vec<Layout> {
    shapes.iter().map(Shape::layout).collect()
}

fn primitive(p: Primitive) -> Shape {
    match (p, p.wasm()) {
        (_, Some(ty)) => Shape::Scalar(ty, p.size()),
        (Primitive::String, _) => Shape::Pair,
        (Primitive::U128 | Primitive::S128, _) => Shape::Fields(vec![primitive(Primitive::U64); 2]),
        (Primitive::Duration, _) => {
            Shape::Fields(vec![primitive(Primitive::U64), primitive(Primitive::U32)])
        }
        _ => NOTHING,
    }
}

fn named(definition: &Definition) -> Shape {
    let fields =
        |fields: &[Field]| Shape::Fields(fields.iter().map(|f| Shape::of(&f.ty)).collect());
    match &definition.kind {
        Kind::Class => HANDLE,
        Kind::Record(record) => fields(&record.fields),
        Kind::Enum(_) | Kind::Flags(_) => Shape::Scalar(
            WasmType::I32,
            u32::try_from(definition.layout().size).unwrap_or(4),
        ),
        Kind::Error(error) if matches!(error.shape, ErrorShape::Struct(_)) => {
            Shape::Fields(definition.fields().map(|f| Shape::of(&f.ty)).collect())
        }
        Kind::Variant(_) | Kind::Error(_) => Shape::Cases(
            definition
                .cases()
                .iter()
                .map(|c| fields(&c.fields))
                .collect(),
        ),
    }
}

/// The error record around an error: message, causes, exception, value.
fn raised(value: Shape) -> Shape {
    Shape::Fields(vec![
        Shape::Pair,
        Shape::Pair,
        primitive(Primitive::U32),
        value,
    ])
}

/// The type that can carry either.
fn join(a: WasmType, b: WasmType) -> WasmType {
    match (a, b) {
        _ if a == b => a,
        (WasmType::I32, WasmType::F32) | (WasmType::F32, WasmType::I32) => WasmType::I32,
        _ => WasmType::I64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use WasmType::{F32, I32, I64};

    fn option(ty: Type) -> Type {
        Type::Option(Box::new(ty))
    }

    fn flat(ty: &Type) -> Vec<WasmType> {
        Shape::of(ty).flat()
    }

    // Worked by hand from `flatten_type`.
    #[test]
    fn flattening_is_canonical() {
        let [f32, f64, u32, string, duration] = [
            Primitive::F32,
            Primitive::F64,
            Primitive::U32,
            Primitive::String,
            Primitive::Duration,
        ]
        .map(Type::Primitive);
        assert_eq!(flat(&Type::unit()), []);
        assert_eq!(flat(&option(Type::unit())), [I32]);
        assert_eq!(flat(&option(f32.clone())), [I32, F32]);
        assert_eq!(flat(&duration), [I64, I32]);
        let result = |t: &Type, e: &Type| Type::Result(Box::new(t.clone()), Box::new(e.clone()));
        assert_eq!(flat(&result(&f32, &u32)), [I32, I32]);
        assert_eq!(flat(&result(&f32, &f64)), [I32, I64]);
        assert_eq!(flat(&result(&f64, &string)), [I32, I64, I32]);
        assert_eq!(
            flat(&Type::Array(Box::new(duration), 2)),
            [I64, I32, I64, I32]
        );
    }
}
