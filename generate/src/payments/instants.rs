//! Instants worth trying: around the changes of summer time, around midnight, and at both ends of the calendar.

use jiff::Timestamp;
use jiff::civil::{DateTime, date};
use jiff::tz::TimeZone;
use waypost_dsl::hir::day;

use crate::draw::Draw;

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;

/// Any instant: of our days, around a change of the zone, or any that there is.
pub(super) fn any(draw: &mut Draw, zone: &TimeZone) -> i64 {
    let ours = draw.between(1_767_225_600, 1_830_297_600) * SECOND;
    match draw.below(4) {
        0 | 1 => ours + draw.between(0, SECOND - 1),
        2 => {
            let start = Timestamp::from_microsecond(ours).unwrap_or(Timestamp::UNIX_EPOCH);
            let change =
                zone.following(start).next().map_or(ours, |change| change.timestamp().as_microsecond());
            change + draw.between(-3, 3) * *draw.pick(&[1, SECOND, HOUR / 2, HOUR])
        }
        _ => draw.between(ends(zone).0, ends(zone).1),
    }
}

/// Instants that facts of any zone often have in common: changes of summer time in Berlin, New York and Lord Howe, the
/// days around the turn of a year, the day that Samoa left out, and the ends of the calendar.
pub(super) fn shared(zone: &TimeZone) -> Vec<i64> {
    let spelled = [
        "2026-03-29T01:00:00Z",
        "2026-10-25T01:00:00Z",
        "2026-03-08T07:00:00Z",
        "2026-11-01T06:00:00Z",
        "2026-04-04T15:00:00Z",
        "2026-12-31T23:00:00Z",
        "2027-01-01T00:00:00Z",
        "2011-12-30T10:00:00Z",
    ];
    let around = |text: &&str| {
        let at = text.parse::<Timestamp>().map_or(0, Timestamp::as_microsecond);
        [at - 1, at, at + 1]
    };
    let (first, last) = ends(zone);
    spelled.iter().flat_map(around).chain([first, last]).collect()
}

/// Around the beginning of a day in a zone: the last and the first microsecond, and an hour further.
pub(super) fn midnight(zone: &TimeZone, number: i64) -> Vec<i64> {
    let Some(day) = day::date_of(number) else { return vec![] };
    let begin = zone.to_timestamp(day.at(0, 0, 0, 0)).map(Timestamp::as_microsecond);
    begin.map_or_else(|_| vec![], |at| vec![at - HOUR, at - 1, at, at + 1, at + HOUR])
}

/// Around the beginning of an hour on days with a change of summer time, and on one without.
pub(super) fn hours(zone: &TimeZone, hour: i64) -> Vec<i64> {
    let days = [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1), date(2026, 7, 4)];
    let begins = days.iter().filter_map(|day| {
        let local: DateTime = day.at(i8::try_from(hour.rem_euclid(24)).ok()?, 0, 0, 0);
        zone.to_timestamp(local).ok()
    });
    begins.flat_map(|at| [at.as_microsecond() - 1, at.as_microsecond()]).collect()
}

/// The first and the last instant whose day has a number.
fn ends(zone: &TimeZone) -> (i64, i64) {
    let first = day::date_of(0).and_then(|day| zone.to_timestamp(day.at(0, 0, 0, 0)).ok());
    let last = Timestamp::MAX.as_microsecond();
    (first.map_or(0, Timestamp::as_microsecond), last)
}
