//! Instants: hours of weekdays in weeks, back to hours, weekdays and dates.
//!
//! A set of instants gives each day its hours. Going through the days, as long as each weekday has the same hours as
//! the last time, they are one stretch with a weekly pattern; stretches of one pattern are said together.

use std::collections::BTreeMap;

use crate::hir::{FactId, Type, day};
use crate::space::KeySet;
use crate::space::describe::Describer;
use crate::space::describe::choice::choice;
use crate::space::describe::facts::spell_day;
use crate::space::describe::numbers::Scale;
use crate::space::describe::words::Words;
use crate::space::line;

/// The hours of a day, a bit each.
type Hours = u32;
/// The hours of each day of a week.
type Week = [Hours; 7];

const ALL_DAY: Hours = (1 << 24) - 1;
const LAST: u64 = day::LAST.unsigned_abs();

/// Some days, and the hours of each of them by its weekday.
#[derive(Debug, Clone)]
struct Period {
    days: KeySet,
    week: Week,
}

impl Describer<'_, '_> {
    /// That an instant has one of these keys.
    pub(super) fn instants(&self, fact: FactId, inside: &KeySet) -> Words {
        let periods = grouped(stretches(inside));
        let said = periods.iter().filter(|period| period.week != [0; 7]).map(|period| {
            // Where more is allowed on some days, it does no harm to allow this there too.
            let more = periods.iter().filter(|other| contains(&other.week, &period.week));
            let wider = more.fold(KeySet::EMPTY, |days, other| days.union(&other.days));
            let days = Words::shortest(vec![self.days(fact, &period.days), self.days(fact, &wider)]);
            Words::all(vec![self.week(fact, &period.week), days])
        });
        Words::any(said.collect())
    }

    fn days(&self, fact: FactId, days: &KeySet) -> Words {
        let name = self.part(fact, |ty| *ty == Type::Date);
        Words::shortest(Scale { name, last: LAST, spell: &spell_day, is_fine: false }.ways(days))
    }

    fn week(&self, fact: FactId, week: &Week) -> Words {
        let mut kinds: Vec<Hours> = week.iter().copied().filter(|hours| *hours != 0).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let said = kinds.into_iter().map(|hours| {
            let wider = self.weekdays(fact, week, |other| other & hours == hours);
            let own = self.weekdays(fact, week, |other| other == hours);
            Words::all(vec![Words::shortest(vec![own, wider]), self.hours(fact, hours)])
        });
        Words::any(said.collect())
    }

    fn weekdays(&self, fact: FactId, week: &Week, has: impl Fn(Hours) -> bool) -> Words {
        let name = self.part(fact, |ty| *ty == Type::Weekday);
        let places = (0..).zip(week).filter(|(_, hours)| has(**hours)).map(|(place, _)| (place, place));
        let inside = KeySet::from_ranges(places);
        if inside == KeySet::range(0, 6) {
            return Words::Always;
        }
        let spell = |place| Type::WEEKDAYS.get(usize::try_from(place).ok()?).map(|&name| name.to_owned());
        Words::shortest(choice(name, 7, &inside, spell))
    }

    fn hours(&self, fact: FactId, hours: Hours) -> Words {
        let name = self.part(fact, |ty| *ty == Type::Hour);
        let inside = (0..24_u64).filter(|hour| hours & (1 << hour) != 0).map(|hour| (hour, hour));
        let scale = Scale { name, last: 23, spell: &|hour| hour.to_string(), is_fine: false };
        Words::shortest(scale.ways(&KeySet::from_ranges(inside)))
    }
}

/// Whether one week has all hours of another one.
fn contains(more: &Week, less: &Week) -> bool {
    more.iter().zip(less).all(|(more, less)| more & less == *less)
}

/// A stretch of days while it is read, with the weekdays that it has come to.
struct Open {
    first: u64,
    seen: [Option<Hours>; 7],
}

impl Open {
    fn at(first: u64) -> Self {
        Self { first, seen: [None; 7] }
    }

    /// Goes on to a day with these hours; if that weekday had others before, the stretch is done, and a new one begins.
    fn see(&mut self, day: u64, week: &Week, done: &mut Vec<(u64, u64, [Option<Hours>; 7])>) {
        let place = weekday(day);
        let (Some(hours), Some(&before)) = (week.get(place).copied(), self.seen.get(place)) else { return };
        if before.is_some_and(|before| before != hours) {
            done.push((self.first, day - 1, self.seen));
            *self = Self::at(day);
        }
        self.seen.get_mut(place).into_iter().for_each(|seen| *seen = Some(hours));
    }
}

/// All days, in stretches with a weekly pattern each; a weekday that a stretch does not come to has none.
fn stretches(inside: &KeySet) -> Vec<(u64, u64, [Option<Hours>; 7])> {
    let (mut open, mut week, mut next, mut done) = (Open::at(0), [0; 7], 0, vec![]);
    for (day, toggled) in changes(inside) {
        // Behind a week without a change, nothing new is seen.
        for quiet in next..day.min(next + 7) {
            open.see(quiet, &week, &mut done);
        }
        week.get_mut(weekday(day)).into_iter().for_each(|hours| *hours ^= toggled);
        open.see(day, &week, &mut done);
        next = day + 1;
    }
    for quiet in next..=LAST.min(next + 6) {
        open.see(quiet, &week, &mut done);
    }
    done.push((open.first, LAST, open.seen));
    done
}

/// The days on which a weekday begins to have other hours than before, with the hours that change.
fn changes(inside: &KeySet) -> BTreeMap<u64, Hours> {
    let mut changes = BTreeMap::new();
    for &(first, last) in inside.ranges() {
        let ((hour, from), (_, to)) = (line::hour_and_week(first), line::hour_and_week(last));
        for week in [from, to + 1] {
            *changes.entry(week * 7 + hour / 24).or_default() ^= 1 << (hour % 24);
        }
    }
    changes.retain(|day, hours| *day <= LAST && *hours != 0);
    changes
}

fn weekday(day: u64) -> usize {
    usize::try_from(day % 7).unwrap_or(0)
}

/// The stretches of one pattern together; those of a few days as days of one pattern all week.
fn grouped(stretches: Vec<(u64, u64, [Option<Hours>; 7])>) -> Vec<Period> {
    let mut groups: Vec<(KeySet, [Option<Hours>; 7])> = vec![];
    let (long, short): (Vec<_>, Vec<_>) =
        stretches.into_iter().partition(|(first, last, _)| last - first >= 7);
    for (first, last, seen) in long.into_iter().chain(short.into_iter().flat_map(runs)) {
        let days = KeySet::range(first, last);
        match groups.iter_mut().find(|(_, group)| agree(group, &seen)) {
            Some((known, group)) => {
                *known = known.union(&days);
                group.iter_mut().zip(seen).for_each(|(hours, seen)| *hours = hours.or(seen));
            }
            None => groups.push((days, seen)),
        }
    }
    groups.into_iter().map(|(days, seen)| Period { days, week: filled(&seen) }).collect()
}

/// A stretch of at most a week, cut into runs of days with the same hours.
fn runs((first, last, seen): (u64, u64, [Option<Hours>; 7])) -> Vec<(u64, u64, [Option<Hours>; 7])> {
    let mut runs: Vec<(u64, u64, [Option<Hours>; 7])> = vec![];
    for day in first..=last {
        let hours = seen.get(weekday(day)).copied().flatten();
        let mut own = [None; 7];
        own.get_mut(weekday(day)).into_iter().for_each(|place| *place = hours);
        match runs.last_mut() {
            Some((_, end, known)) if known.iter().flatten().all(|known| Some(*known) == hours) => {
                *end = day;
                known.iter_mut().zip(own).for_each(|(known, own)| *known = known.or(own));
            }
            _ => runs.push((day, day, own)),
        }
    }
    runs
}

/// Whether no weekday has different hours in the two.
fn agree(one: &[Option<Hours>; 7], other: &[Option<Hours>; 7]) -> bool {
    one.iter().zip(other).all(|(one, other)| one.is_none() || other.is_none() || one == other)
}

/// A pattern for the whole week: where all known days have the same hours, the others have them too.
fn filled(seen: &[Option<Hours>; 7]) -> Week {
    let mut known = seen.iter().flatten();
    let first = known.next().copied().unwrap_or(ALL_DAY);
    let other = if known.all(|hours| *hours == first) { first } else { 0 };
    seen.map(|hours| hours.unwrap_or(other))
}
