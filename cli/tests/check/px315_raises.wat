;; What can fail gives the address of its outcome.
(module
  (memory (export "memory") 1)
  (global (export "pyext_v1") i32 (i32.const 16))
  (func (export "f") (result f64) (f64.const 0))
  (func (export "g"))
  (func (export "pyext_alloc") (param i32 i32) (result i32) (i32.const 0))
  (func (export "pyext_free") (param i32 i32 i32))
  (func (export "pyext_release") (param i32))
  (data (i32.const 16) "\20\00\00\00\00\00\00\00\40\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
  (@custom "pyext" "{\"abi\":1,\"sdk\":\"0.1.0\",\"name\":\"demo\",\"version\":\"1.0.0\",\"types\":[{\"name\":\"Fault\",\"kind\":\"error\",\"base\":\"ValueError\",\"fields\":[{\"name\":\"at\",\"type\":\"u32\"}]}],\"functions\":[{\"name\":\"f\",\"params\":[],\"result\":\"f64\",\"raises\":{\"named\":\"Fault\"}},{\"name\":\"g\",\"params\":[],\"raises\":\"unit\"}]}")
)
