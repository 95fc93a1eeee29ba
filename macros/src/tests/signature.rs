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
    type __Param0_Pass = ::pyext::__private::PassOf<__Param0>;
    type __Param1 = bool;
    type __Param1_Pass = ::pyext::__private::PassOf<__Param1>;
    type __Param2 = i32;
    type __Param2_Pass = ::pyext::__private::PassOf<__Param2>;
    type __Param3 = Vec<u8>;
    type __Param3_Pass = ::pyext::__private::PassOf<__Param3>;
    type __Param4 = f64;
    type __Param4_Pass = ::pyext::__private::PassOf<__Param4>;
    type __Param5 = char;
    type __Param5_Pass = ::pyext::__private::PassOf<__Param5>;
    type __Param6 = Option<u8>;
    type __Param6_Pass = ::pyext::__private::PassOf<__Param6>;
    type __Param7 = Color;
    type __Param7_Pass = ::pyext::__private::PassOf<__Param7>;
    type __Param8 = &'static [u8];
    type __Param8_Pass = ::pyext::__private::PassOf<__Param8>;
    type __Param9 = (&'static [u8], Option<String>);
    type __Param9_Pass = ::pyext::__private::PassOf<__Param9>;
    type __Param10 = BTreeMap<String, u8>;
    type __Param10_Pass = ::pyext::__private::PassOf<__Param10>;
    type __Result = ();
    type __Result_Pass = ::pyext::__private::PassOf<__Result>;
    let _ = all;
    let _: <__Param1 as ::pyext::__private::Literal>::Form = true;
    let _: <__Param2 as ::pyext::__private::Literal>::Form = -80;
    const _: () = ::pyext::__private::assert_variadic(
        &::pyext::__private::render::<
            { <__Param3_Pass as ::pyext::__private::Param<__Param3>>::TYPE.len() },
        >(<__Param3_Pass as ::pyext::__private::Param<__Param3>>::TYPE),
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
            { <__Param10_Pass as ::pyext::__private::Param<__Param10>>::TYPE.len() },
        >(<__Param10_Pass as ::pyext::__private::Param<__Param10>>::TYPE),
    );
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
    type __Param0 = &'static str;
    type __Param0_Pass = ::pyext::__private::PassOf<__Param0>;
    type __Param1 = bool;
    type __Param1_Pass = ::pyext::__private::PassOf<__Param1>;
    type __Param2 = i32;
    type __Param2_Pass = ::pyext::__private::PassOf<__Param2>;
    type __Param3 = Vec<u8>;
    type __Param3_Pass = ::pyext::__private::PassOf<__Param3>;
    type __Param4 = f64;
    type __Param4_Pass = ::pyext::__private::PassOf<__Param4>;
    type __Param5 = char;
    type __Param5_Pass = ::pyext::__private::PassOf<__Param5>;
    type __Param6 = Option<u8>;
    type __Param6_Pass = ::pyext::__private::PassOf<__Param6>;
    type __Param7 = Color;
    type __Param7_Pass = ::pyext::__private::PassOf<__Param7>;
    type __Param8 = &'static [u8];
    type __Param8_Pass = ::pyext::__private::PassOf<__Param8>;
    type __Param9 = (&'static [u8], Option<String>);
    type __Param9_Pass = ::pyext::__private::PassOf<__Param9>;
    type __Param10 = BTreeMap<String, u8>;
    type __Param10_Pass = ::pyext::__private::PassOf<__Param10>;
    type __Result = ();
    type __Result_Pass = ::pyext::__private::PassOf<__Result>;
    use ::pyext::__private::Otherwise as _;
    type __Probe = ::pyext::__private::Probe<
        <__Result_Pass as ::pyext::__private::Ret<__Result>>::Error,
    >;
    #[allow(improper_ctypes_definitions)]
    #[cfg_attr(
        target_arch = "wasm32",
        unsafe(export_name = ::core::concat!("#", ::core::module_path!(), "::", "all"))
    )]
    extern "C" fn __wrapper(
        __Param0_a: <__Param0_Pass as ::pyext::__private::Param<__Param0>>::A,
        __Param0_b: <__Param0_Pass as ::pyext::__private::Param<__Param0>>::B,
        __Param1_a: <__Param1_Pass as ::pyext::__private::Param<__Param1>>::A,
        __Param1_b: <__Param1_Pass as ::pyext::__private::Param<__Param1>>::B,
        __Param2_a: <__Param2_Pass as ::pyext::__private::Param<__Param2>>::A,
        __Param2_b: <__Param2_Pass as ::pyext::__private::Param<__Param2>>::B,
        __Param3_a: <__Param3_Pass as ::pyext::__private::Param<__Param3>>::A,
        __Param3_b: <__Param3_Pass as ::pyext::__private::Param<__Param3>>::B,
        __Param4_a: <__Param4_Pass as ::pyext::__private::Param<__Param4>>::A,
        __Param4_b: <__Param4_Pass as ::pyext::__private::Param<__Param4>>::B,
        __Param5_a: <__Param5_Pass as ::pyext::__private::Param<__Param5>>::A,
        __Param5_b: <__Param5_Pass as ::pyext::__private::Param<__Param5>>::B,
        __Param6_a: <__Param6_Pass as ::pyext::__private::Param<__Param6>>::A,
        __Param6_b: <__Param6_Pass as ::pyext::__private::Param<__Param6>>::B,
        __Param7_a: <__Param7_Pass as ::pyext::__private::Param<__Param7>>::A,
        __Param7_b: <__Param7_Pass as ::pyext::__private::Param<__Param7>>::B,
        __Param8_a: <__Param8_Pass as ::pyext::__private::Param<__Param8>>::A,
        __Param8_b: <__Param8_Pass as ::pyext::__private::Param<__Param8>>::B,
        __Param9_a: <__Param9_Pass as ::pyext::__private::Param<__Param9>>::A,
        __Param9_b: <__Param9_Pass as ::pyext::__private::Param<__Param9>>::B,
        __Param10_a: <__Param10_Pass as ::pyext::__private::Param<__Param10>>::A,
        __Param10_b: <__Param10_Pass as ::pyext::__private::Param<__Param10>>::B,
    ) -> <__Result_Pass as ::pyext::__private::Ret<__Result>>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __result = {
            let mut __argument_text = <__Param0_Pass as ::pyext::__private::Param<
                __Param0,
            >>::load(__Param0_a, __Param0_b);
            let mut __argument_flag = <__Param1_Pass as ::pyext::__private::Param<
                __Param1,
            >>::load(__Param1_a, __Param1_b);
            let mut __argument_width = <__Param2_Pass as ::pyext::__private::Param<
                __Param2,
            >>::load(__Param2_a, __Param2_b);
            let mut __argument_args = <__Param3_Pass as ::pyext::__private::Param<
                __Param3,
            >>::load(__Param3_a, __Param3_b);
            let mut __argument_ratio = <__Param4_Pass as ::pyext::__private::Param<
                __Param4,
            >>::load(__Param4_a, __Param4_b);
            let mut __argument_mark = <__Param5_Pass as ::pyext::__private::Param<
                __Param5,
            >>::load(__Param5_a, __Param5_b);
            let mut __argument_choice = <__Param6_Pass as ::pyext::__private::Param<
                __Param6,
            >>::load(__Param6_a, __Param6_b);
            let mut __argument_color = <__Param7_Pass as ::pyext::__private::Param<
                __Param7,
            >>::load(__Param7_a, __Param7_b);
            let mut __argument_sizes = <__Param8_Pass as ::pyext::__private::Param<
                __Param8,
            >>::load(__Param8_a, __Param8_b);
            let mut __argument_pair = <__Param9_Pass as ::pyext::__private::Param<
                __Param9,
            >>::load(__Param9_a, __Param9_b);
            let mut __argument_kwargs = <__Param10_Pass as ::pyext::__private::Param<
                __Param10,
            >>::load(__Param10_a, __Param10_b);
            let __result = unsafe {
                all(
                    <__Param0_Pass as ::pyext::__private::Param<
                        __Param0,
                    >>::get(&__frame, &mut __argument_text),
                    <__Param1_Pass as ::pyext::__private::Param<
                        __Param1,
                    >>::get(&__frame, &mut __argument_flag),
                    <__Param2_Pass as ::pyext::__private::Param<
                        __Param2,
                    >>::get(&__frame, &mut __argument_width),
                    <__Param3_Pass as ::pyext::__private::Param<
                        __Param3,
                    >>::get(&__frame, &mut __argument_args),
                    <__Param4_Pass as ::pyext::__private::Param<
                        __Param4,
                    >>::get(&__frame, &mut __argument_ratio),
                    <__Param5_Pass as ::pyext::__private::Param<
                        __Param5,
                    >>::get(&__frame, &mut __argument_mark),
                    <__Param6_Pass as ::pyext::__private::Param<
                        __Param6,
                    >>::get(&__frame, &mut __argument_choice),
                    <__Param7_Pass as ::pyext::__private::Param<
                        __Param7,
                    >>::get(&__frame, &mut __argument_color),
                    <__Param8_Pass as ::pyext::__private::Param<
                        __Param8,
                    >>::get(&__frame, &mut __argument_sizes),
                    <__Param9_Pass as ::pyext::__private::Param<
                        __Param9,
                    >>::get(&__frame, &mut __argument_pair),
                    <__Param10_Pass as ::pyext::__private::Param<
                        __Param10,
                    >>::get(&__frame, &mut __argument_kwargs),
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
            symbol : ::core::concat!("#", ::core::module_path!(), "::", "all"), module :
            ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name :
            "everything", docs : ::core::concat!(), params : [("text", < __Param0_Pass as
            ::pyext::__private::Param < __Param0 >> ::TYPE, < __Param0_Pass as
            ::pyext::__private::Param < __Param0 >> ::WRITABLE, kind : "positional"),
            ("flag", < __Param1_Pass as ::pyext::__private::Param < __Param1 >> ::TYPE, <
            __Param1_Pass as ::pyext::__private::Param < __Param1 >> ::WRITABLE, kind :
            "positional", default : & ::pyext::__private::Text::Literal("true")),
            ("width", < __Param2_Pass as ::pyext::__private::Param < __Param2 >> ::TYPE,
            < __Param2_Pass as ::pyext::__private::Param < __Param2 >> ::WRITABLE,
            default : & ::pyext::__private::Text::Literal("-80")), ("args", <
            __Param3_Pass as ::pyext::__private::Param < __Param3 >> ::TYPE, <
            __Param3_Pass as ::pyext::__private::Param < __Param3 >> ::WRITABLE, kind :
            "variadic"), ("ratio", < __Param4_Pass as ::pyext::__private::Param <
            __Param4 >> ::TYPE, < __Param4_Pass as ::pyext::__private::Param < __Param4
            >> ::WRITABLE, kind : "keyword", default : &
            ::pyext::__private::Text::Literal("1.0")), ("mark", < __Param5_Pass as
            ::pyext::__private::Param < __Param5 >> ::TYPE, < __Param5_Pass as
            ::pyext::__private::Param < __Param5 >> ::WRITABLE, kind : "keyword", default
            : & ::pyext::__private::Text::Quoted("x")), ("choice", < __Param6_Pass as
            ::pyext::__private::Param < __Param6 >> ::TYPE, < __Param6_Pass as
            ::pyext::__private::Param < __Param6 >> ::WRITABLE, kind : "keyword", default
            : & ::pyext::__private::Text::Literal("null")), ("color", < __Param7_Pass as
            ::pyext::__private::Param < __Param7 >> ::TYPE, < __Param7_Pass as
            ::pyext::__private::Param < __Param7 >> ::WRITABLE, kind : "keyword", default
            : & ::pyext::__private::Text::Quoted(::pyext::__private::case_name(&
            Color::Red, Color::Red as i64))), ("sizes", < __Param8_Pass as
            ::pyext::__private::Param < __Param8 >> ::TYPE, < __Param8_Pass as
            ::pyext::__private::Param < __Param8 >> ::WRITABLE, kind : "keyword", default
            : & ::pyext::__private::Text::Join(& [&
            ::pyext::__private::Text::Literal("["), & ::pyext::__private::Text::Commas(&
            [& ::pyext::__private::Text::Literal("1"), &
            ::pyext::__private::Text::Literal("2")]), &
            ::pyext::__private::Text::Literal("]"),])), ("pair", < __Param9_Pass as
            ::pyext::__private::Param < __Param9 >> ::TYPE, < __Param9_Pass as
            ::pyext::__private::Param < __Param9 >> ::WRITABLE, kind : "keyword", default
            : & ::pyext::__private::Text::Join(& [&
            ::pyext::__private::Text::Literal("["), & ::pyext::__private::Text::Commas(&
            [& ::pyext::__private::Text::Literal("[97,98]"), &
            ::pyext::__private::Text::Quoted("x")]), &
            ::pyext::__private::Text::Literal("]"),])), ("kwargs", < __Param10_Pass as
            ::pyext::__private::Param < __Param10 >> ::TYPE, < __Param10_Pass as
            ::pyext::__private::Param < __Param10 >> ::WRITABLE, kind : "keywords")],
            result : < __Result_Pass as ::pyext::__private::Ret < __Result >> ::TYPE,
            raises : ::pyext::__private::raises:: < __Result_Pass, __Result, _ > (&
            ::pyext::__private::Raised(__Probe::VALUE, (__Probe::ITSELF,
            __Probe::BEHIND))),
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
        let _ = <__Param1_Pass as ::pyext::__private::Param<__Param1>>::TYPE;
        let _ = <__Param2_Pass as ::pyext::__private::Param<__Param2>>::TYPE;
        let _ = <__Param3_Pass as ::pyext::__private::Param<__Param3>>::TYPE;
        let _ = <__Param4_Pass as ::pyext::__private::Param<__Param4>>::TYPE;
        let _ = <__Param5_Pass as ::pyext::__private::Param<__Param5>>::TYPE;
        let _ = <__Param6_Pass as ::pyext::__private::Param<__Param6>>::TYPE;
        let _ = <__Param7_Pass as ::pyext::__private::Param<__Param7>>::TYPE;
        let _ = <__Param8_Pass as ::pyext::__private::Param<__Param8>>::TYPE;
        let _ = <__Param9_Pass as ::pyext::__private::Param<__Param9>>::TYPE;
        let _ = <__Param10_Pass as ::pyext::__private::Param<__Param10>>::TYPE;
        let _ = <__Result_Pass as ::pyext::__private::Ret<__Result>>::TYPE;
    }
};
