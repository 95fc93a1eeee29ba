#[automatically_derived]
#[allow(clippy::all, clippy::pedantic, deprecated)]
const _: () = {
    impl ::pyext::__private::Value for Shape {
        type Wire = Self;
    }
    impl ::pyext::__private::Wire for Shape {
        type Pass = ::pyext::__private::Address;
        type Reference = ::pyext::__private::Reference;
    }
    unsafe impl ::pyext::__private::Describes for Shape {
        const TYPE: &'static ::pyext::__private::Text = {
            const TEXT: ::pyext::__private::Text = ::pyext::__private::definition! {
                name : "Shape", docs : ::core::concat!(), path : ::core::module_path!(),
                args : [], variant { cases : [("Circle", "ShapeCircle",
                ::core::concat!(), [("radius", ::core::concat!(), < f64 as
                ::pyext::__private::Describe > ::TYPE)]), ("Pair", "ShapePair",
                ::core::concat!(), [("value0", ::core::concat!(), < u8 as
                ::pyext::__private::Describe > ::TYPE), ("value1", ::core::concat!(), <
                Vec < u8 > as ::pyext::__private::Describe > ::TYPE)]), ("Nothing",
                "ShapeNothing", ::core::concat!(), [])] }
            };
            const BYTES: [u8; TEXT.len()] = ::pyext::__private::render(&TEXT);
            &::pyext::__private::Text::Rendered(&BYTES)
        };
        const LAYOUT: ::pyext::__private::Layout = ::pyext::__private::layout::variant(
            <Self as ::pyext::__private::Describes>::FIELDS,
        );
        const KEY: ::pyext::__private::Key = ::pyext::__private::Key::all(
            &[
                <f64 as ::pyext::__private::Describe>::KEY,
                <u8 as ::pyext::__private::Describe>::KEY,
                <Vec<u8> as ::pyext::__private::Describe>::KEY,
            ],
        );
        const FIELDS: &'static [::pyext::__private::Layout] = &[
            ::pyext::__private::layout::tuple(
                &[<f64 as ::pyext::__private::Describe>::LAYOUT],
            ),
            ::pyext::__private::layout::tuple(
                &[
                    <u8 as ::pyext::__private::Describe>::LAYOUT,
                    <Vec<u8> as ::pyext::__private::Describe>::LAYOUT,
                ],
            ),
            ::pyext::__private::layout::tuple(&[]),
        ];
        const HOLDS: ::pyext::__private::Holds = ::pyext::__private::Holds::all(
            &[
                <f64 as ::pyext::__private::Describe>::HOLDS,
                <u8 as ::pyext::__private::Describe>::HOLDS,
                <Vec<u8> as ::pyext::__private::Describe>::HOLDS,
            ],
        );
        type Slice = ::pyext::__private::Copied;
    }
    unsafe impl ::pyext::__private::Lifts<Self> for Shape
    where
        for<'__s> Vec<u8>: ::pyext::__private::Lift<Out<'__s> = Vec<u8>>,
    {
        type Out<'__s> = Shape;
        unsafe fn lift<'__s>(
            frame: &'__s ::pyext::__private::Frame,
            at: usize,
        ) -> Self::Out<'__s> {
            unsafe {
                {
                    let payload = at
                        + const {
                            ::pyext::__private::layout::variant_payload(
                                <Self as ::pyext::__private::Describes>::FIELDS,
                            )
                        };
                    match ::pyext::__private::read_case(at, 3usize) {
                        0u32 => {
                            Shape::Circle {
                                radius: <f64 as ::pyext::__private::Lift>::lift(
                                    frame,
                                    payload
                                        + const {
                                            ::pyext::__private::layout::field_offset(
                                                &[<f64 as ::pyext::__private::Describe>::LAYOUT],
                                                0usize,
                                            )
                                        },
                                ),
                            }
                        }
                        1u32 => {
                            Shape::Pair {
                                0: <u8 as ::pyext::__private::Lift>::lift(
                                    frame,
                                    payload
                                        + const {
                                            ::pyext::__private::layout::field_offset(
                                                &[
                                                    <u8 as ::pyext::__private::Describe>::LAYOUT,
                                                    <Vec<u8> as ::pyext::__private::Describe>::LAYOUT,
                                                ],
                                                0usize,
                                            )
                                        },
                                ),
                                1: <Vec<
                                    u8,
                                > as ::pyext::__private::Lift>::lift(
                                    frame,
                                    payload
                                        + const {
                                            ::pyext::__private::layout::field_offset(
                                                &[
                                                    <u8 as ::pyext::__private::Describe>::LAYOUT,
                                                    <Vec<u8> as ::pyext::__private::Describe>::LAYOUT,
                                                ],
                                                1usize,
                                            )
                                        },
                                ),
                            }
                        }
                        2u32 => Shape::Nothing {},
                        _ => ::pyext::__private::invalid(),
                    }
                }
            }
        }
        unsafe fn acquire(
            at: usize,
        ) -> ::core::result::Result<(), ::pyext::__private::Refusal> {
            unsafe {
                let payload = at
                    + const {
                        ::pyext::__private::layout::variant_payload(
                            <Self as ::pyext::__private::Describes>::FIELDS,
                        )
                    };
                match ::pyext::__private::read_case(at, 3usize) {
                    0u32 => {
                        <f64 as ::pyext::__private::Lift>::acquire(
                            payload
                                + const {
                                    ::pyext::__private::layout::field_offset(
                                        &[<f64 as ::pyext::__private::Describe>::LAYOUT],
                                        0usize,
                                    )
                                },
                        )?;
                    }
                    1u32 => {
                        <u8 as ::pyext::__private::Lift>::acquire(
                            payload
                                + const {
                                    ::pyext::__private::layout::field_offset(
                                        &[
                                            <u8 as ::pyext::__private::Describe>::LAYOUT,
                                            <Vec<u8> as ::pyext::__private::Describe>::LAYOUT,
                                        ],
                                        0usize,
                                    )
                                },
                        )?;
                        <Vec<
                            u8,
                        > as ::pyext::__private::Lift>::acquire(
                            payload
                                + const {
                                    ::pyext::__private::layout::field_offset(
                                        &[
                                            <u8 as ::pyext::__private::Describe>::LAYOUT,
                                            <Vec<u8> as ::pyext::__private::Describe>::LAYOUT,
                                        ],
                                        1usize,
                                    )
                                },
                        )?;
                    }
                    2u32 => {}
                    _ => {}
                }
            }
            ::core::result::Result::Ok(())
        }
    }
    unsafe impl ::pyext::__private::Lowers<Self> for Shape
    where
        for<'__s> Vec<u8>: ::pyext::__private::Lower,
    {
        unsafe fn lower(value: Self, at: *mut u8, log: &mut ::pyext::__private::Log) {
            unsafe {
                let payload = at
                    .add(const {
                        ::pyext::__private::layout::variant_payload(
                            <Self as ::pyext::__private::Describes>::FIELDS,
                        )
                    });
                match value {
                    Shape::Circle { radius: field0, .. } => {
                        ::pyext::__private::write_case(0u32, at, 3usize);
                        <f64 as ::pyext::__private::Lower>::lower(
                            field0,
                            payload
                                .add(const {
                                    ::pyext::__private::layout::field_offset(
                                        &[<f64 as ::pyext::__private::Describe>::LAYOUT],
                                        0usize,
                                    )
                                }),
                            log,
                        );
                    }
                    Shape::Pair { 0: field0, 1: field1, .. } => {
                        ::pyext::__private::write_case(1u32, at, 3usize);
                        <u8 as ::pyext::__private::Lower>::lower(
                            field0,
                            payload
                                .add(const {
                                    ::pyext::__private::layout::field_offset(
                                        &[
                                            <u8 as ::pyext::__private::Describe>::LAYOUT,
                                            <Vec<u8> as ::pyext::__private::Describe>::LAYOUT,
                                        ],
                                        0usize,
                                    )
                                }),
                            log,
                        );
                        <Vec<
                            u8,
                        > as ::pyext::__private::Lower>::lower(
                            field1,
                            payload
                                .add(const {
                                    ::pyext::__private::layout::field_offset(
                                        &[
                                            <u8 as ::pyext::__private::Describe>::LAYOUT,
                                            <Vec<u8> as ::pyext::__private::Describe>::LAYOUT,
                                        ],
                                        1usize,
                                    )
                                }),
                            log,
                        );
                    }
                    Shape::Nothing { .. } => {
                        ::pyext::__private::write_case(2u32, at, 3usize);
                    }
                }
            }
        }
    }
};
