//! Two policies over one table of facts, lists and connectors, by their names. A fact that takes other values in one of
//! them takes all of both here, and each side keeps what it refuses.

use thiserror::Error;
use waypost_dsl::arena::{Arena, Id};
use waypost_dsl::hir::ListId;
use waypost_dsl::hir::{
    Best, Candidate, Condition, Connector, ConnectorId, Connectors, Fact, FactId, Facts, Lists, Measure,
    Origin, Outcome, Plan, Policy, Predicate, Rule, Split, Stage, Test, Type,
};

/// Two policies that speak of the same payments.
#[derive(Debug, Clone)]
pub struct Merged {
    /// The first one.
    pub old: Policy,
    /// The second one.
    pub new: Policy,
    /// What each of them asks of its facts, by their numbers in the common table.
    pub(super) own: [Vec<Own>; 2],
}

/// A fact as one of the policies declares it.
#[derive(Debug, Clone)]
pub(super) struct Own {
    pub(super) id: FactId,
    pub(super) ty: Type,
    pub(super) optional: bool,
    pub(super) only_when: Option<Condition>,
}

/// Why two policies cannot be compared.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Incomparable {
    /// A fact has values of different kinds.
    #[error("`{name}` is declared as {old} before and as {new} after, so no payment can have both")]
    Types {
        /// The fact.
        name: String,
        /// Its type before.
        old: String,
        /// Its type after.
        new: String,
    },
    /// Two facts are compared with one another that no longer have the same values.
    #[error(
        "`{0}` is compared with another fact, and its values have changed; compare the two changes one by one"
    )]
    Compared(String),
}

/// From the ids of one policy to the common ones.
struct Translation<'p> {
    policy: &'p Policy,
    facts: Vec<FactId>,
    connectors: Vec<ConnectorId>,
    lists: Vec<ListId>,
    common: Facts,
}

/// Puts two policies on one table of facts.
pub fn merge(old: &Policy, new: &Policy) -> Result<Merged, Incomparable> {
    let connectors = [numbers(old, new, old), numbers(old, new, new)];
    let facts = facts(old, new, &connectors)?;
    let (lists, list_ids) = lists(old, new);
    let [old_connectors, new_connectors] = connectors;
    let [old_lists, new_lists] = list_ids;
    let before = Translation::of(old, &facts, old_connectors, old_lists)?;
    let after = Translation::of(new, &facts, new_connectors, new_lists)?;
    let own = [before.own(), after.own()];
    let facts = with_conditions(&facts, &own, old.rates == new.rates);
    Ok(Merged {
        old: before.policy(&facts, &lists, &names(old, new)),
        new: after.policy(&facts, &lists, &names(old, new)),
        own,
    })
}

/// The names of all connectors.
fn names(old: &Policy, new: &Policy) -> Vec<String> {
    let mut names: Vec<String> = old.connectors.iter().map(|(_, one)| one.name.clone()).collect();
    for (_, one) in new.connectors.iter() {
        if !names.contains(&one.name) {
            names.push(one.name.clone());
        }
    }
    names
}

/// The common number of each connector of `of`.
fn numbers(old: &Policy, new: &Policy, of: &Policy) -> Vec<ConnectorId> {
    let names = names(old, new);
    let place = |name: &String| names.iter().position(|known| known == name).unwrap_or(0);
    of.connectors.iter().map(|(_, one)| ConnectorId::new(place(&one.name))).collect()
}

fn lists(old: &Policy, new: &Policy) -> (Lists, [Vec<ListId>; 2]) {
    let mut lists = Lists::default();
    let ids = [old, new].map(|policy| {
        let ids = policy.lists.iter().map(|(_, list)| {
            let known = lists.iter().find(|(_, known)| known.values == list.values).map(|(id, _)| id);
            known.unwrap_or_else(|| lists.add(list.clone()))
        });
        ids.collect()
    });
    (lists, ids)
}

/// All facts of both, with the values of both; their conditions come later.
fn facts(old: &Policy, new: &Policy, connectors: &[Vec<ConnectorId>; 2]) -> Result<Facts, Incomparable> {
    let mut facts = Facts::default();
    let sides = [(old, new), (new, old)];
    for ((own, other), connectors) in sides.into_iter().zip(connectors) {
        for (_, fact) in own.facts.all.iter() {
            if facts.find(&fact.name).is_some() {
                continue;
            }
            let twin = other.facts.find(&fact.name).map(|id| &other.facts[id]);
            let ty = match twin {
                Some(twin) => both(&fact.ty, &twin.ty).ok_or_else(|| Incomparable::Types {
                    name: fact.name.clone(),
                    old: fact.ty.describe(),
                    new: twin.ty.describe(),
                })?,
                None => fact.ty.clone(),
            };
            let origin = match fact.origin {
                Origin::Part(base) => facts.find(&own.facts[base].name).map_or(Origin::Payment, Origin::Part),
                Origin::Signal(connector, signal) => {
                    let common = connectors.get(connector.index()).copied().unwrap_or(connector);
                    Origin::Signal(common, signal)
                }
                origin => origin,
            };
            let private = fact.private || twin.is_some_and(|twin| twin.private);
            facts.all.add(Fact { ty, origin, private, only_when: None, ..fact.clone() });
        }
    }
    Ok(facts)
}

/// A type with the values of both; nothing if they have none in common by kind.
fn both(one: &Type, other: &Type) -> Option<Type> {
    fn joined<T: Clone + PartialEq>(one: &[T], other: &[T]) -> Vec<T> {
        let more = other.iter().filter(|value| !one.contains(value));
        one.iter().chain(more).cloned().collect()
    }
    Some(match (one, other) {
        (one, other) if one == other => one.clone(),
        (Type::OneOf(a), Type::OneOf(b)) => Type::OneOf(joined(a, b)),
        (Type::Money(a), Type::Money(b)) => Type::Money(joined(a, b)),
        (Type::Currency(a), Type::Currency(b)) => Type::Currency(joined(a, b)),
        (Type::Integer { min: a, max: b }, Type::Integer { min: c, max: d }) => {
            Type::Integer { min: *a.min(c), max: *b.max(d) }
        }
        (Type::Digits { min: a, max: b }, Type::Digits { min: c, max: d }) => {
            Type::Digits { min: *a.min(c), max: *b.max(d) }
        }
        _ => return None,
    })
}

/// The facts with what both sides ask of their presence: the same, or nothing. What is asked of the worth of amounts is
/// only the same by the same rates.
fn with_conditions(facts: &Facts, own: &[Vec<Own>; 2], same_rates: bool) -> Facts {
    let by_rates = |own: &Own| own.only_when.as_ref().is_some_and(|when| is_by_rates(facts, when));
    let mut all = Arena::default();
    for (id, fact) in facts.all.iter() {
        let sides = own.each_ref().map(|own| own.iter().find(|own| own.id == id));
        let (optional, only_when) = match sides {
            [Some(a), Some(b)]
                if (a.optional, &a.only_when) == (b.optional, &b.only_when)
                    && (same_rates || !by_rates(a)) =>
            {
                (a.optional, a.only_when.clone())
            }
            _ => (
                fact.ty != Type::Flag && !matches!(fact.origin, Origin::Part(_) | Origin::Signal(..))
                    || fact.optional,
                None,
            ),
        };
        all.add(Fact { optional, only_when, ..fact.clone() });
    }
    Facts { all }
}

/// Whether a condition asks what amounts are worth.
fn is_by_rates(facts: &Facts, condition: &Condition) -> bool {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => parts.iter().any(|part| is_by_rates(facts, part)),
        Condition::Not(inner) => is_by_rates(facts, inner),
        Condition::Test(test) => match test.predicate {
            Predicate::Worth(_) => true,
            Predicate::Against(..) => matches!(facts[test.fact].ty, Type::Money(_)),
            _ => false,
        },
    }
}

impl<'p> Translation<'p> {
    fn of(
        policy: &'p Policy,
        common: &Facts,
        connectors: Vec<ConnectorId>,
        lists: Vec<ListId>,
    ) -> Result<Self, Incomparable> {
        let find = |fact: &Fact| common.find(&fact.name).unwrap_or_else(|| FactId::new(0));
        let facts: Vec<FactId> = policy.facts.all.iter().map(|(_, fact)| find(fact)).collect();
        let translation = Self { policy, facts, connectors, lists, common: common.clone() };
        let conditions =
            policy.stages.iter().flat_map(|stage| stage.rules.iter().map(|(_, rule)| &rule.when));
        let conditions = conditions.chain(policy.connectors.iter().map(|(_, one)| &one.serves));
        conditions.into_iter().try_for_each(|condition| translation.compared(condition))?;
        Ok(translation)
    }

    /// Whether facts are compared whose values no longer tell whether they are the same.
    fn compared(&self, condition: &Condition) -> Result<(), Incomparable> {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().try_for_each(|part| self.compared(part))
            }
            Condition::Not(inner) => self.compared(inner),
            Condition::Test(Test { fact, predicate: Predicate::Against(_, other) }) => {
                let is_new = |id: &FactId| self.common[self.fact(*id)].ty != self.policy.facts[*id].ty;
                match matches!(self.policy.facts[*fact].ty, Type::OneOf(_)) && (is_new(fact) || is_new(other))
                {
                    true => Err(Incomparable::Compared(self.policy.facts[*fact].name.clone())),
                    false => Ok(()),
                }
            }
            Condition::Test(_) => Ok(()),
        }
    }

    fn fact(&self, id: FactId) -> FactId {
        self.facts.get(id.index()).copied().unwrap_or(id)
    }

    fn connector(&self, id: ConnectorId) -> ConnectorId {
        self.connectors.get(id.index()).copied().unwrap_or(id)
    }

    fn own(&self) -> Vec<Own> {
        let own = self.policy.facts.all.iter().map(|(id, fact)| Own {
            id: self.fact(id),
            ty: fact.ty.clone(),
            optional: fact.optional,
            only_when: fact.only_when.as_ref().map(|when| self.condition(when)),
        });
        own.collect()
    }

    fn condition(&self, condition: &Condition) -> Condition {
        let all = |parts: &[Condition]| parts.iter().map(|part| self.condition(part)).collect();
        match condition {
            Condition::All(parts) => Condition::All(all(parts)),
            Condition::Any(parts) => Condition::Any(all(parts)),
            Condition::Not(inner) => Condition::Not(Box::new(self.condition(inner))),
            Condition::Test(Test { fact, predicate }) => Condition::Test(Test {
                fact: self.fact(*fact),
                predicate: match predicate {
                    Predicate::OneOf(places) => Predicate::OneOf(self.places(*fact, places)),
                    Predicate::Listed(list) => {
                        Predicate::Listed(self.lists.get(list.index()).copied().unwrap_or(*list))
                    }
                    Predicate::Against(relation, other) => Predicate::Against(*relation, self.fact(*other)),
                    same => same.clone(),
                },
            }),
        }
    }

    /// Places in the list of a fact as places in the common list; `other` takes all that this policy does not list.
    fn places(&self, fact: FactId, places: &[u16]) -> Vec<u16> {
        let common = &self.common[self.fact(fact)].ty;
        match (&self.policy.facts[fact].ty, common) {
            (own, common) if own == common => places.to_vec(),
            (Type::OneOf(own), Type::OneOf(names)) => {
                let at = |place: &u16| own.get(usize::from(*place));
                let takes = |name: &String| match own.contains(name) {
                    true => places.iter().filter_map(at).any(|known| known == name),
                    false => places.iter().filter_map(at).any(|known| known == Type::OTHER),
                };
                (0..).zip(names).filter(|(_, name)| takes(name)).map(|(place, _)| place).collect()
            }
            (Type::Currency(own), Type::Currency(all)) => {
                let wanted = |code| places.iter().any(|place| own.get(usize::from(*place)) == Some(code));
                (0..).zip(all).filter(|(_, code)| wanted(code)).map(|(place, _)| place).collect()
            }
            _ => places.to_vec(),
        }
    }

    fn plan(&self, plan: &Plan) -> Plan {
        let candidates = plan.candidates().iter().map(|candidate| match candidate {
            Candidate::Connector(id) => Candidate::Connector(self.connector(*id)),
            Candidate::Split(split) => Candidate::Split(Split {
                by: self.fact(split.by),
                sides: split.sides.iter().map(|(id, share)| (self.connector(*id), *share)).collect(),
            }),
            Candidate::Best(best) => Candidate::Best(Best {
                by: match best.by {
                    Measure::Cost(amount) => Measure::Cost(self.fact(amount)),
                    measure => measure,
                },
                connectors: best.connectors.iter().map(|id| self.connector(*id)).collect(),
            }),
        });
        Plan::new(candidates.collect())
    }

    fn outcome(&self, outcome: &Outcome) -> Outcome {
        match outcome {
            Outcome::Plan(plan) => Outcome::Plan(self.plan(plan)),
            same => same.clone(),
        }
    }

    fn stage(&self, stage: &Stage) -> Stage {
        let mut rules = Arena::default();
        for (_, rule) in stage.rules.iter() {
            rules.add(Rule {
                when: self.condition(&rule.when),
                outcome: self.outcome(&rule.outcome),
                ..rule.clone()
            });
        }
        let otherwise = stage.otherwise.as_ref().map(|outcome| self.outcome(outcome));
        Stage { kind: stage.kind, rules, otherwise, span: stage.span }
    }

    /// The policy over the common tables.
    fn policy(&self, facts: &Facts, lists: &Lists, names: &[String]) -> Policy {
        let mut connectors = Connectors::default();
        for (place, name) in names.iter().enumerate() {
            let own =
                self.policy.connectors.iter().find(|(id, _)| self.connector(*id) == ConnectorId::new(place));
            connectors.add(match own {
                Some((_, own)) => Connector { serves: self.condition(&own.serves), ..own.clone() },
                None => {
                    Connector { name: name.clone(), serves: Condition::Any(vec![]), parts: vec![], fee: None }
                }
            });
        }
        Policy {
            name: self.policy.name.clone(),
            facts: facts.clone(),
            connectors,
            rates: self.policy.rates.clone(),
            lists: lists.clone(),
            stages: self.policy.stages.iter().map(|stage| self.stage(stage)).collect(),
            invariants: vec![],
        }
    }
}
