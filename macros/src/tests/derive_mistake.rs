::core::compile_error! {
    "PX132: `Node` cannot contain itself: its layout would have no end. Put all values in one list, and refer to others by their index"
}
impl<'a> ::pyext::__private::Value for Node<'a> {
    type Wire = ::pyext::__private::Mistaken;
}
