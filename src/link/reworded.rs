//! New words that say the same to others: a paper's text was changed, but not what it cites or links to. Then all else
//! in the archive stays what it was, and nothing is linked anew: what a preview does at each save, and a build with the
//! archive that the last one kept.

use super::archive::{Archive, PaperIx, Reference, Text};
use super::assemble::text;
use crate::diagnostic::Diagnostic;
use crate::model::{Paper, Span};
use crate::parse::{Document, Kind};

/// New words of some papers.
pub struct Reworded(Vec<(PaperIx, Text)>);

impl Reworded {
    /// The words of `papers`, each of which has the [bearing](crate::parse::TextInfo::bearing) that it had when the archive was
    /// linked; `findings` are those of linking it. `None` if one is not in the archive, or a finding would have another
    /// place: then it has to be linked anew.
    #[must_use]
    pub fn of(
        archive: &Archive,
        findings: &[Diagnostic],
        papers: &[Document<Paper>],
    ) -> Option<Self> {
        let texts = papers.iter().map(|paper| new(archive, findings, paper));
        texts.collect::<Option<_>>().map(Self)
    }

    /// Puts the words into the archive, or a copy of it.
    pub fn put_into(self, archive: &mut Archive) {
        for (ix, text) in self.0 {
            archive.papers[ix.number()].text = text;
        }
    }
}

fn new(
    archive: &Archive,
    findings: &[Diagnostic],
    paper: &Document<Paper>,
) -> Option<(PaperIx, Text)> {
    let path = &paper.source.path;
    let Kind::Paper(id) = &paper.source.kind else {
        return None;
    };
    let at = archive.papers.binary_search_by(|node| node.id.cmp(id));
    let ix = PaperIx::new(at.ok()?);
    // Of two files with one identity, the archive has the first.
    let old = Some(&archive.paper(ix).text).filter(|text| text.source.path == *path)?;
    let told =
        |finding: &Diagnostic| finding.place.file == *path && finding.place.start >= old.start;
    if findings.iter().any(told) {
        return None;
    }
    let moved = |reference: &Reference| {
        let now = paper.text.citations.get(reference.citation as usize)?;
        Some(Reference {
            span: Span::from(now.mention.span.clone()),
            ..reference.clone()
        })
    };
    let references = old.references.iter().map(moved);
    let text = Text {
        references: references.collect::<Option<_>>()?,
        links: old.links.clone(),
        ..text(&paper.text, paper)
    };
    Some((ix, text))
}
