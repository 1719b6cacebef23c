//! Tests of single facts, as policies spell them.

use waypost_dsl::hir::Money;
use waypost_dsl::iso::{Country, Currency};

use super::fact::Is;
use crate::draw::Draw;

/// A test of one fact.
#[derive(Debug, Clone)]
pub(super) struct Test {
    /// The fact.
    pub(super) fact: Is,
    text: String,
}

impl Test {
    fn new(fact: Is, what: &str) -> Self {
        Self { fact, text: format!("{} {what}", fact.as_str()) }
    }

    /// As a policy spells it.
    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

/// That a fact has one of these values, some of which may be the same.
fn among(fact: Is, mut values: Vec<String>) -> Test {
    values.sort_unstable();
    values.dedup();
    match values.as_slice() {
        [only] => Test::new(fact, &format!("is {only}")),
        _ => Test::new(fact, &format!("in [{}]", values.join(", "))),
    }
}

/// That a fact has one of the names at these places of its list.
pub(super) fn names(fact: Is, places: &[usize]) -> Test {
    let known = fact.names();
    among(fact, places.iter().filter_map(|&place| known.get(place)).map(|&name| name.to_owned()).collect())
}

/// That it is one of the countries at these places of the alphabet.
pub(super) fn countries(places: &[u64]) -> Test {
    among(Is::Country, places.iter().map(|&place| code(place).to_owned()).collect())
}

/// The code of the country at that place of the alphabet.
pub(super) fn code(place: u64) -> &'static str {
    u16::try_from(place).ok().and_then(Country::from_index).map_or("AD", Country::code)
}

/// That the risk lies in this range.
pub(super) fn risk(low: i64, high: i64) -> Test {
    Test::new(Is::Risk, &format!("in {low} .. {high}"))
}

/// That the payment recurs.
pub(super) fn recurring() -> Test {
    Test { fact: Is::Recurring, text: Is::Recurring.as_str().to_owned() }
}

/// That the payment does not recur.
pub(super) fn single() -> Test {
    Test { fact: Is::Recurring, text: format!("not {}", Is::Recurring.as_str()) }
}

/// That the amount is in the currency at that place of its list, and lies in this range of minor units.
pub(super) fn amount(currency: usize, low: u64, high: u64) -> Test {
    let currency = names(Is::Currency, &[currency]);
    let code = currency.text.rsplit(' ').next().and_then(Currency::from_code);
    let spelled = |minor| code.map(|currency| Money { minor, currency }.to_string()).unwrap_or_default();
    let text =
        format!("{} and {} in {} .. {}", currency.text, Is::Amount.as_str(), spelled(low), spelled(high));
    Test { fact: Is::Amount, text }
}

/// That the merchant is one of these.
pub(super) fn merchants(numbers: &[u64]) -> Test {
    among(Is::Merchant, numbers.iter().map(|number| format!("\"m{number}\"")).collect())
}

/// That the card's number begins with one of up to ten strings of six digits in a row.
pub(super) fn bin_range(draw: &mut Draw) -> Test {
    let low = leading(draw, 6);
    let high = low + draw.below(10);
    match low == high {
        true => bins(&[low]),
        false => Test::new(Is::Bin, &format!("in {low} .. {high}")),
    }
}

/// That the card's number begins with one of these strings of `len` digits.
pub(super) fn bins(leading: &[u64]) -> Test {
    among(Is::Bin, leading.iter().map(u64::to_string).collect())
}

/// So many leading digits of a card's number: they begin with 4 or 5.
pub(super) fn leading(draw: &mut Draw, len: u32) -> u64 {
    let unit = 10_u64.pow(len - 1);
    (4 + draw.below(2)) * unit + draw.below(unit - 20)
}
