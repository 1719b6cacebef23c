//! Amounts that are compared in a currency without a rate. A missing rate is one fault, wherever it is missed: it is
//! told at the first place, with the number of the others.

use std::collections::BTreeMap;

use crate::ast;
use crate::check::knowledge::Knowledge;
use crate::check::scope::Scope;
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::hir::{FactId, Money, Type};
use crate::source::Span;
use crate::space::KeySet;

/// Where rates are missed: the currency, or nothing where the policy has no rates at all.
pub(super) type Missed = BTreeMap<Option<&'static str>, Vec<Place>>;

/// A comparison that misses a rate.
#[derive(Debug, Clone)]
pub(super) struct Place {
    span: Span,
    fact: FactId,
    literal: Money,
}

impl Scope<'_, '_> {
    /// Whether the payment can have the fact in no currency here that `literal` cannot be compared with; notes the
    /// rates that are missed otherwise.
    pub(super) fn rated(
        &mut self,
        fact: FactId,
        literal: Money,
        value: &ast::Value,
        known: &Knowledge,
    ) -> Option<()> {
        let missing = self.unrated_here(fact, literal, known);
        if missing.is_empty() {
            return Some(());
        }
        if !self.broken_rates && !known.doubtful {
            let currencies = match self.declared.rates {
                None => vec![None],
                Some(_) if !self.space.has_rate(literal.currency) => vec![Some(literal.currency.code())],
                Some(_) => missing.into_iter().map(Some).collect(),
            };
            for currency in currencies {
                self.missed.entry(currency).or_default().push(Place { span: value.span, fact, literal });
            }
        }
        None
    }

    /// The currencies that the fact can have here and that `literal` has no worth in.
    pub(super) fn unrated_here(&self, fact: FactId, literal: Money, known: &Knowledge) -> Vec<&'static str> {
        let possible = self.possible(known, fact);
        let Type::Money(list) = &self.facts[fact].ty else { return vec![] };
        let unrated = self.space.unrated(fact, literal);
        let here = |place: u16| possible.intersects(&KeySet::of_currency(place));
        let missing = (0..).zip(list).filter(|(place, currency)| unrated.contains(currency) && here(*place));
        missing.map(|(_, currency)| currency.code()).collect()
    }

    /// Reports the rates that are missed.
    pub(super) fn missing_rates(&mut self) {
        let mut first: BTreeMap<Span, (Place, Vec<&'static str>, usize)> = BTreeMap::new();
        for (currency, mut places) in std::mem::take(&mut self.missed) {
            places.sort_by_key(|place| place.span);
            places.dedup_by_key(|place| place.span);
            let others = places.len().saturating_sub(1);
            let Some(place) = places.into_iter().next() else { continue };
            let (_, currencies, most) = first.entry(place.span).or_insert((place, vec![], others));
            currencies.extend(currency);
            *most = others.max(*most);
        }
        for (place, currencies, others) in first.into_values() {
            let fault = self.missing_rate(&place, &currencies, others);
            self.diagnostics.add(fault);
        }
    }

    fn missing_rate(&self, place: &Place, currencies: &[&str], others: usize) -> Diagnostic {
        let name = &self.facts[place.fact].name;
        let literal = place.literal.currency;
        let message = match currencies {
            [] => format!(
                "`{name}` may be in several currencies here, and there are no rates to compare them by"
            ),
            [only] if *only == literal.code() => {
                format!(
                    "there is no rate for `{only}`, so `{name}` in other currencies cannot be compared with it"
                )
            }
            _ => {
                let list = suggest::list(currencies.iter().copied(), 12);
                format!("there is no rate for {list}, and `{name}` may be in it here")
            }
        };
        let also = match others {
            0 => String::new(),
            1 => ", here and in 1 other place".to_owned(),
            many => format!(", here and in {many} other places"),
        };
        let mend = match currencies {
            [] => format!("pin the rates, as in `rates 2026-11-20 per {literal} {{ USD 1.0870 }}`"),
            _ => format!("add the rate of {} to `rates`", currencies.join(", ")),
        };
        let fault = Diagnostic::new(Code::MissingRate, place.span, message)
            .saying(format!("compared with an amount in {literal}{also}"))
            .help(match &self.facts[place.fact].ty {
                Type::Money(list) if list.contains(&literal) => {
                    format!("{mend}, or guard the test: `{name}.currency is {literal} and …`")
                }
                _ => mend,
            });
        match self.declared.rates {
            Some(rates) => fault.label(rates.span, "these are the rates"),
            None => fault,
        }
    }
}
