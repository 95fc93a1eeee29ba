//! Interface text of types: pieces that are joined at compile time.

use pyext_abi::primitive::Primitive;
use pyext_abi::text::Text;

/// The text of a type without parts.
pub(crate) const fn primitive(p: Primitive) -> Text {
    Text::Quoted(p.name())
}

/// The text `{"KEY":…}` around the text of a part.
macro_rules! wrapped {
    ($before:literal, $inner:expr, $after:literal) => {
        &pyext_abi::text::Text::Join(&[
            &pyext_abi::text::Text::Literal($before),
            $inner,
            &pyext_abi::text::Text::Literal($after),
        ])
    };
}

/// The text `{"KEY":[…,…]}` around the texts of parts.
macro_rules! several {
    ($before:literal, $($inner:expr),+) => {
        $crate::types::text::wrapped!(
            $before,
            &pyext_abi::text::Text::Commas(&[$($inner),+]),
            "]}"
        )
    };
}

pub(crate) use {several, wrapped};
