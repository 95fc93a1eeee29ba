;; A component: its names are as hostile as those of modules, and the extension in it is shown.
(component
  (import "log"  (func))
  (core module)
  (core module
    (@custom "pyext" "{\"abi\":1,\"sdk\":\"0.1.0\",\"name\":\"demo\",\"version\":\"1.0.0\",\"functions\":[{\"name\":\"add\",\"params\":[{\"name\":\"a\",\"type\":\"u32\"},{\"name\":\"b\",\"type\":\"u32\"}],\"result\":\"u32\"}]}"))
  (type (component))
  (export "plugin" (type 0)))
