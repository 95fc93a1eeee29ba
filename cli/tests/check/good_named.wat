;; Types with names, in a submodule too; an error; a dictionary.
(module
  (memory (export "memory") 1)
  (global (export "pyext_v1") i32 (i32.const 16))
  (func (export "f") (param i32 i32) (result i32) (i32.const 0))
  (func (export "geometry.g") (param i32 i32 i32) (result i32) (i32.const 0))
  (func (export "pyext_alloc") (param i32 i32) (result i32) (i32.const 0))
  (func (export "pyext_free") (param i32 i32 i32))
  (func (export "pyext_release") (param i32))
  (data (i32.const 16) "\20\00\00\00\00\00\00\00\40\00\00\00\00\01\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00\00")
  (@custom "pyext" "{\"abi\":1,\"sdk\":\"0.1.0\",\"name\":\"demo\",\"version\":\"1.0.0\",\"modules\":[{\"name\":\"geometry\"}],\"types\":[{\"name\":\"Color\",\"kind\":\"enum\",\"cases\":[{\"name\":\"RED\",\"value\":3},{\"name\":\"BLUE\",\"value\":7}]},{\"name\":\"Fault\",\"kind\":\"error\",\"base\":\"ValueError\",\"fields\":[{\"name\":\"at\",\"type\":\"u32\"}]},{\"name\":\"Mode\",\"kind\":\"flags\",\"flags\":[{\"name\":\"READ\"},{\"name\":\"WRITE\"}]},{\"name\":\"geometry.Point\",\"kind\":\"record\",\"fields\":[{\"name\":\"x\",\"type\":\"f64\"}]}],\"functions\":[{\"name\":\"f\",\"params\":[{\"name\":\"color\",\"type\":{\"named\":\"Color\"},\"default\":\"RED\"},{\"name\":\"mode\",\"type\":{\"named\":\"Mode\"},\"kind\":\"keyword\"}],\"result\":{\"named\":\"Color\"}},{\"name\":\"geometry.g\",\"params\":[{\"name\":\"point\",\"type\":{\"named\":\"geometry.Point\"}},{\"name\":\"more\",\"type\":{\"map\":[\"string\",{\"named\":\"geometry.Point\"}]},\"kind\":\"keywords\"}],\"result\":{\"named\":\"Mode\"},\"raises\":{\"named\":\"Fault\"}}]}")
)
