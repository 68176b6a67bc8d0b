//! What objects name and nobody has yet. Pure.

use std::collections::BTreeSet;

use serde_json::Value;

use super::field::ids;
use super::store::{Kind, Store, key};

/// Addresses that objects name and nobody has.
pub(super) fn unresolved(store: &Store) -> Vec<(Kind, String)> {
    const NAMED: &[(Kind, &[&str])] = &[
        (
            Kind::Paper,
            &[
                "consultation",
                "mainFile",
                "auxiliaryFile",
                "location",
                "originatorOrganization",
                "originatorPerson",
                "underDirectionOf",
                "relatedPaper",
                "superordinatedPaper",
                "subordinatedPaper",
            ],
        ),
        (
            Kind::Meeting,
            &[
                "agendaItem",
                "location",
                "organization",
                "invitation",
                "resultsProtocol",
                "verbatimProtocol",
                "auxiliaryFile",
            ],
        ),
        (
            Kind::AgendaItem,
            &["consultation", "resolutionFile", "auxiliaryFile", "meeting"],
        ),
        (
            Kind::Consultation,
            &["agendaItem", "meeting", "organization", "paper"],
        ),
        (Kind::Person, &["membership"]),
        (Kind::Membership, &["organization", "person"]),
    ];
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    // A council names lists; some servers write the addresses of all objects there instead.
    for body in store.all(Kind::Body) {
        for (property, value) in body {
            let (Some(of), Value::Array(list)) = (Kind::of_property(property), value) else {
                continue;
            };
            for id in list.iter().filter_map(Value::as_str) {
                if id.starts_with("http") && store.get(of, id).is_none() && seen.insert(key(id)) {
                    found.push((of, id.to_owned()));
                }
            }
        }
    }
    for (kind, properties) in NAMED {
        for object in store.all(*kind) {
            for property in *properties {
                let Some(of) = Kind::of_property(property) else {
                    continue;
                };
                for id in ids(object, property) {
                    let web = id.starts_with("http") && !id.contains('#');
                    if web && store.get(of, &id).is_none() && seen.insert(key(&id)) {
                        found.push((of, id));
                    }
                }
            }
        }
    }
    let deleted: BTreeSet<String> = store.deleted.iter().map(|id| key(id)).collect();
    found.retain(|(_, id)| !deleted.contains(&key(id)));
    found
}
