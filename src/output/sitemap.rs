//! The sitemap: every page, for search engines (<https://www.sitemaps.org/protocol.html>).

use std::io::Write;

use super::{Plan, Problem, Site};
use crate::route::Route;

/// Pages in one file; the protocol allows 50,000.
const MOST: usize = 40_000;

/// Adds the sitemap of what is planned so far; an index of several if there are many pages.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let pages: Vec<Route> = plan
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
        parts.push(Route::Root(name));
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
    routes: &[Route],
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
        put(format!("<{entry}><loc>{url}</loc></{entry}>\n"))?;
    }
    put(format!("</{root}>\n"))
}
