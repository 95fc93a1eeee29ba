pub fn scale(value: f64, by: f32) -> f64 {
    value * f64::from(by)
}
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Result = f64;
    let _ = scale;
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
    type __Result = f64;
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
    #[cfg_attr(
        target_arch = "wasm32",
        unsafe(
            export_name = ::core::concat!(
                ::core::concat!("#", ::core::module_path!(), "::", "scale"),
                "[vectorized]"
            )
        )
    )]
    extern "C" fn __vectorized(
        __param0_at: usize,
        __param0_step: usize,
        __param1_at: usize,
        __param1_step: usize,
        __results: usize,
        __count: usize,
    ) {
        fn __block(
            __results: &mut [::core::mem::MaybeUninit<__Result>],
            __param0_items: &[f64],
            __param1_items: &[f32],
        ) {
            for (__i, __result) in __results.iter_mut().enumerate() {
                __result
                    .write(unsafe {
                        scale(
                            __param0_items.as_ptr().add(__i).read(),
                            __param1_items.as_ptr().add(__i).read(),
                        )
                    });
            }
        }
        let __frame = ::pyext::__private::Frame::enter();
        unsafe {
            let __param0_column = ::pyext::__private::column::<
                f64,
            >(__param0_at, __param0_step, __count);
            let __param1_column = ::pyext::__private::column::<
                f32,
            >(__param1_at, __param1_step, __count);
            let __results = ::pyext::__private::results::<__Result>(__results, __count);
            for __block_of in ::pyext::__private::Blocks::new(__count) {
                __block(
                    __results.items(&__block_of),
                    __param0_column.items(&__block_of),
                    __param1_column.items(&__block_of),
                );
            }
        }
    }
    #[allow(improper_ctypes_definitions)]
    #[cfg_attr(
        target_arch = "wasm32",
        unsafe(export_name = ::core::concat!("#", ::core::module_path!(), "::", "scale"))
    )]
    extern "C" fn __wrapper(
        __param0_a: <::pyext::__private::PassOf<
            f64,
        > as ::pyext::__private::Param<f64>>::A,
        __param0_b: <::pyext::__private::PassOf<
            f64,
        > as ::pyext::__private::Param<f64>>::B,
        __param1_a: <::pyext::__private::PassOf<
            f32,
        > as ::pyext::__private::Param<f32>>::A,
        __param1_b: <::pyext::__private::PassOf<
            f32,
        > as ::pyext::__private::Param<f32>>::B,
    ) -> <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __Result_value = {
            let mut __argument_value = <::pyext::__private::PassOf<
                f64,
            > as ::pyext::__private::Param<f64>>::load(__param0_a, __param0_b);
            let mut __argument_by = <::pyext::__private::PassOf<
                f32,
            > as ::pyext::__private::Param<f32>>::load(__param1_a, __param1_b);
            let __result = unsafe {
                scale(
                    <::pyext::__private::PassOf<
                        f64,
                    > as ::pyext::__private::Param<
                        f64,
                    >>::get(&__frame, &mut __argument_value),
                    <::pyext::__private::PassOf<
                        f32,
                    > as ::pyext::__private::Param<
                        f32,
                    >>::get(&__frame, &mut __argument_by),
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
            symbol : ::core::concat!("#", ::core::module_path!(), "::", "scale"), module
            : ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name :
            "scale", docs : ::core::concat!(), params : [("value", <
            ::pyext::__private::PassOf < f64 > as ::pyext::__private::Param < f64 >>
            ::TYPE, < ::pyext::__private::PassOf < f64 > as ::pyext::__private::Param <
            f64 >> ::WRITABLE), ("by", < ::pyext::__private::PassOf < f32 > as
            ::pyext::__private::Param < f32 >> ::TYPE, < ::pyext::__private::PassOf < f32
            > as ::pyext::__private::Param < f32 >> ::WRITABLE)], result :
            ::pyext::__private::result:: < ::pyext::__private::PassOf < __Result >,
            __Result, _ > (& ::pyext::__private::Raised(__ItemProbe::VALUE,
            (__ItemProbe::ITSELF, __ItemProbe::BEHIND), __ItemProbe::FLIGHT)), raises :
            ::pyext::__private::raises:: < ::pyext::__private::PassOf < __Result >,
            __Result, _ > (& ::pyext::__private::Raised(__Probe::VALUE, (__Probe::ITSELF,
            __Probe::BEHIND), __Probe::FLIGHT)), vectorize : true,
        };
        #[unsafe(link_section = "pyext:record")]
        static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
            &__TEXT,
        );
    };
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = <::pyext::__private::PassOf<
            f64,
        > as ::pyext::__private::Param<f64>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            f32,
        > as ::pyext::__private::Param<f32>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::TYPE;
    }
};
