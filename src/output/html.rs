//! The website: a page for each thing that has one.
//!
//! One file per kind of page below; each makes its view and names its template. `view` is the contract
//! with themes, `parts` what several pages show.

mod body;
mod chart;
mod comparison;
mod directory;
mod downloads;
mod former;
mod home;
mod linked;
mod list;
mod markdown;
mod meeting;
mod money;
mod number;
mod organization;
mod page;
mod paper;
mod parts;
mod person;
mod procedure;
mod related;
mod search;
mod site;
mod subscribe;
mod terms;
mod topic;
mod track;
mod upcoming;
pub mod view;

use std::sync::Arc;

use serde::Serialize;

use super::{Plan, Problem, Site};

pub use site::site_view;

/// Adds every page.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    home::plan(site, plan);
    paper::plan(site, plan);
    procedure::plan(site, plan);
    topic::plan(site, plan);
    body::plan(site, plan);
    organization::plan(site, plan);
    meeting::plan(site, plan);
    person::plan(site, plan);
    list::plan(site, plan);
    number::plan(site, plan);
    directory::plan(site, plan);
    downloads::plan(site, plan);
    subscribe::plan(site, plan);
    terms::plan(site, plan);
    search::plan(site, plan);
    page::plan(site, plan);
    former::plan(site, plan);
}

/// Renders a view with its template.
fn render<T: Serialize>(
    site: &Site<'_>,
    template: &str,
    view: &T,
    source: &Arc<str>,
) -> Result<Vec<u8>, Problem> {
    Ok(site.theme.render(template, "view", view, source)?)
}

/// The name under which pages without a content file of their own are made.
fn own(name: &str) -> Arc<str> {
    format!("html:{name}").into()
}
