//! What a date of a calendar says.

use crate::link::{Appointment, MeetingNode, PaperIx};
use crate::model::{Date, DateTime};
use crate::output::Site;
use crate::route::Route;
use crate::text::{one_line, printable};

/// A date.
pub(super) struct Entry {
    /// Stays the same while everything else about the entry changes.
    pub(super) uid: String,
    /// Who meets.
    pub(super) summary: String,
    /// What is dealt with, as far as it is public.
    pub(super) description: String,
    pub(super) location: Option<String>,
    /// Its page.
    pub(super) url: String,
    /// Midnight means that no time is known.
    pub(super) start: DateTime,
    /// Only if it comes after the start.
    pub(super) end: Option<DateTime>,
    pub(super) cancelled: bool,
    /// When it changed last, as far as the content says.
    pub(super) modified: Date,
}

/// The entry of an appointment.
pub(super) fn new(site: &Site<'_>, appointment: &Appointment) -> Entry {
    match appointment.meeting {
        Some(ix) => {
            let url = site.map.absolute(&Route::Meeting(ix));
            of_meeting(site, appointment, site.archive.meeting(ix), url)
        }
        None => of_papers(site, appointment),
    }
}

fn of_meeting(
    site: &Site<'_>,
    appointment: &Appointment,
    node: &MeetingNode,
    url: String,
) -> Entry {
    let words = &site.theme.words;
    let meeting = &node.meeting;
    let mut summary = clean(&meeting.name);
    if meeting.cancelled {
        summary = words.fill("calendar.cancelled", &[("name", &summary)]);
    }
    let mut text = Vec::new();
    if !meeting.agenda_item.is_empty() {
        text.push(words.get("calendar.agenda").to_owned());
    }
    for (item, paper) in meeting.agenda_item.iter().zip(&node.agenda) {
        let number = item.number.as_ref().map(|number| format!("{number} "));
        let result = item.result.as_ref().map(|result| format!(" – {result}"));
        let (number, result) = (number.unwrap_or_default(), result.unwrap_or_default());
        text.push(clean(&format!("{number}{}{result}", item.name)));
        text.extend(paper.map(|ix| page(site, ix)));
    }
    if !appointment.papers.is_empty() {
        let key = if text.is_empty() {
            "papers_too"
        } else {
            "papers_also"
        };
        text.push(words.get(&format!("calendar.{key}")).to_owned());
        text.extend(papers(site, appointment));
    }
    let start = meeting.start;
    Entry {
        uid: url.clone(),
        summary: of_council(site, appointment, summary),
        description: text.join("\n"),
        location: meeting.location.as_deref().map(clean),
        url,
        start,
        end: meeting.end.filter(|end| *end > start),
        cancelled: meeting.cancelled,
        modified: node.touched.modified,
    }
}

/// A day of which only papers tell.
fn of_papers(site: &Site<'_>, appointment: &Appointment) -> Entry {
    let words = &site.theme.words;
    let organization = appointment.organizations.first();
    let page = organization.map_or(Route::Body(appointment.body, 1), |ix| {
        Route::Organization(*ix, 1)
    });
    let name = organization.map(|ix| site.archive.organization(*ix).organization.name.as_str());
    let count = words.count("papers", appointment.papers.len());
    let facts = [
        ("organization", name.unwrap_or_default()),
        ("papers", &count),
    ];
    let mut text = vec![words.get("calendar.papers_only").to_owned()];
    text.extend(papers(site, appointment));
    let url = site.map.absolute(&page);
    let touched = appointment.papers.iter();
    let touched = touched.map(|(ix, _)| site.archive.paper(*ix).touched.modified);
    Entry {
        uid: format!("{url}#{}", appointment.date),
        summary: of_council(
            site,
            appointment,
            clean(&words.fill("calendar.papers", &facts)),
        ),
        description: text.join("\n"),
        location: None,
        url,
        start: DateTime {
            date: appointment.date,
            hour: 0,
            minute: 0,
        },
        end: None,
        cancelled: false,
        modified: touched.max().unwrap_or_default(),
    }
}

/// Papers that name the day, each with the address of its page.
fn papers(site: &Site<'_>, appointment: &Appointment) -> Vec<String> {
    let mut lines = Vec::new();
    for (ix, step) in &appointment.papers {
        let node = site.archive.paper(*ix);
        let mut line = node.paper.name.value.clone();
        if let Some(number) = &node.number {
            line.push_str(&format!(", {}", number.display));
        }
        if let Some(role) = &node.paper.consultation[*step].role {
            line.push_str(&format!(" ({role})"));
        }
        lines.push(clean(&line));
        lines.push(page(site, *ix));
    }
    lines
}

fn page(site: &Site<'_>, ix: PaperIx) -> String {
    site.map.absolute(&Route::Paper(ix))
}

/// Where there are several councils, each date names its own: their committees are called alike.
fn of_council(site: &Site<'_>, appointment: &Appointment, summary: String) -> String {
    if site.archive.bodies.len() < 2 {
        return summary;
    }
    let body = site.archive.body(appointment.body).body.label();
    clean(&format!("{summary}, {body}"))
}

fn clean(text: &str) -> String {
    one_line(&printable(text))
}
