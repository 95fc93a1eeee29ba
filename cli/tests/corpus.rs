//! What the fuzz targets want holds for their seeds, and for thousands of damaged ones: the same each time, without libFuzzer.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::fs;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use support::mutation::{apply, edits};

/// Damaged inputs of each target.
const CASES: u32 = 1500;

/// The seeds of a target: files that each begin another way through it.
fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/seeds");
    let files = fs::read_dir(folder.join(target)).unwrap();
    let mut paths: Vec<_> = files.map(|file| file.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).unwrap()).collect()
}

#[test]
fn what_a_target_wants_holds_for_every_seed() {
    for (name, target) in targets::TARGETS {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "{name}");
        seeds.iter().for_each(|seed| target(seed));
    }
}

#[test]
fn what_a_target_wants_holds_for_damaged_seeds() {
    for (name, target) in targets::TARGETS {
        let seeds = seeds(name);
        let config = Config {
            cases: CASES,
            failure_persistence: None,
            ..Config::default()
        };
        // The same inputs in each run: the search for new ones is libFuzzer's.
        let random = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
        let mut runner = TestRunner::new_with_rng(config, random);
        // A piece of another seed at the end makes mixtures.
        let input = (
            any::<prop::sample::Index>(),
            edits(),
            vec(any::<prop::sample::Index>(), 0..2),
        );
        let outcome = runner.run(&input, |(seed, edits, other)| {
            let mut bytes = seed.get(&seeds).clone();
            for other in other {
                let other = other.get(&seeds);
                bytes.extend_from_slice(&other[other.len() / 2..]);
            }
            target(&apply(bytes, &edits));
            Ok(())
        });
        outcome.unwrap_or_else(|failure| panic!("{name}: {failure}"));
    }
}
