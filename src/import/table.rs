//! Lists that councils publish, as CSV or JSON: a mapping says which column is which field. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::draft::Draft;
use super::plain;
use super::tally::Tally;
use super::text::{Party, PartyKind, Reading, named};
use crate::model::Date;

/// Which column is which field.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Mapping {
    /// The column that tells rows apart; number, day and title do when left out.
    pub id: Option<String>,
    /// What stands between columns of CSV; found out when left out.
    pub delimiter: Option<char>,
    /// Where the rows stand in a JSON document: `result.records`.
    pub rows: Option<String>,
    /// Field to column: `name: Titel`. See [`FIELDS`].
    pub columns: BTreeMap<String, Column>,
    /// Fields that are the same in every row.
    pub fixed: BTreeMap<String, String>,
    /// Columns that are left out on purpose.
    pub ignore: BTreeSet<String>,
}

/// A column, perhaps with several values in it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum Column {
    /// Its name.
    Name(String),
    /// Its name, and how to read it.
    Read {
        /// Its name.
        column: String,
        /// What stands between values.
        #[serde(default)]
        split: Option<String>,
        /// Values that mean that the row is public; for `access` only.
        #[serde(default)]
        public: Vec<String>,
    },
}

/// Fields that a column can become.
pub const FIELDS: &[&str] = &[
    "name",
    "paperType",
    "reference",
    "aliases",
    "date",
    "keyword",
    "originatorOrganization",
    "underDirectionOf",
    "summary",
    "location",
    "organization",
    "meetingDate",
    "role",
    "result",
    "source",
    "attachment",
    "access",
    "text",
];

/// Why a table cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The mapping names a field that there is not.
    #[error("there is no field `{0}`; there are: {1}")]
    Field(String, String),
    /// The mapping names a column that the table does not have.
    #[error("the table has no column `{0}`; it has: {1}")]
    Column(String, String),
    /// It is neither CSV nor JSON.
    #[error("{0}")]
    Syntax(String),
}

/// A row: columns and values.
type Row = BTreeMap<String, String>;

/// Rows of a table as papers.
///
/// # Errors
/// See [`TableError`].
pub fn read(text: &str, mapping: &Mapping, tally: &mut Tally) -> Result<Vec<Reading>, TableError> {
    let rows = rows(text, mapping)?;
    check(&rows, mapping, tally)?;
    let mut seen = BTreeSet::new();
    let mut readings = Vec::new();
    for row in &rows {
        // Without a column for it, number, day and title tell rows apart.
        let own = mapping.id.as_ref().and_then(|column| row.get(column));
        let own = own.filter(|id| !id.trim().is_empty());
        let mut id = own.map_or_else(String::new, |own| format!("table:{own}"));
        while !id.is_empty() && !seen.insert(id.clone()) {
            tally.remark("rows_one_id", &id);
            id.push('+');
        }
        readings.push(paper(row, mapping, &id, tally));
    }
    Ok(readings)
}

fn rows(text: &str, mapping: &Mapping) -> Result<Vec<Row>, TableError> {
    let start = text.trim_start();
    if start.starts_with(['[', '{']) {
        let document: Value =
            serde_json::from_str(text).map_err(|error| TableError::Syntax(error.to_string()))?;
        let mut list = &document;
        for key in mapping.rows.iter().flat_map(|path| path.split('.')) {
            list = list.get(key).unwrap_or(&Value::Null);
        }
        let list = list.as_array().ok_or_else(|| {
            TableError::Syntax(
                "no list of rows; say in the mapping where it stands: `rows: result.records`"
                    .into(),
            )
        })?;
        return Ok(list.iter().map(json_row).collect());
    }
    let delimiter = mapping.delimiter.unwrap_or_else(|| delimiter(start));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(u8::try_from(delimiter).unwrap_or(b','))
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(start.as_bytes());
    let syntax = |error: csv::Error| TableError::Syntax(error.to_string());
    let heads = reader.headers().map_err(syntax)?.clone();
    let mut known = BTreeSet::new();
    let twice = heads
        .iter()
        .find(|head| !head.is_empty() && !known.insert(*head));
    if let Some(head) = twice {
        return Err(TableError::Syntax(format!(
            "the column \"{head}\" is there twice; which one counts?"
        )));
    }
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(syntax)?;
        if record.iter().skip(heads.len()).any(|cell| !cell.is_empty()) {
            // A mark too many moves the cells: what says whether it is public may stand elsewhere.
            return Err(TableError::Syntax(format!(
                "row {} has more cells than there are columns; put cells with a \"{}\" in them in quotes",
                at + 2,
                delimiter
            )));
        }
        let row: Row = heads
            .iter()
            .zip(&record)
            .map(|(head, cell)| (head.to_owned(), cell.to_owned()))
            .collect();
        if row.values().any(|cell| !cell.is_empty()) {
            rows.push(row);
        }
    }
    Ok(rows)
}

/// The mark that the first line has most of.
fn delimiter(text: &str) -> char {
    let line = text.lines().next().unwrap_or_default();
    let count = |mark: &char| line.matches(*mark).count();
    [';', ',', '\t', '|']
        .into_iter()
        .max_by_key(|mark| (count(mark), *mark == ';'))
        .unwrap_or(',')
}

/// A JSON object as a row: objects within become `outer.inner`, lists are joined.
fn json_row(value: &Value) -> Row {
    fn add(row: &mut Row, name: &str, value: &Value) {
        match value {
            Value::Null => {}
            Value::String(text) => {
                row.insert(name.to_owned(), text.clone());
            }
            Value::Object(map) => map.iter().for_each(|(key, value)| {
                let name = if name.is_empty() {
                    key.clone()
                } else {
                    format!("{name}.{key}")
                };
                add(row, &name, value);
            }),
            Value::Array(list) => {
                let texts = list.iter().map(|item| {
                    item.as_str()
                        .map_or_else(|| item.to_string(), str::to_owned)
                });
                row.insert(name.to_owned(), texts.collect::<Vec<_>>().join(", "));
            }
            other => {
                row.insert(name.to_owned(), other.to_string());
            }
        }
    }
    let mut row = Row::new();
    add(&mut row, "", value);
    row
}

impl Column {
    fn name(&self) -> &str {
        match self {
            Self::Name(name) | Self::Read { column: name, .. } => name,
        }
    }
}

fn check(rows: &[Row], mapping: &Mapping, tally: &mut Tally) -> Result<(), TableError> {
    let there: BTreeSet<&str> = rows
        .iter()
        .flat_map(|row| row.keys().map(String::as_str))
        .collect();
    for field in mapping.columns.keys().chain(mapping.fixed.keys()) {
        if !FIELDS.contains(&field.as_str()) {
            return Err(TableError::Field(field.clone(), FIELDS.join(", ")));
        }
    }
    let used: BTreeSet<&str> = mapping
        .columns
        .values()
        .map(Column::name)
        .chain(mapping.id.as_deref())
        .collect();
    for name in &used {
        if !there.contains(name) && !rows.is_empty() {
            let has: Vec<&str> = there.iter().copied().collect();
            return Err(TableError::Column((*name).to_owned(), has.join(", ")));
        }
    }
    for name in there.difference(&used) {
        let says = rows
            .iter()
            .filter(|row| row.get(*name).is_some_and(|cell| !cell.is_empty()))
            .count();
        if says > 0 && !mapping.ignore.contains(*name) {
            tally.without_place.insert((*name).to_owned(), says);
        }
    }
    Ok(())
}

fn value(row: &Row, mapping: &Mapping, field: &str) -> Option<String> {
    let column = mapping.columns.get(field);
    let own = column
        .and_then(|column| row.get(column.name()))
        .filter(|cell| !cell.trim().is_empty());
    own.or_else(|| mapping.fixed.get(field)).cloned()
}

fn values(row: &Row, mapping: &Mapping, field: &str) -> Vec<String> {
    let Some(text) = value(row, mapping, field) else {
        return Vec::new();
    };
    let split = match mapping.columns.get(field) {
        Some(Column::Read { split, .. }) => split.clone(),
        _ if field == "keyword" => Some(",".to_owned()),
        _ => None,
    };
    let parts: Vec<String> = match split {
        Some(mark) if !mark.is_empty() => text.split(&mark).map(plain::line).collect(),
        _ => vec![plain::line(&text)],
    };
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

fn paper(row: &Row, mapping: &Mapping, id: &str, tally: &mut Tally) -> Reading {
    let mut reading = Reading {
        draft: Draft::new(id, String::new()),
        parties: Vec::new(),
    };
    let line = |field: &str| {
        value(row, mapping, field)
            .map(|text| plain::line(&text))
            .filter(|text| !text.is_empty())
    };
    let draft = &mut reading.draft;
    draft.put(
        "name",
        line("name").unwrap_or_else(|| {
            line("reference").map_or_else(
                || "Ohne Titel".to_owned(),
                |number| format!("Vorlage {number}"),
            )
        }),
    );
    for field in ["paperType", "reference", "summary", "location"] {
        draft.put(field, line(field));
    }
    for field in ["aliases", "keyword"] {
        draft.put(field, values(row, mapping, field));
    }
    let date = day(draft, line("date"), "Datum", tally);
    draft.put("date", date);
    if let Some(source) = line("source") {
        if crate::parse::is_web_address(&source) {
            draft.put("source", source);
        } else {
            draft.review(format!("Keine Adresse: „{source}“."));
        }
    }
    let files: Vec<Value> = values(row, mapping, "attachment")
        .into_iter()
        .map(|file| {
            if crate::parse::is_web_address(&file) {
                json!({"name": "Vorlage", "url": file})
            } else {
                json!({"name": file})
            }
        })
        .collect();
    draft.put("attachments", files);
    if !is_public(row, mapping) {
        tally.remark("row_restricted", id);
        draft.put("access", "restricted");
    }
    draft.body = value(row, mapping, "text")
        .map(|text| plain::markdown(&text))
        .unwrap_or_default();
    let met = day(draft, line("meetingDate"), "Sitzungstermin", tally);
    for field in ["originatorOrganization", "underDirectionOf"] {
        let names = values(row, mapping, field);
        let list: Vec<Value> = names
            .iter()
            .map(|name| organization(&mut reading, name))
            .collect();
        reading.draft.put(field, list);
    }
    if let Some(name) = line("organization") {
        let mut step = json!({"organization": organization(&mut reading, &name)});
        for (key, said) in [
            ("date", met),
            ("role", line("role")),
            ("result", line("result")),
        ] {
            if let Some(said) = said {
                step[key] = json!(said);
            }
        }
        reading.draft.put("consultation", vec![step]);
    }
    reading
}

fn organization(reading: &mut Reading, name: &str) -> Value {
    let kind = super::oparl::organization_type("", Some(name));
    reading.parties.push(Party {
        name: name.to_owned(),
        kind: PartyKind::Organization(kind),
    });
    named(name)
}

/// A day in one of the two notations; what is none is left to the author.
fn day(draft: &mut Draft, text: Option<String>, what: &str, tally: &mut Tally) -> Option<String> {
    let text = text?;
    let first = text.split(['T', ' ']).next().unwrap_or_default();
    let day = Date::parse(first).or_else(|| super::oparl::german(first));
    if day.is_none() {
        tally.remark("day_impossible", &draft.id);
        draft.review(format!("{what}: „{text}“ ist kein Tag."));
    }
    day.map(|day| day.to_string())
}

/// What is not said to be public in words that the mapping knows is not.
fn is_public(row: &Row, mapping: &Mapping) -> bool {
    let Some(column) = mapping.columns.get("access") else {
        return mapping
            .fixed
            .get("access")
            .is_none_or(|access| access == "public");
    };
    let said = row
        .get(column.name())
        .map(|cell| cell.trim().to_lowercase())
        .unwrap_or_default();
    match column {
        Column::Read { public, .. } if !public.is_empty() => {
            public.iter().any(|word| word.to_lowercase() == said)
        }
        // „Ja“ could be the answer to „Nichtöffentlich?“.
        _ => matches!(said.as_str(), "public" | "öffentlich"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(yaml: &str) -> Mapping {
        crate::parse::quietly(yaml).expect("mapping")
    }

    #[test]
    fn rows_become_papers() {
        let mapping = mapping(
            "columns: {name: Titel, reference: Nummer, date: Datum, originatorOrganization: {column: Fraktion, split: '/'}, access: Status, organization: Gremium, text: Text}\nfixed: {paperType: Antrag}\n",
        );
        let csv = "Nummer;Titel;Datum;Fraktion;Status;Gremium;Text;Farbe\n1/24;\"Radweg; Bau\";17.04.2024;A / B;öffentlich;Rat;\"<p>Bitte &amp; danke</p>\";rot\n2/24;Weg;31.02.2024;;intern;;;\n";
        let mut tally = Tally::default();
        let read = read(csv, &mapping, &mut tally).expect("table");
        let first = &read[0].draft;
        assert_eq!(first.front["name"], json!("Radweg; Bau"));
        assert_eq!(
            (&first.front["date"], &first.front["paperType"]),
            (&json!("2024-04-17"), &json!("Antrag"))
        );
        assert_eq!(
            (first.body.as_str(), first.front.get("access")),
            ("Bitte & danke", None)
        );
        assert_eq!(read[0].parties.len(), 3);
        let second = &read[1].draft;
        assert_eq!(
            (second.front.get("date"), &second.front["access"]),
            (None, &json!("restricted"))
        );
        assert_eq!(tally.without_place.get("Farbe"), Some(&1));
    }

    #[test]
    fn tables_whose_cells_have_moved_are_refused() {
        let mut tally = Tally::default();
        let mapping = mapping("columns: {name: Titel, access: Status}\n");
        for csv in [
            "Titel;Text;Status\nKauf;öffentlich;nichtöffentlich;x\n",
            "Titel;Status;Text;Status\nKauf;nichtöffentlich;x;öffentlich\n",
        ] {
            assert!(read(csv, &mapping, &mut tally).is_err(), "{csv}");
        }
        assert!(read("Titel;Status\nKauf;öffentlich;;\n", &mapping, &mut tally).is_ok());
    }

    #[test]
    fn mistakes_in_a_mapping_are_told() {
        let mut tally = Tally::default();
        let json = r#"{"result": [{"a": {"b": "x"}, "c": ["1", "2"]}]}"#;
        let good = mapping("rows: result\ncolumns: {name: a.b, keyword: c}\n");
        let found = read(json, &good, &mut tally).expect("table");
        assert_eq!(
            (
                &found[0].draft.front["name"],
                &found[0].draft.front["keyword"]
            ),
            (&json!("x"), &json!(["1", "2"]))
        );
        for wrong in [
            "columns: {title: a}",
            "columns: {name: d}\nrows: result",
            "columns: {name: a.b}\nrows: nirgends",
        ] {
            assert!(read(json, &mapping(wrong), &mut tally).is_err(), "{wrong}");
        }
    }
}
