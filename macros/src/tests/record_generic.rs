#[automatically_derived]
#[allow(clippy::all, clippy::pedantic, deprecated)]
const _: () = {
    impl<T: Clone> ::pyext::__private::Value for Page<T>
    where
        T: Ord,
    {
        type Wire = Self;
    }
    impl<T: Clone> ::pyext::__private::Wire for Page<T>
    where
        T: Ord,
    {
        type Pass = ::pyext::__private::Address;
        type Reference = ::pyext::__private::Reference;
    }
    unsafe impl<T: Clone> ::pyext::__private::Describes for Page<T>
    where
        T: Ord,
        T: ::pyext::__private::Describe,
    {
        const TYPE: &'static ::pyext::__private::Text = &::pyext::__private::definition! {
            name : "Page", docs : ::core::concat!(), path : ::core::module_path!(), args
            : [< T as ::pyext::__private::Describe > ::TYPE], record { frozen : false,
            fields : [("items", ::core::concat!(), < Vec < T > as
            ::pyext::__private::Describe > ::TYPE)] }
        };
        const LAYOUT: ::pyext::__private::Layout = ::pyext::__private::layout::tuple(
            <Self as ::pyext::__private::Describes>::FIELDS,
        );
        const KEY: ::pyext::__private::Key = ::pyext::__private::Key::No;
        const FIELDS: &'static [::pyext::__private::Layout] = &[
            <Vec<T> as ::pyext::__private::Describe>::LAYOUT,
        ];
        const HOLDS: ::pyext::__private::Holds = ::pyext::__private::Holds::all(
            &[<Vec<T> as ::pyext::__private::Describe>::HOLDS],
        );
        type Slice = ::pyext::__private::Copied;
    }
    unsafe impl<T: Clone> ::pyext::__private::Lifts<Self> for Page<T>
    where
        T: Ord,
        T: ::pyext::__private::Lift,
        for<'__s> <T as ::pyext::__private::Lift>::Out<'__s>: Clone,
        for<'__s> <T as ::pyext::__private::Lift>::Out<'__s>: Ord,
    {
        type Out<'__s> = Page<<T as ::pyext::__private::Lift>::Out<'__s>>;
        unsafe fn lift<'__s>(
            frame: &'__s ::pyext::__private::Frame,
            at: usize,
        ) -> Self::Out<'__s> {
            unsafe {
                Page {
                    items: <Vec<
                        T,
                    > as ::pyext::__private::Lift>::lift(
                        frame,
                        at
                            + const {
                                ::pyext::__private::layout::field_offset(
                                    <Self as ::pyext::__private::Describes>::FIELDS,
                                    0usize,
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
                <Vec<
                    T,
                > as ::pyext::__private::Lift>::acquire(
                    at
                        + const {
                            ::pyext::__private::layout::field_offset(
                                <Self as ::pyext::__private::Describes>::FIELDS,
                                0usize,
                            )
                        },
                )?;
            }
            ::core::result::Result::Ok(())
        }
    }
    unsafe impl<T: Clone> ::pyext::__private::Lowers<Self> for Page<T>
    where
        T: Ord,
        T: ::pyext::__private::Lower,
    {
        unsafe fn lower(value: Self, at: *mut u8, log: &mut ::pyext::__private::Log) {
            unsafe {
                <Vec<
                    T,
                > as ::pyext::__private::Lower>::lower(
                    value.items,
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
