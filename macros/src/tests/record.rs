#[automatically_derived]
#[allow(clippy::all, clippy::pedantic, deprecated)]
const _: () = {
    impl<'a> ::pyext::__private::Value for Query<'a> {
        type Wire = Self;
    }
    impl<'a> ::pyext::__private::Wire for Query<'a> {
        type Pass = ::pyext::__private::Address;
        type Reference = ::pyext::__private::Reference;
    }
    unsafe impl<'a> ::pyext::__private::Describes for Query<'a> {
        const TYPE: &'static ::pyext::__private::Text = {
            const TEXT: ::pyext::__private::Text = ::pyext::__private::definition! {
                name : "Search", docs : ::core::concat!("What is looked for."), path :
                ::core::module_path!(), args : [], record { frozen : true, fields :
                [("text", ::core::concat!("In any language."), < & 'static str as
                ::pyext::__private::Describe > ::TYPE), ("type", ::core::concat!(), <
                Option < Kind > as ::pyext::__private::Describe > ::TYPE)] }
            };
            const BYTES: [u8; TEXT.len()] = ::pyext::__private::render(&TEXT);
            &::pyext::__private::Text::Rendered(&BYTES)
        };
        const LAYOUT: ::pyext::__private::Layout = ::pyext::__private::layout::tuple(
            <Self as ::pyext::__private::Describes>::FIELDS,
        );
        const KEY: ::pyext::__private::Key = ::pyext::__private::Key::all(
            &[
                <&'a str as ::pyext::__private::Describe>::KEY,
                <Option<Kind> as ::pyext::__private::Describe>::KEY,
            ],
        );
        const FIELDS: &'static [::pyext::__private::Layout] = &[
            <&'a str as ::pyext::__private::Describe>::LAYOUT,
            <Option<Kind> as ::pyext::__private::Describe>::LAYOUT,
        ];
        const HOLDS: ::pyext::__private::Holds = ::pyext::__private::Holds::all(
            &[
                <&'a str as ::pyext::__private::Describe>::HOLDS,
                <Option<Kind> as ::pyext::__private::Describe>::HOLDS,
            ],
        );
        type Slice = ::pyext::__private::Copied;
    }
    unsafe impl<'a> ::pyext::__private::Lifts<Self> for Query<'a>
    where
        for<'__s> Option<Kind>: ::pyext::__private::Lift<Out<'__s> = Option<Kind>>,
    {
        type Out<'__s> = Query<'__s>;
        unsafe fn lift<'__s>(
            frame: &'__s ::pyext::__private::Frame,
            at: usize,
        ) -> Self::Out<'__s> {
            unsafe {
                Query {
                    text: <&'a str as ::pyext::__private::Lift>::lift(
                        frame,
                        at
                            + const {
                                ::pyext::__private::layout::field_offset(
                                    <Self as ::pyext::__private::Describes>::FIELDS,
                                    0usize,
                                )
                            },
                    ),
                    kind: <Option<
                        Kind,
                    > as ::pyext::__private::Lift>::lift(
                        frame,
                        at
                            + const {
                                ::pyext::__private::layout::field_offset(
                                    <Self as ::pyext::__private::Describes>::FIELDS,
                                    1usize,
                                )
                            },
                    ),
                }
            }
        }
        unsafe fn acquire(
            at: usize,
        ) -> ::core::result::Result<(), ::pyext::__private::Refusal> {
            unsafe {
                <&'a str as ::pyext::__private::Lift>::acquire(
                    at
                        + const {
                            ::pyext::__private::layout::field_offset(
                                <Self as ::pyext::__private::Describes>::FIELDS,
                                0usize,
                            )
                        },
                )?;
                <Option<
                    Kind,
                > as ::pyext::__private::Lift>::acquire(
                    at
                        + const {
                            ::pyext::__private::layout::field_offset(
                                <Self as ::pyext::__private::Describes>::FIELDS,
                                1usize,
                            )
                        },
                )?;
            }
            ::core::result::Result::Ok(())
        }
    }
    unsafe impl<'a> ::pyext::__private::Lowers<Self> for Query<'a>
    where
        for<'__s> Option<Kind>: ::pyext::__private::Lower,
    {
        unsafe fn lower(value: Self, at: *mut u8, log: &mut ::pyext::__private::Log) {
            unsafe {
                <&'a str as ::pyext::__private::Lower>::lower(
                    value.text,
                    at
                        .add(const {
                            ::pyext::__private::layout::field_offset(
                                <Self as ::pyext::__private::Describes>::FIELDS,
                                0usize,
                            )
                        }),
                    log,
                );
                <Option<
                    Kind,
                > as ::pyext::__private::Lower>::lower(
                    value.kind,
                    at
                        .add(const {
                            ::pyext::__private::layout::field_offset(
                                <Self as ::pyext::__private::Describes>::FIELDS,
                                1usize,
                            )
                        }),
                    log,
                );
            }
        }
    }
};
