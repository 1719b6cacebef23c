//! Instants on their line: the key of an instant tells its hour, its day of the week and its day as a calendar in its zone
//! does, around changes of summer time, left-out days, the turns of years and the ends of the calendar.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use jiff::Timestamp;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use waypost_dsl::arena::Id;
use waypost_dsl::hir::{
    Fact, FactId, Facts, Lists, Origin, Predicate, Rates, Test, Type, Value, WholeRange, day,
};
use waypost_dsl::space::{ABSENT, Space};
use waypost_dsl::{Code, Diagnostics, Sources, Span, Unreadable, check, load};

/// No summer time, one, one of half an hour, odd offsets, a day left out, summer time in winter, and the greatest offsets.
const ZONES: [&str; 10] = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "America/St_Johns",
    "Pacific/Apia",
    "Africa/Casablanca",
    "Pacific/Kiritimati",
    "Etc/GMT+12",
];

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap()
}

/// A numbered list of instants: many of our days, all around changes of the zone, and some from everywhere.
fn samples(zone: &TimeZone) -> Vec<Timestamp> {
    let second = |seconds: i64| Timestamp::from_second(seconds).unwrap();
    let year = (0..9_000).map(|step| second(1_767_225_600 + step * 3_541));
    let first: Timestamp = "1990-01-01T00:00:00Z".parse().unwrap();
    let last: Timestamp = "2031-01-01T00:00:00Z".parse().unwrap();
    let changes = zone.following(first).map(|change| change.timestamp()).take_while(|at| *at < last);
    let around = changes.flat_map(|at| {
        let micros = [-3_600_000_001, -1_800_000_000, -1, 0, 1, 1_800_000_000, 3_600_000_000];
        micros.map(|step| Timestamp::from_microsecond(at.as_microsecond() + step).unwrap())
    });
    let (low, high) = (Timestamp::MIN.as_second() / 9_973 + 1, Timestamp::MAX.as_second() / 9_973);
    let everywhere = (low..high).step_by(7_919).map(|step| second(step * 9_973));
    // In the second after this one, jiff takes no microseconds.
    let last_second = second(Timestamp::MAX.as_second());
    year.chain(around).chain(everywhere).chain([Timestamp::MIN, last_second]).collect()
}

/// The facts `time`, with its parts behind it.
fn facts(zone: TimeZone) -> Facts {
    let time = FactId::new(0);
    let mut facts = Facts::default();
    let span = Span { file: Sources::default().add("", ""), start: 0, end: 0 };
    let types = [Type::Timestamp(zone), Type::Hour, Type::Weekday, Type::Date];
    for (ty, origin) in types.into_iter().zip([Origin::Payment].into_iter().chain([Origin::Part(time); 3])) {
        let (optional, only_when, private, spellings) = (false, None, false, vec![]);
        facts.all.add(Fact {
            name: String::new(),
            ty,
            optional,
            only_when,
            private,
            origin,
            spellings,
            span,
        });
    }
    facts
}

#[test]
fn the_key_tells_hour_weekday_and_day_as_the_calendar_does() {
    let first = day::date_of(0).unwrap();
    for name in ZONES {
        let zone = zone(name);
        let ty = Type::Timestamp(zone.clone());
        for instant in samples(&zone) {
            let local = zone.to_datetime(instant);
            let key = ty.key(Value::Instant(instant.as_microsecond()));
            assert_eq!(key.is_some(), local.date() >= first, "{instant} in {name}");
            let Some(key) = key else { continue };
            assert!(ty.keys().contains(key), "{instant} in {name}");
            let hour = Type::Hour.value(key);
            let weekday = local.date().weekday().to_monday_zero_offset();
            let weekday = Value::OneOf(u16::try_from(weekday).unwrap());
            let day = day::number(local.date()).unwrap();
            assert_eq!(hour, Some(Value::Whole(local.hour().into())), "{instant} in {name}");
            assert_eq!(Type::Weekday.value(key), Some(weekday), "{instant} in {name}");
            assert_eq!(Type::Date.value(key), Some(Value::Whole(day)), "{instant} in {name}");
        }
    }
}

#[test]
fn a_key_is_spelled_as_an_instant_of_the_same_key() {
    for name in ZONES {
        let zone = zone(name);
        let ty = Type::Timestamp(zone.clone());
        for instant in samples(&zone) {
            let Some(key) = ty.key(Value::Instant(instant.as_microsecond())) else { continue };
            let Some(spelled) = ty.value(key) else { panic!("{instant} in {name} has no instant") };
            assert_eq!(ty.key(spelled), Some(key), "{instant} in {name}");
        }
    }
}

#[test]
fn days_count_from_a_monday() {
    assert_eq!(day::date_of(0), Some(date(0, 1, 3)));
    assert_eq!(day::number(date(0, 1, 2)), None);
    assert_eq!(day::number(date(9999, 12, 31)), Some(day::LAST));
    assert_eq!(day::date_of(day::LAST), Some(date(9999, 12, 31)));
    assert_eq!((day::date_of(-1), day::date_of(day::LAST + 1)), (None, None));
    for number in (0..=day::LAST).step_by(97) {
        let date: Date = day::date_of(number).unwrap();
        assert_eq!(i64::from(date.weekday().to_monday_zero_offset()), number % 7, "{date}");
        assert_eq!(day::number(date), Some(number));
    }
}

#[test]
fn sets_of_hours_weekdays_and_days_hold_the_instants_that_they_name() {
    let number = |year, month, day| day::number(date(year, month, day)).unwrap();
    let range = |low, high| WholeRange { low, high };
    let days = [
        vec![range(number(2026, 3, 29), number(2026, 3, 29))],
        vec![range(number(2026, 10, 25), number(2026, 11, 1)), range(number(2026, 1, 1), number(2026, 1, 1))],
        vec![range(0, number(2011, 12, 30))],
        vec![range(number(2027, 1, 1), day::LAST)],
        vec![range(number(9999, 12, 31), day::LAST)],
        vec![range(0, 0)],
        vec![range(0, day::LAST)],
    ];
    let hours = [vec![range(2, 2)], vec![range(0, 0), range(23, 23)], vec![range(9, 17)], vec![range(0, 23)]];
    let weekdays: [&[u16]; 4] = [&[0], &[5, 6], &[6, 0, 2], &[0, 1, 2, 3, 4, 5, 6]];
    let predicates = hours.into_iter().map(|ranges| (1, Predicate::Whole(ranges)));
    let predicates = predicates.chain(weekdays.into_iter().map(|days| (2, Predicate::OneOf(days.to_vec()))));
    let predicates: Vec<_> =
        predicates.chain(days.into_iter().map(|days| (3, Predicate::Whole(days)))).collect();
    for name in ZONES {
        let zone = zone(name);
        let facts = facts(zone.clone());
        let (rates, lists) = (Rates::default(), Lists::default());
        let mut space = Space::new(&facts, &rates, &lists);
        let samples = samples(&zone);
        for (fact, predicate) in &predicates {
            let test = Test { fact: FactId::new(*fact), predicate: predicate.clone() };
            let (_, keys) = space.keys(&test);
            for instant in &samples {
                let Some(key) = Type::Timestamp(zone.clone()).key(Value::Instant(instant.as_microsecond()))
                else {
                    continue;
                };
                let local = zone.to_datetime(*instant);
                let wanted = match (fact, predicate) {
                    (1, Predicate::Whole(ranges)) => within(ranges, local.hour().into()),
                    (2, Predicate::OneOf(places)) => {
                        places.contains(&u16::try_from(local.weekday().to_monday_zero_offset()).unwrap())
                    }
                    (3, Predicate::Whole(ranges)) => within(ranges, day::number(local.date()).unwrap()),
                    _ => panic!("there are no such tests"),
                };
                assert_eq!(keys.contains(key), wanted, "{instant} in {name}: {test:?}");
            }
            assert!(!keys.contains(ABSENT));
        }
    }
}

fn within(ranges: &[WholeRange], number: i64) -> bool {
    ranges.iter().any(|range| (range.low..=range.high).contains(&number))
}

/// The codes that are found in a policy whose stage `screen` has these lines.
fn found(screen: &str) -> Vec<Code> {
    let text = format!(
        "policy case\nfacts {{ time timestamp in \"Europe/Berlin\" }}\nconnector adyen {{}}\n\
         screen {{\n{screen}\n}}\nroute {{ otherwise -> adyen }}\n"
    );
    let mut diagnostics = Diagnostics::default();
    let mut read = |_: &str| Ok::<_, Unreadable>(text.clone());
    check(&load("case.way", &mut read, &mut diagnostics), &mut diagnostics);
    diagnostics.into_sorted().iter().map(|fault| fault.code).collect()
}

#[test]
fn days_before_and_from_a_day_on_are_all_days() {
    let both =
        "rule \"a\" when time.date < 2026-11-20 -> allow\nrule \"b\" when time.date >= 2026-11-20 -> allow";
    assert_eq!(found(both), []);
    assert_eq!(found(&both.replace(">=", ">")), [Code::Gap]);
}

#[test]
fn all_hours_and_all_weekdays_are_all_instants() {
    let hours = "rule \"a\" when time.hour in 8 .. 17 -> allow\nrule \"b\" when time.hour < 8 or time.hour > 17 -> allow";
    let days = "rule \"a\" when time.weekday in [mon, tue, wed, thu, fri] -> allow\nrule \"b\" when time.weekday in [sat, sun] -> allow";
    assert_eq!((found(hours), found(days)), (vec![], vec![]));
    assert_eq!(found(&hours.replace("> 17", "> 18")), [Code::Gap]);
    assert_eq!(found(&days.replace(", fri", "")), [Code::Gap]);
}
