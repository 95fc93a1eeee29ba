;; A component that exports what there is not.
(component
  (export "plugin" (func 7)))
