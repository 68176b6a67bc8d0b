//! The values of one column until they are written.

use ::parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type,
};
use ::parquet::errors::ParquetError;
use ::parquet::file::writer::SerializedColumnWriter;
use jiff::civil::{Date, date};
use serde_json::Value;

use super::super::row::Row;
use crate::route::{Column, ColumnKind};

/// Values of a column, and what is missing among them.
pub(super) enum Buffer {
    Text(Values<ByteArrayType>),
    List(Lists),
    Date(Values<Int32Type>),
    Integer(Values<Int64Type>),
    Number(Values<DoubleType>),
    Boolean(Vec<bool>),
}

impl Buffer {
    pub(super) fn of(kind: ColumnKind) -> Self {
        match kind {
            ColumnKind::Text | ColumnKind::LongText | ColumnKind::Json => {
                Self::Text(Values::default())
            }
            ColumnKind::List => Self::List(Lists::default()),
            ColumnKind::Date => Self::Date(Values::default()),
            ColumnKind::Integer => Self::Integer(Values::default()),
            ColumnKind::Number => Self::Number(Values::default()),
            ColumnKind::Boolean => Self::Boolean(Vec::new()),
        }
    }

    /// Takes a row's value. Returns about how many bytes that is.
    pub(super) fn add(&mut self, row: &Row, column: &Column) -> usize {
        match self {
            Self::Text(values) => {
                let text = match column.kind {
                    ColumnKind::Json => row.json(column),
                    _ => row.value(column).and_then(Value::as_str).map(str::to_owned),
                };
                let bytes = text.as_ref().map_or(0, String::len);
                values.add(text.map(|text| ByteArray::from(text.into_bytes())));
                bytes
            }
            Self::List(lists) => lists.add(&row.texts(column)),
            Self::Date(values) => {
                let day = row.value(column).and_then(Value::as_str);
                values.add(day.and_then(days));
                4
            }
            Self::Integer(values) => {
                values.add(row.value(column).and_then(Value::as_i64));
                8
            }
            Self::Number(values) => {
                values.add(row.value(column).and_then(Value::as_f64));
                8
            }
            Self::Boolean(values) => {
                values.push(row.value(column).and_then(Value::as_bool).unwrap_or(false));
                1
            }
        }
    }

    /// Writes all values, and is empty again.
    pub(super) fn write(
        &mut self,
        column: &mut SerializedColumnWriter<'_>,
    ) -> Result<(), ParquetError> {
        match self {
            Self::Text(values) => values.write(column),
            Self::List(lists) => lists.write(column),
            Self::Date(values) => values.write(column),
            Self::Integer(values) => values.write(column),
            Self::Number(values) => values.write(column),
            Self::Boolean(values) => {
                let values = std::mem::take(values);
                let writer = column.typed::<BoolType>();
                writer.write_batch(&values, None, None).map(|_| ())
            }
        }
    }
}

/// Days since 1970.
fn days(day: &str) -> Option<i32> {
    let day: Date = day.parse().ok()?;
    let hours = day.duration_since(date(1970, 1, 1)).as_hours();
    i32::try_from(hours / 24).ok()
}

/// Values that can be missing.
pub(super) struct Values<T: DataType> {
    values: Vec<T::T>,
    /// 1 for each value that is there, 0 for each that is missing.
    there: Vec<i16>,
}

impl<T: DataType> Default for Values<T> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            there: Vec::new(),
        }
    }
}

impl<T: DataType> Values<T> {
    fn add(&mut self, value: Option<T::T>) {
        self.there.push(i16::from(value.is_some()));
        self.values.extend(value);
    }

    fn write(&mut self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let Self { values, there } = std::mem::take(self);
        let writer = column.typed::<T>();
        writer.write_batch(&values, Some(&there), None).map(|_| ())
    }
}

/// Lists of texts.
#[derive(Default)]
pub(super) struct Lists {
    values: Vec<ByteArray>,
    /// 1 for each text, 0 for each empty list.
    there: Vec<i16>,
    /// 0 where a list begins, 1 where it goes on.
    goes_on: Vec<i16>,
}

impl Lists {
    fn add(&mut self, texts: &[&str]) -> usize {
        if texts.is_empty() {
            self.there.push(0);
            self.goes_on.push(0);
        }
        for (at, text) in texts.iter().enumerate() {
            self.values.push(ByteArray::from(text.as_bytes().to_vec()));
            self.there.push(1);
            self.goes_on.push(i16::from(at > 0));
        }
        texts.iter().map(|text| text.len()).sum()
    }

    fn write(&mut self, column: &mut SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        let Self {
            values,
            there,
            goes_on,
        } = std::mem::take(self);
        let writer = column.typed::<ByteArrayType>();
        let written = writer.write_batch(&values, Some(&there), Some(&goes_on));
        written.map(|_| ())
    }
}
