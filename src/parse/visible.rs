//! What of a Markdown text readers may see: everything but what its author hid.
//!
//! Comments (`<!-- … -->`) and definitions of links that no link uses (`[//]: # (note)`) are notes to
//! oneself. Markdown forgets that a comment with a blank line in it is one and would print it; nobody who
//! writes one means that. They are blanked before anything else looks at the text, so that nothing can
//! quote them. Every byte keeps its place.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Parser, Tag};

use super::markdown::OPTIONS;

/// A text without what is hidden in it.
pub struct Visible<'a> {
    /// The text; what is hidden is blank.
    pub text: Cow<'a, str>,
    /// What is hidden, in order, in bytes.
    pub hidden: Vec<Range<usize>>,
    /// A comment that is not closed and takes the rest of the text with it.
    pub open: Option<Range<usize>>,
}

/// How often a text is looked at anew because a comment in it was not seen at once.
const ROUNDS: usize = 8;

/// Bytes that are read in search of definitions that are repeated.
const READ: usize = 1 << 26;

const OPEN: &str = "<!--";
const CLOSE: &str = "-->";

/// Finds what is hidden in a text.
#[must_use]
pub fn visible(markdown: &str) -> Visible<'_> {
    let mut seen = Visible {
        text: Cow::Borrowed(markdown),
        hidden: Vec::new(),
        open: None,
    };
    // What a comment hid may have kept another from being one. Whoever writes more riddles than this gets
    // all of them hidden.
    for round in 0..=ROUNDS {
        if !seen.text.contains(OPEN) {
            break;
        }
        let shown = if round < ROUNDS {
            shown(&seen.text)
        } else {
            Vec::new()
        };
        let found = comments(&seen.text, &shown);
        if found.is_empty() {
            break;
        }
        if let Some(last) = found
            .last()
            .filter(|last| !markdown[(*last).clone()].ends_with(CLOSE))
        {
            seen.open = Some(last.clone());
        }
        seen.hide(found);
    }
    if seen.text.contains("]:") {
        let idle = idle_definitions(&seen.text);
        seen.hide(idle);
    }
    seen.hidden = disjoint(seen.hidden);
    seen
}

/// Ranges in order, those that touch or overlap as one.
pub(super) fn disjoint(mut ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    ranges.sort_by_key(|range| range.start);
    ranges.dedup_by(|next, kept| {
        let joins = next.start <= kept.end;
        if joins {
            kept.end = kept.end.max(next.end);
        }
        joins
    });
    ranges
}

/// A text with some ranges blanked; line ends stay.
#[must_use]
pub fn blanked<'a>(text: &'a str, hidden: &[Range<usize>]) -> Cow<'a, str> {
    if hidden.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for range in hidden {
        let end = range.end.min(bytes.len());
        for byte in &mut bytes[range.start.min(end)..end] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

impl Visible<'_> {
    fn hide(&mut self, ranges: Vec<Range<usize>>) {
        if !ranges.is_empty() {
            self.text = Cow::Owned(blanked(&self.text, &ranges).into_owned());
            self.hidden.extend(ranges);
        }
    }
}

/// Where `<!--` is shown to readers and opens no comment: in code, and behind a backslash that escapes it.
/// In the order of the text.
fn shown(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut html = Vec::new();
    for (event, range) in Parser::new_ext(text, OPTIONS).into_offset_iter() {
        match event {
            Event::Code(_) | Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => {
                ranges.push(range);
            }
            Event::Html(_) | Event::InlineHtml(_) => html.push(range),
            _ => {}
        }
    }
    // HTML knows no escapes.
    let escaped = text.match_indices(OPEN).map(|(at, _)| at).filter(|at| {
        let before = html.partition_point(|range| range.start <= *at);
        let in_html = before > 0 && *at < html[before - 1].end;
        let backslashes = text[..*at].len() - text[..*at].trim_end_matches('\\').len();
        backslashes % 2 == 1 && !in_html
    });
    let escaped: Vec<_> = escaped.map(|at| at..at + OPEN.len()).collect();
    ranges.extend(escaped);
    disjoint(ranges)
}

/// Comments from their start to their end or the text's, but for those that are shown.
fn comments(text: &str, shown: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (start, _) in text.match_indices(OPEN) {
        let before = shown.partition_point(|range| range.start <= start);
        let is_shown = before > 0 && start < shown[before - 1].end;
        let within = found.last().is_some_and(|last| start < last.end);
        if is_shown || within {
            continue;
        }
        let inside = start + OPEN.len();
        let end = text[inside..].find(CLOSE);
        found.push(start..end.map_or(text.len(), |end| inside + end + CLOSE.len()));
    }
    found
}

/// Definitions that no link of the text leads by: of labels that none has, and all but the first of a label. Markdown
/// knows only the first of each, so that they are taken away until none is left.
fn idle_definitions(text: &str) -> Vec<Range<usize>> {
    let mut rest = Cow::Borrowed(text);
    let mut idle = Vec::new();
    let rounds = (READ / text.len().max(1)).max(ROUNDS);
    for round in 0..=rounds {
        let (used, unused) = definitions(&rest, round == 0);
        let Some(first) = used.iter().chain(&unused).map(|span| span.start).min() else {
            break;
        };
        let mut found = [used, unused.clone()].concat();
        if round == rounds {
            // Whoever repeats one more often gets everything hidden from there to the end of the text.
            found = std::iter::once(first..text.len()).collect();
        }
        rest = Cow::Owned(blanked(&rest, &found).into_owned());
        idle.extend(if round == 0 { unused } else { found });
    }
    idle
}

/// The first definition of each label: those that a link leads by, and the others. Only if `links` are wanted, these
/// are looked at.
fn definitions(text: &str, links: bool) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let parser = Parser::new_ext(text, OPTIONS);
    let definitions = parser.reference_definitions().iter();
    let definitions: Vec<(String, Range<usize>)> = definitions
        .map(|(label, link)| (label.to_lowercase(), link.span.clone()))
        .collect();
    let mut used = HashSet::new();
    for event in parser.take_while(|_| links) {
        if let Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) =
            event
            && matches!(
                link_type,
                LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
            )
        {
            used.insert(id.to_lowercase());
        }
    }
    let (used, unused): (Vec<_>, Vec<_>) = definitions
        .into_iter()
        .partition(|(label, _)| used.contains(label));
    let spans =
        |found: Vec<(String, Range<usize>)>| found.into_iter().map(|(_, span)| span).collect();
    (spans(used), spans(unused))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(markdown: &str, words: &str) {
        let seen = visible(markdown);
        assert_eq!(seen.text.len(), markdown.len());
        let found: Vec<&str> = seen.text.split_whitespace().collect();
        assert_eq!(found.join(" "), words, "{markdown:?}");
    }

    #[test]
    fn notes_to_oneself_are_not_seen() {
        check("Ein <!-- x --> Satz", "Ein Satz");
        check("Satz <!-- x\n\ny --> mehr", "Satz mehr");
        check("- Punkt\n\n      <!-- x\n\n      y -->\n", "- Punkt");
        check("Satz <!-- x\n\nund der Rest", "Satz");
        check("<!-- x --> davor\n\nText", "davor Text");
        check("a\n\n[//]: # (x)\n[comment]: <> (y)\n\nb", "a b");
        check("[a]: /b/ (t)\n[a]: /c/ (x)\n\n[a]", "[a]: /b/ (t) [a]");
        check("[//]: # (x)\n\na\n\n[//]: # (y)\n\n[//]: # (z)", "a");
        check(
            "[a]: /b/\n\nText\n\n[A]: /c/\n\"x\"\n\n> [a]: /d/\n\n[a]",
            "[a]: /b/ Text > [a]",
        );
        check("<!-- <!-- x --> y", "y");
        check("a <!--\n\n```\n--> `c`\n```\nb", "a `c` ``` b");
        check("a \\\\<!-- x --> b", "a \\\\ b");
        check("a \\\\\\\\<!-- x\n\nx --> b", "a \\\\\\\\ b");
        check("<div>\n\\<!-- x -->\n</div>", "<div> \\ </div>");
        check("<b title='\\<!-- x -->'>", "<b title='\\ '>");
    }

    #[test]
    fn what_is_shown_stays() {
        check("`<!-- x -->` und \\<!-- y", "`<!-- x -->` und \\<!-- y");
        check("a \\\\\\<!-- y", "a \\\\\\<!-- y");
        check("```\n<!-- x -->\n```", "``` <!-- x --> ```");
        check("```\n\\<!-- x\n<!-- y\n```", "``` \\<!-- x <!-- y ```");
        check("[a][b]\n\n[b]: /c/ (t)", "[a][b] [b]: /c/ (t)");
        assert!(matches!(visible("kein Kommentar").text, Cow::Borrowed(_)));
        assert!(visible("a <!-- b").open.is_some() && visible("<!-- b -->").open.is_none());
    }

    proptest! {
        #[test]
        fn no_marked_word_is_seen(before in "[a-z *_>\n`\\\\-]{0,12}", inside in "[a-z *_>\n#|-]{0,12}", after in "[a-z *\n`]{0,12}") {
            // A backslash right before the comment shows it; two are a backslash.
            let before = before.replace('`', "").replace('\\', "\\\\");
            let mut inside = inside;
            while inside.contains("-->") {
                inside = inside.replace("-->", "");
            }
            let text = format!("{before}<!-- {inside} GEHEIM --> {after}");
            prop_assert!(!visible(&text).text.contains("GEHEIM"), "{:?}", text);
        }

        #[test]
        fn no_text_panics(text in "(<!--|-->|\\[a\\]: b|\\[a\\]|`|\n|    |[\\PC]){0,30}") {
            let seen = visible(&text);
            prop_assert_eq!(seen.text.len(), text.len());
            prop_assert!(seen.hidden.is_sorted_by(|one, next| one.end < next.start), "{:?}", text);
        }
    }
}
