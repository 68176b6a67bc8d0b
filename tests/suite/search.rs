//! The search index: what is in it, and what must not be. How queries rank is tested with the script that
//! readers use (`tests/browser/search.test.mjs`).

use std::fs;

use drucksache::output::search::{fold, stem};

use crate::support::{Portal, Tree, golden_text, tests, text};

/// A term with the documents that have it: number and strength, the strongest first.
type Term = (String, Vec<(usize, usize)>);

/// Everything in the files of terms.
fn terms(site: &Tree) -> Vec<Term> {
    let shards = site
        .iter()
        .filter(|(path, _)| path.starts_with("suche/dateien/") && path.contains("/t"));
    let mut terms: Vec<Term> = shards.flat_map(|(_, bytes)| shard(bytes)).collect();
    terms.sort();
    terms
}

fn shard(bytes: &[u8]) -> Vec<Term> {
    let mut at = 0;
    let mut heads = Vec::new();
    let mut before: Vec<u8> = Vec::new();
    for _ in 0..varint(bytes, &mut at) {
        before.truncate(varint(bytes, &mut at));
        let own = varint(bytes, &mut at);
        before.extend(&bytes[at..at + own]);
        at += own;
        let documents = varint(bytes, &mut at);
        let length = varint(bytes, &mut at);
        heads.push((
            String::from_utf8(before.clone()).expect("UTF-8"),
            documents,
            length,
        ));
    }
    let mut terms = Vec::new();
    for (term, documents, length) in heads {
        let postings = postings(&bytes[at..at + length]);
        assert_eq!(postings.len(), documents, "{term}");
        at += length;
        terms.push((term, postings));
    }
    assert_eq!(at, bytes.len(), "nothing is left over");
    terms
}

fn postings(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut at = 0;
    let mut found = Vec::new();
    while at < bytes.len() {
        let strength = varint(bytes, &mut at);
        let mut document = 0;
        for _ in 0..varint(bytes, &mut at) {
            document += varint(bytes, &mut at);
            found.push((document, strength));
        }
    }
    found
}

fn varint(bytes: &[u8], at: &mut usize) -> usize {
    let mut value = 0;
    for step in 0.. {
        let byte = bytes[*at];
        *at += 1;
        value |= usize::from(byte & 127) << (7 * step);
        if byte < 128 {
            break;
        }
    }
    value
}

/// Titles of the documents that have a term, the strongest first.
fn having(site: &Tree, term: &str) -> Vec<String> {
    let chunk = |at: usize| {
        let name = format!("/d{at}.json");
        site.iter().find(|(path, _)| path.ends_with(&name))
    };
    let hits: Vec<Vec<serde_json::Value>> = (0..)
        .map_while(chunk)
        .flat_map(|(_, bytes)| {
            serde_json::from_slice::<Vec<Vec<serde_json::Value>>>(bytes).expect("JSON")
        })
        .collect();
    let terms = terms(site);
    let found = terms.iter().find(|(known, _)| known == term);
    let title = |document: usize| hits[document][0].as_str().expect("title").to_owned();
    found.map_or_else(Vec::new, |(_, postings)| {
        postings
            .iter()
            .map(|(document, _)| title(*document))
            .collect()
    })
}

/// Words with what `fold` and `stem` make of them; `search.js` is held to the same file.
#[test]
fn stems_are_those_that_the_script_is_tested_with() {
    let path = tests().join("browser/stems.txt");
    let known = fs::read_to_string(&path).expect("stems.txt");
    let words = known.lines().filter_map(|line| line.split('\t').next());
    let line = |word: &str| {
        let folded = fold(word);
        format!("{word}\t{folded}\t{}\n", stem(&folded))
    };
    golden_text(&path, &words.map(line).collect::<String>());
}

#[test]
fn what_is_restricted_or_hidden_is_in_no_file_of_the_index() {
    let portal = Portal::sound();
    portal
        .paper(
            "geheim",
            "name: Geheimplan\nreference: 99/2024\naccess: restricted",
            "Der Xylophonbestand.",
        )
        .paper(
            "embargo",
            "name: Xylophonkauf\npublishFrom: 2030-01-01",
            "Xylophone.",
        )
        .paper(
            "offen",
            "name: Offener Plan",
            "Sichtbar. <!-- Xylophonbestand -->\n\n<!--\n\nXylophonkauf\n\n-->\nEnde.",
        );
    let site = portal.site();
    let terms = terms(&site);
    for (term, _) in &terms {
        for secret in ["xylophon", "geheim", "992024"] {
            assert!(!term.contains(secret), "{term}");
        }
    }
    assert!(terms.iter().any(|(term, _)| term == "sichtbar"));
    for (path, bytes) in &site {
        if path.starts_with("suche/") {
            let shown = String::from_utf8_lossy(bytes).to_lowercase();
            assert!(
                !shown.contains("xylophon") && !shown.contains("geheim"),
                "{path}"
            );
        }
    }
}

#[test]
fn titles_say_more_than_texts_and_compounds_are_found_by_their_ends() {
    let portal = Portal::sound();
    portal
        .paper(
            "konzept",
            "name: Fortschreibung des Radwegekonzepts",
            "Es geht um Wege.",
        )
        .paper(
            "satzung",
            "name: Satzung",
            "Das Konzept nennt den Doppelhaushalt.",
        )
        .paper("haushalt", "name: Haushalt 2024", "Einbringung.");
    let site = portal.site();
    assert_eq!(
        having(&site, "konzept"),
        ["Fortschreibung des Radwegekonzepts", "Satzung"]
    );
    assert_eq!(having(&site, "haushalt"), ["Haushalt 2024", "Satzung"]);
}

#[test]
fn committees_people_topics_and_procedures_are_found_by_their_names() {
    let site = Portal::musterstadt().site();
    let of = |term: &str| having(&site, term);
    assert_eq!(
        of(&stem(&fold("Bauen")))[0],
        "Ausschuss für Bauen und Verkehr"
    );
    for path in [
        "themen/",
        "vorgaenge/",
        "kommunen/",
        "/gremien/",
        "/personen/",
    ] {
        let hits = site.iter().filter(|(path, _)| path.contains("/d"));
        let found = hits.filter(|(name, bytes)| {
            name.starts_with("suche/") && String::from_utf8_lossy(bytes).contains(path)
        });
        assert!(found.count() > 0, "{path}");
    }
}

#[test]
fn numbers_find_their_papers_first_and_cited_ones_their_page() {
    let portal = Portal::musterstadt();
    let site = portal.site();
    let numbers: Vec<Term> = terms(&site)
        .into_iter()
        .filter(|(term, _)| term.starts_with('#'))
        .collect();
    assert!(!numbers.is_empty());
    assert!(
        numbers
            .iter()
            .any(|(_, postings)| postings.len() > 1 && postings[0].1 == 15 && postings[1].1 < 5),
        "{numbers:?}"
    );
}

#[test]
fn a_portal_can_do_without() {
    let portal = Portal::sound();
    let settings = fs::read_to_string(portal.path("content/portal.yaml")).expect("portal.yaml");
    portal.file(
        "content/portal.yaml",
        &format!("{settings}\noutputs: {{without: [search]}}\n"),
    );
    let site = portal.site();
    assert!(!site.keys().any(|path| path.starts_with("suche/")));
    assert!(!text(&site, "index.html").contains("/suche/"));
    assert!(!text(&site, "_headers").contains("suche"));
}

#[test]
fn files_of_the_index_are_named_by_what_is_in_it() {
    let portal = Portal::sound();
    let folder = |site: &Tree| {
        let path = site.keys().find(|path| path.starts_with("suche/dateien/"));
        path.expect("index")
            .split('/')
            .nth(2)
            .expect("folder")
            .to_owned()
    };
    let before = folder(&portal.site());
    portal.paper("neu", "name: Neu", "Neues.");
    let after = folder(&portal.site());
    assert_ne!(before, after);
    portal.paper("neu", "name: Neu", "Anderes.");
    assert_ne!(after, folder(&portal.site()));
}
