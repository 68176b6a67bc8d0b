//! drucksache turns a folder of German council papers (Markdown with YAML front matter) into a
//! transparency portal: an accessible website, feeds and open data, all static files.
//!
//! The modules below stand in the order in which data flows; each sees only what stands above it.
//! `ARCHITECTURE.md` tells what each is for and what it must never do. [`Build`] is the whole pipeline.

#![forbid(unsafe_code)]

pub mod diagnostic;
pub mod text;
pub mod varint;

pub mod model;

pub mod scheme;

pub mod parse;

pub mod amend;

pub mod link;

pub mod manifest;
pub mod measure;
pub mod picture;
pub mod route;
pub mod theme;
pub mod vocabulary;

pub mod output;

pub mod register;
pub mod timings;

pub mod plan;
pub mod render;

pub mod discover;
pub mod write;

mod build;
pub mod cli;
pub mod import;
pub mod new;
pub mod schema;
pub mod serve;

pub use build::{Build, Built, Failure, Faults, Loaded, Memory};
