//! The last output of wasm-opt, so that a build in which nothing changed does not wait for it again.

use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::files;
use crate::wasm::optimize::WasmOpt;

/// Bytes of a hash.
const KEY: usize = 8;

/// One kept output, with the key that says what it was made of.
pub struct Cache {
    path: PathBuf,
    key: [u8; KEY],
}

impl Cache {
    /// The place for the output of `tool` for this input. A tool that has been replaced gives another key.
    pub fn new(
        folder: &Path,
        name: &str,
        input: &[u8],
        tool: &WasmOpt,
        args: &[OsString],
    ) -> Cache {
        let mut hasher = DefaultHasher::new();
        (env!("CARGO_PKG_VERSION"), input, tool, args).hash(&mut hasher);
        if let Some(Ok(metadata)) = tool.path().map(Path::metadata) {
            metadata.len().hash(&mut hasher);
            let modified = metadata
                .modified()
                .ok()
                .and_then(|t| t.duration_since(SystemTime::UNIX_EPOCH).ok());
            modified.map(|d| d.as_nanos()).hash(&mut hasher);
        }
        Cache {
            path: folder.join(format!(".{name}.optimized")),
            key: hasher.finish().to_le_bytes(),
        }
    }

    /// The kept output, if it was made of the same and is as it was written.
    pub fn load(&self) -> Option<Vec<u8>> {
        let mut content = std::fs::read(&self.path).ok()?;
        if content.len() < 2 * KEY {
            return None;
        }
        let output = content.split_off(2 * KEY);
        (content == self.head(&output)).then_some(output)
    }

    /// Keeps an output. Failing only costs time in the next build.
    pub fn store(&self, output: &[u8]) {
        let mut content = self.head(output);
        content.extend_from_slice(output);
        let _ = files::write(&self.path, &content);
    }

    /// What stands before the output: the key, and a hash that tells damage.
    fn head(&self, output: &[u8]) -> Vec<u8> {
        let mut hasher = DefaultHasher::new();
        output.hash(&mut hasher);
        [self.key, hasher.finish().to_le_bytes()].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_output_is_found_again_for_the_same_input_only() -> Result<(), Box<dyn std::error::Error>>
    {
        let folder = tempfile::tempdir()?;
        let tool = WasmOpt::Program("wasm-opt".into());
        let cache = |input: &[u8]| Cache::new(folder.path(), "md", input, &tool, &[]);
        assert_eq!(cache(b"a").load(), None);
        cache(b"a").store(b"out");
        assert_eq!(cache(b"a").load().as_deref(), Some(&b"out"[..]));
        assert_eq!(cache(b"b").load(), None);
        Ok(())
    }

    #[test]
    fn a_damaged_output_is_made_again() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let tool = WasmOpt::Program("wasm-opt".into());
        let cache = Cache::new(folder.path(), "md", b"a", &tool, &[]);
        cache.store(b"output");
        let whole = std::fs::read(&cache.path)?;
        let mut changed = whole.clone();
        changed.pop();
        changed.push(b'?');
        for damaged in [&whole[..whole.len() - 1], &changed, &whole[..3], b""] {
            std::fs::write(&cache.path, damaged)?;
            assert_eq!(cache.load(), None);
        }
        Ok(())
    }
}
