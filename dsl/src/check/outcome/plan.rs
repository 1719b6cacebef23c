//! Plans: connectors, splits and the best of several, each connector once.

use std::collections::BTreeMap;

use crate::ast::{self, Name, OutcomePart, OutcomeWords, ValueKind};
use crate::check::knowledge::Knowledge;
use crate::check::scope::{Scope, Subject};
use crate::diagnostic::{Code, Diagnostic, suggest};
use crate::hir::{
    Best, Candidate, ConnectorId, Connectors, FactId, Measure, Origin, Plan, Split, StageKind, Type,
};
use crate::literal;
use crate::source::Span;

/// All of a split, in percent.
const WHOLE: u32 = 100;

/// The plan of an outcome of `route`; nothing if it is faulty.
pub(super) fn check(
    scope: &mut Scope<'_, '_>,
    outcome: &ast::Outcome,
    connectors: &Connectors,
    known: &Knowledge,
) -> Option<Plan> {
    let mut reading = Reading { scope, connectors, known, named: BTreeMap::new() };
    let candidates: Vec<Option<Candidate>> =
        outcome.parts.iter().map(|part| reading.candidate(part)).collect();
    let many = reading.named.len() > Plan::MAX;
    if many {
        let message = format!("a plan names at most {} connectors", Plan::MAX);
        scope.diagnostics.add(
            Diagnostic::new(Code::TooLarge, outcome.span, message)
                .help("leave out those that are never reached"),
        );
    }
    let candidates = candidates.into_iter().collect::<Option<_>>()?;
    (!many).then(|| Plan::new(candidates))
}

/// A plan while it is read.
struct Reading<'r, 'a, 'd, 'c> {
    scope: &'r mut Scope<'a, 'd>,
    connectors: &'c Connectors,
    /// What is known of the payments that get here.
    known: &'c Knowledge,
    /// The connectors named so far, and where.
    named: BTreeMap<ConnectorId, Span>,
}

impl Reading<'_, '_, '_, '_> {
    fn candidate(&mut self, part: &OutcomePart) -> Option<Candidate> {
        match part {
            OutcomePart::Words(words) => self.words(words).map(Candidate::Connector),
            OutcomePart::Split(split) => self.split(split).map(Candidate::Split),
            OutcomePart::Best(best) => self.best(best).map(Candidate::Best),
        }
    }

    fn words(&mut self, part: &OutcomeWords) -> Option<ConnectorId> {
        let (name, more) = part.words.split_first()?;
        let known = |name: &str| self.connectors.iter().any(|(_, known)| known.name == name);
        let of_another_stage = ["allow", "review", "deny", "challenge", "frictionless", "exempt", "none"];
        if !known(&name.text) && of_another_stage.contains(&name.text.as_str()) {
            let message = match name.text.as_str() {
                "none" => "`none` stands alone, and says why in quotes".to_owned(),
                other => format!("`{other}` is no outcome of `route`"),
            };
            let fault =
                Diagnostic::new(Code::WrongOutcome, part.span, message).help(StageKind::Route.outcomes());
            self.scope.diagnostics.add(fault);
            return None;
        }
        let value = part.value.as_ref().map(|value| (value.spelled(), value.span));
        let next = more.first().map(|next| (next.text.clone(), next.span)).or(value);
        if let Some((next, span)) = next {
            let message = format!("`{}` does not belong behind `{}`", next.trim_matches('"'), name.text);
            let help = match known(&next) {
                true => format!("put a comma between them: `{}, {next}`", name.text),
                false => StageKind::Route.outcomes().to_owned(),
            };
            self.scope.diagnostics.add(Diagnostic::new(Code::WrongOutcome, span, message).help(help));
            return None;
        }
        self.once(name)
    }

    /// A connector that the plan has not named before.
    fn once(&mut self, name: &Name) -> Option<ConnectorId> {
        let id = connector(self.scope, name, self.connectors)?;
        let first = *self.named.entry(id).or_insert(name.span);
        if first == name.span {
            return Some(id);
        }
        self.scope.diagnostics.add(
            Diagnostic::new(
                Code::ConnectorTwice,
                name.span,
                format!("this plan names `{}` twice", name.text),
            )
            .label(first, "it is named here for the first time")
            .help("a plan tries each connector once: leave one of the two out"),
        );
        None
    }

    fn split(&mut self, split: &ast::Split) -> Option<Split> {
        if split.sides.is_empty() {
            return None;
        }
        let by = self.key(&split.by);
        let shares: Vec<Option<u8>> = split.sides.iter().map(|(_, value)| self.share(value)).collect();
        let sides: Vec<Option<ConnectorId>> = split.sides.iter().map(|(name, _)| self.once(name)).collect();
        let shares: Vec<u8> = shares.into_iter().collect::<Option<_>>()?;
        let sum: u32 = shares.iter().map(|share| u32::from(*share)).sum();
        if sum != WHOLE {
            let message = format!("the shares of this split sum to {sum}%, not to 100%");
            self.scope.diagnostics.add(
                Diagnostic::new(Code::BadSplit, split.span, message)
                    .help("each payment falls on one side, so the shares make up the whole"),
            );
            return None;
        }
        let sides: Vec<ConnectorId> = sides.into_iter().collect::<Option<_>>()?;
        Some(Split { by: by?, sides: sides.into_iter().zip(shares).collect() })
    }

    /// A whole percentage.
    fn share(&mut self, value: &ast::Value) -> Option<u8> {
        let points = match &value.kind {
            ValueKind::Percent(number) => literal::percent(number).ok(),
            _ => None,
        };
        let whole =
            points.filter(|points| points % 100 == 0).and_then(|points| u8::try_from(points / 100).ok());
        let share = whole.filter(|share| (1..=WHOLE).contains(&u32::from(*share)));
        if share.is_none() {
            let message = format!("`{}` is no share of a split", value.spelled());
            self.scope.diagnostics.add(
                Diagnostic::new(Code::BadSplit, value.span, message)
                    .help("shares are whole percentages from 1% to 100%"),
            );
        }
        share
    }

    /// The fact that a split goes by.
    fn key(&mut self, name: &Name) -> Option<FactId> {
        let Subject::Fact(fact) = self.scope.subject(name)? else {
            let message = format!("`{}` is no fact, so nothing can be split by it", name.text);
            self.scope.diagnostics.add(
                Diagnostic::new(Code::BadSplit, name.span, message)
                    .help("split by a fact that stays the same, such as `customer.id`"),
            );
            return None;
        };
        let known = &self.scope.facts[fact];
        let stays = matches!(
            known.ty,
            Type::Text | Type::Digits { .. } | Type::Integer { .. } | Type::OneOf(_) | Type::Country
        );
        if stays && known.origin == Origin::Payment {
            return Some(fact);
        }
        let message = format!(
            "nothing can be split by `{}`: it is {}",
            name.text,
            crate::check::test::article(&known.ty)
        );
        self.scope.diagnostics.add(
            Diagnostic::new(Code::BadSplit, name.span, message)
                .help("split by a text, digits, an integer, a country or a `one of` that the payment gives"),
        );
        None
    }

    fn best(&mut self, best: &ast::Best) -> Option<Best> {
        let connectors: Vec<Option<ConnectorId>> =
            best.connectors.iter().map(|name| self.once(name)).collect();
        let by = match best.by.text.as_str() {
            "success_rate" => Some(Measure::SuccessRate),
            "latency" => Some(Measure::Latency),
            "cost" => self.cost(best, &connectors),
            other => {
                let measures = ["success_rate", "cost", "latency"];
                let message = format!("connectors cannot be compared by `{other}`");
                let fault = Diagnostic::new(Code::BadBest, best.by.span, message);
                self.scope.diagnostics.add(match suggest::closest(other, measures) {
                    Some(close) => fault.help(format!("did you mean `{close}`?")).fix(best.by.span, close),
                    None => fault.help("they are compared by `success_rate`, `cost` or `latency`"),
                });
                None
            }
        };
        Some(Best { by: by?, connectors: connectors.into_iter().collect::<Option<_>>()? })
    }

    /// Whether a connector says what it costs, though it may be faulty.
    fn declares_fee(&self, name: &str) -> bool {
        let clauses = self.scope.declared.connectors.get(name).map_or(&[][..], |known| &known.clauses);
        clauses.iter().any(|clause| matches!(clause, ast::Clause::Fee(..)))
    }

    /// The amount that fees are reckoned on; every connector must have a fee, in a currency that has a rate.
    fn cost(&mut self, best: &ast::Best, connectors: &[Option<ConnectorId>]) -> Option<Measure> {
        let facts = self.scope.facts;
        let mut amounts = facts.all.iter().filter(|(_, fact)| matches!(fact.ty, Type::Money(_)));
        let named = facts.find("amount").filter(|id| matches!(facts[*id].ty, Type::Money(_)));
        let Some(amount) = named.or_else(|| amounts.next().map(|(id, _)| id)) else {
            let fault = Diagnostic::new(
                Code::BadBest,
                best.by.span,
                "no fact is an amount that a fee could be reckoned on",
            )
            .help("declare it: `amount money in EUR`");
            self.scope.diagnostics.add(fault);
            return None;
        };
        let mut sound = true;
        for (id, name) in connectors.iter().zip(&best.connectors) {
            let Some(connector) = id.and_then(|id| self.connectors.at(id)) else { continue };
            let fault = match connector.fee {
                None if self.declares_fee(&name.text) => continue,
                None => Diagnostic::new(
                    Code::BadBest,
                    name.span,
                    format!("`{}` has no fee to compare", name.text),
                )
                .help(format!("say what it costs: `connector {} {{ fee 1.40% + 0.25 EUR }}`", name.text)),
                Some(fee) => {
                    match fee.fixed.map(|fixed| self.scope.unrated_here(amount, fixed, self.known)) {
                        Some(codes) if !codes.is_empty() && !self.scope.broken_rates => {
                            let fault = Diagnostic::new(
                                Code::MissingRate,
                                name.span,
                                format!(
                                    "the fee of `{}` cannot be reckoned in {}",
                                    name.text,
                                    codes.join(", ")
                                ),
                            );
                            fault.help(format!("add the rates of {} to `rates`", codes.join(", ")))
                        }
                        _ => continue,
                    }
                }
            };
            self.scope.diagnostics.add(fault);
            sound = false;
        }
        sound.then_some(Measure::Cost(amount))
    }
}

/// The connector of that name; reports a name that is none.
pub(in crate::check) fn connector(
    scope: &mut Scope<'_, '_>,
    name: &Name,
    connectors: &Connectors,
) -> Option<ConnectorId> {
    let found = connectors.iter().find(|(_, known)| known.name == name.text).map(|(id, _)| id);
    if found.is_none() && !scope.declared.incomplete {
        let known = || connectors.iter().map(|(_, connector)| connector.name.as_str());
        let message = format!("there is no connector `{}`", name.text);
        let fault = Diagnostic::new(Code::UnknownConnector, name.span, message);
        scope.diagnostics.add(match suggest::closest(&name.text, known()) {
            Some(close) => fault.help(format!("did you mean `{close}`?")).fix(name.span, close),
            None => fault.help(format!(
                "declare it with `connector {} {{ … }}`, or use one that is declared: {}",
                name.text,
                suggest::list(known(), 12)
            )),
        });
    }
    found
}
