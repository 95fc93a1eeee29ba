#[automatically_derived]
#[allow(clippy::all, clippy::pedantic, deprecated)]
const _: () = {
    impl ::pyext::__private::Value for Point {
        type Wire = Self;
    }
    impl ::pyext::__private::Wire for Point {
        type Pass = ::pyext::__private::Address;
        type Reference = ::pyext::__private::Reference;
    }
    unsafe impl ::pyext::__private::Describes for Point {
        const TYPE: &'static ::pyext::__private::Text = {
            const TEXT: ::pyext::__private::Text = ::pyext::__private::definition! {
                name : "Point", docs : ::core::concat!(), path : ::core::module_path!(),
                args : [], record { frozen : false, fields : [("x", ::core::concat!(), <
                f64 as ::pyext::__private::Describe > ::TYPE), ("ok", ::core::concat!(),
                < bool as ::pyext::__private::Describe > ::TYPE)] }
            };
            const BYTES: [u8; TEXT.len()] = ::pyext::__private::render(&TEXT);
            &::pyext::__private::Text::Rendered(&BYTES)
        };
        const LAYOUT: ::pyext::__private::Layout = ::pyext::__private::layout_in_place::<
            Self,
        >(
            <Self as ::pyext::__private::Describes>::FIELDS,
            &[::core::mem::offset_of!(Self, x), ::core::mem::offset_of!(Self, ok)],
        );
        const KEY: ::pyext::__private::Key = ::pyext::__private::Key::No;
        const FIELDS: &'static [::pyext::__private::Layout] = &[
            <f64 as ::pyext::__private::Describe>::LAYOUT,
            <bool as ::pyext::__private::Describe>::LAYOUT,
        ];
        const HOLDS: ::pyext::__private::Holds = ::pyext::__private::Holds::all(
            &[
                <f64 as ::pyext::__private::Describe>::HOLDS,
                <bool as ::pyext::__private::Describe>::HOLDS,
            ],
        );
        type Slice = <<::pyext::__private::InPlace as ::pyext::__private::Slice>::And<
            <f64 as ::pyext::__private::Describe>::Slice,
        > as ::pyext::__private::Slice>::And<
            <bool as ::pyext::__private::Describe>::Slice,
        >;
    }
    unsafe impl ::pyext::__private::Lifts<Self> for Point {
        type Out<'__s> = Point;
        unsafe fn lift<'__s>(
            frame: &'__s ::pyext::__private::Frame,
            at: usize,
        ) -> Self::Out<'__s> {
            unsafe {
                Point {
                    x: <f64 as ::pyext::__private::Lift>::lift(
                        frame,
                        at
                            + const {
                                ::pyext::__private::layout::field_offset(
                                    <Self as ::pyext::__private::Describes>::FIELDS,
                                    0usize,
                                )
                            },
                    ),
                    ok: <bool as ::pyext::__private::Lift>::lift(
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
        unsafe fn valid(at: usize) -> bool {
            unsafe {
                <f64 as ::pyext::__private::Lift>::valid(
                    at
                        + const {
                            ::pyext::__private::layout::field_offset(
                                <Self as ::pyext::__private::Describes>::FIELDS,
                                0usize,
                            )
                        },
                )
                    && <bool as ::pyext::__private::Lift>::valid(
                        at
                            + const {
                                ::pyext::__private::layout::field_offset(
                                    <Self as ::pyext::__private::Describes>::FIELDS,
                                    1usize,
                                )
                            },
                    )
            }
        }
        unsafe fn acquire(
            at: usize,
        ) -> ::core::result::Result<(), ::pyext::__private::Refusal> {
            unsafe {
                <f64 as ::pyext::__private::Lift>::acquire(
                    at
                        + const {
                            ::pyext::__private::layout::field_offset(
                                <Self as ::pyext::__private::Describes>::FIELDS,
                                0usize,
                            )
                        },
                )?;
                <bool as ::pyext::__private::Lift>::acquire(
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
    unsafe impl ::pyext::__private::Lowers<Self> for Point {
        unsafe fn lower(value: Self, at: *mut u8, log: &mut ::pyext::__private::Log) {
            unsafe {
                <f64 as ::pyext::__private::Lower>::lower(
                    value.x,
                    at
                        .add(const {
                            ::pyext::__private::layout::field_offset(
                                <Self as ::pyext::__private::Describes>::FIELDS,
                                0usize,
                            )
                        }),
                    log,
                );
                <bool as ::pyext::__private::Lower>::lower(
                    value.ok,
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
