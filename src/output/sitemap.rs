//! The sitemap: every page, for search engines (<https://www.sitemaps.org/protocol.html>).

use std::io::Write;
use std::sync::Arc;

use super::{Plan, Problem, Site};
use crate::link::Touched;
use crate::route::Route;

/// Pages in one file; the protocol allows 50,000.
const MOST: usize = 40_000;

/// Adds the sitemap of what is planned so far; an index of several if there are many pages.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let pages: Vec<Arc<Route>> = plan
        .artifacts
        .iter()
        .filter_map(|a| a.page.clone())
        .collect();
    let source = "sitemap".into();
    let path = |name: &str| site.map.file(&Route::Root(name.to_owned()));
    if pages.len() <= MOST {
        plan.stream(path("sitemap.xml"), &source, move |out| {
            write(site, "urlset", "url", &pages, out)
        });
        return;
    }
    let mut parts = Vec::new();
    for (at, chunk) in pages.chunks(MOST).enumerate() {
        let name = format!("sitemap-{}.xml", at + 1);
        let chunk = chunk.to_vec();
        plan.stream(path(&name), &source, move |out| {
            write(site, "urlset", "url", &chunk, out)
        });
        parts.push(Arc::new(Route::Root(name)));
    }
    let index = path("sitemap.xml");
    plan.stream(index, &source, move |out| {
        write(site, "sitemapindex", "sitemap", &parts, out)
    });
}

fn write(
    site: &Site<'_>,
    root: &str,
    entry: &str,
    routes: &[Arc<Route>],
    out: &mut dyn Write,
) -> Result<(), Problem> {
    let mut put = |text: String| {
        out.write_all(text.as_bytes())
            .map_err(|source| Problem::Io {
                path: "sitemap.xml".into(),
                source,
            })
    };
    put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".into())?;
    put(format!(
        "<{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    ))?;
    for route in routes {
        let url = site
            .map
            .absolute(route)
            .replace('&', "&amp;")
            .replace('\'', "&apos;");
        let day = touched(site, route).filter(|touched| touched.stated);
        let day = day.map_or_else(String::new, |touched| {
            format!("<lastmod>{}</lastmod>", touched.modified)
        });
        put(format!("<{entry}><loc>{url}</loc>{day}</{entry}>\n"))?;
    }
    put(format!("</{root}>\n"))
}

/// When what a page is about changed last, if it is about one thing.
fn touched(site: &Site<'_>, route: &Route) -> Option<Touched> {
    let archive = site.archive;
    Some(match route {
        Route::Home => archive.touched,
        Route::Paper(ix) => archive.paper(*ix).touched,
        Route::Procedure(ix) => archive.procedure(*ix).touched,
        Route::Topic(ix, 1) => archive.topic(*ix).touched,
        Route::Body(ix, 1) => archive.body(*ix).touched,
        Route::Organization(ix, 1) => archive.organization(*ix).touched,
        Route::Person(ix, 1) => archive.person(*ix).touched,
        Route::Meeting(ix) => archive.meeting(*ix).touched,
        _ => return None,
    })
}
