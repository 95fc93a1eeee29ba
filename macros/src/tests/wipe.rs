pub fn seal(key: &[u8]) -> Vec<u8> {
    key.to_vec()
}
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Result = Vec<u8>;
    let _ = seal;
    ::pyext::__private::require_wipe!();
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
    type __Result = Vec<u8>;
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
        unsafe(export_name = ::core::concat!("#", ::core::module_path!(), "::", "seal"))
    )]
    extern "C" fn __wrapper(
        __param0_a: <::pyext::__private::PassOf<
            &[u8],
        > as ::pyext::__private::Param<&[u8]>>::A,
        __param0_b: <::pyext::__private::PassOf<
            &[u8],
        > as ::pyext::__private::Param<&[u8]>>::B,
    ) -> <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::Wasm {
        let __result = __call(__param0_a, __param0_b);
        #[cfg(target_arch = "wasm32")] ::pyext::__private::clear_stack();
        __result
    }
    #[inline(never)]
    fn __call(
        __param0_a: <::pyext::__private::PassOf<
            &[u8],
        > as ::pyext::__private::Param<&[u8]>>::A,
        __param0_b: <::pyext::__private::PassOf<
            &[u8],
        > as ::pyext::__private::Param<&[u8]>>::B,
    ) -> <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __Result_value = {
            let mut __argument_key = <::pyext::__private::PassOf<
                &[u8],
            > as ::pyext::__private::Param<&[u8]>>::load(__param0_a, __param0_b);
            let __result = unsafe {
                seal(
                    <::pyext::__private::PassOf<
                        &[u8],
                    > as ::pyext::__private::Param<
                        &[u8],
                    >>::get(&__frame, &mut __argument_key),
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
            symbol : ::core::concat!("#", ::core::module_path!(), "::", "seal"), module :
            ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name : "seal",
            docs : ::core::concat!(), params : [("key", < ::pyext::__private::PassOf < &
            [u8] > as ::pyext::__private::Param < & [u8] >> ::TYPE, <
            ::pyext::__private::PassOf < & [u8] > as ::pyext::__private::Param < & [u8]
            >> ::WRITABLE)], result : ::pyext::__private::result:: <
            ::pyext::__private::PassOf < __Result >, __Result, _ > (&
            ::pyext::__private::Raised(__ItemProbe::VALUE, (__ItemProbe::ITSELF,
            __ItemProbe::BEHIND), __ItemProbe::FLIGHT)), raises :
            ::pyext::__private::raises:: < ::pyext::__private::PassOf < __Result >,
            __Result, _ > (& ::pyext::__private::Raised(__Probe::VALUE, (__Probe::ITSELF,
            __Probe::BEHIND), __Probe::FLIGHT)), wipe : true,
        };
        #[unsafe(link_section = "pyext:record")]
        static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
            &__TEXT,
        );
    };
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = <::pyext::__private::PassOf<
            &[u8],
        > as ::pyext::__private::Param<&[u8]>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::TYPE;
    }
};
