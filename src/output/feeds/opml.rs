//! OPML 2.0: feeds in one file that feed readers import (<http://opml.org/spec2.opml>), a folder for each
//! council.

use std::io::{self, Write};
use std::sync::Arc;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Group, Source, clean};
use crate::link::BodyIx;
use crate::output::{Problem, Site};
use crate::route::{Format, Route};

/// Where the list is: a council's, or that of the whole portal.
pub(super) fn route(body: Option<BodyIx>) -> Route {
    body.map_or(Route::FeedList, Route::BodyFeedList)
}

/// Writes a council's list, or that of the whole portal.
pub(super) fn write(
    site: &Site<'_>,
    sources: &[Arc<Source<'_>>],
    body: Option<BodyIx>,
    out: &mut dyn Write,
) -> Result<(), Problem> {
    list(site, sources, body, out).map_err(|source| Problem::Io {
        path: site.map.file(&route(body)),
        source,
    })
}

fn list(
    site: &Site<'_>,
    sources: &[Arc<Source<'_>>],
    body: Option<BodyIx>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut writer = Writer::new_with_indent(out, b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let own = body.map(|ix| site.archive.body(ix).body.label());
    let title = clean(own.unwrap_or(&site.archive.portal.name));
    writer
        .create_element("opml")
        .with_attribute(("version", "2.0"))
        .write_inner_content(|writer| {
            writer
                .create_element("head")
                .write_inner_content(|writer| {
                    writer
                        .create_element("title")
                        .write_text_content(BytesText::new(&title))?;
                    Ok(())
                })?;
            writer
                .create_element("body")
                .write_inner_content(|writer| match body {
                    Some(body) => feeds(site, writer, of(sources, Group::Body(body))),
                    None => all(site, writer, sources),
                })?;
            Ok(())
        })?;
    writer.into_inner().write_all(b"\n")
}

/// The portal's own feed, then folders.
fn all(
    site: &Site<'_>,
    writer: &mut Writer<&mut dyn Write>,
    sources: &[Arc<Source<'_>>],
) -> io::Result<()> {
    feeds(site, writer, of(sources, Group::Portal))?;
    folder(
        site,
        writer,
        site.theme.words.get("title.topics"),
        Group::Topics,
        sources,
    )?;
    for ix in site.archive.body_ixs() {
        let name = site.archive.body(ix).body.label();
        folder(site, writer, name, Group::Body(ix), sources)?;
    }
    let name = site.theme.words.get("title.procedures");
    folder(site, writer, name, Group::Procedures, sources)
}

fn of<'s, 'a>(
    sources: &'s [Arc<Source<'a>>],
    group: Group,
) -> impl Iterator<Item = &'s Source<'a>> {
    let sources = sources.iter().map(|source| &**source);
    // Offices that nothing came from yet: their pages offer their feeds.
    let empty = |source: &Source<'_>| {
        matches!(source.of, Route::Organization(..)) && source.papers.is_empty()
    };
    sources.filter(move |source| source.group == group && !empty(source))
}

fn folder(
    site: &Site<'_>,
    writer: &mut Writer<&mut dyn Write>,
    name: &str,
    group: Group,
    sources: &[Arc<Source<'_>>],
) -> io::Result<()> {
    let name = clean(name);
    let mut of_group = of(sources, group).peekable();
    if of_group.peek().is_none() {
        return Ok(());
    }
    writer
        .create_element("outline")
        .with_attribute(("text", name.as_str()))
        .write_inner_content(|writer| feeds(site, writer, of_group))?;
    Ok(())
}

fn feeds<'s, 'a: 's>(
    site: &Site<'_>,
    writer: &mut Writer<&mut dyn Write>,
    mut sources: impl Iterator<Item = &'s Source<'a>>,
) -> io::Result<()> {
    sources.try_for_each(|source| feed(site, writer, source))
}

fn feed(
    site: &Site<'_>,
    writer: &mut Writer<&mut dyn Write>,
    source: &Source<'_>,
) -> io::Result<()> {
    let title = clean(&source.title);
    let rss = Route::Feed(Box::new(source.of.clone()), Format::Rss);
    let (rss, page) = (site.map.absolute(&rss), site.map.absolute(&source.of));
    writer
        .create_element("outline")
        .with_attribute(("type", "rss"))
        .with_attribute(("text", title.as_str()))
        .with_attribute(("title", title.as_str()))
        .with_attribute(("xmlUrl", rss.as_str()))
        .with_attribute(("htmlUrl", page.as_str()))
        .write_empty()?;
    Ok(())
}
