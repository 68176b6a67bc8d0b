//! Who takes part in a procedure, and in which part.

use super::archive::{OrganizationIx, PaperIx, PaperNode, PersonIx};

/// Somebody who takes part in a procedure.
#[derive(Clone, Debug, PartialEq, Eq)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Participant {
    /// Who.
    pub who: Who,
    /// In which parts, each once, in the order in which they are taken.
    pub parts: Vec<Part>,
}

/// An organization or a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Who {
    /// An organization.
    Organization(OrganizationIx),
    /// A person.
    Person(PersonIx),
}

/// A part in a procedure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub enum Part {
    /// Brought a paper in.
    Originator,
    /// Is in charge of a paper (Federführung).
    Direction,
    /// Deals with a paper.
    Consultation,
    /// Decided on a paper.
    Decision,
}

impl Part {
    /// Stable key, for language files and data.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Originator => "originator",
            Self::Direction => "direction",
            Self::Consultation => "consultation",
            Self::Decision => "decision",
        }
    }
}

/// Everybody who takes part, in the order of appearance.
pub(super) fn of(papers: &[PaperNode], members: &[PaperIx]) -> Vec<Participant> {
    let mut found: Vec<Participant> = Vec::new();
    for ix in members {
        for (who, part) in of_paper(&papers[ix.number()]) {
            let at = found.iter().position(|known| known.who == who);
            let at = at.unwrap_or_else(|| {
                found.push(Participant {
                    who,
                    parts: Vec::new(),
                });
                found.len() - 1
            });
            if !found[at].parts.contains(&part) {
                found[at].parts.push(part);
            }
        }
    }
    found
}

fn of_paper(paper: &PaperNode) -> impl Iterator<Item = (Who, Part)> + '_ {
    let organization = |part| move |ix: &OrganizationIx| (Who::Organization(*ix), part);
    let people = paper.originator_people.iter();
    let decided_by = paper.decided_by.filter(|_| paper.is_decided());
    let dealing = paper.consultations.iter().flatten();
    let originators = paper.originators.iter().map(organization(Part::Originator));
    originators
        .chain(people.map(|ix| (Who::Person(*ix), Part::Originator)))
        .chain(
            paper
                .under_direction_of
                .iter()
                .map(organization(Part::Direction)),
        )
        .chain(
            dealing
                .filter(move |ix| Some(**ix) != decided_by)
                .map(organization(Part::Consultation)),
        )
        .chain(decided_by.map(|ix| (Who::Organization(ix), Part::Decision)))
}
