//! The test suite: one binary, so that it links once. A module for each promise.
//!
//! Tests read as a specification of what people notice: a page, a message, an exit code. `support` has
//! the few words that they are written in. Goldens are rewritten with `UPDATE_GOLDEN=1`.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read and write portals in temporary folders"
)]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]
#![allow(clippy::format_collect, reason = "small texts")]

mod amend;
mod architecture;
mod calendars;
mod catalogue;
mod cli;
mod conditions;
mod corpus;
mod data_schemas;
mod determinism;
mod diagnostics;
mod dumps;
mod feeds;
mod findings;
mod fuzz;
mod gate;
mod gate_property;
mod golden;
mod hostile;
mod hosting;
mod import_oparl;
mod import_server;
mod import_text;
mod import_vendors;
mod lists;
mod markup;
mod metadata;
mod numbers;
mod oparl;
mod output_folder;
mod paper_page;
mod personal;
mod preview;
mod properties;
#[cfg(feature = "sqlite")]
mod questions;
mod rebuild;
mod references;
mod register;
mod schemas;
mod search;
mod standing;
mod supply;
mod support;
mod theme;
