//! `drucksache new`, run as people run it: what it begins is sound at once, and nothing is ever
//! overwritten.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read and write portals in temporary folders"
)]
#![allow(clippy::expect_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_drucksache"))
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("drucksache runs")
}

#[track_caller]
fn ends(output: &Output, code: i32) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let said = text(&output.stdout) + &text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    said
}

/// A folder with a new portal in `p/`.
fn portal() -> TempDir {
    let folder = tempfile::tempdir().expect("temporary folder");
    let said = ends(&run(folder.path(), &["new", "portal", "p"]), 0);
    assert!(said.contains("drucksache serve --root p"), "{said}");
    folder
}

/// Every file below `folder` with its content.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("folder") {
            let path = entry.expect("entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.insert(path.display().to_string(), fs::read(&path).expect("file"));
            }
        }
    }
    files
}

#[test]
fn a_new_portal_is_sound_at_once() {
    let folder = portal();
    let said = ends(&run(folder.path(), &["check", "--root", "p"]), 0);
    assert_eq!(said, "", "not even a hint");
    ends(&run(folder.path(), &["build", "--root", "p"]), 0);
    let site = folder.path().join("p/public");
    for page in [
        "index.html",
        "vorgaenge/radweg-hauptstrasse/index.html",
        "impressum/index.html",
    ] {
        assert!(site.join(page).is_file(), "{page}");
    }
    let ignored = fs::read_to_string(folder.path().join("p/.gitignore")).expect(".gitignore");
    assert!(ignored.contains("/public\n"), "{ignored}");
}

#[test]
fn the_two_papers_of_a_new_portal_know_each_other() {
    let folder = portal();
    ends(&run(folder.path(), &["build", "--root", "p"]), 0);
    let papers = folder.path().join("p/public/vorlagen/musterstadt");
    for (paper, other) in [
        ("antrag-radweg-hauptstrasse", "radweg-hauptstrasse"),
        ("radweg-hauptstrasse", "antrag-radweg-hauptstrasse"),
    ] {
        let page = fs::read_to_string(papers.join(paper).join("index.html")).expect("page");
        assert!(
            page.contains(&format!("href=\"/vorlagen/musterstadt/{other}/\"")),
            "{paper}"
        );
    }
}

#[test]
fn editors_find_the_schemas_that_the_files_name() {
    let folder = portal();
    let mut named = 0;
    for (path, content) in files(&folder.path().join("p/content")) {
        let text = String::from_utf8(content).expect("UTF-8");
        let first = text.lines().next().unwrap_or_default();
        if let Some((_, schema)) = first.split_once("$schema=") {
            let schema = Path::new(&path).parent().expect("folder").join(schema);
            assert!(schema.is_file(), "{path}: {}", schema.display());
            named += 1;
        }
    }
    assert_eq!(named, 4, "portal, body, organizations, people");
}

#[test]
fn a_second_portal_in_the_same_folder_is_refused() {
    let folder = portal();
    fs::write(folder.path().join("p/content/portal.yaml"), "mine").expect("write");
    let before = files(folder.path());
    let said = ends(&run(folder.path(), &["new", "portal", "p"]), 2);
    assert!(
        said.contains("not empty") && said.contains("nothing was changed"),
        "{said}"
    );
    assert_eq!(files(folder.path()), before);
}

#[test]
fn a_new_paper_is_sound_at_once() {
    let folder = portal();
    let begin = |title: &str, more: &[&str]| {
        let mut arguments = vec!["new", "paper", "--root", "p", "--body", "musterstadt"];
        arguments.extend(["--date", "2024-06-03"]);
        arguments.extend(more);
        arguments.push(title);
        ends(&run(folder.path(), &arguments), 0)
    };
    let said = begin("Radweg: Ausbau \"Nord\"", &[]);
    assert_eq!(
        said,
        "p/content/bodies/musterstadt/papers/2024/radweg-ausbau-nord.md\n"
    );
    let paper = fs::read_to_string(folder.path().join(said.trim())).expect("paper");
    assert!(
        paper.contains("name: \"Radweg: Ausbau \\\"Nord\\\"\"\n"),
        "{paper}"
    );
    assert!(
        paper.contains("date: 2024-06-03\n") && paper.contains("# reference: "),
        "{paper}"
    );
    begin(
        "{date}, {reference} # und 100 % – 'ß' \\ @",
        &["--type", "Antrag: {date}"],
    );
    begin("Mit Nummer", &["--reference", "99/2024"]);
    begin("2024-06-03", &[]);
    let said = ends(&run(folder.path(), &["check", "--root", "p"]), 0);
    assert_eq!(said, "");
    ends(&run(folder.path(), &["build", "--root", "p"]), 0);
    let site = folder.path().join("p/public/vorlagen/musterstadt");
    let page = fs::read_to_string(site.join("date-reference-und-100-ss/index.html"));
    assert!(
        page.expect("page")
            .contains("{date}, {reference} # und 100 % – ")
    );
}

/// The skeleton names every key, and every commented key is one that may be uncommented.
#[test]
fn the_skeleton_explains_every_key() {
    let skeleton = include_str!("../src/new/paper.md");
    let schemas = drucksache::schema::all();
    let (_, schema) = schemas
        .iter()
        .find(|(name, _)| *name == "paper.schema.json")
        .expect("paper");
    let keys = schema
        .get("properties")
        .and_then(|keys| keys.as_object())
        .expect("properties");
    for key in keys.keys() {
        let named = |line: &str| {
            let line = line.strip_prefix("# ").unwrap_or(line);
            line.strip_prefix(key.as_str())
                .is_some_and(|rest| rest.starts_with(':'))
        };
        // `reference` stands there as a placeholder for a whole line.
        assert!(
            key == "reference" || skeleton.lines().any(named),
            "{key} is not explained"
        );
    }
}

/// With every commented key in use, and what the examples name beyond the portal replaced.
#[test]
fn every_example_of_the_skeleton_can_be_used() {
    let folder = portal();
    let new = [
        "new",
        "paper",
        "--root",
        "p",
        "--body",
        "musterstadt",
        "Alles",
    ];
    let path = folder
        .path()
        .join(ends(&run(folder.path(), &new), 0).trim());
    let text = fs::read_to_string(&path).expect("paper");
    let is_key = |line: &str| {
        line.starts_with("  ")
            || line.split_once(':').is_some_and(|(key, _)| {
                key.bytes().all(|b| b.is_ascii_alphabetic()) && key.starts_with(char::is_lowercase)
            })
    };
    let uncommented: Vec<&str> = text
        .lines()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|line| is_key(line))
                .unwrap_or(line)
        })
        .collect();
    let text = uncommented
        .join("\n")
        .replace("fraktion-gruen", "fraktion-muster")
        .replace("[radweg", "[weg")
        .replace(", file: lageplan.pdf", "")
        .replace("access: restricted\n", "")
        .replace("publishFrom: 2024-06-01\n", "publishFrom: 2024-05-01\n");
    fs::write(&path, text).expect("write");
    let said = ends(
        &run(folder.path(), &["check", "--root", "p", "--messages", "en"]),
        0,
    );
    assert!(
        !said.contains("error") && !said.contains("warning"),
        "{said}"
    );
}

#[test]
fn a_paper_is_never_overwritten() {
    let folder = portal();
    let new = [
        "new",
        "paper",
        "--root",
        "p",
        "--body",
        "musterstadt",
        "--date",
        "2024-01-01",
        "Radweg",
    ];
    let path = folder
        .path()
        .join(ends(&run(folder.path(), &new), 0).trim());
    fs::write(&path, "mine").expect("write");
    let said = ends(&run(folder.path(), &new), 2);
    assert!(
        said.contains("is there already") && said.contains("nothing was changed"),
        "{said}"
    );
    assert_eq!(fs::read_to_string(&path).expect("paper"), "mine");
}

#[test]
fn an_unknown_council_is_answered_with_what_to_do() {
    let folder = portal();
    let before = files(folder.path());
    let said = ends(
        &run(
            folder.path(),
            &["new", "paper", "--root", "p", "--body", "nirgendwo", "X"],
        ),
        2,
    );
    assert!(
        said.contains("no council in p/content/bodies/nirgendwo"),
        "{said}"
    );
    assert!(
        said.contains("p/content/bodies/nirgendwo/body.yaml"),
        "{said}"
    );
    assert_eq!(files(folder.path()), before);
    let said = ends(
        &run(
            folder.path(),
            &["new", "paper", "--root", "p", "--body", "musterstadt", "…"],
        ),
        2,
    );
    assert!(said.contains("needs a letter or a digit"), "{said}");
}
