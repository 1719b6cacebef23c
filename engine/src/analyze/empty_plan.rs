//! Empty plans: a rule whose plan leaves some payment without a connector that serves it.
//!
//! For each plan it is asked whether a payment slips through what its connectors serve, then through the rules above
//! it, then through what `screen` denies. A payment that does would be routed nowhere.

use waypost_dsl::arena::Id;
use waypost_dsl::diagnostic::{Code, Diagnostic, Diagnostics};
use waypost_dsl::hir::{self, Candidate, Condition, ConnectorId, Outcome, Policy, RuleId, Stage, StageKind};
use waypost_dsl::source::Span;
use waypost_dsl::space::{Answer, Filter, Region, Search, Space};

/// How many cuts the proof of one plan may take.
const BUDGET: u32 = 50_000;
/// How many regions a condition may come to.
const MAX_REGIONS: usize = 4_096;

/// A plan and the rule that it belongs to; no rule for `otherwise`.
struct Plan<'p> {
    candidates: &'p hir::Plan,
    rule: Option<RuleId>,
    name: Option<&'p str>,
    span: Span,
}

/// The conditions of a policy as regions; nothing where there would be too many.
struct Regions {
    /// What each connector serves.
    serves: Vec<Option<Vec<Region>>>,
    /// What the rules of `route` take, one behind the other.
    rules: Option<Vec<Region>>,
    /// Where the regions of each rule begin, and where those of the last one end.
    starts: Vec<usize>,
    /// The rules of `screen` in order, with whether they deny.
    screen: Option<Vec<(Region, bool)>>,
    impossible: Option<Vec<Region>>,
}

/// Reports every plan that may end up empty.
pub(super) fn analyze(policy: &Policy, diagnostics: &mut Diagnostics) {
    let Some(route) = policy.stages.iter().find(|stage| stage.kind == StageKind::Route) else { return };
    let mut space = Space::new(&policy.facts, &policy.rates, &policy.lists);
    let regions = Regions::of(policy, route, &mut space);
    for plan in plans(route) {
        if plan.candidates.candidates().iter().any(|candidate| always_serves(policy, candidate)) {
            continue;
        }
        match regions.unserved(&space, &plan).unwrap_or(Answer::Undecided) {
            Answer::Nothing => {}
            answer => diagnostics.add(empty_plan(policy, &space, &plan, &answer)),
        }
    }
}

/// Whether a candidate has a connector for every payment.
fn always_serves(policy: &Policy, candidate: &Candidate) -> bool {
    let always = |id: ConnectorId| policy.connectors[id].serves == Condition::ALWAYS;
    match candidate {
        Candidate::Connector(id) => always(*id),
        Candidate::Split(split) => split.sides.iter().all(|(id, _)| always(*id)),
        Candidate::Best(best) => best.connectors.iter().any(|id| always(*id)),
    }
}

fn plans(route: &Stage) -> impl Iterator<Item = Plan<'_>> {
    let rules =
        route.rules.iter().map(|(id, rule)| (&rule.outcome, Some(id), Some(rule.name.as_str()), rule.span));
    let otherwise = route.otherwise.iter().map(|outcome| (outcome, None, None, route.span));
    rules.chain(otherwise).filter_map(|(outcome, rule, name, span)| match outcome {
        Outcome::Plan(plan) => Some(Plan { candidates: plan, rule, name, span }),
        _ => None,
    })
}

impl Regions {
    fn of(policy: &Policy, route: &Stage, space: &mut Space<'_>) -> Self {
        let mut of = |condition: &Condition| space.formula(condition).regions(MAX_REGIONS);
        let serves = policy.connectors.iter().map(|(_, connector)| of(&connector.serves)).collect();
        let (mut rules, mut starts) = (Some(vec![]), vec![0]);
        for (_, rule) in route.rules.iter() {
            rules = rules.zip(of(&rule.when)).map(|(mut all, own): (Vec<Region>, Vec<Region>)| {
                all.extend(own);
                all
            });
            starts.push(rules.as_ref().map_or(0, Vec::len));
        }
        let screen = policy.stages.iter().find(|stage| stage.kind == StageKind::Screen);
        let screen = screen.map_or(Some(vec![]), |stage| {
            let mut rule = |rule: &waypost_dsl::hir::Rule| {
                let denies = matches!(rule.outcome, Outcome::Deny(_));
                Some(of(&rule.when)?.into_iter().map(move |region| (region, denies)))
            };
            let rules: Option<Vec<_>> = stage.rules.iter().map(|(_, one)| rule(one)).collect();
            let last =
                matches!(stage.otherwise, Some(Outcome::Deny(_))).then(|| (Region::everything(), true));
            Some(rules?.into_iter().flatten().chain(last).collect())
        });
        Self { serves, rules, starts, screen, impossible: space.impossible(MAX_REGIONS) }
    }

    /// The payments that a candidate surely has a connector for: of a split, those that all of its sides serve.
    fn served(&self, candidate: &Candidate) -> Option<Vec<Region>> {
        let of = |id: &ConnectorId| self.serves.get(id.index())?.clone();
        match candidate {
            Candidate::Connector(id) => of(id),
            Candidate::Best(best) => {
                let all = best.connectors.iter().map(of).collect::<Option<Vec<_>>>()?;
                Some(all.into_iter().flatten().collect())
            }
            Candidate::Split(split) => {
                let mut both = vec![Region::everything()];
                for (id, _) in &split.sides {
                    let side = of(id)?;
                    if both.len() * side.len() > MAX_REGIONS {
                        return None;
                    }
                    let pairs = both.iter().flat_map(|one| side.iter().map(move |other| (one, other)));
                    both = pairs.filter_map(|(one, other)| one.intersection(other)).collect();
                }
                Some(both)
            }
        }
    }

    /// Whether some payment that gets as far as `plan` is served by none of its candidates.
    fn unserved(&self, space: &Space<'_>, plan: &Plan<'_>) -> Option<Answer> {
        let mut served = self.impossible.clone()?;
        for candidate in plan.candidates.candidates() {
            served.extend(self.served(candidate)?);
        }
        let (rules, screen) = (self.rules.as_ref()?, self.screen.as_ref()?);
        let place = plan.rule.map_or(self.starts.len() - 1, Id::index);
        let (above, rest) = rules.split_at_checked(*self.starts.get(place)?)?;
        let filters = [Filter::Any(&served), Filter::Any(above), Filter::First(screen)];
        let everything = [Region::everything()];
        let taken = match plan.rule {
            Some(_) => rest.get(..self.starts.get(place + 1)? - above.len())?,
            None => &everything,
        };
        let answers = taken.iter().map(|region| Search::new(space, BUDGET).survivor(region, &filters));
        Some(answers.fold(Answer::Nothing, |found, answer| match (&found, &answer) {
            (Answer::Found(_), _) | (_, Answer::Nothing) => found,
            _ => answer,
        }))
    }
}

fn empty_plan(policy: &Policy, space: &Space<'_>, plan: &Plan<'_>, answer: &Answer) -> Diagnostic {
    let names: Vec<String> =
        plan.candidates.connectors().iter().map(|id| format!("`{}`", policy.connectors[*id].name)).collect();
    let whose = plan.name.map_or("of `otherwise`".to_owned(), |name| format!("of \"{name}\""));
    let message = match answer {
        Answer::Undecided => {
            format!("it could not be proved that the plan {whose} always has a connector that serves")
        }
        _ => format!("the plan {whose} leaves some payments without a connector"),
    };
    let split = plan.candidates.candidates().iter().any(|one| matches!(one, Candidate::Split(_)));
    let serves = match names.as_slice() {
        _ if split => "some payments that get here can fall on a side that does not serve them".to_owned(),
        [only] => format!("{only} does not serve all payments that get here"),
        _ => format!("some payments that get here are served by none of {}", names.join(", ")),
    };
    let fault = Diagnostic::new(Code::EmptyPlan, plan.span, message)
        .saying(serves)
        .help(
            "add a connector that serves them, or take them out above with a rule that ends in `none \"…\"`",
        )
        .at(StageKind::Route, plan.name);
    match answer {
        Answer::Found(region) => match space.witness(region) {
            Some(witness) => fault.witness(witness),
            None => fault,
        },
        _ => fault,
    }
}
