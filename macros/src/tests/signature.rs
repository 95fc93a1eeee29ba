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
    type __Result = ();
    let _ = all;
    let _: <bool as ::pyext::__private::Literal>::Form = true;
    let _: <i32 as ::pyext::__private::Literal>::Form = -80;
    const _: () = ::pyext::__private::assert_variadic(
        &::pyext::__private::render::<
            {
                <::pyext::__private::PassOf<
                    Vec<u8>,
                > as ::pyext::__private::Param<Vec<u8>>>::TYPE
                    .len()
            },
        >(
            <::pyext::__private::PassOf<
                Vec<u8>,
            > as ::pyext::__private::Param<Vec<u8>>>::TYPE,
        ),
    );
    let _: <f64 as ::pyext::__private::Literal>::Form = 1.0;
    let _: <char as ::pyext::__private::Literal>::Form = 'x';
    let _: <Option<u8> as ::pyext::__private::Absent>::Form = ::core::option::Option::None;
    let _: <Color as ::pyext::__private::Literal>::Form = Color::Red;
    const _: &::pyext::__private::Text = &::pyext::__private::Text::Quoted(
        ::pyext::__private::case_name(&Color::Red, Color::Red as i64),
    );
    let _: <&[u8] as ::pyext::__private::Literal>::Form = &[1, 2];
    let _: <(&[u8], Option<String>) as ::pyext::__private::Literal>::Form = (
        b"ab",
        ::core::option::Option::Some("x"),
    );
    const _: () = ::pyext::__private::assert_keywords(
        &::pyext::__private::render::<
            {
                <::pyext::__private::PassOf<
                    BTreeMap<String, u8>,
                > as ::pyext::__private::Param<BTreeMap<String, u8>>>::TYPE
                    .len()
            },
        >(
            <::pyext::__private::PassOf<
                BTreeMap<String, u8>,
            > as ::pyext::__private::Param<BTreeMap<String, u8>>>::TYPE,
        ),
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
    type __Result = ();
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
    #[allow(improper_ctypes_definitions)]
    #[cfg_attr(
        target_arch = "wasm32",
        unsafe(export_name = ::core::concat!("#", ::core::module_path!(), "::", "all"))
    )]
    extern "C" fn __wrapper(
        __param0_a: <::pyext::__private::PassOf<
            &str,
        > as ::pyext::__private::Param<&str>>::A,
        __param0_b: <::pyext::__private::PassOf<
            &str,
        > as ::pyext::__private::Param<&str>>::B,
        __param1_a: <::pyext::__private::PassOf<
            bool,
        > as ::pyext::__private::Param<bool>>::A,
        __param1_b: <::pyext::__private::PassOf<
            bool,
        > as ::pyext::__private::Param<bool>>::B,
        __param2_a: <::pyext::__private::PassOf<
            i32,
        > as ::pyext::__private::Param<i32>>::A,
        __param2_b: <::pyext::__private::PassOf<
            i32,
        > as ::pyext::__private::Param<i32>>::B,
        __param3_a: <::pyext::__private::PassOf<
            Vec<u8>,
        > as ::pyext::__private::Param<Vec<u8>>>::A,
        __param3_b: <::pyext::__private::PassOf<
            Vec<u8>,
        > as ::pyext::__private::Param<Vec<u8>>>::B,
        __param4_a: <::pyext::__private::PassOf<
            f64,
        > as ::pyext::__private::Param<f64>>::A,
        __param4_b: <::pyext::__private::PassOf<
            f64,
        > as ::pyext::__private::Param<f64>>::B,
        __param5_a: <::pyext::__private::PassOf<
            char,
        > as ::pyext::__private::Param<char>>::A,
        __param5_b: <::pyext::__private::PassOf<
            char,
        > as ::pyext::__private::Param<char>>::B,
        __param6_a: <::pyext::__private::PassOf<
            Option<u8>,
        > as ::pyext::__private::Param<Option<u8>>>::A,
        __param6_b: <::pyext::__private::PassOf<
            Option<u8>,
        > as ::pyext::__private::Param<Option<u8>>>::B,
        __param7_a: <::pyext::__private::PassOf<
            Color,
        > as ::pyext::__private::Param<Color>>::A,
        __param7_b: <::pyext::__private::PassOf<
            Color,
        > as ::pyext::__private::Param<Color>>::B,
        __param8_a: <::pyext::__private::PassOf<
            &[u8],
        > as ::pyext::__private::Param<&[u8]>>::A,
        __param8_b: <::pyext::__private::PassOf<
            &[u8],
        > as ::pyext::__private::Param<&[u8]>>::B,
        __param9_a: <::pyext::__private::PassOf<
            (&[u8], Option<String>),
        > as ::pyext::__private::Param<(&[u8], Option<String>)>>::A,
        __param9_b: <::pyext::__private::PassOf<
            (&[u8], Option<String>),
        > as ::pyext::__private::Param<(&[u8], Option<String>)>>::B,
        __param10_a: <::pyext::__private::PassOf<
            BTreeMap<String, u8>,
        > as ::pyext::__private::Param<BTreeMap<String, u8>>>::A,
        __param10_b: <::pyext::__private::PassOf<
            BTreeMap<String, u8>,
        > as ::pyext::__private::Param<BTreeMap<String, u8>>>::B,
    ) -> <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::Wasm {
        let __frame = ::pyext::__private::Frame::enter();
        let __lent = ::pyext::__private::Lent::<
            {
                ::pyext::__private::Holds::all(
                        &[
                            <::pyext::__private::PassOf<
                                Vec<u8>,
                            > as ::pyext::__private::Param<Vec<u8>>>::HOLDS,
                            <::pyext::__private::PassOf<
                                Option<u8>,
                            > as ::pyext::__private::Param<Option<u8>>>::HOLDS,
                            <::pyext::__private::PassOf<
                                Color,
                            > as ::pyext::__private::Param<Color>>::HOLDS,
                            <::pyext::__private::PassOf<
                                (&[u8], Option<String>),
                            > as ::pyext::__private::Param<
                                (&[u8], Option<String>),
                            >>::HOLDS,
                            <::pyext::__private::PassOf<
                                BTreeMap<String, u8>,
                            > as ::pyext::__private::Param<BTreeMap<String, u8>>>::HOLDS,
                        ],
                    )
                    .any()
            },
        >::enter();
        let __Result_value = {
            let mut __argument_text = <::pyext::__private::PassOf<
                &str,
            > as ::pyext::__private::Param<&str>>::load(__param0_a, __param0_b);
            let mut __argument_flag = <::pyext::__private::PassOf<
                bool,
            > as ::pyext::__private::Param<bool>>::load(__param1_a, __param1_b);
            let mut __argument_width = <::pyext::__private::PassOf<
                i32,
            > as ::pyext::__private::Param<i32>>::load(__param2_a, __param2_b);
            let mut __argument_args = <::pyext::__private::PassOf<
                Vec<u8>,
            > as ::pyext::__private::Param<Vec<u8>>>::load(__param3_a, __param3_b);
            let mut __argument_ratio = <::pyext::__private::PassOf<
                f64,
            > as ::pyext::__private::Param<f64>>::load(__param4_a, __param4_b);
            let mut __argument_mark = <::pyext::__private::PassOf<
                char,
            > as ::pyext::__private::Param<char>>::load(__param5_a, __param5_b);
            let mut __argument_choice = <::pyext::__private::PassOf<
                Option<u8>,
            > as ::pyext::__private::Param<Option<u8>>>::load(__param6_a, __param6_b);
            let mut __argument_color = <::pyext::__private::PassOf<
                Color,
            > as ::pyext::__private::Param<Color>>::load(__param7_a, __param7_b);
            let mut __argument_sizes = <::pyext::__private::PassOf<
                &[u8],
            > as ::pyext::__private::Param<&[u8]>>::load(__param8_a, __param8_b);
            let mut __argument_pair = <::pyext::__private::PassOf<
                (&[u8], Option<String>),
            > as ::pyext::__private::Param<
                (&[u8], Option<String>),
            >>::load(__param9_a, __param9_b);
            let mut __argument_kwargs = <::pyext::__private::PassOf<
                BTreeMap<String, u8>,
            > as ::pyext::__private::Param<
                BTreeMap<String, u8>,
            >>::load(__param10_a, __param10_b);
            if let ::core::result::Result::Err(reason) = unsafe {
                <::pyext::__private::PassOf<
                    Vec<u8>,
                > as ::pyext::__private::Param<Vec<u8>>>::acquire(&__argument_args)
            } {
                return ::pyext::__private::refuse(3u32, reason);
            }
            if let ::core::result::Result::Err(reason) = unsafe {
                <::pyext::__private::PassOf<
                    Option<u8>,
                > as ::pyext::__private::Param<Option<u8>>>::acquire(&__argument_choice)
            } {
                return ::pyext::__private::refuse(6u32, reason);
            }
            if let ::core::result::Result::Err(reason) = unsafe {
                <::pyext::__private::PassOf<
                    Color,
                > as ::pyext::__private::Param<Color>>::acquire(&__argument_color)
            } {
                return ::pyext::__private::refuse(7u32, reason);
            }
            if let ::core::result::Result::Err(reason) = unsafe {
                <::pyext::__private::PassOf<
                    (&[u8], Option<String>),
                > as ::pyext::__private::Param<
                    (&[u8], Option<String>),
                >>::acquire(&__argument_pair)
            } {
                return ::pyext::__private::refuse(9u32, reason);
            }
            if let ::core::result::Result::Err(reason) = unsafe {
                <::pyext::__private::PassOf<
                    BTreeMap<String, u8>,
                > as ::pyext::__private::Param<
                    BTreeMap<String, u8>,
                >>::acquire(&__argument_kwargs)
            } {
                return ::pyext::__private::refuse(10u32, reason);
            }
            let __result = unsafe {
                all(
                    <::pyext::__private::PassOf<
                        &str,
                    > as ::pyext::__private::Param<
                        &str,
                    >>::get(&__frame, &mut __argument_text),
                    <::pyext::__private::PassOf<
                        bool,
                    > as ::pyext::__private::Param<
                        bool,
                    >>::get(&__frame, &mut __argument_flag),
                    <::pyext::__private::PassOf<
                        i32,
                    > as ::pyext::__private::Param<
                        i32,
                    >>::get(&__frame, &mut __argument_width),
                    <::pyext::__private::PassOf<
                        Vec<u8>,
                    > as ::pyext::__private::Param<
                        Vec<u8>,
                    >>::get(&__frame, &mut __argument_args),
                    <::pyext::__private::PassOf<
                        f64,
                    > as ::pyext::__private::Param<
                        f64,
                    >>::get(&__frame, &mut __argument_ratio),
                    <::pyext::__private::PassOf<
                        char,
                    > as ::pyext::__private::Param<
                        char,
                    >>::get(&__frame, &mut __argument_mark),
                    <::pyext::__private::PassOf<
                        Option<u8>,
                    > as ::pyext::__private::Param<
                        Option<u8>,
                    >>::get(&__frame, &mut __argument_choice),
                    <::pyext::__private::PassOf<
                        Color,
                    > as ::pyext::__private::Param<
                        Color,
                    >>::get(&__frame, &mut __argument_color),
                    <::pyext::__private::PassOf<
                        &[u8],
                    > as ::pyext::__private::Param<
                        &[u8],
                    >>::get(&__frame, &mut __argument_sizes),
                    <::pyext::__private::PassOf<
                        (&[u8], Option<String>),
                    > as ::pyext::__private::Param<
                        (&[u8], Option<String>),
                    >>::get(&__frame, &mut __argument_pair),
                    <::pyext::__private::PassOf<
                        BTreeMap<String, u8>,
                    > as ::pyext::__private::Param<
                        BTreeMap<String, u8>,
                    >>::get(&__frame, &mut __argument_kwargs),
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
            symbol : ::core::concat!("#", ::core::module_path!(), "::", "all"), module :
            ::core::module_path!(), sdk : ::pyext::__private::SDK_VERSION, name :
            "everything", docs : ::core::concat!(), params : [("text", <
            ::pyext::__private::PassOf < & str > as ::pyext::__private::Param < & str >>
            ::TYPE, < ::pyext::__private::PassOf < & str > as ::pyext::__private::Param <
            & str >> ::WRITABLE, kind : "positional"), ("flag", <
            ::pyext::__private::PassOf < bool > as ::pyext::__private::Param < bool >>
            ::TYPE, < ::pyext::__private::PassOf < bool > as ::pyext::__private::Param <
            bool >> ::WRITABLE, kind : "positional", default : &
            ::pyext::__private::Text::Literal("true")), ("width", <
            ::pyext::__private::PassOf < i32 > as ::pyext::__private::Param < i32 >>
            ::TYPE, < ::pyext::__private::PassOf < i32 > as ::pyext::__private::Param <
            i32 >> ::WRITABLE, default : & ::pyext::__private::Text::Literal("-80")),
            ("args", < ::pyext::__private::PassOf < Vec < u8 > > as
            ::pyext::__private::Param < Vec < u8 > >> ::TYPE, <
            ::pyext::__private::PassOf < Vec < u8 > > as ::pyext::__private::Param < Vec
            < u8 > >> ::WRITABLE, kind : "variadic"), ("ratio", <
            ::pyext::__private::PassOf < f64 > as ::pyext::__private::Param < f64 >>
            ::TYPE, < ::pyext::__private::PassOf < f64 > as ::pyext::__private::Param <
            f64 >> ::WRITABLE, kind : "keyword", default : &
            ::pyext::__private::Text::Literal("1.0")), ("mark", <
            ::pyext::__private::PassOf < char > as ::pyext::__private::Param < char >>
            ::TYPE, < ::pyext::__private::PassOf < char > as ::pyext::__private::Param <
            char >> ::WRITABLE, kind : "keyword", default : &
            ::pyext::__private::Text::Quoted("x")), ("choice", <
            ::pyext::__private::PassOf < Option < u8 > > as ::pyext::__private::Param <
            Option < u8 > >> ::TYPE, < ::pyext::__private::PassOf < Option < u8 > > as
            ::pyext::__private::Param < Option < u8 > >> ::WRITABLE, kind : "keyword",
            default : & ::pyext::__private::Text::Literal("null")), ("color", <
            ::pyext::__private::PassOf < Color > as ::pyext::__private::Param < Color >>
            ::TYPE, < ::pyext::__private::PassOf < Color > as ::pyext::__private::Param <
            Color >> ::WRITABLE, kind : "keyword", default : &
            ::pyext::__private::Text::Quoted(::pyext::__private::case_name(& Color::Red,
            Color::Red as i64))), ("sizes", < ::pyext::__private::PassOf < & [u8] > as
            ::pyext::__private::Param < & [u8] >> ::TYPE, < ::pyext::__private::PassOf <
            & [u8] > as ::pyext::__private::Param < & [u8] >> ::WRITABLE, kind :
            "keyword", default : & ::pyext::__private::Text::Join(& [&
            ::pyext::__private::Text::Literal("["), & ::pyext::__private::Text::Commas(&
            [& ::pyext::__private::Text::Literal("1"), &
            ::pyext::__private::Text::Literal("2")]), &
            ::pyext::__private::Text::Literal("]"),])), ("pair", <
            ::pyext::__private::PassOf < (& [u8], Option < String >) > as
            ::pyext::__private::Param < (& [u8], Option < String >) >> ::TYPE, <
            ::pyext::__private::PassOf < (& [u8], Option < String >) > as
            ::pyext::__private::Param < (& [u8], Option < String >) >> ::WRITABLE, kind :
            "keyword", default : & ::pyext::__private::Text::Join(& [&
            ::pyext::__private::Text::Literal("["), & ::pyext::__private::Text::Commas(&
            [& ::pyext::__private::Text::Literal("[97,98]"), &
            ::pyext::__private::Text::Quoted("x")]), &
            ::pyext::__private::Text::Literal("]"),])), ("kwargs", <
            ::pyext::__private::PassOf < BTreeMap < String, u8 > > as
            ::pyext::__private::Param < BTreeMap < String, u8 > >> ::TYPE, <
            ::pyext::__private::PassOf < BTreeMap < String, u8 > > as
            ::pyext::__private::Param < BTreeMap < String, u8 > >> ::WRITABLE, kind :
            "keywords")], result : ::pyext::__private::result:: <
            ::pyext::__private::PassOf < __Result >, __Result, _ > (&
            ::pyext::__private::Raised(__ItemProbe::VALUE, (__ItemProbe::ITSELF,
            __ItemProbe::BEHIND), __ItemProbe::FLIGHT)), raises :
            ::pyext::__private::raises:: < ::pyext::__private::PassOf < __Result >,
            __Result, _ > (& ::pyext::__private::Raised(__Probe::VALUE, (__Probe::ITSELF,
            __Probe::BEHIND), __Probe::FLIGHT)),
        };
        #[unsafe(link_section = "pyext:record")]
        static __RECORD: [u8; ::pyext::__private::record_len(&__TEXT)] = ::pyext::__private::record(
            &__TEXT,
        );
    };
    #[cfg(not(target_arch = "wasm32"))]
    {
        let _ = <::pyext::__private::PassOf<
            &str,
        > as ::pyext::__private::Param<&str>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            bool,
        > as ::pyext::__private::Param<bool>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            i32,
        > as ::pyext::__private::Param<i32>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            Vec<u8>,
        > as ::pyext::__private::Param<Vec<u8>>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            f64,
        > as ::pyext::__private::Param<f64>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            char,
        > as ::pyext::__private::Param<char>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            Option<u8>,
        > as ::pyext::__private::Param<Option<u8>>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            Color,
        > as ::pyext::__private::Param<Color>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            &[u8],
        > as ::pyext::__private::Param<&[u8]>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            (&[u8], Option<String>),
        > as ::pyext::__private::Param<(&[u8], Option<String>)>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            BTreeMap<String, u8>,
        > as ::pyext::__private::Param<BTreeMap<String, u8>>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::TYPE;
    }
};
