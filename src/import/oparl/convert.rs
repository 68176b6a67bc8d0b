//! Objects to drafts: first every object gets its name, then drafts are made that name each other. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::council::{choose, council, only};
use super::field::{address, id, ids, own_id};
use super::store::{Kind, Object, Store, key};
use super::{meeting, moved, organization, paper, relation};
use crate::import::draft::{Draft, Harvest};
use crate::import::names::Names;
use crate::import::state::State;
use crate::import::tally::Tally;
use crate::model::Slug;

/// How to convert.
#[derive(Clone, Debug)]
pub struct Options {
    /// The council's slug in the portal.
    pub body: Slug,
    /// Which council of the source: its address, or a part of its name. Needed if there are several.
    pub only: Option<String>,
    /// Which texts of files become part of the paper.
    pub texts: Texts,
    /// Whether links to files are kept.
    pub links: bool,
}

/// Which texts of files become part of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Texts {
    /// None.
    None,
    /// The main file's.
    Main,
    /// Those of all files.
    All,
}

/// What came of a source.
#[derive(Clone, Debug, Default)]
pub struct Converted {
    /// Drafts.
    pub harvest: Harvest,
    /// What was counted.
    pub tally: Tally,
    /// Records whose ids moved: the old one and the new one.
    pub moved: Vec<(String, String)>,
}

/// Why nothing can be converted.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// There is nothing.
    #[error("no object of OParl was found")]
    Nothing,
    /// Several councils.
    #[error("the source has several councils; choose one with --only: {0}")]
    Several(String),
    /// None of that name.
    #[error("the source has no council `{0}`; it has: {1}")]
    NoSuch(String, String),
}

/// Names of what is there already, so that it keeps them.
pub struct Known<'a> {
    /// What was imported last.
    pub state: &'a State,
    /// Where each record lies, also if its file was moved.
    pub place: &'a dyn Fn(&str) -> Option<String>,
    /// Names that are taken.
    pub taken: BTreeSet<String>,
    /// Organizations by name: their slugs.
    pub organizations: BTreeMap<String, String>,
    /// People by name: their slugs.
    pub people: BTreeMap<String, String>,
}

/// What the parts of the conversion share.
pub(super) struct Context<'a> {
    pub(super) store: &'a Store,
    pub(super) options: &'a Options,
    /// Slugs by kind and key.
    pub(super) names: BTreeMap<(Kind, String), String>,
    /// Children by their parent: agenda items of meetings, consultations and files of papers, memberships.
    pub(super) children: BTreeMap<(Kind, String), Vec<String>>,
    /// Consultations by the point of the agenda that they name.
    pub(super) by_item: BTreeMap<String, String>,
    pub(super) tally: Tally,
}

/// Makes drafts of everything.
///
/// # Errors
/// See [`ConvertError`].
pub fn convert(
    store: &mut Store,
    options: &Options,
    known: &Known<'_>,
) -> Result<Converted, ConvertError> {
    let (renamed, example) = moved::settle(store);
    let body = choose(store, options)?;
    let strangers = body.as_deref().map_or(0, |body| only(store, body));
    let store = &*store;
    if Kind::ALL.iter().all(|kind| store.count(*kind) == 0) {
        return Err(ConvertError::Nothing);
    }
    let moved = moved::records(store, known.state);
    let mut context = Context {
        store,
        options,
        names: BTreeMap::new(),
        children: children(store),
        by_item: by_item(store),
        tally: Tally::default(),
    };
    for _ in 0..strangers {
        context.tally.remark("of_another_council", "");
    }
    if let Some(example) = example {
        let remarks = &mut context.tally.remarks;
        remarks.insert("address_moved".to_owned(), (renamed, vec![example]));
    }
    context.name_all(known, &moved);
    let deleted: BTreeSet<String> = store.deleted.iter().map(|id| key(id)).collect();
    let records = known.state.records.keys();
    let mut harvest = Harvest {
        deleted: records
            .filter(|id| deleted.contains(&key(id)))
            .cloned()
            .collect(),
        ..Harvest::default()
    };
    harvest.organizations = organization::organizations(&mut context);
    harvest.people = organization::people(&mut context);
    let relations = relation::relations(&mut context);
    harvest.papers = paper::papers(&mut context, &relations);
    harvest.meetings = meeting::meetings(&mut context);
    let object = body.as_deref().and_then(|body| store.get(Kind::Body, body));
    harvest.body = council(store, object, options);
    context.count(&harvest, &relations);
    context.left();
    Ok(Converted {
        harvest,
        tally: context.tally,
        moved,
    })
}

/// Children by their parent, in the parent's order; then those that only say themselves where they belong.
fn children(store: &Store) -> BTreeMap<(Kind, String), Vec<String>> {
    const OWNED: &[(Kind, &str, Kind, &[&str])] = &[
        (Kind::AgendaItem, "meeting", Kind::Meeting, &["agendaItem"]),
        (Kind::Consultation, "paper", Kind::Paper, &["consultation"]),
        (Kind::Membership, "person", Kind::Person, &["membership"]),
    ];
    let mut children: BTreeMap<(Kind, String), Vec<String>> = BTreeMap::new();
    for (child, up, parent, down) in OWNED {
        let mut seen = BTreeSet::new();
        for object in store.all(*parent) {
            for id in down.iter().flat_map(|property| ids(object, property)) {
                if store.get(*child, &id).is_some() && seen.insert(key(&id)) {
                    let place = (*child, key(own_id(object)));
                    children.entry(place).or_default().push(id);
                }
            }
        }
        for object in store.all(*child) {
            let own = own_id(object);
            if let Some(of) = id(object, up).filter(|_| seen.insert(key(own))) {
                let place = (*child, key(&of));
                children.entry(place).or_default().push(own.to_owned());
            }
        }
    }
    children
}

fn by_item(store: &Store) -> BTreeMap<String, String> {
    let named = store.all(Kind::Consultation).filter_map(|step| {
        let item = id(step, "agendaItem")?;
        Some((key(&item), own_id(step).to_owned()))
    });
    let mut found: BTreeMap<String, String> = named.collect();
    for item in store.all(Kind::AgendaItem) {
        if let Some(step) = id(item, "consultation") {
            found.entry(key(own_id(item))).or_insert(step);
        }
    }
    found
}

impl<'a> Context<'a> {
    /// Names for everything that others name.
    fn name_all(&mut self, known: &Known<'_>, moved: &[(String, String)]) {
        let mut names = Names::new(known.taken.clone());
        let store = self.store;
        let before: BTreeMap<&str, &str> =
            moved.iter().map(|(old, new)| (&**new, &**old)).collect();
        for (kind, space) in [
            (Kind::Organization, "organizations.yaml"),
            (Kind::Person, "people.yaml"),
        ] {
            let written = match kind {
                Kind::Organization => &known.organizations,
                _ => &known.people,
            };
            let mut used = BTreeSet::new();
            for object in store.all(kind) {
                let id = own_id(object);
                let id = before.get(id).copied().unwrap_or(id);
                let name = organization::name(object, kind);
                let imported =
                    (known.place)(id).and_then(|place| Some(place.split_once('#')?.1.to_owned()));
                let own = imported.or_else(|| {
                    let slug = written.get(&name)?;
                    let other = known.state.at(&format!("{space}#{slug}"));
                    (other.is_none() && used.insert(slug.clone())).then(|| slug.clone())
                });
                let slug = own.unwrap_or_else(|| {
                    names.give(space, &[&name], kind.name().to_lowercase().as_str())
                });
                self.names.insert((kind, key(own_id(object))), slug);
            }
        }
        for kind in [Kind::Meeting, Kind::Paper] {
            for object in store.all(kind) {
                let id = own_id(object);
                let id = before.get(id).copied().unwrap_or(id);
                let place = (known.place)(id).unwrap_or_else(|| match kind {
                    Kind::Meeting => meeting::place(self, object, &mut names),
                    _ => paper::place(object, &mut names),
                });
                self.names.insert((kind, key(own_id(object))), place);
            }
        }
    }

    /// Slugs of the organizations or people that a property names; what the source does not have is told.
    pub(super) fn slugs(&mut self, object: &Object, property: &str, kind: Kind) -> Vec<Value> {
        let mut found = Vec::new();
        for id in ids(object, property) {
            match self.names.get(&(kind, key(&id))) {
                Some(slug) => {
                    let slug = Value::String(slug.clone());
                    if !found.contains(&slug) {
                        found.push(slug);
                    }
                }
                None => self
                    .tally
                    .remark(&format!("missing {property}"), own_id(object)),
            }
        }
        found
    }

    /// The slug of a paper or meeting: its file's name.
    pub(super) fn slug(&self, kind: Kind, id: &str) -> Option<&str> {
        let place = self.names.get(&(kind, key(id)))?;
        let place = place.strip_suffix(".md").unwrap_or(place);
        let place = place.strip_suffix("/index").unwrap_or(place);
        place.rsplit('/').next()
    }

    /// A paper or meeting as a draft without facts.
    pub(super) fn draft(&self, kind: Kind, object: &Object) -> Draft {
        let id = own_id(object);
        let place = self.names.get(&(kind, key(id)));
        let place = place.map_or("", |place| place.strip_suffix(".md").unwrap_or(place));
        let mut draft = Draft::new(id, place.to_owned());
        draft.put("importedFrom", id);
        let source = address(object, "web").or_else(|| address(object, "id"));
        draft.put("source", source);
        draft
    }

    /// Children of an object.
    pub(super) fn children(&self, child: Kind, parent: &Object) -> Vec<&'a Object> {
        let place = (child, key(own_id(parent)));
        let ids = self.children.get(&place).into_iter().flatten();
        ids.filter_map(|id| self.store.get(child, id)).collect()
    }
}
