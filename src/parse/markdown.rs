//! What stands in a Markdown text: mentions, links, raw HTML, the first sentences. Seen once, on the
//! source text, so that every finding has its exact place.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::claim::claim;
use super::indented::without_indented_code;
use super::sentence::{Flat, around};
use super::visible::{disjoint, visible};
use super::{Citation, SourceFile, TextInfo};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Slug, Span};
use crate::scheme::{Councils, Mention, introduces};
use crate::text;

/// The Markdown that papers are written in: `CommonMark` with tables, footnotes, task lists and
/// struck-out text.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_STRIKETHROUGH);

/// Characters of an excerpt.
const EXCERPT: usize = 280;

/// Citations that one text may have, and links: each costs time, and a number a page.
const MAX_SEEN: usize = 5_000;

/// Findings of one kind that a text is told about: nobody reads more at once.
const MAX_TOLD: usize = 100;

/// A link or picture in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct LinkUse {
    /// Where it leads.
    pub target: LinkTarget,
    /// Its place in the text.
    pub span: Span,
    /// Whether it is a picture.
    pub image: bool,
}

/// Where a Markdown link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum LinkTarget {
    /// Another site, an e-mail or a phone.
    External(String),
    /// A place on the same page.
    Fragment(String),
    /// A path from the site's root, and what follows it (`#…`).
    Site(String, String),
    /// A path from the file itself, and what follows it.
    Relative(String, String),
    /// Anything that could run code or hide where it leads.
    Unsafe(String),
}

impl LinkTarget {
    /// Sorts a Markdown destination.
    #[must_use]
    pub fn new(destination: &str) -> Self {
        let odd =
            |c: char| c.is_control() || c.is_whitespace() || matches!(c, '\\' | '<' | '>' | '"');
        let external = super::check::is_web_address(destination)
            || destination
                .strip_prefix("mailto:")
                .is_some_and(|to| to.contains('@'))
            || destination
                .strip_prefix("tel:")
                .is_some_and(|to| !to.is_empty());
        // `[Plan](<Lageplan (2024).pdf>)`: names of files may hold blanks, addresses may not.
        let blanks = destination.contains(' ');
        let odd = |c: char| odd(c) && c != ' ';
        let (path, tail) = destination
            .find(['#', '?'])
            .map_or((destination, ""), |at| destination.split_at(at));
        let scheme = path
            .split('/')
            .next()
            .is_some_and(|first| first.contains(':'));
        if destination.chars().any(odd) || destination.starts_with("//") {
            Self::Unsafe(destination.to_owned())
        } else if external && !blanks {
            Self::External(destination.to_owned())
        } else if scheme || (blanks && path.starts_with('/')) {
            Self::Unsafe(destination.to_owned())
        } else if path.is_empty() {
            Self::Fragment(tail.to_owned())
        } else if path.starts_with('/') {
            Self::Site(path.to_owned(), tail.to_owned())
        } else {
            Self::Relative(path.to_owned(), tail.to_owned())
        }
    }
}

/// Whether a piece of raw HTML is `<br>`, the one tag that tables of real papers need and that every
/// reader expects to work.
#[must_use]
pub fn is_line_break(html: &str) -> bool {
    let inner = html
        .trim()
        .strip_prefix("<br")
        .and_then(|rest| rest.strip_suffix('>'));
    inner.is_some_and(|rest| rest.trim_end_matches('/').trim().is_empty())
}

/// Whether a word can go on behind this mark: `**Rad**weg`.
#[must_use]
pub const fn is_inline(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// The places in a text that a heading says to begin with a number: cells of a table's column, items
/// of a list. Sorted.
#[must_use]
pub fn columns(markdown: &str) -> Vec<Range<usize>> {
    let mut scan = Scan::default();
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        scan.places.see(&event, &range, markdown);
    }
    scan.places.sorted()
}

/// Looks through the text that begins at byte `start` of a file.
pub(super) fn scan(
    source: &SourceFile,
    file: &str,
    start: usize,
    councils: &Councils,
    findings: &mut Vec<Diagnostic>,
) -> TextInfo {
    let visible = visible(&file[start..]);
    let markdown = &*without_indented_code(&visible.text);
    let mut scan = Scan::default();
    let parser = Parser::new_ext(markdown, OPTIONS);
    let definitions = parser.reference_definitions().iter();
    let definitions = definitions.map(|(_, link)| link.span.clone());
    scan.closed.extend(definitions);
    for (event, range) in parser.into_offset_iter() {
        scan.places.see(&event, &range, markdown);
        scan.flat.see(&event, &range, markdown);
        scan.see(&event, range, markdown);
    }
    let place = |span: Range<usize>| source.place(Span::from(span.start + start..span.end + start));
    if let Some(open) = &visible.open {
        let marks = open.start..open.start + "<!--".len();
        findings.push(Diagnostic::new(Code::OpenComment, place(marks)));
    }
    for range in scan.raw.iter().take(MAX_TOLD) {
        let shown = text::one_line(&text::shorten(markdown[range.clone()].trim(), 60));
        findings.push(Diagnostic::new(Code::RawHtml, place(range.clone())).with("value", shown));
    }
    let mut told = 0;
    for link in &scan.links {
        let range = link.span.start as usize..link.span.end as usize;
        let found = match &link.target {
            LinkTarget::Unsafe(url) => {
                Diagnostic::new(Code::UnsafeUrl, place(range)).with("value", url)
            }
            LinkTarget::External(url) if link.image => {
                Diagnostic::new(Code::ForeignImage, place(range)).with("value", url)
            }
            _ => continue,
        };
        if told < MAX_TOLD {
            findings.push(found);
        }
        told += 1;
    }
    let mut too_many = |what: &str, count: usize| {
        if count > MAX_SEEN {
            let found =
                Diagnostic::new(Code::TooMany, crate::diagnostic::Place::file(&source.path));
            let limit = MAX_SEEN.to_string();
            findings.push(found.with("found", what).with("limit", limit));
        }
        count > MAX_SEEN
    };
    if too_many("links", scan.links.len()) {
        scan.links.clear();
    }
    let own = source.kind.body();
    let seen = own.map(|own| councils.seen(own, markdown, &scan.places.sorted()));
    let mut seen = seen.unwrap_or_default();
    let closed = disjoint(std::mem::take(&mut scan.closed));
    let open = |mention: &Mention| {
        let at = closed.partition_point(|range| range.end <= mention.span.start);
        closed
            .get(at)
            .is_none_or(|range| mention.span.end <= range.start)
    };
    seen.mentions.retain(open);
    seen.misread.retain(open);
    if too_many("citations", seen.mentions.len() + seen.misread.len()) {
        (seen.mentions, seen.misread) = (Vec::new(), Vec::new());
    }
    let citation = |mention: Mention| citation(&scan.flat, mention);
    TextInfo {
        start: Span::from(start..start).start,
        fingerprint: text::fingerprint(&file[start..]),
        empty: markdown.trim().is_empty(),
        number: None,
        citations: seen.mentions.into_iter().map(citation).collect(),
        misread: seen.misread,
        fields: Vec::new(),
        links: scan.links,
        hidden: visible.hidden.into_iter().map(Span::from).collect(),
        excerpt: text::shorten(
            &text::one_line(&text::printable(&scan.excerpt.replace('\u{2060}', ""))),
            EXCERPT,
        )
        .into(),
        personal: Vec::new(),
        bearing: 0,
    }
}

/// The citations in texts of the front matter, for those that have any.
pub(super) fn fields(
    own: &Slug,
    texts: &[&str],
    yaml: &str,
    councils: &Councils,
) -> Vec<(String, Vec<Citation>)> {
    let cited = texts.iter().filter_map(|text| {
        let mentions = councils.mentions(own, text, &[]);
        let flat = Flat::of_words(text);
        let citations = mentions.into_iter().map(|mention| {
            let words = &text[mention.span.clone()];
            let at = yaml.find(words).unwrap_or_default();
            let place = Span::from(at..at + words.len());
            Citation {
                place,
                ..citation(&flat, mention)
            }
        });
        let citations: Vec<Citation> = citations.collect();
        (!citations.is_empty()).then(|| ((*text).to_owned(), citations))
    });
    cited.collect()
}

fn citation(flat: &Flat, mention: Mention) -> Citation {
    let sentence = around(flat, &mention.span);
    Citation {
        place: Span::from(mention.span.clone()),
        claim: claim(&sentence.text, sentence.number),
        sentence: sentence.text.into(),
        mention,
    }
}

/// Where numbers are to be expected, by the headings of tables and lists.
#[derive(Default)]
struct Places {
    found: Vec<Range<usize>>,
    /// For each column of the open table, whether its heading says so.
    columns: Vec<bool>,
    in_head: bool,
    column: usize,
    /// Whether the cell before in the same row says so.
    beside: bool,
    /// For each open list, whether the line before it says so.
    lists: Vec<bool>,
    /// End of the item whose first words are still to come.
    item: Option<usize>,
}

impl Places {
    fn see(&mut self, event: &Event<'_>, range: &Range<usize>, markdown: &str) {
        match event {
            Event::Start(Tag::Table(_)) => self.columns.clear(),
            Event::Start(Tag::TableHead) => {
                self.in_head = true;
                (self.column, self.beside) = (0, false);
            }
            Event::End(TagEnd::TableHead) => self.in_head = false,
            Event::Start(Tag::TableRow) => (self.column, self.beside) = (0, false),
            Event::Start(Tag::TableCell) => self.cell(range, markdown),
            Event::Start(Tag::List(_)) => {
                let before = markdown[..range.start].trim_end();
                let line = before.rsplit('\n').next().unwrap_or_default();
                self.lists.push(line.ends_with(':') && introduces(line));
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => {
                self.item = (self.lists.last() == Some(&true)).then_some(range.end);
            }
            Event::Text(_) => {
                if let Some(end) = self.item.take() {
                    self.found.push(range.start..end);
                }
            }
            _ => {}
        }
    }

    fn cell(&mut self, range: &Range<usize>, markdown: &str) {
        let words = &markdown[range.clone()];
        let says_so = introduces(words.trim_matches(['|', ' ', '*', '_']));
        let below = !self.in_head && self.columns.get(self.column) == Some(&true);
        if (below || self.beside) && words.contains(|c: char| c.is_ascii_digit()) {
            self.found.push(range.clone());
        }
        if self.in_head {
            self.columns.push(says_so);
        }
        self.beside = says_so;
        self.column += 1;
    }

    fn sorted(&self) -> Vec<Range<usize>> {
        let mut found = self.found.clone();
        found.sort_by_key(|range| range.start);
        found
    }
}

#[derive(Default)]
struct Scan {
    places: Places,
    links: Vec<LinkUse>,
    raw: Vec<Range<usize>>,
    /// Where no mention counts.
    closed: Vec<Range<usize>>,
    /// The words of which sentences are quoted.
    flat: Flat,
    excerpt: String,
    in_paragraph: bool,
}

impl Scan {
    fn see(&mut self, event: &Event<'_>, range: Range<usize>, markdown: &str) {
        match event {
            Event::Start(Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                ..
            }) => {
                self.link(
                    LinkTarget::External(format!("mailto:{dest_url}")),
                    range,
                    false,
                );
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                self.link(LinkTarget::new(dest_url), range, false);
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                self.link(LinkTarget::new(dest_url), range, true);
            }
            Event::Start(Tag::CodeBlock(_)) => self.closed.push(range),
            Event::Code(words) => {
                self.closed.push(range);
                if self.in_paragraph {
                    self.excerpt.push_str(words);
                }
            }
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => self.html(markdown, range),
            Event::Start(Tag::Paragraph) => self.in_paragraph = self.excerpt.len() < EXCERPT,
            Event::End(TagEnd::Paragraph) => {
                self.in_paragraph = false;
                self.excerpt.push(' ');
            }
            Event::Text(words) if self.in_paragraph => self.excerpt.push_str(words),
            Event::SoftBreak | Event::HardBreak if self.in_paragraph => self.excerpt.push(' '),
            _ => {}
        }
    }

    /// A whole block of raw HTML, or a tag in a line. The end of what is reported already is not
    /// reported again.
    fn html(&mut self, markdown: &str, range: Range<usize>) {
        let html = &markdown[range.clone()];
        let shown = html.trim();
        let end = shown.starts_with("</") && !self.raw.is_empty();
        if shown.contains('<') && !end && !is_line_break(shown) {
            let end = range.start + html.trim_end().len();
            self.raw.push(range.start..end);
        }
        // A line break may stand within a number.
        if !is_line_break(shown) {
            self.closed.push(range);
        }
    }

    fn link(&mut self, target: LinkTarget, range: Range<usize>, image: bool) {
        self.links.push(LinkUse {
            target,
            span: Span::from(range.clone()),
            image,
        });
        self.closed.push(range);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_sorted_by_what_they_can_do() {
        use LinkTarget::{External, Fragment, Relative, Site, Unsafe};
        let own = str::to_owned;
        for (destination, target) in [
            ("https://x.example/", External(own("https://x.example/"))),
            ("mailto:a@x.example", External(own("mailto:a@x.example"))),
            ("#oben", Fragment(own("#oben"))),
            ("/themen/x/#a", Site(own("/themen/x/"), own("#a"))),
            ("../2024/a.md", Relative(own("../2024/a.md"), own(""))),
            ("javascript:alert(1)", Unsafe(own("javascript:alert(1)"))),
            ("JaVaScRiPt:alert(1)", Unsafe(own("JaVaScRiPt:alert(1)"))),
            (
                "java\tscript:alert(1)",
                Unsafe(own("java\tscript:alert(1)")),
            ),
            ("data:text/html,x", Unsafe(own("data:text/html,x"))),
            ("//x.example/", Unsafe(own("//x.example/"))),
            ("file:///etc/passwd", Unsafe(own("file:///etc/passwd"))),
            (
                "Lageplan (2024).pdf",
                Relative(own("Lageplan (2024).pdf"), own("")),
            ),
            ("https://x y", Unsafe(own("https://x y"))),
            ("java script:x", Unsafe(own("java script:x"))),
        ] {
            assert_eq!(LinkTarget::new(destination), target, "{destination:?}");
        }
    }

    #[test]
    fn headings_of_tables_and_lists_introduce_numbers() {
        let places = |markdown: &str| {
            let found = columns(markdown);
            let words = found.iter().map(|range| {
                markdown[range.clone()]
                    .trim_matches(['|', ' ', '\n'])
                    .to_owned()
            });
            words.collect::<Vec<_>>()
        };
        assert_eq!(
            places("| Vorlage | Jahr |\n|---|---|\n| 1/22 | 2/22 |\n| 3/22 | x |\n"),
            ["1/22", "3/22"]
        );
        assert_eq!(
            places("| Drucksache Nr. | 1/22 |\n|---|---|\n| Kosten | 9 |\n"),
            ["1/22"]
        );
        assert_eq!(
            places("Folgende Anträge liegen vor:\n\n1. 1/22 Radweg\n2. **2/22**\n"),
            ["1/22 Radweg", "2/22**"]
        );
        assert_eq!(places("Kosten:\n\n- 1/22\n"), [""; 0]);
    }

    #[test]
    fn only_a_line_break_is_harmless_html() {
        assert!(is_line_break("<br>") && is_line_break("<br />"));
        assert!(!is_line_break("<br onclick=x>") && !is_line_break("<b>"));
    }
}
