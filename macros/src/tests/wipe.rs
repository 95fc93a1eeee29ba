pub fn seal(key: &[u8]) -> Vec<u8> {
    key.to_vec()
}
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Param0 = &'static [u8];
    type __Result = Vec<u8>;
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = <__Param0 as ::pyext::__private::Param>::TYPE;
        let _ = <__Result as ::pyext::__private::Ret>::TYPE;
    }
    let _ = seal;
    ::pyext::__private::require_wipe!();
};
#[cfg(target_arch = "wasm32")]
#[allow(
    clippy::all,
    clippy::pedantic,
    unused_unit,
    non_snake_case,
    non_camel_case_types
)]
const _: () = {
    type __Param0 = &'static [u8];
    type __Result = Vec<u8>;
    type __Error = <__Result as ::pyext::__private::Ret>::Error;
    #[allow(improper_ctypes_definitions)]
    #[unsafe(export_name = ::core::concat!("#", ::core::module_path!(), "::", "seal"))]
    extern "C" fn __wrapper(
        __Param0_a: <__Param0 as ::pyext::__private::Param>::A,
        __Param0_b: <__Param0 as ::pyext::__private::Param>::B,
    ) -> <__Result as ::pyext::__private::Ret>::Wasm {
        let __result = __call(__Param0_a, __Param0_b);
        ::pyext::__private::clear_stack();
        __result
    }
    #[inline(never)]
    fn __call(
        __Param0_a: <__Param0 as ::pyext::__private::Param>::A,
        __Param0_b: <__Param0 as ::pyext::__private::Param>::B,
    ) -> <__Result as ::pyext::__private::Ret>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __result = {
            let mut __Param0_store = <__Param0 as ::pyext::__private::Param>::load(
                __Param0_a,
                __Param0_b,
            );
            let __result = unsafe {
                seal(
                    <__Param0 as ::pyext::__private::Param>::get(
                        &__frame,
                        &mut __Param0_store,
                    ),
                )
            };
            __result
        };
        ::pyext::__private::Ret::ret(__result, ::pyext::__private::raise!(__Error))
    }
    const __TEXT: ::pyext::__private::Text = ::pyext::__private::function_record! {
        symbol : ::core::concat!("#", ::core::module_path!(), "::", "seal"), module :
        ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name : "seal",
        docs : ::core::concat!(), params : [("key", < __Param0 as
        ::pyext::__private::Param > ::TYPE, < __Param0 as ::pyext::__private::Param >
        ::WRITABLE)], result : < __Result as ::pyext::__private::Ret > ::TYPE, raises :
        ::pyext::__private::raises:: < __Result, _ > (&
        ::pyext::__private::raise!(__Error)), wipe : true,
    };
    #[used]
    #[unsafe(link_section = "pyext:record")]
    static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
        &__TEXT,
    );
};
