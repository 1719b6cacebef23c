//! Single tests: what an operator asks of a fact, as the interpreters of the two products decide it.

use std::fmt;

use crate::import::hyperswitch::program::{NumberComparison, Operator, Value};
use crate::import::way::condition::Condition;

/// What becomes of tests of a fact that a payment does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    /// It always has it.
    Never,
    /// It is another one than any value: so in Hyperswitch.
    MeetsNegative,
    /// No test is met: so in the decision engine.
    MeetsNothing,
}

impl Operator {
    fn sign(self) -> &'static str {
        match self {
            Self::Equal => "is",
            Self::NotEqual => "is not",
            Self::LessThan => "<",
            Self::LessThanEqual => "<=",
            Self::GreaterThan => ">",
            Self::GreaterThanEqual => ">=",
        }
    }

    fn opposite(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::LessThan => Self::GreaterThanEqual,
            Self::LessThanEqual => Self::GreaterThan,
            Self::GreaterThan => Self::LessThanEqual,
            Self::GreaterThanEqual => Self::LessThan,
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equal => "equal",
            Self::NotEqual => "not_equal",
            Self::LessThan => "less_than",
            Self::LessThanEqual => "less_than_equal",
            Self::GreaterThan => "greater_than",
            Self::GreaterThanEqual => "greater_than_equal",
        })
    }
}

/// Whether `fact` is one of the `values`, or none of them.
pub(super) fn equality(
    fact: &str,
    operator: Operator,
    values: &[String],
    absent: Absent,
) -> Result<Condition, String> {
    let mut kept: Vec<&str> = vec![];
    for value in values {
        if !kept.contains(&value.as_str()) {
            kept.push(value);
        }
    }
    match (operator, kept.as_slice()) {
        (Operator::Equal, []) => Ok(Condition::Never),
        (Operator::Equal, [value]) => Ok(Condition::test(format!("{fact} is {value}"))),
        (Operator::Equal, values) => Ok(Condition::test(format!("{fact} in [{}]", values.join(", ")))),
        (Operator::NotEqual, []) => Ok(negative(fact, Condition::Always, absent)),
        (Operator::NotEqual, [value]) => {
            Ok(negative(fact, Condition::test(format!("{fact} is not {value}")), absent))
        }
        (Operator::NotEqual, values) => {
            let test = format!("{fact} not in [{}]", values.join(", "));
            Ok(negative(fact, Condition::test(test), absent))
        }
        (operator, _) => {
            Err(format!("`{operator}` asks for an order that the values of `{fact}` do not have"))
        }
    }
}

/// A negative test, with what it means for a payment that does not have the fact.
fn negative(fact: &str, test: Condition, absent: Absent) -> Condition {
    match absent {
        Absent::Never => test,
        Absent::MeetsNegative => Condition::any([Condition::test(format!("{fact} is absent")), test]),
        Absent::MeetsNothing => Condition::all([Condition::test(format!("{fact} is present")), test]),
    }
}

/// What is asked of the number `fact`; `literal` writes a number as the fact takes it.
pub(super) fn numbers(
    fact: &str,
    operator: Operator,
    value: &Value,
    absent: Absent,
    literal: &dyn Fn(i64) -> Result<String, String>,
) -> Result<Condition, String> {
    let one = |operator: Operator, number: i64| {
        let test = Condition::test(format!("{fact} {} {}", operator.sign(), literal(number)?));
        Ok(if operator == Operator::NotEqual { negative(fact, test, absent) } else { test })
    };
    match (value, operator) {
        (Value::Number(number), _) => one(operator, *number),
        (Value::NumberArray(numbers), _) => {
            let numbers: Vec<String> =
                numbers.iter().map(|number| literal(*number)).collect::<Result<_, _>>()?;
            equality(fact, operator, &numbers, absent)
        }
        (Value::NumberComparisonArray(comparisons), Operator::Equal | Operator::NotEqual) => {
            several(comparisons, operator, absent, &one)
        }
        _ => Err(format!("`{operator}` does not go with what `{fact}` is compared with")),
    }
}

/// Several comparisons in one: Hyperswitch asks for one of them, the decision engine for all.
fn several(
    comparisons: &[NumberComparison],
    operator: Operator,
    absent: Absent,
    one: &dyn Fn(Operator, i64) -> Result<Condition, String>,
) -> Result<Condition, String> {
    let mut parts = vec![];
    for comparison in comparisons {
        let asked = comparison.comparison_type;
        let asked = if operator == Operator::Equal { asked } else { asked.opposite() };
        parts.push(one(asked, comparison.number)?);
    }
    match (operator, absent) {
        (Operator::Equal, Absent::MeetsNothing) => Ok(Condition::all(parts)),
        (Operator::Equal, _) => Ok(Condition::any(parts)),
        (_, Absent::MeetsNothing) => Err("`not_equal` does not go with several comparisons".to_owned()),
        (_, _) => Ok(Condition::all(parts)),
    }
}
