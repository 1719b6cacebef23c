//! Random rates: the base, round ones, and ugly ones of up to 15 digits.

use num_bigint::BigInt;
use num_rational::BigRational;
use waypost_dsl::hir::Rates;
use waypost_dsl::iso::Currency;

use super::CURRENCIES;
use crate::draw::Draw;

/// The most digits of a rate, and how many of them may stand behind the point.
const DIGITS: u64 = 15;
const DECIMALS: u64 = DIGITS - 1;

/// Rates for all currencies, or for some of them.
pub(super) fn rates(draw: &mut Draw) -> Rates {
    let complete = !draw.once_in(3);
    let mut rates = Rates::default();
    for code in CURRENCIES {
        if complete || draw.once_in(2) {
            let rate = rate(draw);
            rates.per_base.extend(Currency::from_code(code).map(|currency| (currency, rate)));
        }
    }
    rates
}

/// Few units, so that amounts in different currencies are often worth the same, or any decimal number that a policy can
/// spell.
fn rate(draw: &mut Draw) -> BigRational {
    let (number, decimals) = match draw.below(3) {
        0 => (1, 0),
        1 => (*draw.pick(&[1, 2, 5, 10, 100]), draw.below(3)),
        _ => {
            let end = 10_u64.pow(u32::try_from(draw.below(DIGITS) + 1).unwrap_or(1));
            (draw.below(end - 1) + 1, draw.below(DECIMALS + 1))
        }
    };
    let unit = BigInt::from(10).pow(u32::try_from(decimals).unwrap_or(0));
    BigRational::new(BigInt::from(number), unit)
}

/// Whether amounts in any two of these currencies can be compared.
pub(super) fn compare(rates: &Rates, mut list: impl Iterator<Item = Currency>) -> bool {
    list.all(|currency| rates.get(currency).is_some())
}
