::core::compile_error! {
    "PX132: `Node` cannot contain itself: its layout would have no end. Put all values in one list, and refer to others by their index"
}
impl<'a> ::pyext::__private::Value for Node<'a> {
    type Wire = ::pyext::__private::Mistaken;
}
unsafe impl<'a> ::pyext::__private::Lifts<Node<'a>> for ::pyext::__private::Mistaken {
    type Out<'__s> = Node<'__s>;
    unsafe fn lift<'__s>(
        _: &'__s ::pyext::__private::Frame,
        _: usize,
    ) -> Self::Out<'__s> {
        ::pyext::__private::invalid()
    }
}
