//! Imports that no pyext host gives: each one is traced to what usually brings it in.

use std::collections::{BTreeMap, BTreeSet};

use cargo_metadata::{DependencyKind, Package};
use wasmparser::{FunctionBody, Operator};

use super::Finding;
use crate::cargo::graph::{Graph, arrows, requirement};
use crate::cargo::random;
use crate::error::Error;
use crate::escape;
use crate::wasm::module::{Import, Module};
use crate::wasm::names::{self, Names};

/// Callers of imports that a finding names.
const CALLERS: usize = 5;

/// Where an import comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    /// wasm-bindgen: calls to JavaScript.
    JavaScript,
    /// WASI.
    Wasi,
    /// An undefined symbol of C, C++ or of an `extern` block.
    Undefined,
    /// getrandom's custom backend, which nobody has written.
    CustomRandom,
    /// An object file or a position-independent library.
    Unlinked,
    /// An `extern` block with a module name of its own.
    Named,
}

/// What imports from JavaScript are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Random numbers.
    Randomness,
    /// The time of day or a clock.
    Time,
    /// Anything else.
    JavaScript,
}

/// The findings for foreign imports, one for each origin and module name. wasm-bindgen spreads its imports over several
/// modules; they have one cause and one finding.
pub fn check(module: &Module<'_>, graph: Option<&Graph<'_>>, names: &Names) -> Vec<Finding> {
    let mut groups: BTreeMap<(Origin, &str), Vec<&Import<'_>>> = BTreeMap::new();
    for import in module.imports.iter().filter(|i| !i.is_ours()) {
        let origin = origin(import);
        let module = match origin {
            Origin::JavaScript => "",
            _ => import.module,
        };
        groups.entry((origin, module)).or_default().push(import);
    }
    groups
        .into_iter()
        .map(|((origin, _), imports)| {
            let callers = callers(module, &imports, names);
            finding(origin, &imports, graph, &callers)
        })
        .collect()
}

/// The functions that call one of the imports, for modules that have names.
fn callers(module: &Module<'_>, imports: &[&Import<'_>], names: &Names) -> Vec<String> {
    if !names.is_known {
        return Vec::new();
    }
    let functions = (0_u32..).zip(module.imports.iter().filter(|i| i.is_function()));
    let wanted: BTreeSet<u32> = functions
        .filter(|(_, import)| imports.iter().any(|i| std::ptr::eq(*i, *import)))
        .map(|(index, _)| index)
        .collect();
    let calls = |body: &&FunctionBody<'_>| {
        let operators = body.get_operators_reader().into_iter().flatten();
        operators.flatten().any(
            |o| matches!(o, Operator::Call { function_index } if wanted.contains(&function_index)),
        )
    };
    let mut bodies = module.bodies.iter().filter(calls);
    let first = bodies.by_ref().take(CALLERS).filter_map(|body| {
        let place = names.place(module, body.range().start)?;
        Some(names::sentence(&place.function))
    });
    first.collect()
}

fn origin(import: &Import<'_>) -> Origin {
    let is_glue = import.module.starts_with("./") && import.module.ends_with(".js");
    match import.module {
        m if m.starts_with("__wbindgen") || m == "wbg" || is_glue => Origin::JavaScript,
        m if m.starts_with("wasi_") || m.starts_with("wasi:") => Origin::Wasi,
        "env" if import.name.contains("getrandom") => Origin::CustomRandom,
        "env" if import.name == "__linear_memory" || import.name == "__indirect_function_table" => {
            Origin::Unlinked
        }
        "GOT.mem" | "GOT.func" => Origin::Unlinked,
        "env" => Origin::Undefined,
        _ => Origin::Named,
    }
}

fn finding(
    origin: Origin,
    imports: &[&Import<'_>],
    graph: Option<&Graph<'_>>,
    callers: &[String],
) -> Finding {
    let modules: BTreeSet<&str> = imports.iter().map(|i| i.module).collect();
    let count = match imports.len() {
        1 => "an import".to_string(),
        n => format!("{n} imports"),
    };
    let error = Error::new(
        "PX309",
        format!(
            "the module has {count} from {}, which no pyext host gives",
            escape::names(modules.into_iter())
        ),
    )
    .place(place(imports, callers));
    match origin {
        Origin::JavaScript => {
            let needs = needs(imports);
            let reasons: Vec<String> = needs.iter().map(|n| reason(*n, graph)).collect();
            let mends: Vec<String> = needs.iter().map(|n| mend(*n, graph)).collect();
            error.reason(reasons.join("\n")).mend(mends.join("\n"))
        }
        Origin::CustomRandom => {
            error.reason(reason(Need::Randomness, graph)).mend(mend(Need::Randomness, graph))
        }
        Origin::Wasi => error
            .reason(format!("WASI is an operating system's interface, and a pyext host offers none{}", present(graph, &["wasi", "wasip2", "wasi-libc", "libc"])))
            .mend("build for wasm32-unknown-unknown, as `cargo pyext build` does, and link no C code that was compiled for WASI"),
        Origin::Undefined => error
            .reason(undefined(graph))
            .mend(DEFINE),
        Origin::Unlinked => error
            .reason("the file is an object or a library that is to be linked, not a finished module")
            .mend("build it with `cargo pyext build`"),
        Origin::Named => error
            .reason("an `extern` block names this module with #[link(wasm_import_module = …)], and no pyext host offers it")
            .mend("remove the block, or pass what it asks for as an argument"),
    }
}

fn place(imports: &[&Import<'_>], callers: &[String]) -> String {
    let imports = format!("import {}", escape::names(imports.iter().map(|i| i.name)));
    match callers {
        [] => imports,
        callers => format!("{imports}\ncalled by {}", callers.join(", ")),
    }
}

/// What mends a symbol that nobody defines.
pub const DEFINE: &str = "use a crate without C code, switch off the feature that needs it, or define the functions in Rust with #[unsafe(no_mangle)]";

/// Why there are symbols that nobody defines, and the linked crate that wraps a C library, if there is one.
pub fn undefined(graph: Option<&Graph<'_>>) -> String {
    let here = graph
        .and_then(c_library)
        .map(|path| format!("\nhere perhaps: {path}"));
    format!(
        "they are declared in an `extern` block, usually for C code that was not compiled for wasm32{}",
        here.unwrap_or_default()
    )
}

/// The way to a linked crate that wraps or compiles C code, if there is one.
pub fn c_library(graph: &Graph<'_>) -> Option<String> {
    let compiles_c = |p: &Package| {
        let mut dependencies = p.dependencies.iter();
        dependencies
            .any(|d| d.kind == DependencyKind::Build && matches!(d.name.as_str(), "cc" | "cmake"))
    };
    let wraps_c = |p: &Package| p.links.is_some() && p.name.ends_with("-sys");
    let path = graph.path_to(|p| wraps_c(p) || compiles_c(p));
    path.map(|path| arrows(&path))
}

/// What the glue of wasm-bindgen is asked for, told by the names of the imports.
fn needs(imports: &[&Import<'_>]) -> Vec<Need> {
    let any = |words: &[&str]| {
        imports
            .iter()
            .any(|i| words.iter().any(|w| i.name.contains(w)))
    };
    let mut needs = Vec::new();
    if any(&["getRandomValues", "randomFillSync", "crypto", "Crypto"]) {
        needs.push(Need::Randomness);
    }
    if any(&[
        "getTime",
        "_new0_",
        "new_0_",
        "_now_",
        "performance",
        "TimezoneOffset",
    ]) {
        needs.push(Need::Time);
    }
    if needs.is_empty() {
        needs.push(Need::JavaScript);
    }
    needs
}

/// Crates that usually stand behind a need, the telling ones first.
fn suspects(need: Need) -> &'static [&'static str] {
    match need {
        // uuid asks for random numbers also without getrandom.
        Need::Randomness => &["getrandom", "uuid"],
        Need::Time => &["chrono", "web-time", "instant", "time", "jiff", "js-sys"],
        Need::JavaScript => &["wasm-bindgen"],
    }
}

/// Why the module has imports of this kind.
fn reason(need: Need, graph: Option<&Graph<'_>>) -> String {
    let usual = match need {
        Need::Randomness => {
            "`getrandom` asks its host for random numbers (its features `js`, `wasm_js`, `custom`)"
        }
        Need::Time => {
            "a crate asks JavaScript for the time, usually `chrono` (its features `clock` and `wasmbind`)"
        }
        Need::JavaScript => "`wasm-bindgen` calls JavaScript, which a pyext host has not",
    };
    format!("{usual}{}", present(graph, suspects(need)))
}

/// `\nhere: a → b → c` for the first of the crates that is really linked.
fn present(graph: Option<&Graph<'_>>, crates: &[&str]) -> String {
    let path = graph.and_then(|g| crates.iter().find_map(|c| g.path_to(|p| p.name == *c)));
    path.map(|path| format!("\nhere: {}", arrows(&path)))
        .unwrap_or_default()
}

/// What removes the need: the lines for Cargo.toml if the crate is known, and what to do instead.
pub fn mend(need: Need, graph: Option<&Graph<'_>>) -> String {
    let without = mend_without(need, graph);
    // Older ones have no source that a build could set.
    let served = graph.is_none_or(|g| g.path_to(random::is_served).is_some());
    match need {
        Need::Randomness if served => {
            format!("let Python give them: `cargo add pyext --features getrandom`\nor {without}")
        }
        _ => without,
    }
}

/// What makes do without.
fn mend_without(need: Need, graph: Option<&Graph<'_>>) -> String {
    // The crate of the author's own that is to blame, if the graph knows it.
    let direct = graph.and_then(|g| {
        suspects(need)
            .iter()
            .find_map(|c| g.path_to(|p| p.name == *c))
    });
    let direct = direct.and_then(|path| path.get(1).copied());
    let line = |name: &str, feature: &str| {
        let version = direct.map_or("…".to_string(), requirement);
        // Versions differ in their features, and cargo refuses one that does not exist.
        let known = direct.is_some_and(|p| p.features.contains_key(feature));
        let features = match known {
            true => format!(", features = [\"{feature}\"]"),
            false => String::new(),
        };
        format!("{name} = {{ version = \"{version}\", default-features = false{features} }}")
    };
    match (need, direct.map(|p| p.name.as_str())) {
        (Need::Randomness, Some("rand")) => format!(
            "pass a seed from Python, `SmallRng::seed_from_u64(seed)`, and write\n{}",
            line("rand", "small_rng")
        ),
        (Need::Randomness, Some("uuid")) => format!(
            "pass 16 random bytes from Python to `uuid::Builder::from_random_bytes`, and write\n{}",
            line("uuid", "")
        ),
        (Need::Randomness, Some("ahash")) => format!(
            "switch off its random seeds:\n{}",
            line("ahash", "compile-time-rng")
        ),
        (Need::Time, Some("chrono")) => format!(
            "pass the time from Python as a number, and write\n{}",
            line("chrono", "alloc")
        ),
        (Need::Randomness, Some(other)) if other != "getrandom" => format!(
            "switch off the feature of `{other}` that needs `getrandom`:\n{}\nand pass random bytes or a seed from Python",
            line(other, "")
        ),
        (Need::Randomness, _) => "pass random bytes or a seed from Python, and switch off the feature that needs `getrandom`\n\
            (of `rand`: `os_rng`, `sys_rng`, `thread_rng`, `getrandom`, `std`; of `uuid`: `v4`, `v7`)"
            .to_string(),
        (Need::Time, _) => "pass the time from Python as a number, and switch off the feature that asks for it\n\
            (of `chrono`: `clock`, `now`, `wasmbind`; of `time`: `wasm-bindgen`; of `jiff`: `js`)"
            .to_string(),
        (Need::JavaScript, Some(other)) if !other.starts_with("wasm-bindgen") => format!(
            "switch off the feature of `{other}` that needs it (often called `js`, `wasm-bindgen` or `wasmbind`):\n{}",
            line(other, "")
        ),
        (Need::JavaScript, _) => "switch off the feature that needs it (often called `js`, `wasm-bindgen` or `wasmbind`)".to_string(),
    }
}
