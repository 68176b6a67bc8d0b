//! Tables as Parquet: <https://parquet.apache.org/docs/file-format/>.
//!
//! Rows are gathered by column until they make a row group, which is then written: memory does not grow
//! with the archive.

mod buffer;

use std::io::Write;
use std::sync::Arc;

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::{EnabledStatistics, WriterProperties};
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::{Type, TypePtr};

use self::buffer::Buffer;
use super::row::{self, Row, Texts, rows};
use crate::link::PaperIx;
use crate::output::{Problem, Site};
use crate::route::{Column, ColumnKind, Table};

/// Bytes of values after which a row group ends.
const GROUP_BYTES: usize = 8 << 20;
/// Rows after which a row group ends.
const GROUP_ROWS: usize = 50_000;
/// Columns that the folders of a partition stand for.
const IN_FOLDERS: [&str; 2] = ["body", "year"];

/// Writes a table.
pub(super) fn table(
    site: &Site<'_>,
    table: Table,
    out: &mut (dyn Write + Send),
) -> Result<(), Problem> {
    let columns = table.columns().iter().collect();
    write(columns, rows(site, table, Texts::With), out)
}

/// Writes a council's papers of one year. Body and year are left out: readers take them from the folders.
pub(super) fn partition(
    site: &Site<'_>,
    papers: &[PaperIx],
    out: &mut (dyn Write + Send),
) -> Result<(), Problem> {
    let columns = Table::Papers.columns().iter();
    let columns = columns.filter(|column| !IN_FOLDERS.contains(&column.name));
    let papers = papers.iter();
    let rows = papers.map(|ix| row::paper(site, *ix, Texts::With));
    write(columns.collect(), rows, out)
}

fn write(
    columns: Vec<&Column>,
    rows: impl Iterator<Item = Result<Row, Problem>>,
    out: &mut (dyn Write + Send),
) -> Result<(), Problem> {
    let schema = schema(&columns).map_err(problem)?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true)
        .set_created_by("drucksache".to_owned())
        .build();
    let mut file = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(problem)?;
    let mut group = Group::new(columns);
    for row in rows {
        group.add(&row?);
        if group.is_full() {
            group.write(&mut file).map_err(problem)?;
        }
    }
    if group.rows > 0 {
        group.write(&mut file).map_err(problem)?;
    }
    file.close().map(|_| ()).map_err(problem)
}

fn problem(error: ParquetError) -> Problem {
    Problem::Io {
        path: "parquet".into(),
        source: std::io::Error::other(error),
    }
}

/// Rows on their way into one row group.
struct Group<'c> {
    columns: Vec<(&'c Column, Buffer)>,
    rows: usize,
    bytes: usize,
}

impl<'c> Group<'c> {
    fn new(columns: Vec<&'c Column>) -> Self {
        let buffers = columns
            .into_iter()
            .map(|column| (column, Buffer::of(column.kind)));
        Self {
            columns: buffers.collect(),
            rows: 0,
            bytes: 0,
        }
    }

    fn add(&mut self, row: &Row) {
        self.rows += 1;
        for (column, buffer) in &mut self.columns {
            self.bytes += buffer.add(row, column);
        }
    }

    const fn is_full(&self) -> bool {
        self.bytes >= GROUP_BYTES || self.rows >= GROUP_ROWS
    }

    /// Writes what was gathered, and is empty again.
    fn write<W: Write + Send>(
        &mut self,
        file: &mut SerializedFileWriter<W>,
    ) -> Result<(), ParquetError> {
        let mut group = file.next_row_group()?;
        for (_, buffer) in &mut self.columns {
            if let Some(mut column) = group.next_column()? {
                buffer.write(&mut column)?;
                column.close()?;
            }
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

fn schema(columns: &[&Column]) -> Result<TypePtr, ParquetError> {
    let fields: Result<Vec<TypePtr>, _> = columns.iter().map(|column| field(column)).collect();
    let schema = Type::group_type_builder("drucksache").with_fields(fields?);
    Ok(Arc::new(schema.build()?))
}

fn field(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.kind {
        ColumnKind::Text | ColumnKind::LongText => {
            (Physical::BYTE_ARRAY, Some(LogicalType::String))
        }
        ColumnKind::Json => (Physical::BYTE_ARRAY, Some(LogicalType::Json)),
        ColumnKind::Date => (Physical::INT32, Some(LogicalType::Date)),
        ColumnKind::Integer => (Physical::INT64, None),
        ColumnKind::Number => (Physical::DOUBLE, None),
        ColumnKind::Boolean => (Physical::BOOLEAN, None),
        ColumnKind::List => return list(column.name),
    };
    let repetition = match column.kind {
        ColumnKind::Boolean => Repetition::REQUIRED,
        _ => Repetition::OPTIONAL,
    };
    let field = Type::primitive_type_builder(column.name, physical)
        .with_repetition(repetition)
        .with_logical_type(logical);
    Ok(Arc::new(field.build()?))
}

/// A list of texts, in three levels as the format wants it.
fn list(name: &str) -> Result<TypePtr, ParquetError> {
    let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::String))
        .build()?;
    let items = Type::group_type_builder("list")
        .with_repetition(Repetition::REPEATED)
        .with_fields(vec![Arc::new(element)])
        .build()?;
    let list = Type::group_type_builder(name)
        .with_repetition(Repetition::REQUIRED)
        .with_logical_type(Some(LogicalType::List))
        .with_fields(vec![Arc::new(items)]);
    Ok(Arc::new(list.build()?))
}
