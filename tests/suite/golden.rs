//! A whole portal and its whole site, byte for byte.
//!
//! `tests/golden/musterstadt/theme/` prints the views as they are, so that the golden changes with what
//! the site says and not with how the standard theme looks. Data, feeds and files for hosts do not
//! depend on the theme; what people read in the standard theme are the snapshots of `<main>`.

use std::fs;

use crate::support::{Portal, Tree, assert_same, golden_text, main_of, tests, tree, updating};

/// Files of the theme and their fingerprints belong to the theme, not to Musterstadt.
fn without_theme(site: Tree) -> Tree {
    let ours = |path: &str| {
        let colors = path.starts_with("theme/colors.");
        (colors || !path.starts_with("theme/")) && !is_drawn(path) && !is_measured(path)
    };
    site.into_iter()
        .filter(|(path, _)| ours(path))
        .map(|(path, bytes)| {
            if path != ".drucksache.json" {
                return (path, bytes);
            }
            let text = String::from_utf8(bytes).expect("manifest");
            let named = |line: &str| line.split('"').nth(1).unwrap_or_default().to_owned();
            let lines = text.lines().filter(|line| ours(&named(line)));
            (
                path,
                lines
                    .map(|line| format!("{line}\n"))
                    .collect::<String>()
                    .into_bytes(),
            )
        })
        .collect()
}

/// Pictures and icons wear the theme's fonts and colours. Databases are no text; `dumps` reads what is in them.
fn is_drawn(path: &str) -> bool {
    let drawn = [".png", ".ico", ".webmanifest", ".sqlite", ".parquet"];
    drawn.iter().any(|extension| path.ends_with(extension))
}

/// Files that state sizes and checksums of the others, databases too; `catalogue` compares these with the files.
fn is_measured(path: &str) -> bool {
    let measured = ["index.html", "SHA256SUMS.txt", "datapackage.json", "dcat."];
    path.strip_prefix("daten/")
        .is_some_and(|file| measured.iter().any(|name| file.starts_with(name)))
}

#[test]
fn musterstadt_is_built_byte_for_byte() {
    let portal = Portal::musterstadt();
    let built = portal.build();
    assert_eq!(built.code, Some(0), "{}", built.err);
    golden_text(&tests().join("golden/musterstadt.findings.txt"), &built.err);
    let site = without_theme(portal.tree("public"));
    let folder = tests().join("golden/musterstadt.expected");
    if updating() {
        let _ = fs::remove_dir_all(&folder);
        for (path, bytes) in &site {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("parent")).expect("folder");
            fs::write(path, bytes).expect("golden");
        }
    }
    assert_same(&tree(&folder), &site);
}

#[test]
fn what_machines_read_does_not_depend_on_the_theme() {
    let machines = |site: Tree| -> Tree {
        let site = site.into_iter().filter(|(path, _)| {
            !path.ends_with(".html") && !path.starts_with("theme/") && path != ".drucksache.json"
        });
        site.collect()
    };
    let own = machines(Portal::musterstadt().site());
    assert!(own.len() > 15, "JSON, feeds, sitemap and files for hosts");
    assert_same(&own, &machines(standard().site()));
}

/// Musterstadt in the standard theme.
fn standard() -> Portal {
    let portal = Portal::musterstadt();
    fs::remove_dir_all(portal.path("theme")).expect("theme");
    portal
}

#[test]
fn pages_in_the_standard_theme() {
    let site = standard().site();
    for (name, path) in [
        ("home", "index.html"),
        ("paper", "vorlagen/musterstadt/beschluss-radweg/index.html"),
        ("markdown", "vorlagen/musterstadt/bericht/index.html"),
        ("undated", "vorlagen/musterstadt/notiz/index.html"),
        (
            "procedure",
            "vorgaenge/musterstadt-antrag-radweg/index.html",
        ),
        ("open_procedure", "vorgaenge/wochenmarkt/index.html"),
        ("overdue", "vorlagen/musterstadt/anfrage-markt/index.html"),
        ("topic", "themen/verkehr/index.html"),
        ("body", "kommunen/musterstadt/index.html"),
        (
            "organization",
            "kommunen/musterstadt/gremien/rat/index.html",
        ),
        ("number_missing", "nummer/musterstadt/98-2024/index.html"),
        ("number_shared", "nummer/musterstadt/5-2022/index.html"),
        ("numbers", "nummer/musterstadt/index.html"),
        ("second_page", "vorlagen/seite/2/index.html"),
        ("topics", "themen/index.html"),
        ("feeds", "abonnieren/index.html"),
        ("data", "daten/index.html"),
        ("page", "ueber/index.html"),
        ("missing", "404.html"),
    ] {
        insta::assert_snapshot!(name, main_of(&site, path));
    }
}
