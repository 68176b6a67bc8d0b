//! Objects to drafts: first every object gets its name, then drafts are made that name each other. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::council::{choose, council, only};
use super::count::Made;
use super::field::{address, id, ids, own_id};
use super::relation::Relations;
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

/// Papers that are made at a time: a council's archive need not lie in memory twice.
const AT_ONCE: usize = 500;

/// A source on its way into the content.
pub struct Conversion<'a> {
    context: Context<'a>,
    relations: Relations,
    body: Option<String>,
    papers: std::vec::IntoIter<&'a Object>,
    made: Made,
    deleted: Vec<String>,
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

/// Gives every object its name.
///
/// # Errors
/// See [`ConvertError`].
pub fn convert<'a>(
    store: &'a mut Store,
    options: &'a Options,
    known: &Known<'_>,
) -> Result<Conversion<'a>, ConvertError> {
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
    let relations = relation::relations(&mut context);
    let deleted: BTreeSet<String> = store.deleted.iter().map(|id| key(id)).collect();
    let records = known.state.records.keys();
    // What was deleted may be back.
    let is_back = |id: &str| {
        [Kind::Paper, Kind::Meeting]
            .iter()
            .any(|kind| store.get(*kind, id).is_some())
    };
    let deleted = records.filter(|id| deleted.contains(&key(id)) && !is_back(id));
    let papers: Vec<&Object> = store.all(Kind::Paper).collect();
    Ok(Conversion {
        deleted: deleted.cloned().collect(),
        context,
        relations,
        body,
        papers: papers.into_iter(),
        made: Made::default(),
        moved,
    })
}

impl Conversion<'_> {
    /// Drafts of everything but papers.
    pub fn rest(&mut self) -> Harvest {
        let context = &mut self.context;
        let object = self.body.as_deref();
        let object = object.and_then(|body| context.store.get(Kind::Body, body));
        let harvest = Harvest {
            body: council(context.store, object, context.options),
            organizations: organization::organizations(context),
            people: organization::people(context),
            meetings: meeting::meetings(context),
            deleted: std::mem::take(&mut self.deleted),
            ..Harvest::default()
        };
        self.made.rest(&harvest);
        harvest
    }

    /// Some more drafts of papers; `None` when all are made.
    pub fn papers(&mut self) -> Option<Vec<Draft>> {
        let some: Vec<&Object> = self.papers.by_ref().take(AT_ONCE).collect();
        let made = some
            .iter()
            .map(|object| paper::paper(&mut self.context, object, &self.relations));
        let drafts: Vec<Draft> = made.collect();
        self.made.papers(&drafts);
        (!drafts.is_empty()).then_some(drafts)
    }

    /// What was counted until now.
    pub fn tally(&mut self) -> &mut Tally {
        &mut self.context.tally
    }

    /// What went in and what came out.
    #[must_use]
    pub fn end(mut self) -> Tally {
        self.context.count(&self.made, &self.relations);
        self.context.left();
        self.context.tally
    }
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
