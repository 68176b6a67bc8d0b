//! New words that say the same to others: a paper's text was changed, but not what it cites or links to. Then all else
//! in the archive stays what it was, and nothing is linked anew: what a preview does at each save.

use super::archive::{Archive, PaperIx, Reference, Text};
use super::assemble::text;
use crate::diagnostic::Diagnostic;
use crate::model::{Paper, Span};
use crate::parse::{Citation, Document, Kind};

/// A paper before and after its text was changed. Its front matter is the same, to the byte.
pub struct Reworded {
    /// As it was linked.
    pub old: Document<Paper>,
    /// As it is now.
    pub new: Document<Paper>,
}

/// The archive with the new words of some papers; `findings` are those of linking it, `copy` makes a copy of it. `None`
/// if more has changed than words, or a finding would have another place: then it has to be linked anew.
#[must_use]
pub fn reworded(
    archive: &Archive,
    findings: &[Diagnostic],
    papers: &[Reworded],
    copy: impl FnOnce() -> Archive,
) -> Option<Archive> {
    let texts = papers.iter().map(|paper| paper.text(archive, findings));
    let texts: Vec<(PaperIx, Text)> = texts.collect::<Option<_>>()?;
    let mut archive = copy();
    for (ix, text) in texts {
        archive.papers[ix.number()].text = text;
    }
    Some(archive)
}

impl Reworded {
    fn text(&self, archive: &Archive, findings: &[Diagnostic]) -> Option<(PaperIx, Text)> {
        let Self { old, new } = self;
        let path = &new.source.path;
        let Kind::Paper(id) = &new.source.kind else {
            return None;
        };
        let at = archive.papers.binary_search_by(|node| node.id.cmp(id));
        let ix = PaperIx::new(at.ok()?);
        // Of two files with one identity, the archive has the first.
        let node = Some(archive.paper(ix)).filter(|node| node.text.source.path == *path)?;
        let told = |finding: &Diagnostic| {
            finding.place.file == *path && finding.place.start >= old.text.start
        };
        if old.text.bearing != new.text.bearing || findings.iter().any(told) {
            return None;
        }
        let moved = |reference: &Reference| {
            let before = |citation: &Citation| Span::from(citation.mention.span.clone());
            let mut cited = old.text.citations.iter().zip(&new.text.citations);
            let (_, now) = cited.find(|(then, _)| before(then) == reference.span)?;
            Some(Reference {
                span: before(now),
                ..reference.clone()
            })
        };
        let references = node.text.references.iter().map(moved);
        let text = Text {
            references: references.collect::<Option<_>>()?,
            links: node.text.links.clone(),
            ..text(&new.text, new)
        };
        Some((ix, text))
    }
}
