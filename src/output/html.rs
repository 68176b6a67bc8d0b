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
    plan.all(site, PAGES, |page, site, plan| page(site, plan));
}

/// Adds the papers' pages alone.
pub fn plan_papers<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    paper::plan(site, plan);
}

/// Adds the pages that lead from numbers to papers.
pub fn plan_numbers<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    number::plan_forwards(site, plan);
}

/// Each kind of page.
const PAGES: &[for<'a> fn(&'a Site<'a>, &mut Plan<'a>)] = &[
    home::plan,
    paper::plan,
    procedure::plan,
    topic::plan,
    body::plan,
    organization::plan,
    meeting::plan,
    person::plan,
    list::plan,
    number::plan,
    directory::plan,
    downloads::plan,
    subscribe::plan,
    terms::plan,
    search::plan,
    page::plan,
    former::plan,
];

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
