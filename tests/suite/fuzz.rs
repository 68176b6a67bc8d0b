//! What the fuzzers found and began with, replayed on stable Rust: a crash of `fuzz/` becomes a file of its corpus.

use std::time::{Duration, Instant};

#[path = "../../fuzz/targets.rs"]
mod targets;

use crate::support::{Tree, tree};

/// What takes bytes, by its name, and how many random changes of its corpus are tried in each run of the suite.
type Target = (&'static str, fn(&[u8]), usize);

const ALL: [Target; 5] = [
    ("front_matter", targets::front_matter, 400),
    ("page", targets::page, 60),
    ("mentions", targets::mentions, 800),
    ("schemes", targets::schemes, 200),
    ("routes", targets::routes, 4000),
];

/// The corpus of a target, by the names of its files.
fn seeds(name: &str) -> Tree {
    let fuzz = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let seeds = tree(&fuzz.join(name));
    assert!(seeds.len() >= 5, "{name} has too few seeds");
    seeds
}

/// Says what broke a promise, so that it can become a file of the corpus.
struct Tried<'t>(&'t str, &'t [u8]);

impl Drop for Tried<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("{}: b\"{}\"", self.0, self.1.escape_ascii());
        }
    }
}

fn keeps_its_promise((name, target, _): Target, seed: &str, bytes: &[u8]) {
    let begin = Instant::now();
    let tried = Tried(name, bytes);
    target(bytes);
    drop(tried);
    let took = begin.elapsed();
    assert!(
        took < Duration::from_secs(10),
        "{name}/{seed} took {took:?}"
    );
}

#[test]
fn the_corpus_keeps_every_promise_in_time() {
    for target in ALL {
        for (seed, bytes) in seeds(target.0) {
            keeps_its_promise(target, &seed, &bytes);
        }
    }
}

/// Random numbers, the same in each run.
struct Random(u64);

impl Random {
    /// A number below `end`.
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 8).expect("64 bits") % end.max(1)
    }

    /// A stretch of so many bytes.
    fn stretch(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        start..start + self.below(length - start + 1)
    }
}

/// What hostile files like to have.
const PIECES: &[&str] = &[
    "\n",
    "---\n",
    "- ",
    ": ",
    "&a ",
    "*a",
    "{",
    "[",
    "<!--",
    "-->",
    "<script>",
    "](",
    "javascript:",
    "\u{0}",
    "\u{202e}",
    "\u{feff}",
    "ß",
    "20-26 / V 00001",
    "Nr. 12/2023",
    "../",
    "%2e",
    "\\",
    "\"",
    "|",
    "> ",
    "    ",
    "99999999999",
];

/// Some bytes with some random changes.
fn changed(random: &mut Random, bytes: &[u8], other: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len() + 1);
        match random.below(5) {
            0 => drop(bytes.drain(random.stretch(bytes.len()))),
            1 => drop(bytes.splice(at..at, PIECES[random.below(PIECES.len())].bytes())),
            2 => drop(bytes.splice(at..at, other[random.stretch(other.len())].to_vec())),
            3 => {
                let again = bytes[random.stretch(bytes.len())].to_vec();
                bytes.splice(at..at, again.repeat(1 + random.below(3)));
            }
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
        bytes.truncate(4096);
    }
    bytes
}

/// A short run of fuzzing, without anything that stable Rust lacks; `DRUCKSACHE_CASES=100` for one a hundred times as long.
#[test]
fn random_changes_of_the_corpus_break_no_promise() {
    let asked = std::env::var("DRUCKSACHE_CASES").ok();
    let times: usize = asked.and_then(|n| n.parse().ok()).unwrap_or(1);
    for target in ALL {
        let mut random = Random(0x9e37_79b9_7f4a_7c15);
        let seeds: Vec<(String, Vec<u8>)> = seeds(target.0).into_iter().collect();
        for _ in 0..target.2 * times {
            let (seed, bytes) = &seeds[random.below(seeds.len())];
            let (_, other) = &seeds[random.below(seeds.len())];
            let bytes = changed(&mut random, bytes, other);
            keeps_its_promise(target, seed, &bytes);
        }
    }
}
