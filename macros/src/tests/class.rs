/// Counts.
impl Counter {
    pub fn new(start: u32) -> Self {
        Counter(start)
    }
    #[cfg(feature = "values")]
    pub fn value(&self) -> u32 {
        self.0
    }
    #[cfg_attr(feature = "python", doc = "Sets it.")]
    pub fn set(&mut self, value: u32) {
        self.0 = value;
    }
    pub fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }
    const STAYS: u32 = 1;
}
#[allow(clippy::all, clippy::pedantic, dead_code, deprecated)]
const _: () = {
    #[allow(non_upper_case_globals)]
    impl Counter {
        const PX151_a_further_impl_says_export_more: () = ();
    }
    impl ::pyext::__private::Value for Counter {
        type Wire = ::pyext::__private::Object<Counter>;
    }
    impl ::pyext::__private::Class for Counter {
        const DEFINITION: &'static ::pyext::__private::Text = {
            const TEXT: ::pyext::__private::Text = ::pyext::__private::definition! {
                name : "Counter", docs : ::core::concat!("Counts."), path :
                ::core::module_path!(), args : [], class {}
            };
            const BYTES: [u8; TEXT.len()] = ::pyext::__private::render(&TEXT);
            &::pyext::__private::Text::Rendered(&BYTES)
        };
    }
    #[cfg_attr(
        target_arch = "wasm32",
        unsafe(
            export_name = ::core::concat!(
                "#",
                ::core::module_path!(),
                "::[drop]",
                "Counter"
            )
        )
    )]
    extern "C" fn __drop(handle: u32) {
        ::pyext::__private::drop_object::<Counter>(handle)
    }
    #[cfg(target_arch = "wasm32")]
    const _: () = {
        const __TEXT: ::pyext::__private::Text = ::pyext::__private::class_record! {
            symbol : ::core::concat!("#", ::core::module_path!(), "::[drop]", "Counter"),
            module : ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, type
            : < Counter as ::pyext::__private::Class > ::DEFINITION,
        };
        #[unsafe(link_section = "pyext:record")]
        static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
            &__TEXT,
        );
    };
};
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Result = Counter;
    let _ = <Counter>::new;
    const _: () = ::pyext::__private::assert_constructs(
        &::pyext::__private::render::<
            {
                <::pyext::__private::PassOf<
                    __Result,
                > as ::pyext::__private::Ret<__Result>>::TYPE
                    .len()
            },
        >(
            <::pyext::__private::PassOf<
                __Result,
            > as ::pyext::__private::Ret<__Result>>::TYPE,
        ),
        &::pyext::__private::render::<
            { <Counter as ::pyext::__private::Describe>::TYPE.len() },
        >(<Counter as ::pyext::__private::Describe>::TYPE),
    );
};
#[allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    unused_imports,
    unused_unit,
    non_snake_case,
    non_camel_case_types
)]
const _: () = {
    type __Result = Counter;
    use ::pyext::__private::Otherwise as _;
    type __Probe = ::pyext::__private::Probe<
        <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::Error,
    >;
    type __ItemProbe = ::pyext::__private::Probe<
        <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::ItemError,
    >;
    #[allow(improper_ctypes_definitions)]
    #[cfg_attr(
        target_arch = "wasm32",
        unsafe(
            export_name = ::core::concat!(
                "#",
                ::core::module_path!(),
                "::",
                "[constructor]Counter.",
                "new"
            )
        )
    )]
    extern "C" fn __wrapper(
        __param0_a: <::pyext::__private::PassOf<
            u32,
        > as ::pyext::__private::Param<u32>>::A,
        __param0_b: <::pyext::__private::PassOf<
            u32,
        > as ::pyext::__private::Param<u32>>::B,
    ) -> <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __Result_value = {
            let mut __argument_start = <::pyext::__private::PassOf<
                u32,
            > as ::pyext::__private::Param<u32>>::load(__param0_a, __param0_b);
            let __result = unsafe {
                <Counter>::new(
                    <::pyext::__private::PassOf<
                        u32,
                    > as ::pyext::__private::Param<
                        u32,
                    >>::get(&__frame, &mut __argument_start),
                )
            };
            __result
        };
        <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<
            _,
        >>::ret(
            __Result_value,
            ::pyext::__private::Raised(
                __Probe::VALUE,
                (__Probe::ITSELF, __Probe::BEHIND),
                __Probe::FLIGHT,
            ),
            ::pyext::__private::Raised(
                __ItemProbe::VALUE,
                (__ItemProbe::ITSELF, __ItemProbe::BEHIND),
                __ItemProbe::FLIGHT,
            ),
        )
    }
    #[cfg(target_arch = "wasm32")]
    const _: () = {
        const __TEXT: ::pyext::__private::Text = ::pyext::__private::function_record! {
            symbol : ::core::concat!("#", ::core::module_path!(), "::",
            "[constructor]Counter.", "new"), module : ::core::module_path!(), sdk :
            ::pyext::__private::SDK_VERSION, name : "__new__", docs : ::core::concat!(),
            params : [("start", < ::pyext::__private::PassOf < u32 > as
            ::pyext::__private::Param < u32 >> ::TYPE, < ::pyext::__private::PassOf < u32
            > as ::pyext::__private::Param < u32 >> ::WRITABLE)], result :
            ::pyext::__private::result:: < ::pyext::__private::PassOf < __Result >,
            __Result, _ > (& ::pyext::__private::Raised(__ItemProbe::VALUE,
            (__ItemProbe::ITSELF, __ItemProbe::BEHIND), __ItemProbe::FLIGHT)), raises :
            ::pyext::__private::raises:: < ::pyext::__private::PassOf < __Result >,
            __Result, _ > (& ::pyext::__private::Raised(__Probe::VALUE, (__Probe::ITSELF,
            __Probe::BEHIND), __Probe::FLIGHT)), class : < Counter as
            ::pyext::__private::Class > ::DEFINITION, role : "constructor",
        };
        #[unsafe(link_section = "pyext:record")]
        static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
            &__TEXT,
        );
    };
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = <::pyext::__private::PassOf<
            u32,
        > as ::pyext::__private::Param<u32>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::TYPE;
    }
};
#[cfg(feature = "values")]
const _: () = {
    #[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
    const _: () = {
        type __Result = u32;
        let _ = <Counter>::value;
    };
    #[allow(
        clippy::all,
        clippy::pedantic,
        dead_code,
        unused_imports,
        unused_unit,
        non_snake_case,
        non_camel_case_types
    )]
    const _: () = {
        type __Result = u32;
        use ::pyext::__private::Otherwise as _;
        type __Probe = ::pyext::__private::Probe<
            <::pyext::__private::PassOf<
                __Result,
            > as ::pyext::__private::Ret<__Result>>::Error,
        >;
        type __ItemProbe = ::pyext::__private::Probe<
            <::pyext::__private::PassOf<
                __Result,
            > as ::pyext::__private::Ret<__Result>>::ItemError,
        >;
        #[allow(improper_ctypes_definitions)]
        #[cfg_attr(
            target_arch = "wasm32",
            unsafe(
                export_name = ::core::concat!(
                    "#",
                    ::core::module_path!(),
                    "::",
                    "[getter]Counter.",
                    "value"
                )
            )
        )]
        extern "C" fn __wrapper(
            __param0_a: <::pyext::__private::PassOf<
                &Counter,
            > as ::pyext::__private::Param<&Counter>>::A,
            __param0_b: <::pyext::__private::PassOf<
                &Counter,
            > as ::pyext::__private::Param<&Counter>>::B,
        ) -> <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::Wasm {
            let __frame = ::pyext::__private::Frame::enter();
            let __lent = ::pyext::__private::Lent::<
                {
                    ::pyext::__private::Holds::all(
                            &[
                                <::pyext::__private::PassOf<
                                    &Counter,
                                > as ::pyext::__private::Param<&Counter>>::HOLDS,
                            ],
                        )
                        .any()
                },
            >::enter();
            let __Result_value = {
                let mut __argument_self = <::pyext::__private::PassOf<
                    &Counter,
                > as ::pyext::__private::Param<&Counter>>::load(__param0_a, __param0_b);
                if let ::core::result::Result::Err(reason) = unsafe {
                    <::pyext::__private::PassOf<
                        &Counter,
                    > as ::pyext::__private::Param<&Counter>>::acquire(&__argument_self)
                } {
                    return ::pyext::__private::refuse(0u32, reason);
                }
                let __result = unsafe {
                    <Counter>::value(
                        <::pyext::__private::PassOf<
                            &Counter,
                        > as ::pyext::__private::Param<
                            &Counter,
                        >>::get(&__frame, &mut __argument_self),
                    )
                };
                __result
            };
            <::pyext::__private::PassOf<
                __Result,
            > as ::pyext::__private::Ret<
                _,
            >>::ret(
                __Result_value,
                ::pyext::__private::Raised(
                    __Probe::VALUE,
                    (__Probe::ITSELF, __Probe::BEHIND),
                    __Probe::FLIGHT,
                ),
                ::pyext::__private::Raised(
                    __ItemProbe::VALUE,
                    (__ItemProbe::ITSELF, __ItemProbe::BEHIND),
                    __ItemProbe::FLIGHT,
                ),
            )
        }
        #[cfg(target_arch = "wasm32")]
        const _: () = {
            const __TEXT: ::pyext::__private::Text = ::pyext::__private::function_record! {
                symbol : ::core::concat!("#", ::core::module_path!(), "::",
                "[getter]Counter.", "value"), module : ::core::module_path!(), sdk :
                ::pyext::__private::SDK_VERSION, name : "value", docs :
                ::core::concat!(), params : [("self", < ::pyext::__private::PassOf < &
                Counter > as ::pyext::__private::Param < & Counter >> ::TYPE, <
                ::pyext::__private::PassOf < & Counter > as ::pyext::__private::Param < &
                Counter >> ::WRITABLE, kind : "positional")], result :
                ::pyext::__private::result:: < ::pyext::__private::PassOf < __Result >,
                __Result, _ > (& ::pyext::__private::Raised(__ItemProbe::VALUE,
                (__ItemProbe::ITSELF, __ItemProbe::BEHIND), __ItemProbe::FLIGHT)), raises
                : ::pyext::__private::raises:: < ::pyext::__private::PassOf < __Result >,
                __Result, _ > (& ::pyext::__private::Raised(__Probe::VALUE,
                (__Probe::ITSELF, __Probe::BEHIND), __Probe::FLIGHT)), class : < Counter
                as ::pyext::__private::Class > ::DEFINITION, role : "getter",
            };
            #[unsafe(link_section = "pyext:record")]
            static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
                &__TEXT,
            );
        };
        #[cfg(not(target_arch = "wasm32"))]
        {
            let _ = <::pyext::__private::PassOf<
                &Counter,
            > as ::pyext::__private::Param<&Counter>>::TYPE;
            let _ = <::pyext::__private::PassOf<
                __Result,
            > as ::pyext::__private::Ret<__Result>>::TYPE;
        }
    };
};
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Result = ();
    let _ = <Counter>::set;
    ::pyext::__private::require_wipe!();
    const _: () = ::pyext::__private::assert_result(
        ::pyext::__private::Wanted::Unit,
        &::pyext::__private::render::<
            {
                <::pyext::__private::PassOf<
                    __Result,
                > as ::pyext::__private::Ret<__Result>>::TYPE
                    .len()
            },
        >(
            <::pyext::__private::PassOf<
                __Result,
            > as ::pyext::__private::Ret<__Result>>::TYPE,
        ),
    );
};
#[allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    unused_imports,
    unused_unit,
    non_snake_case,
    non_camel_case_types
)]
const _: () = {
    type __Result = ();
    use ::pyext::__private::Otherwise as _;
    type __Probe = ::pyext::__private::Probe<
        <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::Error,
    >;
    type __ItemProbe = ::pyext::__private::Probe<
        <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::ItemError,
    >;
    #[allow(improper_ctypes_definitions)]
    #[cfg_attr(
        target_arch = "wasm32",
        unsafe(
            export_name = ::core::concat!(
                "#",
                ::core::module_path!(),
                "::",
                "[setter]Counter.",
                "set"
            )
        )
    )]
    extern "C" fn __wrapper(
        __param0_a: <::pyext::__private::PassOf<
            &mut Counter,
        > as ::pyext::__private::Param<&mut Counter>>::A,
        __param0_b: <::pyext::__private::PassOf<
            &mut Counter,
        > as ::pyext::__private::Param<&mut Counter>>::B,
        __param1_a: <::pyext::__private::PassOf<
            u32,
        > as ::pyext::__private::Param<u32>>::A,
        __param1_b: <::pyext::__private::PassOf<
            u32,
        > as ::pyext::__private::Param<u32>>::B,
    ) -> <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::Wasm {
        let __result = __call(__param0_a, __param0_b, __param1_a, __param1_b);
        #[cfg(target_arch = "wasm32")] ::pyext::__private::clear_stack();
        __result
    }
    #[inline(never)]
    fn __call(
        __param0_a: <::pyext::__private::PassOf<
            &mut Counter,
        > as ::pyext::__private::Param<&mut Counter>>::A,
        __param0_b: <::pyext::__private::PassOf<
            &mut Counter,
        > as ::pyext::__private::Param<&mut Counter>>::B,
        __param1_a: <::pyext::__private::PassOf<
            u32,
        > as ::pyext::__private::Param<u32>>::A,
        __param1_b: <::pyext::__private::PassOf<
            u32,
        > as ::pyext::__private::Param<u32>>::B,
    ) -> <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __lent = ::pyext::__private::Lent::<
            {
                ::pyext::__private::Holds::all(
                        &[
                            <::pyext::__private::PassOf<
                                &mut Counter,
                            > as ::pyext::__private::Param<&mut Counter>>::HOLDS,
                        ],
                    )
                    .any()
            },
        >::enter();
        let __Result_value = {
            let mut __argument_self = <::pyext::__private::PassOf<
                &mut Counter,
            > as ::pyext::__private::Param<&mut Counter>>::load(__param0_a, __param0_b);
            let mut __argument_value = <::pyext::__private::PassOf<
                u32,
            > as ::pyext::__private::Param<u32>>::load(__param1_a, __param1_b);
            if let ::core::result::Result::Err(reason) = unsafe {
                <::pyext::__private::PassOf<
                    &mut Counter,
                > as ::pyext::__private::Param<&mut Counter>>::acquire(&__argument_self)
            } {
                return ::pyext::__private::refuse(0u32, reason);
            }
            let __result = unsafe {
                <Counter>::set(
                    <::pyext::__private::PassOf<
                        &mut Counter,
                    > as ::pyext::__private::Param<
                        &mut Counter,
                    >>::get(&__frame, &mut __argument_self),
                    <::pyext::__private::PassOf<
                        u32,
                    > as ::pyext::__private::Param<
                        u32,
                    >>::get(&__frame, &mut __argument_value),
                )
            };
            __result
        };
        <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<
            _,
        >>::ret(
            __Result_value,
            ::pyext::__private::Raised(
                __Probe::VALUE,
                (__Probe::ITSELF, __Probe::BEHIND),
                __Probe::FLIGHT,
            ),
            ::pyext::__private::Raised(
                __ItemProbe::VALUE,
                (__ItemProbe::ITSELF, __ItemProbe::BEHIND),
                __ItemProbe::FLIGHT,
            ),
        )
    }
    #[cfg(target_arch = "wasm32")]
    const _: () = {
        const __TEXT: ::pyext::__private::Text = ::pyext::__private::function_record! {
            symbol : ::core::concat!("#", ::core::module_path!(), "::",
            "[setter]Counter.", "set"), module : ::core::module_path!(), sdk :
            ::pyext::__private::SDK_VERSION, name : "value", docs : ::core::concat!(),
            params : [("self", < ::pyext::__private::PassOf < & mut Counter > as
            ::pyext::__private::Param < & mut Counter >> ::TYPE, <
            ::pyext::__private::PassOf < & mut Counter > as ::pyext::__private::Param < &
            mut Counter >> ::WRITABLE, kind : "positional"), ("value", <
            ::pyext::__private::PassOf < u32 > as ::pyext::__private::Param < u32 >>
            ::TYPE, < ::pyext::__private::PassOf < u32 > as ::pyext::__private::Param <
            u32 >> ::WRITABLE)], result : ::pyext::__private::result:: <
            ::pyext::__private::PassOf < __Result >, __Result, _ > (&
            ::pyext::__private::Raised(__ItemProbe::VALUE, (__ItemProbe::ITSELF,
            __ItemProbe::BEHIND), __ItemProbe::FLIGHT)), raises :
            ::pyext::__private::raises:: < ::pyext::__private::PassOf < __Result >,
            __Result, _ > (& ::pyext::__private::Raised(__Probe::VALUE, (__Probe::ITSELF,
            __Probe::BEHIND), __Probe::FLIGHT)), wipe : true, class : < Counter as
            ::pyext::__private::Class > ::DEFINITION, role : "setter",
        };
        #[unsafe(link_section = "pyext:record")]
        static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
            &__TEXT,
        );
    };
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = <::pyext::__private::PassOf<
            &mut Counter,
        > as ::pyext::__private::Param<&mut Counter>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            u32,
        > as ::pyext::__private::Param<u32>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::TYPE;
    }
};
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Result = bool;
    let _ = <Counter>::__eq__;
    const _: () = ::pyext::__private::assert_result(
        ::pyext::__private::Wanted::Bool,
        &::pyext::__private::render::<
            {
                <::pyext::__private::PassOf<
                    __Result,
                > as ::pyext::__private::Ret<__Result>>::TYPE
                    .len()
            },
        >(
            <::pyext::__private::PassOf<
                __Result,
            > as ::pyext::__private::Ret<__Result>>::TYPE,
        ),
    );
};
#[allow(
    clippy::all,
    clippy::pedantic,
    dead_code,
    unused_imports,
    unused_unit,
    non_snake_case,
    non_camel_case_types
)]
const _: () = {
    type __Result = bool;
    use ::pyext::__private::Otherwise as _;
    type __Probe = ::pyext::__private::Probe<
        <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::Error,
    >;
    type __ItemProbe = ::pyext::__private::Probe<
        <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::ItemError,
    >;
    #[allow(improper_ctypes_definitions)]
    #[cfg_attr(
        target_arch = "wasm32",
        unsafe(
            export_name = ::core::concat!(
                "#",
                ::core::module_path!(),
                "::",
                "[method]Counter.",
                "__eq__"
            )
        )
    )]
    extern "C" fn __wrapper(
        __param0_a: <::pyext::__private::PassOf<
            &Counter,
        > as ::pyext::__private::Param<&Counter>>::A,
        __param0_b: <::pyext::__private::PassOf<
            &Counter,
        > as ::pyext::__private::Param<&Counter>>::B,
        __param1_a: <::pyext::__private::PassOf<
            &Counter,
        > as ::pyext::__private::Param<&Counter>>::A,
        __param1_b: <::pyext::__private::PassOf<
            &Counter,
        > as ::pyext::__private::Param<&Counter>>::B,
    ) -> <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __lent = ::pyext::__private::Lent::<
            {
                ::pyext::__private::Holds::all(
                        &[
                            <::pyext::__private::PassOf<
                                &Counter,
                            > as ::pyext::__private::Param<&Counter>>::HOLDS,
                            <::pyext::__private::PassOf<
                                &Counter,
                            > as ::pyext::__private::Param<&Counter>>::HOLDS,
                        ],
                    )
                    .any()
            },
        >::enter();
        let __Result_value = {
            let mut __argument_self = <::pyext::__private::PassOf<
                &Counter,
            > as ::pyext::__private::Param<&Counter>>::load(__param0_a, __param0_b);
            let mut __argument_other = <::pyext::__private::PassOf<
                &Counter,
            > as ::pyext::__private::Param<&Counter>>::load(__param1_a, __param1_b);
            if let ::core::result::Result::Err(reason) = unsafe {
                <::pyext::__private::PassOf<
                    &Counter,
                > as ::pyext::__private::Param<&Counter>>::acquire(&__argument_self)
            } {
                return ::pyext::__private::refuse(0u32, reason);
            }
            if let ::core::result::Result::Err(reason) = unsafe {
                <::pyext::__private::PassOf<
                    &Counter,
                > as ::pyext::__private::Param<&Counter>>::acquire(&__argument_other)
            } {
                return ::pyext::__private::refuse(1u32, reason);
            }
            let __result = unsafe {
                <Counter>::__eq__(
                    <::pyext::__private::PassOf<
                        &Counter,
                    > as ::pyext::__private::Param<
                        &Counter,
                    >>::get(&__frame, &mut __argument_self),
                    <::pyext::__private::PassOf<
                        &Counter,
                    > as ::pyext::__private::Param<
                        &Counter,
                    >>::get(&__frame, &mut __argument_other),
                )
            };
            __result
        };
        <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<
            _,
        >>::ret(
            __Result_value,
            ::pyext::__private::Raised(
                __Probe::VALUE,
                (__Probe::ITSELF, __Probe::BEHIND),
                __Probe::FLIGHT,
            ),
            ::pyext::__private::Raised(
                __ItemProbe::VALUE,
                (__ItemProbe::ITSELF, __ItemProbe::BEHIND),
                __ItemProbe::FLIGHT,
            ),
        )
    }
    #[cfg(target_arch = "wasm32")]
    const _: () = {
        const __TEXT: ::pyext::__private::Text = ::pyext::__private::function_record! {
            symbol : ::core::concat!("#", ::core::module_path!(), "::",
            "[method]Counter.", "__eq__"), module : ::core::module_path!(), sdk :
            ::pyext::__private::SDK_VERSION, name : "__eq__", docs : ::core::concat!(),
            params : [("self", < ::pyext::__private::PassOf < & Counter > as
            ::pyext::__private::Param < & Counter >> ::TYPE, < ::pyext::__private::PassOf
            < & Counter > as ::pyext::__private::Param < & Counter >> ::WRITABLE, kind :
            "positional"), ("other", < ::pyext::__private::PassOf < & Counter > as
            ::pyext::__private::Param < & Counter >> ::TYPE, < ::pyext::__private::PassOf
            < & Counter > as ::pyext::__private::Param < & Counter >> ::WRITABLE)],
            result : ::pyext::__private::result:: < ::pyext::__private::PassOf < __Result
            >, __Result, _ > (& ::pyext::__private::Raised(__ItemProbe::VALUE,
            (__ItemProbe::ITSELF, __ItemProbe::BEHIND), __ItemProbe::FLIGHT)), raises :
            ::pyext::__private::raises:: < ::pyext::__private::PassOf < __Result >,
            __Result, _ > (& ::pyext::__private::Raised(__Probe::VALUE, (__Probe::ITSELF,
            __Probe::BEHIND), __Probe::FLIGHT)), class : < Counter as
            ::pyext::__private::Class > ::DEFINITION, role : "method",
        };
        #[unsafe(link_section = "pyext:record")]
        static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
            &__TEXT,
        );
    };
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = <::pyext::__private::PassOf<
            &Counter,
        > as ::pyext::__private::Param<&Counter>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            &Counter,
        > as ::pyext::__private::Param<&Counter>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::TYPE;
    }
};
