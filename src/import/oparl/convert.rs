//! Objects to drafts: first every object gets its name, then drafts are made that name each other. Pure.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::field::{address, id, ids, own_id, raw, text};
use super::store::{Kind, Object, Store, key};
use super::{meeting, organization, paper, relation};
use crate::import::draft::{Draft, Harvest};
use crate::import::names::Names;
use crate::import::state::{Prints, State};
use crate::import::tally::Tally;
use crate::import::yaml;
use crate::model::Slug;
use crate::scheme::{Scheme, SchemeEntry, Schemes, ready_made_names};

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
    let body = choose(store, options)?;
    if let Some(body) = &body {
        only(store, body);
    }
    let store = &*store;
    if Kind::ALL.iter().all(|kind| store.count(*kind) == 0) {
        return Err(ConvertError::Nothing);
    }
    let moved = moved(store, known);
    let mut context = Context {
        store,
        options,
        names: BTreeMap::new(),
        children: children(store),
        by_item: by_item(store),
        tally: Tally::default(),
    };
    context.name_all(known, &moved);
    let mut harvest = Harvest {
        deleted: store.deleted.clone(),
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

/// The council that is meant.
fn choose(store: &Store, options: &Options) -> Result<Option<String>, ConvertError> {
    let bodies: Vec<(String, String)> = store
        .all(Kind::Body)
        .map(|body| {
            (
                own_id(body).to_owned(),
                text(body, "name").unwrap_or_default(),
            )
        })
        .collect();
    let list = || {
        let shown = bodies.iter().map(|(id, name)| format!("{name} ({id})"));
        shown.collect::<Vec<_>>().join(", ")
    };
    let is = |only: &str, id: &str, name: &str| {
        let slug = |text: &str| crate::text::slugify(text, usize::MAX);
        key(id) == key(only) || slug(name).contains(&slug(only))
    };
    let Some(only) = &options.only else {
        let mut fitting = bodies
            .iter()
            .filter(|(id, name)| is(options.body.as_str(), id, name));
        return match (bodies.as_slice(), fitting.next(), fitting.next()) {
            ([], ..) => Ok(None),
            ([(id, _)], ..) | (_, Some((id, _)), None) => Ok(Some(id.clone())),
            _ => Err(ConvertError::Several(list())),
        };
    };
    let found = bodies.iter().find(|(id, name)| is(only, id, name));
    match found {
        Some((id, _)) => Ok(Some(id.clone())),
        None => Err(ConvertError::NoSuch(only.clone(), list())),
    }
}

/// Leaves out what belongs to another council: by what it says itself, or what it is a part of.
fn only(store: &mut Store, body: &str) {
    let several = store.count(Kind::Body) > 1;
    let own = |object: &Object| id(object, "body").is_none_or(|of| key(&of) == key(body));
    for kind in [
        Kind::Organization,
        Kind::Person,
        Kind::Paper,
        Kind::Meeting,
        Kind::LegislativeTerm,
    ] {
        store.retain(kind, own);
    }
    store.retain(Kind::Body, |object| key(own_id(object)) == key(body));
    if !several {
        return;
    }
    for (part, property, whole) in [
        (Kind::Meeting, "organization", Kind::Organization),
        (Kind::AgendaItem, "meeting", Kind::Meeting),
        (Kind::Membership, "person", Kind::Person),
        (Kind::Consultation, "paper", Kind::Paper),
        (Kind::File, "paper", Kind::Paper),
        (Kind::Location, "papers", Kind::Paper),
        (Kind::Location, "meetings", Kind::Meeting),
    ] {
        let there: BTreeSet<String> = store.all(whole).map(|object| key(own_id(object))).collect();
        store.retain(part, |object| {
            let named = ids(object, property);
            named.is_empty() || named.iter().any(|id| there.contains(&key(id)))
        });
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

/// Papers whose id is new but whose number, title and date are those of one that is gone: servers move.
fn moved(store: &Store, known: &Known<'_>) -> Vec<(String, String)> {
    let stale = known.state.records.values().filter(|record| {
        record.place.starts_with("papers/") && store.get(Kind::Paper, &record.id).is_none()
    });
    let mut stale: BTreeMap<[Prints; 3], Vec<&str>> =
        stale.fold(BTreeMap::new(), |mut found, record| {
            let of = |key: &str| record.keys.get(key).cloned().unwrap_or_default();
            let facts = [of("name"), of("reference"), of("date")];
            found.entry(facts).or_default().push(&record.id);
            found
        });
    if stale.is_empty() {
        return Vec::new();
    }
    let deleted: BTreeSet<String> = store.deleted.iter().map(|id| key(id)).collect();
    let mut moved = Vec::new();
    for object in store.all(Kind::Paper) {
        let id = own_id(object);
        if known.state.records.contains_key(id) {
            continue;
        }
        let facts = ["name", "reference", "date"].map(|property| {
            let value = match property {
                "date" => super::field::day(object, "date")
                    .known()
                    .map(|day| day.to_string()),
                property => text(object, property),
            };
            value.map_or_else(Prints::default, |text| Prints::of(&Value::String(text)))
        });
        if let Some(old) = stale.get_mut(&facts).filter(|old| old.len() == 1)
            && let Some(old) = old.pop()
            && !deleted.contains(&key(old))
        {
            moved.push((old.to_owned(), id.to_owned()));
        }
    }
    moved
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
                self.names.insert((kind, key(id)), slug);
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
                    .remark(&format!("{property}: not at the source"), own_id(object)),
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

    /// Compares what went in with what came out.
    fn count(&mut self, harvest: &Harvest, relations: &relation::Relations) {
        let list = |drafts: &[Draft], key: &str| -> usize {
            let lists = drafts
                .iter()
                .filter_map(|draft| draft.front.get(key)?.as_array());
            lists.map(Vec::len).sum()
        };
        let store = self.store;
        let of = |kind| store.count(kind);
        let files_of_papers = paper::files_named(self);
        let tally = &mut self.tally;
        tally.count(
            "Organization",
            of(Kind::Organization),
            harvest.organizations.len()
                - harvest
                    .organizations
                    .iter()
                    .filter(|draft| draft.id == organization::NOBODY)
                    .count(),
        );
        tally.count("Person", of(Kind::Person), harvest.people.len());
        tally.count(
            "Membership",
            of(Kind::Membership),
            list(&harvest.people, "membership"),
        );
        tally.count("Meeting", of(Kind::Meeting), harvest.meetings.len());
        tally.count(
            "AgendaItem",
            of(Kind::AgendaItem),
            list(&harvest.meetings, "agendaItem"),
        );
        tally.count("Paper", of(Kind::Paper), harvest.papers.len());
        tally.count(
            "Consultation",
            of(Kind::Consultation),
            list(&harvest.papers, "consultation"),
        );
        tally.count(
            "File of a paper",
            files_of_papers,
            list(&harvest.papers, "attachments"),
        );
        tally.count(
            "Relation",
            relations.count(),
            list(&harvest.papers, "relations"),
        );
    }

    /// Counts properties that have no place in the content.
    fn left(&mut self) {
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

/// `body.yaml`.
fn council(store: &Store, object: Option<&Object>, options: &Options) -> Map<String, Value> {
    let mut draft = Draft::default();
    let name = object.and_then(|object| text(object, "name"));
    draft.put("name", name.unwrap_or_else(|| options.body.to_string()));
    if let Some(object) = object {
        for property in ["shortName", "classification", "rgs"] {
            draft.put(property, text(object, property));
        }
        let digits = |text: &String| {
            (5..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
        };
        draft.put("ags", text(object, "ags").filter(digits));
        draft.put("website", address(object, "website"));
        draft.put("description", text(object, "drucksache:description"));
        let source = address(object, "drucksache:source").or_else(|| address(object, "web"));
        draft.put("source", source.or_else(|| address(object, "id")));
        draft.put("license", address(object, "license"));
        let listed = ids(object, "legislativeTerm");
        let mut terms: Vec<&Object> = listed
            .iter()
            .filter_map(|id| store.get(Kind::LegislativeTerm, id))
            .collect();
        let rest = store
            .all(Kind::LegislativeTerm)
            .filter(|term| !listed.iter().any(|id| key(id) == key(own_id(term))));
        terms.extend(rest);
        let terms: Vec<Value> = terms.into_iter().map(term).collect();
        draft.put("legislativeTerm", terms);
    }
    draft.put("schemes", scheme(store).map(|name| json!([name])));
    draft.front
}

fn term(object: &Object) -> Value {
    let mut term = Draft::default();
    term.put(
        "name",
        text(object, "name").unwrap_or_else(|| "Wahlperiode".into()),
    );
    for property in ["startDate", "endDate"] {
        let day = super::field::day(object, property).known();
        term.put(property, day.map(|day| day.to_string()));
    }
    Value::Object(term.front)
}

/// The ready-made scheme that knows most of the numbers, if it knows nine in ten.
fn scheme(store: &Store) -> Option<&'static str> {
    let numbers: Vec<String> = store
        .all(Kind::Paper)
        .filter_map(|paper| raw(paper, "reference"))
        .map(|number| crate::import::plain::line(&number))
        .take(2000)
        .collect();
    let known = |name: &&'static str| {
        let forms = Scheme::compile(&SchemeEntry::Named((*name).to_owned())).ok()?;
        let schemes = Schemes::new(forms);
        let known = numbers
            .iter()
            .filter(|number| schemes.number(number).is_some());
        Some((known.count(), *name))
    };
    let mut best = None;
    for found in ready_made_names().filter_map(|name| known(&name)) {
        if best.is_none_or(|(count, _)| found.0 > count) {
            best = Some(found);
        }
    }
    best.filter(|(count, _)| *count > 0 && count * 10 >= numbers.len() * 9)
        .map(|(_, name)| name)
}
