//! What a policy declares, as its text: facts, connectors, rates and lists. Rules can be written below it.

use num_bigint::BigInt;
use num_rational::BigRational;
use waypost_dsl::hir::{Fact, List, ListValues, Origin, Policy, Type};
use waypost_dsl::space::{Described, Space};

/// A currency that no random policy has.
const BASE: &str = "GBP";

/// The declarations of a policy without its rules.
#[derive(Debug)]
pub struct Declared {
    /// As they are written.
    pub text: String,
    lists: Vec<(String, String)>,
}

impl Declared {
    /// Those of a policy. Its connectors serve everything, and a fact whose `only when` holds for all payments or for none
    /// has none.
    pub fn of(policy: &Policy) -> Self {
        let file = |list: &List| (format!("{}.csv", list.name), values(&list.values));
        let text = lines(policy).into_iter().map(|line| line + "\n").collect();
        Self { text, lists: policy.lists.iter().map(|(_, list)| file(list)).collect() }
    }

    /// The file of a list.
    pub fn file(&self, name: &str) -> Option<String> {
        self.lists.iter().find(|(known, _)| known == name).map(|(_, text)| text.clone())
    }
}

fn lines(policy: &Policy) -> Vec<String> {
    let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
    let mut lines = vec![format!("policy {}", policy.name), "facts {".to_owned()];
    for (_, fact) in policy.facts.all.iter().filter(|(_, fact)| fact.origin == Origin::Payment) {
        let formula = fact.only_when.as_ref().map(|when| space.formula(when));
        let only_when = formula.map(|formula| space.describer().formula(&formula));
        lines.push(declared(fact, only_when.as_ref()));
    }
    lines.push("}".to_owned());
    lines
        .extend(policy.connectors.iter().map(|(_, connector)| format!("connector {} {{ }}", connector.name)));
    lines.push(format!("rates 2026-11-20 per {BASE} {{"));
    let rates = policy.rates.per_base.iter();
    lines.extend(rates.map(|(currency, rate)| format!("  {currency} {}", decimal(rate))));
    lines.push("}".to_owned());
    lines.extend(policy.lists.iter().map(|(_, list)| {
        let ty = if matches!(list.values, ListValues::Digits(_)) { "digits" } else { "text" };
        format!("list {0}: {ty} from \"{0}.csv\"", list.name)
    }));
    lines
}

fn declared(fact: &Fact, only_when: Option<&Described>) -> String {
    let only_when = only_when.and_then(Described::condition);
    let only_when = only_when.map(|condition| format!(", only when {condition}")).unwrap_or_default();
    let optional = if fact.optional { ", optional" } else { "" };
    let ty = match fact.ty {
        Type::Digits { min, max } => format!("digits {min} to {max}"),
        ref ty => ty.describe(),
    };
    format!("  {} {ty}{only_when}{optional}", fact.name)
}

/// A number with at most 14 decimals.
fn decimal(number: &BigRational) -> String {
    let scaled = number * BigRational::from(BigInt::from(10).pow(14));
    let digits = format!("{:0>15}", scaled.to_integer().to_string());
    let (whole, part) = digits.split_at(digits.len() - 14);
    format!("{whole}.{part}").trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// The values of a list, one a line; an empty line would hold none.
fn values(values: &ListValues) -> String {
    let lines: Vec<String> = match values {
        ListValues::Digits(digits) => digits.iter().map(ToString::to_string).collect(),
        ListValues::Texts(texts) => texts.iter().filter(|text| !text.is_empty()).cloned().collect(),
    };
    lines.join("\n")
}
