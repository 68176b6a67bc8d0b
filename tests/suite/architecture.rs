//! The house as it is planned: rooms in their order, doors where the plan has them, a map that is true.

use std::fs;
use std::path::Path;

use crate::support::tree;

/// Rooms from the bottom up: each imports from what stands before it, and from itself.
const FLOORS: &[&[&str]] = &[
    &["diagnostic", "text", "varint"],
    &["model", "scheme"],
    &["parse"],
    &["amend"],
    &["link"],
    &[
        "manifest",
        "measure",
        "picture",
        "route",
        "theme",
        "vocabulary",
    ],
    &["output"],
    &["timings"],
    &["register"],
    &["plan", "render"],
    &["discover", "write"],
    &["build", "import", "new", "schema", "serve"],
    &["cli"],
    &["main"],
];

/// Imports that point up, each with its reason.
const EXCEPTIONS: &[(&str, &str, &str)] = &[];

fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    tree(&root)
        .into_iter()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8")))
        .collect()
}

/// Code without comments and without its tests.
fn code(source: &str) -> String {
    let source = source
        .split("#[cfg(test)]\nmod tests")
        .next()
        .unwrap_or_default();
    source
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// The room of a file: `link/gate.rs` → `link`.
fn room(path: &str) -> &str {
    path.split('/')
        .next()
        .unwrap_or(path)
        .trim_end_matches(".rs")
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// What follows `crate::` in a file, wherever it stands.
fn imports(code: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let group = group.split('}').next().unwrap_or_default();
            found.extend(group.split(',').map(|path| path.trim().to_owned()));
        } else {
            let end = rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':')));
            found.push(rest[..end.unwrap_or(rest.len())].to_owned());
        }
    }
    found
}

#[test]
fn imports_point_down() {
    let mut wrong = Vec::new();
    for (path, source) in sources().iter().filter(|(path, _)| path != "lib.rs") {
        let own = room(path);
        let Some(height) = floor(own) else {
            wrong.push(format!(
                "src/{path}: its room has no floor; add it to FLOORS"
            ));
            continue;
        };
        for import in imports(&code(source)) {
            let other = import.split("::").next().unwrap_or_default();
            // What the crate exports at its root is the pipeline as a whole.
            let other = if other.starts_with(char::is_uppercase) {
                "build"
            } else {
                other
            };
            let Some(target) = floor(other) else { continue };
            let excused = EXCEPTIONS
                .iter()
                .any(|(from, to, _)| *from == own && *to == other);
            if target > height && !excused {
                wrong.push(format!(
                    "src/{path} imports crate::{import}, which stands above it"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The part below a room that a file belongs to: `output/html/paper.rs` → `html`.
fn part<'p>(path: &'p str, room: &str) -> Option<&'p str> {
    let below = path.strip_prefix(room)?.strip_prefix('/')?;
    Some(
        below
            .split('/')
            .next()
            .unwrap_or(below)
            .trim_end_matches(".rs"),
    )
}

/// Files of `room` that import a sibling part.
fn between_siblings(room: &str) -> Vec<String> {
    let sources = sources();
    let parts: Vec<&str> = sources
        .iter()
        .filter_map(|(path, _)| part(path, room))
        .collect();
    let mut wrong = Vec::new();
    for (path, source) in &sources {
        let Some(own) = part(path, room) else {
            continue;
        };
        for import in imports(&code(source)) {
            let sibling = import
                .strip_prefix(&format!("{room}::"))
                .and_then(|rest| rest.split("::").next());
            if let Some(sibling) = sibling.filter(|s| *s != own && parts.contains(s)) {
                wrong.push(format!("src/{path} imports {room}::{sibling}"));
            }
        }
    }
    wrong
}

#[test]
fn outputs_do_not_know_each_other() {
    assert_eq!(between_siblings("output"), Vec::<String>::new());
}

#[test]
fn schemes_do_not_know_each_other() {
    let shared = [
        "council", "cue", "misread", "sight", "spec", "template", "tests", "tolerant", "veto",
    ];
    for (path, source) in sources() {
        let Some(own) = part(&path, "scheme").filter(|own| !shared.contains(own)) else {
            continue;
        };
        for line in code(&source).lines().filter(|line| line.contains("use ")) {
            assert!(
                line.trim() == "use super::{Form, ReadyMade};",
                "src/{path} ({own}): {line}"
            );
        }
    }
}

#[test]
fn only_doors_touch_the_disk_the_environment_and_the_clock() {
    let doors = [
        "discover", "theme", "write", "new", "schema", "serve", "import", "cli", "main",
    ];
    let signs = [
        "std::fs",
        "File::",
        "std::env",
        "std::time::SystemTime",
        "Instant::now",
        "Timestamp::now",
        "Zoned::now",
        "WalkDir",
        ".exists()",
        ".is_file()",
        ".is_dir()",
        ".canonicalize()",
    ];
    for (path, source) in sources() {
        if doors.contains(&room(&path)) {
            continue;
        }
        let code = code(&source);
        for sign in signs {
            // Kinds of files, not the file system.
            let plain = code
                .replace("SourceFile::", "")
                .replace("StaticFile::", "")
                .replace("ThemeFile::", "");
            assert!(
                !plain.contains(sign),
                "src/{path} is no door and says {sign}"
            );
        }
    }
}

#[test]
fn every_door_says_that_it_is_one() {
    for path in [
        "discover.rs",
        "theme.rs",
        "write.rs",
        "new.rs",
        "schema.rs",
        "import/write.rs",
        "import/oparl/dump.rs",
        "import/oparl/fetch.rs",
    ] {
        let source =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(path))
                .unwrap();
        assert!(
            source.contains("expect(\n    clippy::disallowed_methods")
                || source.contains("expect(clippy::disallowed_methods"),
            "{path}"
        );
    }
}

#[test]
fn the_map_names_every_room() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md");
    let map = fs::read_to_string(path).expect("ARCHITECTURE.md");
    let missing: Vec<String> = sources()
        .into_iter()
        .map(|(path, _)| format!("src/{path}"))
        .filter(|path| !map.contains(path.as_str()))
        .collect();
    assert!(
        missing.is_empty(),
        "ARCHITECTURE.md does not name {missing:#?}"
    );
}

#[test]
fn every_module_opens_with_what_it_is_for() {
    for (path, source) in sources() {
        assert!(
            source.starts_with("//! "),
            "src/{path} says not what it is for"
        );
    }
}
