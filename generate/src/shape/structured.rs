//! Rules the way that real policies grow: compliance first, blocks of card numbers and exceptions to them, preferred
//! merchants, then a block for each of fifty countries, a few large and most small, the exceptions before the general
//! rules, and regional fallbacks at the end.

use super::fact::{COUNTRIES, Is, MERCHANTS};
use super::test::{
    Test, amount, bin_range, bins, code, countries, leading, merchants, names, recurring, risk,
};
use super::{Rule, named};
use crate::draw::Draw;

/// The rules in order.
pub(super) fn rules(draw: &mut Draw, rules: usize) -> Vec<Rule> {
    let (compliance, blocks, exceptions, merchants) = (rules / 100 + 2, rules / 40, rules / 12, rules / 20);
    let fallbacks = rules / 100 + 1;
    let mut all = named("compliance", (0..compliance).map(|_| vec![countries(&[draw.below(8) + 60])]));
    all.extend(named("BIN", (0..blocks).map(|_| vec![bins(&[leading(draw, 4)])])));
    all.extend(named("BIN exception", (0..exceptions).map(|_| vec![bin_range(draw), detail(draw)])));
    all.extend(named("merchant", (0..merchants).map(|_| vec![merchant(draw), detail(draw)])));
    let rest = rules.saturating_sub(all.len() + fallbacks);
    for (place, size) in (0..).zip(zipf(rest)) {
        all.extend(named(code(place), block(draw, place, size)));
    }
    all.extend(named("region", (0..fallbacks).map(|_| region(draw))));
    all.truncate(rules);
    all
}

/// How many rules each country has, of `rules` in all: the n-th has a share like 1/n.
fn zipf(rules: usize) -> Vec<usize> {
    let shares: Vec<usize> =
        (1..=COUNTRIES).map(|place| 1_000_000 / usize::try_from(place).unwrap_or(1)).collect();
    let total: usize = shares.iter().sum();
    let mut sizes: Vec<usize> = shares.iter().map(|share| rules * share / total).collect();
    let rest = rules - sizes.iter().sum::<usize>();
    sizes.iter_mut().take(1).for_each(|first| *first += rest);
    sizes
}

/// The rules of one country: exceptions of all kinds, then tables, and a rule for the rest.
fn block(draw: &mut Draw, place: u64, size: usize) -> Vec<Vec<Test>> {
    let mut rules: Vec<Vec<Test>> = (0..size / 8).map(|_| exception(draw, place)).collect();
    rules.sort_by_key(|tests| std::cmp::Reverse(tests.len()));
    while rules.len() + 1 < size {
        rules.extend(table(draw, place));
    }
    rules.truncate(size.saturating_sub(1));
    rules.push(vec![countries(&[place])]);
    rules.truncate(size);
    rules
}

fn exception(draw: &mut Draw, place: u64) -> Vec<Test> {
    let mut tests = vec![countries(&[place])];
    for _ in 0..draw.below(4) + 2 {
        let test = detail(draw);
        if tests.iter().all(|known| known.fact != test.fact) {
            tests.push(test);
        }
    }
    tests
}

/// A table of one country: three to five columns, a row for most of the combinations of their cells, and here and
/// there an empty cell.
fn table(draw: &mut Draw, place: u64) -> Vec<Vec<Test>> {
    let each = |fact: Is| (0..fact.names().len()).map(|place| names(fact, &[place])).collect::<Vec<_>>();
    let mut columns: Vec<Vec<Test>> = Is::NAMED.into_iter().map(each).collect();
    columns.push((0..4).map(|step| risk(step * 25, step * 25 + 24)).collect());
    columns.push(tiers(draw));
    for _ in 0..draw.below(3) + 3 {
        columns.remove(draw.place(columns.len()));
    }
    let mut rows = vec![vec![countries(&[place])]];
    for cells in columns {
        rows = rows
            .into_iter()
            .flat_map(|row| cells.iter().map(move |cell| with(&row, cell)).collect::<Vec<_>>())
            .collect();
    }
    rows.retain(|_| draw.below(10) < 7);
    for row in &mut rows {
        if draw.once_in(12) {
            row.pop();
        }
    }
    rows.truncate(draw.place(200) + 40);
    rows
}

fn with(row: &[Test], cell: &Test) -> Vec<Test> {
    row.iter().chain([cell]).cloned().collect()
}

/// A fallback for some countries and one currency.
fn region(draw: &mut Draw) -> Vec<Test> {
    let places: Vec<u64> = (0..8).map(|_| draw.below(COUNTRIES)).collect();
    vec![countries(&places), some(draw, Is::Currency)]
}

/// A test of one of the smaller facts.
fn detail(draw: &mut Draw) -> Test {
    match draw.place(9) {
        6 => recurring(),
        7 => {
            let low = draw.between(0, 9) * 10;
            risk(low, if draw.once_in(2) { 100 } else { low + 9 })
        }
        8 => tiers(draw).swap_remove(0),
        place => some(draw, *Is::NAMED.get(place).unwrap_or(&Is::Currency)),
    }
}

/// Tests of the amount in one currency, from some tier on one for each further one.
fn tiers(draw: &mut Draw) -> Vec<Test> {
    let tiers = [0, 1_000, 3_000, 5_000, 10_000, 25_000, 50_000, 100_000];
    let currency = draw.place(4);
    let first = draw.place(tiers.len() - 3);
    let tier = |(low, high): (&u64, &u64)| amount(currency, low + 1, *high);
    tiers.iter().zip(tiers.iter().skip(1)).skip(first).map(tier).collect()
}

/// One or two of the names of a fact.
fn some(draw: &mut Draw, fact: Is) -> Test {
    let known = fact.names().len();
    let mut places = vec![draw.place(known)];
    if draw.once_in(4) {
        places.push(draw.place(known));
    }
    names(fact, &places)
}

fn merchant(draw: &mut Draw) -> Test {
    merchants(&[draw.below(MERCHANTS)])
}
