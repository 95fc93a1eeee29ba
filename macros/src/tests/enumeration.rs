#[automatically_derived]
#[allow(clippy::all, clippy::pedantic, deprecated)]
const _: () = {
    impl ::pyext::__private::Value for Color {
        type Wire = ::pyext::__private::Index<Self>;
    }
    unsafe impl ::pyext::__private::Indexed for Color {
        const TYPE: &'static ::pyext::__private::Text = {
            const TEXT: ::pyext::__private::Text = ::pyext::__private::definition! {
                name : "Color", docs : ::core::concat!("A colour."), path :
                ::core::module_path!(), args : [], enum { cases : [("RED",
                ::core::concat!(), ::pyext::__private::case_value(Color::Red as i128)),
                ("DARK_RED", ::core::concat!("Like wine."),
                ::pyext::__private::case_value(Color::DarkRed as i128))] }
            };
            const BYTES: [u8; TEXT.len()] = ::pyext::__private::render(&TEXT);
            &::pyext::__private::Text::Rendered(&BYTES)
        };
        const LAYOUT: ::pyext::__private::Layout = ::pyext::__private::layout::index(
            2usize,
        );
        fn from_index(index: u32) -> ::core::option::Option<Self> {
            match index {
                0u32 => ::core::option::Option::Some(Self::Red),
                1u32 => ::core::option::Option::Some(Self::DarkRed),
                _ => ::core::option::Option::None,
            }
        }
        fn into_index(self) -> u32 {
            match self {
                Self::Red => 0u32,
                Self::DarkRed => 1u32,
            }
        }
    }
    impl ::pyext::__private::Cases for Color {
        const CASES: &'static [(i64, &'static str)] = &[
            (::pyext::__private::case_value(Self::Red as i128), "RED"),
            (::pyext::__private::case_value(Self::DarkRed as i128), "DARK_RED"),
        ];
    }
};
