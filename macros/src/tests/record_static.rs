#[automatically_derived]
#[allow(clippy::all, clippy::pedantic, deprecated)]
const _: () = {
    impl ::pyext::__private::Value for About {
        type Wire = Self;
    }
    impl ::pyext::__private::Wire for About {
        type Pass = ::pyext::__private::Address;
        type Reference = ::pyext::__private::Reference;
    }
    unsafe impl ::pyext::__private::Describes for About {
        const TYPE: &'static ::pyext::__private::Text = {
            const TEXT: ::pyext::__private::Text = ::pyext::__private::definition! {
                name : "About", docs : ::core::concat!(), path : ::core::module_path!(),
                args : [], record { frozen : false, fields : [("name", ::core::concat!(),
                < & 'static str as ::pyext::__private::Describe > ::TYPE)] }
            };
            const BYTES: [u8; TEXT.len()] = ::pyext::__private::render(&TEXT);
            &::pyext::__private::Text::Rendered(&BYTES)
        };
        const LAYOUT: ::pyext::__private::Layout = ::pyext::__private::layout::tuple(
            <Self as ::pyext::__private::Describes>::FIELDS,
        );
        const KEY: ::pyext::__private::Key = ::pyext::__private::Key::No;
        const FIELDS: &'static [::pyext::__private::Layout] = &[
            <&'static str as ::pyext::__private::Describe>::LAYOUT,
        ];
        const HOLDS: ::pyext::__private::Holds = ::pyext::__private::Holds::all(
            &[<&'static str as ::pyext::__private::Describe>::HOLDS],
        );
        type Slice = ::pyext::__private::Copied;
    }
    unsafe impl ::pyext::__private::Lowers<Self> for About {
        unsafe fn lower(value: Self, at: *mut u8, log: &mut ::pyext::__private::Log) {
            unsafe {
                <&'static str as ::pyext::__private::Lower>::lower(
                    value.name,
                    at
                        .add(const {
                            ::pyext::__private::layout::field_offset(
                                <Self as ::pyext::__private::Describes>::FIELDS,
                                0usize,
                            )
                        }),
                    log,
                );
            }
        }
    }
};
