;; Stripped, or no extension at all.
(module
  (memory (export "memory") 1)
  (global (export "pyext_v1") i32 (i32.const 16))
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (data (i32.const 16) "\20\00\00\00\00\00\00\00\40\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
)
