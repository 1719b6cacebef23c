//! Sends each contender over each set in a process of its own, and gathers what they tell.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;
use std::{env, fs, thread};

use serde::{Deserialize, Serialize};

use crate::contender::Entry;
use crate::measure::Event;
use crate::set::{Kind, Set};

/// Who is measured with what.
pub struct Race {
    /// The contenders.
    pub entries: Vec<&'static Entry>,
    /// The rules and payments.
    pub kinds: Vec<Kind>,
    /// How many rules.
    pub sizes: Vec<usize>,
    /// How many payments.
    pub payments: usize,
    /// Whether one short round is enough.
    pub quick: bool,
    /// Where results are kept, and taken from instead of measuring again.
    pub kept: Option<PathBuf>,
}

/// How a contender did on a set.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Result {
    /// How long it loaded, if it came to an end, in seconds, and how many bytes it holds.
    pub loaded: Option<(f64, i64)>,
    /// The seconds of a decision, of a payment that was read before and from JSON.
    pub decided: Option<(f64, f64)>,
    /// Why it did not come so far.
    pub trouble: Option<Trouble>,
}

/// Why a contender has no figures.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Trouble {
    /// It loads for longer than anybody waits.
    Late,
    /// It does not take the rules, and says why.
    Refused(String),
}

/// All contenders on one set.
pub struct Heat {
    /// The rules and payments.
    pub kind: Kind,
    /// How many rules.
    pub size: usize,
    /// How many payments; fewer than were asked for if there are no more.
    pub payments: usize,
    /// In the order of the contenders.
    pub results: Vec<Result>,
}

/// Nobody loads for longer.
pub const LOAD_LIMIT: Duration = Duration::from_secs(120);

impl Race {
    /// Runs all of it.
    pub fn run(&self) -> Vec<Heat> {
        let sizes = |kind| self.sizes.iter().map(move |size| (kind, *size));
        self.kinds.iter().copied().flat_map(sizes).map(|(kind, size)| self.heat(kind, size)).collect()
    }

    fn heat(&self, kind: Kind, size: usize) -> Heat {
        let set = Set::new(kind, size, self.payments);
        let answers = serde_json::to_vec(&set.answers()).expect("numbers are JSON");
        let payments = set.payments.len();
        drop(set);
        let result = |entry: &&'static Entry| {
            eprintln!("{}, {size} rules, {payments} payments: {}", kind.name(), entry.name);
            match payments {
                0 => Result::default(),
                _ => self.kept(entry, kind, size, || self.start(entry, kind, size).follow(&answers)),
            }
        };
        Heat { kind, size, payments, results: self.entries.iter().map(result).collect() }
    }

    /// The result that was kept, or a new one, which is kept if any are.
    fn kept(&self, entry: &Entry, kind: Kind, size: usize, measure: impl FnOnce() -> Result) -> Result {
        let Some(folder) = &self.kept else { return measure() };
        let path = folder.join(format!("{}-{size}-{}-{}.json", kind.name(), self.payments, entry.name));
        if let Ok(known) = fs::read(&path) {
            return serde_json::from_slice(&known).expect("a result is JSON");
        }
        let result = measure();
        let json = serde_json::to_vec(&result).expect("a result is JSON");
        fs::create_dir_all(folder).and_then(|()| fs::write(&path, json)).expect("results can be kept");
        result
    }

    fn start(&self, entry: &Entry, kind: Kind, size: usize) -> Runner {
        let program = env::current_exe().expect("this program is a file");
        let mut command = Command::new(program);
        command.args(["--measure", entry.name, "--shape", &kind.name()]);
        command.args(["--rules", &size.to_string(), "--payments", &self.payments.to_string()]);
        command.args(self.quick.then_some("--quick"));
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        Runner { name: entry.name, child: command.spawn().expect("this program starts") }
    }
}

/// A contender that is being measured.
struct Runner {
    name: &'static str,
    child: Child,
}

impl Runner {
    /// Hands over the answers, and waits for what is told.
    ///
    /// # Panics
    ///
    /// If an answer is wrong: then all the figures are worth nothing.
    fn follow(mut self, answers: &[u8]) -> Result {
        let mut stdin = self.child.stdin.take().expect("it is piped");
        stdin.write_all(answers).expect("the answers are read");
        drop(stdin);
        let out = BufReader::new(self.child.stdout.take().expect("it is piped"));
        let (tell, told) = mpsc::channel::<Event>();
        thread::spawn(move || {
            for line in out.lines().map_while(std::result::Result::ok) {
                let event = serde_json::from_str(&line).expect("an event a line");
                tell.send(event).unwrap_or(());
            }
        });
        assert!(matches!(told.recv(), Ok(Event::Begun)), "{} does not begin", self.name);
        let mut result = Result::default();
        match told.recv_timeout(LOAD_LIMIT) {
            Ok(Event::Loaded { seconds, bytes }) => {
                result.loaded = Some((seconds, bytes));
                let Ok(Event::Decided { parsed, json }) = told.recv() else {
                    panic!("{} does not give the answers of the reference", self.name)
                };
                result.decided = Some((parsed, json));
            }
            Ok(Event::Refused(why)) => result.trouble = Some(Trouble::Refused(why)),
            Err(mpsc::RecvTimeoutError::Timeout) => {
                result.trouble = Some(Trouble::Late);
                self.child.kill().expect("it can be stopped");
            }
            other => panic!("{} does not load: {other:?}", self.name),
        }
        self.child.wait().expect("it ends");
        result
    }
}
