//! Measures one contender on one set, in a process of its own: what it holds in memory is its own, a stack that overflows
//! takes nobody else down, and one that never ends loading can be stopped. Time is that of the processor, of all threads
//! together, so that neighbours who take the processor away do not count.

use std::hint::black_box;
use std::io::{self, Write as _};
use std::ops::Range;
use std::thread;

use cpu_time::ProcessTime;
use serde::{Deserialize, Serialize};

use crate::STACK;
use crate::contender::Contender;
use crate::set::Set;

/// What there is to find out.
pub struct Task {
    /// The right answers to all payments.
    pub answers: Vec<Option<usize>>,
    /// Whether one short round is enough.
    pub quick: bool,
}

/// What the process that measures tells the one that waits, a line of JSON each.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Event {
    /// The set is made, and loading begins.
    Begun,
    /// The rules are loaded.
    Loaded {
        /// In how many processor seconds.
        seconds: f64,
        /// How many bytes stay allocated.
        bytes: i64,
    },
    /// The rules cannot be loaded.
    Refused(String),
    /// All answers are right, and decisions were timed.
    Decided {
        /// Processor seconds a decision of a payment that was read before.
        parsed: f64,
        /// Processor seconds a decision from JSON.
        json: f64,
    },
}

/// Loading is measured again if it takes no longer than this, in seconds.
const SHORT_LOAD: f64 = 1.0;
/// And so often.
const LOADS: usize = 4;
/// A round stops growing at this length, in seconds.
const LONG_ROUND: f64 = 1.0;
/// Shorter ones go over the payments several times, so that what disturbs the machine disturbs all alike.
const SHORT_ROUND: f64 = 0.1;
/// As long as a round of `--quick`.
const QUICK_ROUND: f64 = 0.02;
/// The fewest payments of a round.
const FEWEST: usize = 100;
/// How many rounds of how many seconds at most; the first that fits is taken.
const ROUNDS: [(f64, usize); 2] = [(0.2, 7), (f64::MAX, 3)];

/// Loads the rules, asserts that all answers are right, and takes the times.
pub fn measure<'a, C: Contender<'a>>(set: &'a Set, task: &Task) {
    let source = C::write(set);
    tell(&Event::Begun);
    let Some(mut engine) = load::<C>(&source, task.quick) else { return };
    let payments: Vec<C::Payment> = set.json.iter().map(|json| engine.parse(json)).collect();
    let start = ProcessTime::now();
    let few = 0..payments.len().min(FEWEST);
    agree(set, task, few.clone(), |place| engine.decide(&payments[place]));
    let each = start.elapsed().as_secs_f64() / few.len() as f64;
    let rest = few.end..payments.len();
    if each * rest.len() as f64 > LONG_ROUND {
        agree_together::<C>(set, task, rest, &source);
    } else {
        agree(set, task, rest, |place| engine.decide(&payments[place]));
    }
    let parsed = best(task, each, |place| engine.decide(&payments[place]));
    let json = best(task, each, |place| engine.decide_json(&set.json[place]));
    tell(&Event::Decided { parsed, json });
}

/// Asserts that these answers are right.
fn agree(set: &Set, task: &Task, places: Range<usize>, mut decide: impl FnMut(usize) -> Option<usize>) {
    for place in places {
        let json = || String::from_utf8_lossy(&set.json[place]);
        assert_eq!(decide(place), task.answers[place], "for {}", json());
    }
}

/// Does so on all processors at once, with an engine each.
fn agree_together<'a, C: Contender<'a>>(set: &'a Set, task: &Task, places: Range<usize>, source: &C::Source) {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let len = places.len().div_ceil(threads);
    let parts = places.clone().step_by(len).map(|from| from..(from + len).min(places.end));
    thread::scope(|scope| {
        for part in parts {
            let source = source.clone();
            let run = move || {
                let mut engine = C::load(source).expect("what was loaded loads again");
                agree(set, task, part, |place| engine.decide_json(&set.json[place]));
            };
            // A thread that panics makes the scope do so as well.
            let thread = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
            thread.expect("a thread starts");
        }
    });
}

/// Loads the rules, and tells how long it took at best and what it left in memory. Memory is counted once, and only a long
/// load is timed while it is.
fn load<'a, C: Contender<'a>>(source: &C::Source, quick: bool) -> Option<C> {
    let mut engine = None;
    let start = ProcessTime::now();
    let memory = allocation_counter::measure(|| engine = Some(C::load(source.clone())));
    let mut seconds = start.elapsed().as_secs_f64();
    let rounds = if quick || seconds > SHORT_LOAD { 0 } else { LOADS };
    for round in 0..rounds {
        let source = source.clone();
        let start = ProcessTime::now();
        let other = black_box(C::load(source));
        let took = start.elapsed().as_secs_f64();
        drop(other);
        seconds = if round == 0 { took } else { seconds.min(took) };
    }
    match engine? {
        Ok(engine) => {
            tell(&Event::Loaded { seconds, bytes: memory.bytes_current });
            Some(engine)
        }
        Err(why) => {
            tell(&Event::Refused(why));
            None
        }
    }
}

/// The time of a decision in the best of some rounds over as many of the payments as fit; `each` is what one takes, about.
fn best(task: &Task, each: f64, mut decide: impl FnMut(usize) -> Option<usize>) -> f64 {
    let (shortest, longest) = if task.quick { (0.0, QUICK_ROUND) } else { (SHORT_ROUND, LONG_ROUND) };
    let len = ((longest / each) as usize).max(FEWEST).min(task.answers.len());
    let passes = (shortest / (each * len as f64)).ceil().max(1.0) as usize;
    let sum = |answer: Option<usize>| answer.map_or(0, |rule| rule + 1);
    let right: usize = task.answers[..len].iter().copied().map(sum).sum();
    let mut round = || {
        let start = ProcessTime::now();
        let found: usize = (0..passes).flat_map(|_| 0..len).map(|place| sum(decide(black_box(place)))).sum();
        let took = start.elapsed().as_secs_f64();
        assert_eq!(found, passes * right, "an answer changed");
        took / (passes * len) as f64
    };
    let fits = |(seconds, _): &&(f64, usize)| each * (passes * len) as f64 <= *seconds;
    let rounds = ROUNDS.iter().find(fits).map_or(1, |(_, rounds)| *rounds);
    (0..if task.quick { 1 } else { rounds }).map(|_| round()).fold(f64::MAX, f64::min)
}

fn tell(event: &Event) {
    let mut out = io::stdout().lock();
    serde_json::to_writer(&mut out, event).expect("an event is JSON");
    out.write_all(b"\n").and_then(|()| out.flush()).expect("somebody reads");
}
