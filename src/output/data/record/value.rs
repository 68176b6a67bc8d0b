//! Small values that records are made of.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use crate::link::Touched;
use crate::model::Date;

/// An absolute address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(in crate::output::data) struct Address(pub(in crate::output::data) String);

impl JsonSchema for Address {
    fn schema_name() -> Cow<'static, str> {
        "Address".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "uri"})
    }
}

/// A day, `YYYY-MM-DD`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub(super) struct Day(String);

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self(date.to_string())
    }
}

/// When something was first published and changed last, if anything says so.
pub(super) fn days(touched: Touched) -> (Option<Day>, Option<Day>) {
    let day = |day: Date| touched.stated.then(|| day.into());
    (day(touched.created), day(touched.modified))
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date"})
    }
}

/// Something with a page of its own.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub(super) struct Named {
    /// Its id.
    pub(super) id: Address,
    /// Its name.
    pub(super) name: String,
}
