;; Any module can be looked into.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func (param i32)))
  (import "env" "table" (table 0 funcref))
  (import "env" "global" (global i32))
  (memory 1)
  (memory 2)
)
