//! Earlier addresses: of what has another one now, and of what is not there any more.

use std::collections::BTreeMap;

use super::view::{GoneView, Head, MovedView};
use super::{linked, own, render};
use crate::link::Object;
use crate::model::{Date, ObjectKind, RegisterLine};
use crate::output::{Plan, Problem, Site};
use crate::route::Route;

/// Adds the pages. Search engines need not know them.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    for (file, to) in forwards(site) {
        plan.add(file, &own("moved"), move || forward(site, to));
    }
    for (at, ..) in site.archive.register.gone() {
        let page = site.map.file(&Route::Former(at));
        plan.add(page, &own("gone"), move || gone(site, at));
        let sign = site.map.file(&Route::FormerGone(at));
        plan.add(sign, &own("gone"), || Ok(b"410 Gone\n".to_vec()));
    }
    let files = site.archive.register.parted_files();
    for gone in files.filter(|file| file.reason.is_some()) {
        let (line, at) = (gone.line, gone.at);
        let page = site.map.file(&Route::FormerFile(line, at));
        plan.add(page, &own("gone"), move || gone_file(site, line, at));
        let sign = site.map.file(&Route::FormerFileGone(line, at));
        plan.add(sign, &own("gone"), || Ok(b"410 Gone\n".to_vec()));
    }
}

/// Files at earlier addresses, and what is to be found there: those of the register, and folders that papers state.
fn forwards(site: &Site<'_>) -> BTreeMap<String, Object> {
    let archive = site.archive;
    let stated = archive.paper_ixs().flat_map(|ix| {
        let from = archive.paper(ix).paper.redirect_from.iter();
        let folders = from.filter(|from| from.ends_with('/'));
        folders.map(move |from| {
            let file = format!("{}index.html", from.trim_start_matches('/'));
            (file, Object::Paper(ix))
        })
    });
    let known = archive.register.moved();
    let known = known.map(|(at, _, to)| (site.map.file(&Route::Former(at)), to));
    stated.chain(known).collect()
}

fn forward(site: &Site<'_>, to: Object) -> Result<Vec<u8>, Problem> {
    let route = Route::from(to);
    let view = MovedView {
        target: site.link(site.archive.name_of(to), &route),
        canonical: site.map.absolute(&route),
    };
    render(site, "moved.html", &view, &own("moved"))
}

fn gone(site: &Site<'_>, at: usize) -> Result<Vec<u8>, Problem> {
    let register = &site.archive.register;
    let found = register.gone().find(|(other, ..)| *other == at);
    let (line, reason) = found.map_or_else(
        || (&register.lines()[at].line, ""),
        |(_, line, reason)| (line, reason),
    );
    let told = Tombstone {
        route: Route::Former(at),
        kind: line.id.kind().name(),
        line,
        day: line.modified,
        reason,
    };
    told.page(site)
}

/// What is said of a file of a paper, which may still be there.
fn gone_file(site: &Site<'_>, line: usize, at: usize) -> Result<Vec<u8>, Problem> {
    let register = &site.archive.register;
    let found = register.parted_file(line, at);
    let known = &register.lines()[line];
    let (day, reason) = found.map_or((known.line.modified, None), |file| (file.day, file.reason));
    let told = Tombstone {
        route: Route::FormerFile(line, at),
        kind: "file",
        line: &known.line,
        day,
        reason: reason.unwrap_or_default(),
    };
    told.page(site)
}

/// What is known of something that is gone.
struct Tombstone<'r> {
    route: Route,
    kind: &'static str,
    /// Its line, or that of the paper that it belonged to.
    line: &'r RegisterLine,
    day: Date,
    reason: &'r str,
}

impl Tombstone<'_> {
    fn page(&self, site: &Site<'_>) -> Result<Vec<u8>, Problem> {
        let line = self.line;
        let title = site.word(&format!("gone.title_{}", self.kind));
        let text = site.word("gone.text");
        let mut head = Head {
            canonical: None,
            ..site.head("missing", &title, &text, &self.route)
        };
        let kind = line.id.kind();
        let body = line.id.body().filter(|_| kind != ObjectKind::Body);
        let bodies = &mut site.archive.body_ixs();
        let body = bodies.find(|ix| Some(site.archive.body(*ix).slug.as_str()) == body);
        head.breadcrumbs = body.map(|ix| site.body_link(ix)).into_iter().collect();
        let described = linked::page(site, "WebPage", &head);
        site.describe(&mut head, described);
        let view = GoneView {
            head,
            name: title,
            reference: line.reference.clone(),
            body: body.map(|ix| site.body_link(ix)),
            date: site.date(Some(self.day)),
            reason: self.reason.to_owned(),
        };
        render(site, "gone.html", &view, &own("gone"))
    }
}
