//! Nothing to build: cargo accepts `links` only with a build script.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
}
