/// The largest.
pub const MAX: &str = "x";
#[allow(clippy::all, clippy::pedantic)]
const _: () = {
    type __Type = &'static str;
    const _: ::pyext::__private::Text = ::pyext::__private::constant::<__Type>(&MAX);
};
#[cfg(target_arch = "wasm32")]
#[allow(clippy::all, clippy::pedantic)]
const _: () = {
    type __Type = &'static str;
    const __TEXT: ::pyext::__private::Text = ::pyext::__private::constant_record! {
        module : ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name :
        "MAX", docs : ::core::concat!("The largest."), type : < __Type as
        ::pyext::__private::Constant > ::TYPE, value : & ::pyext::__private::constant:: <
        __Type > (& MAX),
    };
    #[unsafe(link_section = "pyext:record")]
    static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
        &__TEXT,
    );
};
