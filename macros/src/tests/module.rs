/// Shapes.
pub mod geometry {
    pub fn area() {}
    #[cfg(target_arch = "wasm32")]
    const _: () = {
        const __TEXT: ::pyext::__private::Text = ::pyext::__private::module_record! {
            module : ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name
            : "geometry", docs : ::core::concat!("Shapes."),
        };
        #[unsafe(link_section = "pyext:record")]
        static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
            &__TEXT,
        );
    };
}
