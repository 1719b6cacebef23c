//! `waypost import`: a policy from the routing rules of another product.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand};
use waypost_dsl::Sources;

use crate::Status;
use crate::import::{Imported, gorules, hyperswitch};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    product: Product,
}

#[derive(Debug, Subcommand)]
enum Product {
    /// A routing program of Hyperswitch or of Juspay's decision engine.
    Hyperswitch(Files),
    /// A decision table of GoRules, in a graph of its JDM format.
    Gorules {
        #[command(flatten)]
        files: Files,
        /// The output whose values are connectors
        #[arg(long, value_name = "NAME")]
        output_field: Option<String>,
    },
}

#[derive(Debug, Args)]
struct Files {
    /// The document in JSON; `-` is stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Where to put the policy; stdout if left out
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let files = match &arguments.product {
        Product::Hyperswitch(files) | Product::Gorules { files, .. } => files,
    };
    let document = read(&files.file)?;
    let name = stem(files.output.as_deref().unwrap_or(&files.file));
    let imported = match &arguments.product {
        Product::Hyperswitch(_) => hyperswitch::import(&document, name),
        Product::Gorules { output_field, .. } => gorules::import(&document, name, output_field.as_deref()),
    };
    let imported = imported.with_context(|| format!("`{}` cannot be imported", files.file.display()))?;
    write(&imported, files.output.as_deref())?;
    Ok(if imported.report.is_exact() { Status::Success } else { Status::Findings })
}

fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let mut document = vec![];
    let read = if file == Path::new("-") {
        io::stdin().lock().read_to_end(&mut document)
    } else {
        File::open(file).and_then(|mut opened| opened.read_to_end(&mut document))
    };
    read.with_context(|| format!("`{}` cannot be read", file.display()))?;
    Ok(document)
}

/// What the policy is called if its document does not say.
fn stem(file: &Path) -> &str {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).filter(|stem| *stem != "-");
    stem.unwrap_or("imported")
}

fn write(imported: &Imported, output: Option<&Path>) -> anyhow::Result<()> {
    let text = formatted(imported.policy.to_string());
    match output {
        None => io::stdout().lock().write_all(text.as_bytes())?,
        Some(path) => {
            fs::write(path, text).with_context(|| format!("`{}` cannot be written", path.display()))?;
        }
    }
    imported.report.write(&imported.policy.size(), &mut anstream::stderr().lock())?;
    Ok(())
}

/// The text in the layout of `waypost fmt`; what cannot be formatted is left as it is, for `check` to say why.
fn formatted(text: String) -> String {
    let mut sources = Sources::default();
    let id = sources.add("imported.way", text.as_str());
    sources.get(id).and_then(|file| waypost_dsl::format(id, file).ok()).unwrap_or(text)
}
