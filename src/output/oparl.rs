//! OParl 1.1 (<https://oparl.org>), as files: every object below its own address, embedded where OParl embeds it,
//! and the lists that lead to all of them. `docs/oparl.md` says what a static host cannot do, and what is
//! there in its place.

mod changes;
mod deleted;
mod extension;
mod fields;
mod list;
mod meeting;
mod object;
mod organization;
mod paper;
mod system;

use std::sync::Arc;

use super::{Plan, Site};
use crate::link::BodyIx;
use crate::route::{OParl, OParlKind, OParlList, OParlObject, Route};

/// Adds all objects and lists.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let archive = site.archive;
    let source: Arc<str> = "oparl".into();
    object::plan(site, plan, &source, OParlObject::System);
    let bodies: Vec<OParlObject> = archive.body_ixs().map(OParlObject::Body).collect();
    for body in &bodies {
        object::plan(site, plan, &source, *body);
    }
    list::plan(site, plan, &source, OParlList::Bodies, bodies);
    for object in deleted::all(site).chain(deleted::files(site)) {
        object::plan(site, plan, &source, object);
    }
    for body in archive.body_ixs() {
        council(site, plan, body);
    }
}

/// What belongs to a council: whatever is in one of its lists has a file, and the other way round.
fn council<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>, body: BodyIx) {
    let source = Arc::clone(&site.archive.body(body).source.path);
    let contents = object::of_body(site, body);
    for (kind, objects) in &contents {
        for object in objects {
            object::plan(site, plan, &source, *object);
        }
        let list = OParlList::Body(body, *kind);
        list::plan(site, plan, &source, list, objects.clone());
    }
    for ix in &site.archive.body(body).organizations {
        let own = |kind| -> Vec<OParlObject> {
            let of_kind = contents.iter().filter(|(of, _)| *of == kind);
            let all = of_kind.flat_map(|(_, objects)| objects.iter().copied());
            all.filter(|object| object::is_of(site, *object, *ix))
                .collect()
        };
        for (list, kind) in [
            (OParlList::Meetings(*ix), OParlKind::Meeting),
            (OParlList::Consultations(*ix), OParlKind::Consultation),
        ] {
            list::plan(site, plan, &source, list, own(kind));
        }
    }
    changes::plan(site, plan, &source, body, &contents);
}

/// The address of an OParl object.
fn id(site: &Site<'_>, object: OParlObject) -> String {
    address(site, OParl::Object(object))
}

/// An address of the OParl interface.
fn address(site: &Site<'_>, route: OParl) -> String {
    site.map.absolute(&Route::OParl(route))
}
