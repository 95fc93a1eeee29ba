//! Interface text of types: pieces that are joined at compile time.

use pyext_abi::primitive::Primitive;
use pyext_abi::text::Text;

/// The text of a type without parts.
pub(crate) const fn primitive(p: Primitive) -> Text {
    Text::Quoted(p.name())
}

/// The text `{"KEY":…}` around the text of a part, or of parts already joined.
macro_rules! wrapped {
    ($before:literal, $inner:expr, $after:literal) => {
        &pyext_abi::text::Text::Join(&[
            &pyext_abi::text::Text::Literal($before),
            $inner,
            &pyext_abi::text::Text::Literal($after),
        ])
    };
}

/// `list<T>`.
macro_rules! list {
    ($inner:expr) => {
        $crate::text::wrapped!("{\"list\":", $inner, "}")
    };
}

/// `option<T>`.
macro_rules! option {
    ($inner:expr) => {
        $crate::text::wrapped!("{\"option\":", $inner, "}")
    };
}

/// `tuple<A, B, …>`.
macro_rules! tuple {
    ($($inner:expr),+) => {
        $crate::text::wrapped!(
            "{\"tuple\":[",
            &pyext_abi::text::Text::Commas(&[$($inner),+]),
            "]}"
        )
    };
}

pub(crate) use {list, option, tuple, wrapped};
