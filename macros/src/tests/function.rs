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
    type __Param1 = &'static mut [f64];
    type __Param2 = Option<u8>;
    type __Result = Result<&'static str, Error>;
    let _ = <__Param0 as ::pyext::__private::Param>::TYPE;
    let _ = <__Param1 as ::pyext::__private::Param>::TYPE;
    let _ = <__Param2 as ::pyext::__private::Param>::TYPE;
    let _ = <__Result as ::pyext::__private::Ret>::TYPE;
    let _ = area;
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
    type __Param0 = &'static str;
    type __Param1 = &'static mut [f64];
    type __Param2 = Option<u8>;
    type __Result = Result<&'static str, Error>;
    #[allow(improper_ctypes_definitions)]
    #[unsafe(export_name = ::core::concat!("#", ::core::module_path!(), "::", "area"))]
    extern "C" fn __wrapper(
        __Param0_a: <__Param0 as ::pyext::__private::Param>::A,
        __Param0_b: <__Param0 as ::pyext::__private::Param>::B,
        __Param1_a: <__Param1 as ::pyext::__private::Param>::A,
        __Param1_b: <__Param1 as ::pyext::__private::Param>::B,
        __Param2_a: <__Param2 as ::pyext::__private::Param>::A,
        __Param2_b: <__Param2 as ::pyext::__private::Param>::B,
    ) -> <__Result as ::pyext::__private::Ret>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let mut __Param0_store = <__Param0 as ::pyext::__private::Param>::load(
            __Param0_a,
            __Param0_b,
        );
        let mut __Param1_store = <__Param1 as ::pyext::__private::Param>::load(
            __Param1_a,
            __Param1_b,
        );
        let mut __Param2_store = <__Param2 as ::pyext::__private::Param>::load(
            __Param2_a,
            __Param2_b,
        );
        let __Result_value = unsafe {
            area(
                <__Param0 as ::pyext::__private::Param>::get(
                    &__frame,
                    &mut __Param0_store,
                ),
                <__Param1 as ::pyext::__private::Param>::get(
                    &__frame,
                    &mut __Param1_store,
                ),
                <__Param2 as ::pyext::__private::Param>::get(
                    &__frame,
                    &mut __Param2_store,
                ),
            )
        };
        ::pyext::__private::Ret::ret(__Result_value)
    }
    const __TEXT: ::pyext::__private::Text = ::pyext::__private::function_record! {
        symbol : ::core::concat!("#", ::core::module_path!(), "::", "area"), module :
        ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name : "area",
        docs : ::core::concat!("Area of a rectangle.", "\n", "", "\n",
        "In square units."), params : [("name", < __Param0 as ::pyext::__private::Param >
        ::TYPE, < __Param0 as ::pyext::__private::Param > ::WRITABLE), ("sides", <
        __Param1 as ::pyext::__private::Param > ::TYPE, < __Param1 as
        ::pyext::__private::Param > ::WRITABLE), ("type", < __Param2 as
        ::pyext::__private::Param > ::TYPE, < __Param2 as ::pyext::__private::Param >
        ::WRITABLE)], result : < __Result as ::pyext::__private::Ret > ::TYPE,
    };
    #[used]
    #[unsafe(link_section = "pyext:record")]
    static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
        &__TEXT,
    );
};
