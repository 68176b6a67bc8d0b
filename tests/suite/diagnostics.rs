//! A fixture for each code: a folder with what is laid over a sound portal, and what is printed then.

use std::fs;
use std::path::Path;

use drucksache::diagnostic::{Code, Severity};

use crate::support::{Ended, Portal, golden_text, tests, tree};

const PAPER: &str = "content/bodies/musterstadt/papers/2024/neu.md";

/// What cannot lie in a repository.
fn odd_file(code: Code, portal: &Portal) {
    match code {
        Code::NotUtf8 => {
            portal.bytes(
                PAPER,
                b"---\nname: Satzung\nsummary: Stra\xdfenb\xe4ume f\xfcr alle\n---\n",
            );
        }
        Code::FileTooLarge => {
            let text = format!("---\nname: Satzung\n---\n{}", "x".repeat(17 << 20));
            portal.file(PAPER, &text);
        }
        Code::TooMany => {
            let cited = "20-26 / V 00002, ".repeat(5_001);
            portal.file(PAPER, &format!("---\nname: Register\n---\n{cited}\n"));
        }
        #[cfg(unix)]
        Code::OutsideContent => {
            portal.file("intern/satzung.md", "---\nname: Intern\n---\n");
            std::os::unix::fs::symlink(portal.path("intern/satzung.md"), portal.path(PAPER))
                .unwrap();
        }
        // Even the super-user cannot read through a link that leads nowhere.
        #[cfg(unix)]
        Code::UnreadableFile => {
            std::os::unix::fs::symlink("gibt-es-nicht.md", portal.path(PAPER)).unwrap();
        }
        _ => {}
    }
}

fn fixture(code: Code) -> Ended {
    let folder = tests().join("diagnostics").join(code.name());
    assert!(
        folder.is_dir(),
        "{code} has no fixture: add {}",
        folder.display()
    );
    let portal = Portal::sound();
    for (path, bytes) in tree(&folder) {
        if path != "expected.txt" {
            portal.bytes(&path, &bytes);
        }
    }
    odd_file(code, &portal);
    portal.check()
}

#[test]
fn the_portal_below_the_fixtures_is_sound() {
    let checked = Portal::sound().check();
    assert_eq!(
        (checked.code, checked.out.as_str(), checked.err.as_str()),
        (Some(0), "", "")
    );
}

#[test]
fn every_code_prints_what_a_clerk_needs() {
    let mut failures = Vec::new();
    for code in Code::ALL {
        let ended = fixture(*code);
        let expected = tests()
            .join("diagnostics")
            .join(code.name())
            .join("expected.txt");
        let worth_mending = i32::from(code.severity() != Severity::Hint);
        let checks = std::panic::catch_unwind(|| {
            assert!(
                ended.out.contains(&format!("[{code}]")),
                "{code} is not found:\n{}",
                ended.out
            );
            assert_eq!(ended.code, Some(worth_mending), "exit code of {code}");
            assert_eq!(ended.err, "", "{code}");
            golden_text(&expected, &ended.out);
        });
        if checks.is_err() {
            failures.push(code.name());
        }
    }
    assert!(
        failures.is_empty(),
        "wrong: {failures:?}; see the messages above"
    );
}

#[test]
fn there_is_no_fixture_without_a_code() {
    for entry in fs::read_dir(tests().join("diagnostics")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name == "sound" || Code::parse(&name).is_some(),
            "tests/diagnostics/{name}"
        );
    }
}

#[test]
fn no_message_has_a_hole() {
    for (path, bytes) in tree(&tests().join("diagnostics")) {
        if Path::new(&path).ends_with("expected.txt") {
            let text = String::from_utf8(bytes).unwrap();
            assert!(
                !text.contains("{}") && !text.contains("„“"),
                "{path}:\n{text}"
            );
        }
    }
}
