//! What hosts are told: the same in `_headers` and in the recipes for web servers, and copies that are
//! compressed already.

use std::collections::BTreeSet;
use std::io::Read;

use drucksache::route::media::TYPES;

use crate::support::{Portal, Tree, text};

/// What every host knows by itself.
const KNOWN: [&str; 10] = [
    "html", "css", "js", "json", "xml", "txt", "png", "svg", "ico", "pdf",
];

/// The recipe of `docs/deployment.md` in one language.
fn recipe(language: &str) -> String {
    let page = include_str!("../../docs/deployment.md");
    let start = format!("```{language}\n");
    let (_, rest) = page.split_once(&start).expect("a recipe");
    rest.split_once("```").expect("its end").0.to_owned()
}

#[test]
fn every_media_type_is_in_every_recipe() {
    let (nginx, apache, caddy) = (recipe("nginx"), recipe("apache"), recipe("caddy"));
    let says = |recipe: &str, words: &[&str]| {
        let line = |line: &str| words.iter().all(|word| line.contains(word));
        assert!(recipe.lines().any(line), "{words:?} in\n{recipe}");
    };
    for (end, full) in TYPES {
        let bare = full.split(';').next().expect("a type");
        if let Some(extension) = end.strip_prefix('.').filter(|rest| !rest.contains('.')) {
            says(&nginx, &[&format!("{bare} {extension};")]);
            says(&apache, &[&format!("AddType \"{full}\" {end}")]);
            says(&caddy, &[&format!("path *{end}")]);
        } else {
            let pattern = end.replace('.', "\\.");
            says(
                &nginx,
                &[&format!("{pattern}$"), &format!("default_type {bare};")],
            );
            says(&apache, &[&format!("{end}\">")]);
            says(&apache, &[&format!("ForceType \"{full}\"")]);
            says(&caddy, &["path *", end]);
        }
        says(&caddy, &["Content-Type", &format!("\"{full}\"")]);
        if full.contains("charset") {
            says(&nginx, &["charset_types", bare]);
        }
    }
    assert!(nginx.contains("gzip_static on;") && caddy.contains("precompressed gzip"));
}

#[test]
fn recipes_have_the_headers_that_are_published() {
    let site = Portal::musterstadt().site();
    let rules = rules(&site);
    let all = &rules
        .iter()
        .find(|(path, _)| path == "/portal/*")
        .expect("for all")
        .1;
    assert!(all.len() > 7);
    for recipe in [recipe("nginx"), recipe("apache"), recipe("caddy")] {
        for (name, value) in all {
            let line = |line: &str| line.contains(&format!("{name} \"{value}\""));
            assert!(recipe.lines().any(line), "{name}: {value}");
        }
        for kept in [
            "public, max-age=0, must-revalidate",
            "public, max-age=31536000, immutable",
        ] {
            assert!(recipe.contains(kept), "{kept}");
        }
    }
}

#[test]
fn recipes_know_what_is_gone_for_good() {
    assert!(recipe("nginx").contains("gone.txt) { return 410; }"));
    assert!(recipe("apache").contains("gone.txt\" -f"));
    assert!(recipe("caddy").contains("status 410"));
}

/// Rules of `_headers`: path, then headers.
fn rules(site: &Tree) -> Vec<(String, Vec<(String, String)>)> {
    let mut rules: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for line in text(site, "_headers").lines() {
        match line
            .strip_prefix("  ")
            .and_then(|line| line.split_once(": "))
        {
            Some((name, value)) => rules
                .last_mut()
                .expect("a path")
                .1
                .push((name.to_owned(), value.to_owned())),
            None => rules.push((line.to_owned(), Vec::new())),
        }
    }
    rules
}

/// Every header of a path by the rules that fit it.
fn headers(rules: &[(String, Vec<(String, String)>)], path: &str) -> Vec<(String, String)> {
    let address = format!(
        "/portal/{}",
        path.strip_suffix("index.html").unwrap_or(path)
    );
    let fits = |rule: &str| match rule.split_once('*') {
        None => rule == address,
        Some((start, end)) => {
            address.len() >= start.len() + end.len()
                && address.starts_with(start)
                && address.ends_with(end)
        }
    };
    let rules = rules.iter().filter(|(rule, _)| fits(rule));
    rules.flat_map(|(_, headers)| headers.clone()).collect()
}

#[test]
fn every_file_has_its_type_and_is_kept_as_long_as_it_lasts() {
    let portal = Portal::musterstadt();
    std::fs::remove_dir_all(portal.path("theme")).expect("the standard theme");
    let site = portal.site();
    let rules = rules(&site);
    assert!(rules.len() < 100, "Cloudflare Pages reads a hundred rules");
    let authors = ["wappen.svg", "CNAME"];
    for path in site.keys().filter(|path| !path.starts_with(['_', '.'])) {
        let found = headers(&rules, path);
        let names: BTreeSet<&String> = found.iter().map(|(name, _)| name).collect();
        assert_eq!(
            names.len(),
            found.len(),
            "{path} has a header twice: {found:#?}"
        );
        let header = |name: &str| {
            found
                .iter()
                .find(|(n, _)| n == name)
                .map(|(_, v)| v.as_str())
        };
        assert_eq!(header("Access-Control-Allow-Origin"), Some("*"), "{path}");
        let name = path.rsplit('/').next().expect("a name");
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let own = TYPES.iter().find(|(end, _)| {
            if end.starts_with('.') {
                name.ends_with(end)
            } else {
                name == *end
            }
        });
        assert_eq!(
            header("Content-Type"),
            own.map(|(_, media_type)| *media_type),
            "{path}"
        );
        assert!(
            own.is_some()
                || KNOWN.contains(&extension)
                || extension == "bin"
                || authors.contains(&name),
            "hosts may not know .{extension}: {path}"
        );
        if authors.contains(&name) || path.starts_with("vorlagen/") && extension == "pdf" {
            continue;
        }
        // Pages at earlier addresses only lead on.
        if path.starts_with("alt/") {
            continue;
        }
        let lasts = path.starts_with("theme/") || path.starts_with("suche/dateien/");
        let kept = if lasts {
            "public, max-age=31536000, immutable"
        } else {
            "public, max-age=0, must-revalidate"
        };
        assert_eq!(header("Cache-Control"), Some(kept), "{path}");
    }
}

#[test]
fn compressed_copies_stand_beside_text_and_go_with_it() {
    let portal = Portal::musterstadt();
    portal.bytes("content/static/gross.txt", &[b'x'; 4096]);
    portal.bytes("content/static/gross.txt.gz", b"of its author");
    let build = || {
        let built = portal.run(&["build", "--today", "2024-06-10", "--precompress", "gz"]);
        assert_eq!(built.code, Some(0), "{}", built.err);
        portal.tree("public")
    };
    let site = build();
    let mut copies = 0;
    for (path, bytes) in &site {
        let Some(copy) = site.get(&format!("{path}.gz")) else {
            let text = [".html", ".json", ".ics", ".xml", ".opml"];
            let worth = bytes.len() >= 1024 && text.iter().any(|end| path.ends_with(end));
            assert!(!worth || path == ".drucksache.json", "{path} has no copy");
            continue;
        };
        if path == "gross.txt" {
            assert_eq!(copy, b"of its author");
            continue;
        }
        let mut plain = Vec::new();
        flate2::read::GzDecoder::new(&copy[..])
            .read_to_end(&mut plain)
            .expect("gzip");
        assert!(plain == *bytes, "{path}");
        assert!(bytes.len() >= 1024 && copy.len() < bytes.len(), "{path}");
        assert_eq!(copy[4..8], [0; 4], "no time: {path}");
        copies += 1;
    }
    assert!(copies > 20, "{copies}");
    for plain in ["vorschau.png.gz", "_headers.gz", ".drucksache.json.gz"] {
        assert!(!site.contains_key(plain), "{plain}");
    }
    assert!(site == build(), "the same bytes each time");
    // They are ours: a build without them takes them away.
    let site = portal.site();
    let left: Vec<&String> = site.keys().filter(|path| path.ends_with(".gz")).collect();
    assert_eq!(left, ["gross.txt.gz"]);
}

#[test]
fn a_file_where_a_folder_must_be_is_told() {
    let portal = Portal::sound();
    portal.file("content/static/vorlagen/musterstadt/radweg", "Datei");
    let checked = portal.check();
    assert_eq!(checked.code, Some(1), "{}", checked.err);
    assert!(checked.out.contains("path-collision"), "{}", checked.out);
    assert!(checked.out.contains("radweg.md"), "{}", checked.out);
}
