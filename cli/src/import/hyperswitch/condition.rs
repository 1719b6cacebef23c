//! The conditions of a program as conditions of Way.

use waypost_dsl::hir::Money;
use waypost_dsl::iso::Currency;

use crate::import::hyperswitch::dimension::{Dimension, MOST};
use crate::import::hyperswitch::program::{Comparison, Dialect, Operator, Program, Statement, Value};
use crate::import::hyperswitch::test::{self, Absent};
use crate::import::hyperswitch::value;
use crate::import::report::Report;
use crate::import::way::condition::Condition;
use crate::import::way::facts::{Facts, Kind};
use crate::import::way::quoted;

/// Translates the conditions of a program.
pub(super) struct Tests<'a> {
    program: &'a Program,
    /// Whether amounts are money: whether some are compared, and each of them where a currency is settled.
    money: bool,
    pub(super) facts: Facts,
}

impl<'a> Tests<'a> {
    pub(super) fn new(program: &'a Program) -> Self {
        let statements: Vec<&Statement> = program.rules.iter().flat_map(|rule| &rule.statements).collect();
        let money = statements.iter().any(|one| has_amount(one))
            && statements.iter().all(|one| amounts_are_settled(one, None));
        Self { program, money, facts: Facts::default() }
    }

    /// What the statements of a rule ask, of which one is to be met.
    pub(super) fn rule(
        &mut self,
        name: &str,
        statements: &[Statement],
        report: &mut Report,
    ) -> Result<Condition, String> {
        if self.program.dialect == Dialect::Hyperswitch && statements.iter().any(asks_for_another_number) {
            let what = "Hyperswitch takes `not_equal` of a number twice, and so decides as for `equal`";
            report.differs(&format!("rule {}", quoted(name)), what, "it is taken as it is written: `is not`");
        }
        self.one_of(statements, None, report)
    }

    fn one_of(
        &mut self,
        statements: &[Statement],
        currency: Option<Currency>,
        report: &mut Report,
    ) -> Result<Condition, String> {
        let mut parts = vec![];
        for statement in statements {
            parts.push(self.statement(statement, currency, report)?);
        }
        Ok(Condition::any(parts))
    }

    /// `currency` is what the statements around this one have settled.
    fn statement(
        &mut self,
        statement: &Statement,
        currency: Option<Currency>,
        report: &mut Report,
    ) -> Result<Condition, String> {
        let currency = settled(statement).or(currency);
        // The test of a currency stands before the amounts that it is a guard of.
        let (first, then): (Vec<_>, Vec<_>) =
            statement.condition.iter().partition(|one| one.lhs == "currency");
        let mut parts = vec![];
        for comparison in first.into_iter().chain(then) {
            parts.push(self.comparison(comparison, currency, report)?);
        }
        if let Some(nested) = &statement.nested {
            parts.push(self.one_of(nested, currency, report)?);
        }
        Ok(Condition::all(parts))
    }

    fn comparison(
        &mut self,
        comparison: &Comparison,
        currency: Option<Currency>,
        report: &mut Report,
    ) -> Result<Condition, String> {
        let (operator, value) = (comparison.operator, &comparison.value);
        let dialect = self.program.dialect;
        match Dimension::of(comparison, dialect)? {
            Dimension::Amount => self.amount(operator, value, currency, report),
            Dimension::Currency => self.currency(operator, value),
            Dimension::Fact(source, wanted, kind) => {
                let fact = self.facts.declare(&source, &wanted, kind, true);
                if fact.kind != kind {
                    let (now, before) = (kind.describe(), fact.kind.describe());
                    return Err(format!(
                        "`{}` is compared with {now}, and above with {before}",
                        comparison.lhs
                    ));
                }
                if fact.name != wanted || wanted != source {
                    report.note(
                        "the facts",
                        format!("`{source}` is no name in Way"),
                        format!("`{}`", fact.name),
                    );
                }
                let absent = match dialect {
                    Dialect::Hyperswitch => Absent::MeetsNegative,
                    Dialect::DecisionEngine => Absent::MeetsNothing,
                };
                if matches!(kind, Kind::Integer(..)) {
                    return test::numbers(&fact.name, operator, value, absent, &minor_units);
                }
                let values = value::of(fact, value, &self.program.globals)?;
                test::equality(&fact.name, operator, &values, absent)
            }
        }
    }

    fn amount(
        &mut self,
        operator: Operator,
        value: &Value,
        currency: Option<Currency>,
        report: &mut Report,
    ) -> Result<Condition, String> {
        if let (true, Some(currency)) = (self.money, currency) {
            let what = "the program takes amounts in whatever currency";
            report.note("the facts", what, "`amount` lists them all: leave those that you take");
            let fact = self.facts.declare("amount", "amount", Kind::Money, false);
            let amount = |number| {
                minor_units(number)?;
                Ok(Money { minor: i64::unsigned_abs(number), currency }.to_string())
            };
            return test::numbers(&fact.name, operator, value, Absent::Never, &amount);
        }
        let what = "amounts are compared whatever their currency, which Way does only with whole numbers";
        report.note("the facts", what, "`amount.minor` counts minor units, as in the JSON of an amount");
        let fact = self.facts.declare("amount", "amount.minor", Kind::Integer(0, MOST), false);
        test::numbers(&fact.name, operator, value, Absent::Never, &minor_units)
    }

    fn currency(&mut self, operator: Operator, value: &Value) -> Result<Condition, String> {
        let codes = match value {
            Value::EnumVariant(code) => std::slice::from_ref(code),
            Value::EnumVariantArray(codes) => codes.as_slice(),
            _ => return Err("`currency` is compared with what is no currency".to_owned()),
        };
        if let Some(odd) = codes.iter().find(|code| Currency::from_code(code).is_none()) {
            return Err(format!("`{odd}` is no currency of ISO 4217"));
        }
        if self.money {
            let fact = self.facts.declare("amount", "amount", Kind::Money, false);
            return test::equality(&format!("{}.currency", fact.name), operator, codes, Absent::Never);
        }
        let fact = self.facts.declare("currency", "amount.currency", Kind::OneOf, false);
        let values: Vec<String> = codes.iter().map(|code| fact.value(code)).collect::<Result<_, _>>()?;
        test::equality(&fact.name, operator, &values, Absent::Never)
    }
}

/// A number as an amount in minor units or a fact of whole numbers takes it.
fn minor_units(number: i64) -> Result<String, String> {
    if (0..=MOST).contains(&number) {
        return Ok(number.to_string());
    }
    Err(format!("{number} is compared with, and Way takes numbers from 0 to {MOST} there"))
}

/// The one currency that the conditions of `statement` leave.
fn settled(statement: &Statement) -> Option<Currency> {
    statement.condition.iter().find_map(|comparison| match (&comparison.value, comparison.operator) {
        (Value::EnumVariant(code), Operator::Equal) if comparison.lhs == "currency" => {
            Currency::from_code(code)
        }
        _ => None,
    })
}

/// Whether each amount in `statement` is compared where one currency is settled.
fn amounts_are_settled(statement: &Statement, currency: Option<Currency>) -> bool {
    let currency = settled(statement).or(currency);
    let mut nested = statement.nested.iter().flatten();
    (currency.is_some() || !compares_amount(statement))
        && nested.all(|inner| amounts_are_settled(inner, currency))
}

fn has_amount(statement: &Statement) -> bool {
    compares_amount(statement) || statement.nested.iter().flatten().any(has_amount)
}

fn compares_amount(statement: &Statement) -> bool {
    statement.condition.iter().any(|comparison| comparison.lhs == "amount")
}

/// Whether a number is to be another one than a given one.
fn asks_for_another_number(statement: &Statement) -> bool {
    let asks = |comparison: &Comparison| {
        let is_number = matches!(comparison.value, Value::Number(_) | Value::NumberArray(_));
        is_number && comparison.operator == Operator::NotEqual
    };
    statement.condition.iter().any(asks) || statement.nested.iter().flatten().any(asks_for_another_number)
}
