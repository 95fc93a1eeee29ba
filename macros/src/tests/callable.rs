pub fn map(
    host: &dyn Host,
    values: PyIter<'_, f64>,
    function: &dyn Fn(&str, f64) -> f64,
    key: Option<&dyn Fn(u32)>,
) -> Result<impl Iterator<Item = f64> + use<>, Error> {
    body(host, values, function, key)
}
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Result = Result<::pyext::Iter<f64>, Error>;
    let _ = map;
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
    type __Result = Result<::pyext::Iter<f64>, Error>;
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
        unsafe(export_name = ::core::concat!("#", ::core::module_path!(), "::", "map"))
    )]
    extern "C" fn __wrapper(
        __param0_a: <::pyext::__private::PassOf<
            &dyn Host,
        > as ::pyext::__private::Param<&dyn Host>>::A,
        __param0_b: <::pyext::__private::PassOf<
            &dyn Host,
        > as ::pyext::__private::Param<&dyn Host>>::B,
        __param1_a: <::pyext::__private::PassOf<
            PyIter<'_, f64>,
        > as ::pyext::__private::Param<PyIter<'_, f64>>>::A,
        __param1_b: <::pyext::__private::PassOf<
            PyIter<'_, f64>,
        > as ::pyext::__private::Param<PyIter<'_, f64>>>::B,
        __param2_a: u32,
        __param2_b: (),
        __param3_a: usize,
        __param3_b: (),
    ) -> <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __lent = ::pyext::__private::Lent::<
            {
                ::pyext::__private::Holds::all(
                        &[
                            <::pyext::__private::PassOf<
                                PyIter<'_, f64>,
                            > as ::pyext::__private::Param<PyIter<'_, f64>>>::HOLDS,
                        ],
                    )
                    .any()
            },
        >::enter();
        let __Result_value = {
            let mut __argument_host = <::pyext::__private::PassOf<
                &dyn Host,
            > as ::pyext::__private::Param<&dyn Host>>::load(__param0_a, __param0_b);
            let mut __argument_values = <::pyext::__private::PassOf<
                PyIter<'_, f64>,
            > as ::pyext::__private::Param<
                PyIter<'_, f64>,
            >>::load(__param1_a, __param1_b);
            let __argument_function = {
                let __token: u32 = __param2_a;
                move |__0: &str, __1: f64| -> f64 {
                    unsafe {
                        <::pyext::__private::Callable as ::pyext::__private::Calls<
                            _,
                            f64,
                        >>::call(__token, (__0, __1))
                    }
                }
            };
            let __argument_key = unsafe {
                ::pyext::__private::optional_token(__param3_a)
            }
                .map(|__token| move |__0: u32| -> () {
                    unsafe {
                        <::pyext::__private::Callable as ::pyext::__private::Calls<
                            _,
                            (),
                        >>::call(__token, (__0,))
                    }
                });
            if let ::core::result::Result::Err(reason) = unsafe {
                <::pyext::__private::PassOf<
                    PyIter<'_, f64>,
                > as ::pyext::__private::Param<
                    PyIter<'_, f64>,
                >>::acquire(&__argument_values)
            } {
                return ::pyext::__private::refuse(0u32, reason);
            }
            let __result = unsafe {
                map(
                        <::pyext::__private::PassOf<
                            &dyn Host,
                        > as ::pyext::__private::Param<
                            &dyn Host,
                        >>::get(&__frame, &mut __argument_host),
                        <::pyext::__private::PassOf<
                            PyIter<'_, f64>,
                        > as ::pyext::__private::Param<
                            PyIter<'_, f64>,
                        >>::get(&__frame, &mut __argument_values),
                        &__argument_function,
                        __argument_key
                            .as_ref()
                            .map(|__callable| __callable as &dyn Fn(u32)),
                    )
                    .map(::pyext::Iter::new)
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
            symbol : ::core::concat!("#", ::core::module_path!(), "::", "map"), module :
            ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name : "map",
            docs : ::core::concat!(), params : [("host", < ::pyext::__private::PassOf < &
            dyn Host > as ::pyext::__private::Param < & dyn Host >> ::TYPE, <
            ::pyext::__private::PassOf < & dyn Host > as ::pyext::__private::Param < &
            dyn Host >> ::WRITABLE), ("values", < ::pyext::__private::PassOf < PyIter <
            '_, f64 > > as ::pyext::__private::Param < PyIter < '_, f64 > >> ::TYPE, <
            ::pyext::__private::PassOf < PyIter < '_, f64 > > as
            ::pyext::__private::Param < PyIter < '_, f64 > >> ::WRITABLE), ("function", <
            ::pyext::__private::Callable as ::pyext::__private::Calls < (& str, f64,),
            f64 >> ::TYPE, false), ("key", < ::pyext::__private::Callable as
            ::pyext::__private::Calls < (u32,), () >> ::OPTIONAL, false, default : &
            ::pyext::__private::Text::Literal("null"))], result :
            ::pyext::__private::result:: < ::pyext::__private::PassOf < __Result >,
            __Result, _ > (& ::pyext::__private::Raised(__ItemProbe::VALUE,
            (__ItemProbe::ITSELF, __ItemProbe::BEHIND), __ItemProbe::FLIGHT)), raises :
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
            &dyn Host,
        > as ::pyext::__private::Param<&dyn Host>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            PyIter<'_, f64>,
        > as ::pyext::__private::Param<PyIter<'_, f64>>>::TYPE;
        let _ = <::pyext::__private::Callable as ::pyext::__private::Calls<
            (&str, f64),
            f64,
        >>::TYPE;
        let _ = <::pyext::__private::Callable as ::pyext::__private::Calls<
            (u32,),
            (),
        >>::OPTIONAL;
        let _ = <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::TYPE;
    }
};
