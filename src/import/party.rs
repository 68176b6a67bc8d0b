//! Organizations and people that papers only name: found among those that are there, else made. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::json;

use super::draft::{Draft, Harvest};
use super::names::Names;
use super::text::{Party, PartyKind, Reading, alike, mended, with_slugs};

/// What a portal knows of a council's organizations and people: slugs by name.
#[derive(Clone, Debug, Default)]
pub struct Register {
    /// Organizations.
    pub organizations: BTreeMap<String, String>,
    /// People.
    pub people: BTreeMap<String, String>,
    /// Names that are taken.
    pub taken: BTreeSet<String>,
}

/// A harvest of papers that name their organizations and people. `place` tells where a record lies already.
pub fn harvest(
    readings: Vec<Reading>,
    register: &Register,
    place: &dyn Fn(&str) -> Option<String>,
) -> Harvest {
    let mut names = Names::new(register.taken.clone());
    let mut harvest = Harvest::default();
    let mut slugs: BTreeMap<String, String> = BTreeMap::new();
    for party in readings.iter().flat_map(|reading| &reading.parties) {
        if slugs.contains_key(&party.name) {
            continue;
        }
        let (space, known, list) = match &party.kind {
            PartyKind::Organization(_) => (
                "organizations.yaml",
                &register.organizations,
                &mut harvest.organizations,
            ),
            PartyKind::Person(_) => ("people.yaml", &register.people, &mut harvest.people),
        };
        let slug = find(known, &party.name).unwrap_or_else(|| {
            let slug = names.give(space, &[&mended(&party.name)], "stelle");
            list.push(entry(party, &slug));
            slug
        });
        slugs.insert(party.name.clone(), slug);
    }
    for mut reading in readings {
        for value in reading.draft.front.values_mut() {
            with_slugs(value, &|name| slugs.get(name).cloned().unwrap_or_default());
        }
        let mut draft = reading.draft;
        let of = |key: &str| {
            draft
                .front
                .get(key)
                .and_then(|value| value.as_str())
                .unwrap_or_default()
                .to_owned()
        };
        draft.place = place(&draft.id).map_or_else(
            || {
                let name = names.give(
                    "papers",
                    &[&of("reference"), &mended(&of("name"))],
                    "vorlage",
                );
                let year = of("date")
                    .get(..4)
                    .map_or_else(|| "ohne-datum".to_owned(), str::to_owned);
                format!("papers/{year}/{name}")
            },
            |place| place.trim_end_matches(".md").to_owned(),
        );
        let id = draft.id.clone();
        draft.put("importedFrom", id);
        harvest.papers.push(draft);
    }
    harvest
}

/// By its name, by the name that another begins with (`Stadtrat der Landeshauptstadt …`), or but for what a
/// scanner did to it.
fn find(known: &BTreeMap<String, String>, name: &str) -> Option<String> {
    let exact = known.get(name);
    let longer = || {
        let mut all = known
            .iter()
            .filter(|(other, _)| other.starts_with(&format!("{name} ")));
        all.next()
            .filter(|_| all.next().is_none())
            .map(|(_, slug)| slug)
    };
    let similar = || {
        known
            .iter()
            .find(|(other, _)| alike(other, name))
            .map(|(_, slug)| slug)
    };
    exact.or_else(longer).or_else(similar).cloned()
}

fn entry(party: &Party, slug: &str) -> Draft {
    let mut draft = Draft::new(&format!("named:{slug}"), slug.to_owned());
    draft.put("slug", slug);
    draft.put("name", party.name.clone());
    match &party.kind {
        PartyKind::Organization(kind) => draft.put("organizationType", json!(kind)),
        PartyKind::Person(office) => draft.put("office", office.clone()),
    }
    draft
}
