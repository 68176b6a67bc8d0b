//! Markdown to safe HTML: citations become links, raw HTML becomes text, nothing foreign is loaded.
//!
//! A chain of small adapters over pulldown-cmark's events. What stands where was found in `parse`; here
//! it is only acted upon.

use std::borrow::Cow;
use std::collections::HashMap;

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, html};

use tera::Value;

use super::view::Heading;
use crate::link::{PaperIx, PaperNode, Reference, Target, Text};
use crate::output::Site;
use crate::parse::{Kind, LinkTarget, OPTIONS, is_line_break, without_indented_code};
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
    let source = without_indented_code(markdown);
    let markdown = &*source;
    let mut adapter = Adapter::new(site, text, top);
    let mut events = Vec::with_capacity(markdown.len() / 16);
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        adapter.take(event, range.start, range.end, &mut events);
    }
    let mut out = String::with_capacity(markdown.len() * 5 / 4);
    let toc = adapter.headings(&mut events);
    html::push_html(&mut out, events.into_iter());
    if matches!(source, Cow::Owned(_)) {
        out = out.replace('\u{2060}', "");
    }
    // Character references (`&#11;`) can bring back what was taken out of the source.
    if let Cow::Owned(printable) = crate::text::printable(&out) {
        out = printable;
    }
    Rendered { html: out, toc }
}

/// A text of a paper's front matter as safe HTML, with the citations in it.
pub(super) fn prose(site: &Site<'_>, node: &PaperNode, words: &str) -> Value {
    let cited = node.fields.iter().find(|(text, _)| text == words);
    let cited = cited.map_or(&[][..], |(_, references)| references);
    let adapter = Adapter::new(site, &node.text, 1);
    let mut out = String::with_capacity(words.len() + 160 * cited.len());
    let mut at = 0;
    for reference in cited {
        let (start, end) = (reference.span.start as usize, reference.span.end as usize);
        let (close, open) = adapter.citation(reference);
        out.push_str(&attribute(&words[at..start]));
        out.push_str(&open);
        out.push_str(&attribute(&words[start..end]));
        out.push_str(close);
        at = end;
    }
    out.push_str(&attribute(&words[at..]));
    Value::safe_string(&crate::text::printable(out.trim()))
}

struct Adapter<'a> {
    site: &'a Site<'a>,
    text: &'a Text,
    top: u8,
    /// References not yet passed.
    references: &'a [Reference],
    /// The citation that is open.
    open: Option<Open>,
    /// Emphasis that is open, the outermost first.
    emphasis: Vec<Emphasis>,
    /// Inside code, links or pictures, where nothing is linked.
    closed: usize,
    /// For each open link or picture, whether it is kept.
    kept: Vec<bool>,
    table: Table,
    /// The block of raw HTML that is open.
    block: String,
}

/// A citation that is open.
struct Open {
    /// Its end in the Markdown.
    until: usize,
    /// How much emphasis is open around it; what is opened later stands in it.
    depth: usize,
    tag: &'static str,
}

/// Emphasis that is open.
struct Emphasis {
    end: TagEnd,
    /// Its end in the Markdown.
    until: usize,
}

#[derive(Default)]
struct Table {
    /// How many there were so far, since each region needs a name of its own.
    number: usize,
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
            references: text.references(),
            open: None,
            emphasis: Vec::new(),
            closed: 0,
            kept: Vec::new(),
            table: Table::default(),
            block: String::new(),
        }
    }

    fn take<'m>(&mut self, event: Event<'m>, start: usize, end: usize, out: &mut Vec<Event<'m>>) {
        if self.open.is_some() && !may_stand_in_a_link(&event) {
            self.close(out);
        }
        match event {
            Event::Text(words) if self.closed == 0 => self.words(words, start, end, out),
            Event::InlineHtml(raw) => raw_html(&raw, out),
            Event::Html(raw) => self.block.push_str(&raw),
            Event::Start(Tag::HtmlBlock) => self.block.clear(),
            Event::End(TagEnd::HtmlBlock) => html_block(&self.block, out),
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
            Event::Start(tag) if is_emphasis(&tag) => {
                self.emphasis.push(Emphasis {
                    end: tag.to_end(),
                    until: end,
                });
                out.push(Event::Start(tag));
            }
            Event::End(tag) if self.emphasis.last().is_some_and(|e| e.end == tag) => {
                self.emphasis.pop();
                end_emphasis(tag, out);
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
                let url = match link_type {
                    // The writer puts `mailto:` in front.
                    LinkType::Email => Some(dest_url.to_string()),
                    _ => self.destination(&dest_url),
                };
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
                self.table.number += 1;
                let number = self.table.number.to_string();
                let label = self
                    .site
                    .theme
                    .words
                    .fill("text.table", &[("number", &number)]);
                let open = format!(
                    "<section class=\"table\" tabindex=\"0\" aria-label=\"{}\">",
                    attribute(&label)
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
    /// line breaks, emphasis and character references, and is closed before any other mark-up.
    fn words<'m>(&mut self, words: CowStr<'m>, start: usize, end: usize, out: &mut Vec<Event<'m>>) {
        let references = self.references;
        let passed = references.partition_point(|r| r.span.end as usize <= start);
        self.references = &references[passed..];
        if self.open.is_none() && self.next_before(end).is_none() {
            out.push(Event::Text(words));
            return;
        }
        if words.len() != end - start {
            // A character reference: what it stands for cannot be cut.
            if self.open.is_none() {
                self.open(out);
            }
            out.push(Event::Text(words));
            self.close_at(end, out);
            return;
        }
        let piece = |from: usize, to: usize| {
            let piece = words.get(from - start..to - start).unwrap_or_default();
            Event::Text(CowStr::from(piece.to_owned()))
        };
        let mut at = start;
        while at < end {
            if let Some(open) = &self.open {
                let to = open.until.min(end);
                out.push(piece(at, to));
                at = to;
                self.close_at(to, out);
                continue;
            }
            let Some(reference) = self.next_before(end) else {
                out.push(piece(at, end));
                break;
            };
            let from = (reference.span.start as usize).max(at);
            if from > at {
                out.push(piece(at, from));
                at = from;
            }
            self.open(out);
        }
    }

    /// The next reference, if it begins before `end`.
    fn next_before(&self, end: usize) -> Option<&'a Reference> {
        let next = self.references.first();
        next.filter(|reference| (reference.span.start as usize) < end)
    }

    /// Opens the next citation. Emphasis that ends within it is ended before and begun again in it, so
    /// that the two nest: `**2021**/0117` becomes one link.
    fn open(&mut self, out: &mut Vec<Event<'_>>) {
        let Some(reference) = self.references.first() else {
            return;
        };
        let until = reference.span.end as usize;
        let depth = self.emphasis.partition_point(|e| e.until >= until);
        let (tag, markup) = self.citation(reference);
        self.across(depth, Event::InlineHtml(markup.into()), out);
        self.open = Some(Open { until, depth, tag });
    }

    /// Closes the open citation if it ends at `at` or before.
    fn close_at(&mut self, at: usize, out: &mut Vec<Event<'_>>) {
        if self.open.as_ref().is_some_and(|open| open.until <= at) {
            self.close(out);
            self.references = self.references.get(1..).unwrap_or_default();
        }
    }

    /// Closes the open citation; emphasis that was begun in it goes on behind it.
    fn close(&mut self, out: &mut Vec<Event<'_>>) {
        if let Some(open) = self.open.take() {
            self.across(open.depth, Event::InlineHtml(open.tag.into()), out);
        }
    }

    /// Puts a tag between the emphasis above `depth` and the rest.
    fn across<'m>(&self, depth: usize, tag: Event<'m>, out: &mut Vec<Event<'m>>) {
        let inner = self.emphasis.get(depth..).unwrap_or_default();
        for emphasis in inner.iter().rev() {
            end_emphasis(emphasis.end, out);
        }
        out.push(tag);
        for emphasis in inner {
            out.extend(begin_emphasis(emphasis.end).map(Event::Start));
        }
    }

    /// The tags of a citation: the closing and the opening one.
    fn citation(&self, reference: &Reference) -> (&'static str, String) {
        let words = &self.site.theme.words;
        let number = reference.number.map(Route::Number);
        let (class, route, title) = match &reference.target {
            Target::Paper(ix) => ("cite", Some(Route::Paper(*ix)), self.preview(*ix)),
            Target::Ambiguous(several) => {
                let count = several.len().to_string();
                let title = words.fill("text.ambiguous", &[("count", &count)]);
                let route = number.unwrap_or(Route::Paper(several[0]));
                ("cite cite-ambiguous", Some(route), title)
            }
            Target::Unresolved => {
                let title = words.get("text.missing").to_owned();
                ("cite cite-missing", number, title)
            }
        };
        let title = attribute(&title);
        match route {
            Some(route) => {
                let url = self.site.map.url(&route);
                let tag = format!("<a class=\"{class}\" href=\"{url}\" title=\"{title}\">");
                ("</a>", tag)
            }
            None => (
                "</span>",
                format!("<span class=\"{class}\" title=\"{title}\">"),
            ),
        }
    }

    /// A paper in one line: kind, title, council if it is another one, date, what became of it.
    fn preview(&self, ix: PaperIx) -> String {
        let node = self.site.archive.paper(ix);
        let name = crate::text::shorten(&node.paper.name, 120).into_owned();
        // "Antrag · Antrag: Radweg" would stammer.
        let told = |kind: &String| name.to_lowercase().starts_with(&kind.to_lowercase());
        let kind = node.paper.paper_type.clone().filter(|kind| !told(kind));
        let own = matches!(&self.text.source.kind, Kind::Paper(id) if id.body == node.id.body);
        let body = (!own).then(|| self.site.body_link(node.body).name);
        let date = self.site.date(node.paper.date).map(|date| date.text);
        let status = self.site.status(node.status).map(|status| status.text);
        let facts = [kind, Some(name), body, date, status];
        facts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
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
            let text = plain(&events[at..end]);
            let text = crate::text::one_line(&crate::text::printable(&text));
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

/// Whether an open citation can go on over an event.
const fn may_stand_in_a_link(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_) | Event::SoftBreak | Event::HardBreak => true,
        Event::Start(tag) => is_emphasis(tag),
        Event::End(tag) => matches!(
            tag,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough
        ),
        _ => false,
    }
}

const fn is_emphasis(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
}

/// The beginning of the emphasis that ends so.
const fn begin_emphasis<'m>(end: TagEnd) -> Option<Tag<'m>> {
    match end {
        TagEnd::Emphasis => Some(Tag::Emphasis),
        TagEnd::Strong => Some(Tag::Strong),
        TagEnd::Strikethrough => Some(Tag::Strikethrough),
        _ => None,
    }
}

/// Ends emphasis; if there is nothing in it, it was never there.
fn end_emphasis(end: TagEnd, out: &mut Vec<Event<'_>>) {
    match out.last() {
        Some(Event::Start(tag)) if tag.to_end() == end => {
            out.pop();
        }
        _ => out.push(Event::End(end)),
    }
}

/// Raw HTML as text; line breaks are kept.
fn raw_html(raw: &str, out: &mut Vec<Event<'_>>) {
    if is_line_break(raw) {
        out.push(Event::HardBreak);
    } else if !raw.is_empty() {
        out.push(Event::Text(raw.to_owned().into()));
    }
}

/// A block of raw HTML as a paragraph of text.
fn html_block(block: &str, out: &mut Vec<Event<'_>>) {
    if !block.trim().is_empty() {
        out.push(Event::Start(Tag::Paragraph));
        raw_html(block.trim(), out);
        out.push(Event::End(TagEnd::Paragraph));
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
