//! `build --verify-reproducible`: builds a second time from nothing and compares.

use std::path::Path;

use super::moved::Moved;
use super::{Built, Options, build};
use crate::error::{Error, Result};
use crate::shell::Shell;
use crate::wasm::module::Module;
use crate::wasm::optimize::WasmOpt;

/// Builds a copy of the sources in another folder, with a target folder of its own, and compares bit by bit.
///
/// # Errors
/// PX232 if the files differ, PX219 if the sources cannot be copied, those of [`build`].
pub fn verify(options: &Options, built: &Built, shell: &Shell) -> Result<()> {
    shell.status("Building", "a copy in another folder, to compare");
    let manifest = built.package.manifest_path.as_std_path();
    let moved = Moved::copy(&built.metadata)?;
    let mut options = options.clone();
    options.cargo = moved.options(&options.cargo, &built.metadata, manifest);
    // The one that has run may be found from the first folder only.
    if built.optimized && options.wasm_opt.is_none() {
        let folder = manifest.parent().unwrap_or(manifest);
        options.wasm_opt =
            WasmOpt::find(None, folder)?.and_then(|tool| tool.path().map(Path::to_path_buf));
    }
    let again = build(&options, shell)?;
    let (first, second) = (&built.bytes, &again.bytes);
    if first == second {
        shell.status("Verified", "both builds are the same, bit for bit");
        return Ok(());
    }
    Err(
        Error::new("PX232", "built twice, the module differs")
            .place(&built.package.manifest_path)
            .reason(format!("{} differ", differing(first, second).join(", ")))
            .mend("look for what depends on time, place or chance: build scripts, macros, `env!`; `cargo pyext build --debug` keeps names to compare by"),
    )
}

/// The sections that two modules do not share.
fn differing(first: &[u8], second: &[u8]) -> Vec<String> {
    let sections = |bytes: &[u8]| -> Vec<(String, u64)> {
        let module = Module::parse(bytes).unwrap_or_default();
        let name =
            |s: &crate::wasm::module::Section<'_>| (s.name.unwrap_or(s.kind).to_string(), s.size);
        module.sections.iter().map(name).collect()
    };
    let (a, b) = (sections(first), sections(second));
    let sizes: Vec<String> = a
        .iter()
        .filter(|section| !b.contains(section))
        .map(|(name, size)| format!("section {name} ({size} bytes)"))
        .collect();
    let at = first.iter().zip(second).position(|(a, b)| a != b);
    match (sizes.is_empty(), at) {
        (false, _) => sizes,
        (true, Some(at)) => vec![format!("bytes from {at} on")],
        (true, None) => vec!["lengths".to_string()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_named_by_its_section_or_place() {
        let module = |text| wat::parse_str(text).unwrap();
        let one = module("(module (memory 1) (data (i32.const 0) \"abc\"))");
        let other = module("(module (memory 1) (data (i32.const 0) \"abcd\"))");
        assert_eq!(differing(&one, &other), ["section data (9 bytes)"]);
        let third = module("(module (memory 1) (data (i32.const 0) \"abd\"))");
        assert_eq!(
            differing(&one, &third),
            [format!("bytes from {} on", one.len() - 1)]
        );
    }
}
