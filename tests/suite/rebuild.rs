//! Building again: nothing for nothing, and never anything else than a clean build.

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use crate::support::{Portal, TODAY, Tree, assert_same};

fn modified(path: &Path) -> SystemTime {
    fs::metadata(path).unwrap().modified().unwrap()
}

/// Builds, and returns what a clean build of the same would be.
#[track_caller]
fn built(portal: &Portal) -> Tree {
    let site = portal.site();
    let fresh = portal.run(&[
        "build",
        "--today",
        TODAY,
        "--fresh",
        "--output-dir",
        "fresh",
    ]);
    assert_eq!(fresh.code, Some(0), "{}", fresh.err);
    let fresh = portal.tree("fresh");
    assert_same(&fresh, &site);
    site
}

#[test]
fn a_build_without_a_change_does_nothing() {
    let portal = Portal::musterstadt();
    let site = portal.site();
    let folder = portal.path("public");
    let before = (
        modified(&folder),
        modified(&folder.join(".drucksache.json")),
    );
    assert_same(&site, &portal.site());
    let after = (
        modified(&folder),
        modified(&folder.join(".drucksache.json")),
    );
    assert_eq!(before, after, "the folder was exchanged");
    // Another day is another build: what is in force may have changed.
    let built = portal.run(&["build", "--today", "2031-01-01", "--output-dir", "public"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    assert_ne!(before.1, modified(&folder.join(".drucksache.json")));
}

#[test]
fn what_has_changed_is_noticed() {
    let portal = Portal::sound();
    let text = "---\nname: Radweg\n---\nEin Text mit Zahl 1.\n";
    portal.file("content/bodies/musterstadt/papers/2024/radweg.md", text);
    let page = "vorlagen/musterstadt/radweg/index.html";
    let first = built(&portal);
    // The same length, at the same moment.
    portal.file(
        "content/bodies/musterstadt/papers/2024/radweg.md",
        &text.replace('1', "2"),
    );
    let second = built(&portal);
    assert_ne!(first[page], second[page]);
    portal.remove("content/bodies/musterstadt/papers/2024/radweg.md");
    assert!(!built(&portal).contains_key(page));
    portal.file("theme/404.html", "<!doctype html><title>Eigene</title>");
    let own = built(&portal);
    assert!(String::from_utf8_lossy(&own["404.html"]).contains("Eigene"));
}

#[test]
fn what_somebody_did_to_the_site_is_undone() {
    let portal = Portal::sound();
    let site = portal.site();
    fs::remove_file(portal.path("public/index.html")).unwrap();
    assert_same(&site, &portal.site());
    fs::write(portal.path("public/vorlagen/index.html"), "anders").unwrap();
    assert_same(&site, &portal.site());
    for damage in [
        "",
        "drucksache state 1\n",
        "drucksache state 9\nx\n",
        "\u{0}\u{1}",
    ] {
        fs::write(portal.path(".public.state"), damage).unwrap();
        assert_same(&site, &portal.site());
    }
}

#[test]
fn files_that_stay_the_same_keep_their_time() {
    let portal = Portal::sound();
    portal.site();
    let (stays, changes) = (
        portal.path("public/404.html"),
        portal.path("public/sitemap.xml"),
    );
    let before = (modified(&stays), modified(&changes));
    let text = "---\nname: Radweg\n---\nText.\n";
    portal.file("content/bodies/musterstadt/papers/2024/radweg.md", text);
    portal.site();
    assert_eq!(before.0, modified(&stays));
    assert_ne!(before.1, modified(&changes));
}

#[test]
fn findings_are_told_again() {
    let portal = Portal::sound();
    let text = "---\nname: Radweg\n---\n<b>Text</b>.\n";
    portal.file("content/bodies/musterstadt/papers/2024/radweg.md", text);
    let first = portal.build();
    assert!(first.err.contains("radweg.md"), "{}", first.err);
    assert_eq!(first.err, portal.build().err);
}

#[test]
fn timings_name_stages_and_outputs() {
    let portal = Portal::sound();
    let built = portal.run(&["build", "--timings", "--today", TODAY]);
    for word in [
        "discover", "parse", "link", "plan", "render", "write", "html",
    ] {
        let line = built.err.lines().find(|line| line.starts_with(word));
        assert!(line.is_some(), "{word}: {}", built.err);
    }
}
