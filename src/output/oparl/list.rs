//! Lists with pages. Each page is written object by object.

use std::io::{self, Write};
use std::sync::Arc;

use super::fields::Fields;
use super::{address, object};
use crate::output::{Plan, Problem, Site};
use crate::route::{OParl, OParlList, OParlObject, Route};

/// Objects on a page, as OParl recommends.
const PAGE: usize = 100;

/// Objects on a page of what changed in a month: seldom more than one page.
const CHANGES_PAGE: usize = 1000;

/// Adds the pages of a list.
pub(super) fn plan<'a>(
    site: &'a Site<'a>,
    plan: &mut Plan<'a>,
    source: &Arc<str>,
    list: OParlList,
    objects: impl Into<Arc<[OParlObject]>>,
) {
    let objects = objects.into();
    let size = match list {
        OParlList::Changes(..) => CHANGES_PAGE,
        _ => PAGE,
    };
    for number in 1..=objects.len().div_ceil(size).max(1) {
        let page = Page {
            list,
            number,
            size,
            objects: Arc::clone(&objects),
        };
        let path = site.map.file(&Route::OParl(OParl::List(list, number)));
        plan.stream(path, source, move |out| page.write(site, out));
    }
}

/// A page of a list.
struct Page {
    list: OParlList,
    number: usize,
    size: usize,
    objects: Arc<[OParlObject]>,
}

impl Page {
    fn write(&self, site: &Site<'_>, out: &mut dyn Write) -> Result<(), Problem> {
        let shown = self.objects.chunks(self.size).nth(self.number - 1);
        put(out, "{\"data\":[")?;
        for (at, object) in shown.into_iter().flatten().enumerate() {
            put(out, if at == 0 { "\n" } else { ",\n" })?;
            json(out, &object::fields(site, *object))?;
        }
        put(out, "\n],\n\"pagination\":")?;
        json(out, &self.pagination())?;
        put(out, ",\n\"links\":")?;
        json(out, &self.links(site))?;
        put(out, "}\n")
    }

    fn pages(&self) -> usize {
        self.objects.len().div_ceil(self.size).max(1)
    }

    fn pagination(&self) -> Fields {
        let mut fields = Fields::default();
        fields.put("totalElements", self.objects.len());
        fields.put("elementsPerPage", self.size);
        fields.put("currentPage", self.number);
        fields.put("totalPages", self.pages());
        fields
    }

    fn links(&self, site: &Site<'_>) -> Fields {
        let page = |number| address(site, OParl::List(self.list, number));
        let mut fields = Fields::default();
        fields.put("first", page(1));
        fields.put("prev", (self.number > 1).then(|| page(self.number - 1)));
        fields.put("self", page(self.number));
        let next = self.number < self.pages();
        fields.put("next", next.then(|| page(self.number + 1)));
        fields.put("last", page(self.pages()));
        fields
    }
}

fn json(out: &mut dyn Write, fields: &Fields) -> Result<(), Problem> {
    let bytes = serde_json::to_vec(fields).map_err(|error| object::problem(&error))?;
    out.write_all(&bytes).map_err(unwritable)
}

fn put(out: &mut dyn Write, text: &str) -> Result<(), Problem> {
    out.write_all(text.as_bytes()).map_err(unwritable)
}

fn unwritable(source: io::Error) -> Problem {
    Problem::Io {
        path: "oparl".into(),
        source,
    }
}
