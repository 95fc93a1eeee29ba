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

/// A handle of an object or iterator, or a token of the host.
pub const HANDLE: Layout = Layout { size: 4, align: 4 };

/// What every error carries, whatever its type: message, causes, exception token.
const ERROR_HEAD: [Layout; 3] = [POINTER_PAIR, POINTER_PAIR, primitive(Primitive::U32)];

/// `offset` rounded up to a multiple of `align`.
///
/// ```
/// assert_eq!(pyext_abi::layout::align_up(5, 4), 8);
/// ```
pub const fn align_up(offset: usize, align: usize) -> usize {
    offset.saturating_add(align - 1) & !(align - 1)
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

/// Size of the index of one of `cases` cases, which is its alignment too.
pub const fn discriminant(cases: usize) -> usize {
    match cases {
        0..=0x100 => 1,
        0x101..=0x1_0000 => 2,
        _ => 4,
    }
}

/// Offset of the payload behind a discriminant of this size.
pub const fn payload_offset(discriminant: usize, payload_align: usize) -> usize {
    align_up(discriminant, payload_align)
}

/// The union of payloads: as large and as aligned as the largest.
const fn union(payloads: &[Layout]) -> Layout {
    let mut union = Layout { size: 0, align: 1 };
    let mut i = 0;
    while i < payloads.len() {
        union.size = larger(union.size, payloads[i].size);
        union.align = larger(union.align, payloads[i].align);
        i += 1;
    }
    union
}

/// Layout of a variant whose cases have these payloads.
pub const fn variant(payloads: &[Layout]) -> Layout {
    let discriminant = discriminant(payloads.len());
    let payload = union(payloads);
    let align = larger(discriminant, payload.align);
    Layout {
        size: align_up(
            payload_offset(discriminant, payload.align).saturating_add(payload.size),
            align,
        ),
        align,
    }
}

/// Offset of the payload of a variant whose cases have these payloads.
pub const fn variant_payload(payloads: &[Layout]) -> usize {
    payload_offset(discriminant(payloads.len()), union(payloads).align)
}

/// Layout of `option<T>`.
pub const fn option(some: Layout) -> Layout {
    variant(&[primitive(Primitive::Unit), some])
}

/// Layout of `result<T, E>`.
pub const fn result(ok: Layout, error: Layout) -> Layout {
    variant(&[ok, error])
}

/// Layout of the error record around an error value.
pub const fn error(value: Layout) -> Layout {
    let [message, causes, exception] = ERROR_HEAD;
    tuple(&[message, causes, exception, value])
}

/// Offset of the value in the error record.
pub const fn error_value(value: Layout) -> usize {
    let [message, causes, exception] = ERROR_HEAD;
    field_offset(&[message, causes, exception, value], 3)
}

/// Layout of `array<T, N>`.
pub const fn array(element: Layout, count: usize) -> Layout {
    Layout {
        size: element.size.saturating_mul(count),
        align: element.align,
    }
}

/// Layout of an enum with so many cases.
pub const fn index(cases: usize) -> Layout {
    let size = discriminant(cases);
    Layout { size, align: size }
}

/// Layout of so many flags.
pub const fn flags(count: usize) -> Layout {
    let size = match count {
        0..=8 => 1,
        9..=16 => 2,
        _ => 4,
    };
    Layout { size, align: size }
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
        end = align_up(end, fields[i].align).saturating_add(fields[i].size);
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
        let error_record = error(primitive(Primitive::Unit));
        assert_eq!(error_record, Layout { size: 20, align: 4 });
        assert_eq!(error(F64), Layout { size: 32, align: 8 });
        assert_eq!(error_value(F64), 24);
        assert_eq!(error_value(primitive(Primitive::Unit)), 20);
        assert_eq!(result(U8, error_record), Layout { size: 24, align: 4 });
        assert_eq!(result(F64, error_record), Layout { size: 32, align: 8 });
        assert_eq!(option(option(U32)), Layout { size: 12, align: 4 });
    }

    #[test]
    fn variants_begin_with_the_smallest_index_that_has_room() {
        assert_eq!(
            [0, 1, 256, 257, 65536, 65537].map(discriminant),
            [1, 1, 1, 2, 2, 4]
        );
        let many = [primitive(Primitive::U16); 300];
        assert_eq!(variant(&many), Layout { size: 4, align: 2 });
        assert_eq!(variant_payload(&many), 2);
        let nothing = [primitive(Primitive::Unit); 257];
        assert_eq!(variant(&nothing), Layout { size: 2, align: 2 });
        assert_eq!(variant(&[U8, F64]), Layout { size: 16, align: 8 });
        assert_eq!(variant_payload(&[U8, F64]), 8);
    }

    #[test]
    fn arrays_and_flags_have_the_layout_of_what_they_stand_for() {
        assert_eq!(array(U32, 3), tuple(&[U32; 3]));
        assert_eq!(
            [1, 8, 9, 16, 17, 32].map(|n| flags(n).size),
            [1, 1, 2, 2, 4, 4]
        );
        assert_eq!(
            primitive(Primitive::U128),
            tuple(&[primitive(Primitive::U64); 2])
        );
        assert_eq!(
            primitive(Primitive::Duration),
            tuple(&[primitive(Primitive::U64), U32])
        );
        assert_eq!(array(array(F64, usize::MAX), 2).size, usize::MAX);
    }

    #[test]
    fn fields_stand_at_their_alignment() {
        let fields = [U8, U32, U8, F64];
        let offsets: [usize; 4] = core::array::from_fn(|i| field_offset(&fields, i));
        assert_eq!(offsets, [0, 4, 8, 16]);
    }
}
