//! The schemas that editors use: up to date, explained, and true of the sample portal.

use std::path::Path;

use drucksache::schema;
use serde_json::Value;

use crate::support::tree;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn committed_schemas_are_those_of_the_types() {
    let committed = tree(&root().join(schema::FOLDER));
    let made: crate::support::Tree = schema::all()
        .into_iter()
        .map(|(name, schema)| (name.to_owned(), schema::text(&schema).into_bytes()))
        .collect();
    let report = crate::support::differences(&made, &committed);
    assert!(
        report.is_empty(),
        "run `drucksache schema` to write them anew\n{report}"
    );
}

#[test]
fn every_property_is_explained() {
    for (name, schema) in schema::all() {
        let mut bare = Vec::new();
        unexplained(&serde_json::to_value(&schema).unwrap(), "", &mut bare);
        assert!(bare.is_empty(), "{name}: {bare:?}");
    }
}

fn unexplained(schema: &Value, path: &str, bare: &mut Vec<String>) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                for (key, property) in properties {
                    if property
                        .get("description")
                        .and_then(Value::as_str)
                        .is_none_or(str::is_empty)
                    {
                        bare.push(format!("{path}/{key}"));
                    }
                }
            }
            for (key, value) in map {
                unexplained(value, &format!("{path}/{key}"), bare);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| unexplained(value, path, bare)),
        _ => {}
    }
}

/// The schema of a content file, by its path.
fn schema_of(path: &str) -> Option<&'static str> {
    let name = path.rsplit('/').next()?;
    Some(match name {
        "portal.yaml" => "portal.schema.json",
        "body.yaml" => "body.schema.json",
        "organizations.yaml" => "organizations.schema.json",
        "people.yaml" => "people.schema.json",
        _ if !name.ends_with(".md") => return None,
        _ if path.contains("/papers/") => "paper.schema.json",
        _ if path.contains("/meetings/") => "meeting.schema.json",
        _ if path.contains("topics/") => "topic.schema.json",
        _ => "page.schema.json",
    })
}

#[test]
fn what_builds_is_valid_for_editors_too() {
    let mut checked = 0;
    for portal in [
        "content",
        "tests/golden/musterstadt/content",
        "tests/diagnostics/sound/content",
    ] {
        for (path, bytes) in tree(&root().join(portal)) {
            let Some(name) = schema_of(&path) else {
                continue;
            };
            let text = String::from_utf8(bytes).unwrap();
            let yaml = match drucksache::parse::front_matter(&text) {
                Some((yaml, _)) => &text[yaml],
                None => &text[..],
            };
            // As YAML 1.2 reads it, and as editors do: `no` is a word.
            let options = serde_yaml::options! { strict_booleans: true };
            let value: Value = serde_yaml::from_str_with_options(yaml, options).expect(&path);
            let schema = schema::all()
                .into_iter()
                .find(|(known, _)| *known == name)
                .unwrap()
                .1;
            let schema = serde_json::to_value(&schema).unwrap();
            let mut wrong = Vec::new();
            validate(&schema, &schema, &value, "", &mut wrong);
            assert!(wrong.is_empty(), "{portal}/{path}: {wrong:#?}");
            checked += 1;
        }
    }
    assert!(checked > 40, "{checked} files");
}

#[test]
fn what_editors_should_mark_is_invalid() {
    let schema = schema::all()
        .into_iter()
        .find(|(name, _)| *name == "paper.schema.json")
        .unwrap()
        .1;
    let schema = serde_json::to_value(&schema).unwrap();
    for bad in [
        "papertype: x\nname: a",
        "paperType: x",
        "name: a\ntopics: verkehr",
        "name: a\ntopics: [Öffentlich]",
        "name: a\naccess: geheim",
        "name: a\nfinance: {items: [{kind: kosten}]}",
    ] {
        let value: Value = serde_yaml::from_str(bad).unwrap();
        let mut wrong = Vec::new();
        validate(&schema, &schema, &value, "", &mut wrong);
        assert!(!wrong.is_empty(), "{bad}");
    }
}

/// The part of JSON Schema that ours use; an unknown keyword fails the test.
fn validate(root: &Value, schema: &Value, value: &Value, path: &str, wrong: &mut Vec<String>) {
    let Value::Object(schema) = schema else {
        return;
    };
    for (keyword, rule) in schema {
        let mut fail = |why: String| wrong.push(format!("{path}: {why}"));
        match keyword.as_str() {
            "$ref" => {
                let target = rule
                    .as_str()
                    .and_then(|r| root.pointer(r.strip_prefix('#')?))
                    .expect("definition");
                validate(root, target, value, path, wrong);
            }
            "type" => {
                let names = match rule {
                    Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
                    name => vec![name.as_str().unwrap_or_default()],
                };
                if !names.iter().any(|name| is_a(value, name)) {
                    fail(format!("{value} is no {names:?}"));
                }
            }
            "enum" => {
                if !rule.as_array().is_some_and(|known| known.contains(value)) {
                    fail(format!("{value} is not among {rule}"));
                }
            }
            "const" => {
                if rule != value {
                    fail(format!("{value} is not {rule}"));
                }
            }
            "anyOf" | "oneOf" => {
                let ok = rule.as_array().into_iter().flatten().any(|option| {
                    let mut inner = Vec::new();
                    validate(root, option, value, path, &mut inner);
                    inner.is_empty()
                });
                if !ok {
                    fail(format!("{value} is none of the options"));
                }
            }
            "allOf" => {
                for option in rule.as_array().into_iter().flatten() {
                    validate(root, option, value, path, wrong);
                }
            }
            "items" => {
                for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                    validate(root, rule, item, &format!("{path}/{at}"), wrong);
                }
            }
            "properties" => {
                for (key, inner) in value.as_object().into_iter().flatten() {
                    if let Some(rule) = rule.get(key) {
                        validate(root, rule, inner, &format!("{path}/{key}"), wrong);
                    }
                }
            }
            "required" => {
                for key in rule
                    .as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str)
                {
                    if value.as_object().is_some_and(|map| !map.contains_key(key)) {
                        fail(format!("{key} is missing"));
                    }
                }
            }
            "additionalProperties" => {
                let known = schema.get("properties");
                for (key, inner) in value.as_object().into_iter().flatten() {
                    if known.and_then(|known| known.get(key)).is_some() {
                        continue;
                    }
                    if *rule == Value::Bool(false) {
                        wrong.push(format!("{path}: {key} is unknown"));
                    } else {
                        validate(root, rule, inner, path, wrong);
                    }
                }
            }
            "pattern" => {
                let pattern = regex::Regex::new(rule.as_str().unwrap()).unwrap();
                if value.as_str().is_some_and(|text| !pattern.is_match(text)) {
                    fail(format!("{value} does not match {rule}"));
                }
            }
            "minimum" | "maximum" | "multipleOf" | "format" | "maxLength" | "$schema" | "$defs"
            | "title" | "description" | "default" | "$comment" | "examples" => {}
            other => panic!("teach this test the keyword {other}"),
        }
    }
}

fn is_a(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_i64() || value.is_u64(),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => false,
    }
}
