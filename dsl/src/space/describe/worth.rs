//! Literals for what amounts are worth: the thresholds that one amount comes to in several currencies, traced back to
//! that amount. Where more than one fits, the roundest is the one that somebody wrote.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::ToPrimitive;

use crate::hir::{Bound, FactId, Money, Type, WorthRange};
use crate::iso::Currency;
use crate::space::describe::Describer;
use crate::space::describe::money::{Share, all_minor, share};
use crate::space::describe::words::{Item, Words, among, not_among};

/// By how many digits the ends of `in 30.01 EUR .. 100.00 EUR` may be odder than those of comparisons that say the same.
const AS_ROUND: usize = 4;

/// A threshold in each of some currencies: the least or the greatest minor units.
type Threshold = Vec<(Currency, u64)>;

/// Which end of a range of amounts is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Low,
    High,
}

impl Describer<'_, '_> {
    /// That an amount, of which it is known that it is in one of these currencies, has the minor units of its currency.
    pub(super) fn worth(&self, fact: FactId, shares: &[Share]) -> Option<Words> {
        let name = self.space.facts[fact].name.as_str();
        let gap = |share: &Share| Share { minor: all_minor().minus(&share.minor), ..share.clone() };
        let gaps: Vec<Share> = shares.iter().map(gap).collect();
        let inside = self
            .ranges(fact, shares)
            .map(|ranges| Words::any(ranges.iter().map(|range| compared(name, range)).collect()));
        let items: Option<Vec<Item>> =
            self.ranges(fact, &gaps).and_then(|ranges| ranges.iter().map(item).collect());
        let outside = items.filter(|items| !items.is_empty()).map(|items| not_among(name, &items));
        let ways: Vec<Words> = inside.into_iter().chain(outside).collect();
        (!ways.is_empty()).then(|| Words::shortest(ways))
    }

    /// The ranges of worth that come to exactly these minor units in each of the currencies, if there are some.
    fn ranges(&self, fact: FactId, shares: &[Share]) -> Option<Vec<WorthRange>> {
        let count = shares.first()?.minor.ranges().len();
        let stretch = |number: usize| -> Option<WorthRange> {
            let ends = |share: &Share| share.minor.ranges().get(number).map(|&ends| (share.currency, ends));
            let ends: Vec<(Currency, (u64, u64))> = shares.iter().map(ends).collect::<Option<_>>()?;
            self.range(fact, &ends)
        };
        let ranges: Vec<WorthRange> = (0..count).map(stretch).collect::<Option<_>>()?;
        let keys = self.space.worth(&self.space.facts[fact].ty, &ranges);
        shares
            .iter()
            .all(|known| share(known.place, known.currency, &keys).minor == known.minor)
            .then_some(ranges)
    }

    /// The range of worth that comes to these ends.
    fn range(&self, fact: FactId, ends: &[(Currency, (u64, u64))]) -> Option<WorthRange> {
        let (least, most) = (0, Type::WHOLE_MAX.unsigned_abs());
        let low: Threshold = ends.iter().map(|&(currency, (low, _))| (currency, low)).collect();
        let high: Threshold = ends.iter().map(|&(currency, (_, high))| (currency, high)).collect();
        let low = (!low.iter().all(|&(_, low)| low == least)).then_some(low);
        let high = (!high.iter().all(|&(_, high)| high == most)).then_some(high);
        let bound = |end, threshold: Option<&Threshold>| match threshold {
            None => Some((None, 0)),
            Some(threshold) => self.bound(fact, end, threshold).map(|(bound, odd)| (Some(bound), odd)),
        };
        let open = bound(End::Low, low.as_ref()).zip(bound(End::High, high.as_ref()));
        let open =
            open.map(|((low, low_odd), (high, high_odd))| (WorthRange { low, high }, low_odd + high_odd));
        let closed = low.zip(high).and_then(|(low, high)| self.closed(fact, &low, &high));
        match (closed, open) {
            (Some((closed, odd)), Some((_, rounder))) if odd <= rounder + AS_ROUND => Some(closed),
            (closed, open) => open.or(closed).map(|(range, _)| range),
        }
    }

    /// The roundest range with both ends inside and in one currency of the fact.
    fn closed(&self, fact: FactId, low: &Threshold, high: &Threshold) -> Option<(WorthRange, usize)> {
        let Type::Money(list) = &self.space.facts[fact].ty else { return None };
        let range = |&currency: &Currency| {
            let (low, low_odd) = self.amount(currency, End::Low, low, true)?;
            let (high, high_odd) = self.amount(currency, End::High, high, true)?;
            Some((WorthRange { low: Some(low), high: Some(high) }, low_odd + high_odd))
        };
        list.iter().filter_map(range).min_by_key(|(_, odd)| *odd)
    }

    /// The roundest amount that comes to this threshold in every currency, with how odd it is: by preference one in a
    /// currency of the fact, and one that is itself inside.
    fn bound(&self, fact: FactId, end: End, threshold: &Threshold) -> Option<(Bound, usize)> {
        let Type::Money(list) = &self.space.facts[fact].ty else { return None };
        let amounts = |currency| {
            let amount = |inclusive| self.amount(currency, end, threshold, inclusive);
            amount(true).into_iter().chain(amount(false))
        };
        let near = list.iter().copied().flat_map(amounts).min_by_key(|(_, odd)| *odd);
        let far = || {
            let rated = self.space.rates.per_base.iter().map(|(currency, _)| *currency);
            rated.flat_map(amounts).min_by_key(|(_, odd)| *odd)
        };
        near.or_else(far)
    }

    /// The roundest amount in `currency` that comes to this threshold in every currency, with how odd it is.
    ///
    /// Between the last amount outside and the first one inside, which are one minor unit apart, lies what they are
    /// compared with; it may be the one or the other, by whether it is itself inside.
    fn amount(
        &self,
        currency: Currency,
        end: End,
        threshold: &Threshold,
        inclusive: bool,
    ) -> Option<(Bound, usize)> {
        let (mut low, mut high) = (None, None);
        for &(own, minor) in threshold {
            let below = if end == End::Low { minor.checked_sub(1)? } else { minor };
            let worth = |minor| self.space.rates.worth(Money { minor, currency: own }, currency);
            low = low.max(Some(worth(below)?));
            if minor < Type::WHOLE_MAX.unsigned_abs() || end == End::Low {
                let above = worth(below + 1)?;
                high = Some(high.map_or(above.clone(), |high: BigRational| high.min(above)));
            }
            if high.is_some() && low > high {
                return None;
            }
        }
        let one = BigRational::from(BigInt::from(1));
        let (low, high) = match (end == End::High) == inclusive {
            true => (low?.ceil(), high?.ceil() - one),
            false => (low?.floor() + one, high?.floor()),
        };
        let most = Type::WHOLE_MAX.unsigned_abs();
        let minor = roundest(low.to_integer().to_u64()?, high.to_integer().to_u64()?.min(most))?;
        let odd = minor.to_string().trim_end_matches('0').len();
        Some((Bound { money: Money { minor, currency }, inclusive }, odd))
    }
}

/// The number from `low` to `high` that ends in the most zeros.
fn roundest(low: u64, high: u64) -> Option<u64> {
    let steps = (0..=16).rev().map(|zeros| 10_u64.pow(zeros));
    steps.map(|step| low.div_ceil(step) * step).find(|&round| low <= high && round <= high)
}

/// A range of worth as comparisons.
fn compared(name: &str, range: &WorthRange) -> Words {
    if let Some(item) = item(range) {
        return among(name, &[item]);
    }
    let compare = |bound: Option<Bound>, [closed, open]: [&str; 2]| match bound {
        None => Words::Always,
        Some(Bound { money, inclusive }) => {
            Words::positive(format!("{name} {} {money}", if inclusive { closed } else { open }))
        }
    };
    Words::all(vec![compare(range.low, [">=", ">"]), compare(range.high, ["<=", "<"])])
}

/// A range of worth that holds both its ends.
fn item(range: &WorthRange) -> Option<Item> {
    let (low, high) = (range.low?, range.high?);
    (low.inclusive && high.inclusive).then(|| Item::range(low.money.to_string(), high.money.to_string()))
}
