//! iCalendar (RFC 5545, with names as in RFC 7986).

use std::io::{self, Write};

use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use super::entry::{self, Entry};
use crate::link::Appointment;
use crate::model::{Date, DateTime};
use crate::output::{Problem, Site};
use crate::route::Route;
use crate::text::printable;

/// The time zone of every German council, with its rules since 1981: before 1996, summer ended in September.
const ZONE: &str = "BEGIN:VTIMEZONE\r
TZID:Europe/Berlin\r
BEGIN:DAYLIGHT\r
DTSTART:19810329T020000\r
TZOFFSETFROM:+0100\r
TZOFFSETTO:+0200\r
TZNAME:CEST\r
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r
END:DAYLIGHT\r
BEGIN:STANDARD\r
DTSTART:19810927T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
TZNAME:CET\r
RRULE:FREQ=YEARLY;UNTIL=19950924T010000Z;BYMONTH=9;BYDAY=-1SU\r
END:STANDARD\r
BEGIN:STANDARD\r
DTSTART:19961027T030000\r
TZOFFSETFROM:+0200\r
TZOFFSETTO:+0100\r
TZNAME:CET\r
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r
END:STANDARD\r
END:VTIMEZONE\r
";

const END: &str = "END:VCALENDAR\r\n";

/// Writes a calendar, one date at a time.
pub(super) fn write<'s>(
    site: &Site<'_>,
    own: &Route,
    title: &str,
    appointments: impl Iterator<Item = &'s Appointment>,
    out: &mut dyn Write,
) -> Result<(), Problem> {
    let problem = |source| Problem::Io {
        path: site.map.file(own),
        source,
    };
    let head = head(title, &site.map.absolute(own));
    let begin = folded(head.strip_suffix(END).unwrap_or(&head));
    out.write_all(begin.as_bytes()).map_err(problem)?;
    out.write_all(ZONE.as_bytes()).map_err(problem)?;
    for appointment in appointments {
        let event = event(&entry::new(site, appointment)).try_into_string();
        let event = event.map_err(io::Error::other).map_err(problem)?;
        out.write_all(folded(&event).as_bytes()).map_err(problem)?;
    }
    out.write_all(END.as_bytes()).map_err(problem)
}

/// A calendar without dates.
fn head(title: &str, own: &str) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//drucksache//drucksache//DE"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    let title = escaped(title);
    for name in ["NAME", "X-WR-CALNAME"] {
        calendar.append_property((name, title.as_str()));
    }
    calendar.append_property(("X-WR-TIMEZONE", "Europe/Berlin"));
    calendar.append_property(source(own));
    let daily = Property::new("REFRESH-INTERVAL", "P1D");
    calendar.append_property(with(daily, "VALUE", "DURATION"));
    calendar.append_property(("X-PUBLISHED-TTL", "P1D"));
    calendar.to_string()
}

fn source(own: &str) -> Property {
    with(Property::new("SOURCE", own), "VALUE", "URI")
}

fn event(entry: &Entry) -> Event {
    let mut event = Event::new();
    let stamp = format!("{}T000000Z", day(entry.modified));
    event
        .uid(&entry.uid)
        .append_property(("DTSTAMP", stamp.as_str()))
        .append_property(moment("DTSTART", entry.start, entry))
        .summary(&entry.summary)
        .url(&entry.url)
        .status(if entry.cancelled {
            EventStatus::Cancelled
        } else {
            EventStatus::Confirmed
        })
        // Whoever follows a council is not busy because it meets.
        .append_property(("TRANSP", "TRANSPARENT"));
    if !entry.description.is_empty() {
        event.description(&entry.description);
    }
    if let Some(location) = &entry.location {
        event.location(location);
    }
    if let Some(end) = end(entry) {
        event.append_property(moment("DTEND", end, entry));
    }
    event.done()
}

/// The end as iCalendar has it: of whole days, the day after the last one.
fn end(entry: &Entry) -> Option<DateTime> {
    let end = entry.end?;
    if !is_all_day(entry) {
        return Some(end);
    }
    let date = end.date.days_later(1)?;
    (end.date > entry.start.date).then_some(DateTime { date, ..end })
}

fn is_all_day(entry: &Entry) -> bool {
    (entry.start.hour, entry.start.minute) == (0, 0)
}

fn moment(key: &str, at: DateTime, entry: &Entry) -> Property {
    if is_all_day(entry) {
        return with(Property::new(key, day(at.date)), "VALUE", "DATE");
    }
    let time = format!("{}T{:02}{:02}00", day(at.date), at.hour, at.minute);
    with(Property::new(key, time), "TZID", "Europe/Berlin")
}

fn with(mut property: Property, key: &str, value: &str) -> Property {
    property.add_parameter(key, value).done()
}

fn day(date: Date) -> String {
    date.to_string().replace('-', "")
}

/// Lines of at most 75 octets. The library forgets to count the blank in front of a line that goes on.
fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len() + text.len() / 70);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > 75 {
                folded.push_str("\r\n ");
                width = 1;
            }
            folded.push(c);
            width += c.len_utf8();
        }
        folded.push_str("\r\n");
    }
    folded
}

/// Text as iCalendar wants it, where the library does not know that it is text.
fn escaped(text: &str) -> String {
    let text = printable(text).replace('\\', "\\\\").replace('\n', " ");
    text.replace(';', "\\;").replace(',', "\\,")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_at_most_75_octets_and_no_letter_is_torn() {
        for lead in 0..4 {
            let text = format!("X:{}{}\r\n", "a".repeat(lead), "ß".repeat(200));
            let folded = folded(&text);
            assert!(
                folded.split("\r\n").all(|line| line.len() <= 75),
                "{folded}"
            );
            assert_eq!(folded.replace("\r\n ", ""), text);
        }
    }
}
