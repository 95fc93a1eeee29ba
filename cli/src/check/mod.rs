//! `cargo pyext check`: judges a finished `.wasm` by `docs/abi.md`. Each finding has a code, a place, a reason and a mend.

mod control;
mod exports;
mod given;
pub mod imports;

use pyext_abi::interface::Interface;
use pyext_abi::names as abi;

use crate::cargo::graph::Graph;
use crate::error::Error;
use crate::escape;
use crate::wasm::features;
use crate::wasm::module::Module;
use crate::wasm::names::{self, Names};
use crate::wasm::not_a_module::{MODULES_ONLY, NotAModule, REBUILD};

/// What is wrong with a module: an [`Error`] in all but that the work went on.
pub type Finding = Error;

/// The outcome of a check.
#[derive(Debug, Default)]
pub struct Report {
    /// What is wrong, in the order of the specification; empty if the module is fine.
    pub findings: Vec<Finding>,
    /// The interface, if there is one that can be read.
    pub interface: Option<Interface>,
}

/// Most findings that are shown. A file can be made to have any number of them.
const SHOWN: usize = 100;

impl Report {
    /// The findings to show, and how many more there are.
    pub fn shown(&self) -> (&[Finding], usize) {
        let shown = &self.findings[..self.findings.len().min(SHOWN)];
        (shown, self.findings.len() - shown.len())
    }
}

/// Judges a file for every wasmtime that the host supports. With `graph` a foreign import is traced to the crate that brings it in.
pub fn check(bytes: &[u8], graph: Option<&Graph<'_>>) -> Report {
    check_for(bytes, graph, features::OLDEST)
}

/// Judges a file as [`check`] does, for hosts with this release of wasmtime or a newer one.
pub fn check_for(bytes: &[u8], graph: Option<&Graph<'_>>, wasmtime: u32) -> Report {
    let mut report = Report::default();
    let module = match Module::parse(bytes) {
        Ok(module) => module,
        Err(why) => {
            report.findings.push(match why {
                #[cfg(feature = "component")]
                NotAModule::Component => component(bytes),
                why => why.into(),
            });
            return report;
        }
    };
    let names = names::of(&module);
    if let Err(invalid) = features::validate(bytes, wasmtime) {
        let at = match source(&module, &names, invalid.offset) {
            Some(function) => format!("byte {}, in {function}", invalid.offset),
            None => format!("byte {}", invalid.offset),
        };
        match &invalid.feature {
            None => {
                // Nothing that an invalid module says is worth judging.
                report.findings.push(malformed(invalid).place(at));
                return report;
            }
            Some(feature) => report
                .findings
                .push(too_new(feature, &invalid, wasmtime).place(at)),
        }
    }
    if let Some(finding) = other_version(&module) {
        // The rules of another version are not known here.
        report.findings.push(finding);
        return report;
    }
    let interface = interface(&module, &mut report.findings);
    report
        .findings
        .extend(imports::check(&module, graph, &names));
    given::check(&module, interface.as_ref(), &mut report.findings);
    memory(&module, &mut report.findings);
    control::check(&module, &mut report.findings);
    if let Some(start) = module.start {
        report.findings.push(
            Error::new("PX313", "the module has a start function")
                .place(format!("function {start}"))
                .reason("it would run before the host is ready for it, and a second time in every new instance")
                .mend("leave out the linker argument that makes it (`--entry`); constructors belong in `_initialize`"),
        );
    }
    if let Some(interface) = &interface {
        exports::check(&module, interface, &mut report.findings);
    }
    report.interface = interface;
    report
}

/// The finding for a component: what is in it, if it is valid.
#[cfg(feature = "component")]
fn component(bytes: &[u8]) -> Finding {
    if let Err(invalid) = features::validate_any(bytes) {
        return malformed(invalid);
    }
    match crate::inspect::summary(bytes) {
        Err(finding) => finding,
        Ok(summary) => Error::from(NotAModule::Component)
            .reason(format!("{MODULES_ONLY}\n{summary}"))
            .mend(format!(
                "{REBUILD}: `--component` writes both, and the module is what hosts load;\n\
                 `cargo pyext inspect` shows what is in a component"
            )),
    }
}

/// The finding for a module that breaks a rule of WebAssembly.
fn malformed(invalid: features::Invalid) -> Finding {
    let (why, offset) = (invalid.why, invalid.offset);
    NotAModule::Malformed { why, offset }.into()
}

/// The finding for a feature that wasmtime has not switched on.
fn too_new(feature: &str, invalid: &features::Invalid, wasmtime: u32) -> Finding {
    let remove =
        "remove the `target-feature` flags that switch it on (RUSTFLAGS, .cargo/config.toml)";
    let what = format!(
        "the module needs {feature} of WebAssembly, which wasmtime {wasmtime} has not switched on"
    );
    let (since, or) = match invalid.since {
        Some(since) => (
            format!("\nwasmtime {since} is the first that has"),
            format!(
                "\nor say that it needs a newer one: `wasmtime = \">={since}\"` in [package.metadata.pyext], or in the policy"
            ),
        ),
        None => (
            "\nno wasmtime that is known here has".to_string(),
            String::new(),
        ),
    };
    Error::new("PX304", what)
        .reason(format!("{}{since}", escape::sentence(&invalid.why)))
        .mend(format!("{remove}{or}"))
}

/// The function at an offset of the file, and its crate: for modules that have names.
fn source(module: &Module<'_>, names: &Names, offset: u64) -> Option<String> {
    let place = names.place(module, offset).filter(|_| names.is_known)?;
    Some(names::sentence(&place.function))
}

fn interface(module: &Module<'_>, findings: &mut Vec<Finding>) -> Option<Interface> {
    let records: Vec<_> = module.custom_sections(abi::RECORD_SECTION).collect();
    let sections: Vec<_> = module.custom_sections(abi::INTERFACE_SECTION).collect();
    if let Some(first) = records.first() {
        findings.push(
            Error::new(
                "PX305",
                "the module is as the linker left it: its records have not become an interface",
            )
            .place(format!(
                "section `{}` at byte {}",
                abi::RECORD_SECTION,
                first.offset
            ))
            .reason("cargo alone cannot finish an extension")
            .mend(format!("{REBUILD} instead of `cargo build`")),
        );
    }
    let section = match sections[..] {
        [one] => one,
        [] => {
            if records.is_empty() {
                findings.push(
                    Error::new("PX306", "the module has no interface")
                        .reason(format!("there is no custom section `{}`: it is no pyext extension, or a tool has stripped it", abi::INTERFACE_SECTION))
                        .mend(format!("{REBUILD}, and strip nothing afterwards")),
                );
            }
            return None;
        }
        [_, second, ..] => {
            findings.push(
                Error::new(
                    "PX307",
                    format!("the module has {} interfaces", sections.len()),
                )
                .place(format!(
                    "section `{}` at byte {}",
                    abi::INTERFACE_SECTION,
                    second.offset
                ))
                .reason("a host could not know which one is meant")
                .mend(REBUILD),
            );
            return None;
        }
    };
    let text = match std::str::from_utf8(section.data) {
        Ok(text) => text,
        Err(e) => {
            findings.push(
                Error::new("PX308", "the interface cannot be read")
                    .place(format!(
                        "section `pyext` at byte {}",
                        section.offset + e.valid_up_to() as u64
                    ))
                    .reason("it is not UTF-8")
                    .mend(REBUILD),
            );
            return None;
        }
    };
    match Interface::parse(text.as_bytes()) {
        Ok(interface) => Some(interface),
        Err(why) => {
            findings.push(
                Error::new("PX308", "the interface breaks the rules of the ABI")
                    .place(format!("section `pyext` at byte {}", section.offset))
                    .reason(escape::sentence(&why))
                    .mend(REBUILD),
            );
            None
        }
    }
}

/// The finding for a module of another version of the ABI: its interface or its control block says so.
fn other_version(module: &Module<'_>) -> Option<Finding> {
    #[derive(serde::Deserialize)]
    struct Version {
        abi: u64,
    }
    let version = |data| serde_json::from_slice::<Version>(data).ok().map(|v| v.abi);
    let known = u64::from(abi::ABI_VERSION);
    let interfaces = module.custom_sections(abi::INTERFACE_SECTION);
    let interface = interfaces
        .filter_map(|s| version(s.data).map(|found| (found, s.offset)))
        .find(|(found, _)| *found != known)
        .map(|(found, at)| (found, format!("section `pyext` at byte {at}")));
    let control = || {
        let mut versions = module
            .exports
            .iter()
            .filter_map(|e| Some((e.name.strip_prefix("pyext_v")?.parse().ok()?, e.name)));
        let (found, name) = versions.next()?;
        let missing = module.export(abi::CONTROL).is_none();
        missing.then(|| (found, format!("export {}", escape::name(name))))
    };
    let (found, place) = interface.or_else(control)?;
    Some(
        Error::new(
            "PX318",
            format!("the module is made for version {found} of the ABI"),
        )
        .place(place)
        .reason(format!("this tool knows version {known}"))
        .mend("use a cargo-pyext of the version that built it, or build it again with this one"),
    )
}

fn memory(module: &Module<'_>, findings: &mut Vec<Finding>) {
    let finding = |message: String, reason: &str| {
        Error::new("PX310", message).reason(reason).mend(format!(
            "{REBUILD}, without linker arguments for the memory"
        ))
    };
    let one = "the ABI has exactly one memory, exported as `memory`";
    match module.memories[..] {
        [memory] => {
            if memory.shared {
                findings.push(finding(
                    "the memory is shared between threads".to_string(),
                    "a guest has one thread",
                ));
            }
            if memory.memory64 {
                findings.push(finding(
                    "the memory is a 64-bit one".to_string(),
                    "addresses of the ABI have 32 bits",
                ));
            }
            let exported = module
                .exports
                .iter()
                .any(|e| e.name == abi::MEMORY && e.kind == wasmparser::ExternalKind::Memory);
            if !exported {
                findings.push(finding(
                    "the memory is not exported as `memory`".to_string(),
                    one,
                ));
            }
        }
        [] => findings.push(finding("the module has no memory".to_string(), one)),
        _ => findings.push(finding(
            format!("the module has {} memories", module.memories.len()),
            one,
        )),
    }
}
