//! Files that tell hosts and robots how to treat the site: `robots.txt`, and Netlify's `_headers` and
//! `_redirects` (which Cloudflare Pages and others read too).

use std::sync::Arc;

use super::{Plan, Site};
use crate::link::PaperIx;
use crate::route::{Format, OPARL, OParl, OParlObject, Route, SEARCH_FILES};

/// Scripts and styles from the site alone; nothing foreign, no frames, no forms to elsewhere.
pub(crate) const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'";

/// Adds the files.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let source: Arc<str> = "hosting".into();
    let path = |name: &str| site.map.file(&Route::Root(name.to_owned()));
    plan.add(path("robots.txt"), &source, move || {
        Ok(robots(site).into_bytes())
    });
    plan.add(path("_headers"), &source, move || {
        Ok(headers(site).into_bytes())
    });
    let redirects = redirects(site);
    plan.add(path("_redirects"), &source, move || {
        Ok(redirects.clone().into_bytes())
    });
}

fn robots(site: &Site<'_>) -> String {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if site.has("sitemap") {
        let sitemap = site.map.absolute(&Route::Root("sitemap.xml".into()));
        text.push_str(&format!("\nSitemap: {sitemap}\n"));
    }
    text
}

fn headers(site: &Site<'_>) -> String {
    let base = site.map.base();
    let mut text = String::new();
    let mut rule = |path: &str, headers: &[(&str, &str)]| {
        text.push_str(&format!("{base}{path}\n"));
        for (name, value) in headers {
            text.push_str(&format!("  {name}: {value}\n"));
        }
    };
    rule(
        "*",
        &[
            ("Content-Security-Policy", POLICY),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "DENY"),
            ("Referrer-Policy", "strict-origin-when-cross-origin"),
            (
                "Permissions-Policy",
                "camera=(), geolocation=(), microphone=(), payment=()",
            ),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Strict-Transport-Security", "max-age=31536000"),
            // Nothing here is secret and nobody is logged in: any site may read everything.
            ("Access-Control-Allow-Origin", "*"),
        ],
    );
    if site.has("feeds") {
        for format in Format::ALL {
            let media_type = format!("{}; charset=utf-8", format.media_type());
            for folder in ["", "*/"] {
                let path = format!("{folder}{}", format.file());
                rule(&path, &[("Content-Type", &media_type)]);
            }
        }
        rule(
            "feeds.opml",
            &[("Content-Type", "text/x-opml; charset=utf-8")],
        );
    }
    if site.has("oparl") {
        let json = [("Content-Type", "application/json; charset=utf-8")];
        rule(&format!("{OPARL}*"), &json);
    }
    rule(
        "site.webmanifest",
        &[("Content-Type", "application/manifest+json")],
    );
    // Names carry a fingerprint of the content: they never change.
    let for_ever = [("Cache-Control", "public, max-age=31536000, immutable")];
    rule("theme/*", &for_ever);
    if site.has("search") {
        rule(&format!("{SEARCH_FILES}*"), &for_ever);
    }
    text
}

/// Earlier addresses of papers, and OParl's entry point as people write it.
fn redirects(site: &Site<'_>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for ix in site.archive.paper_ixs() {
        lines.extend(redirects_of(site, ix));
    }
    lines.sort();
    if site.has("oparl") {
        let system = Route::OParl(OParl::Object(OParlObject::System));
        let system = site.map.url(&system);
        let short = system.as_str().trim_end_matches(".json");
        lines.push(format!("{short} {system} 200\n"));
    }
    lines.concat()
}

fn redirects_of<'s>(site: &'s Site<'_>, ix: PaperIx) -> impl Iterator<Item = String> + 's {
    let from = site.archive.paper(ix).paper.redirect_from.iter();
    from.map(move |from| {
        format!(
            "{} {} 301\n",
            site.map.site_path(from),
            site.map.url(&Route::Paper(ix))
        )
    })
}
