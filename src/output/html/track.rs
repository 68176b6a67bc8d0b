//! A procedure's time, drawn to scale. Days that nobody knows stand apart, where there is no scale.

use super::chart::percent;
use super::view::{PointView, TickView, TrackView};
use crate::link::{Event, EventKind, NextDate, Procedure};
use crate::model::Date;
use crate::output::Site;

/// Where the scale begins and ends, in thousandths of the drawing's width.
const LEFT: usize = 40;
const RIGHT: usize = 960;
/// Where it ends if there are events without a day, and where those begin.
const KNOWN: usize = 800;
const UNKNOWN: usize = 860;
/// Events that are closer than this are stacked, up to so many steps; thousandths.
const NEAR: usize = 55;
const STEPS: usize = 3;
const STEP: usize = 170;
/// Where events stand if they are alone, in thousandths of the height.
const LINE: usize = 620;
/// Most years and most months that have room for their words on a phone.
const YEARS: usize = 5;
const MONTHS: usize = 3;

/// An event or date: its day, its key, its words.
type Mark = (Date, &'static str, String);

/// Draws a procedure. `None` if fewer than two days are known.
pub(super) fn of(site: &Site<'_>, procedure: &Procedure) -> Option<TrackView> {
    let is_told = |event: &&Event| !matches!(event.kind, EventKind::Related(_));
    let events: Vec<&Event> = procedure.events.iter().filter(is_told).collect();
    let mut marks: Vec<Mark> = Vec::new();
    for event in &events {
        if let Some(date) = event.not_before.filter(|_| !event.undated) {
            marks.push((date, event.kind.key(), words(site, event)));
        }
    }
    let told = marks.clone();
    if let Some(next) = procedure.next {
        let kind = site.word(&format!("next.{}", next.kind.key()));
        // What is on an agenda already is one event, and not two.
        marks.retain(|(date, key, _)| *date != next.date || *key != "consulted");
        marks.push((next.date, "next", on_day(site, &kind, next.date)));
    }
    if told.is_empty() {
        return None;
    }
    let first = marks.iter().map(|(date, ..)| *date).min()?;
    let last = marks.iter().map(|(date, ..)| *date).max()?;
    let undated: Vec<&Event> = events.into_iter().filter(|event| event.undated).collect();
    let end = if undated.is_empty() { RIGHT } else { KNOWN };
    let scale = Scale::new(first, last, end)?;
    let mut points = scale.points(marks);
    points.extend(apart(site, &undated));
    Some(TrackView {
        title: site.word("track.title"),
        description: description(site, &told, undated.len(), procedure.next),
        ticks: ticks(site, &scale),
        unknown: (!undated.is_empty()).then(|| percent(usize::midpoint(KNOWN, UNKNOWN))),
        points,
    })
}

/// From days to places.
struct Scale {
    first: Date,
    last: Date,
    days: usize,
    end: usize,
}

impl Scale {
    /// `None` for less than two days.
    fn new(first: Date, last: Date, end: usize) -> Option<Self> {
        let days = days(first, last);
        (days > 0).then_some(Self {
            first,
            last,
            days,
            end,
        })
    }

    fn x(&self, date: Date) -> usize {
        LEFT + days(self.first, date) * (self.end - LEFT) / self.days
    }

    fn points(&self, mut marks: Vec<Mark>) -> Vec<PointView> {
        marks.sort_by_key(|(date, ..)| *date);
        let mut before: Option<(usize, usize)> = None;
        let views = marks.into_iter().map(|(date, key, text)| {
            let x = self.x(date);
            let step = match before {
                Some((other, step)) if x - other < NEAR => (step + 1) % (STEPS + 1),
                _ => 0,
            };
            before = Some((x, step));
            PointView {
                x: percent(x),
                y: percent(LINE - step * STEP),
                key,
                text,
            }
        });
        views.collect()
    }
}

/// Whole days from one day to a later one.
fn days(from: Date, to: Date) -> usize {
    let hours = to.civil().duration_since(from.civil()).as_hours();
    usize::try_from(hours / 24).unwrap_or_default()
}

/// Events without a day, in their order, each as far from the next.
fn apart(site: &Site<'_>, events: &[&Event]) -> Vec<PointView> {
    let wide = (RIGHT - UNKNOWN) / events.len().max(1);
    let views = events.iter().enumerate().map(|(at, event)| PointView {
        x: percent(UNKNOWN + at * wide + wide / 2),
        y: percent(LINE),
        key: event.kind.key(),
        text: format!("{}: {}", words(site, event), site.word("unknown_date")),
    });
    views.collect()
}

fn words(site: &Site<'_>, event: &Event) -> String {
    let kind = site.word(&format!("event.{}", event.kind.key()));
    match event.not_before.filter(|_| !event.undated) {
        Some(date) => on_day(site, &kind, date),
        None => kind,
    }
}

fn on_day(site: &Site<'_>, kind: &str, date: Date) -> String {
    let date = site.theme.words.date(date);
    site.theme
        .words
        .fill("next.fact", &[("kind", kind), ("date", &date)])
}

/// Where years begin, or months where no year does; as many as have room.
fn ticks(site: &Site<'_>, scale: &Scale) -> Vec<TickView> {
    let inside = |date: &Date| scale.first <= *date && *date <= scale.last;
    let years = scale.first.year()..=scale.last.year();
    let starts: Vec<Date> = years.clone().filter_map(|y| Date::new(y, 1, 1)).collect();
    let mut marks: Vec<(Date, String)> = starts
        .into_iter()
        .filter(inside)
        .map(|date| (date, date.year().to_string()))
        .collect();
    let mut most = YEARS;
    if marks.is_empty() {
        most = MONTHS;
        let months = (1..=12).filter_map(|month| Date::new(scale.first.year(), month, 1));
        marks = months
            .filter(inside)
            .map(|date| (date, month_and_year(site, date)))
            .collect();
    }
    let every = marks.len().div_ceil(most).max(1);
    let views = marks.into_iter().step_by(every).map(|(date, text)| {
        let x = scale.x(date);
        TickView {
            anchor: match x {
                0..120 => "start",
                x if x + 120 > scale.end => "end",
                _ => "middle",
            },
            x: percent(x),
            text,
        }
    });
    views.collect()
}

fn month_and_year(site: &Site<'_>, date: Date) -> String {
    let month = site.word(&format!("months.{}", date.month()));
    format!("{month} {}", date.year())
}

fn description(site: &Site<'_>, known: &[Mark], undated: usize, next: Option<NextDate>) -> String {
    let words = &site.theme.words;
    let days = || known.iter().map(|(date, ..)| *date);
    let day = |date: Option<Date>| date.map_or_else(String::new, |date| words.date(date));
    let (first, last) = (day(days().min()), day(days().max()));
    let count = words.count("events", known.len());
    let facts = [("events", &*count), ("first", &first), ("last", &last)];
    let key = if first == last { "day" } else { "days" };
    let mut sentences = vec![words.fill(&format!("track.{key}"), &facts)];
    if undated > 0 {
        let count = words.count("events", undated);
        sentences.push(words.fill("track.undated", &[("events", &count)]));
    }
    if let Some(next) = next {
        let kind = site.word(&format!("next.{}", next.kind.key()));
        let next = on_day(site, &kind, next.date);
        sentences.push(words.fill("track.next", &[("next", &next)]));
    }
    sentences.retain(|sentence| !sentence.is_empty());
    sentences.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        Date::parse(text).expect("date")
    }

    #[test]
    fn places_are_in_proportion_to_time() {
        let scale = Scale::new(date("2020-01-01"), date("2024-01-01"), RIGHT).expect("scale");
        assert_eq!(scale.x(date("2020-01-01")), LEFT);
        assert_eq!(scale.x(date("2022-01-01")), 500);
        assert_eq!(scale.x(date("2024-01-01")), RIGHT);
        assert!(Scale::new(date("2020-01-01"), date("2020-01-01"), RIGHT).is_none());
    }

    #[test]
    fn events_of_one_day_are_stacked() {
        let scale = Scale::new(date("2020-01-01"), date("2024-01-01"), RIGHT).expect("scale");
        let mark = |text| (date(text), "published", String::new());
        let points = scale.points(vec![
            mark("2020-01-01"),
            mark("2020-01-01"),
            mark("2023-01-01"),
        ]);
        let heights: Vec<&str> = points.iter().map(|point| &*point.y).collect();
        assert_eq!(heights, ["62%", "45%", "62%"]);
    }
}
