//! Records as flat rows.

use serde::Serialize;
use serde_json::Value;

use super::{json_problem, record};
use crate::link::{BodyIx, PaperIx};
use crate::output::{Problem, Site};
use crate::route::{Column, ColumnKind, Table};

/// A record, ready to be asked for its columns.
pub(super) struct Row(Value);

/// Whether rows are to have their long texts, which are read from the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Texts {
    #[cfg_attr(
        not(any(feature = "parquet", feature = "sqlite")),
        expect(dead_code, reason = "CSV has no place for them")
    )]
    With,
    Without,
}

impl Row {
    fn new<T: Serialize>(record: &T) -> Result<Self, Problem> {
        let value = serde_json::to_value(record).map_err(|error| json_problem(&error))?;
        Ok(Self(value))
    }

    fn of(mut self, site: &Site<'_>, body: BodyIx) -> Self {
        self.set("@body", site.archive.body(body).slug.to_string().into());
        self
    }

    /// Adds what the record does not have itself.
    pub(super) fn set(&mut self, name: &str, value: Value) {
        if let Value::Object(fields) = &mut self.0 {
            fields.insert(name.to_owned(), value);
        }
    }

    /// The first value at a path.
    pub(super) fn at(&self, path: &str) -> Option<&Value> {
        let mut found = Vec::new();
        find(&self.0, path, &mut found);
        found.into_iter().next()
    }

    /// The records in the list at a path.
    pub(super) fn list(&self, path: &str) -> Vec<&Value> {
        let mut found = Vec::new();
        find(&self.0, path, &mut found);
        match found.as_slice() {
            [Value::Array(items)] => items.iter().collect(),
            _ => found,
        }
    }

    /// The texts of a `List` column.
    pub(super) fn texts(&self, column: &Column) -> Vec<&str> {
        let values = self.list(column.path).into_iter();
        values.filter_map(Value::as_str).collect()
    }

    /// A column's only value; none for a `Boolean` means no.
    pub(super) fn value(&self, column: &Column) -> Option<&Value> {
        let value = self.at(column.path);
        match column.kind {
            ColumnKind::Boolean => Some(value.unwrap_or(&Value::Bool(false))),
            _ => value,
        }
    }

    /// A `Json` column.
    pub(super) fn json(&self, column: &Column) -> Option<String> {
        self.at(column.path).map(Value::to_string)
    }
}

/// What is at `path`, through lists on the way to its last name.
pub(super) fn find<'v>(value: &'v Value, path: &str, found: &mut Vec<&'v Value>) {
    let (name, rest) = path
        .split_once('.')
        .map_or((path, None), |(a, b)| (a, Some(b)));
    match (value, rest) {
        (Value::Array(items), _) => items.iter().for_each(|item| find(item, path, found)),
        (value, None) => found.extend(value.get(name)),
        (value, Some(rest)) => {
            if let Some(inner) = value.get(name) {
                find(inner, rest, found);
            }
        }
    }
}

/// A paper as a row.
pub(super) fn paper(site: &Site<'_>, ix: PaperIx, texts: Texts) -> Result<Row, Problem> {
    let record = match texts {
        Texts::With => record::paper(site, ix)?,
        Texts::Without => record::paper_without_text(site, ix),
    };
    let mut row = Row::new(&record)?.of(site, site.archive.paper(ix).body);
    if let Some(year) = site.map.year(ix) {
        row.set("@year", year.into());
    }
    Ok(row)
}

/// The rows of a table, one at a time.
pub(super) fn rows<'a>(
    site: &'a Site<'a>,
    table: Table,
    texts: Texts,
) -> Box<dyn Iterator<Item = Result<Row, Problem>> + 'a> {
    let archive = site.archive;
    match table {
        Table::Papers => Box::new(archive.paper_ixs().map(move |ix| paper(site, ix, texts))),
        Table::Relations => Box::new(archive.paper_ixs().flat_map(move |ix| {
            let body = archive.paper(ix).body;
            let relations = record::relations(site, ix).into_iter();
            relations.map(move |relation| Ok(Row::new(&relation)?.of(site, body)))
        })),
        Table::Procedures => Box::new(
            archive
                .procedure_ixs()
                .map(|ix| Row::new(&record::procedure(site, ix))),
        ),
        Table::Topics => Box::new(
            archive
                .topic_ixs()
                .map(|ix| Row::new(&record::topic(site, ix)?)),
        ),
        Table::Meetings => Box::new(archive.meeting_ixs().map(|ix| {
            let body = archive.meeting(ix).body;
            Ok(Row::new(&record::meeting(site, ix))?.of(site, body))
        })),
        Table::Bodies => Box::new(
            archive
                .body_ixs()
                .map(|ix| Row::new(&record::body(site, ix))),
        ),
        Table::Organizations => Box::new(archive.organization_ixs().map(|ix| {
            let body = archive.organization(ix).body;
            Ok(Row::new(&record::organization(site, ix))?.of(site, body))
        })),
        Table::People => Box::new(archive.person_ixs().map(|ix| {
            let body = archive.person(ix).body;
            Ok(Row::new(&record::person(site, ix))?.of(site, body))
        })),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn paths_go_through_lists() {
        let row = Row(json!({
            "topics": [{"id": "a"}, {"id": "b"}],
            "keyword": ["x", "y"],
            "next": {"date": "2024-01-01"},
        }));
        let list = |path| Column {
            path,
            kind: ColumnKind::List,
            ..Table::Papers.columns()[0]
        };
        assert_eq!(row.texts(&list("topics.id")), ["a", "b"]);
        assert_eq!(row.texts(&list("keyword")), ["x", "y"]);
        assert_eq!(row.texts(&list("missing.id")), Vec::<&str>::new());
        assert_eq!(row.at("next.date"), Some(&json!("2024-01-01")));
    }
}
