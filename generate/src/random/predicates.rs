//! Random tests of one fact, of every kind that its type allows.

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{
    Bound, DigitRange, Digits, FactId, ListId, ListValues, Lists, Money, Predicate, Relation, Test,
    TextPattern, Type, WholeRange, WorthRange, day,
};
use waypost_dsl::iso::{Country, Currency};

use super::{COUNTRIES, CURRENCIES, Names, TEXTS, lists, rates};
use crate::draw::Draw;

/// Days around the changes of summer time in 2026, and of the years: numbers as of [`day::number`].
const DAYS: [i64; 6] = [0, 734_864, 740_067, 740_277, 740_344, day::LAST];

/// A test of `fact`, which may be compared with one of `others`.
pub(super) fn test(draw: &mut Draw, names: &Names, fact: FactId, others: &[FactId]) -> Test {
    if draw.once_in(8) {
        return Test { fact, predicate: Predicate::Present };
    }
    let against = if draw.once_in(4) { against(draw, names, fact, others) } else { None };
    let predicate = against.unwrap_or_else(|| predicate(draw, &names.facts[fact].ty, &names.lists));
    Test { fact, predicate }
}

/// A comparison with another fact, if one has a type that allows it.
fn against(draw: &mut Draw, names: &Names, fact: FactId, others: &[FactId]) -> Option<Predicate> {
    let ty = &names.facts[fact].ty;
    let rated = |other: &Type| match (ty, other) {
        (Type::Money(one), Type::Money(other)) if one == other && one.len() == 1 => true,
        (Type::Money(one), Type::Money(other)) => {
            rates::compare(&names.rates, one.iter().chain(other).copied())
        }
        _ => true,
    };
    let comparable = |other: &FactId| {
        let other_ty = &names.facts[*other].ty;
        *other != fact && ty.compares_with(other_ty) && rated(other_ty)
    };
    let others: Vec<FactId> = others.iter().copied().filter(comparable).collect();
    if others.is_empty() {
        return None;
    }
    let relations = [Relation::Equal, Relation::Less, Relation::AtMost, Relation::Greater, Relation::AtLeast];
    let relation = if ty.is_ordered() { *draw.pick(&relations) } else { Relation::Equal };
    Some(Predicate::Against(relation, *draw.pick(&others)))
}

fn predicate(draw: &mut Draw, ty: &Type, lists: &Lists) -> Predicate {
    let some = draw.below(3) + 1;
    let place = |draw: &mut Draw, len: usize| u16::try_from(draw.place(len)).unwrap_or(0);
    match ty {
        Type::Flag => Predicate::True,
        Type::OneOf(names) => Predicate::OneOf((0..some).map(|_| place(draw, names.len())).collect()),
        Type::Currency(list) => Predicate::OneOf((0..some).map(|_| place(draw, list.len())).collect()),
        Type::Weekday => Predicate::OneOf((0..some).map(|_| place(draw, Type::WEEKDAYS.len())).collect()),
        Type::Country => {
            let known =
                |draw: &mut Draw| Country::from_code(draw.pick::<&str>(&COUNTRIES)).map(Country::index);
            let any = |draw: &mut Draw| Some(place(draw, usize::from(Country::count())));
            let country = |draw: &mut Draw| if draw.once_in(2) { any(draw) } else { known(draw) };
            Predicate::OneOf((0..some).filter_map(|_| country(draw)).collect())
        }
        Type::Integer { min, max } => {
            Predicate::Whole((0..some).map(|_| range(draw, min - 2, max + 2)).collect())
        }
        Type::Hour => Predicate::Whole((0..some).map(|_| range(draw, 0, 23)).collect()),
        Type::Date => Predicate::Whole((0..some).map(|_| days(draw)).collect()),
        Type::Percent => Predicate::Whole((0..some).map(|_| range(draw, 0, 10_000)).collect()),
        Type::Duration => Predicate::Whole((0..some).map(|_| range(draw, 0, Type::WHOLE_MAX)).collect()),
        Type::Digits { max, .. } => listed(draw, lists, true)
            .unwrap_or_else(|| Predicate::Digits((0..some).filter_map(|_| digits(draw, *max)).collect())),
        Type::Money(_) => Predicate::Worth((0..some).map(|_| worth(draw)).collect()),
        Type::Text => listed(draw, lists, false).unwrap_or_else(|| text(draw, some)),
        // An instant as a whole is only compared with others.
        Type::Timestamp(_) => Predicate::Present,
    }
}

fn text(draw: &mut Draw, some: u64) -> Predicate {
    if draw.once_in(2) {
        let text = (*draw.pick(&TEXTS)).to_owned();
        return Predicate::TextLike(match draw.below(3) {
            0 => TextPattern::StartsWith(text),
            1 => TextPattern::EndsWith(text),
            _ => TextPattern::Contains(text),
        });
    }
    let one = |draw: &mut Draw| match draw.once_in(2) {
        true => lists::text(draw.below(lists::LONGEST)),
        false => (*draw.pick(&TEXTS)).to_owned(),
    };
    Predicate::TextIs((0..some).map(|_| one(draw)).collect())
}

/// Half of the time one of the lists of digits, or of texts, if there is one.
fn listed(draw: &mut Draw, lists: &Lists, of_digits: bool) -> Option<Predicate> {
    let fits = |id: &ListId| {
        lists.at(*id).is_some_and(|list| matches!(list.values, ListValues::Digits(_)) == of_digits)
    };
    let fitting: Vec<ListId> = (0..lists.len()).map(ListId::new).filter(fits).collect();
    (draw.once_in(2) && !fitting.is_empty()).then(|| Predicate::Listed(*draw.pick(&fitting)))
}

fn range(draw: &mut Draw, low: i64, high: i64) -> WholeRange {
    let low = draw.between(low, high);
    WholeRange { low, high: low.saturating_add(draw.between(0, (high - low) / 2 + 1)) }
}

/// Some days in a row, or all from or up to some day.
fn days(draw: &mut Draw) -> WholeRange {
    let near = |draw: &mut Draw| (*draw.pick(&DAYS) + draw.between(-8, 8)).clamp(0, day::LAST);
    let low = near(draw);
    match draw.below(4) {
        0 => WholeRange { low: 0, high: low },
        1 => WholeRange { low, high: day::LAST },
        2 => WholeRange { low, high: low },
        _ => WholeRange { low, high: (low + draw.between(0, 20)).min(day::LAST) },
    }
}

/// Leading digits, sometimes more than any value has.
fn digits(draw: &mut Draw, max: u8) -> Option<DigitRange> {
    let len = u8::try_from(draw.below(u64::from(max) + 1) + 1).ok()?.min(Digits::MAX_LEN);
    let end = 10_u64.pow(u32::from(len));
    let low = draw.below(end);
    let high = low + draw.below((end - low).min(40));
    Some(DigitRange { low: Digits::new(len, low)?, high: Digits::new(len, high)? })
}

fn worth(draw: &mut Draw) -> WorthRange {
    let (low, high) = (bound(draw), bound(draw));
    match draw.below(4) {
        0 => WorthRange { low, high: None },
        1 => WorthRange { low: None, high },
        2 => WorthRange { low, high },
        _ => WorthRange { low, high: low.map(|low| Bound { inclusive: true, ..low }) },
    }
}

fn bound(draw: &mut Draw) -> Option<Bound> {
    let minor = if draw.once_in(10) { draw.below(1 << 53) } else { draw.below(50) * 100 };
    let currency = Currency::from_code(draw.pick::<&str>(&CURRENCIES))?;
    Some(Bound { money: Money { minor, currency }, inclusive: draw.once_in(2) })
}
