//! OPML 2.0: all feeds in one file that feed readers import (<http://opml.org/spec2.opml>).

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::clean;
use crate::output::{Problem, Site};
use crate::route::{Format, Route};

/// Writes the list.
pub(super) fn write(site: &Site<'_>, feeds: &[(String, Route)]) -> Result<Vec<u8>, Problem> {
    let problem = |source: io::Error| Problem::Io {
        path: site.map.file(&Route::FeedList),
        source,
    };
    list(site, feeds).map_err(problem)
}

fn list(site: &Site<'_>, feeds: &[(String, Route)]) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let title = clean(&site.archive.portal.name);
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
                .write_inner_content(|writer| {
                    feeds
                        .iter()
                        .try_for_each(|(title, of)| outline(site, writer, title, of))
                })?;
            Ok(())
        })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn outline(
    site: &Site<'_>,
    writer: &mut Writer<Vec<u8>>,
    title: &str,
    of: &Route,
) -> io::Result<()> {
    let title = clean(title);
    let feed = site
        .map
        .absolute(&Route::Feed(Box::new(of.clone()), Format::Rss));
    let page = site.map.absolute(of);
    writer
        .create_element("outline")
        .with_attribute(("type", "rss"))
        .with_attribute(("text", title.as_str()))
        .with_attribute(("title", title.as_str()))
        .with_attribute(("xmlUrl", feed.as_str()))
        .with_attribute(("htmlUrl", page.as_str()))
        .write_empty()?;
    Ok(())
}
