//! A proposal against the resolution on it: the same, different, or not decided.

use super::view::{ComparisonView, Label, PieceView};
use crate::link::{NextKind, PaperNode, Status};
use crate::model::{Outcome, Proposal, Resolution};
use crate::output::Site;
use crate::text::diff::{Change, Comparison, Piece, compare};

/// Per cent of words that two texts share at least, if a comparison word by word is to say anything.
const ALIKE: usize = 40;

/// Words of a resolution up to which it can be a mere "nach Antrag".
const BRIEF: usize = 12;

/// How councils write that they decided what was proposed, in lower case.
const AS_PROPOSED: [&str; 12] = [
    "nach antrag",
    "antragsgemäß",
    "vorschlagsgemäß",
    "wie vorgeschlagen",
    "wie beantragt",
    "wie vorlage",
    "laut vorlage",
    "gemäß vorlage",
    "nach vorlage",
    "gemäß beschlussvorschlag",
    "gemäß antrag",
    "unverändert",
];

/// The comparison of a paper's proposal with what became of it. `None` if nothing was proposed, or if something
/// other than a decision settled it.
pub(super) fn comparison(site: &Site<'_>, node: &PaperNode) -> Option<ComparisonView> {
    let proposal = &node.paper.proposal;
    if proposal.is_empty() {
        return None;
    }
    let Some(resolution) = &node.paper.resolution else {
        return undecided(site, node);
    };
    let (state, compared) = state(proposal, resolution);
    let pieces = compared.map_or_else(Vec::new, |comparison| comparison.pieces);
    Some(ComparisonView {
        state: site.label("comparison", state),
        pieces: pieces.iter().map(|p| piece(site, p)).collect(),
    })
}

fn undecided(site: &Site<'_>, node: &PaperNode) -> Option<ComparisonView> {
    let waits = matches!(
        node.status,
        None | Some(Status::Open | Status::Overdue | Status::Undecided)
    );
    let next = node.next.filter(|next| next.kind == NextKind::Decision);
    let text = match next {
        Some(next) => {
            let date = site.theme.words.date(next.date);
            (site.theme.words).fill("comparison.undecided_on", &[("date", &date)])
        }
        None => site.word("comparison.undecided"),
    };
    waits.then(|| ComparisonView {
        state: Label {
            key: "undecided",
            text,
        },
        pieces: Vec::new(),
    })
}

/// The key of the state, and the comparison where there is something to show.
fn state(proposal: &[Proposal], resolution: &Resolution) -> (&'static str, Option<Comparison>) {
    let adopted = resolution.outcome == Outcome::Adopted;
    match resolution.outcome {
        Outcome::Adopted | Outcome::Amended => {}
        other => return (other.name(), None),
    }
    let Some(words) = own_words(resolution) else {
        return (if adopted { "same" } else { "unworded" }, None);
    };
    let numbers = [true, false].map(|numbered| compare(&plain(proposal, numbered), words));
    let nearest = numbers.into_iter().flatten().max_by_key(|c| c.shared);
    match nearest {
        Some(same) if same.shared == 100 => ("same_words", None),
        Some(alike) if alike.shared >= ALIKE => ("different", Some(alike)),
        _ => ("other", None),
    }
}

/// What a resolution says beyond "nach Antrag".
fn own_words(resolution: &Resolution) -> Option<&str> {
    let text = resolution.text.as_deref()?.trim();
    let lower = text.to_lowercase();
    let formula = AS_PROPOSED.iter().any(|words| lower.contains(words));
    let says_nothing = formula && text.split_whitespace().count() <= BRIEF;
    (!text.is_empty() && !says_nothing).then_some(text)
}

/// A proposal as one text, a line for each point.
fn plain(points: &[Proposal], numbered: bool) -> String {
    let mut text = String::new();
    lines(points, "", numbered, &mut text);
    text
}

fn lines(points: &[Proposal], prefix: &str, numbered: bool, text: &mut String) {
    for (at, point) in points.iter().enumerate() {
        let counted = format!("{prefix}{}", at + 1);
        let number = point.number.as_ref().unwrap_or(&counted);
        if numbered {
            text.push_str(&format!("{}. ", number.trim_end_matches('.')));
        }
        text.push_str(point.text.trim());
        text.push('\n');
        let below = format!("{}.", number.trim_end_matches('.'));
        lines(&point.items, &below, numbered, text);
    }
}

fn piece(site: &Site<'_>, piece: &Piece) -> PieceView {
    let change = match piece.change {
        Change::Same => "same",
        Change::Removed => "removed",
        Change::Added => "added",
    };
    PieceView {
        change: site.label("change", change),
        gap: if piece.new_line { "\n" } else { " " },
        text: piece.text.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolution(outcome: Outcome, text: Option<&str>) -> Resolution {
        Resolution {
            outcome,
            date: None,
            valid_from: None,
            valid_until: None,
            organization: None,
            text: text.map(str::to_owned),
        }
    }

    fn proposal(points: &[&str]) -> Vec<Proposal> {
        let points = points.iter().map(|text| Proposal {
            kind: crate::model::ProposalKind::Resolve,
            number: None,
            text: (*text).to_owned(),
            items: crate::model::List::default(),
        });
        points.collect()
    }

    #[test]
    fn a_formula_is_no_wording() {
        let points = proposal(&["Der Radweg wird gebaut."]);
        for text in [
            None,
            Some("nach Antrag"),
            Some("Einstimmig nach Antrag beschlossen."),
        ] {
            let (key, _) = state(&points, &resolution(Outcome::Adopted, text));
            assert_eq!(key, "same", "{text:?}");
        }
        let (key, _) = state(&points, &resolution(Outcome::Amended, None));
        assert_eq!(key, "unworded");
    }

    #[test]
    fn wording_is_compared_with_and_without_numbers() {
        let points = proposal(&["Der Radweg wird gebaut.", "Er wird zwei Meter breit."]);
        for (text, wanted) in [
            (
                "Der Radweg wird gebaut. Er wird zwei Meter breit.",
                "same_words",
            ),
            (
                "1. Der Radweg wird gebaut.\n2. Er wird zwei Meter breit.",
                "same_words",
            ),
            (
                "1. Der Radweg wird gebaut.\n2. Er wird drei Meter breit.",
                "different",
            ),
            (
                "Die Verwaltung legt bis Mai einen neuen Entwurf vor.",
                "other",
            ),
        ] {
            let (key, _) = state(&points, &resolution(Outcome::Amended, Some(text)));
            assert_eq!(key, wanted, "{text}");
        }
    }

    #[test]
    fn what_was_not_adopted_is_not_compared() {
        let points = proposal(&["Der Radweg wird gebaut."]);
        let (key, pieces) = state(
            &points,
            &resolution(Outcome::Rejected, Some("Kein Radweg.")),
        );
        assert_eq!((key, pieces), ("rejected", None));
    }
}
