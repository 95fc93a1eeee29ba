;; An enum is no i64, flags are no address.
(module
  (memory (export "memory") 1)
  (global (export "pyext_v1") i32 (i32.const 16))
  (func (export "color") (param i64) (result i32) (i32.const 0))
  (func (export "mode") (param i32 i32) (result i64) (i64.const 0))
  (data (i32.const 16) "\20\00\00\00\00\00\00\00\40\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
  (@custom "pyext" "{\"abi\":1,\"sdk\":\"0.1.0\",\"name\":\"demo\",\"version\":\"1.0.0\",\"types\":[{\"name\":\"Color\",\"kind\":\"enum\",\"cases\":[{\"name\":\"RED\",\"value\":3},{\"name\":\"BLUE\",\"value\":7}]},{\"name\":\"Mode\",\"kind\":\"flags\",\"flags\":[{\"name\":\"READ\"},{\"name\":\"WRITE\"}]}],\"functions\":[{\"name\":\"color\",\"params\":[{\"name\":\"color\",\"type\":{\"named\":\"Color\"}}],\"result\":{\"named\":\"Color\"}},{\"name\":\"mode\",\"params\":[{\"name\":\"mode\",\"type\":{\"named\":\"Mode\"}}],\"result\":{\"named\":\"Mode\"}}]}")
)
