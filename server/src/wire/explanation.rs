//! Explanations as JSON: what `waypost explain` prints and `?explain=true` adds to a decision.

use serde::{Serialize, Serializer};
use waypost_dsl::cases::Expected;
use waypost_dsl::diagnostic::WitnessValue;
use waypost_dsl::hir::{Condition, FactId};
use waypost_engine::explain::{Change, Explainer, Explanation, Missed, StageExplanation};
use waypost_engine::{Payment, evaluate};

use crate::wire::witness::{ValueJson, WitnessJson};

/// Whether the values of private facts are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Private {
    /// To whoever gave the payment on their own command line.
    Shown,
    /// Facts are named, and their values left out.
    Hidden,
}

/// Why a payment is decided as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExplanationJson {
    /// Why, for each stage that was decided.
    pub stages: Vec<StageJson>,
    /// What would have to change for what was asked for, if something was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wanted: Option<WantedJson>,
}

/// Why a stage decided as it did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StageJson {
    /// The stage.
    pub stage: &'static str,
    /// What it decided, as cases spell it: `route adyen, stripe`.
    pub decided: String,
    /// The rule that won, null for `otherwise`.
    pub rule: Option<String>,
    /// The facts that by themselves force this outcome.
    pub facts: Vec<FactJson>,
    /// Whether it is proved that no fewer facts do.
    pub fewest: bool,
    /// The rules above the winner, and what the payment misses of each.
    pub misses: Vec<MissJson>,
    /// The connectors of the plan that do not serve the payment.
    pub struck: Vec<StruckJson>,
}

/// A fact of the payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactJson {
    /// Its name.
    pub fact: String,
    /// Its value: null where it is absent, and left out where it is private.
    #[serde(skip_serializing_if = "ToldValue::is_private")]
    pub value: ToldValue,
}

/// The value of a fact, as far as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToldValue {
    /// The fact is not there.
    Absent,
    /// It has this value.
    Value(ValueJson),
    /// It is not told whether it is there.
    Private,
}

/// A rule that did not take the payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissJson {
    /// The rule.
    pub rule: String,
    /// The first part of its condition that the payment does not meet.
    pub failed: String,
    /// The facts that this part asks for.
    pub facts: Vec<FactJson>,
    /// In how many facts the payment fails the whole condition, at least.
    pub apart: usize,
}

/// A connector that was struck.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StruckJson {
    /// The connector.
    pub connector: String,
    /// The first part of what it serves that the payment does not meet.
    pub failed: String,
    /// The facts that this part asks for.
    pub facts: Vec<FactJson>,
}

/// What would have to change for another decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WantedJson {
    /// `already`, `change`, `never` or `unknown`.
    pub answer: &'static str,
    /// The change, if there is one.
    pub change: Option<ChangeJson>,
}

/// The smallest change of a payment that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangeJson {
    /// The facts to change.
    pub facts: Vec<ChangedFactJson>,
    /// Whether it is proved that no change of fewer facts is enough.
    pub fewest: bool,
    /// What is decided then, as cases spell it.
    pub decided: String,
    /// The rule that wins then, null for `otherwise`.
    pub rule: Option<String>,
    /// The changed payment.
    pub payment: Option<WitnessJson>,
}

/// A fact that is to change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ChangedFactJson {
    /// Its name.
    pub fact: String,
    /// What it is.
    #[serde(skip_serializing_if = "ToldValue::is_private")]
    pub from: ToldValue,
    /// What it would have to be.
    #[serde(skip_serializing_if = "ToldValue::is_private")]
    pub to: ToldValue,
}

impl ExplanationJson {
    /// Explains the decision of a payment that is complete.
    pub fn new(explainer: &Explainer<'_>, payment: &Payment, private: Private) -> Self {
        let Explanation { stages, .. } = explainer.explain(payment);
        let teller = Teller { explainer, payment, private };
        Self { stages: stages.iter().map(|stage| teller.stage(stage)).collect(), wanted: None }
    }

    /// The same, with what would have to change for what is wanted.
    #[must_use]
    pub fn wanting(
        self,
        explainer: &Explainer<'_>,
        payment: &Payment,
        wanted: &Expected,
        private: Private,
    ) -> Self {
        let teller = Teller { explainer, payment, private };
        Self { wanted: Some(teller.wanted(wanted)), ..self }
    }
}

impl ToldValue {
    fn is_private(&self) -> bool {
        *self == Self::Private
    }
}

impl Serialize for ToldValue {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Absent | Self::Private => serializer.serialize_none(),
        }
    }
}

/// What it takes to tell of one payment.
struct Teller<'a, 's> {
    explainer: &'a Explainer<'s>,
    payment: &'a Payment,
    private: Private,
}

impl Teller<'_, '_> {
    fn stage(&self, stage: &StageExplanation<'_>) -> StageJson {
        let failed =
            stage.misses.iter().map(|miss| &miss.missed).chain(stage.struck.iter().map(|(_, missed)| missed));
        let conditions: Vec<&Condition> = failed.map(|missed| missed.condition).collect();
        let mut told = self.explainer.told(&conditions).into_iter();
        let misses = stage.misses.iter().map(|miss| MissJson {
            rule: miss.rule.name.clone(),
            failed: told.next().unwrap_or_default(),
            facts: self.facts(&miss.missed),
            apart: miss.apart,
        });
        let misses = misses.collect();
        let connectors = &self.explainer.snapshot().policy().connectors;
        let struck = stage.struck.iter().map(|(connector, missed)| StruckJson {
            connector: connectors[*connector].name.clone(),
            failed: told.next().unwrap_or_default(),
            facts: self.facts(missed),
        });
        StageJson {
            stage: stage.stage.as_str(),
            decided: self.explainer.decided(stage.stage, self.payment).unwrap_or_default(),
            rule: stage.rule.map(|rule| rule.name.clone()),
            facts: stage.forced.facts.iter().map(|fact| self.fact(*fact)).collect(),
            fewest: stage.forced.is_fewest,
            misses,
            struck: struck.collect(),
        }
    }

    fn facts(&self, missed: &Missed<'_>) -> Vec<FactJson> {
        missed.facts.iter().map(|fact| self.fact(*fact)).collect()
    }

    fn fact(&self, fact: FactId) -> FactJson {
        let name = self.explainer.snapshot().policy().facts[fact].name.clone();
        FactJson { fact: name, value: self.value(fact, self.payment) }
    }

    fn value(&self, fact: FactId, payment: &Payment) -> ToldValue {
        let facts = &self.explainer.snapshot().policy().facts;
        let known = &facts[fact];
        match payment.value(facts, fact) {
            _ if known.private && self.private == Private::Hidden => ToldValue::Private,
            None => ToldValue::Absent,
            Some(value) => WitnessValue::of(&known.ty, value)
                .map_or(ToldValue::Absent, |value| ToldValue::Value(ValueJson(value))),
        }
    }

    fn wanted(&self, wanted: &Expected) -> WantedJson {
        let changed = match self.explainer.change(self.payment, wanted) {
            Change::Already => return WantedJson { answer: "already", change: None },
            Change::Never => return WantedJson { answer: "never", change: None },
            Change::Unknown => return WantedJson { answer: "unknown", change: None },
            Change::Enough(changed) => changed,
        };
        let snapshot = self.explainer.snapshot();
        let fact = |fact: &FactId| ChangedFactJson {
            fact: snapshot.policy().facts[*fact].name.clone(),
            from: self.value(*fact, self.payment),
            to: self.value(*fact, &changed.payment),
        };
        let rule = evaluate(snapshot, &changed.payment).stage(wanted.stage).and_then(|decided| decided.rule);
        let payment = self.explainer.spelled(&changed.payment).filter(|_| self.private == Private::Shown);
        let change = ChangeJson {
            facts: changed.facts.iter().map(fact).collect(),
            fewest: changed.is_fewest,
            decided: self.explainer.decided(wanted.stage, &changed.payment).unwrap_or_default(),
            rule: rule.map(|rule| rule.name.clone()),
            payment: payment.map(WitnessJson),
        };
        WantedJson { answer: "change", change: Some(change) }
    }
}
