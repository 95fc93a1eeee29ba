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
    type __Param0 = &'static str;
    type __Param0_Pass = ::pyext::__private::PassOf<__Param0>;
    type __Param1 = &'static mut [f64];
    type __Param1_Pass = ::pyext::__private::PassOf<__Param1>;
    type __Param2 = Option<u8>;
    type __Param2_Pass = ::pyext::__private::PassOf<__Param2>;
    type __Result = Result<&'static str, Error>;
    type __Result_Pass = ::pyext::__private::PassOf<__Result>;
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
    type __Param0 = &'static str;
    type __Param0_Pass = ::pyext::__private::PassOf<__Param0>;
    type __Param1 = &'static mut [f64];
    type __Param1_Pass = ::pyext::__private::PassOf<__Param1>;
    type __Param2 = Option<u8>;
    type __Param2_Pass = ::pyext::__private::PassOf<__Param2>;
    type __Result = Result<&'static str, Error>;
    type __Result_Pass = ::pyext::__private::PassOf<__Result>;
    use ::pyext::__private::Otherwise as _;
    type __Probe = ::pyext::__private::Probe<
        <__Result_Pass as ::pyext::__private::Ret<__Result>>::Error,
    >;
    #[allow(improper_ctypes_definitions)]
    #[cfg_attr(
        target_arch = "wasm32",
        unsafe(export_name = ::core::concat!("#", ::core::module_path!(), "::", "area"))
    )]
    extern "C" fn __wrapper(
        __Param0_a: <__Param0_Pass as ::pyext::__private::Param<__Param0>>::A,
        __Param0_b: <__Param0_Pass as ::pyext::__private::Param<__Param0>>::B,
        __Param1_a: <__Param1_Pass as ::pyext::__private::Param<__Param1>>::A,
        __Param1_b: <__Param1_Pass as ::pyext::__private::Param<__Param1>>::B,
        __Param2_a: <__Param2_Pass as ::pyext::__private::Param<__Param2>>::A,
        __Param2_b: <__Param2_Pass as ::pyext::__private::Param<__Param2>>::B,
    ) -> <__Result_Pass as ::pyext::__private::Ret<__Result>>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __result = {
            let mut __argument_name = <__Param0_Pass as ::pyext::__private::Param<
                __Param0,
            >>::load(__Param0_a, __Param0_b);
            let mut __argument_sides = <__Param1_Pass as ::pyext::__private::Param<
                __Param1,
            >>::load(__Param1_a, __Param1_b);
            let mut __argument_type = <__Param2_Pass as ::pyext::__private::Param<
                __Param2,
            >>::load(__Param2_a, __Param2_b);
            let __result = unsafe {
                area(
                    <__Param0_Pass as ::pyext::__private::Param<
                        __Param0,
                    >>::get(&__frame, &mut __argument_name),
                    <__Param1_Pass as ::pyext::__private::Param<
                        __Param1,
                    >>::get(&__frame, &mut __argument_sides),
                    <__Param2_Pass as ::pyext::__private::Param<
                        __Param2,
                    >>::get(&__frame, &mut __argument_type),
                )
            };
            __result
        };
        <__Result_Pass as ::pyext::__private::Ret<
            _,
        >>::ret(
            __result,
            ::pyext::__private::Raised(
                __Probe::VALUE,
                (__Probe::ITSELF, __Probe::BEHIND),
            ),
        )
    }
    #[cfg(target_arch = "wasm32")]
    const _: () = {
        const __TEXT: ::pyext::__private::Text = ::pyext::__private::function_record! {
            symbol : ::core::concat!("#", ::core::module_path!(), "::", "area"), module :
            ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name : "area",
            docs : ::core::concat!("Area of a rectangle.", "\n", "", "\n",
            "In square units."), params : [("name", < __Param0_Pass as
            ::pyext::__private::Param < __Param0 >> ::TYPE, < __Param0_Pass as
            ::pyext::__private::Param < __Param0 >> ::WRITABLE), ("sides", <
            __Param1_Pass as ::pyext::__private::Param < __Param1 >> ::TYPE, <
            __Param1_Pass as ::pyext::__private::Param < __Param1 >> ::WRITABLE),
            ("type", < __Param2_Pass as ::pyext::__private::Param < __Param2 >> ::TYPE, <
            __Param2_Pass as ::pyext::__private::Param < __Param2 >> ::WRITABLE)], result
            : < __Result_Pass as ::pyext::__private::Ret < __Result >> ::TYPE, raises :
            ::pyext::__private::raises:: < __Result_Pass, __Result, _ > (&
            ::pyext::__private::Raised(__Probe::VALUE, (__Probe::ITSELF,
            __Probe::BEHIND))),
        };
        #[used]
        #[unsafe(link_section = "pyext:record")]
        static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
            &__TEXT,
        );
    };
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = <__Param0_Pass as ::pyext::__private::Param<__Param0>>::TYPE;
        let _ = <__Param1_Pass as ::pyext::__private::Param<__Param1>>::TYPE;
        let _ = <__Param2_Pass as ::pyext::__private::Param<__Param2>>::TYPE;
        let _ = <__Result_Pass as ::pyext::__private::Ret<__Result>>::TYPE;
    }
};
