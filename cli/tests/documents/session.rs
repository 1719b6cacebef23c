//! The sessions of a document: its commands, run one after the other by one shell, and what they print.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use snapbox::report::Palette;
use snapbox::{Assert, IntoData as _};
use tempfile::TempDir;

use crate::Fault;
use crate::block::Block;
use crate::folder::Folder;

/// How long a document's sessions may take together, in seconds.
const LIMIT: &str = "300";

/// A command, and what it is to print.
struct Step {
    line: usize,
    command: String,
    expected: String,
}

/// Runs the blocks in the folder, and says which commands print something else than the document shows.
pub(crate) fn run(folder: &Folder, blocks: &[&Block]) -> Vec<Fault> {
    let (mut steps, mut faults) = (vec![], vec![]);
    for block in blocks {
        match block.step() {
            Some(path) => steps.push(write(block, path)),
            None => match read(block) {
                Ok(more) => steps.extend(more),
                Err(fault) => faults.push(fault),
            },
        }
    }
    let notes = TempDir::with_prefix("waypost-session-").unwrap();
    let done = shell(folder.path(), notes.path(), &steps);
    let last = steps.last().map_or(0, |step| step.line);
    if !done {
        faults.push((
            last,
            format!("the session of this document did not end within {LIMIT} seconds, or `exit`ed"),
        ));
    }
    let compared =
        steps.iter().enumerate().filter_map(|(number, step)| compare(step, &output(notes.path(), number)));
    faults.extend(compared);
    faults
}

/// Puts the text of a block into a file, as its reader would.
fn write(block: &Block, path: &str) -> Step {
    let command =
        format!("mkdir -p \"$(dirname {path})\"\ncat > {path} <<'END OF BLOCK'\n{}END OF BLOCK", block.text);
    Step { line: block.line, command, expected: String::new() }
}

/// The commands of a block. `> ` goes on with a command.
fn read(block: &Block) -> Result<Vec<Step>, Fault> {
    let mut steps: Vec<Step> = vec![];
    for (line, text) in (block.line + 1..).zip(block.text.lines()) {
        match (text.strip_prefix("$ "), text.strip_prefix("> "), steps.last_mut()) {
            (Some(command), ..) => {
                steps.push(Step { line, command: command.to_owned(), expected: String::new() });
            }
            (None, Some(more), Some(step)) if step.expected.is_empty() => {
                step.command.push('\n');
                step.command += more;
            }
            (None, _, Some(step)) => writeln!(step.expected, "{}", text.trim_end()).unwrap(),
            (None, _, None) => {
                return Err((line, "this stands before the first `$ ` of its block".to_owned()));
            }
        }
    }
    Ok(steps)
}

/// Runs the commands, each with its output in a file of its own in `notes`; false if they did not all end in time.
fn shell(folder: &Path, notes: &Path, steps: &[Step]) -> bool {
    let mut script = String::new();
    for (number, step) in steps.iter().enumerate() {
        fs::write(notes.join(format!("{number}.sh")), &step.command).unwrap();
        writeln!(script, ". \"$NOTES/{number}.sh\" >\"$NOTES/{number}.out\" 2>&1 </dev/null").unwrap();
    }
    script += "kill $(jobs -p) 2>/dev/null; wait; touch \"$NOTES/done\"\n";
    fs::write(notes.join("session.sh"), script).unwrap();
    let binary = Path::new(env!("CARGO_BIN_EXE_waypost"));
    let path =
        format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap_or_default());
    let mut command = Command::new("timeout");
    command.args(["--kill-after=5", LIMIT, "bash", "--norc"]).arg(notes.join("session.sh"));
    command.current_dir(folder).env("PATH", path).env("NOTES", notes).env_remove("RUST_LOG");
    command.stdin(Stdio::null()).stdout(File::create(notes.join("out")).unwrap()).stderr(Stdio::null());
    let mut group = Group(command.process_group(0).spawn().unwrap());
    group.0.wait().unwrap();
    notes.join("done").exists()
}

/// A process that leads a group, all of which ends with this.
struct Group(Child);

impl Drop for Group {
    fn drop(&mut self) {
        // The session ends its own jobs; this is for what they left behind, and for a session that hangs.
        let kill = format!("kill -KILL -- -{} 2>/dev/null", self.0.id());
        Command::new("bash").args(["-c", &kill]).status().ok();
    }
}

fn output(notes: &Path, number: usize) -> String {
    let printed = fs::read(notes.join(format!("{number}.out"))).unwrap_or_default();
    let printed = String::from_utf8_lossy(&printed);
    printed.lines().fold(String::new(), |text, line| text + line.trim_end() + "\n")
}

fn compare(step: &Step, printed: &str) -> Option<Fault> {
    let in_background = step.command.trim_end().ends_with('&');
    let expected = format!("{}{}", step.expected, if in_background { "...\n" } else { "" });
    let assert = Assert::new().normalize_paths(false).palette(Palette::plain());
    let compared = assert.try_eq(Some(&"printed"), printed.into_data(), expected.into_data());
    compared
        .err()
        .map(|difference| (step.line, format!("`{}` prints something else\n{difference}", step.command)))
}
