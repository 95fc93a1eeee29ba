//! `cargo pyext inspect`: what a `.wasm` offers and holds, for people and for programs.
