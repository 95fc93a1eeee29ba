;; Escape sequences, bidirectional overrides and hidden characters in every text that a module has.
(module
  (import "\1b[2Jenv`" "\e2\80\aename" (func))
  (import "env" "\c2\9b1m" (memory 1))
  (@custom "\1b[31msection\0a" "")
  (@custom "pyext" "{\"abi\":1,\"sdk\":\"0.1.0\\u001b]0;title\\u0007\",\"name\":\"demo\",\"version\":\"1\\u202e0\\n2\",\"functions\":[{\"name\":\"f\",\"docs\":\"red \\u001b[31m and \\u202eright to left\\u2066 and\\rback\\n\\t\\u200bhidden\\u2028line\",\"params\":[]}]}")
)
