//! JSON Schemas (2020-12) of what is published, made from the records themselves. Not to be mixed up with
//! the schemas of content files, which editors use.

use std::sync::Arc;

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema};
use serde::{Serialize, Serializer};
use serde_json::{Value, json};

use super::json::is_in_parts;
use super::record::{
    Address, BodyRecord, ChangeRecord, MeetingRecord, OrganizationRecord, PaperRecord,
    PartOfPortal, PartRecord, PersonRecord, PortalRecord, ProcedureRecord, RelationRecord,
    TopicRecord, VERSION,
};
use crate::output::Site;
use crate::route::{Dump, Route, Shape, Table};

/// The schema that files of this shape name; none if schemas are switched off.
pub(super) fn named(site: &Site<'_>, shape: Shape) -> Option<Arc<Address>> {
    let there = site.has(Dump::Schema(shape).output());
    there.then(|| Arc::new(Address(address(site, shape))))
}

/// A schema as the site publishes it.
pub(super) fn of_site(site: &Site<'_>, shape: Shape) -> Published {
    let mut schema = match shape {
        Shape::Portal => portal(),
        Shape::Part => part(),
        Shape::List(table) => list(table),
        Shape::Record(table) => record(table),
        Shape::Change => of::<ChangeRecord>(),
    };
    schema["$schema"] = DRAFT.into();
    schema["$id"] = address(site, shape).into();
    schema["schemaVersion"] = VERSION.into();
    schema["title"] = title(shape).into();
    Published(schema)
}

/// A schema that begins with what it is.
pub(super) struct Published(Value);

const HEAD: [&str; 7] = [
    "$schema",
    "$id",
    "title",
    "description",
    "schemaVersion",
    "type",
    "properties",
];

impl Serialize for Published {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let head = HEAD
            .iter()
            .filter_map(|name| Some((*name, self.0.get(name)?)));
        let rest = self.0.as_object().into_iter().flatten();
        let rest = rest.map(|(name, value)| (name.as_str(), value));
        let rest = rest.filter(|(name, _)| !HEAD.contains(name));
        serializer.collect_map(head.chain(rest))
    }
}

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

fn address(site: &Site<'_>, shape: Shape) -> String {
    site.map.absolute(&Route::Dump(Dump::Schema(shape)))
}

fn title(shape: Shape) -> String {
    let name = shape.name();
    let (first, rest) = name.split_at(1);
    first.to_uppercase() + rest
}

/// A schema that stands beside this one.
fn beside(shape: Shape) -> Value {
    json!({"$ref": format!("{}.schema.json", shape.name())})
}

fn list_of(table: Table) -> Value {
    json!({"type": "array", "items": beside(Shape::Record(table))})
}

/// A table's files: a list, or one record a line.
fn list(table: Table) -> Value {
    let name = table.name();
    json!({
        "description": format!("{name}.json is a list; each line of {name}.jsonl is one record of it."),
        "anyOf": [list_of(table), beside(Shape::Record(table))],
    })
}

fn portal() -> Value {
    let mut schema = of::<PortalRecord>();
    let part = of::<PartOfPortal>();
    let parts = json!({"type": "array", "items": part, "description": "The parts of the papers."});
    add_list(&mut schema, "parts", parts);
    for table in Table::ALL.into_iter().filter(|t| !is_in_parts(*t)) {
        let mut list = list_of(table);
        list["description"] = format!("All {}.", table.name()).into();
        add_list(&mut schema, table.name(), list);
    }
    schema
}

fn part() -> Value {
    let mut schema = of::<PartRecord>();
    for table in Table::ALL.into_iter().filter(|t| is_in_parts(*t)) {
        let mut list = list_of(table);
        list["description"] = format!("The {} of this part.", table.name()).into();
        add_list(&mut schema, table.name(), list);
    }
    schema
}

/// Adds a list to a schema that bears a version.
fn add_list(schema: &mut Value, name: &str, list: Value) {
    schema["properties"]["schemaVersion"]["const"] = VERSION.into();
    schema["properties"][name] = list;
    if let Value::Array(required) = &mut schema["required"] {
        required.push(name.into());
    }
}

fn record(table: Table) -> Value {
    match table {
        Table::Papers => of::<PaperRecord>(),
        Table::Relations => of::<RelationRecord>(),
        Table::Procedures => of::<ProcedureRecord>(),
        Table::Topics => of::<TopicRecord>(),
        Table::Meetings => of::<MeetingRecord>(),
        Table::Bodies => of::<BodyRecord>(),
        Table::Organizations => of::<OrganizationRecord>(),
        Table::People => of::<PersonRecord>(),
    }
}

fn of<T: JsonSchema>() -> Value {
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    let mut schema = generator.into_root_schema_for::<T>();
    RecursiveTransform(strict).transform(&mut schema);
    schema.to_value()
}

/// Nothing is ever null, and records have no other fields than those described.
fn strict(schema: &mut Schema) {
    let Some(fields) = schema.as_object_mut() else {
        return;
    };
    if let Some(Value::Array(types)) = fields.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            fields.insert("type".into(), only);
        }
    }
    if let Some(Value::Array(ways)) = fields.get_mut("anyOf") {
        ways.retain(|way| way.get("type") != Some(&"null".into()));
        if let [Value::Object(only)] = ways.as_slice() {
            let only = only.clone();
            fields.remove("anyOf");
            fields.extend(only);
        }
    }
    if fields.contains_key("properties") {
        fields.insert("additionalProperties".into(), false.into());
    }
}
