//! Sessions at the command line, as their transcripts in `tests/cmd/`.

use crate::support::Portal;

#[test]
fn sessions() {
    trycmd::TestCases::new()
        .case("tests/cmd/*.trycmd")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100");
}

#[test]
fn what_new_begins_builds_without_a_finding() {
    let portal = Portal::sound();
    assert_eq!(portal.run(&["new", "portal", "neu"]).code, Some(0));
    let checked = portal.run(&["check", "--root", "neu"]);
    assert_eq!((checked.code, checked.out.as_str()), (Some(0), ""));
    let built = portal.run(&["build", "--root", "neu"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    assert!(portal.tree("neu/public").contains_key("index.html"));
    let again = portal.run(&["new", "portal", "neu"]);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("not empty"), "{}", again.err);
}

#[test]
fn what_new_begins_is_never_written_over() {
    let portal = Portal::sound();
    let begin = [
        "new",
        "paper",
        "--body",
        "musterstadt",
        "--date",
        "2024-06-01",
        "Antrag: \"Mehr\" Bäume",
    ];
    let path = "content/bodies/musterstadt/papers/2024/antrag-mehr-baeume.md";
    let first = portal.run(&begin);
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert!(first.out.contains(path), "{}", first.out);
    assert_eq!(
        portal.check().out,
        "",
        "a title with a colon and quotes is no finding"
    );
    let text = std::fs::read_to_string(portal.path(path)).unwrap();
    let again = portal.run(&begin);
    assert_eq!(again.code, Some(2));
    assert!(again.err.contains("is there already"), "{}", again.err);
    assert_eq!(std::fs::read_to_string(portal.path(path)).unwrap(), text);
}

#[test]
fn completions_know_every_command() {
    for shell in ["bash", "zsh", "fish"] {
        let script = Portal::sound().run(&["completions", shell]);
        assert_eq!(script.code, Some(0));
        for command in [
            "build", "serve", "check", "new", "explain", "schema", "register", "move", "withdraw",
        ] {
            assert!(script.out.contains(command), "{shell}: {command}");
        }
    }
}

#[test]
fn every_code_is_explained_in_both_languages() {
    let portal = Portal::sound();
    for code in drucksache::diagnostic::Code::ALL {
        let german = portal.run(&["explain", code.name()]);
        let english = portal.run(&["explain", code.name(), "--messages", "en"]);
        assert_eq!((german.code, english.code), (Some(0), Some(0)));
        assert!(
            german.out.contains("Falsch") && english.out.contains("Wrong"),
            "{code}:\n{}\n{}",
            german.out,
            english.out
        );
        assert_ne!(german.out, english.out);
    }
}

#[test]
fn every_output_that_can_be_switched_off_is_named_in_the_help() {
    let help = Portal::sound().run(&["build", "--help"]).out;
    for output in drucksache::output::ALL
        .iter()
        .filter(|output| output.optional)
    {
        assert!(help.contains(output.name), "{}", output.name);
    }
}

#[test]
fn outputs_that_are_switched_off_leave_no_link_behind() {
    let portal = Portal::musterstadt();
    std::fs::remove_dir_all(portal.path("theme")).unwrap();
    let path = "content/portal.yaml";
    let text = std::fs::read_to_string(portal.path(path)).unwrap();
    portal.file(
        path,
        &format!("{text}outputs: {{without: [numbers, twins, dumps, json, csv, parquet, sqlite, schemas, rdf, catalogue, oparl, feeds, calendars, search, sitemap, hosting]}}\n"),
    );
    let site = portal.site();
    for (path, bytes) in &site {
        assert!(
            !["json", "xml", "txt"]
                .iter()
                .any(|e| path.ends_with(&format!(".{e}")) && !path.starts_with('.')),
            "{path}"
        );
        if path.ends_with(".html") {
            let page = String::from_utf8_lossy(bytes);
            assert!(
                !page.contains("feed.xml")
                    && !page.contains("index.json")
                    && !page.contains("portal.json"),
                "{path}"
            );
        }
    }
}
