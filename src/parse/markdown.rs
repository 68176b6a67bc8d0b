//! What stands in a Markdown text: mentions, links, raw HTML, the first sentences. Seen once, on the
//! source text, so that every finding has its exact place.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use super::{SourceFile, TextInfo};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::Span;
use crate::scheme::{Mention, Schemes};
use crate::text;

/// The Markdown that papers are written in: `CommonMark` with tables, footnotes, task lists and
/// struck-out text.
pub const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_STRIKETHROUGH);

/// Characters of an excerpt.
const EXCERPT: usize = 280;

/// A link or picture in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
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

/// A piece of raw HTML without its comments; one that is not closed takes the rest with it.
#[must_use]
pub fn without_comments(html: &str) -> Cow<'_, str> {
    if !html.contains("<!--") {
        return Cow::Borrowed(html);
    }
    let mut kept = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    Cow::Owned(kept)
}

/// Looks through the text that begins at byte `start` of a file.
pub(super) fn scan(
    source: &SourceFile,
    file: &str,
    start: usize,
    schemes: &Schemes,
    findings: &mut Vec<Diagnostic>,
) -> TextInfo {
    let markdown = &file[start..];
    let mut scan = Scan::default();
    for (event, range) in Parser::new_ext(markdown, OPTIONS).into_offset_iter() {
        scan.see(&event, range, markdown);
    }
    let place = |span: Range<usize>| source.place(Span::from(span.start + start..span.end + start));
    for range in &scan.raw {
        let shown = text::one_line(&text::shorten(markdown[range.clone()].trim(), 60));
        findings.push(Diagnostic::new(Code::RawHtml, place(range.clone())).with("value", shown));
    }
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
        findings.push(found);
    }
    let mut mentions = schemes.mentions(markdown);
    scan.closed.sort_unstable_by_key(|range| range.start);
    mentions.retain(|mention| !overlaps(&scan.closed, mention));
    TextInfo {
        start: Span::from(start..start).start,
        fingerprint: text::fingerprint(markdown),
        empty: markdown.trim().is_empty(),
        mentions,
        links: scan.links,
        hidden: scan.hidden,
        excerpt: text::shorten(&text::one_line(&text::printable(&scan.excerpt)), EXCERPT)
            .into_owned(),
    }
}

/// Whether a mention stands in code, in a link or in raw HTML.
fn overlaps(closed: &[Range<usize>], mention: &Mention) -> bool {
    closed
        .iter()
        .any(|range| range.start < mention.span.end && mention.span.start < range.end)
}

#[derive(Default)]
struct Scan {
    links: Vec<LinkUse>,
    raw: Vec<Range<usize>>,
    /// Comments.
    hidden: Vec<Span>,
    /// Where no mention counts.
    closed: Vec<Range<usize>>,
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
        let shown = without_comments(html);
        let shown = shown.trim();
        let unclosed = html
            .rfind("<!--")
            .is_some_and(|at| !html[at..].contains("-->"));
        let end = shown.starts_with("</") && !self.raw.is_empty();
        if unclosed || (shown.contains('<') && !end && !is_line_break(shown)) {
            let end = range.start + html.trim_end().len();
            self.raw.push(range.start..end);
        }
        for (at, _) in html.match_indices("<!--") {
            let end = html[at..]
                .find("-->")
                .map_or(html.len(), |end| at + end + "-->".len());
            self.hidden
                .push(Span::from(range.start + at..range.start + end));
        }
        self.closed.push(range);
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
    fn comments_go_and_what_is_beside_them_stays() {
        for (html, kept) in [
            ("<!-- a --> b <!-- c -->d", " b d"),
            ("<!--\n a\n-->\n", "\n"),
            ("<b><!-- a", "<b>"),
        ] {
            assert_eq!(without_comments(html), kept);
        }
    }

    #[test]
    fn only_a_line_break_is_harmless_html() {
        assert!(is_line_break("<br>") && is_line_break("<br />"));
        assert!(!is_line_break("<br onclick=x>") && !is_line_break("<b>"));
    }
}
