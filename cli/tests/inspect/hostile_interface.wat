;; An interface that is refused; the reason quotes it.
(module
  (@custom "pyext" "{\"abi\":1,\"sdk\":\"\",\"name\":\"\\u001b[31m\\u202e\",\"functions\":[]}")
)
