//! `inspect --python`: what type checkers read of an extension, as its wheel has it.

use pyext_abi::interface::Interface;
use semver::Version;

use crate::manifest::Instances;
use crate::wheel::python::files;
use crate::wheel::version::python_version;

/// The `.pyi` files; each behind its name if there are several.
pub fn stubs(interface: &Interface) -> String {
    let version = interface
        .version
        .as_deref()
        .and_then(|v| Version::parse(v).ok());
    let version = version.and_then(|v| python_version(&v).ok());
    let all = files(
        interface,
        version.as_deref().unwrap_or("0"),
        Instances::Shared,
    );
    let stubs: Vec<_> = all
        .iter()
        .filter(|(path, _)| path.ends_with(".pyi"))
        .collect();
    match stubs[..] {
        [(_, text)] => text.clone(),
        _ => {
            let one = |(path, text): &&(String, String)| format!("# {path}\n{text}");
            stubs.iter().map(one).collect::<Vec<_>>().join("\n")
        }
    }
}
