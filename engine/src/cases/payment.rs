//! A payment of the notation as the engine sees it.

use waypost_dsl::cases::{self, Given};
use waypost_dsl::hir::Fact;
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
            diagnostics.add(refused(&facts[refusal.fact()], &refusal, givens, whole));
            None
        }
    }
}

fn refused(fact: &Fact, refusal: &Refusal, givens: &[Given], whole: Span) -> Diagnostic {
    let name = &fact.name;
    match refusal {
        Refusal::Missing(_) => Diagnostic::new(Code::BadPayment, whole, format!("this payment has no `{name}`"))
            .label(fact.span, "it is declared here, and not `optional`")
            .help(format!("give it: `{name}={}`", cases::example(&fact.ty))),
        Refusal::Unexpected(_) => {
            let given = givens.iter().find(|given| given.fact.text == *name).map_or(whole, Given::span);
            Diagnostic::new(Code::BadPayment, given, format!("this payment cannot have `{name}`"))
                .label(fact.span, "what it takes to have it is declared here")
                .help("leave it out, or give what its `only when` asks for")
        }
    }
}

