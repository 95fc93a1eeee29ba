;; A function that gives nothing although its type promises a number.
(module (func (export "f") (result i32)))
