;; An import of another type than the interface says.
(module
  (import "pyext:host/Store" "find" (func (param i64) (result i32)))
  (memory (export "memory") 1)
  (global (export "pyext_v1") i32 (i32.const 16))
  (func (export "pyext_alloc") (param i32 i32) (result i32) (i32.const 0))
  (func (export "pyext_free") (param i32 i32 i32))
  (data (i32.const 16) "\20\00\00\00\00\00\00\00\40\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
  (@custom "pyext" "{\"abi\":1,\"sdk\":\"0.1.0\",\"name\":\"demo\",\"version\":\"1.0.0\",\"imports\":[{\"name\":\"Store\",\"functions\":[{\"name\":\"find\",\"params\":[{\"name\":\"key\",\"type\":\"u32\"}],\"result\":\"u32\"},{\"name\":\"put\",\"params\":[{\"name\":\"key\",\"type\":\"string\"}],\"raises\":\"unit\"}]}],\"functions\":[]}")
)
