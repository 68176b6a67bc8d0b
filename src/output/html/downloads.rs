//! The page for developers and journalists: what there is to download, how big and how fresh it is, how to use it, what
//! stays and what has changed. Made after the files, since it states their sizes and checksums.

mod example;

use super::view::{
    ChangeView, DataView, DownloadGroup, DownloadView, Link, MaybeExternal, OwnTerm,
};
use super::{linked, own, render};
use crate::measure::{Measure, Measures};
use crate::output::{Plan, Problem, Site};
use crate::route::{
    Catalogue, DUMP_FOLDER, Dump, Format, OParl, OParlObject, Route, Shape, Table, anchor,
};
use crate::vocabulary::OWN;

/// Adds the page.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    if site.has_downloads() {
        plan.late_page(site, Route::Data, &own("daten"), move |measures| {
            page(site, measures)
        });
    }
}

fn page(site: &Site<'_>, measures: &Measures) -> Result<Vec<u8>, Problem> {
    let name = site.word("title.data");
    let intro = site.word("intro.data");
    let mut head = site.head("list", &name, &intro, &Route::Data);
    let described = linked::page(site, "CollectionPage", &head);
    site.describe(&mut head, described);
    let portal_name = site.archive.portal.name.as_str();
    let feed = site.theme.words.fill("feed.data", &[("name", portal_name)]);
    let feed = log(site, "feeds").and_then(|()| site.feed(feed, &Route::Data));
    head.feeds.extend(feed);
    let portal = &site.archive.portal;
    let touched = site.archive.touched;
    let view = DataView {
        head,
        name,
        intro,
        facts: facts(site),
        fresh: site.date(Some(touched.modified).filter(|_| touched.stated)),
        license: portal.license.as_ref().map(|license| MaybeExternal {
            name: portal
                .license_name
                .clone()
                .unwrap_or_else(|| license.value.clone()),
            url: Some(license.value.clone()),
        }),
        groups: groups(site, measures),
        parts: parts(site),
        partitions: partitions(site),
        examples: example::examples(site),
        terms: terms(),
        changes: changes(site),
        oparl: site.has("oparl").then(|| {
            site.map
                .url(&Route::OParl(OParl::Object(OParlObject::System)))
        }),
        feeds: site
            .has("feeds")
            .then(|| site.link(&site.word("title.feeds"), &Route::Feeds)),
        log: log(site, "dumps").map(|()| {
            let route = Route::Dump(Dump::Changes);
            site.link(&file_name(site, &route), &route)
        }),
        log_feed: log(site, "feeds").map(|()| {
            let of = Box::new(Route::Data);
            site.link(Format::Rss.name(), &Route::Feed(of, Format::Rss))
        }),
    };
    render(site, "data.html", &view, &own("daten"))
}

/// Whether an output tells of changes.
fn log(site: &Site<'_>, output: &str) -> Option<()> {
    (site.archive.register.is_kept() && site.has(output)).then_some(())
}

/// How much there is.
fn facts(site: &Site<'_>) -> Vec<String> {
    let archive = site.archive;
    let counts = [
        ("papers", archive.papers.len()),
        ("procedures", archive.procedures.len()),
        ("topics", archive.topics.len()),
        ("bodies", archive.bodies.len()),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    counts
        .map(|(what, count)| site.theme.words.count(what, count))
        .collect()
}

/// Files in groups: everything at once, each table in its formats, what describes them.
fn groups(site: &Site<'_>, measures: &Measures) -> Vec<DownloadGroup> {
    let all = site.downloads();
    let whole = |dump: &Dump| {
        matches!(
            dump,
            Dump::Portal | Dump::Sqlite | Dump::DatasetteMetadata | Dump::Rdf | Dump::Changes
        )
    };
    let file = |dump: &Dump| download(site, measures, *dump);
    let mut groups = vec![DownloadGroup {
        id: "datensatz".into(),
        name: site.word("data.whole"),
        note: None,
        files: all.iter().filter(|dump| whole(dump)).map(file).collect(),
        schemas: schemas(site, &[Shape::Portal, Shape::Part, Shape::Change]),
    }];
    for table in Table::ALL {
        let of = |dump: &&Dump| matches!(dump, Dump::Table(of, _) if *of == table);
        groups.push(DownloadGroup {
            id: table.name().to_owned(),
            name: site.word(&format!("table.{}", table.name())),
            note: Some(site.word(&format!("dump.{}", table.name()))),
            files: all
                .iter()
                .filter(of)
                .map(|dump| DownloadView {
                    note: None,
                    ..file(dump)
                })
                .collect(),
            schemas: schemas(site, &[Shape::Record(table), Shape::List(table)]),
        });
    }
    if site.has("catalogue") {
        groups.push(DownloadGroup {
            id: "katalog".into(),
            name: site.word("data.catalogue"),
            note: None,
            files: Catalogue::ALL
                .into_iter()
                .map(|file| described(site, measures, file))
                .collect(),
            schemas: Vec::new(),
        });
    }
    groups.retain(|group| !group.files.is_empty());
    groups
}

fn download(site: &Site<'_>, measures: &Measures, dump: Dump) -> DownloadView {
    let note = Some(site.word(&format!("dump.{}", dump.key())));
    view(site, measures, &Route::Dump(dump), dump.format(), note)
}

fn described(site: &Site<'_>, measures: &Measures, file: Catalogue) -> DownloadView {
    let note = Some(site.word(&format!("dump.{}", file.key())));
    view(site, measures, &Route::Catalogue(file), file.format(), note)
}

fn view(
    site: &Site<'_>,
    measures: &Measures,
    route: &Route,
    format: &'static str,
    note: Option<String>,
) -> DownloadView {
    let measure = measures.get(&site.map.file(route));
    let name = file_name(site, route);
    DownloadView {
        id: anchor(&name),
        name,
        url: site.map.url(route),
        format,
        note,
        size: measure.map(|measure| site.theme.words.size(measure.bytes)),
        sha256: measure.map(|Measure { sha256, .. }| sha256.clone()),
    }
}

/// A file below the folder of downloads.
fn file_name(site: &Site<'_>, route: &Route) -> String {
    let path = site.map.file(route);
    path.strip_prefix(DUMP_FOLDER).unwrap_or(&path).to_owned()
}

/// Schemas of these shapes that are published.
fn schemas(site: &Site<'_>, shapes: &[Shape]) -> Vec<Link> {
    let all = site.downloads();
    let schemas = shapes.iter().map(|shape| Dump::Schema(*shape));
    let schemas = schemas.filter(|schema| all.contains(schema));
    schemas
        .map(|schema| {
            let route = Route::Dump(schema);
            site.link(&file_name(site, &route), &route)
        })
        .collect()
}

/// How many parts `portal.json` names.
fn parts(site: &Site<'_>) -> Option<String> {
    let parts = site.parts().len();
    let there = parts > 0 && site.has(Dump::Portal.output());
    there.then(|| site.theme.words.count("files", parts))
}

/// How many partitions there are of the papers, by council and year.
fn partitions(site: &Site<'_>) -> Option<String> {
    let all = site.downloads();
    let parts = all
        .iter()
        .filter(|dump| matches!(dump, Dump::Partition(..)))
        .count();
    (parts > 0).then(|| site.theme.words.count("files", parts))
}

/// Words of our own that the data uses.
fn terms() -> Vec<OwnTerm> {
    let terms = OWN
        .iter()
        .map(|(id, name, text)| OwnTerm { id, name, text });
    terms.collect()
}

/// What has changed in the shape of the data, the latest first.
fn changes(site: &Site<'_>) -> Vec<ChangeView> {
    let words = site.theme.words.group("data_change");
    let mut changes: Vec<ChangeView> = words
        .map(|(version, text)| ChangeView {
            version: version.to_owned(),
            text: text.to_owned(),
        })
        .collect();
    let number = |change: &ChangeView| -> Vec<u32> {
        let parts = change.version.split('.');
        parts.map(|part| part.parse().unwrap_or(0)).collect()
    };
    changes.sort_by_key(|change| std::cmp::Reverse(number(change)));
    changes
}
