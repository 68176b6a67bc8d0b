//! What of a paper is searched, and how much a word counts where it stands.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

use crate::link::{PaperNode, Text};
use crate::model::Proposal;
use crate::output::{Problem, Site};
use crate::parse::{OPTIONS, is_inline, without_indented_code};
use crate::text::printable;

/// A part of a paper whose words count alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// Its title.
    Title,
    /// Topics and keywords.
    Subject,
    /// Its summary.
    Summary,
    /// What is proposed and decided.
    Decision,
    /// Council, kind, year, who brought it in, place.
    Origin,
    /// Its text.
    Body,
    /// The name of a council, a committee, a person, a topic: behind papers that are about it, before those that mention it.
    Name,
}

impl Field {
    /// Every field but the text.
    pub(super) const HEAD: [Self; 6] = [
        Self::Name,
        Self::Title,
        Self::Subject,
        Self::Summary,
        Self::Decision,
        Self::Origin,
    ];

    /// What a word counts in this field, once, however often it stands there.
    pub(super) const fn weight(self) -> f32 {
        match self {
            Self::Name => 3.0,
            Self::Title => 1.6,
            Self::Subject => 0.7,
            Self::Summary => 0.6,
            Self::Decision => 0.5,
            Self::Origin => 0.4,
            Self::Body => 0.0,
        }
    }
}

/// The texts of a paper's front matter, with their fields.
pub(super) fn head<'a>(site: &'a Site<'_>, node: &'a PaperNode) -> Vec<(Field, Cow<'a, str>)> {
    let archive = site.archive;
    let paper = &*node.paper;
    let mut texts: Vec<(Field, Cow<'a, str>)> = vec![(Field::Title, (&*paper.name.value).into())];
    let mut add = |field, text: &'a str| texts.push((field, text.into()));
    for ix in &node.topics {
        let topic = &archive.topic(*ix).topic;
        add(Field::Subject, &topic.name);
    }
    for keyword in &paper.keyword {
        add(Field::Subject, keyword);
    }
    add(Field::Summary, paper.summary.as_deref().unwrap_or_default());
    proposals(&paper.proposal, &mut add);
    let resolved = paper.resolution.as_ref().and_then(|r| r.text.as_deref());
    add(Field::Decision, resolved.unwrap_or_default());
    add(Field::Origin, archive.body(node.body).body.label());
    add(
        Field::Origin,
        paper.paper_type.as_deref().unwrap_or_default(),
    );
    add(Field::Origin, paper.location.as_deref().unwrap_or_default());
    for ix in node.originators.iter().chain(&node.under_direction_of) {
        add(Field::Origin, &archive.organization(*ix).organization.name);
    }
    for ix in &node.originator_people {
        add(Field::Origin, &archive.person(*ix).person.name);
    }
    if let Some(date) = paper.date {
        texts.push((Field::Origin, date.year().to_string().into()));
    }
    texts
}

fn proposals<'a>(points: &'a [Proposal], add: &mut impl FnMut(Field, &'a str)) {
    for point in points {
        add(Field::Decision, &point.text);
        proposals(&point.items, add);
    }
}

/// A paper's text as plain words: no markup, no comments, no addresses of links.
///
/// # Errors
/// [`Problem::Io`] if it cannot be read any more.
pub(super) fn body(site: &Site<'_>, text: &Text) -> Result<String, Problem> {
    Ok(plain(&site.markdown(text)?))
}

fn plain(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let markdown = without_indented_code(markdown);
    for event in Parser::new_ext(&markdown, OPTIONS) {
        match event {
            Event::Text(words) | Event::Code(words) => out.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::Rule => out.push(' '),
            Event::End(tag) if !is_inline(tag) => out.push(' '),
            _ => {}
        }
    }
    // Character references can bring back what no file may hold.
    match printable(&out) {
        Cow::Owned(printable) => printable,
        Cow::Borrowed(_) => out,
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn markup_and_comments_are_no_words() {
        let text = "# Ein **Rad**weg\n\n<!-- geheim -->\n\n[Plan](geheim.pdf) <b>fett</b>\n\n| a | b |\n|---|---|\n| c | d |";
        let words: Vec<String> = plain(text).split_whitespace().map(str::to_owned).collect();
        assert_eq!(words, ["Ein", "Radweg", "Plan", "fett", "a", "b", "c", "d"]);
    }
}
