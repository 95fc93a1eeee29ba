pub fn all(
    text: &str,
    flag: bool,
    width: i32,
    args: Vec<u8>,
    ratio: f64,
    mark: char,
    choice: Option<u8>,
    color: Color,
    sizes: &[u8],
    pair: (&[u8], Option<String>),
    kwargs: BTreeMap<String, u8>,
) {}
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Param0 = &'static str;
    type __Param1 = bool;
    type __Param2 = i32;
    type __Param3 = Vec<u8>;
    type __Param4 = f64;
    type __Param5 = char;
    type __Param6 = Option<u8>;
    type __Param7 = Color;
    type __Param8 = &'static [u8];
    type __Param9 = (&'static [u8], Option<String>);
    type __Param10 = BTreeMap<String, u8>;
    type __Result = ();
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = <__Param0 as ::pyext::__private::Param>::TYPE;
        let _ = <__Param1 as ::pyext::__private::Param>::TYPE;
        let _ = <__Param2 as ::pyext::__private::Param>::TYPE;
        let _ = <__Param3 as ::pyext::__private::Param>::TYPE;
        let _ = <__Param4 as ::pyext::__private::Param>::TYPE;
        let _ = <__Param5 as ::pyext::__private::Param>::TYPE;
        let _ = <__Param6 as ::pyext::__private::Param>::TYPE;
        let _ = <__Param7 as ::pyext::__private::Param>::TYPE;
        let _ = <__Param8 as ::pyext::__private::Param>::TYPE;
        let _ = <__Param9 as ::pyext::__private::Param>::TYPE;
        let _ = <__Param10 as ::pyext::__private::Param>::TYPE;
        let _ = <__Result as ::pyext::__private::Ret>::TYPE;
    }
    let _ = all;
    let _: <__Param1 as ::pyext::__private::Literal>::Form = true;
    let _: <__Param2 as ::pyext::__private::Literal>::Form = -80;
    const _: () = ::pyext::__private::assert_variadic(
        &::pyext::__private::render::<
            { <__Param3 as ::pyext::__private::Param>::TYPE.len() },
        >(<__Param3 as ::pyext::__private::Param>::TYPE),
    );
    let _: <__Param4 as ::pyext::__private::Literal>::Form = 1.0;
    let _: <__Param5 as ::pyext::__private::Literal>::Form = 'x';
    let _: <__Param6 as ::pyext::__private::Absent>::Form = ::core::option::Option::None;
    let _: <__Param7 as ::pyext::__private::Literal>::Form = Color::Red;
    const _: &::pyext::__private::Text = &::pyext::__private::Text::Quoted(
        ::pyext::__private::case_name(&Color::Red, Color::Red as i64),
    );
    let _: <__Param8 as ::pyext::__private::Literal>::Form = &[1, 2];
    let _: <__Param9 as ::pyext::__private::Literal>::Form = (
        b"ab",
        ::core::option::Option::Some("x"),
    );
    const _: () = ::pyext::__private::assert_keywords(
        &::pyext::__private::render::<
            { <__Param10 as ::pyext::__private::Param>::TYPE.len() },
        >(<__Param10 as ::pyext::__private::Param>::TYPE),
    );
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
    type __Param1 = bool;
    type __Param2 = i32;
    type __Param3 = Vec<u8>;
    type __Param4 = f64;
    type __Param5 = char;
    type __Param6 = Option<u8>;
    type __Param7 = Color;
    type __Param8 = &'static [u8];
    type __Param9 = (&'static [u8], Option<String>);
    type __Param10 = BTreeMap<String, u8>;
    type __Result = ();
    type __Error = <__Result as ::pyext::__private::Ret>::Error;
    #[allow(improper_ctypes_definitions)]
    #[unsafe(export_name = ::core::concat!("#", ::core::module_path!(), "::", "all"))]
    extern "C" fn __wrapper(
        __Param0_a: <__Param0 as ::pyext::__private::Param>::A,
        __Param0_b: <__Param0 as ::pyext::__private::Param>::B,
        __Param1_a: <__Param1 as ::pyext::__private::Param>::A,
        __Param1_b: <__Param1 as ::pyext::__private::Param>::B,
        __Param2_a: <__Param2 as ::pyext::__private::Param>::A,
        __Param2_b: <__Param2 as ::pyext::__private::Param>::B,
        __Param3_a: <__Param3 as ::pyext::__private::Param>::A,
        __Param3_b: <__Param3 as ::pyext::__private::Param>::B,
        __Param4_a: <__Param4 as ::pyext::__private::Param>::A,
        __Param4_b: <__Param4 as ::pyext::__private::Param>::B,
        __Param5_a: <__Param5 as ::pyext::__private::Param>::A,
        __Param5_b: <__Param5 as ::pyext::__private::Param>::B,
        __Param6_a: <__Param6 as ::pyext::__private::Param>::A,
        __Param6_b: <__Param6 as ::pyext::__private::Param>::B,
        __Param7_a: <__Param7 as ::pyext::__private::Param>::A,
        __Param7_b: <__Param7 as ::pyext::__private::Param>::B,
        __Param8_a: <__Param8 as ::pyext::__private::Param>::A,
        __Param8_b: <__Param8 as ::pyext::__private::Param>::B,
        __Param9_a: <__Param9 as ::pyext::__private::Param>::A,
        __Param9_b: <__Param9 as ::pyext::__private::Param>::B,
        __Param10_a: <__Param10 as ::pyext::__private::Param>::A,
        __Param10_b: <__Param10 as ::pyext::__private::Param>::B,
    ) -> <__Result as ::pyext::__private::Ret>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __result = {
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
            let mut __Param3_store = <__Param3 as ::pyext::__private::Param>::load(
                __Param3_a,
                __Param3_b,
            );
            let mut __Param4_store = <__Param4 as ::pyext::__private::Param>::load(
                __Param4_a,
                __Param4_b,
            );
            let mut __Param5_store = <__Param5 as ::pyext::__private::Param>::load(
                __Param5_a,
                __Param5_b,
            );
            let mut __Param6_store = <__Param6 as ::pyext::__private::Param>::load(
                __Param6_a,
                __Param6_b,
            );
            let mut __Param7_store = <__Param7 as ::pyext::__private::Param>::load(
                __Param7_a,
                __Param7_b,
            );
            let mut __Param8_store = <__Param8 as ::pyext::__private::Param>::load(
                __Param8_a,
                __Param8_b,
            );
            let mut __Param9_store = <__Param9 as ::pyext::__private::Param>::load(
                __Param9_a,
                __Param9_b,
            );
            let mut __Param10_store = <__Param10 as ::pyext::__private::Param>::load(
                __Param10_a,
                __Param10_b,
            );
            let __result = unsafe {
                all(
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
                    <__Param3 as ::pyext::__private::Param>::get(
                        &__frame,
                        &mut __Param3_store,
                    ),
                    <__Param4 as ::pyext::__private::Param>::get(
                        &__frame,
                        &mut __Param4_store,
                    ),
                    <__Param5 as ::pyext::__private::Param>::get(
                        &__frame,
                        &mut __Param5_store,
                    ),
                    <__Param6 as ::pyext::__private::Param>::get(
                        &__frame,
                        &mut __Param6_store,
                    ),
                    <__Param7 as ::pyext::__private::Param>::get(
                        &__frame,
                        &mut __Param7_store,
                    ),
                    <__Param8 as ::pyext::__private::Param>::get(
                        &__frame,
                        &mut __Param8_store,
                    ),
                    <__Param9 as ::pyext::__private::Param>::get(
                        &__frame,
                        &mut __Param9_store,
                    ),
                    <__Param10 as ::pyext::__private::Param>::get(
                        &__frame,
                        &mut __Param10_store,
                    ),
                )
            };
            __result
        };
        ::pyext::__private::Ret::ret(__result, ::pyext::__private::raise!(__Error))
    }
    const __TEXT: ::pyext::__private::Text = ::pyext::__private::function_record! {
        symbol : ::core::concat!("#", ::core::module_path!(), "::", "all"), module :
        ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name :
        "everything", docs : ::core::concat!(), params : [("text", < __Param0 as
        ::pyext::__private::Param > ::TYPE, < __Param0 as ::pyext::__private::Param >
        ::WRITABLE, kind : "positional"), ("flag", < __Param1 as
        ::pyext::__private::Param > ::TYPE, < __Param1 as ::pyext::__private::Param >
        ::WRITABLE, kind : "positional", default : &
        ::pyext::__private::Text::Literal("true")), ("width", < __Param2 as
        ::pyext::__private::Param > ::TYPE, < __Param2 as ::pyext::__private::Param >
        ::WRITABLE, default : & ::pyext::__private::Text::Literal("-80")), ("args", <
        __Param3 as ::pyext::__private::Param > ::TYPE, < __Param3 as
        ::pyext::__private::Param > ::WRITABLE, kind : "variadic"), ("ratio", < __Param4
        as ::pyext::__private::Param > ::TYPE, < __Param4 as ::pyext::__private::Param >
        ::WRITABLE, kind : "keyword", default : &
        ::pyext::__private::Text::Literal("1.0")), ("mark", < __Param5 as
        ::pyext::__private::Param > ::TYPE, < __Param5 as ::pyext::__private::Param >
        ::WRITABLE, kind : "keyword", default : & ::pyext::__private::Text::Quoted("x")),
        ("choice", < __Param6 as ::pyext::__private::Param > ::TYPE, < __Param6 as
        ::pyext::__private::Param > ::WRITABLE, kind : "keyword", default : &
        ::pyext::__private::Text::Literal("null")), ("color", < __Param7 as
        ::pyext::__private::Param > ::TYPE, < __Param7 as ::pyext::__private::Param >
        ::WRITABLE, kind : "keyword", default : &
        ::pyext::__private::Text::Quoted(::pyext::__private::case_name(& Color::Red,
        Color::Red as i64))), ("sizes", < __Param8 as ::pyext::__private::Param > ::TYPE,
        < __Param8 as ::pyext::__private::Param > ::WRITABLE, kind : "keyword", default :
        & ::pyext::__private::Text::Join(& [& ::pyext::__private::Text::Literal("["), &
        ::pyext::__private::Text::Commas(& [& ::pyext::__private::Text::Literal("1"), &
        ::pyext::__private::Text::Literal("2")]), &
        ::pyext::__private::Text::Literal("]"),])), ("pair", < __Param9 as
        ::pyext::__private::Param > ::TYPE, < __Param9 as ::pyext::__private::Param >
        ::WRITABLE, kind : "keyword", default : & ::pyext::__private::Text::Join(& [&
        ::pyext::__private::Text::Literal("["), & ::pyext::__private::Text::Commas(& [&
        ::pyext::__private::Text::Literal("[97,98]"), &
        ::pyext::__private::Text::Quoted("x")]), &
        ::pyext::__private::Text::Literal("]"),])), ("kwargs", < __Param10 as
        ::pyext::__private::Param > ::TYPE, < __Param10 as ::pyext::__private::Param >
        ::WRITABLE, kind : "keywords")], result : < __Result as ::pyext::__private::Ret >
        ::TYPE, raises : ::pyext::__private::raises:: < __Result, _ > (&
        ::pyext::__private::raise!(__Error)),
    };
    #[used]
    #[unsafe(link_section = "pyext:record")]
    static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
        &__TEXT,
    );
};
