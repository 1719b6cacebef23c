//! The rates that amounts are compared by.

use num_traits::{One, Zero};

use num_rational::BigRational;

use crate::ast::ValueKind;
use crate::check::codes::unknown_currency;
use crate::check::collect::Declarations;
use crate::check::test::bad_literal;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::hir::Rates;
use crate::iso::Currency;
use crate::literal;
use crate::source::Span;

/// The rates of a policy, and whether some could not be read.
#[derive(Debug)]
pub(super) struct CheckedRates {
    pub(super) rates: Rates,
    pub(super) broken: bool,
}

/// Checks the rates; there are none if the policy declares none.
pub(super) fn check(declared: &Declarations<'_>, diagnostics: &mut Diagnostics) -> CheckedRates {
    let mut checked = CheckedRates { rates: Rates::default(), broken: declared.incomplete };
    let Some(rates) = declared.rates else { return checked };
    let known = diagnostics.len();
    match &rates.date.kind {
        ValueKind::Date(day) => {
            literal::date(day).map_err(|fault| diagnostics.add(bad_literal(&rates.date, &fault))).ok();
        }
        _ => diagnostics.add(
            Diagnostic::new(Code::BadRates, rates.date.span, "the day of the rates is missing")
                .help("rates read `rates 2026-11-20 per EUR { USD 1.0870 }`"),
        ),
    }
    let mut seen: Vec<(Currency, Span)> = vec![];
    let base = currency(&rates.base, diagnostics);
    if let Some(base) = base {
        seen.push((base, rates.base.span));
        checked.rates.per_base.push((base, BigRational::one()));
    }
    for (code, value) in &rates.rates {
        let Some(currency) = currency(code, diagnostics) else { continue };
        if let Some((_, first)) = seen.iter().find(|(known, _)| *known == currency) {
            diagnostics.add(
                Diagnostic::new(Code::BadRates, code.span, format!("`{currency}` has a rate already"))
                    .label(*first, "given here")
                    .help("keep one of the two; the base itself needs none"),
            );
            continue;
        }
        seen.push((currency, code.span));
        let ValueKind::Number(number) = &value.kind else { continue };
        match literal::rational(number) {
            Ok(rate) if rate.is_zero() => diagnostics.add(
                Diagnostic::new(Code::BadRates, value.span, format!("the rate of `{currency}` is zero"))
                    .help(format!("write how many {currency} one {} is worth", rates.base.text)),
            ),
            Ok(rate) => checked.rates.per_base.push((currency, rate)),
            Err(fault) => diagnostics.add(bad_literal(value, &fault)),
        }
    }
    checked.broken |= diagnostics.len() > known;
    checked
}

fn currency(code: &crate::ast::Name, diagnostics: &mut Diagnostics) -> Option<Currency> {
    let currency = Currency::from_code(&code.text);
    if currency.is_none() {
        diagnostics.add(unknown_currency(&code.text, code.span));
    }
    currency
}
