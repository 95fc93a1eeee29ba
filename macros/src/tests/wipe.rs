pub fn seal(key: &[u8]) -> Vec<u8> {
    key.to_vec()
}
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Param0 = &'static [u8];
    type __Param0_Pass = ::pyext::__private::PassOf<__Param0>;
    type __Result = Vec<u8>;
    type __Result_Pass = ::pyext::__private::PassOf<__Result>;
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
    type __Param0 = &'static [u8];
    type __Param0_Pass = ::pyext::__private::PassOf<__Param0>;
    type __Result = Vec<u8>;
    type __Result_Pass = ::pyext::__private::PassOf<__Result>;
    use ::pyext::__private::Otherwise as _;
    type __Probe = ::pyext::__private::Probe<
        <__Result_Pass as ::pyext::__private::Ret<__Result>>::Error,
    >;
    #[allow(improper_ctypes_definitions)]
    #[cfg_attr(
        target_arch = "wasm32",
        unsafe(export_name = ::core::concat!("#", ::core::module_path!(), "::", "seal"))
    )]
    extern "C" fn __wrapper(
        __Param0_a: <__Param0_Pass as ::pyext::__private::Param<__Param0>>::A,
        __Param0_b: <__Param0_Pass as ::pyext::__private::Param<__Param0>>::B,
    ) -> <__Result_Pass as ::pyext::__private::Ret<__Result>>::Wasm {
        let __result = __call(__Param0_a, __Param0_b);
        #[cfg(target_arch = "wasm32")] ::pyext::__private::clear_stack();
        __result
    }
    #[inline(never)]
    fn __call(
        __Param0_a: <__Param0_Pass as ::pyext::__private::Param<__Param0>>::A,
        __Param0_b: <__Param0_Pass as ::pyext::__private::Param<__Param0>>::B,
    ) -> <__Result_Pass as ::pyext::__private::Ret<__Result>>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __result = {
            let mut __argument_key = <__Param0_Pass as ::pyext::__private::Param<
                __Param0,
            >>::load(__Param0_a, __Param0_b);
            let __result = unsafe {
                seal(
                    <__Param0_Pass as ::pyext::__private::Param<
                        __Param0,
                    >>::get(&__frame, &mut __argument_key),
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
            symbol : ::core::concat!("#", ::core::module_path!(), "::", "seal"), module :
            ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name : "seal",
            docs : ::core::concat!(), params : [("key", < __Param0_Pass as
            ::pyext::__private::Param < __Param0 >> ::TYPE, < __Param0_Pass as
            ::pyext::__private::Param < __Param0 >> ::WRITABLE)], result : <
            __Result_Pass as ::pyext::__private::Ret < __Result >> ::TYPE, raises :
            ::pyext::__private::raises:: < __Result_Pass, __Result, _ > (&
            ::pyext::__private::Raised(__Probe::VALUE, (__Probe::ITSELF,
            __Probe::BEHIND))), wipe : true,
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
        let _ = <__Result_Pass as ::pyext::__private::Ret<__Result>>::TYPE;
    }
};
