//! Tables as CSV.

use std::borrow::Cow;
use std::io::Write;

use serde_json::Value;

use super::row::{Row, Texts, rows};
use crate::output::{Problem, Site};
use crate::route::{Column, ColumnKind, Table};

/// What stands between the items of a list.
const BETWEEN: &str = " | ";

/// Writes a table as CSV (RFC 4180, UTF-8).
pub(super) fn write(site: &Site<'_>, table: Table, out: &mut dyn Write) -> Result<(), Problem> {
    let columns: Vec<&Column> = columns(table).collect();
    let mut csv = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::NonNumeric)
        .from_writer(out);
    let problem = |error: csv::Error| Problem::Io {
        path: table.name().into(),
        source: std::io::Error::other(error),
    };
    let names = columns.iter().map(|column| column.name);
    csv.write_record(names).map_err(problem)?;
    for row in rows(site, table, Texts::Without) {
        let row = row?;
        for column in &columns {
            let cell = cell(&row, column);
            csv.write_field(&*harmless(&cell)).map_err(problem)?;
        }
        csv.write_record(None::<&[u8]>).map_err(problem)?;
    }
    csv.flush().map_err(|error| problem(error.into()))
}

/// A table's columns in CSV.
fn columns(table: Table) -> impl Iterator<Item = &'static Column> {
    let columns = table.columns().iter();
    columns.filter(|column| column.kind != ColumnKind::LongText)
}

fn cell(row: &Row, column: &Column) -> String {
    match column.kind {
        ColumnKind::List => row.texts(column).join(BETWEEN),
        ColumnKind::Json => row.json(column).unwrap_or_default(),
        _ => match row.value(column) {
            None => String::new(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        },
    }
}

/// A cell that no spreadsheet takes for a formula
/// (<https://owasp.org/www-community/attacks/CSV_Injection>).
fn harmless(cell: &str) -> Cow<'_, str> {
    let risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if risky && cell.parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_words() {
        assert_eq!(harmless("=HYPERLINK(1)"), "'=HYPERLINK(1)");
        assert_eq!(harmless("- ein Punkt"), "'- ein Punkt");
        assert_eq!(harmless("-2500.5"), "-2500.5");
        assert_eq!(harmless("Radweg = gut"), "Radweg = gut");
    }
}
