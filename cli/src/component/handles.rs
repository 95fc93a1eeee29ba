//! Handles of resources: the numbers that the component model has for objects, and ours.
//!
//! Ours is what the component model calls the representation of a resource. A borrowed object arrives as that; one that is
//! given away has to be exchanged on its way, wherever it stands in an argument or result.

use std::collections::BTreeMap;

use pyext_abi::interface::{Kind, Type};
use pyext_abi::layout::{self, Layout};
use wasm_encoder::{BlockType, Function, InstructionSink, ValType};

use super::append::Additions;
use super::arena::{place, word};
use super::writer::number;

/// The way of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the host into the guest: an argument.
    In,
    /// Out of the guest: a result.
    Out,
}

/// The functions that exchange the handle of one object of a class.
#[derive(Debug, Clone, Copy)]
pub struct Exchange {
    /// `(handle) -> representation`: takes the object from the host.
    pub take: u32,
    /// `(representation) -> handle`: gives it to the host.
    pub give: u32,
}

impl Exchange {
    fn way(self, way: Way) -> u32 {
        match way {
            Way::In => self.take,
            Way::Out => self.give,
        }
    }
}

/// The functions that exchange all handles in a value, made as they are needed.
#[derive(Debug, Default)]
pub struct Handles {
    /// By the names of the classes.
    pub classes: BTreeMap<String, Exchange>,
    made: Vec<(Type, Way, u32)>,
}

/// Whether the type has objects in it that are given away.
pub fn has_own(ty: &Type) -> bool {
    matches!(ty, Type::Own(_)) || ty.parts().into_iter().any(has_own)
}

/// A part of a value in memory.
struct Part {
    /// Bytes of the index and the case that has it; none if it is always there.
    case: Option<(u32, i32)>,
    offset: usize,
    ty: Type,
}

impl Handles {
    /// The function that exchanges the handle of one object.
    pub fn exchange(&self, class: &str, way: Way) -> Option<u32> {
        self.classes.get(class).map(|class| class.way(way))
    }

    /// The function `(address) -> ()` for a value in memory; none if nothing in it is to be exchanged.
    pub fn in_memory(&mut self, ty: &Type, way: Way, additions: &mut Additions) -> Option<u32> {
        if !has_own(ty) {
            return None;
        }
        if let Some(known) = self.known(ty, way) {
            return Some(known);
        }
        let mut function = Function::new([]);
        let mut code = function.instructions();
        match ty {
            Type::Own(class) => {
                let exchange = self.exchange(&class.name, way)?;
                code.local_get(0).local_get(0).i32_load(word(0));
                code.call(exchange).i32_store(word(0));
            }
            Type::List(_) | Type::Set(_) | Type::Map(..) => {
                let elements = self.of_elements(ty, way, additions)?;
                code.local_get(0).i32_load(word(0));
                code.local_get(0).i32_load(word(4)).call(elements);
            }
            _ => {
                for part in parts(ty) {
                    if let Some(inner) = self.in_memory(&part.ty, way, additions) {
                        write(&mut code, &part, inner);
                    }
                }
            }
        }
        code.end();
        let index = additions.add(&[ValType::I32], &[], function);
        self.made.push((ty.clone(), way, index));
        Some(index)
    }

    /// The function `(address, length) -> ()` for the elements of a list.
    pub fn of_elements(&mut self, list: &Type, way: Way, additions: &mut Additions) -> Option<u32> {
        let element = match list {
            Type::List(t) | Type::Set(t) => (**t).clone(),
            Type::Map(k, v) => Type::Tuple(vec![(**k).clone(), (**v).clone()]),
            _ => return None,
        };
        let inner = self.in_memory(&element, way, additions)?;
        let (at, len) = (0, 1);
        let mut function = Function::new([]);
        let mut code = function.instructions();
        code.loop_(BlockType::Empty);
        code.local_get(len).if_(BlockType::Empty);
        code.local_get(at).call(inner);
        let size = number(element.layout().size);
        code.local_get(at).i32_const(size).i32_add().local_set(at);
        code.local_get(len).i32_const(1).i32_sub().local_set(len);
        code.br(1).end().end();
        code.end();
        Some(additions.add(&[ValType::I32; 2], &[], function))
    }

    fn known(&self, ty: &Type, way: Way) -> Option<u32> {
        let mut made = self.made.iter();
        let found = made.find(|(known, known_way, _)| known == ty && *known_way == way);
        found.map(|(.., index)| *index)
    }
}

fn write(code: &mut InstructionSink<'_>, part: &Part, inner: u32) {
    if let Some((bytes, case)) = part.case {
        code.local_get(0);
        match bytes {
            1 => code.i32_load8_u(place(1, 0)),
            2 => code.i32_load16_u(place(2, 0)),
            _ => code.i32_load(word(0)),
        };
        code.i32_const(case).i32_eq().if_(BlockType::Empty);
    }
    code.local_get(0).i32_const(number(part.offset)).i32_add();
    code.call(inner);
    if part.case.is_some() {
        code.end();
    }
}

/// The parts of a value that is no list.
fn parts(ty: &Type) -> Vec<Part> {
    match ty {
        Type::Tuple(types) => fields(types, None, 0),
        Type::Array(t, n) => fields(&vec![(**t).clone(); *n as usize], None, 0),
        Type::Option(t) => cases(&[vec![], vec![(**t).clone()]]),
        Type::Result(t, e) => cases(&[vec![(**t).clone()], vec![(**e).clone()]]),
        Type::Named(definition) => {
            let types = |fields: &[pyext_abi::interface::Field]| {
                fields.iter().map(|f| f.ty.clone()).collect::<Vec<Type>>()
            };
            match &definition.kind {
                Kind::Record(record) => fields(&types(&record.fields), None, 0),
                Kind::Variant(all) => {
                    let payloads: Vec<Vec<Type>> = all.iter().map(|c| types(&c.fields)).collect();
                    cases(&payloads)
                }
                // Without objects.
                Kind::Enum(_) | Kind::Flags(_) | Kind::Error(_) | Kind::Class => Vec::new(),
            }
        }
        _ => Vec::new(),
    }
}

fn fields(types: &[Type], case: Option<(u32, i32)>, from: usize) -> Vec<Part> {
    let layouts: Vec<Layout> = types.iter().map(Type::layout).collect();
    let part = |(i, ty): (usize, &Type)| Part {
        case,
        offset: from + layout::field_offset(&layouts, i),
        ty: ty.clone(),
    };
    types.iter().enumerate().map(part).collect()
}

fn cases(payloads: &[Vec<Type>]) -> Vec<Part> {
    let layouts: Vec<Layout> = payloads
        .iter()
        .map(|types| layout::tuple(&types.iter().map(Type::layout).collect::<Vec<_>>()))
        .collect();
    let at = layout::variant_payload(&layouts);
    let bytes = u32::try_from(layout::discriminant(payloads.len())).unwrap_or(4);
    let numbered = (0..).zip(payloads);
    numbered
        .flat_map(|(i, types)| fields(types, Some((bytes, i)), at))
        .collect()
}
