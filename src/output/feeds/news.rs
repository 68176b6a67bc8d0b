//! Which events a feed has: those of its papers, and what other papers did to them.
//!
//! A reader that asks once a day must not miss what came in between, however much it was. So a feed is
//! never cut within its newest [`WINDOW`] days, whatever its size; what is older is cut at its size.

use std::cmp::Reverse;

use crate::link::{Archive, Event, PaperIx, changes, events};
use crate::model::Date;

/// Days before its newest event of which a feed has all events: papers are often typed in weeks late.
pub(super) const WINDOW: u16 = 31;

/// Entries that no feed exceeds, unless it is told to: readers load all of them each time.
pub(super) const MOST: usize = 1000;

/// An event and the day on which it is news.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Item {
    /// Its day; the day on which its paper was published here, if that is later.
    pub(super) day: Option<Date>,
    /// What happened.
    pub(super) event: Event,
}

/// When anything last happened with each paper.
pub(super) struct News(Vec<Option<Date>>);

impl News {
    pub(super) fn new(archive: &Archive) -> Self {
        let latest = |ix| of_paper(archive, ix).filter_map(|item| item.day).max();
        Self(archive.paper_ixs().map(latest).collect())
    }

    /// What a feed of `papers` tells, the newest first; `size` entries if they are older than [`WINDOW`].
    pub(super) fn of(&self, archive: &Archive, papers: &[PaperIx], size: usize) -> Vec<Item> {
        let latest = |ix: &PaperIx| self.0[ix.number()];
        let mut papers = papers.to_vec();
        papers.sort_unstable_by_key(|ix| Reverse((latest(ix), *ix)));
        let mut items: Vec<Item> = Vec::new();
        let mut rest = papers.as_slice();
        loop {
            let (some, others) = rest.split_at(size.min(rest.len()));
            items.extend(some.iter().flat_map(|ix| of_paper(archive, *ix)));
            items.sort_unstable_by(|a, b| b.cmp(a));
            items.dedup();
            let kept = kept(&items, size, archive.today);
            let left_out = items.get(kept).map(|item| item.day);
            // Nothing of the others comes before what is left out already.
            let next = others.first();
            if next.is_none_or(|next| left_out.is_some_and(|day| latest(next) < day)) {
                items.truncate(kept);
                break;
            }
            rest = others;
        }
        nearest(&mut items, archive.today);
        items
    }
}

/// How many of some items, the newest first, a feed has.
fn kept(items: &[Item], size: usize, today: Date) -> usize {
    let to_come = items.partition_point(|item| item.day > Some(today));
    let past = &items[to_come..];
    let newest = past.first().and_then(|item| item.day);
    let is_recent = |item: &Item| {
        let end = item.day.and_then(|day| day.days_later(WINDOW));
        end.is_some_and(|end| Some(end) >= newest)
    };
    let recent = past.partition_point(is_recent);
    to_come + recent.min(MOST).max(size).min(past.len())
}

/// Of what is to come, the nearest days: they must not keep readers from what has happened.
fn nearest(items: &mut Vec<Item>, today: Date) {
    let to_come = items.partition_point(|item| item.day > Some(today));
    items.drain(..to_come.saturating_sub(MOST));
}

/// What happened with a paper, and what other papers did to it.
fn of_paper(archive: &Archive, ix: PaperIx) -> impl Iterator<Item = Item> + '_ {
    let all = events(archive, ix).into_iter().chain(changes(archive, ix));
    all.map(|event| Item {
        day: event
            .not_before
            .max(archive.paper(event.paper).paper.publish_from),
        event,
    })
}
