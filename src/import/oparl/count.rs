//! What went in and what came out, and what of it has no place in the content.

use serde_json::Value;

use super::convert::Context;
use super::store::Kind;
use super::{organization, paper, relation};
use crate::import::draft::{Draft, Harvest};
use crate::import::yaml;

/// Properties that every object may have.
const EVERYWHERE: &[&str] = &[
    "id", "type", "created", "modified", "web", "body", "deleted", "license", "public",
];

/// Properties that are taken over, say what others say too, or only belong to the interface.
const PLACES: &[(Kind, &[&str])] = &[
    (
        Kind::Body,
        &[
            "name",
            "shortName",
            "website",
            "ags",
            "rgs",
            "classification",
            "legislativeTerm",
            "system",
            "organization",
            "person",
            "membership",
            "meeting",
            "agendaItem",
            "paper",
            "consultation",
            "file",
            "locationList",
            "legislativeTermList",
            "drucksache:description",
            "drucksache:changes",
            "drucksache:source",
        ],
    ),
    (Kind::LegislativeTerm, &["name", "startDate", "endDate"]),
    (
        Kind::Organization,
        &[
            "name",
            "shortName",
            "organizationType",
            "classification",
            "startDate",
            "endDate",
            "website",
            "membership",
            "meeting",
            "consultation",
            "drucksache:description",
            "drucksache:meeting",
        ],
    ),
    (
        Kind::Person,
        &[
            "name",
            "familyName",
            "givenName",
            "title",
            "status",
            "membership",
        ],
    ),
    (
        Kind::Membership,
        &[
            "person",
            "organization",
            "role",
            "votingRight",
            "startDate",
            "endDate",
        ],
    ),
    (
        Kind::Meeting,
        &[
            "name",
            "organization",
            "start",
            "end",
            "location",
            "cancelled",
            "meetingState",
            "agendaItem",
            "invitation",
            "resultsProtocol",
            "verbatimProtocol",
            "auxiliaryFile",
            "drucksache:source",
        ],
    ),
    (
        Kind::AgendaItem,
        &[
            "meeting",
            "number",
            "order",
            "name",
            "consultation",
            "result",
            "resolutionText",
            "resolutionFile",
            "auxiliaryFile",
        ],
    ),
    (
        Kind::Paper,
        &[
            "name",
            "reference",
            "date",
            "paperType",
            "relatedPaper",
            "superordinatedPaper",
            "subordinatedPaper",
            "mainFile",
            "auxiliaryFile",
            "location",
            "originatorPerson",
            "underDirectionOf",
            "originatorOrganization",
            "consultation",
            "keyword",
            "text",
            "drucksache:summary",
            "drucksache:relations",
            "drucksache:aliases",
            "drucksache:backlinks",
            "drucksache:status",
            "drucksache:deadline",
            "drucksache:next",
            "drucksache:validity",
            "drucksache:resolution",
            "drucksache:proposal",
            "drucksache:finance",
            "drucksache:data",
            "drucksache:editorNote",
            "drucksache:source",
            "drucksache:namedFiles",
            "drucksache:implementation",
        ],
    ),
    (
        Kind::Consultation,
        &[
            "paper",
            "agendaItem",
            "meeting",
            "organization",
            "role",
            "authoritative",
            "drucksache:date",
            "drucksache:result",
            "drucksache:vote",
        ],
    ),
    (
        Kind::File,
        &[
            "name",
            "fileName",
            "mimeType",
            "accessUrl",
            "downloadUrl",
            "paper",
            "meeting",
            "agendaItem",
            "fileLicense",
            "text",
            "date",
            "size",
            "sha1Checksum",
            "sha512Checksum",
        ],
    ),
    (
        Kind::Location,
        &[
            "description",
            "streetAddress",
            "room",
            "postalCode",
            "subLocality",
            "locality",
            "papers",
            "paper",
            "meetings",
            "meeting",
            "bodies",
            "organizations",
            "persons",
            "organization",
            "person",
        ],
    ),
];

/// Whether a property has a place in the content.
fn has_place(kind: Kind, property: &str) -> bool {
    let mut own = PLACES.iter().filter(|(of, _)| *of == kind);
    kind == Kind::System
        || EVERYWHERE.contains(&property)
        || own.any(|(_, places)| places.contains(&property))
}

/// Whether a property is one by which objects of a kind can be told.
pub(super) fn is_property(kind: Kind, property: &str) -> bool {
    has_place(kind, property) && !EVERYWHERE.contains(&property)
}

/// How much came out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Made {
    organizations: usize,
    people: usize,
    memberships: usize,
    meetings: usize,
    items: usize,
    papers: usize,
    steps: usize,
    files: usize,
    relations: usize,
}

/// Entries of the lists that drafts have under a key.
fn entries(drafts: &[Draft], key: &str) -> usize {
    let lists = drafts
        .iter()
        .filter_map(|draft| draft.front.get(key)?.as_array());
    lists.map(Vec::len).sum()
}

impl Made {
    /// Adds everything but papers.
    pub(super) fn rest(&mut self, harvest: &Harvest) {
        let named = |draft: &&Draft| draft.id != organization::NOBODY;
        self.organizations += harvest.organizations.iter().filter(named).count();
        self.people += harvest.people.len();
        self.memberships += entries(&harvest.people, "membership");
        self.meetings += harvest.meetings.len();
        self.items += entries(&harvest.meetings, "agendaItem");
    }

    /// Adds papers.
    pub(super) fn papers(&mut self, drafts: &[Draft]) {
        self.papers += drafts.len();
        self.steps += entries(drafts, "consultation");
        self.files += entries(drafts, "attachments");
        self.relations += entries(drafts, "relations");
    }
}

impl Context<'_> {
    /// Compares what went in with what came out.
    pub(super) fn count(&mut self, made: &Made, relations: &relation::Relations) {
        let files = paper::files_named(self);
        let of = |kind| self.store.count(kind);
        for (name, source, content) in [
            ("Organization", of(Kind::Organization), made.organizations),
            ("Person", of(Kind::Person), made.people),
            ("Membership", of(Kind::Membership), made.memberships),
            ("Meeting", of(Kind::Meeting), made.meetings),
            ("AgendaItem", of(Kind::AgendaItem), made.items),
            ("Paper", of(Kind::Paper), made.papers),
            ("Consultation", of(Kind::Consultation), made.steps),
            ("PaperFile", files, made.files),
            ("Relation", relations.count(), made.relations),
        ] {
            self.tally.count(name, source, content);
        }
    }

    /// Counts properties that have no place in the content.
    pub(super) fn left(&mut self) {
        for (what, count) in &self.store.unknown {
            let name = format!("objects ({what})");
            *self.tally.without_place.entry(name).or_default() += count;
        }
        for kind in Kind::ALL {
            for object in self.store.all(kind) {
                for (property, value) in object {
                    let says = !yaml::is_empty(value) && *value != Value::Bool(false);
                    if says && !has_place(kind, property) {
                        let name = format!("{}.{property}", kind.name());
                        *self.tally.without_place.entry(name).or_default() += 1;
                    }
                }
            }
        }
    }
}
