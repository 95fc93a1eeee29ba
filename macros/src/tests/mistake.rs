async fn later(lambda: u32) {}
::core::compile_error! {
    "PX103: an exported function cannot be `async`: a guest has no executor. Export a blocking function; Python can run it in a thread"
}
::core::compile_error! {
    "PX109: `lambda` is a keyword in Python. Rename the parameter"
}
#[allow(clippy::all, clippy::pedantic, non_camel_case_types)]
const _: () = {
    type __Result = ();
    let _ = <::pyext::__private::PassOf<u32> as ::pyext::__private::Param<u32>>::TYPE;
    let _ = <::pyext::__private::PassOf<
        __Result,
    > as ::pyext::__private::Ret<__Result>>::TYPE;
    let _ = later;
};
