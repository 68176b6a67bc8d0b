//! What papers and their relations are called in the words of schema.org and, where it has none, of others (DOMAIN §2).
//! Pages and the RDF dump say the same; so do all outputs of how an amount is written as a number.

use serde_json::Number;

use crate::link::{Archive, PaperNode, Relation, Validity, ValidityState, has_acted};
use crate::model::{Amount, OrganizationType, PaperKind, RelationType};

/// An amount in its currency's unit: whole where it is whole.
#[must_use]
pub fn amount(amount: Amount) -> Number {
    let cents = amount.cents();
    let whole = Number::from(cents / 100);
    if cents % 100 == 0 {
        return whole;
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "exact to the cent below 90 trillion"
    )]
    let units = cents as f64 / 100.0;
    Number::from_f64(units).unwrap_or(whole)
}

/// A word for what a paper does to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Word {
    /// A word of <https://schema.org>.
    Schema(&'static str),
    /// A word of Dublin Core.
    DublinCore(&'static str),
    /// A word of our own, explained on the portal's data page.
    Own(&'static str),
}

/// Words of our own: name, what it is called, what it says.
pub const OWN: [(&str, &str, &str); 2] = [
    (
        "terminates",
        "beendet",
        "Die Vorlage beendet, was ein früherer Beschluss begonnen hat, etwa eine Mitgliedschaft. Der frühere Beschluss wird \
         dadurch nicht aufgehoben.",
    ),
    (
        "withdraws",
        "nimmt zurück",
        "Die Vorlage nimmt eine frühere Vorlage zurück.",
    ),
];

/// The type of a paper: `Legislation` for what was decided and for statutes.
#[must_use]
pub fn kind(node: &PaperNode) -> &'static str {
    let words = node
        .paper
        .paper_type
        .as_deref()
        .unwrap_or_default()
        .to_lowercase();
    let binding = node.is_adopted() || words.contains("satzung");
    match node.kind {
        PaperKind::Resolution => "Legislation",
        PaperKind::Question => "Question",
        PaperKind::Answer => "Answer",
        PaperKind::Report => "Report",
        PaperKind::Proposal | PaperKind::Motion | PaperKind::Other if binding => "Legislation",
        PaperKind::Proposal | PaperKind::Motion | PaperKind::Other => "CreativeWork",
    }
}

/// The type of a committee, faction or office.
#[must_use]
pub const fn organization(kind: &OrganizationType) -> &'static str {
    match kind {
        OrganizationType::Gremium | OrganizationType::Verwaltungsbereich => {
            "GovernmentOrganization"
        }
        OrganizationType::Partei => "PoliticalParty",
        _ => "Organization",
    }
}

/// The word for what a paper does to another. What is only proposed, or only cited, is a citation or a basis.
#[must_use]
pub fn relation(archive: &Archive, paper: &PaperNode, relation: &Relation) -> Word {
    let acted = has_acted(archive, paper, relation);
    let law = kind(paper) == "Legislation";
    Word::Schema(match relation.relation_type {
        RelationType::RefersTo => "citation",
        _ if !relation.confirmed => "citation",
        RelationType::Supplements => "isPartOf",
        RelationType::ReportsOn => "about",
        RelationType::Amends if acted && law => "legislationAmends",
        RelationType::Repeals if acted && law => "legislationRepeals",
        RelationType::Corrects if law => "legislationCorrects",
        RelationType::Supersedes if acted => return Word::DublinCore("replaces"),
        RelationType::Terminates if acted => return Word::Own("terminates"),
        RelationType::Withdraws => return Word::Own("withdraws"),
        _ => "isBasedOn",
    })
}

/// Whether a resolution is in force. Nothing is said of one that stands while what it created has ended: either word
/// would mislead.
#[must_use]
pub const fn in_force(state: ValidityState) -> Option<bool> {
    match state {
        ValidityState::InForce | ValidityState::Amended => Some(true),
        ValidityState::Ended => None,
        ValidityState::Upcoming
        | ValidityState::Expired
        | ValidityState::Superseded
        | ValidityState::Repealed
        | ValidityState::NotAdopted
        | ValidityState::Undecided => Some(false),
    }
}

/// From when to when it is in force, as an interval of ISO 8601; an end that is not known stays open.
#[must_use]
pub fn coverage(validity: &Validity) -> Option<String> {
    let until = validity
        .until
        .map_or_else(|| "..".to_owned(), |date| date.to_string());
    validity.from.map(|from| format!("{from}/{until}"))
}
