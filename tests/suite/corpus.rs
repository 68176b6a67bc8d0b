//! The made-up councils of `examples/corpus`, on which speed is measured: sound, repeatable, and of real proportions.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::support::{Portal, Tree, text};

#[path = "../../examples/corpus"]
mod made {
    mod numbering;
    pub(super) mod plan;
    pub(super) mod portal;
    mod prose;
    mod random;
    mod words;
}

use made::plan::Corpus;

/// The site of a corpus, which builds without a word.
fn site(corpus: &Corpus) -> Tree {
    let portal = Portal::sound();
    std::fs::remove_dir_all(portal.path("content")).expect("an empty portal");
    made::portal::write(corpus, &portal.root(), "without: [previews]").expect("written");
    let ended = portal.run(&["build", "--today", "2026-07-01"]);
    assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""));
    portal.tree("public")
}

fn lines(site: &Tree, table: &str) -> Vec<Value> {
    let lines = text(site, &format!("daten/{table}.jsonl")).lines();
    let lines: Result<_, _> = lines.map(serde_json::from_str).collect();
    lines.expect("JSON Lines")
}

/// Every citation that was written is found, whatever its spelling, and no other.
#[test]
fn what_was_made_up_is_what_is_found() {
    let corpus = Corpus::new(150, 3, 7);
    let site = site(&corpus);
    let address = |ix: usize| format!("https://drucksache.example{}", corpus.address(ix));
    let mut written = BTreeSet::new();
    for (ix, paper) in corpus.papers.iter().enumerate() {
        let cites = paper.cites.iter();
        written.extend(cites.map(|cited| (address(ix), address(*cited))));
    }
    let end = |relation: &Value, key: &str| relation[key].as_str().map(str::to_owned);
    let relations = lines(&site, "relations");
    let found = relations.iter();
    let found: BTreeSet<_> = found
        .filter_map(|relation| Some((end(relation, "paper")?, end(relation, "target")?)))
        .collect();
    assert!(written.len() > 100);
    let abroad = |(from, to): &&(String, String)| from.split('/').nth(4) != to.split('/').nth(4);
    assert!(
        written.iter().filter(abroad).count() > 0,
        "councils cite each other"
    );
    let differences: Vec<_> = written.symmetric_difference(&found).collect();
    assert_eq!(differences, Vec::<&(String, String)>::new());
    assert_eq!(lines(&site, "papers").len(), 150);
    assert_eq!(lines(&site, "meetings").len(), corpus.meetings.len());
}

/// What search engines need to take `papers.jsonl` as it is: a field holds the same kind of value in every paper, and has
/// a name that they have no use for themselves.
#[test]
fn search_engines_can_take_papers_as_they_are() {
    fn kinds(path: &str, value: &Value, found: &mut BTreeMap<String, BTreeSet<&'static str>>) {
        let kind = match value {
            Value::Object(fields) => {
                for (name, value) in fields {
                    assert!(
                        !name.starts_with('_') && !name.contains('.'),
                        "{path} {name}"
                    );
                    kinds(&format!("{path}.{name}"), value, found);
                }
                "object"
            }
            // An array is what it holds.
            Value::Array(values) => {
                for value in values {
                    kinds(path, value, found);
                }
                return;
            }
            Value::String(_) => "string",
            Value::Number(_) => "number",
            Value::Bool(_) => "boolean",
            Value::Null => "null",
        };
        found.entry(path.to_owned()).or_default().insert(kind);
    }
    let mut found = BTreeMap::new();
    let musterstadt = Portal::musterstadt();
    for site in [site(&Corpus::new(150, 3, 7)), musterstadt.site()] {
        for paper in lines(&site, "papers") {
            assert!(paper["id"].is_string());
            kinds("", &paper, &mut found);
        }
    }
    let mixed: Vec<_> = found.iter().filter(|(_, kinds)| kinds.len() > 1).collect();
    assert_eq!(mixed, Vec::<(&String, &BTreeSet<&str>)>::new());
}

/// The same numbers give the same content; other numbers another.
#[test]
fn a_corpus_can_be_made_again() {
    let content = |seed| {
        let portal = Portal::sound();
        std::fs::remove_dir_all(portal.path("content")).expect("an empty portal");
        made::portal::write(&Corpus::new(40, 2, seed), &portal.root(), "").expect("written");
        portal.tree("content")
    };
    let first = content(1);
    assert_eq!(first, content(1));
    assert_ne!(first, content(2));
}
