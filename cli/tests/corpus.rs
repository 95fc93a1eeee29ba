//! What the fuzz targets want holds for their seeds, and for thousands of damaged ones: the same each time, without libFuzzer.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod support;
#[path = "../../fuzz/src/lib.rs"]
mod targets;

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use flate2::read::GzDecoder;
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

/// What libFuzzer has found for a target: inputs that each take a way through it that no other takes.
fn found(target: &str) -> Vec<Vec<u8>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/found");
    let file = File::open(path.join(format!("{target}.tar.gz"))).unwrap();
    let mut tar = Vec::new();
    GzDecoder::new(file).read_to_end(&mut tar).unwrap();
    let mut found = Vec::new();
    let mut rest = &tar[..];
    // A header of 512 bytes, with the size in octal digits, then the content, filled up to a multiple of that. Zeros end it.
    while let Some((header, behind)) = rest.split_at_checked(512) {
        let Ok(size) = usize::from_str_radix(str::from_utf8(&header[124..135]).unwrap(), 8) else {
            break;
        };
        found.push(behind[..size].to_vec());
        rest = &behind[size.next_multiple_of(512)..];
    }
    found
}

#[test]
fn what_a_target_wants_holds_for_every_seed_and_for_what_libfuzzer_has_found() {
    for (name, target) in targets::TARGETS {
        let (seeds, found) = (seeds(name), found(name));
        assert!(!seeds.is_empty() && found.len() > 100, "{name}");
        seeds.iter().chain(&found).for_each(|input| target(input));
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
