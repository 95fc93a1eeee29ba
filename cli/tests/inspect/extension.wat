;; An extension: signatures, documentation, a memory with a limit.
(module
  (memory (export "memory") 17 256)
  (func (export "find") (param i32 i32 i64) (result i32) (i32.const 0))
  (func (export "scale") (param i32 i32 f64))
  (data (i32.const 1024) "data")
  (@custom "pyext" "{\"abi\":1,\"sdk\":\"0.1.0\",\"name\":\"demo\",\"version\":\"1.0.0\",\"functions\":[{\"name\":\"find\",\"docs\":\"Finds a number.\\n\\nGives its place.\",\"params\":[{\"name\":\"numbers\",\"type\":{\"list\":\"s64\"}},{\"name\":\"wanted\",\"type\":\"s64\"}],\"result\":{\"option\":\"u32\"}},{\"name\":\"scale\",\"params\":[{\"name\":\"values\",\"type\":{\"list\":\"f64\"},\"writable\":true},{\"name\":\"factor\",\"type\":\"f64\"}]}]}")
)
