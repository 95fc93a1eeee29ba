/// Counts.
impl Counter {
    pub fn new(start: u32) -> Self {
        Counter(start)
    }
    #[cfg(feature = "values")]
    pub fn value(&self) -> u32 {
        self.0
    }
    #[cfg_attr(feature = "python", doc = "Sets it.")]
    pub fn set(&mut self, value: u32) {
        self.0 = value;
    }
    pub fn __eq__(&self, other: &Self) -> bool {
        self.0 == other.0
    }
    const STAYS: u32 = 1;
}
::core::compile_error! {
    "PX144: the property `value` can be set and not read. Add a `#[getter]`, or make this a method"
}
#[allow(clippy::all, clippy::pedantic, dead_code, deprecated)]
const _: () = {
    impl ::pyext::__private::Value for Counter {
        type Wire = ::pyext::__private::Object<Counter>;
    }
    impl ::pyext::__private::Class for Counter {
        const DEFINITION: &'static ::pyext::__private::Text = {
            const TEXT: ::pyext::__private::Text = ::pyext::__private::definition! {
                name : "Counter", docs : ::core::concat!("Counts."), path :
                ::core::module_path!(), args : [], class {}
            };
            const BYTES: [u8; TEXT.len()] = ::pyext::__private::render(&TEXT);
            &::pyext::__private::Text::Rendered(&BYTES)
        };
    }
};
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Result = Counter;
    let _ = <::pyext::__private::PassOf<u32> as ::pyext::__private::Param<u32>>::TYPE;
    let _ = <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::TYPE;
    let _ = <Counter>::new;
    const _: () = ::pyext::__private::assert_constructs(
        &::pyext::__private::render::<
            {
                <::pyext::__private::PassOf<
                    __Result,
                > as ::pyext::__private::Ret<__Result>>::TYPE
                    .len()
            },
        >(
            <::pyext::__private::PassOf<
                __Result,
            > as ::pyext::__private::Ret<__Result>>::TYPE,
        ),
        &::pyext::__private::render::<
            { <Counter as ::pyext::__private::Describe>::TYPE.len() },
        >(<Counter as ::pyext::__private::Describe>::TYPE),
    );
};
#[cfg(feature = "values")]
const _: () = {
    #[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
    const _: () = {
        type __Result = u32;
        let _ = <::pyext::__private::PassOf<
            &Counter,
        > as ::pyext::__private::Param<&Counter>>::TYPE;
        let _ = <::pyext::__private::PassOf<
            __Result,
        > as ::pyext::__private::Ret<__Result>>::TYPE;
        let _ = <Counter>::value;
    };
};
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Result = ();
    let _ = <::pyext::__private::PassOf<
        &mut Counter,
    > as ::pyext::__private::Param<&mut Counter>>::TYPE;
    let _ = <::pyext::__private::PassOf<u32> as ::pyext::__private::Param<u32>>::TYPE;
    let _ = <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::TYPE;
    let _ = <Counter>::set;
    ::pyext::__private::require_wipe!();
    const _: () = ::pyext::__private::assert_result(
        ::pyext::__private::Wanted::Unit,
        &::pyext::__private::render::<
            {
                <::pyext::__private::PassOf<
                    __Result,
                > as ::pyext::__private::Ret<__Result>>::TYPE
                    .len()
            },
        >(
            <::pyext::__private::PassOf<
                __Result,
            > as ::pyext::__private::Ret<__Result>>::TYPE,
        ),
    );
};
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Result = bool;
    let _ = <::pyext::__private::PassOf<
        &Counter,
    > as ::pyext::__private::Param<&Counter>>::TYPE;
    let _ = <::pyext::__private::PassOf<
        &Counter,
    > as ::pyext::__private::Param<&Counter>>::TYPE;
    let _ = <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::TYPE;
    let _ = <Counter>::__eq__;
    const _: () = ::pyext::__private::assert_result(
        ::pyext::__private::Wanted::Bool,
        &::pyext::__private::render::<
            {
                <::pyext::__private::PassOf<
                    __Result,
                > as ::pyext::__private::Ret<__Result>>::TYPE
                    .len()
            },
        >(
            <::pyext::__private::PassOf<
                __Result,
            > as ::pyext::__private::Ret<__Result>>::TYPE,
        ),
    );
};
