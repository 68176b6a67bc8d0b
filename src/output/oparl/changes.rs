//! What changed, by month: what a static host has instead of `modified_since`.
//!
//! Each object stands in one month, that of its `modified`; what OParl embeds stands in the object that embeds
//! it. The index says of each month by a fingerprint whether anything in it is new, so that a client misses
//! nothing, even if somebody adds a paper of ten years ago.

use std::collections::BTreeMap;
use std::sync::Arc;

use xxhash_rust::xxh3::Xxh3;

use super::fields::Fields;
use super::{address, deleted, list, object};
use crate::link::{BodyIx, Month};
use crate::output::{Plan, Problem, Site};
use crate::route::{OParl, OParlKind, OParlList, OParlObject, Route};

/// Objects by the month of their last change.
type Months = BTreeMap<Month, Arc<[OParlObject]>>;

/// Adds the months of a council, and the index of them.
pub(super) fn plan<'a>(
    site: &'a Site<'a>,
    plan: &mut Plan<'a>,
    source: &Arc<str>,
    body: BodyIx,
    contents: &[(OParlKind, Vec<OParlObject>)],
) {
    let months = months(site, body, contents);
    for ((year, month), objects) in &months {
        let shard = OParlList::Changes(body, *year, *month);
        list::plan(site, plan, source, shard, Arc::clone(objects));
    }
    let path = site.map.file(&Route::OParl(OParl::Changes(body)));
    plan.add(path, source, move || index(site, body, &months));
}

fn months(site: &Site<'_>, body: BodyIx, contents: &[(OParlKind, Vec<OParlObject>)]) -> Months {
    let all = contents.iter().flat_map(|(_, objects)| objects.iter());
    let whole = all.copied().filter(|object| !is_embedded(*object));
    // A month in which nothing happened last still answers, so that no address comes and goes with the day.
    let months = site.archive.body(body).months.iter();
    let mut months: BTreeMap<Month, Vec<OParlObject>> =
        months.map(|month| (*month, Vec::new())).collect();
    let slug = site.archive.body(body).slug.as_str();
    let gone = deleted::all(site).chain(deleted::files(site));
    let gone = gone.filter(|object| deleted::body(site, *object) == Some(slug));
    for object in std::iter::once(OParlObject::Body(body))
        .chain(whole)
        .chain(gone)
    {
        let day = object::touched(site, object).modified;
        let month = (day.year(), day.month());
        months.entry(month).or_default().push(object);
    }
    let months = months.into_iter();
    months.map(|(month, all)| (month, all.into())).collect()
}

/// Whether an object stands in another one.
const fn is_embedded(object: OParlObject) -> bool {
    matches!(
        object,
        OParlObject::LegislativeTerm(..)
            | OParlObject::Membership(..)
            | OParlObject::AgendaItem(..)
            | OParlObject::MeetingLocation(_)
            | OParlObject::Consultation(..)
            | OParlObject::MainFile(_)
            | OParlObject::File(..)
            | OParlObject::PaperLocation(_)
    )
}

fn index(site: &Site<'_>, body: BodyIx, months: &Months) -> Result<Vec<u8>, Problem> {
    let mut entries = Vec::with_capacity(months.len());
    let filled = months.iter().filter(|(_, objects)| !objects.is_empty());
    for ((year, month), objects) in filled {
        let shard = OParlList::Changes(body, *year, *month);
        let mut fields = Fields::default();
        fields.put("month", format!("{year:04}-{month:02}"));
        fields.put("list", address(site, OParl::List(shard, 1)));
        fields.put("totalElements", objects.len());
        fields.put("fingerprint", fingerprint(site, objects)?);
        entries.push(fields);
    }
    let mut bytes = serde_json::to_vec_pretty(&entries).map_err(|error| object::problem(&error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Fingerprint of what the objects say.
fn fingerprint(site: &Site<'_>, objects: &[OParlObject]) -> Result<String, Problem> {
    let mut hash = Xxh3::new();
    for object in objects {
        let fields = object::fields(site, *object);
        let bytes = serde_json::to_vec(&fields).map_err(|error| object::problem(&error))?;
        hash.update(&bytes);
    }
    Ok(format!("{:032x}", hash.digest128()))
}
