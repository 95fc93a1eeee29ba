//! Damaged modules: bytes changed, put in, taken out, cut off.

use cargo_pyext::build::link::{Wanted, link};
use cargo_pyext::check::check;
use cargo_pyext::inspect::inspect;
use cargo_pyext::manifest::Instances;
use cargo_pyext::wheel::python::files;
use proptest::prelude::*;
use proptest::sample::Index;

/// One change of a file.
#[derive(Debug, Clone)]
pub enum Edit {
    Set(Index, u8),
    Flip(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Truncate(Index),
    /// The bytes at the first place stand at the second one, too.
    Copy(Index, Index, usize),
}

pub fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let at = any::<Index>;
    let edit = prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(i, b)| Edit::Set(i, b)),
        4 => (at(), 0..8u8).prop_map(|(i, bit)| Edit::Flip(i, bit)),
        2 => (at(), prop::collection::vec(any::<u8>(), 1..9)).prop_map(|(i, b)| Edit::Insert(i, b)),
        2 => (at(), 1..9usize).prop_map(|(i, n)| Edit::Remove(i, n)),
        1 => at().prop_map(Edit::Truncate),
        1 => (at(), at(), 1..64usize).prop_map(|(a, b, n)| Edit::Copy(a, b, n)),
    ];
    prop::collection::vec(edit, 1..6)
}

pub fn apply(mut bytes: Vec<u8>, edits: &[Edit]) -> Vec<u8> {
    for edit in edits {
        if bytes.is_empty() {
            break;
        }
        let place = |index: &Index| index.index(bytes.len());
        match edit {
            Edit::Set(i, byte) => {
                let i = place(i);
                bytes[i] = *byte;
            }
            Edit::Flip(i, bit) => {
                let i = place(i);
                bytes[i] ^= 1 << bit;
            }
            Edit::Insert(i, new) => {
                let i = place(i);
                bytes.splice(i..i, new.iter().copied());
            }
            Edit::Remove(i, n) => {
                let i = place(i);
                bytes.drain(i..bytes.len().min(i + n));
            }
            Edit::Truncate(i) => bytes.truncate(place(i)),
            Edit::Copy(from, to, n) => {
                let (from, to) = (place(from), place(to));
                let piece = bytes[from..bytes.len().min(from + n)].to_vec();
                bytes.splice(to..to, piece);
            }
        }
    }
    bytes
}

/// Does to the bytes all that the commands do to a file, as to one of the crate `name`. What comes of it is one thing; that it comes is another.
pub fn look_at(bytes: &[u8], name: &str) {
    let report = check(bytes, None);
    if let Some(interface) = &report.interface {
        assert!(!files(interface, "1.0.0", Instances::Shared).is_empty());
    }
    if let Ok(inspection) = inspect(bytes) {
        let _ = inspection.text();
        let _ = inspection.json();
    }
    let wanted = Wanted {
        crate_name: name,
        module_name: name,
        version: "1.0.0",
        keep_names: true,
    };
    if let Ok(linked) = link(bytes, &wanted) {
        assert!(inspect(&linked.wasm).is_ok());
    }
    // A module without findings is one that inspect can show.
    if report.findings.is_empty() {
        assert!(inspect(bytes).is_ok());
    }
}
