//! What the register knows: the feed of what was published, changed, moved and removed; and in the feeds of the
//! portal and of councils, which papers are not there any more.

use std::sync::Arc;

use super::clean;
use super::entry::Entry;
use super::news::{MOST, WINDOW};
use crate::link::{Change, ChangeKind, State};
use crate::model::ObjectKind;
use crate::output::{Plan, Site};
use crate::route::Route;

/// Adds the feed of changes, if there is a register.
pub(super) fn plan<'a>(site: &'a Site<'a>, plan: &mut Plan<'a>, from: &Arc<str>) {
    if !site.archive.register.is_kept() {
        return;
    }
    for format in site.feed_formats() {
        let route = Route::Feed(Box::new(Route::Data), *format);
        plan.add(site.map.file(&route), from, move || {
            let name = site.archive.portal.name.as_str();
            let title = site.theme.words.fill("feed.data", &[("name", name)]);
            super::finish(site, &Route::Data, &title, Arc::new(entries(site)), *format)
        });
    }
}

/// The newest changes, as many as other feeds have entries.
fn entries(site: &Site<'_>) -> Vec<Entry> {
    let changes = site.archive.register.changes();
    let size = usize::from(site.archive.portal.feed_size.max(1));
    let newest = changes.first().map(|change| change.day);
    let recent = changes.iter().take_while(|change| {
        let end = change.day.days_later(WINDOW);
        end.is_some() && end >= newest
    });
    let kept = recent.count().min(MOST).max(size);
    changes
        .iter()
        .take(kept)
        .map(|change| entry(site, *change))
        .collect()
}

/// Adds to a feed of the portal or of a council which papers are gone, at their days.
pub(super) fn add_removals(site: &Site<'_>, of: &Route, entries: &mut Vec<Entry>, size: usize) {
    let body = match of {
        Route::Home => None,
        Route::Body(ix, _) => Some(site.archive.body(*ix).slug.as_str()),
        _ => return,
    };
    let oldest = entries.last().and_then(|entry| entry.updated);
    let is_full = entries.len() >= size;
    let gone = site.archive.register.gone().filter(|(_, line, _)| {
        let is_here = body.is_none() || line.id.body() == body;
        let is_recent = !is_full || Some(line.modified) >= oldest;
        line.id.kind() == ObjectKind::Paper && is_here && is_recent
    });
    for (at, line, _) in gone {
        let (day, kind) = (line.modified, ChangeKind::Removed);
        let removal = entry(site, Change { day, kind, at });
        // What is still to come stands first, without a date.
        let before = |entry: &Entry| entry.date.is_none() || entry.updated > Some(day);
        let place = entries.iter().position(|entry| !before(entry));
        entries.insert(place.unwrap_or(entries.len()), removal);
    }
}

fn entry(site: &Site<'_>, change: Change) -> Entry {
    let register = &site.archive.register;
    let known = &register.lines()[change.at];
    let (line, words) = (&known.line, &site.theme.words);
    let address = site.map.absolute_url(&site.map.site_path(&line.address));
    let object = match known.state {
        State::Live(object) | State::Moved(object) => Some(object),
        State::Gone(_) | State::Lost => None,
    };
    let kind = format!("object.{}", line.id.kind().name());
    let kind = words.get(&kind);
    let named = object.map(|object| site.archive.name_of(object).to_owned());
    let named = named.unwrap_or_else(|| {
        let number = line.reference.as_deref();
        format!("{kind} {}", number.unwrap_or(words.get("no_reference")))
    });
    let key = format!("feed_item.{}", change.kind.name());
    let reason = match known.state {
        State::Gone(why) => register.lines()[why].line.removed.as_deref(),
        _ => None,
    };
    // The day is part of it: each change of a paper is news.
    let id = match change.kind {
        ChangeKind::Removed => format!("{address}#removed"),
        other => format!("{address}#{}-{}", other.name(), change.day),
    };
    let told = reason.unwrap_or(kind);
    Entry {
        id,
        title: clean(&words.fill(&key, &[("paper", &named)])),
        url: address,
        date: Some(change.day),
        updated: Some(change.day),
        // Words that anybody may have written into the register are escaped wherever they go.
        summary: None,
        content: clean(&format!("<p>{}</p>", super::entry::escape(told))),
        topics: Vec::new(),
    }
}
