//! Checks, opinions, people and files of a paper.

use schemars::JsonSchema;
use serde::Serialize;

use super::value::Address;
use super::word::AnswerWord;
use crate::link::{PaperIx, PaperNode, PersonIx};
use crate::model::{Checks, Hearing, Opinion, Slug};
use crate::output::Site;
use crate::route::Route;

/// A question that a paper answers about itself: a check, an opinion asked of an office, a hearing.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct AnswerRecord {
    /// What or who: `climate`, `inclusion`, `equality`, or an office in the council's words.
    name: String,
    /// Whether it is relevant or required.
    answer: AnswerWord,
    /// Explanation in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
}

/// Somebody named for their part in a paper.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct RoleRecord {
    /// The person, if the portal has them.
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<Address>,
    /// The name.
    name: String,
    /// The part, in the council's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<String>,
    /// Whether they signed; only of signatures.
    #[serde(skip_serializing_if = "Option::is_none")]
    signed: Option<AnswerWord>,
}

/// A public file of a paper (OParl: File).
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AttachmentRecord {
    /// Its name.
    name: String,
    /// Where it is; none if the portal does not have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<Address>,
    /// Its size in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<u64>,
    /// Its SHA-512 checksum, in hexadecimal digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    sha512_checksum: Option<String>,
}

pub(super) fn checks(checks: &Checks) -> Vec<AnswerRecord> {
    let named = [
        ("climate", &checks.climate),
        ("inclusion", &checks.inclusion),
        ("equality", &checks.equality),
    ];
    let record = named.into_iter().filter_map(|(name, check)| {
        let check = check.as_ref()?;
        let note = check.note.clone();
        Some(AnswerRecord {
            name: name.to_owned(),
            answer: AnswerWord(check.relevant.name()),
            note,
        })
    });
    record.collect()
}

pub(super) fn opinion(opinion: &Opinion) -> AnswerRecord {
    AnswerRecord {
        name: opinion.name.clone(),
        answer: AnswerWord(opinion.required.name()),
        note: opinion.text.clone(),
    }
}

pub(super) fn hearing(hearing: &Hearing) -> AnswerRecord {
    AnswerRecord {
        name: hearing.name.clone(),
        answer: AnswerWord(hearing.required.name()),
        note: hearing.note.clone(),
    }
}

fn person_name(site: &Site<'_>, found: Option<PersonIx>, slug: &Slug) -> String {
    let found = found.map(|ix| site.archive.person(ix).person.name.clone());
    found.unwrap_or_else(|| slug.to_string())
}

fn person_id(site: &Site<'_>, found: Option<PersonIx>) -> Option<Address> {
    found.map(|ix| Address(site.map.person_id(ix)))
}

pub(super) fn roles(site: &Site<'_>, node: &PaperNode) -> Vec<RoleRecord> {
    let named = node.paper.participants.iter().zip(&node.participants);
    let record = named.map(|(participant, found)| RoleRecord {
        person: person_id(site, *found),
        name: person_name(site, *found, &participant.person),
        role: Some(participant.role.clone()),
        signed: None,
    });
    record.collect()
}

pub(super) fn signatures(site: &Site<'_>, node: &PaperNode) -> Vec<RoleRecord> {
    let named = node.paper.signatures.iter().zip(&node.signatures);
    let record = named.map(|(signature, found)| RoleRecord {
        person: person_id(site, *found),
        name: person_name(site, *found, &signature.person),
        role: signature.role.clone(),
        signed: Some(AnswerWord(signature.signed.name())),
    });
    record.collect()
}

pub(super) fn attachments(site: &Site<'_>, ix: PaperIx, node: &PaperNode) -> Vec<AttachmentRecord> {
    let listed = node.paper.attachments.iter();
    let files = listed.zip(&node.attachments).enumerate();
    let record = files.map(|(at, (attachment, file))| {
        let measure = site.attachment(ix, at);
        let own = file
            .as_ref()
            .map(|_| site.map.absolute(&Route::Attachment(ix, at)));
        let url = own.or_else(|| attachment.url.as_ref().map(|url| url.value.clone()));
        AttachmentRecord {
            name: attachment.name.clone(),
            url: url.map(Address),
            size: measure.as_ref().map(|measure| measure.bytes),
            sha512_checksum: measure.map(|measure| measure.sha512.clone()),
        }
    });
    record.collect()
}
