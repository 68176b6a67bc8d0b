//! Pages of the portal itself, and the one for addresses that do not exist.

use tera::Value;

use super::view::{Head, MissingView, PageView};
use super::{linked, markdown, own, render};
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds the pages.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for (at, node) in site.archive.pages.iter().enumerate() {
        plan.page(site, Route::Page(at), &node.text.source.path, move || {
            page(site, at)
        });
    }
    plan.add(site.map.file(&Route::Missing), &own("404"), move || {
        missing(site)
    });
}

fn page(site: &Site<'_>, at: usize) -> Result<Vec<u8>, Problem> {
    let node = &site.archive.pages[at];
    let words = site.markdown(&node.text)?;
    let text = markdown::render(site, &node.text, &words, 2);
    let description = node
        .page
        .description
        .as_deref()
        .unwrap_or(node.text.excerpt());
    let mut head = site.head("page", &node.page.name, description, &Route::Page(at));
    let described = linked::page(site, "WebPage", &head);
    site.describe(&mut head, described);
    let view = PageView {
        head,
        name: node.page.name.clone(),
        text_html: Value::safe_string(&text.html),
    };
    render(site, "page.html", &view, &node.text.source.path)
}

fn missing(site: &Site<'_>) -> Result<Vec<u8>, Problem> {
    let head = Head {
        canonical: None,
        ..site.head(
            "missing",
            &site.word("title.missing"),
            &site.word("missing.text"),
            &Route::Missing,
        )
    };
    render(site, "404.html", &MissingView { head }, &own("404"))
}
