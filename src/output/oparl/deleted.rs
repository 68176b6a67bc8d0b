//! Objects that are not there any more: moved or taken away. OParl wants them to stay at their address, and among
//! what changed, with nothing but when (OParl 1.1, section 2.8, „Gelöschte Objekte“).

use super::fields::Fields;
use super::object::{begin, moment};
use crate::link::Touched;
use crate::model::ObjectKind;
use crate::output::Site;
use crate::route::OParlObject;

/// All of them, by their line in the register.
pub(super) fn all<'s>(site: &'s Site<'_>) -> impl Iterator<Item = usize> + 's {
    let apart = site.archive.register.apart();
    apart.filter_map(|(at, known)| {
        let gone = !known.line.is_live();
        (gone && kind(site, at).is_some() && !is_still_there(site, at)).then_some(at)
    })
}

/// People without an office have no page; OParl knows them all the same.
fn is_still_there(site: &Site<'_>, at: usize) -> bool {
    let id = &site.archive.register.lines()[at].line.id;
    let mut people = site.archive.people.iter();
    id.kind() == ObjectKind::Person
        && people.any(|node| {
            let body = &site.archive.body(node.body).slug;
            id.place() == format!("{body}/{}", node.person.slug.value)
        })
}

/// The name of its type; none if OParl has no such objects.
pub(super) fn kind(site: &Site<'_>, at: usize) -> Option<&'static str> {
    Some(match site.archive.register.lines()[at].line.id.kind() {
        ObjectKind::Body => "Body",
        ObjectKind::Meeting => "Meeting",
        ObjectKind::Organization => "Organization",
        ObjectKind::Paper => "Paper",
        ObjectKind::Person => "Person",
        ObjectKind::Page | ObjectKind::Procedure | ObjectKind::Topic => return None,
    })
}

/// The council that it belonged to.
pub(super) fn body<'s>(site: &'s Site<'_>, at: usize) -> Option<&'s str> {
    site.archive.register.lines()[at].line.id.body()
}

/// When it was published first, and when it went.
pub(super) fn touched(site: &Site<'_>, at: usize) -> Touched {
    let line = &site.archive.register.lines()[at].line;
    Touched {
        created: line.created,
        modified: line.modified,
        stated: true,
    }
}

/// What is left of an object.
pub(super) fn deleted(site: &Site<'_>, at: usize) -> Fields {
    let touched = touched(site, at);
    let mut fields = begin(site, OParlObject::Deleted(at));
    fields.put("created", moment(touched.created));
    fields.put("modified", moment(touched.modified));
    fields.put("deleted", true);
    fields
}
