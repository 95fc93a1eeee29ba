#[automatically_derived]
#[allow(clippy::all, clippy::pedantic, deprecated)]
const _: () = {
    impl ::pyext::__private::Value for Style {
        type Wire = ::pyext::__private::Index<Self>;
    }
    unsafe impl ::pyext::__private::Indexed for Style {
        const TYPE: &'static ::pyext::__private::Text = {
            const TEXT: ::pyext::__private::Text = ::pyext::__private::definition! {
                name : "Style", docs : ::core::concat!(), path : ::core::module_path!(),
                args : [], flags { flags : [("BOLD", ::core::concat!()), ("READ_ONLY",
                ::core::concat!())] }
            };
            const BYTES: [u8; TEXT.len()] = ::pyext::__private::render(&TEXT);
            &::pyext::__private::Text::Rendered(&BYTES)
        };
        const LAYOUT: ::pyext::__private::Layout = ::pyext::__private::layout::flags(
            2usize,
        );
        fn from_index(index: u32) -> ::core::option::Option<Self> {
            match index & !3u32 {
                0 => {
                    ::core::option::Option::Some(Self {
                        bold: index & 1u32 != 0,
                        read_only: index & 2u32 != 0,
                    })
                }
                _ => ::core::option::Option::None,
            }
        }
        fn into_index(self) -> u32 {
            0 | if self.bold { 1u32 } else { 0 } | if self.read_only { 2u32 } else { 0 }
        }
    }
};
