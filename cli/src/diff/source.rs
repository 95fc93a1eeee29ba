//! Where an interface comes from: a module, a wheel, a lock file, this crate.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use cargo_metadata::Package;
use pyext_abi::interface::Interface;
use zip::ZipArchive;

use crate::call::interface;
use crate::error::{Error, Result};
use crate::escape;
use crate::files;

/// Name of the lock file, which lies beside Cargo.toml.
pub const LOCK: &str = "pyext.lock";

/// An interface, and what it is of.
#[derive(Debug, Clone)]
pub struct Source {
    /// A path, for messages.
    pub path: PathBuf,
    /// The interface.
    pub interface: Interface,
}

impl Source {
    /// Reads a `.wasm`, a wheel, or a lock file: their beginnings tell them apart.
    ///
    /// # Errors
    /// PX219 if it cannot be read, PX302 to PX308 if a module holds no interface, PX921 if another file does not.
    pub fn read(path: &Path) -> Result<Source> {
        let interface = Self::interface(&files::read(path)?);
        Ok(Source {
            interface: interface.map_err(|e| e.place(path.display()))?,
            path: path.to_path_buf(),
        })
    }

    /// The interface in the content of such a file.
    ///
    /// # Errors
    /// Those of [`Source::read`], but for the reading.
    pub fn interface(bytes: &[u8]) -> Result<Interface> {
        match bytes.get(..2) {
            Some(b"PK") => of_wheel(bytes),
            Some([b'{', _]) => {
                Interface::parse(bytes).map_err(|why| no_interface(&escape::sentence(&why)))
            }
            Some(b"\0a") => interface(bytes),
            _ => Err(no_interface(
                "it does not begin as WebAssembly, a ZIP archive or JSON does",
            )),
        }
    }

    /// The lock file of a package.
    ///
    /// # Errors
    /// PX920 if there is none, those of [`Source::read`].
    pub fn lock(package: &Package) -> Result<Source> {
        let path = lock_path(package);
        match path.is_file() {
            true => Self::read(&path),
            false => Err(Error::new("PX920", "there is nothing to compare with")
                .place(path.display())
                .reason("the crate has no lock file of its interface")
                .mend("cargo pyext diff --update\nor name an older file: cargo pyext diff OLD")),
        }
    }
}

/// Where the lock file of a package is.
pub fn lock_path(package: &Package) -> PathBuf {
    package
        .manifest_path
        .with_file_name(LOCK)
        .into_std_path_buf()
}

/// The content of a lock file: the interface with each thing on lines of its own, so that a review shows what has changed.
///
/// # Errors
/// PX921 if it has no JSON form, which no interface lacks.
pub fn lock_text(interface: &Interface) -> Result<String> {
    let text = serde_json::to_string_pretty(interface);
    text.map(|text| format!("{text}\n"))
        .map_err(|e| no_interface(&e.to_string()))
}

fn no_interface(why: &str) -> Error {
    Error::new("PX921", "the file holds no interface that can be read")
        .reason(why)
        .mend("give a .wasm, a wheel, a lock file, or a contract, which `python -m pyext_host interface MODULE:PROTOCOL` writes")
}

/// Most bytes of a module in a wheel: more would be a trick.
const LARGEST: u64 = 1 << 30;

/// The interface of the only extension in a wheel.
fn of_wheel(bytes: &[u8]) -> Result<Interface> {
    let broken = |e: zip::result::ZipError| no_interface(&escape::sentence(&e.to_string()));
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    let names: Vec<String> = archive.file_names().map(str::to_string).collect();
    let modules: Vec<&String> = names
        .iter()
        .filter(|name| name.ends_with(".wasm"))
        .collect();
    let [name] = modules[..] else {
        return Err(no_interface(&format!(
            "the wheel has {} modules of WebAssembly",
            modules.len()
        )));
    };
    let mut wasm = Vec::new();
    let file = archive.by_name(name).map_err(broken)?;
    file.take(LARGEST)
        .read_to_end(&mut wasm)
        .map_err(|e| no_interface(&escape::sentence(&e.to_string())))?;
    interface(&wasm)
}
