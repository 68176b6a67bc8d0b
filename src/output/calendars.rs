//! Calendars of appointments as iCalendar: overall, by council, by organization.
//!
//! Most papers name the day on which a committee deals with them, few portals have its meeting. So a day that
//! only papers name is a date too, until there is a meeting of it.

mod entry;
mod ical;

use std::sync::Arc;

use super::{Plan, Site};
use crate::link::Appointment;
use crate::route::Route;

/// Adds every calendar that has a date.
pub fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>) {
    let archive = site.archive;
    if archive.appointments.is_empty() {
        return;
    }
    let portal = &archive.portal.name;
    let all = move || archive.appointments.iter();
    add(site, plan, &Route::Home, portal, all);
    for ix in archive.body_ixs() {
        let of_body = move || archive.appointments.iter().filter(move |s| s.body == ix);
        if of_body().next().is_some() {
            let name = archive.body(ix).body.label();
            add(site, plan, &Route::Body(ix, 1), name, of_body);
        }
    }
    for ix in archive.organization_ixs() {
        let node = archive.organization(ix);
        if !node.appointments.is_empty() {
            let own = move || node.appointments.iter().map(|at| archive.appointment(*at));
            let name = format!(
                "{}, {}",
                node.organization.name,
                archive.body(node.body).body.label()
            );
            add(site, plan, &Route::Organization(ix, 1), &name, own);
        }
    }
}

fn add<'a, I: Iterator<Item = &'a Appointment>>(
    site: &'a Site<'a>,
    plan: &mut Plan<'a>,
    of: &Route,
    name: &str,
    appointments: impl Fn() -> I + Send + Sync + 'a,
) {
    let own = Route::Calendar(Box::new(of.clone()));
    let title = site.theme.words.fill("calendar.title", &[("name", name)]);
    let source: Arc<str> = "calendars".into();
    plan.stream(site.map.file(&own), &source, move |out| {
        ical::write(site, &own, &title, appointments(), out)
    });
}
