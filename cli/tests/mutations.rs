//! Whether a slip in a policy is noticed: each rule of the policies in `policies/` is broken in all the ways that a slip
//! breaks one, one at a time, and each time at least one case must fail.
//!
//! ```sh
//! cargo test -p waypost --test mutations -- --nocapture
//! ```
//!
//! prints how many of which kind were tried and noticed. A slip that changes no decision at all cannot be noticed: that it
//! does not is proved over all payments.

#![allow(clippy::unwrap_used, reason = "a test may take the repository for granted")]
#![allow(clippy::indexing_slicing, reason = "places are those of rules that were counted")]
#![allow(clippy::print_stdout, reason = "the score is for people")]

#[path = "mutations/conditions.rs"]
mod conditions;
#[path = "mutations/mutants.rs"]
mod mutants;
#[path = "mutations/outcomes.rs"]
mod outcomes;
#[path = "mutations/proof.rs"]
mod proof;

use std::collections::BTreeMap;
use std::path::Path;
use std::{slice, thread};

use mutants::Mutant;
use proof::Proof;
use waypost_dsl::cases::{self, By, Case, Expectation};
use waypost_dsl::hir::{Policy, Stage};
use waypost_dsl::{Diagnostics, Sources};
use waypost_engine::cases::run;
use waypost_engine::{Digest, compile};
use waypost_server::{AsOf, files, pipeline};

/// Slips that change the order of connectors only where two of them cost the same, which they do for no amount: the search
/// for a payment does not reckon costs.
const TIES: [&str; 2] =
    ["route \"trade counters\": candidates swapped", "route \"Europe by size#4\": candidates swapped"];

/// A policy as it is, and its cases.
struct Subject {
    policy: Policy,
    digest: Digest,
    cases: Vec<Case>,
}

impl Subject {
    fn read(name: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join("policies");
        let files = files::find(&root.join(name)).unwrap().remove(0);
        let snapshot = pipeline::build(&files, AsOf::Today.day()).snapshot.unwrap();
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let read = |file: files::CaseFile| {
            cases::read(&file.path, &file.text.unwrap(), &mut sources, &mut diagnostics)
        };
        let cases = files::cases(&files).into_iter().flat_map(read).collect();
        Self { policy: snapshot.policy().clone(), digest: snapshot.digest(), cases }
    }

    /// Whether all cases pass with this stage in the place of the policy's own. Nothing but that stage is decided: the
    /// others are what they were. Cases that expect `rule` to win go first, since they notice first what is wrong with it.
    fn passes(&self, stage: &Stage, rule: &str) -> bool {
        let snapshot = compile(Policy { stages: vec![stage.clone()], ..self.policy.clone() }, self.digest);
        let is_of_stage = |expected: &&Expectation| expected.stage.text == stage.kind.as_str();
        let of_stage = self.cases.iter().filter_map(|case| {
            let expected = case.expectations.iter().find(is_of_stage)?.clone();
            Some(Case { expectations: vec![expected], ..case.clone() })
        });
        let names =
            |case: &Case| matches!(&case.expectations[0].by, Some(By::Rule(name)) if name.text == rule);
        let (near, far): (Vec<Case>, Vec<Case>) = of_stage.partition(names);
        let day = AsOf::Today.day();
        let passes = |case| run(&snapshot, slice::from_ref(case), day, &mut Diagnostics::default())[0].passed;
        near.iter().chain(&far).all(passes)
    }

    /// The mutants that no case notices.
    fn survivors<'m>(&self, mutants: &'m [Mutant]) -> Vec<&'m Mutant> {
        let survives = |mutant: &&Mutant| self.passes(mutant.stage(), mutant.rule());
        let workers = thread::available_parallelism().unwrap().get();
        thread::scope(|scope| {
            let share = |chunk: &'m [Mutant]| scope.spawn(move || chunk.iter().filter(survives).collect());
            let started: Vec<_> = mutants.chunks(mutants.len().div_ceil(workers)).map(share).collect();
            started.into_iter().flat_map(|worker| -> Vec<&Mutant> { worker.join().unwrap() }).collect()
        })
    }
}

/// Breaks each rule of a policy, prints the score, and fails if something went unnoticed that could be.
fn break_each_rule(name: &str) {
    let subject = Subject::read(name);
    assert!(
        subject.policy.stages.iter().all(|stage| subject.passes(stage, "")),
        "the cases of `{name}` fail"
    );
    let mutants = mutants::of(&subject.policy);
    let mut kinds: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for mutant in &mutants {
        kinds.entry(mutant.kind()).or_default()[0] += 1;
    }
    let proof = Proof::new(&subject.policy);
    let mut unnoticed = vec![];
    for mutant in subject.survivors(&mutants) {
        let [_, survived, same] = kinds.entry(mutant.kind()).or_default();
        *survived += 1;
        match proof.difference(mutant.stage()) {
            Some(payment) if !TIES.contains(&mutant.to_string().as_str()) => {
                unnoticed.push(format!("{mutant}: {payment}"));
            }
            _ => *same += 1,
        }
    }
    println!("{name}: tried, of these changing no decision, noticed");
    for (kind, [tried, survived, same]) in kinds {
        println!("  {kind:<22} {tried:>4} {same:>4} {:>4}", tried - survived);
    }
    assert!(unnoticed.is_empty(), "no case of `{name}` fails, though payments differ: {unnoticed:#?}");
}

#[test]
fn a_slip_in_checkout_is_noticed() {
    break_each_rule("checkout");
}

#[test]
fn a_slip_in_subscriptions_is_noticed() {
    break_each_rule("subscriptions");
}
