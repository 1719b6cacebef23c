//! The folder that a document's sessions run in: a copy of `policies/`, and the files that the document shows.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;
use waypost_dsl::Sources;
use waypost_dsl::diagnostic::{Code, Diagnostic, Diagnostics};
use waypost_server::pipeline::{self, Built};
use waypost_server::{AsOf, files};

use crate::block::Block;
use crate::{Fault, root};

/// What stands before a fragment. Its connectors do not take every payment, which is no fault of the fragment.
const PRELUDE: &str = r#"policy fragment
import "../policies/shared/facts.way"
import "../policies/shared/regions.way"
import "../policies/shared/rates.way"
import "../policies/shared/connectors.way"
"#;

/// A folder that is there as long as this is.
pub(crate) struct Folder(TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = Self(TempDir::with_prefix("waypost-documents-").unwrap());
        let copied = Command::new("cp").arg("-R").arg(root().join("policies")).arg(folder.path()).status();
        assert!(copied.unwrap().success(), "`policies` cannot be copied");
        folder
    }

    pub(crate) fn path(&self) -> &Path {
        self.0.path()
    }

    /// Puts the file that a block shows where it belongs.
    pub(crate) fn lay_out(&self, block: &Block) -> Result<(), Fault> {
        let Some(path) = place(block) else { return Ok(()) };
        let target = self.path().join(&path);
        if target.exists() {
            return Err((block.line, format!("`{path}` stands in the document already, or in `policies`")));
        }
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, &block.text).unwrap();
        Ok(())
    }

    /// Checks a block by what it is; those of sessions are checked by running them.
    pub(crate) fn check(&self, block: &Block) -> Result<(), Fault> {
        let checked = match block.language.as_str() {
            "way" | "text" if block.step().is_some() => Ok(()),
            "way" if block.is("fragment") => self.fragment(block),
            "way" => self.policy(block),
            "cases" => cases(&block.text),
            "json" => json(&block.text),
            "ndjson" => block.text.lines().try_for_each(json),
            "yaml" | "bash" => committed(block),
            "sh" => block.text.lines().try_for_each(cargo),
            "console" | "text" | "toml" | "rust" => Ok(()),
            other => Err(format!("nothing runs a block of the language `{other}`")),
        };
        checked.map_err(|what| (block.line, what))
    }

    /// A policy must check without findings, but that something is unused, struck or redundant; one that is meant to be faulty must have an error.
    fn policy(&self, block: &Block) -> Result<(), String> {
        let Some(name) = policy_name(block) else {
            let is_part = block.file().is_some();
            return if is_part {
                Ok(())
            } else {
                Err("this block has no `policy` line and no `file=`".to_owned())
            };
        };
        let built = self.build(name)?;
        match (block.is("faulty"), built.snapshot) {
            (true, Some(_)) => Err(format!("`{name}` is meant to be faulty, and is not")),
            (true, None) => Ok(()),
            (false, _) => {
                let mut told = built.diagnostics;
                // Examples are short: they declare what their reader expects, and do not name a connector for everything.
                told.retain(|found| {
                    !matches!(found.code, Code::Unused | Code::IneligibleConnector | Code::RedundantRule)
                });
                no_findings(name, &told)
            }
        }
    }

    fn fragment(&self, block: &Block) -> Result<(), String> {
        let folder = self.path().join("fragment");
        let route = "\nroute { otherwise -> none \"nowhere\" }\n";
        let route = if block.text.contains("route {") { "" } else { route };
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("fragment.way"), [PRELUDE, &block.text, route].concat()).unwrap();
        let mut told = self.build("fragment")?.diagnostics;
        told.retain(|found| {
            !matches!(found.code, Code::EmptyPlan | Code::IneligibleConnector | Code::Unused)
        });
        no_findings("fragment", &told)
    }

    fn build(&self, name: &str) -> Result<Built, String> {
        let found = files::find(&self.path().join(name)).map_err(|error| error.to_string())?;
        found
            .first()
            .map(|files| pipeline::build(files, AsOf::Today.day()))
            .ok_or("there is no policy".to_owned())
    }
}

fn no_findings(name: &str, told: &[Diagnostic]) -> Result<(), String> {
    let told: Vec<String> = told.iter().map(|found| format!("  {}: {}", found.code, found.message)).collect();
    if told.is_empty() { Ok(()) } else { Err(format!("`{name}` has findings\n{}", told.join("\n"))) }
}

/// Where the file belongs that a block shows.
fn place(block: &Block) -> Option<String> {
    if block.step().is_some() {
        return None;
    }
    let named = block.file().map(str::to_owned);
    named.or_else(|| policy_name(block).map(|name| format!("{name}/{name}.way")))
}

/// The name on the `policy` line of a block in Way.
fn policy_name(block: &Block) -> Option<&str> {
    let lines = (block.language == "way").then(|| block.text.lines())?;
    lines.filter_map(|line| line.strip_prefix("policy ")).map(str::trim).next()
}

/// The block must be the committed file that it names: that one is tested on its own.
fn committed(block: &Block) -> Result<(), String> {
    let path = block.file().ok_or("this block shows no file: name it by `file=`".to_owned())?;
    let text = fs::read_to_string(root().join(path)).map_err(|error| format!("`{path}`: {error}"))?;
    if text == block.text { Ok(()) } else { Err(format!("this is not what stands in `{path}`")) }
}

/// Cases must be written as such; what becomes of them is shown by a session.
fn cases(text: &str) -> Result<(), String> {
    let mut diagnostics = Diagnostics::default();
    waypost_dsl::cases::read("cases", text, &mut Sources::default(), &mut diagnostics);
    no_findings("cases", &diagnostics.into_sorted())
}

fn json(text: &str) -> Result<(), String> {
    serde_json::from_str::<serde_json::Value>(text)
        .map(|_| ())
        .map_err(|error| format!("this is not JSON: {error}"))
}

/// A line that builds or tests the whole repository, perhaps in a folder of it and with variables set.
fn cargo(line: &str) -> Result<(), String> {
    let command =
        line.split_once(" && ").filter(|(first, _)| first.starts_with("cd ")).map_or(line, |(_, rest)| rest);
    let mut words = command.split(' ').skip_while(|word| word.contains('='));
    let known =
        matches!(words.next(), Some("cargo" | "./test" | "")) && !command.contains(['&', ';', '|', '`', '$']);
    let fault = || format!("nothing runs `{line}`: make it a `console` block that shows what it prints");
    if known { Ok(()) } else { Err(fault()) }
}
