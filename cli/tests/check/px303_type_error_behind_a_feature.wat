;; Broken in spite of every optional feature.
(module (tag (param i32)) (func (export "f") (result i32)))
