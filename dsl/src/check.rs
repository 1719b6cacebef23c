//! Trees to a policy as it is meant: names resolved, values typed, absent facts guarded, stages total.
//!
//! Every fault of every file is reported in one go, one for each root cause: what depends on something that is
//! faulty already is passed over in silence.

mod against;
mod codes;
mod collect;
mod condition;
mod connectors;
mod fact_types;
mod facts;
mod given;
mod invariants;
mod knowledge;
mod lets;
mod lists;
mod member;
mod missing_rates;
mod outcome;
mod packs;
mod rates;
mod scope;
mod stages;
mod test;
mod totality;
mod values;
mod wrong;

pub(crate) use codes::unknown_country;
pub(crate) use test::article;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::hir;
use crate::load::Loaded;
use crate::source::Span;
use collect::Declarations;
pub(crate) use lists::count as count_values;
use packs::Packs;
use scope::Scope;

/// Checks a policy; gives nothing if there are errors, those of loading and parsing among them.
pub fn check(loaded: &Loaded, diagnostics: &mut Diagnostics) -> Option<hir::Policy> {
    let declared = collect::collect(&loaded.files, diagnostics);
    let name = policy_name(loaded, &declared, diagnostics);
    let rates = rates::check(&declared, diagnostics);
    let (lists, named) = lists::check(loaded, &declared, diagnostics);
    let facts = facts::check(&declared, &rates, &lists, &named, diagnostics);
    let mut scope = Scope::new(&declared, &facts.facts, &rates.rates, &lists, &named, diagnostics);
    scope.doubts(facts.broken, rates.broken);
    scope.packs = Packs::of(loaded);
    let connectors = connectors::check(&mut scope, &declared);
    let stages = stages::check(&mut scope, &declared, &connectors);
    let invariants = invariants::check(&mut scope, &declared, &connectors);
    lets::check(&mut scope, &declared);
    scope.missing_rates();
    scope.missing_for_packs();
    drop(scope);
    missing_route(&declared, name, diagnostics);
    let complete = !diagnostics.has_errors();
    complete.then(|| hir::Policy {
        name: name.map(|name| name.text.clone()).unwrap_or_default(),
        facts: facts.facts,
        connectors,
        rates: rates.rates,
        lists,
        stages,
        invariants,
    })
}

/// The facts of a policy as far as they are sound, whatever else is wrong with it.
pub(crate) fn facts_of(loaded: &Loaded) -> hir::Facts {
    let mut unheard = Diagnostics::default();
    let declared = collect::collect(&loaded.files, &mut unheard);
    let rates = rates::check(&declared, &mut unheard);
    facts::check(&declared, &rates, &hir::Lists::default(), &lists::Named::new(), &mut unheard).facts
}

fn policy_name<'a>(
    loaded: &Loaded,
    declared: &Declarations<'a>,
    diagnostics: &mut Diagnostics,
) -> Option<&'a crate::ast::Name> {
    if declared.policy.is_none() && !declared.incomplete {
        let (file, _) = loaded.sources.iter().next()?;
        let message = "the main file does not say which policy it is";
        diagnostics.add(
            Diagnostic::new(Code::NoPolicy, Span { file, start: 0, end: 0 }, message)
                .help("begin the main file with a line like `policy checkout`"),
        );
    }
    declared.policy
}

fn missing_route(
    declared: &Declarations<'_>,
    name: Option<&crate::ast::Name>,
    diagnostics: &mut Diagnostics,
) {
    let routed = declared.stages.iter().any(|stage| stage.name.text == "route");
    if let (false, false, Some(name)) = (routed, declared.incomplete, name) {
        let message = format!("the policy `{}` does not say where payments go", name.text);
        diagnostics.add(
            Diagnostic::new(Code::MissingStage, name.span, message)
                .help("add a stage `route { … }` that ends in `otherwise -> …`"),
        );
    }
}
