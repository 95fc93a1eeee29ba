//! Sizes and alignments of values in memory: the Canonical ABI's rules, usable in const evaluation.

use crate::primitive::Primitive;

/// Size and alignment of a type in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Layout {
    /// Size, a multiple of `align`.
    pub size: usize,
    /// Alignment, a power of two.
    pub align: usize,
}

/// A string or list: address and length.
pub const POINTER_PAIR: Layout = Layout { size: 8, align: 4 };

/// The record that the error case of a result carries: message, causes, exception token.
pub const ERROR: Layout = tuple(&[POINTER_PAIR, POINTER_PAIR, primitive(Primitive::U32)]);

/// `offset` rounded up to a multiple of `align`.
///
/// ```
/// assert_eq!(pyext_abi::layout::align_up(5, 4), 8);
/// ```
pub const fn align_up(offset: usize, align: usize) -> usize {
    (offset + align - 1) & !(align - 1)
}

const fn larger(a: usize, b: usize) -> usize {
    if a > b { a } else { b }
}

/// Layout of a type without parts.
pub const fn primitive(p: Primitive) -> Layout {
    Layout {
        size: p.size() as usize,
        align: p.align() as usize,
    }
}

/// Offset of the payload behind a one-byte discriminant.
pub const fn payload_offset(payload_align: usize) -> usize {
    align_up(1, payload_align)
}

/// Layout of a discriminant and one of two payloads: `option` (the first is `unit`) and `result`.
pub const fn either(a: Layout, b: Layout) -> Layout {
    let align = larger(a.align, b.align);
    Layout {
        size: align_up(payload_offset(align) + larger(a.size, b.size), align),
        align,
    }
}

/// Layout of `option<T>`.
pub const fn option(some: Layout) -> Layout {
    either(primitive(Primitive::Unit), some)
}

/// Layout of `result<T>`.
pub const fn result(ok: Layout) -> Layout {
    either(ok, ERROR)
}

/// Layout of a tuple or record with these fields.
pub const fn tuple(fields: &[Layout]) -> Layout {
    let mut align = 1;
    let mut i = 0;
    while i < fields.len() {
        align = larger(align, fields[i].align);
        i += 1;
    }
    Layout {
        size: align_up(end_of(fields, fields.len()), align),
        align,
    }
}

/// Offset of field `index`.
pub const fn field_offset(fields: &[Layout], index: usize) -> usize {
    align_up(end_of(fields, index), fields[index].align)
}

/// Where the first `count` fields end.
const fn end_of(fields: &[Layout], count: usize) -> usize {
    let mut end = 0;
    let mut i = 0;
    while i < count {
        end = align_up(end, fields[i].align) + fields[i].size;
        i += 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    const U8: Layout = primitive(Primitive::U8);
    const U32: Layout = primitive(Primitive::U32);
    const F64: Layout = primitive(Primitive::F64);

    // Figures worked by hand from the Canonical ABI's `alignment` and `elem_size`.
    #[test]
    fn compound_layouts_are_canonical() {
        assert_eq!(option(U8), Layout { size: 2, align: 1 });
        assert_eq!(option(F64), Layout { size: 16, align: 8 });
        assert_eq!(tuple(&[U8, F64, U8]), Layout { size: 24, align: 8 });
        assert_eq!(tuple(&[]), Layout { size: 0, align: 1 });
        assert_eq!(ERROR, Layout { size: 20, align: 4 });
        assert_eq!(result(U8), Layout { size: 24, align: 4 });
        assert_eq!(result(F64), Layout { size: 32, align: 8 });
        assert_eq!(option(option(U32)), Layout { size: 12, align: 4 });
    }

    #[test]
    fn fields_stand_at_their_alignment() {
        let fields = [U8, U32, U8, F64];
        let offsets: [usize; 4] = core::array::from_fn(|i| field_offset(&fields, i));
        assert_eq!(offsets, [0, 4, 8, 16]);
    }
}
