//! A payment of the notation as the engine sees it.

use waypost_dsl::cases::{self, Given};
use waypost_dsl::hir::{Fact, FactId, Facts, Origin, Type};
use waypost_dsl::source::Span;
use waypost_dsl::{Code, Diagnostic, Diagnostics, Sources};

use crate::payment::{Payment, Refusal};
use crate::snapshot::Snapshot;

/// Reads the payment that `text` spells in the notation, adds the text to `sources` under `path`, and gives the payment
/// ready to be decided, unless something is wrong with it.
pub fn payment(
    snapshot: &Snapshot,
    path: &str,
    text: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Payment> {
    let givens = cases::read_payment(path, text, sources, diagnostics)?;
    let (file, _) = sources.iter().last()?;
    let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
    filled(snapshot, &givens, Span { file, start: 0, end }, diagnostics)
}

/// The payment that is given at `whole`, ready to be decided, unless something is wrong with it.
pub fn filled(
    snapshot: &Snapshot,
    givens: &[Given],
    whole: Span,
    diagnostics: &mut Diagnostics,
) -> Option<Payment> {
    let facts = &snapshot.policy().facts;
    let mut payment = Payment::new(facts);
    for (id, value) in cases::payment(givens, facts, diagnostics)? {
        // The notation gives none but values of the fact.
        payment.set(facts, id, value).ok()?;
    }
    match snapshot.complete(&mut payment) {
        Ok(()) => Some(payment),
        Err(refusal) => {
            diagnostics.add(match refusal {
                Refusal::Missing(fact) => missing(facts, fact, &payment, whole),
                Refusal::Unexpected(fact) => unexpected(&facts[fact], givens, whole),
            });
            None
        }
    }
}

/// Names the fact that is missing, and the others that every payment has.
fn missing(facts: &Facts, first: FactId, payment: &Payment, whole: Span) -> Diagnostic {
    let others = facts.given().filter(|(id, fact)| {
        let is_needed = fact.origin == Origin::Payment && !fact.optional && fact.only_when.is_none();
        is_needed && *id != first && fact.ty != Type::Flag && !payment.has(facts, *id)
    });
    let fact = &facts[first];
    let all: Vec<&Fact> = std::iter::once(fact).chain(others.map(|(_, other)| other)).collect();
    let names: Vec<String> = all.iter().map(|fact| format!("`{}`", fact.name)).collect();
    let message = match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    };
    let given: Vec<String> =
        all.iter().map(|fact| format!("{}={}", fact.name, cases::example(&fact.ty))).collect();
    Diagnostic::new(Code::BadPayment, whole, format!("this payment has no {message}"))
        .label(fact.span, "it is declared here, and not `optional`")
        .help(format!("give it: `{}`", given.join(" ")))
}

fn unexpected(fact: &Fact, givens: &[Given], whole: Span) -> Diagnostic {
    let name = &fact.name;
    let given = givens.iter().find(|given| given.fact.text == *name).map_or(whole, Given::span);
    Diagnostic::new(Code::BadPayment, given, format!("this payment cannot have `{name}`"))
        .label(fact.span, "what it takes to have it is declared here")
        .help("leave it out, or give what its `only when` asks for")
}
