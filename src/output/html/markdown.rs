//! Markdown to safe HTML: citations become links, raw HTML becomes text, nothing foreign is loaded.
//!
//! A chain of small adapters over pulldown-cmark's events. What stands where was found in `parse`; here
//! it is only acted upon.

use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html};

use super::view::Heading;
use crate::link::{Reference, Target, Text};
use crate::output::Site;
use crate::parse::{LinkTarget, OPTIONS, is_line_break};
use crate::route::Route;
use crate::text::slugify;

/// A rendered text.
pub(super) struct Rendered {
    /// Safe HTML.
    pub(super) html: String,
    /// Its headings.
    pub(super) toc: Vec<Heading>,
}

/// Renders a text whose highest heading becomes `<h{top}>`.
pub(super) fn render(site: &Site<'_>, text: &Text, markdown: &str, top: u8) -> Rendered {
    let mut adapter = Adapter::new(site, text, top);
    let mut events = Vec::with_capacity(markdown.len() / 16);
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        adapter.take(event, range.start, range.end, &mut events);
    }
    let mut out = String::with_capacity(markdown.len() * 5 / 4);
    let toc = adapter.headings(&mut events);
    html::push_html(&mut out, events.into_iter());
    Rendered { html: out, toc }
}

struct Adapter<'a> {
    site: &'a Site<'a>,
    text: &'a Text,
    top: u8,
    /// References not yet passed.
    references: &'a [Reference],
    /// End of the citation that is open, in the Markdown.
    open: Option<usize>,
    /// Inside code, links or pictures, where nothing is linked.
    closed: usize,
    /// For each open link or picture, whether it is kept.
    kept: Vec<bool>,
    table: Table,
}

#[derive(Default)]
struct Table {
    classes: Vec<&'static str>,
    head: bool,
    column: usize,
}

impl<'a> Adapter<'a> {
    fn new(site: &'a Site<'a>, text: &'a Text, top: u8) -> Self {
        Self {
            site,
            text,
            top,
            references: &text.references,
            open: None,
            closed: 0,
            kept: Vec::new(),
            table: Table::default(),
        }
    }

    fn take<'m>(&mut self, event: Event<'m>, start: usize, end: usize, out: &mut Vec<Event<'m>>) {
        if !matches!(event, Event::Text(_) | Event::SoftBreak) {
            self.close(out);
        }
        match event {
            Event::Text(words) if self.closed == 0 => self.words(words, start, end, out),
            Event::Html(raw) | Event::InlineHtml(raw) => raw_html(raw, out),
            Event::Start(Tag::HtmlBlock) => out.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => out.push(Event::End(TagEnd::Paragraph)),
            Event::TaskListMarker(done) => {
                let (key, mark) = if done {
                    ("text.task_done", "☑")
                } else {
                    ("text.task_open", "☐")
                };
                let label = attribute(self.site.theme.words.get(key));
                let task = format!(
                    "<span class=\"task\" role=\"img\" aria-label=\"{label}\">{mark}</span>"
                );
                out.push(Event::InlineHtml(task.into()));
            }
            Event::Start(tag) => self.start(tag, out),
            Event::End(tag) => self.end(tag, out),
            other => out.push(other),
        }
    }

    fn start<'m>(&mut self, tag: Tag<'m>, out: &mut Vec<Event<'m>>) {
        match tag {
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => {
                self.closed += 1;
                let url = self.destination(&dest_url);
                self.kept.push(url.is_some());
                if let Some(url) = url {
                    let dest_url = CowStr::from(url);
                    out.push(Event::Start(Tag::Link {
                        link_type,
                        dest_url,
                        title,
                        id,
                    }));
                }
            }
            Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            } => {
                self.closed += 1;
                let own = matches!(LinkTarget::new(&dest_url), LinkTarget::Relative(..));
                let url = self.destination(&dest_url).filter(|_| own);
                self.kept.push(url.is_some());
                if let Some(url) = url {
                    let dest_url = CowStr::from(url);
                    out.push(Event::Start(Tag::Image {
                        link_type,
                        dest_url,
                        title,
                        id,
                    }));
                }
            }
            Tag::CodeBlock(kind) => {
                self.closed += 1;
                out.push(Event::Start(Tag::CodeBlock(kind)));
            }
            Tag::Table(alignments) => {
                self.table.classes = alignments.iter().copied().map(class).collect();
                let label = self.site.theme.words.get("text.table");
                let open = format!(
                    "<section class=\"table\" tabindex=\"0\" aria-label=\"{}\">",
                    attribute(label)
                );
                out.push(Event::Html(open.into()));
                out.push(Event::Start(Tag::Table(Vec::new())));
            }
            Tag::TableHead => {
                self.table.head = true;
                self.table.column = 0;
                out.push(Event::Start(Tag::TableHead));
            }
            Tag::TableRow => {
                self.table.column = 0;
                out.push(Event::Start(Tag::TableRow));
            }
            // Alignment by class: the site's content security policy allows no inline style.
            Tag::TableCell => {
                let class = self
                    .table
                    .classes
                    .get(self.table.column)
                    .copied()
                    .unwrap_or("");
                let cell = if self.table.head {
                    "<th scope=\"col\""
                } else {
                    "<td"
                };
                out.push(Event::InlineHtml(format!("{cell}{class}>").into()));
            }
            other => out.push(Event::Start(other)),
        }
    }

    fn end(&mut self, tag: TagEnd, out: &mut Vec<Event<'_>>) {
        match tag {
            TagEnd::Link | TagEnd::Image => {
                self.closed -= 1;
                if self.kept.pop() == Some(true) {
                    out.push(Event::End(tag));
                }
            }
            TagEnd::CodeBlock => {
                self.closed -= 1;
                out.push(Event::End(tag));
            }
            TagEnd::Table => {
                out.push(Event::End(tag));
                out.push(Event::Html("</section>\n".into()));
            }
            TagEnd::TableHead => {
                self.table.head = false;
                out.push(Event::End(tag));
            }
            TagEnd::TableCell => {
                self.table.column += 1;
                let cell = if self.table.head { "</th>" } else { "</td>" };
                out.push(Event::InlineHtml(cell.into()));
            }
            other => out.push(Event::End(other)),
        }
    }

    /// Words with the citations in them. A citation may run over several events: it stays open over
    /// line breaks and is closed before any other mark-up.
    fn words<'m>(&mut self, words: CowStr<'m>, start: usize, end: usize, out: &mut Vec<Event<'m>>) {
        let exact = words.len() == end - start;
        let passed = self
            .references
            .partition_point(|r| r.span.end as usize <= start);
        self.references = &self.references[passed..];
        let ahead = self
            .references
            .first()
            .is_some_and(|r| (r.span.start as usize) < end);
        if !exact || !(ahead || self.open.is_some()) {
            if !exact {
                self.close(out);
            }
            out.push(Event::Text(words));
            return;
        }
        let piece = |from: usize, to: usize| {
            Event::Text(CowStr::from(words[from - start..to - start].to_owned()))
        };
        let mut at = start;
        while at < end {
            if let Some(stop) = self.open {
                let to = stop.min(end);
                out.push(piece(at, to));
                at = to;
                if to == stop {
                    self.close(out);
                    self.references = &self.references[1..];
                }
                continue;
            }
            let next = self
                .references
                .first()
                .filter(|r| (r.span.start as usize) < end);
            let Some(reference) = next else {
                out.push(piece(at, end));
                break;
            };
            let from = (reference.span.start as usize).max(at);
            if from > at {
                out.push(piece(at, from));
                at = from;
            }
            out.push(Event::InlineHtml(self.citation(reference).into()));
            self.open = Some(reference.span.end as usize);
        }
    }

    fn close(&mut self, out: &mut Vec<Event<'_>>) {
        if self.open.take().is_some() {
            let missing = self
                .references
                .first()
                .is_some_and(|r| r.target == Target::Unresolved);
            out.push(Event::InlineHtml(
                if missing { "</span>" } else { "</a>" }.into(),
            ));
        }
    }

    /// The opening tag of a citation.
    fn citation(&self, reference: &Reference) -> String {
        let archive = self.site.archive;
        let words = &self.site.theme.words;
        match &reference.target {
            Target::Paper(ix) => {
                let paper = archive.paper(*ix);
                let url = self.site.map.url(&Route::Paper(*ix));
                let title = attribute(&crate::text::shorten(&paper.paper.name, 120));
                format!("<a class=\"cite\" href=\"{url}\" title=\"{title}\">")
            }
            Target::Ambiguous(several) => {
                let url = self.site.map.url(&Route::Paper(several[0]));
                let count = several.len().to_string();
                let title = words.fill("text.ambiguous", &[("count", &count)]);
                format!(
                    "<a class=\"cite cite-ambiguous\" href=\"{url}\" title=\"{}\">",
                    attribute(&title)
                )
            }
            Target::Unresolved => {
                let title = attribute(words.get("text.missing"));
                format!("<span class=\"cite cite-missing\" title=\"{title}\">")
            }
        }
    }

    /// Where a Markdown link leads; `None` if it is not kept.
    fn destination(&self, destination: &str) -> Option<String> {
        let target = LinkTarget::new(destination);
        match &target {
            LinkTarget::External(url) => Some(url.clone()),
            LinkTarget::Fragment(tail) => {
                let id = tail.strip_prefix('#')?;
                Some(format!("#{}", anchor(id)))
            }
            LinkTarget::Site(path, tail) => {
                Some(format!("{}{tail}", self.site.map.site_path(path)))
            }
            LinkTarget::Relative(_, tail) => {
                let (_, end) = self.text.links.iter().find(|(known, _)| *known == target)?;
                Some(self.site.map.link((*end)?, tail).to_string())
            }
            LinkTarget::Unsafe(_) => None,
        }
    }

    /// Gives headings their level below the page's own, without gaps, and an anchor each.
    fn headings(&self, events: &mut [Event<'_>]) -> Vec<Heading> {
        let mut toc: Vec<Heading> = Vec::new();
        let mut used: HashMap<String, usize> = HashMap::new();
        let highest = events.iter().filter_map(level).min().unwrap_or(1);
        let mut last = self.top - 1;
        for at in 0..events.len() {
            let Some(own) = level(&events[at]) else {
                continue;
            };
            let level = (self.top + own - highest).min(last + 1).min(6);
            last = level;
            let end = (at..events.len())
                .find(|i| matches!(events[*i], Event::End(TagEnd::Heading(_))))
                .unwrap_or(at);
            let text = crate::text::one_line(&plain(&events[at..end]));
            let mut id = anchor(&text);
            let count = used.entry(id.clone()).or_insert(0);
            *count += 1;
            if *count > 1 {
                id = format!("{id}-{count}");
            }
            let tag = heading_level(level);
            events[end] = Event::End(TagEnd::Heading(tag));
            events[at] = Event::Start(Tag::Heading {
                level: tag,
                id: Some(id.clone().into()),
                classes: Vec::new(),
                attrs: Vec::new(),
            });
            toc.push(Heading { level, id, text });
        }
        toc
    }
}

/// Raw HTML as text; comments are dropped, line breaks kept.
fn raw_html<'m>(raw: CowStr<'m>, out: &mut Vec<Event<'m>>) {
    if is_line_break(&raw) {
        out.push(Event::HardBreak);
    } else if !raw.trim_start().starts_with("<!--") {
        out.push(Event::Text(raw));
    }
}

fn class(alignment: pulldown_cmark::Alignment) -> &'static str {
    match alignment {
        pulldown_cmark::Alignment::Right => " class=\"right\"",
        pulldown_cmark::Alignment::Center => " class=\"center\"",
        pulldown_cmark::Alignment::Left | pulldown_cmark::Alignment::None => "",
    }
}

fn level(event: &Event<'_>) -> Option<u8> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as u8),
        _ => None,
    }
}

const fn heading_level(level: u8) -> HeadingLevel {
    match level {
        1 => HeadingLevel::H1,
        2 => HeadingLevel::H2,
        3 => HeadingLevel::H3,
        4 => HeadingLevel::H4,
        5 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// The words of events.
fn plain(events: &[Event<'_>]) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(words) | Event::Code(words) => text.push_str(words),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// The anchor of a heading. Its prefix keeps it apart from the template's own.
fn anchor(text: &str) -> String {
    format!("text-{}", slugify(text, 60))
}

fn attribute(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
