//! What cargo's failures mean, and what mends the ones that extensions run into. cargo's own words have been shown already.

use cargo_metadata::diagnostic::Diagnostic;
use cargo_metadata::{Dependency, Package};

use super::graph::{Graph, arrows};
use super::toolchain::{TARGET, no_target};
use crate::build::link;
use crate::check::imports::{self, Need};
use crate::error::Error;
use crate::escape;
use crate::scaffold::sdk;

/// The error for a failed `cargo metadata`.
pub fn metadata_failed(said: &str) -> Error {
    if said.contains("links to the native library `pyext`") {
        return two_sdks();
    }
    let error =
        Error::new("PX203", "cargo cannot read this project").reason("cargo says why above");
    if said.contains("could not find `Cargo.toml`") {
        return error
            .mend("run it in the folder of an extension, or make one: cargo pyext new NAME");
    }
    if said.contains("was passed to prevent this") {
        return error.mend("let cargo bring Cargo.lock up to date: run it without `--locked` and `--frozen`, or cargo update --workspace");
    }
    error.mend("correct what it names; cargo alone says the same: cargo metadata")
}

/// The error for a failed build.
pub fn build_failed(diagnostics: &[Diagnostic], graph: &Graph<'_>) -> Error {
    let texts: Vec<String> = diagnostics.iter().map(full_text).collect();
    // The SDK has one, so nothing of the SDK is linked. Without it an allocator can be missing too.
    if texts
        .iter()
        .any(|t| t.contains("`#[panic_handler]` function required"))
    {
        return nothing(graph);
    }
    let recognised = diagnostics.iter().zip(texts).find_map(|(d, text)| {
        let code = d.code.as_ref().map_or("", |c| c.code.as_str());
        match code {
            "E0152" => Some(match of_a_crate(&text, graph) {
                Some(path) => own_panic_handler(&path, graph),
                None => two_panic_handlers(&text, graph),
            }),
            "E0463"
                if text.contains(TARGET)
                    || text.contains("can't find crate for `core`")
                    || text.contains("can't find crate for `std`") =>
            {
                Some(no_target())
            }
            "E0514" => Some(other_compiler()),
            "E0592" if text.contains("PX151") => Some(two_blocks(graph)),
            // A description of a type that needs itself; cycles of other kinds are rustc's to explain.
            "E0391" if text.contains("::TYPE`") || text.contains("::LAYOUT`") => {
                Some(endless_types(graph))
            }
            _ => by_text(&text, graph),
        }
    });
    recognised.unwrap_or_else(|| {
        let error = Error::new(
            "PX206",
            format!("cargo could not build `{}`", graph.root().name),
        )
        .place(&graph.root().manifest_path);
        // What a build script says reaches the terminal only; without a mistake in Rust it is the likely cause.
        match imports::c_library(graph).filter(|_| diagnostics.is_empty()) {
            Some(path) => error
                .reason(format!("cargo says why above; perhaps C code that cannot be compiled for wasm32\nhere: {path}"))
                .mend("use a crate without C code, or switch off the feature that needs it"),
            None => error
                .reason("cargo says why above")
                .mend("correct what it names"),
        }
    })
}

/// PX212: nothing is exported; with the feature of the package that switches the SDK on, if that is off, or the line that
/// makes it depend on the SDK.
pub fn nothing(graph: &Graph<'_>) -> Error {
    let root = graph.root();
    let error = link::nothing(&root.name);
    if root.dependencies.iter().all(|d| d.name != "pyext") {
        return error
            .place(&root.manifest_path)
            .reason("it does not depend on the `pyext` crate")
            .mend(sdk::lines(None, ""));
    }
    match graph.feature_of("pyext") {
        Some(feature) => error
            .reason(format!(
                "the feature `{feature}`, which brings in `pyext`, is off"
            ))
            .mend(format!("cargo pyext build --features {feature}")),
        None => error,
    }
}

fn by_text(text: &str, graph: &Graph<'_>) -> Option<Error> {
    let any = |words: &[&str]| words.iter().any(|w| text.contains(w));
    if text.contains("no global memory allocator found") {
        return Some(no_allocator(graph));
    }
    if text.contains("conflicts with global allocator in: pyext")
        || text.contains("`#[global_allocator]` in pyext conflicts")
    {
        return Some(two_allocators(graph));
    }
    if any(&[
        "crate `std`",
        "cannot find macro `println`",
        "cannot find macro `eprintln`",
        "cannot find macro `dbg`",
    ]) && !uses_std(graph)
    {
        return Some(no_std(graph));
    }
    let symbols = undefined_symbols(text);
    if symbols.iter().any(|s| s.contains("getrandom")) {
        return Some(no_randomness(graph));
    }
    if !symbols.is_empty() {
        return Some(undefined(&symbols, graph));
    }
    if any(&[
        "linker `rust-lld` not found",
        "linker `wasm-ld` not found",
        "linker `lld` not found",
    ]) {
        return Some(no_linker());
    }
    if text.contains("links to the native library `pyext`") {
        return Some(two_sdks());
    }
    // What all versions of getrandom say in their compile_error!, and what uuid says.
    if text.contains("https://docs.rs/getrandom")
        || (text.contains("specify a source of randomness") && text.contains("uuid"))
    {
        return Some(no_randomness(graph));
    }
    None
}

/// The message with its notes.
fn full_text(diagnostic: &Diagnostic) -> String {
    let notes = diagnostic.children.iter().map(|c| c.message.as_str());
    std::iter::once(diagnostic.message.as_str())
        .chain(notes)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether the extension is set up for std.
fn uses_std(graph: &Graph<'_>) -> bool {
    let dependencies = &graph.root().dependencies;
    let sdk = dependencies.iter().find(|d| d.name == "pyext");
    sdk.is_some_and(|d| d.features.iter().any(|f| f == "std"))
}

/// The code names std, and the extension has none. Native tests have it, so they pass.
fn no_std(graph: &Graph<'_>) -> Error {
    let root = graph.root();
    Error::new("PX227", format!("`{}` uses std, and is a no_std extension", root.name))
        .place(&root.manifest_path)
        .reason("src/lib.rs says so, for wasm: #![cfg_attr(target_family = \"wasm\", no_std)]")
        .mend(format!(
            "use `core`, `alloc` and `pyext::prelude`; or let the extension use std: remove that line, and\n\
             cargo add -p {} pyext --features std",
            root.name
        ))
}

/// The way to a crate, neither std nor the SDK, that defines what these two define.
fn of_a_crate(text: &str, graph: &Graph<'_>) -> Option<String> {
    if text.contains("second definition in the local crate") {
        return Some(graph.root().name.to_string());
    }
    // rustc names both, in the order in which it has read them.
    let first = between(text, "first defined in crate `", "`");
    let second = between(text, "second definition in `", "`");
    let name = first
        .into_iter()
        .chain(second)
        .find(|name| !["std", "pyext"].contains(name))?;
    let path = graph.path_to_library(name);
    Some(path.map_or_else(|| name.to_string(), |path| arrows(&path)))
}

/// E0152: a crate has what only the SDK, or std, can have.
fn own_panic_handler(path: &str, graph: &Graph<'_>) -> Error {
    Error::new(
        "PX207",
        "a crate defines what happens at a panic, and `pyext` does so as well",
    )
    .place(&graph.root().manifest_path)
    .reason(format!("a module can have that once\nhere: {path}"))
    .mend("take the `#[panic_handler]` out of it, or do without that crate: Python gets a panic as an exception")
}

/// E0152: std's panic handler meets the SDK's.
fn two_panic_handlers(text: &str, graph: &Graph<'_>) -> Error {
    let root = graph.root();
    let code = "PX207";
    // rustc: "the lang item is first defined in crate `std` (which `pulldown_cmark` depends on)"
    let user = between(text, "crate `std` (which `", "` depends on)");
    let path = user.and_then(|name| graph.path_to_library(name));
    let message = match (&path, user) {
        (Some(path), _) => match path.last() {
            Some(last) => format!(
                "`{}` is linked with std, and this extension is a no_std one",
                last.name
            ),
            None => "std is linked into a no_std extension".to_string(),
        },
        (None, Some(name)) if name != root.name.replace('-', "_") => {
            format!("`{name}` is linked with std, and this extension is a no_std one")
        }
        _ => format!(
            "`{}` uses std, and its `pyext` is set up for no_std",
            root.name
        ),
    };
    let mut mend = format!(
        "let the extension use std:\ncargo add -p {} pyext --features std",
        root.name
    );
    let direct = path.as_ref().and_then(|p| p.get(1).copied());
    if let Some(direct) = direct.filter(|d| has_std_by_default(d, root)) {
        // Some crates refuse to be compiled without both.
        let alloc = match direct.features.contains_key("alloc") {
            true => " --features alloc",
            false => "",
        };
        mend.push_str(&format!(
            "\nor leave std out of `{0}`, if what you use of it needs none:\n\
             cargo add -p {1} {0} --no-default-features{alloc}",
            direct.name, root.name
        ));
    }
    if path.is_none() && user.is_none_or(|name| name == root.name.replace('-', "_")) {
        mend.push_str("\nor leave std out of it, at the top of src/lib.rs:\n#![cfg_attr(target_family = \"wasm\", no_std)]");
    }
    let why = "both std and `pyext` define what happens at a panic, and a module can have it once";
    let reason = match &path {
        Some(path) if path.len() > 1 => format!("{why}\nhere: {} → std", arrows(path)),
        _ => why.to_string(),
    };
    Error::new(code, message)
        .place(&root.manifest_path)
        .reason(reason)
        .mend(mend)
}

/// Whether `root` switches std on in `package` by taking its default features.
fn has_std_by_default(package: &Package, root: &Package) -> bool {
    let default = package.features.get("default");
    let taken = |d: &Dependency| d.name == *package.name && d.uses_default_features;
    default.is_some_and(|features| features.iter().any(|f| f == "std"))
        && root.dependencies.iter().any(taken)
}

fn no_allocator(graph: &Graph<'_>) -> Error {
    let root = graph.root();
    Error::new("PX224", "this no_std extension has no memory allocator")
        .place(&root.manifest_path)
        .reason("the feature `talc` of the `pyext` crate is off, and no crate has a #[global_allocator]")
        .mend(format!("cargo add -p {} pyext --features talc", root.name))
}

fn two_allocators(graph: &Graph<'_>) -> Error {
    let root = graph.root();
    Error::new("PX224", "this extension has two memory allocators")
        .place(&root.manifest_path)
        .reason("the `pyext` crate brings one by its feature `talc`, which is on by default, and a module can have one")
        .mend(format!(
            "leave out your #[global_allocator]; or keep it, and leave out that of `pyext`:\n\
             cargo add -p {} pyext --no-default-features --features panic-format",
            root.name
        ))
}

/// What wasm-ld says it cannot find; from Rust 1.96 on that is an error, before it became an import.
fn undefined_symbols(text: &str) -> Vec<&str> {
    let mut symbols: Vec<&str> = text
        .split("undefined symbol: ")
        .skip(1)
        .filter_map(|rest| rest.split_whitespace().next())
        .collect();
    symbols.sort_unstable();
    symbols.dedup();
    symbols
}

fn undefined(symbols: &[&str], graph: &Graph<'_>) -> Error {
    Error::new("PX226", "functions are declared that nobody defines")
        .place(escape::names(symbols.iter().copied()))
        .reason(imports::undefined(Some(graph)))
        .mend(imports::DEFINE)
}

/// E0391: types that contain each other. One that contains itself is refused where it stands.
fn endless_types(graph: &Graph<'_>) -> Error {
    Error::new("PX228", "types that cross contain each other")
        .place(&graph.root().manifest_path)
        .reason("each is described by the types in it, so the description of these would have no end; rustc names them above, and a `Vec` between them changes nothing")
        .mend("break the circle: let one hold places in a list of the others (`Vec<u32>`), or cross as text or bytes")
}

/// E0592: two blocks describe one class.
fn two_blocks(graph: &Graph<'_>) -> Error {
    Error::new("PX151", "a class has several blocks that describe it")
        .place(&graph.root().manifest_path)
        .reason("rustc names two of them above; a class has its name and its description from one")
        .mend("write #[export(more)] on the others")
}

fn other_compiler() -> Error {
    Error::new("PX210", format!("the standard library for {TARGET} was made by another version of rustc"))
        .reason("the compiler has been updated, and the library has not")
        .mend(format!("rustup target add {TARGET}\nor install the library of this compiler again; if only `target/` is old: cargo clean"))
}

fn no_linker() -> Error {
    Error::new("PX208", "the linker for WebAssembly is missing")
        .reason("rustc links with `rust-lld`, which rustup installs; some systems have it in a package of its own")
        .mend("rustup component add llvm-tools (Debian and Ubuntu: apt install lld)")
}

fn two_sdks() -> Error {
    Error::new(
        "PX209",
        "two versions of the `pyext` crate are in this extension",
    )
    .reason("each would have its own memory for arguments and results; cargo names both above")
    .mend("let all packages depend on the same version: cargo update -p pyext")
}

fn no_randomness(graph: &Graph<'_>) -> Error {
    let path = graph.path_to(|p| p.name == "getrandom");
    let here = path
        .map(|p| format!("\nhere: {}", arrows(&p)))
        .unwrap_or_default();
    Error::new(
        "PX225",
        "a crate asks for random numbers, and WebAssembly has no source of them",
    )
    .place(&graph.root().manifest_path)
    .reason(format!(
        "usually `getrandom`, which `rand`, `uuid` and others depend on{here}"
    ))
    .mend(imports::mend(Need::Randomness, Some(graph)))
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = &text[text.find(before)? + before.len()..];
    rest.find(after).map(|end| &rest[..end])
}
