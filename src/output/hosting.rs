//! Files that tell hosts and robots how to treat the site: `robots.txt`, and Netlify's `_headers` and
//! `_redirects` (which Cloudflare Pages and others read too).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{Content, Plan, Site};
use crate::link::{PaperIx, State};
use crate::route::{OParl, OParlObject, Route, SEARCH_FILES, has_twin, media};

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
    let headers = headers(site, plan);
    plan.add(path("_headers"), &source, move || {
        Ok(headers.clone().into_bytes())
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

/// Names carry a fingerprint of the content: they never change.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// May be kept, but is asked for each time: an `ETag` then says that nothing changed.
const ASK: &str = "public, max-age=0, must-revalidate";

/// No two rules that fit the same path name the same header: hosts would put both values into one.
fn headers(site: &Site<'_>, plan: &Plan<'_>) -> String {
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
            // Nothing here is secret and nobody is logged in: any site may read everything, also in parts.
            ("Access-Control-Allow-Origin", "*"),
            ("Access-Control-Expose-Headers", "Content-Range, ETag"),
        ],
    );
    let paths = || plan.artifacts.iter().map(|artifact| &*artifact.path);
    for (end, media_type) in media::TYPES {
        if paths().any(|path| path.ends_with(end) && media::is_of(path, end)) {
            rule(&format!("*{end}"), &[("Content-Type", media_type)]);
        }
    }
    for path in asked_for(plan) {
        rule(&path, &[("Cache-Control", ASK)]);
    }
    for folder in ["theme/", SEARCH_FILES] {
        if paths().any(|path| path.starts_with(folder)) {
            rule(&format!("{folder}*"), &[("Cache-Control", FOR_EVER)]);
        }
    }
    text
}

/// What pages at earlier addresses are made by.
const FORWARD: &str = "html:moved";

/// What readers ask for each time: files at the root, and folders without what lasts for ever. Files of the
/// portal's authors are left to the host.
fn asked_for(plan: &Plan<'_>) -> BTreeSet<String> {
    let own = plan.artifacts.iter();
    let own = own.filter(|artifact| !matches!(artifact.content, Content::Copy(_)));
    // Each earlier address may have a folder of its own: hosts read a hundred rules, and these pages lead on at once.
    let own = own.filter(|artifact| &*artifact.source != FORWARD);
    let (search, _) = SEARCH_FILES.split_once('/').unwrap_or((SEARCH_FILES, ""));
    let found = own.filter_map(|artifact| match artifact.path.split_once('/') {
        None if artifact.path.starts_with('_') => None,
        None => Some(artifact.path.trim_end_matches("index.html").to_owned()),
        Some(("theme", _)) => None,
        Some((folder, rest)) if folder == search => match rest.split_once('/') {
            None => Some(format!("{folder}/{}", rest.trim_end_matches("index.html"))),
            Some(_) if artifact.path.starts_with(SEARCH_FILES) => None,
            Some((inner, _)) => Some(format!("{folder}/{inner}/*")),
        },
        Some((folder, _)) => Some(format!("{folder}/*")),
    });
    found.collect()
}

/// Earlier addresses, also where there is a page for hosts that read no such file (`!`), what is gone for good, and OParl's entry point as people write it.
fn redirects(site: &Site<'_>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for ix in site.archive.paper_ixs() {
        lines.extend(redirects_of(site, ix));
    }
    for (at, _, to) in site.archive.register.moved() {
        let from = site.map.url(&Route::Former(at));
        let to = site.map.url(&Route::from(to));
        // What lies beside a page moves with it: files, data, feeds.
        lines.push(format!("{from}* {to}:splat 301!\n"));
    }
    for (at, line, _) in site.archive.register.gone() {
        let page = site.map.url(&Route::Former(at));
        let mut rule = format!("{page}* {page}index.html 410!\n");
        if site.has("twins") && has_twin(line.id.kind()) {
            // Before all else that lies there: hosts take the first rule that fits.
            let twin = site.map.url(&Route::Twin(Box::new(Route::Former(at))));
            rule = format!("{twin} {twin} 410!\n{rule}");
        }
        lines.push(rule);
    }
    for file in site.archive.register.parted_files() {
        // What lies below the address of a paper that is gone or has moved is told with it.
        let is_own = matches!(
            site.archive.register.lines()[file.line].state,
            State::Live(_)
        );
        if is_own && file.reason.is_some() {
            let page = site.map.url(&Route::FormerFile(file.line, file.at));
            let address = page.as_str().trim_end_matches('/');
            lines.push(format!("{address} {page}index.html 410!\n"));
        }
    }
    lines.sort();
    lines.dedup();
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
            "{} {} 301!\n",
            site.map.site_path(from),
            site.map.url(&Route::Paper(ix))
        )
    })
}
