//! The output folder is replaced whole or left alone, whatever happens.

use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::support::{Portal, TODAY, Tree, assert_same, ended, text, tree};

/// Builds into `folder` and expects a refusal that says `why` and changes nothing.
#[track_caller]
fn assert_refused(portal: &Portal, folder: &str, why: &str) {
    let before = without_lock(tree(&portal.root()));
    let built = portal.run(&["build", "--today", TODAY, "--output-dir", folder]);
    assert_eq!(built.code, Some(2), "{folder}: {}", built.err);
    assert!(built.err.contains(why), "{folder}: {}", built.err);
    assert!(
        built.err.contains("nothing was changed"),
        "{folder}: {}",
        built.err
    );
    assert_same(&before, &without_lock(tree(&portal.root())));
}

fn without_lock(tree: Tree) -> Tree {
    tree.into_iter()
        .filter(|(path, _)| !path.ends_with(".lock"))
        .collect()
}

#[test]
fn a_foreign_folder_is_not_touched() {
    let portal = Portal::sound();
    portal.file("public/urlaub.jpg", "unersetzlich");
    assert_refused(&portal, "public", "not written by drucksache");
    portal.file("public/.drucksache.json", "{kaputt");
    assert_refused(&portal, "public", "not written by drucksache");
}

#[test]
fn strangers_among_our_files_are_not_touched() {
    let portal = Portal::sound();
    portal.site();
    portal.file("public/vorlagen/meins.txt", "unersetzlich");
    assert_refused(&portal, "public", "vorlagen/meins.txt");
    portal.remove("public/vorlagen/meins.txt");
    portal.site();
}

#[test]
fn an_empty_folder_and_a_new_one_are_fine() {
    let portal = Portal::sound();
    fs::create_dir(portal.path("leer")).unwrap();
    for folder in ["leer", "neu/tief/site"] {
        let built = portal.run(&["build", "--output-dir", folder]);
        assert_eq!(built.code, Some(0), "{folder}: {}", built.err);
        assert!(portal.tree(folder).contains_key("index.html"));
    }
}

#[test]
fn the_portals_own_folders_are_refused() {
    let portal = Portal::sound();
    portal.file("theme/leer/x.txt", "");
    fs::create_dir(portal.path("nebenan")).unwrap();
    for folder in [
        ".",
        "..",
        "content",
        "content/static/site",
        "content/bodies/../site",
        "nebenan/../content/site",
        "nebenan/..",
        "theme",
        "theme/site",
        "/",
    ] {
        assert_refused(&portal, folder, "the portal's own files");
    }
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("content", portal.path("verknuepft")).unwrap();
        assert_refused(&portal, "verknuepft/site", "the portal's own files");
    }
}

#[test]
fn errors_leave_the_last_site_as_it_was() {
    let portal = Portal::sound();
    let good = portal.site();
    portal.paper("neu", "name: Antrag: kaputt", "");
    let built = portal.build();
    assert_eq!(built.code, Some(1));
    assert!(
        built.err.contains("Die Ausgabe bleibt, wie sie war."),
        "{}",
        built.err
    );
    assert_same(&good, &portal.tree("public"));
    assert_clean(&portal.root());
}

/// Nothing but the site and the lock is left beside the output folder.
#[track_caller]
fn assert_clean(root: &Path) {
    for name in [".public.new", ".public.old"] {
        assert!(!root.join(name).exists(), "{name} is left");
    }
}

#[test]
fn what_is_no_longer_there_goes() {
    let portal = Portal::sound();
    assert!(
        portal
            .site()
            .contains_key("vorlagen/musterstadt/radweg/index.html")
    );
    portal.remove("content/bodies/musterstadt/papers/2024/radweg.md");
    let after = portal.site();
    assert!(!after.keys().any(|path| path.contains("musterstadt/radweg")));
    let fresh = Portal::sound();
    fresh.remove("content/bodies/musterstadt/papers/2024/radweg.md");
    assert_same(&fresh.site(), &after);
}

#[test]
fn the_manifest_knows_every_file() {
    let site = Portal::musterstadt().site();
    let manifest: serde_json::Value =
        serde_json::from_str(text(&site, ".drucksache.json")).unwrap();
    let known: Vec<&String> = manifest["files"].as_object().unwrap().keys().collect();
    let files: Vec<&String> = site
        .keys()
        .filter(|path| *path != ".drucksache.json")
        .collect();
    assert_eq!(known, files);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let portal = Portal::sound();
    fs::create_dir(portal.path("fest")).unwrap();
    fs::set_permissions(portal.path("fest"), fs::Permissions::from_mode(0o555)).unwrap();
    let root = fs::write(portal.path("fest/probe"), "").is_ok();
    if root {
        // The super-user may write everywhere but here.
        let built = portal.run(&["build", "--output-dir", "/proc/site"]);
        assert_eq!(built.code, Some(2));
        assert!(built.err.contains("/proc"), "{}", built.err);
    } else {
        let built = portal.run(&["build", "--output-dir", "fest/site"]);
        assert_eq!(built.code, Some(2));
        assert!(built.err.contains("fest"), "{}", built.err);
    }
    // A file where a folder should be.
    portal.file("datei", "unersetzlich");
    let built = portal.run(&["build", "--output-dir", "datei/site"]);
    assert_eq!(built.code, Some(2), "{}", built.err);
    assert_eq!(
        fs::read_to_string(portal.path("datei")).unwrap(),
        "unersetzlich"
    );
    let built = portal.run(&["build", "--output-dir", "datei"]);
    assert_eq!(built.code, Some(2), "{}", built.err);
    assert_eq!(
        fs::read_to_string(portal.path("datei")).unwrap(),
        "unersetzlich"
    );
}

/// The sound portal with many papers.
fn large() -> Portal {
    let portal = Portal::sound();
    for number in 0..500 {
        let front = format!(
            "name: Vorlage {number}\nreference: 20-26 / V {:05}\ndate: 2024-01-{:02}\ntopics: [verkehr]",
            number + 100,
            number % 28 + 1
        );
        portal.paper(
            &format!("vorlage-{number}"),
            &front,
            &format!("Siehe 20-26 / V {:05}.", number + 99),
        );
    }
    portal
}

fn start(portal: &Portal) -> Child {
    let mut command = portal.command(&["build", "--today", TODAY]);
    command
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Whether a site is all of one build: every file as the manifest says.
#[track_caller]
fn assert_whole(site: &Tree) {
    let manifest: serde_json::Value = serde_json::from_str(text(site, ".drucksache.json")).unwrap();
    let files = manifest["files"].as_object().unwrap();
    assert_eq!(files.len() + 1, site.len());
    for (path, fingerprint) in files {
        let bytes = &site[path];
        assert_eq!(
            drucksache::manifest::hexadecimal(xxhash_rust::xxh3::xxh3_128(bytes)),
            fingerprint.as_str().unwrap(),
            "{path}"
        );
    }
}

#[test]
fn a_build_killed_at_any_moment_leaves_a_whole_site_and_the_next_one_works() {
    let portal = large();
    let begun = Instant::now();
    let mut last = portal.site();
    let whole = begun.elapsed();
    for moment in 1..=8_u32 {
        portal.file(
            "content/topics/verkehr.md",
            &format!("---\nname: Verkehr {moment}\n---\n"),
        );
        let mut build = start(&portal);
        std::thread::sleep(whole * moment / 8);
        build.kill().unwrap();
        build.wait().unwrap();
        let left = portal.tree("public");
        if portal.path(".public.new/.drucksache.ready").exists() {
            // What has changed was being put in: the next run goes on, and until then every file is of one of the two sites.
            let site = portal.site();
            for (path, bytes) in &left {
                let whole = [&last, &site].map(|site| site.get(path) == Some(bytes));
                assert!(whole.contains(&true), "{path}");
            }
            last = site;
            continue;
        }
        assert_whole(&left);
        if left != last {
            let page = text(&left, "themen/verkehr/index.html");
            assert!(
                page.contains(&format!("Verkehr {moment}")),
                "the new site or the old one"
            );
        }
        last = left;
    }
    let site = portal.site();
    assert!(text(&site, "themen/verkehr/index.html").contains("Verkehr 8"));
    assert_whole(&site);
    assert_clean(&portal.root());
}

#[test]
fn two_builds_at_once_end_well_or_one_says_that_it_waits() {
    let portal = large();
    let builds = [start(&portal), start(&portal)];
    let ends = builds.map(|build| {
        let output = build.wait_with_output().unwrap();
        (
            output.status.code(),
            String::from_utf8(output.stderr).unwrap(),
        )
    });
    assert!(ends.iter().any(|(code, _)| *code == Some(0)), "{ends:?}");
    for (code, err) in &ends {
        let busy = *code == Some(2) && err.contains("another build is writing");
        assert!(*code == Some(0) || busy, "{err}");
    }
    assert_whole(&portal.tree("public"));
    assert_clean(&portal.root());
}

#[test]
fn a_lock_held_by_another_build_is_told_at_once() {
    let portal = Portal::sound();
    let good = portal.site();
    let lock = fs::File::options()
        .write(true)
        .open(portal.path(".public.lock"))
        .unwrap();
    lock.lock().unwrap();
    let begun = Instant::now();
    let built = portal.build();
    assert_eq!(built.code, Some(2));
    assert!(
        built.err.contains("another build is writing to"),
        "{}",
        built.err
    );
    assert!(begun.elapsed() < Duration::from_secs(10));
    assert_same(&good, &portal.tree("public"));
    drop(lock);
    portal.site();
}

#[test]
fn a_crash_between_two_renames_is_healed() {
    let portal = Portal::sound();
    let good = portal.site();
    // Where the system cannot exchange two folders, there is a moment in which the old site stands
    // beside and the new one is not there yet.
    fs::rename(portal.path("public"), portal.path(".public.old")).unwrap();
    portal.file("theme/paper.html", "{{ view.gibt_es_nicht }}");
    assert_eq!(
        portal.build().code,
        Some(1),
        "this build brings no new site"
    );
    assert_same(&good, &portal.tree("public"));
    assert_clean(&portal.root());
}

#[test]
fn rests_of_a_crash_go() {
    let portal = Portal::sound();
    portal.file(".public.new/rest.html", "");
    portal.site();
    for (path, bytes) in portal.tree("public") {
        portal.bytes(&format!(".public.old/{path}"), &bytes);
    }
    portal.site();
    assert_clean(&portal.root());
    portal.file(".public.old/meins.txt", "unersetzlich");
    assert_refused(&portal, "public", "not written by drucksache");
}

#[test]
fn silence_in_a_pipe() {
    let portal = Portal::sound();
    let built = ended(portal.command(&["build"]));
    assert_eq!(
        (built.code, built.out.as_str(), built.err.as_str()),
        (Some(0), "", "")
    );
}

#[cfg(unix)]
#[test]
fn a_link_in_place_of_a_file_does_not_stay() {
    let portal = Portal::sound();
    let expected = portal.site();
    std::fs::copy(portal.path("public/index.html"), portal.path("fremd.html")).unwrap();
    std::fs::remove_file(portal.path("public/index.html")).unwrap();
    std::os::unix::fs::symlink("../fremd.html", portal.path("public/index.html")).unwrap();
    assert_same(&expected, &portal.site());
    let there = std::fs::symlink_metadata(portal.path("public/index.html")).unwrap();
    assert!(there.is_file());
}
