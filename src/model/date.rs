//! Dates and local times as authors write them: `2024-04-17`, `2024-04-17T15:00`.

use std::borrow::Cow;
use std::fmt;

use jiff::civil;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Years in which a council paper can be dated. Real archives contain 26.02.3004 (DOMAIN §4).
const YEARS: std::ops::RangeInclusive<i16> = 1800..=2200;

/// A day of the Gregorian calendar between 1800 and 2200.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct Date(
    #[borsh(serialize_with = "put_civil", deserialize_with = "take_civil")] civil::Date,
);

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "borsh hands it over like this"
)]
fn put_civil<W: borsh::io::Write>(date: &civil::Date, out: &mut W) -> borsh::io::Result<()> {
    borsh::BorshSerialize::serialize(&(date.year(), date.month(), date.day()), out)
}

fn take_civil<R: borsh::io::Read>(from: &mut R) -> borsh::io::Result<civil::Date> {
    let (year, month, day) = <(i16, i8, i8) as borsh::BorshDeserialize>::deserialize_reader(from)?;
    civil::Date::new(year, month, day).map_err(borsh::io::Error::other)
}

impl Date {
    /// Reads exactly `YYYY-MM-DD`; `None` for anything else, for days that do not exist and for
    /// years outside 1800–2200.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let dashes = text.len() == 10 && text.as_bytes()[4] == b'-' && text.as_bytes()[7] == b'-';
        let date: civil::Date = dashes.then(|| text.parse().ok()).flatten()?;
        YEARS.contains(&date.year()).then_some(Self(date))
    }

    /// A day from its parts; `None` as for [`Date::parse`].
    #[must_use]
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = civil::Date::new(year, month, day).ok()?;
        YEARS.contains(&date.year()).then_some(Self(date))
    }

    /// The year, 1800–2200.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1–12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1–31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// Hours by which Germany is ahead of UTC at the beginning of the day: 2 in summer time, which
    /// since 1980 begins on March's last Sunday and since 1996 ends on October's (EU directive
    /// 2000/84/EC; before 1996 it ended on September's), else 1.
    #[must_use]
    pub fn german_offset(self) -> u8 {
        let last_sunday = |month| {
            let last = civil::date(self.year(), month, 1).last_of_month();
            last.day() - last.weekday().to_sunday_zero_offset()
        };
        let end = if self.year() < 1996 { 9 } else { 10 };
        let day = (self.month(), self.day());
        let summer =
            self.year() >= 1980 && day > (3, last_sunday(3)) && day <= (end, last_sunday(end));
        if summer { 2 } else { 1 }
    }

    /// The day so many days later; `None` beyond the year 2200.
    #[must_use]
    pub fn days_later(self, days: u16) -> Option<Self> {
        let later = self.0.checked_add(jiff::Span::new().days(days)).ok()?;
        YEARS.contains(&later.year()).then_some(Self(later))
    }

    /// The day as `jiff` sees it, for arithmetic and other notations.
    #[must_use]
    pub fn civil(self) -> civil::Date {
        self.0
    }
}

/// The first day of 1970: what a computer without a clock believes.
impl Default for Date {
    fn default() -> Self {
        Self(civil::date(1970, 1, 1))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("bad-date\u{1f}{text}")))
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Date {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "date"})
    }
}

/// A local time of day on a date, without zone: what an invitation to a meeting says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[derive(borsh::BorshSerialize, borsh::BorshDeserialize)]
pub struct DateTime {
    /// The day.
    pub date: Date,
    /// Hour, 0–23.
    pub hour: i8,
    /// Minute, 0–59.
    pub minute: i8,
}

impl DateTime {
    /// Reads `YYYY-MM-DDTHH:MM` (a blank instead of `T` is fine) or a bare date, which means 00:00.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let Some((day, time)) = text.split_once(['T', ' ']) else {
            return Date::parse(text).map(|date| Self {
                date,
                hour: 0,
                minute: 0,
            });
        };
        let (hour, minute) = time.split_once(':')?;
        let two = |s: &str| (s.len() == 2).then(|| s.parse::<i8>().ok()).flatten();
        let (hour, minute) = (two(hour)?, two(minute)?);
        let sound = (0..24).contains(&hour) && (0..60).contains(&minute);
        sound.then_some(Self {
            date: Date::parse(day)?,
            hour,
            minute,
        })
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom(format!("bad-date\u{1f}{text}")))
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { date, hour, minute } = self;
        serializer.collect_str(&format_args!("{date}T{hour:02}:{minute:02}"))
    }
}

impl JsonSchema for DateTime {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "DateTime".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2})?$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_in_one_notation() {
        assert_eq!(
            Date::parse("2024-02-29").map(|d| d.to_string()).as_deref(),
            Some("2024-02-29")
        );
        for bad in [
            "2023-02-29",
            "17.04.2024",
            "20240417",
            "3004-02-26",
            "2024-4-17",
            "2024-04-17T00:00",
        ] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn summer_time_begins_after_midnight_of_the_last_sunday() {
        let offset = |text| Date::parse(text).expect("date").german_offset();
        assert_eq!([offset("2024-03-31"), offset("2024-04-01")], [1, 2]);
        assert_eq!([offset("2024-10-27"), offset("2024-10-28")], [2, 1]);
        assert_eq!([offset("1979-07-01"), offset("1995-10-10")], [1, 1]);
    }

    #[test]
    fn deadlines_count_days_over_months_and_leap_years() {
        let later = |text, days| {
            let date = Date::parse(text).expect("date").days_later(days);
            date.map(|date| date.to_string())
        };
        assert_eq!(later("2024-02-28", 2).as_deref(), Some("2024-03-01"));
        assert_eq!(later("2023-11-02", 180).as_deref(), Some("2024-04-30"));
        assert_eq!(later("2200-12-31", 1), None);
    }

    #[test]
    fn times_need_two_digits() {
        let time = DateTime::parse("2024-04-17T15:05").map(|t| (t.hour, t.minute));
        assert_eq!(time, Some((15, 5)));
        assert!(DateTime::parse("2024-04-17").is_some());
        for bad in ["2024-04-17T24:00", "2024-04-17T1:00", "2024-04-17T", "x"] {
            assert_eq!(DateTime::parse(bad), None, "{bad}");
        }
    }
}
