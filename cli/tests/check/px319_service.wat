;; Services that the ABI does not define.
(module
  (import "pyext:sdk/file" "open" (func (param i32) (result i32)))
  (import "pyext:other" "f" (func))
  (import "pyext:\1b[31m" "\e2\80\ae" (func))
  (memory (export "memory") 1)
  (global (export "pyext_v1") i32 (i32.const 16))
  (data (i32.const 16) "\20\00\00\00\00\00\00\00\40\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
  (@custom "pyext" "{\"abi\":1,\"sdk\":\"0.1.0\",\"name\":\"demo\",\"version\":\"1.0.0\",\"functions\":[]}")
)
