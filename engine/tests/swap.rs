//! A payment sees one snapshot, whatever is published meanwhile.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use waypost_dsl::Sources;
use waypost_dsl::arena::Arena;
use waypost_dsl::hir::{Condition, Outcome, Policy, Rule, Stage, StageKind};
use waypost_engine::{Digest, Live, Payment, Snapshot, compile, evaluate};
use waypost_generate::draw::Draw;
use waypost_generate::random;

const READERS: usize = 8;
const PUBLISHED: usize = 500;
const LEAST_READ: usize = 2_000;

/// The stages that are decided for every payment.
const STAGES: [StageKind; 3] = [StageKind::Screen, StageKind::Authenticate, StageKind::Route];

/// A snapshot that answers every payment with its number, in each of its stages.
fn numbered(number: usize) -> (String, Arc<Snapshot>) {
    let mut sources = Sources::default();
    sources.add("policy.way", number.to_string());
    let digest = Digest::of(&sources);
    let mut draw = Draw::seeded(number as u64);
    let policy =
        Policy { stages: STAGES.map(|kind| stage(kind, number)).to_vec(), ..random::policy(&mut draw, 0) };
    (digest.to_string(), Arc::new(compile(policy, digest)))
}

fn stage(kind: StageKind, number: usize) -> Stage {
    let mut rules = Arena::default();
    let (when, outcome) = (Condition::ALWAYS, Outcome::NoRoute(number.to_string()));
    rules.add(Rule { name: number.to_string(), span: random::nowhere(), when, parts: vec![], outcome });
    Stage { kind, rules, otherwise: None, span: random::nowhere() }
}

/// Whether all that one payment sees is of one snapshot.
fn is_consistent(snapshot: &Snapshot, digests: &[String]) -> bool {
    let payment = Payment::new(&snapshot.policy().facts);
    let before = snapshot.digest().to_string();
    let decision = evaluate(snapshot, &payment);
    let answers = STAGES.map(|kind| decision.stage(kind)?.rule?.name.parse::<usize>().ok());
    let number = answers.first().copied().flatten();
    let digest = number.and_then(|number| digests.get(number));
    answers.iter().all(|answer| *answer == number)
        && digest == Some(&before)
        && snapshot.digest().to_string() == before
}

#[test]
fn a_payment_sees_one_snapshot_from_first_to_last() {
    let (digests, snapshots): (Vec<String>, Vec<Arc<Snapshot>>) = (0..PUBLISHED).map(numbered).unzip();
    let Some(first) = snapshots.first() else { return };
    let live = Live::new(Arc::clone(first));
    let published_all = AtomicBool::new(false);
    thread::scope(|scope| {
        let read = || {
            let mut seen = 0;
            while seen < LEAST_READ || !published_all.load(Ordering::Acquire) {
                assert!(is_consistent(&live.current(), &digests));
                seen += 1;
            }
        };
        let readers: Vec<_> = (0..READERS).map(|_| scope.spawn(read)).collect();
        for snapshot in &snapshots {
            live.publish(Arc::clone(snapshot));
            thread::yield_now();
        }
        published_all.store(true, Ordering::Release);
        assert!(readers.into_iter().all(|reader| reader.join().is_ok()));
    });
    assert_eq!(Some(live.current().digest().to_string()), digests.last().cloned());
}
