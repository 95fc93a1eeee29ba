;; Another format of executables.
(module binary "\7fELF\02\01\01\00")
