;; So can one that is not valid.
(module (func (result i32)))
