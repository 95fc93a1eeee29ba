/// What the host has.
pub trait Host: Send {
    /// Looks it up.
    fn lookup(&self, key: &str) -> Option<String>;
    fn store<'a>(&self, key: &'a str, value: i64) -> Result<(), Exception>;
    fn twice(&self) {}
}
#[allow(clippy::all, clippy::pedantic, unused, improper_ctypes)]
const _: () = {
    impl<'a> ::pyext::__private::Value for &'a (dyn Host + 'a) {
        type Wire = ::pyext::__private::Injected;
    }
    impl<'a> ::pyext::__private::Import for dyn Host + 'a {
        type Dyn<'s> = dyn Host + 's;
        fn host<'s>() -> &'s Self::Dyn<'s> {
            &__Host
        }
    }
    struct __Host;
    impl Host for __Host {
        fn lookup(&self, key: &str) -> Option<String> {
            #[cfg(target_arch = "wasm32")]
            {
                #[link(wasm_import_module = "pyext:host/Host")]
                unsafe extern "C" {
                    #[link_name = "lookup"]
                    fn __import(
                        __a0: <::pyext::__private::PassOf<
                            &str,
                        > as ::pyext::__private::Gives<&str>>::A,
                        __b0: <::pyext::__private::PassOf<
                            &str,
                        > as ::pyext::__private::Gives<&str>>::B,
                    ) -> <::pyext::__private::PassOf<
                        Option<String>,
                    > as ::pyext::__private::Takes<Option<String>>>::Wasm;
                }
                let mut __outgoing = ::pyext::__private::Outgoing::begin();
                let (__a0, __b0) = <::pyext::__private::PassOf<
                    &str,
                > as ::pyext::__private::Gives<&str>>::give(key, &mut __outgoing);
                let __wasm = unsafe { __import(__a0, __b0) };
                __outgoing.end();
                unsafe {
                    <::pyext::__private::PassOf<
                        Option<String>,
                    > as ::pyext::__private::Takes<Option<String>>>::take(__wasm)
                }
            }
            #[cfg(not(target_arch = "wasm32"))] ::pyext::__private::host_is_absent()
        }
        fn store<'a>(&self, key: &'a str, value: i64) -> Result<(), Exception> {
            #[cfg(target_arch = "wasm32")]
            {
                #[link(wasm_import_module = "pyext:host/Host")]
                unsafe extern "C" {
                    #[link_name = "put"]
                    fn __import(
                        __a0: <::pyext::__private::PassOf<
                            &'_ str,
                        > as ::pyext::__private::Gives<&'_ str>>::A,
                        __b0: <::pyext::__private::PassOf<
                            &'_ str,
                        > as ::pyext::__private::Gives<&'_ str>>::B,
                        __a1: <::pyext::__private::PassOf<
                            i64,
                        > as ::pyext::__private::Gives<i64>>::A,
                        __b1: <::pyext::__private::PassOf<
                            i64,
                        > as ::pyext::__private::Gives<i64>>::B,
                    ) -> <::pyext::__private::PassOf<
                        Result<(), Exception>,
                    > as ::pyext::__private::Takes<Result<(), Exception>>>::Wasm;
                }
                let mut __outgoing = ::pyext::__private::Outgoing::begin();
                let (__a0, __b0) = <::pyext::__private::PassOf<
                    &'_ str,
                > as ::pyext::__private::Gives<&'_ str>>::give(key, &mut __outgoing);
                let (__a1, __b1) = <::pyext::__private::PassOf<
                    i64,
                > as ::pyext::__private::Gives<i64>>::give(value, &mut __outgoing);
                let __wasm = unsafe { __import(__a0, __b0, __a1, __b1) };
                __outgoing.end();
                unsafe {
                    <::pyext::__private::PassOf<
                        Result<(), Exception>,
                    > as ::pyext::__private::Takes<Result<(), Exception>>>::take(__wasm)
                }
            }
            #[cfg(not(target_arch = "wasm32"))] ::pyext::__private::host_is_absent()
        }
    }
    #[cfg(not(target_arch = "wasm32"))]
    const _: () = {
        let _ = <::pyext::__private::PassOf<
            &str,
        > as ::pyext::__private::Gives<&str>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            Option<String>,
        > as ::pyext::__private::Takes<Option<String>>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            &'_ str,
        > as ::pyext::__private::Gives<&'_ str>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            i64,
        > as ::pyext::__private::Gives<i64>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            Result<(), Exception>,
        > as ::pyext::__private::Takes<Result<(), Exception>>>::TYPE;
    };
    #[cfg(target_arch = "wasm32")]
    const _: () = {
        const __TEXT: ::pyext::__private::Text = ::pyext::__private::import_record! {
            module : ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name
            : "Host", docs : ::core::concat!("What the host has."), functions :
            [("lookup", ::core::concat!("Looks it up."), [("key", <
            ::pyext::__private::PassOf < & str > as ::pyext::__private::Gives < & str >>
            ::TYPE)], < ::pyext::__private::PassOf < Option < String > > as
            ::pyext::__private::Takes < Option < String > >> ::TYPE,
            ::pyext::__private::raises_exception:: < ::pyext::__private::PassOf < Option
            < String > >, Option < String > > ()), ("put", ::core::concat!(), [("key", <
            ::pyext::__private::PassOf < & '_ str > as ::pyext::__private::Gives < & '_
            str >> ::TYPE), ("value", < ::pyext::__private::PassOf < i64 > as
            ::pyext::__private::Gives < i64 >> ::TYPE)], < ::pyext::__private::PassOf <
            Result < (), Exception > > as ::pyext::__private::Takes < Result < (),
            Exception > >> ::TYPE, ::pyext::__private::raises_exception:: <
            ::pyext::__private::PassOf < Result < (), Exception > >, Result < (),
            Exception > > ())],
        };
        #[unsafe(link_section = "pyext:record")]
        static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
            &__TEXT,
        );
    };
};
