//! Slugs that content files use for each other: found, or reported with the cure.

use std::collections::HashMap;

use super::archive::{BodyIx, OrganizationIx, PersonIx, TopicIx};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Slug, Spanned};
use crate::parse::{Document, suggest};

/// What slugs name, across files.
#[derive(Default)]
pub(super) struct Names {
    /// Topics that have a file, whether it can be used or not.
    pub(super) stated_topics: Vec<Slug>,
    pub(super) bodies: HashMap<Slug, BodyIx>,
    pub(super) topics: HashMap<Slug, TopicIx>,
    pub(super) organizations: HashMap<Slug, HashMap<Slug, OrganizationIx>>,
    pub(super) people: HashMap<Slug, HashMap<Slug, PersonIx>>,
}

impl Names {
    pub(super) fn topic<T>(
        &self,
        document: &Document<T>,
        slug: &Spanned<Slug>,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<TopicIx> {
        let found = self.topics.get(&slug.value).copied();
        if found.is_none() && !self.stated_topics.contains(&slug.value) {
            let unknown = document
                .finding(Code::UnknownTopic, slug.span)
                .with("value", slug.as_str());
            findings.push(suggest(unknown, slug.as_str(), sorted(self.topics.keys())));
        }
        found
    }

    pub(super) fn organization<T>(
        &self,
        document: &Document<T>,
        body: &Slug,
        slug: &Spanned<Slug>,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<OrganizationIx> {
        let known = self.organizations.get(body);
        let found = known.and_then(|known| known.get(&slug.value)).copied();
        if found.is_none() {
            let unknown = document.finding(Code::UnknownOrganization, slug.span);
            findings.push(in_body(unknown, body, slug, known.map(HashMap::keys)));
        }
        found
    }

    pub(super) fn person<T>(
        &self,
        document: &Document<T>,
        body: &Slug,
        slug: &Spanned<Slug>,
        findings: &mut Vec<Diagnostic>,
    ) -> Option<PersonIx> {
        let known = self.people.get(body);
        let found = known.and_then(|known| known.get(&slug.value)).copied();
        if found.is_none() {
            let unknown = document.finding(Code::UnknownPerson, slug.span);
            findings.push(in_body(unknown, body, slug, known.map(HashMap::keys)));
        }
        found
    }
}

fn in_body<'a>(
    unknown: Diagnostic,
    body: &Slug,
    slug: &Slug,
    known: Option<impl Iterator<Item = &'a Slug>>,
) -> Diagnostic {
    let unknown = unknown
        .with("value", slug.as_str())
        .with("body", body.as_str());
    suggest(
        unknown,
        slug.as_str(),
        known.map(sorted).unwrap_or_default(),
    )
}

/// In a stable order, so that the same mistake always gets the same suggestion.
fn sorted<'a>(slugs: impl Iterator<Item = &'a Slug>) -> Vec<&'a str> {
    let mut slugs: Vec<&str> = slugs.map(Slug::as_str).collect();
    slugs.sort_unstable();
    slugs
}
