//! Connectors: what they serve and what they cost.

use crate::ast::{self, Clause, ValueKind};
use crate::check::collect::{Declarations, KEEP_ONE, twice};
use crate::check::knowledge::Knowledge;
use crate::check::scope::Scope;
use crate::check::stages::parts;
use crate::check::test::bad_literal;
use crate::diagnostic::{Code, Diagnostic};
use crate::hir::{Condition, Connector, Connectors, Fee, Money};
use crate::literal;
use crate::source::Span;

/// All of an amount, in basis points.
const WHOLE: u32 = 10_000;

/// The connectors of a policy; one that says nothing about what it serves takes every payment.
pub(super) fn check<'a>(scope: &mut Scope<'a, '_>, declared: &Declarations<'a>) -> Connectors {
    let mut connectors = Connectors::default();
    for connector in declared.connectors.values() {
        reserved(scope, &connector.name);
        let (mut serves, mut fee) = (None, None);
        for clause in &connector.clauses {
            match clause {
                Clause::Serves(condition, span) => {
                    once(scope, "`serves`", &mut serves, *span);
                    let checked = scope.condition(condition, &Knowledge::default());
                    serves = Some((*span, checked.map(|checked| parts(condition, checked, *span))));
                }
                Clause::Fee(parts, span) => {
                    once(scope, "`fee`", &mut fee, *span);
                    fee = Some((*span, check_fee(scope, parts, *span)));
                }
            }
        }
        let (parts, mut conditions): (Vec<Span>, Vec<Condition>) =
            serves.and_then(|(_, parts)| parts).unwrap_or_default().into_iter().unzip();
        let serves = match conditions.len() {
            1 => conditions.swap_remove(0),
            _ => Condition::All(conditions),
        };
        let fee = fee.and_then(|(_, fee)| fee);
        connectors.add(Connector { name: connector.name.text.clone(), serves, parts, fee });
    }
    connectors
}

/// `none` says that no connector takes a payment.
fn reserved(scope: &mut Scope<'_, '_>, name: &ast::Name) {
    if name.text == "none" || name.text.contains('.') {
        let message = format!("a connector cannot be called `{}`", name.text);
        scope.diagnostics.add(Diagnostic::new(Code::ReservedName, name.span, message).help(
            "choose another name: lower case, without dots, and not `none`, which stands for no connector",
        ));
    }
}

fn once<T>(scope: &mut Scope<'_, '_>, what: &str, known: &mut Option<(Span, T)>, again: Span) {
    if let Some((first, _)) = known {
        scope.diagnostics.add(twice(what, again, *first, KEEP_ONE));
    }
}

fn check_fee(scope: &mut Scope<'_, '_>, parts: &[ast::Value], span: Span) -> Option<Fee> {
    let mut share: Option<u32> = None;
    let mut fixed: Option<Money> = None;
    for part in parts {
        match (&part.kind, share, fixed) {
            (ValueKind::Percent(number), None, _) => {
                let points = literal::percent(number).map_err(|fault| bad_literal(part, &fault));
                let points =
                    points.map(|points| u32::try_from(points).ok().filter(|points| *points <= WHOLE));
                match points {
                    Ok(Some(points)) => share = Some(points),
                    Ok(None) => {
                        return bad_fee(scope, part.span, "a fee takes at most all of the amount, 100%");
                    }
                    Err(fault) => {
                        scope.diagnostics.add(fault);
                        return None;
                    }
                }
            }
            (ValueKind::Money(number, code), _, None) => match literal::money(number, code) {
                Ok(money) => fixed = Some(money),
                Err(fault) => {
                    scope.diagnostics.add(bad_literal(part, &fault));
                    return None;
                }
            },
            _ => return bad_fee(scope, span.to(part.span), "a fee is a percentage, an amount, or both"),
        }
    }
    Some(Fee { basis_points: share.unwrap_or(0), fixed })
}

fn bad_fee<T>(scope: &mut Scope<'_, '_>, span: Span, message: &str) -> Option<T> {
    scope.diagnostics.add(
        Diagnostic::new(Code::BadFee, span, message)
            .help("write `fee 1.40% + 0.25 EUR`, `fee 1.40%` or `fee 0.25 EUR`"),
    );
    None
}
