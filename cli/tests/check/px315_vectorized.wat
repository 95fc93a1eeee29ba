;; What runs on arrays takes no number of items.
(module
  (memory (export "memory") 1)
  (global (export "pyext_v1") i32 (i32.const 16))
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "[vectorized]add") (param i32 i32 i32 i32 i32))
  (data (i32.const 16) "\20\00\00\00\00\00\00\00\40\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
  (@custom "pyext" "{\"abi\":1,\"sdk\":\"0.1.0\",\"name\":\"demo\",\"version\":\"1.0.0\",\"functions\":[{\"name\":\"add\",\"params\":[{\"name\":\"a\",\"type\":\"u32\"},{\"name\":\"b\",\"type\":\"u32\"}],\"result\":\"u32\",\"vectorize\":true}]}")
)
