;; A class of a case has the name of a function.
(module
  (memory (export "memory") 1)
  (global (export "pyext_v1") i32 (i32.const 16))
  (func (export "ShapeCircle"))
  (data (i32.const 16) "\20\00\00\00\00\00\00\00\40\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
  (@custom "pyext" "{\"abi\":1,\"sdk\":\"0.1.0\",\"name\":\"demo\",\"version\":\"1.0.0\",\"types\":[{\"name\":\"Shape\",\"kind\":\"variant\",\"cases\":[{\"name\":\"Circle\",\"class\":\"ShapeCircle\",\"fields\":[{\"name\":\"r\",\"type\":\"f64\"}]}]}],\"functions\":[{\"name\":\"ShapeCircle\",\"params\":[]}]}")
)
