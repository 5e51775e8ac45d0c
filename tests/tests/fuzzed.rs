//! What a fuzzer found once is read again: every input of `tests/fuzz/corpus`, by its target.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on stops where it stands"
)]
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use tests::fuzzed;

type Target = fn(&[u8]);

const TARGETS: [(&str, Target); 6] = [
    ("events", fuzzed::events),
    ("imports", fuzzed::imports),
    ("notes", fuzzed::notes),
    ("page_tokens", fuzzed::page_tokens),
    ("requests", fuzzed::requests),
    ("tokens", fuzzed::tokens),
];

fn fuzz() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/fuzz"))
}

#[test]
fn whatever_a_fuzzer_found_is_read() {
    for (name, target) in TARGETS {
        let mut read = 0;
        for input in fs::read_dir(fuzz().join("corpus").join(name)).unwrap() {
            target(&fs::read(input.unwrap().path()).unwrap());
            read += 1;
        }
        assert!(read > 0, "{name} has no corpus");
    }
}

#[test]
fn every_target_is_one_of_them() {
    let files = fs::read_dir(fuzz().join("fuzz_targets")).unwrap();
    let files = files.map(|file| file.unwrap().path());
    let on_disk: BTreeSet<String> = files
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            let text = fs::read_to_string(&path).unwrap();
            assert!(
                text.contains(&format!("tests::fuzzed::{name}(bytes)")),
                "{text}"
            );
            name
        })
        .collect();
    let here = TARGETS.iter().map(|(name, _)| (*name).to_owned());
    assert_eq!(on_disk, here.collect());
}
