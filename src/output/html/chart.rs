//! Charts of papers by year: how long each bar is, and the same numbers as a table. Templates draw them.

use std::collections::BTreeMap;

use super::view::{BarPart, BarView, ChartRow, ChartView, Label};
use crate::link::{PaperIx, Status};
use crate::output::Site;
use crate::route::Url;

/// Where bars begin and how long the longest is, in thousandths of the drawing's height; the rest is for words.
const FOOT: usize = 880;
const LONGEST: usize = 760;
/// Most years that have room for their name on a phone, and most bars that have room for their number.
const NAMED: usize = 6;
const NUMBERED: usize = 10;
/// From so many papers on a number needs the room of two.
const LONG: usize = 1000;
/// The widest bar in thousandths of the drawing's width.
const WIDEST: usize = 110;

/// What became of papers, as far as a chart tells it apart; in the order in which bars are stacked.
const SERIES: [&str; 5] = ["settled", "over", "turned_down", "waiting", "none"];

/// Papers by year, from the first year to the last without gaps; `list` tells where those of a year are listed.
/// `None` if all are of one year.
pub(super) fn of_papers(
    site: &Site<'_>,
    papers: &[PaperIx],
    list: &dyn Fn(Option<i16>) -> Url,
) -> Option<ChartView> {
    let years = count(site, papers);
    let dated = || years.keys().flatten();
    let (first, last) = (*dated().min()?, *dated().max()?);
    if first == last {
        return None;
    }
    let all: Vec<(i16, Counts)> = (first..=last)
        .map(|year| (year, years.get(&Some(year)).copied().unwrap_or_default()))
        .collect();
    let undated = years.get(&None).copied();
    let occurs = |at: &usize| years.values().any(|counts| counts[*at] > 0);
    let series: Vec<usize> = (0..SERIES.len()).filter(occurs).collect();
    let mut rows: Vec<ChartRow> = all
        .iter()
        .map(|(year, counts)| {
            let url = (sum(counts) > 0).then(|| list(Some(*year)));
            row(year.to_string(), url, counts, &series)
        })
        .collect();
    let unknown = undated.map(|counts| {
        let name = site.word("unknown_date");
        row(name, Some(list(None)), &counts, &series)
    });
    rows.extend(unknown);
    Some(ChartView {
        title: site.word("chart.title"),
        description: description(site, &all, undated.map_or(0, |counts| sum(&counts))),
        series: series.iter().map(|at| label(site, *at)).collect(),
        bars: bars(&all),
        rows,
    })
}

type Counts = [usize; SERIES.len()];

fn sum(counts: &Counts) -> usize {
    counts.iter().sum()
}

fn label(site: &Site<'_>, at: usize) -> Label {
    site.label("chart_series", SERIES[at])
}

fn count(site: &Site<'_>, papers: &[PaperIx]) -> BTreeMap<Option<i16>, Counts> {
    let mut years: BTreeMap<Option<i16>, Counts> = BTreeMap::new();
    for ix in papers {
        let paper = site.archive.paper(*ix);
        let year = paper.paper.date.map(crate::model::Date::year);
        years.entry(year).or_default()[of_status(paper.status)] += 1;
    }
    years
}

/// Which of [`SERIES`] a status belongs to.
const fn of_status(status: Option<Status>) -> usize {
    match status {
        Some(
            Status::Adopted | Status::Amended | Status::Done | Status::Answered | Status::Noted,
        ) => 0,
        Some(Status::Ended | Status::Expired | Status::Repealed | Status::Superseded) => 1,
        Some(Status::Rejected | Status::Withdrawn) => 2,
        Some(
            Status::Open
            | Status::Overdue
            | Status::Undecided
            | Status::Referred
            | Status::Postponed,
        ) => 3,
        None => 4,
    }
}

fn row(name: String, url: Option<Url>, counts: &Counts, series: &[usize]) -> ChartRow {
    ChartRow {
        name,
        url,
        total: sum(counts),
        counts: series.iter().map(|at| counts[*at]).collect(),
    }
}

fn bars(years: &[(i16, Counts)]) -> Vec<BarView> {
    let most = years.iter().map(|(_, counts)| sum(counts)).max();
    let most = most.unwrap_or_default().max(1);
    let every = years.len().div_ceil(NAMED);
    let numbered = years.len() <= if most < LONG { NUMBERED } else { NUMBERED / 2 };
    let views = years.iter().enumerate().map(|(at, (year, counts))| {
        let middle = (2 * at + 1) * 1000 / (2 * years.len());
        let width = (700 / years.len()).clamp(2, WIDEST);
        let total = sum(counts);
        let length = |papers: usize| papers * LONGEST / most;
        let mut below = 0;
        let parts = counts.iter().zip(SERIES).filter(|(count, _)| **count > 0);
        let parts = parts.map(|(count, key)| {
            let (from, to) = (length(below), length(below + count));
            below += count;
            BarPart {
                key,
                y: percent(FOOT - to),
                height: percent(to - from),
            }
        });
        BarView {
            parts: parts.collect(),
            x: percent(middle - width / 2),
            width: percent(width),
            middle: percent(middle),
            top: percent(FOOT - length(total)),
            label: at.is_multiple_of(every).then(|| year.to_string()),
            total: (numbered && total > 0).then(|| total.to_string()),
        }
    });
    views.collect()
}

fn description(site: &Site<'_>, years: &[(i16, Counts)], undated: usize) -> String {
    let words = &site.theme.words;
    let total = years.iter().map(|(_, counts)| sum(counts)).sum();
    // The first of the years with the most papers.
    let peak = years.iter().rev().max_by_key(|(_, counts)| sum(counts));
    let (peak, most) = peak.map_or((0, 0), |(year, counts)| (*year, sum(counts)));
    let year =
        |at: Option<&(i16, Counts)>| at.map_or_else(String::new, |(year, _)| year.to_string());
    let facts = [
        ("papers", words.count("papers", total)),
        ("first", year(years.first())),
        ("last", year(years.last())),
        ("peak", peak.to_string()),
        ("most", words.number(most as u64)),
    ];
    let facts: Vec<(&str, &str)> = facts.iter().map(|(key, text)| (*key, &**text)).collect();
    let mut text = words.fill("chart.description", &facts);
    if undated > 0 {
        let papers = words.count("papers", undated);
        text.push(' ');
        text.push_str(&words.fill("chart.undated", &[("papers", &papers)]));
    }
    text
}

/// Thousandths as SVG wants them: `12.5%`.
pub(super) fn percent(thousandths: usize) -> String {
    let (whole, rest) = (thousandths / 10, thousandths % 10);
    if rest == 0 {
        format!("{whole}%")
    } else {
        format!("{whole}.{rest}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_stand_on_one_line_and_the_longest_fills_the_drawing() {
        let years = [
            (2020, [1, 0, 0, 1, 0]),
            (2021, [0; 5]),
            (2022, [4, 0, 0, 0, 0]),
        ];
        let bars = bars(&years);
        assert_eq!(bars[0].parts.len(), 2);
        assert_eq!(
            (&*bars[0].parts[0].y, &*bars[0].parts[0].height),
            ("69%", "19%")
        );
        assert_eq!((&*bars[0].parts[1].y, &*bars[0].top), ("50%", "50%"));
        assert!(
            bars[1].parts.is_empty(),
            "a year without papers has its place"
        );
        assert_eq!(
            (&*bars[2].top, bars[2].total.as_deref()),
            ("12%", Some("4"))
        );
    }

    #[test]
    fn many_years_have_few_names() {
        let years: Vec<(i16, Counts)> = (1990..2025).map(|year| (year, [1, 0, 0, 0, 0])).collect();
        let bars = bars(&years);
        assert_eq!(bars.len(), 35);
        assert!(bars.iter().filter(|bar| bar.label.is_some()).count() <= NAMED);
        assert!(bars.iter().all(|bar| bar.total.is_none()));
    }

    #[test]
    fn percentages_are_short() {
        assert_eq!(
            [percent(125), percent(880), percent(0)],
            ["12.5%", "88%", "0%"]
        );
    }
}
