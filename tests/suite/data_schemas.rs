//! JSON Schemas of what is published: everything that they describe holds to them, they say what everything
//! means, and nobody changes a shape without saying so.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jsonschema::{Registry, Resource, Validator};
use serde_json::Value;

use crate::support::{Portal, TODAY, Tree, tests, text, tree, updating};

const FOLDER: &str = "daten/schema/";

/// The schemas of a site by their file names.
fn schemas(site: &Tree) -> BTreeMap<String, Value> {
    let files = site.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix(FOLDER)?;
        Some((name.to_owned(), serde_json::from_slice(bytes).expect(path)))
    });
    files.collect()
}

/// What validates a schema, with all the others beside it. Formats count.
fn validators(schemas: &BTreeMap<String, Value>) -> BTreeMap<String, Validator> {
    let mut registry = Registry::new();
    for schema in schemas.values() {
        let id = schema["$id"].as_str().expect("$id");
        let resource = Resource::from_contents(schema.clone());
        registry = registry.add(id, resource).expect("an address");
    }
    let registry = registry.prepare().expect("all schemas are there");
    let validator = |schema: &Value| {
        let options = jsonschema::options().should_validate_formats(true);
        let validator = options.with_registry(&registry).build(schema);
        validator.unwrap_or_else(|error| panic!("{}: {error}", schema["$id"]))
    };
    let of = schemas.iter();
    of.map(|(name, schema)| (name.clone(), validator(schema)))
        .collect()
}

#[track_caller]
fn valid(validators: &BTreeMap<String, Validator>, schema: &str, value: &Value, place: &str) {
    let errors = validators[schema].iter_errors(value);
    let errors: Vec<String> = errors
        .map(|error| format!("{place}{}: {error}", error.instance_path()))
        .collect();
    assert!(errors.is_empty(), "{schema}\n{}", errors.join("\n"));
}

/// The whole site of the sample portal of this repository.
fn sample() -> Tree {
    let portal = Portal::copy_of(&tests().join("golden/none"));
    for (path, bytes) in tree(&Path::new(env!("CARGO_MANIFEST_DIR")).join("content")) {
        portal.bytes(&format!("content/{path}"), &bytes);
    }
    portal.site()
}

/// Everything in a site that a schema describes. Returns how many records that is.
fn check(site: &Tree) -> usize {
    let schemas = schemas(site);
    let validators = validators(&schemas);
    let mut count = 0;
    for (path, bytes) in site.iter().filter(|(path, _)| !path.starts_with(FOLDER)) {
        let dump = path.strip_prefix("daten/").and_then(|name| {
            let (stem, extension) = name.split_once('.')?;
            let is_part = stem.starts_with("portal/");
            let schema = format!("{}.schema.json", if is_part { "part" } else { stem });
            validators
                .contains_key(&schema)
                .then_some((schema, extension))
        });
        match dump {
            Some((schema, "json")) => {
                let value = serde_json::from_slice(bytes).expect(path);
                valid(&validators, &schema, &value, path);
                count += 1;
            }
            Some((schema, "jsonl")) => {
                for line in text(site, path).lines() {
                    let value = serde_json::from_str(line).expect(path);
                    valid(&validators, &schema, &value, path);
                    count += 1;
                }
            }
            _ if path.ends_with("/index.json") && !path.starts_with("oparl/") => {
                let value: Value = serde_json::from_slice(bytes).expect(path);
                let named = value["$schema"]
                    .as_str()
                    .unwrap_or_else(|| panic!("{path}"));
                let schema = schemas.iter().find(|(_, schema)| schema["$id"] == named);
                let (schema, _) = schema.unwrap_or_else(|| panic!("{path} names {named}"));
                valid(&validators, schema, &value, path);
                count += 1;
            }
            _ => {}
        }
    }
    count
}

#[test]
fn dumps_and_twins_hold_to_their_schemas() {
    assert!(check(&Portal::musterstadt().site()) > 50);
    assert!(check(&sample()) > 50);
}

#[test]
fn what_is_no_record_is_refused() {
    let site = Portal::musterstadt().site();
    let validators = validators(&schemas(&site));
    let line = text(&site, "daten/papers.jsonl")
        .lines()
        .next()
        .expect("a paper");
    let paper: Value = serde_json::from_str(line).expect("JSON");
    let with = |name: &str, value: Value| {
        let mut changed = paper.clone();
        changed[name] = value;
        validators["paper.schema.json"].is_valid(&changed)
    };
    assert!(with("name", "Radweg".into()));
    assert!(!with("name", Value::Null));
    assert!(!with("unbekannt", "x".into()));
    assert!(!with("status", "fertig".into()));
    assert!(!with("date", "2024-13-01".into()));
    assert!(!with("body", "musterstadt".into()));
}

#[test]
fn every_field_is_explained() {
    fn walk(value: &Value, place: &str, silent: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                for (name, property) in fields
                    .get("properties")
                    .and_then(Value::as_object)
                    .into_iter()
                    .flatten()
                {
                    let said = property["description"].as_str().unwrap_or_default();
                    if said.is_empty() {
                        silent.push(format!("{place}/{name}"));
                    }
                }
                fields
                    .iter()
                    .for_each(|(name, inner)| walk(inner, &format!("{place}/{name}"), silent));
            }
            Value::Array(items) => items.iter().for_each(|item| walk(item, place, silent)),
            _ => {}
        }
    }
    let mut silent = Vec::new();
    for (name, schema) in schemas(&Portal::sound().site()) {
        walk(&schema, &name, &mut silent);
        assert!(
            schema["title"].is_string() && schema["description"].is_string(),
            "{name}"
        );
    }
    assert_eq!(silent, Vec::<String>::new());
}

/// A schema without its words and its version: what a program can rely on.
fn shape(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) => {
            // Properties may have the names of keywords; theirs are objects.
            let told = |name: &str, value: &Value| {
                let words = matches!(name, "description" | "title") && value.is_string();
                words || name == "schemaVersion"
            };
            let kept = fields.iter().filter(|(name, value)| !told(name, value));
            kept.map(|(name, value)| (name.clone(), shape(value)))
                .collect()
        }
        Value::Array(items) => items.iter().map(shape).collect(),
        other => other.clone(),
    }
}

#[test]
fn a_change_of_shape_says_its_version() {
    let portal = Portal::sound();
    let built = portal.run(&[
        "build",
        "--today",
        TODAY,
        "--base-url",
        "https://portal.example",
    ]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    let found = schemas(&portal.tree("public"));
    let folder = tests().join("golden/data_schemas");
    let golden: BTreeMap<String, Value> = tree(&folder)
        .into_iter()
        .map(|(name, bytes)| (name, serde_json::from_slice(&bytes).expect("golden")))
        .collect();
    let version = |schemas: &BTreeMap<String, Value>| {
        let of = schemas.get("portal.schema.json");
        of.map(|schema| schema["schemaVersion"].to_string())
    };
    let shapes = |schemas: &BTreeMap<String, Value>| -> BTreeMap<String, Value> {
        let of = schemas.iter();
        of.map(|(name, schema)| (name.clone(), shape(schema)))
            .collect()
    };
    let (before, now) = (shapes(&golden), shapes(&found));
    if before != now && version(&golden) == version(&found) {
        let names = before.keys().chain(now.keys());
        let mut changed: Vec<&String> = names.filter(|n| before.get(*n) != now.get(*n)).collect();
        changed.dedup();
        panic!(
            "the shapes of published data have changed: {changed:?}\n\
             Raise VERSION in src/output/data/record.rs (the first number if a reader of the old shape could break,\n\
             else the second), say so in CHANGELOG.md, then run this test with UPDATE_GOLDEN=1."
        );
    }
    if updating() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("folder");
        for (name, schema) in &found {
            let pretty = serde_json::to_string_pretty(schema).expect("JSON");
            fs::write(folder.join(name), pretty + "\n").expect("golden");
        }
        return;
    }
    assert!(
        golden == found,
        "words of the schemas have changed (UPDATE_GOLDEN=1 rewrites them)"
    );
}
