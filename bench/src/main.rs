//! Waypost beside other engines and ways to decide: the same rules and the same payments for all, each in the way that its
//! own documentation shows. All must give the answers of the reference evaluator, or there are no figures.

mod contender;
mod expression;
mod machine;
mod measure;
mod payment;
mod plot;
mod race;
mod report;
mod rule;
mod set;

use std::io::read_to_string;
use std::path::PathBuf;
use std::{io, thread};

use clap::Parser;

use contender::Entry;
use measure::Task;
use race::Race;
use set::{Kind, Set};

/// Measures Waypost beside its rivals, and prints tables.
#[derive(Debug, Parser)]
struct Arguments {
    /// The rule sets: structured, broad and narrow; with -amid, only payments that a rule in the middle half decides.
    #[arg(long, value_delimiter = ',')]
    shape: Vec<Kind>,
    /// How many rules.
    #[arg(long, value_delimiter = ',')]
    rules: Vec<usize>,
    /// Which contenders; all, unless they are named.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// How many payments.
    #[arg(long)]
    payments: Option<usize>,
    /// Few rules and payments and one short round, to see that all agree.
    #[arg(long)]
    quick: bool,
    /// Writes the tables into performance.md and the plots into images/ of this folder.
    #[arg(long, value_name = "FOLDER")]
    write: Option<PathBuf>,
    /// Keeps results in this folder, and takes those that are there already, so that a race can be run in parts.
    #[arg(long, value_name = "FOLDER")]
    keep: Option<PathBuf>,
    /// Measures this contender in this process, with the answers from stdin: for the program itself.
    #[arg(long, hide = true)]
    measure: Option<String>,
}

/// The rules, and the payments, of a run in full and of a quick one.
const FULL: (&[usize], usize) = (&[10, 100, 1_000, 10_000], 10_000);
const QUICK: (&[usize], usize) = (&[10, 100], 1_000);
/// Some engines walk trees as deep as a list of rules is long.
const STACK: usize = 1 << 30;

fn main() -> io::Result<()> {
    let arguments = Arguments::parse();
    let run = move || match &arguments.measure {
        Some(name) => measure(name, &arguments),
        None => race(&arguments),
    };
    let main = thread::Builder::new().stack_size(STACK).spawn(run)?;
    main.join().expect("all answers are right")
}

fn race(arguments: &Arguments) -> io::Result<()> {
    let (sizes, payments) = if arguments.quick { QUICK } else { FULL };
    let named =
        |entry: &&Entry| arguments.only.is_empty() || arguments.only.iter().any(|name| name == entry.name);
    let given = |all: &[usize], default: &[usize]| if all.is_empty() { default } else { all }.to_vec();
    let race = Race {
        entries: contender::ALL.iter().filter(named).collect(),
        kinds: if arguments.shape.is_empty() { Kind::ALL.to_vec() } else { arguments.shape.clone() },
        sizes: given(&arguments.rules, sizes),
        payments: arguments.payments.unwrap_or(payments),
        quick: arguments.quick,
        kept: arguments.keep.clone(),
    };
    let heats = race.run();
    let report = report::write(&race, &heats);
    println!("{report}");
    match &arguments.write {
        Some(folder) => {
            report::insert(&folder.join("performance.md"), &report)?;
            plot::write(&race, &heats, &folder.join("images"))
        }
        None => Ok(()),
    }
}

fn measure(name: &str, arguments: &Arguments) -> io::Result<()> {
    let (&[kind], &[size]) = (arguments.shape.as_slice(), arguments.rules.as_slice()) else {
        panic!("one set is measured in one process")
    };
    // What other threads allocate is not counted, so this one does the work of all that Waypost would compile with.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    alone.build_global().map_err(io::Error::other)?;
    let entry = contender::ALL.iter().find(|entry| entry.name == name).expect("a contender of the list");
    let set = Set::new(kind, size, arguments.payments.unwrap_or(FULL.1));
    let answers = serde_json::from_str(&read_to_string(io::stdin())?)?;
    (entry.measure)(&set, &Task { answers, quick: arguments.quick });
    Ok(())
}
