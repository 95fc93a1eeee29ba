const _: &::core::primitive::str = ::pyext::__private::module_name(
    ::core::module_path!(),
);
#[cfg(target_arch = "wasm32")]
const _: () = {
    const __TEXT: ::pyext::__private::Text = ::pyext::__private::module_record! {
        module : ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name :
        ::pyext::__private::module_name(::core::module_path!()), docs :
        ::core::concat!("Shapes."),
    };
    #[unsafe(link_section = "pyext:record")]
    static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
        &__TEXT,
    );
};
