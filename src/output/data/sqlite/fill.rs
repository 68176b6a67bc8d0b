//! Rows for the tables, from the records that all dumps share.

use rusqlite::types::{ToSqlOutput, Value as Sql, ValueRef};
use rusqlite::{Connection, Statement};
use serde_json::{Value, json};

use super::child::{CHILDREN, Child};
use super::{define, problem, record};
use crate::link::{PaperIx, PaperNode};
use crate::output::data::row::{self, Row, Texts, find, rows};
use crate::output::{Problem, Site};
use crate::route::{Column, ColumnKind, Table};
use crate::text::Forms;

/// What the portal says of itself.
pub(super) fn portal(site: &Site<'_>, database: &Connection) -> Result<(), Problem> {
    let head = serde_json::to_value(record::portal(site)).unwrap_or_default();
    let fields = head.as_object().into_iter().flatten();
    for (name, value) in fields {
        let insert = "INSERT INTO portal VALUES (?, ?)";
        database
            .execute(insert, (name, value.as_str()))
            .map_err(problem)?;
    }
    Ok(())
}

/// The records of a table, and the lists in them.
pub(super) fn table(site: &Site<'_>, table: Table, database: &Connection) -> Result<(), Problem> {
    let columns: Vec<&Column> = define::columns(table).collect();
    let mut own = insert(database, table.name(), columns.len())?;
    let mut children = Vec::new();
    for child in CHILDREN.iter().filter(|child| child.of == table) {
        let count = child.columns.len() + 2 + usize::from(child.has_parts());
        children.push((child, insert(database, child.name, count)?));
    }
    let rows: Box<dyn Iterator<Item = _>> = match table {
        Table::Papers => {
            let mut forms = Forms::default();
            let papers = site.archive.paper_ixs();
            Box::new(papers.map(move |ix| paper(site, ix, &mut forms)))
        }
        _ => rows(site, table, Texts::With),
    };
    for row in rows {
        let row = row?;
        let values = columns.iter().map(|column| sql(row.value(column), column));
        execute(&mut own, values)?;
        for (child, statement) in &mut children {
            fill(&row, child, statement)?;
        }
    }
    Ok(())
}

fn insert<'c>(
    database: &'c Connection,
    table: &str,
    columns: usize,
) -> Result<Statement<'c>, Problem> {
    let places = vec!["?"; columns].join(", ");
    database
        .prepare(&format!("INSERT INTO \"{table}\" VALUES ({places})"))
        .map_err(problem)
}

/// The items of a record's lists.
fn fill(row: &Row, child: &Child, statement: &mut Statement<'_>) -> Result<(), Problem> {
    let id = row.at("id").and_then(Value::as_str).unwrap_or_default();
    let mut position = 0_i64;
    for (list, part) in child.lists {
        for item in row.list(list) {
            let part = child.has_parts().then(|| text(part));
            let head = [text(id), integer(position)].into_iter().chain(part);
            let columns = child.columns.iter();
            let values = columns.map(|column| sql(inside(item, column), column));
            execute(statement, head.chain(values))?;
            position += 1;
        }
    }
    Ok(())
}

/// A column of an item. A bare text is its own name.
fn inside<'v>(item: &'v Value, column: &Column) -> Option<&'v Value> {
    if item.is_string() {
        return (column.path == "name").then_some(item);
    }
    let mut found = Vec::new();
    find(item, column.path, &mut found);
    found.into_iter().next()
}

fn text(text: &str) -> ToSqlOutput<'_> {
    ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
}

const fn integer<'v>(number: i64) -> ToSqlOutput<'v> {
    ToSqlOutput::Owned(Sql::Integer(number))
}

fn sql<'v>(value: Option<&'v Value>, column: &Column) -> ToSqlOutput<'v> {
    match value {
        Some(Value::String(words)) => text(words),
        Some(Value::Bool(yes)) => integer(i64::from(*yes)),
        Some(Value::Number(number)) => match number.as_i64() {
            Some(whole) => integer(whole),
            None => ToSqlOutput::Owned(Sql::Real(number.as_f64().unwrap_or_default())),
        },
        Some(Value::Array(items)) => {
            let words: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
            ToSqlOutput::Owned(Sql::Text(words.join(", ")))
        }
        _ if column.kind == ColumnKind::Boolean => integer(0),
        _ => ToSqlOutput::Owned(Sql::Null),
    }
}

fn execute<'v>(
    statement: &mut Statement<'_>,
    values: impl Iterator<Item = ToSqlOutput<'v>>,
) -> Result<(), Problem> {
    for (at, value) in values.enumerate() {
        statement
            .raw_bind_parameter(at + 1, value)
            .map_err(problem)?;
    }
    statement.raw_execute().map(|_| ()).map_err(problem)
}

/// A paper, with what only a database needs.
fn paper(site: &Site<'_>, ix: PaperIx, forms: &mut Forms) -> Result<Row, Problem> {
    let node = site.archive.paper(ix);
    let mut row = row::paper(site, ix, Texts::With)?;
    let words = ["name", "summary", "text"].map(|path| row.at(path).and_then(Value::as_str));
    let words: Vec<&str> = words.into_iter().flatten().collect();
    let forms = forms.of(&words.join(" "));
    row.set("@forms", forms.into());
    row.set("@originatorPerson", originators(site, node));
    let mut points = Vec::new();
    flatten(&row.list("proposal"), 0, &mut points);
    row.set("@proposal", points.into());
    Ok(row)
}

fn originators(site: &Site<'_>, node: &PaperNode) -> Value {
    let people = node.originator_people.iter();
    let record = people.map(|ix| {
        let name = &site.archive.person(*ix).person.name;
        json!({"person": site.map.person_id(*ix), "name": name})
    });
    record.collect()
}

/// Points of a proposal and those below them, in the order in which they are read.
fn flatten(points: &[&Value], depth: usize, flat: &mut Vec<Value>) {
    for point in points {
        let mut plain = (*point).clone();
        plain["depth"] = depth.into();
        if let Some(fields) = plain.as_object_mut() {
            fields.remove("items");
        }
        flat.push(plain);
        if let Some(Value::Array(below)) = point.get("items") {
            flatten(&below.iter().collect::<Vec<_>>(), depth + 1, flat);
        }
    }
}
