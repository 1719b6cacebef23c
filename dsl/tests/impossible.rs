//! What counts as impossible of lists and of compared facts, against all payments of small policies: no payment that can
//! be lies in an impossible region, and what lies in none is a payment that can be.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::cmp::Ordering;
use std::collections::BTreeSet;

use waypost_dsl::arena::Id;
use waypost_dsl::hir::{
    self, Condition, Digits, Fact, FactId, Facts, List, ListId, ListValues, Lists, Origin, Predicate, Rates,
    Relation, Test, Type, Value,
};
use waypost_dsl::space::{ABSENT, Axis, AxisId, KeySet, Region, Space};
use waypost_dsl::{Sources, Span};

/// Facts of these types, each with whether it is optional.
fn facts(types: &[(Type, bool)]) -> Facts {
    let mut facts = Facts::default();
    let span = Span { file: Sources::default().add("", ""), start: 0, end: 0 };
    for (ty, optional) in types {
        let (name, origin, only_when, spellings) = (String::new(), Origin::Payment, None, vec![]);
        let (ty, optional, private) = (ty.clone(), *optional, false);
        facts.all.add(Fact { name, ty, optional, only_when, private, origin, spellings, span });
    }
    facts
}

fn test(fact: usize, predicate: Predicate) -> Condition {
    Condition::Test(Test { fact: FactId::new(fact), predicate })
}

/// The axis that is not one of a fact.
fn last_axis(space: &Space<'_>) -> AxisId {
    let (id, axis) = space.axes().iter().last().unwrap();
    assert!(!matches!(axis, Axis::Fact(_)));
    id
}

/// Whether a payment with these keys lies in one of the regions.
fn is_struck(regions: &[Region], keys: &[(AxisId, u64)]) -> bool {
    let key = |axis: AxisId| keys.iter().find(|(known, _)| *known == axis).map_or(0, |(_, key)| *key);
    regions.iter().any(|region| region.sides().iter().all(|(axis, set)| set.contains(key(*axis))))
}

#[test]
fn two_facts_have_an_order_if_and_only_if_both_are_there() {
    let integer = Type::Integer { min: 0, max: 2 };
    for optional in [[false, false], [true, false], [false, true], [true, true]] {
        let facts = facts(&optional.map(|optional| (integer.clone(), optional)));
        let (rates, lists) = (Rates::default(), Lists::default());
        let mut space = Space::new(&facts, &rates, &lists);
        space.formula(&test(1, Predicate::Against(Relation::AtLeast, FactId::new(0))));
        let regions = space.impossible(100).unwrap();
        let (a, b, order) = (AxisId::new(0), AxisId::new(1), last_axis(&space));
        let values = |optional: bool| (0..3).chain(optional.then_some(ABSENT));
        for (x, y) in values(optional[0]).flat_map(|x| values(optional[1]).map(move |y| (x, y))) {
            let known = if x == ABSENT || y == ABSENT { ABSENT } else { relation(x.cmp(&y)) };
            assert!(!is_struck(&regions, &[(a, x), (b, y), (order, known)]), "{x} {y}");
            for key in [0, 1, 2, ABSENT] {
                let presence_differs = (key == ABSENT) != (known == ABSENT);
                assert_eq!(
                    is_struck(&regions, &[(a, x), (b, y), (order, key)]),
                    presence_differs,
                    "{x} {y} {key}"
                );
            }
        }
        assert_eq!(space.whole(order).contains(ABSENT), optional.contains(&true));
    }
}

fn relation(order: Ordering) -> u64 {
    match order {
        Ordering::Less => 0,
        Ordering::Equal => 1,
        Ordering::Greater => 2,
    }
}

#[test]
fn a_comparison_turned_around_is_the_same_question() {
    let facts = facts(&[(Type::Percent, false), (Type::Percent, false)]);
    let (rates, lists) = (Rates::default(), Lists::default());
    let mut space = Space::new(&facts, &rates, &lists);
    let relations = [
        (Relation::Less, Relation::Greater),
        (Relation::AtMost, Relation::AtLeast),
        (Relation::Equal, Relation::Equal),
    ];
    for (one, turned) in relations {
        let forth = space.formula(&test(0, Predicate::Against(one, FactId::new(1))));
        let back = space.formula(&test(1, Predicate::Against(turned, FactId::new(0))));
        assert_eq!(forth, back);
        let (five, six) = (Value::Whole(5), Value::Whole(6));
        for (a, b) in [(five, six), (six, five), (five, five)] {
            let order = hir::order(&rates, (&Type::Percent, a), (&Type::Percent, b)).unwrap();
            assert_eq!(one.holds(order), turned.holds(order.reverse()));
        }
    }
}

/// More digits than a list has that counts as if it were written out: every third string of five.
fn many_digits() -> Vec<Digits> {
    (0..400)
        .filter_map(|place| Digits::new(3, place * 2))
        .chain(Digits::new(2, 99))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

#[test]
fn what_is_in_a_long_list_of_digits_is_known_by_its_key() {
    for optional in [false, true] {
        let facts = facts(&[(Type::Digits { min: 2, max: 4 }, optional)]);
        let (rates, mut lists) = (Rates::default(), Lists::default());
        let list = lists.add(List { name: String::new(), values: ListValues::Digits(many_digits()) });
        let mut space = Space::new(&facts, &rates, &lists);
        space.formula(&test(0, Predicate::Listed(list)));
        let regions = space.impossible(100).unwrap();
        let (digits, listed) = (AxisId::new(0), last_axis(&space));
        for value in (2..=4).flat_map(|len| {
            (0..10_u64.pow(len)).filter_map(move |number| Digits::new(u8::try_from(len).unwrap(), number))
        }) {
            let key = facts[FactId::new(0)].ty.key(Value::Digits(value)).unwrap();
            let text = value.to_string();
            let begins = many_digits().iter().any(|known| text.starts_with(&known.to_string()));
            assert_eq!(lists[list].leads(value), begins, "{value}");
            for said in [0, 1] {
                let wrong = (said == 1) != begins;
                assert_eq!(is_struck(&regions, &[(digits, key), (listed, said)]), wrong, "{value} {said}");
            }
        }
        if optional {
            let absent = |said| is_struck(&regions, &[(digits, ABSENT), (listed, said)]);
            assert_eq!((absent(0), absent(1)), (false, true));
        }
    }
}

#[test]
fn what_is_in_a_long_list_of_texts_is_known_of_texts_that_tests_name() {
    let facts = facts(&[(Type::Text, true)]);
    let (rates, mut lists) = (Rates::default(), Lists::default());
    let mut texts: Vec<String> = (0..300).map(|number| format!("t{number}")).collect();
    texts.sort_unstable();
    let list = lists.add(List { name: String::new(), values: ListValues::Texts(texts) });
    let mut space = Space::new(&facts, &rates, &lists);
    space.formula(&test(0, Predicate::Listed(list)));
    let listed = last_axis(&space);
    space.formula(&test(0, Predicate::TextIs(vec!["t7".into(), "x".into(), "t299".into(), "t300".into()])));
    let regions = space.impossible(100).unwrap();
    let struck = |key, said| is_struck(&regions, &[(AxisId::new(0), key), (listed, said)]);
    // A text that no test names may be in the list or not.
    assert_eq!((struck(0, 0), struck(0, 1)), (false, false));
    for (key, inside) in [(1, true), (2, false), (3, true), (4, false)] {
        assert_eq!((struck(key, 0), struck(key, 1)), (inside, !inside), "{key}");
    }
    assert_eq!((struck(ABSENT, 0), struck(ABSENT, 1)), (false, true));
}

#[test]
fn a_list_of_256_values_counts_as_written_out_and_one_of_257_does_not() {
    let facts = facts(&[(Type::Digits { min: 3, max: 3 }, false), (Type::Text, false)]);
    let rates = Rates::default();
    for (size, axes) in [(256, 2), (257, 4)] {
        let mut lists = Lists::default();
        let digits = (0..size).filter_map(|number| Digits::new(3, number)).collect();
        let texts = (0..size).map(|number| format!("{number:03}")).collect();
        for values in [ListValues::Digits(digits), ListValues::Texts(texts)] {
            lists.add(List { name: String::new(), values });
        }
        let mut space = Space::new(&facts, &rates, &lists);
        for fact in 0..2 {
            space.formula(&test(fact, Predicate::Listed(ListId::new(fact))));
        }
        assert_eq!(space.axes().len(), axes);
        let keys = space.list_keys(FactId::new(0), ListId::new(0));
        let first = facts[FactId::new(0)].ty.keys().least().unwrap();
        assert_eq!(keys, KeySet::range(first, first + size - 1));
    }
}
