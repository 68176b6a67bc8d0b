//! What the fuzzers found and began with, replayed on stable Rust: a crash of `fuzz/` becomes a file of its corpus.

use std::time::{Duration, Instant};

#[path = "../../fuzz/targets.rs"]
mod targets;

use crate::support::tree;

/// What takes bytes, by its name.
type Target = (&'static str, fn(&[u8]));

#[test]
fn the_corpus_keeps_every_promise_in_time() {
    let fuzz = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    let all: [Target; 5] = [
        ("front_matter", targets::front_matter),
        ("page", targets::page),
        ("mentions", targets::mentions),
        ("schemes", targets::schemes),
        ("routes", targets::routes),
    ];
    for (name, target) in all {
        let seeds = tree(&fuzz.join(name));
        assert!(seeds.len() >= 5, "{name} has too few seeds");
        for (seed, bytes) in seeds {
            let begin = Instant::now();
            target(&bytes);
            let took = begin.elapsed();
            assert!(
                took < Duration::from_secs(10),
                "{name}/{seed} took {took:?}"
            );
        }
    }
}
