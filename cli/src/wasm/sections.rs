//! Custom sections: taking all of them off a module, putting the interface on.

use wasm_encoder::{CustomSection, RawSection};
use wasmparser::{Parser, Payload};

/// Copies the module without custom sections, but for those that `keep` accepts, and with `added` at the end.
///
/// # Errors
/// If the module is malformed.
pub fn replace_custom(
    bytes: &[u8],
    keep: impl Fn(&str) -> bool,
    added: &[(&str, &[u8])],
) -> Result<Vec<u8>, String> {
    let mut out = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(|e| format!("{} at byte {}", e.message(), e.offset()))?;
        let Some((id, range)) = payload.as_section() else {
            continue;
        };
        if matches!(&payload, Payload::CustomSection(c) if !keep(c.name())) {
            continue;
        }
        let bounds = |i: u64| usize::try_from(i).ok();
        let content = bounds(range.start)
            .zip(bounds(range.end))
            .and_then(|(a, b)| bytes.get(a..b));
        let content = content.ok_or("a section ends outside of the file")?;
        // A list that has lost all its entries. The start section (8) and the data count (12) are no lists.
        if !matches!(id, 0 | 8 | 12) && content == [0] {
            continue;
        }
        out.section(&RawSection { id, data: content });
    }
    for (name, data) in added {
        out.section(&CustomSection {
            name: (*name).into(),
            data: (*data).into(),
        });
    }
    Ok(out.finish())
}
