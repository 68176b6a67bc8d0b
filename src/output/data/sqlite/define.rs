//! The statements that make the tables.

use super::child::{CHILDREN, Child};
use crate::route::{Column, ColumnKind, Table};

/// Other forms of a paper's words, for the full-text index.
pub(super) const FORMS: Column = Column {
    name: "forms",
    path: "@forms",
    kind: ColumnKind::Text,
    to: None,
    about: "Other forms of its words, for the full-text index: without endings, ae for ä, ss for ß",
};

/// Columns of a record's own table. Its lists are tables of their own.
pub(super) fn columns(table: Table) -> impl Iterator<Item = &'static Column> {
    let forms = (table == Table::Papers).then_some(&FORMS);
    let columns = table.columns().iter().chain(forms);
    columns.filter(|column| !matches!(column.kind, ColumnKind::List | ColumnKind::Json))
}

/// Makes every table.
pub(super) fn tables() -> String {
    let mut sql =
        String::from("CREATE TABLE \"portal\" (\"name\" TEXT PRIMARY KEY, \"value\" TEXT);\n");
    for table in super::TABLES {
        let columns: Vec<String> = columns(table).map(column).collect();
        sql.push_str(&create(table.name(), &columns));
    }
    for child in CHILDREN {
        sql.push_str(&create(child.name, &child_columns(child)));
    }
    sql
}

/// Makes an index for each column that names a row of another table, and for what is asked for often.
pub(super) fn indexes() -> String {
    let mut sql = String::new();
    let mut index = |table: &str, column: &str| {
        sql.push_str(&format!(
            "CREATE INDEX \"{table}_{column}\" ON \"{table}\" (\"{column}\");\n"
        ));
    };
    for table in super::TABLES {
        let named = columns(table).filter(|column| column.to.is_some());
        named.for_each(|column| index(table.name(), column.name));
    }
    for child in CHILDREN {
        let named = child.columns.iter().filter(|column| column.to.is_some());
        named.for_each(|column| index(child.name, column.name));
    }
    for column in ["date", "year", "status", "kind", "reference"] {
        index(Table::Papers.name(), column);
    }
    index(Table::Relations.name(), "number");
    sql
}

fn create(name: &str, columns: &[String]) -> String {
    let columns = columns.join(",\n  ");
    format!("CREATE TABLE \"{name}\" (\n  {columns}\n);\n")
}

fn child_columns(child: &Child) -> Vec<String> {
    let (of, parent) = (child.of.name(), child.of.record());
    let mut columns = vec![
        format!("\"{parent}\" TEXT NOT NULL REFERENCES \"{of}\" (\"id\")"),
        "\"position\" INTEGER NOT NULL".to_owned(),
    ];
    if child.has_parts() {
        columns.push("\"part\" TEXT NOT NULL".to_owned());
    }
    columns.extend(child.columns.iter().map(column));
    columns.push(format!("PRIMARY KEY (\"{parent}\", \"position\")"));
    columns
}

fn column(column: &Column) -> String {
    let kind = match column.kind {
        ColumnKind::Integer | ColumnKind::Boolean => "INTEGER",
        ColumnKind::Number => "REAL",
        _ => "TEXT",
    };
    let mut sql = format!("\"{}\" {kind}", column.name);
    if column.name == "id" {
        sql.push_str(" NOT NULL PRIMARY KEY");
    }
    if let Some(table) = column.to {
        sql.push_str(&format!(" REFERENCES \"{}\" (\"id\")", table.name()));
    }
    sql
}
