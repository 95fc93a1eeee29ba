async fn later(lambda: u32) {}
::core::compile_error! {
    "PX103: an exported function cannot be `async`: a guest has no executor. Export a blocking function; Python can run it in a thread"
}
::core::compile_error! {
    "PX109: `lambda` is a keyword in Python. Rename the parameter"
}
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Param0 = u32;
    type __Param0_Pass = ::pyext::__private::PassOf<__Param0>;
    type __Result = ();
    type __Result_Pass = ::pyext::__private::PassOf<__Result>;
    let _ = <__Param0_Pass as ::pyext::__private::Param<__Param0>>::TYPE;
    let _ = <__Result_Pass as ::pyext::__private::Ret<__Result>>::TYPE;
    let _ = later;
};
