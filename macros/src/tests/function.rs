/// Area of a rectangle.
///
/// In square units.
pub fn area<'a>(
    name: &'a str,
    sides: &mut [f64],
    r#type: Option<u8>,
) -> Result<&'a str, Error> {
    body(name, sides)
}
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Result = Result<&'static str, Error>;
    let _ = area;
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
    type __Result = Result<&'static str, Error>;
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
        unsafe(export_name = ::core::concat!("#", ::core::module_path!(), "::", "area"))
    )]
    extern "C" fn __wrapper(
        __param0_a: <::pyext::__private::PassOf<
            &'_ str,
        > as ::pyext::__private::Param<&'_ str>>::A,
        __param0_b: <::pyext::__private::PassOf<
            &'_ str,
        > as ::pyext::__private::Param<&'_ str>>::B,
        __param1_a: <::pyext::__private::PassOf<
            &mut [f64],
        > as ::pyext::__private::Param<&mut [f64]>>::A,
        __param1_b: <::pyext::__private::PassOf<
            &mut [f64],
        > as ::pyext::__private::Param<&mut [f64]>>::B,
        __param2_a: <::pyext::__private::PassOf<
            Option<u8>,
        > as ::pyext::__private::Param<Option<u8>>>::A,
        __param2_b: <::pyext::__private::PassOf<
            Option<u8>,
        > as ::pyext::__private::Param<Option<u8>>>::B,
    ) -> <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __lent = ::pyext::__private::Lent::<
            {
                ::pyext::__private::Holds::all(
                        &[
                            <::pyext::__private::PassOf<
                                Option<u8>,
                            > as ::pyext::__private::Param<Option<u8>>>::HOLDS,
                        ],
                    )
                    .any()
            },
        >::enter();
        let __Result_value = {
            let mut __argument_name = <::pyext::__private::PassOf<
                &'_ str,
            > as ::pyext::__private::Param<&'_ str>>::load(__param0_a, __param0_b);
            let mut __argument_sides = <::pyext::__private::PassOf<
                &mut [f64],
            > as ::pyext::__private::Param<&mut [f64]>>::load(__param1_a, __param1_b);
            let mut __argument_type = <::pyext::__private::PassOf<
                Option<u8>,
            > as ::pyext::__private::Param<Option<u8>>>::load(__param2_a, __param2_b);
            if let ::core::result::Result::Err(reason) = unsafe {
                <::pyext::__private::PassOf<
                    Option<u8>,
                > as ::pyext::__private::Param<Option<u8>>>::acquire(&__argument_type)
            } {
                return ::pyext::__private::refuse(2u32, reason);
            }
            let __result = unsafe {
                area(
                    <::pyext::__private::PassOf<
                        &'_ str,
                    > as ::pyext::__private::Param<
                        &'_ str,
                    >>::get(&__frame, &mut __argument_name),
                    <::pyext::__private::PassOf<
                        &mut [f64],
                    > as ::pyext::__private::Param<
                        &mut [f64],
                    >>::get(&__frame, &mut __argument_sides),
                    <::pyext::__private::PassOf<
                        Option<u8>,
                    > as ::pyext::__private::Param<
                        Option<u8>,
                    >>::get(&__frame, &mut __argument_type),
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
            symbol : ::core::concat!("#", ::core::module_path!(), "::", "area"), module :
            ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name : "area",
            docs : ::core::concat!("Area of a rectangle.", "\n", "", "\n",
            "In square units."), params : [("name", < ::pyext::__private::PassOf < & '_
            str > as ::pyext::__private::Param < & '_ str >> ::TYPE, <
            ::pyext::__private::PassOf < & '_ str > as ::pyext::__private::Param < & '_
            str >> ::WRITABLE), ("sides", < ::pyext::__private::PassOf < & mut [f64] > as
            ::pyext::__private::Param < & mut [f64] >> ::TYPE, <
            ::pyext::__private::PassOf < & mut [f64] > as ::pyext::__private::Param < &
            mut [f64] >> ::WRITABLE), ("type", < ::pyext::__private::PassOf < Option < u8
            > > as ::pyext::__private::Param < Option < u8 > >> ::TYPE, <
            ::pyext::__private::PassOf < Option < u8 > > as ::pyext::__private::Param <
            Option < u8 > >> ::WRITABLE)], result : ::pyext::__private::result:: <
            ::pyext::__private::PassOf < __Result >, __Result, _ > (&
            ::pyext::__private::Raised(__ItemProbe::VALUE, (__ItemProbe::ITSELF,
            __ItemProbe::BEHIND), __ItemProbe::FLIGHT)), raises :
            ::pyext::__private::raises:: < ::pyext::__private::PassOf < __Result >,
            __Result, _ > (& ::pyext::__private::Raised(__Probe::VALUE, (__Probe::ITSELF,
            __Probe::BEHIND), __Probe::FLIGHT)),
        };
        #[unsafe(link_section = "pyext:record")]
        static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
            &__TEXT,
        );
    };
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = <::pyext::__private::PassOf<
            &'_ str,
        > as ::pyext::__private::Param<&'_ str>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            &mut [f64],
        > as ::pyext::__private::Param<&mut [f64]>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            Option<u8>,
        > as ::pyext::__private::Param<Option<u8>>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::TYPE;
    }
};
