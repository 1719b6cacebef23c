//! `waypost explain`: why a payment is decided as it is, why not otherwise, and what would have to change.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, ValueEnum};
use waypost_dsl::Diagnostics;
use waypost_engine::explain::{self, BUDGET, Explainer};
use waypost_engine::{Payment, cases};
use waypost_server::Decider;
use waypost_server::files::PolicyFiles;
use waypost_server::wire::explanation::{ExplanationJson, Private};

mod human;

use crate::command::decide::notation;
use crate::policy::{self, Policy};
use crate::{Status, input, replay};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The policy's folder or its main file
    #[arg(value_name = "PATH")]
    path: PathBuf,
    #[command(flatten)]
    payment: OnePayment,
    /// What should be decided instead: `adyen`, `route adyen`, `authenticate challenge`, `deny`
    #[arg(long, value_name = "OUTCOME")]
    want: Option<String>,
    /// How to print the explanation
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
struct OnePayment {
    /// The payment in the payment notation: `amount=12.00 EUR method=card`
    #[arg(long, value_name = "PAYMENT")]
    payment: Option<String>,
    /// A file with the payment in JSON; `-` is stdin
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// How an explanation is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Human,
    /// The decision, with the explanation as a member
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<Status> {
    let policy = match policy::at(&arguments.path)? {
        Ok(policy) => policy,
        Err(status) => return Ok(status),
    };
    let Policy { files, mut sources, snapshot } = policy;
    let wanted = arguments.want.as_deref().map(|text| explain::wanted(snapshot.policy(), text)).transpose();
    let wanted = wanted.map_err(|fault| {
        let help = fault.help.map(|help| format!("; {help}")).unwrap_or_default();
        anyhow::anyhow!("`--want` cannot be used: {}{help}", fault.message)
    })?;
    let decider = Decider::new(snapshot);
    let Some(payment) = payment(&arguments.payment, &decider, &files, &mut sources)? else {
        return Ok(Status::Findings);
    };
    let explainer = Explainer::of(decider.snapshot(), BUDGET);
    let mut explanation = ExplanationJson::new(&explainer, &payment, Private::Shown);
    if let Some(wanted) = &wanted {
        explanation = explanation.wanting(&explainer, &payment, wanted, Private::Shown);
    }
    let replay = explainer
        .spelled(&payment)
        .map(|witness| replay::command(&arguments.path.to_string_lossy(), &witness.to_string()));
    let mut out = io::stdout().lock();
    match arguments.format {
        Format::Human => human::print(&explanation, arguments.want.as_deref(), &mut out)?,
        Format::Json => {
            let mut answer = vec![];
            decider.explain(&payment, &explanation, &mut answer)?;
            answer.push(b'\n');
            out.write_all(&answer)?;
        }
    }
    // What a machine reads has the payment already.
    if let (Format::Human, Some(replay)) = (arguments.format, replay) {
        writeln!(out, "\nreplay: {replay}")?;
    }
    Ok(Status::Success)
}

/// The payment that is to be explained; if it is refused, that is told.
fn payment(
    given: &OnePayment,
    decider: &Decider,
    files: &PolicyFiles,
    sources: &mut waypost_dsl::Sources,
) -> anyhow::Result<Option<Payment>> {
    if let Some(line) = &given.payment {
        let mut diagnostics = Diagnostics::default();
        let payment = cases::payment(decider.snapshot(), notation::PATH, line, sources, &mut diagnostics);
        notation::tell(&diagnostics.into_sorted(), sources, files)?;
        return Ok(payment);
    }
    let file = given.json.as_deref().context("there is no payment")?;
    let (json, mut payment) = (input::whole(file)?, decider.payment());
    match decider.read(&json, &mut payment) {
        Ok(_) => Ok(Some(payment)),
        Err(error) => {
            writeln!(anstream::stderr(), "refused: {error}")?;
            Ok(None)
        }
    }
}
