//! The import block of a Python file, sorted as ruff sorts it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::layout;

/// What a file imports.
#[derive(Debug, Default)]
pub struct Imports {
    /// Modules under names of their own.
    whole: BTreeSet<(String, String)>,
    /// Names by the modules that have them.
    names: BTreeMap<From, Names>,
}

/// A module, in the order of import blocks: standard library, others, those of the package, the farthest first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct From {
    block: Block,
    level: Reverse<usize>,
    module: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Block {
    Standard,
    Other,
    Own,
}

#[derive(Debug, Default)]
struct Names {
    plain: BTreeSet<String>,
    renamed: BTreeSet<(String, String)>,
}

impl Imports {
    /// `import MODULE as LOCAL`.
    pub fn add_whole(&mut self, module: &str, local: &str) {
        self.whole.insert((module.to_string(), local.to_string()));
    }

    /// `from MODULE import NAME`, with `as LOCAL` if that is another name.
    pub fn add(&mut self, module: &str, name: &str, local: &str) {
        let names = self.of(module);
        if name == local {
            names.plain.insert(name.to_string());
        } else {
            names.renamed.insert((name.to_string(), local.to_string()));
        }
    }

    /// `from MODULE import NAME as NAME`: what the file imports in order to offer it.
    pub fn add_offered(&mut self, module: &str, name: &str) {
        let names = self.of(module);
        names.renamed.insert((name.to_string(), name.to_string()));
    }

    fn of(&mut self, module: &str) -> &mut Names {
        let rest = module.trim_start_matches('.');
        let level = module.len() - rest.len();
        let block = match (level, rest) {
            (1.., _) => Block::Own,
            (_, "typing_extensions") => Block::Other,
            _ => Block::Standard,
        };
        let key = From {
            block,
            level: Reverse(level),
            module: rest.to_string(),
        };
        self.names.entry(key).or_default()
    }

    /// The blocks, with a blank line between; nothing if there is nothing to import.
    pub fn text(&self) -> String {
        let whole = self.whole.iter();
        let mut lines: Vec<(Block, String)> = whole
            .map(|(module, local)| (Block::Standard, format!("import {module} as {local}")))
            .collect();
        for (from, names) in &self.names {
            let module = format!("{}{}", ".".repeat(from.level.0), from.module);
            // Those of one module by the first name.
            let mut of_module: Vec<(&String, String)> = Vec::new();
            if let Some(first) = names.plain.first() {
                let plain: Vec<String> = names.plain.iter().cloned().collect();
                of_module.push((first, layout::import(&module, &plain)));
            }
            for (name, local) in &names.renamed {
                let renamed = layout::import(&module, &[format!("{name} as {local}")]);
                of_module.push((name, renamed));
            }
            of_module.sort();
            lines.extend(of_module.into_iter().map(|(_, line)| (from.block, line)));
        }
        let mut text = String::new();
        let mut before = None;
        for (block, line) in lines {
            if before.is_some_and(|before| before != block) {
                text.push('\n');
            }
            before = Some(block);
            text.push_str(&line);
            text.push('\n');
        }
        text
    }
}
