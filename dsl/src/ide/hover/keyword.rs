//! The words of the language, each in one sentence.

use crate::diagnostic::Diagnostics;
use crate::source::{FileId, Span};
use crate::syntax;

/// The word at a place, if it is neither in a comment nor in a string.
pub(super) fn at(file: FileId, text: &str, offset: u32) -> Option<(&str, Span)> {
    let lexed = syntax::lex(file, text, &mut Diagnostics::default());
    let here = |span: &Span| span.start < span.end && span.start <= offset && offset <= span.end;
    let (_, span) = lexed.tokens.into_iter().rfind(|(_, span)| here(span))?;
    Some((text.get(span.range())?, span))
}

/// What the word means.
pub(super) fn sentence(word: &str) -> Option<&'static str> {
    WORDS.iter().find(|(known, _)| *known == word).map(|(_, sentence)| *sentence)
}

const WORDS: &[(&str, &str)] = &[
    ("policy", "`policy NAME` names the policy, and makes its file the main one."),
    (
        "import",
        "`import \"PATH\"` adds what another file declares; the path goes from the folder of this file.",
    ),
    ("facts", "`facts { … }` declares what a payment has, a fact a line."),
    (
        "connector",
        "`connector NAME { … }` declares a service that takes payments; in `retry`, `connector` is the one tried last.",
    ),
    (
        "serves",
        "`serves CONDITION` says which payments a connector takes; it is struck from the plans of all others.",
    ),
    ("fee", "`fee 1.40% + 0.25 EUR` says what a connector takes for a payment."),
    ("let", "`let NAME = …` names a condition or a set, so that it is written once."),
    ("list", "`list NAME: TYPE from \"FILE\"` names the values of a file, one a line."),
    (
        "from",
        "`from \"FILE\"` names the file that holds the values of a list; `effective from DATE` is the first day of an invariant.",
    ),
    ("column", "`column NAME` names the column of the file that holds the values of a list."),
    ("rates", "`rates DATE per BASE { … }` pins what amounts are worth."),
    ("per", "`per BASE` names the currency that the rates are for one unit of."),
    (
        "screen",
        "`screen` decides whether a payment may go on: `allow`, `review \"queue\"` or `deny \"reason\"`.",
    ),
    (
        "authenticate",
        "`authenticate` decides how its payer proves who they are: `challenge`, `frictionless` or `exempt NAME`.",
    ),
    ("route", "`route` decides which connectors try a payment, in which order, or `none \"reason\"`."),
    ("retry", "`retry` decides what follows a failed attempt: `next`, `again`, `again after 2s` or `stop`."),
    ("rule", "`rule \"NAME\" when CONDITION -> OUTCOME` decides the payments that no rule before it took."),
    ("when", "`when CONDITION` says which payments a rule takes, or, before braces, all that they hold."),
    ("otherwise", "`otherwise -> OUTCOME` closes a stage: it decides what no rule took."),
    ("table", "`table \"NAME\" { … }` holds rules that test the same facts, one a line."),
    ("invariant", "`invariant \"NAME\" when CONDITION: STAGE always OUTCOME` is proved over all payments."),
    (
        "effective",
        "`effective from DATE until DATE` says on which days an invariant holds, the first and the last one included.",
    ),
    ("until", "`until DATE` is the last day of an invariant."),
    (
        "always",
        "`always OUTCOME` claims that every payment gets this outcome, or that every plan has this connector.",
    ),
    (
        "never",
        "`never OUTCOME` claims that no payment gets this outcome, or that no plan has this connector.",
    ),
    ("first", "`first CONNECTOR` claims that every plan begins with this connector."),
    ("split", "`split by FACT { a 70%, b 30% }` takes the same side for the same value of the fact, always."),
    ("best", "`best by MEASURE { a, b }` orders connectors by a signal or by what they cost."),
    ("success_rate", "`success_rate` is the share of payments that a connector takes successfully just now."),
    ("latency", "`latency` is how long a connector takes to answer just now."),
    ("cost", "`cost` is what a connector takes for this payment, by its `fee`."),
    ("and", "`and` joins conditions that must all be met; it binds tighter than `or`."),
    ("or", "`or` joins conditions of which one must be met."),
    ("not", "`not` turns a condition round; it binds tightest."),
    ("is", "`is` tests for one value, `is not` for any other."),
    ("in", "`in` tests for the values of a set, a range, a `let` or a list."),
    ("absent", "`is absent` is met by payments that do not have the fact."),
    ("present", "`is present` is met by payments that have the fact."),
    ("starts", "`starts with` tests the beginning of a text, or the leading digits."),
    ("ends", "`ends with` tests the end of a text."),
    ("contains", "`contains` tests for a part of a text."),
    ("optional", "`optional` says that the fact may be absent."),
    ("private", "`private` says that the fact is never shown but as a keyed hash."),
    ("only", "`only when CONDITION` says that the fact is there only if the condition holds."),
    ("flag", "`flag` is true or false, and false where a payment does not mention it."),
    ("one", "`one of a, b` is one of the listed names; `other`, if listed, takes all that are not."),
    ("country", "`country` is an ISO 3166-1 alpha-2 code."),
    ("integer", "`integer A to B` is a whole number in that range."),
    ("digits", "`digits N to M` is a string of that many digits; tests compare the leading ones."),
    ("money", "`money in EUR, USD` is an amount in one of the currencies; comparisons ask what it is worth."),
    ("text", "`text` is any string up to 256 bytes."),
    ("percent", "`percent` is a share, such as `1.40%`."),
    ("duration", "`duration` is a length of time, such as `500ms`, `2s` or `48h`."),
    (
        "timestamp",
        "`timestamp in \"ZONE\"` is an instant, with its `hour`, `weekday` and `date` in that zone.",
    ),
    ("allow", "`allow` lets the payment go on."),
    ("review", "`review \"QUEUE\"` lets the later stages decide, and asks somebody to look at the payment."),
    ("deny", "`deny \"REASON\"` ends the decision."),
    ("challenge", "`challenge` asks the payer to prove who they are."),
    ("frictionless", "`frictionless` leaves it to the issuer whether the payer is challenged."),
    ("exempt", "`exempt NAME` claims an exemption from authentication."),
    ("none", "`none \"REASON\"` says that no connector takes the payment."),
    ("next", "`next` goes on with the next connector of the plan."),
    ("again", "`again` tries the same connector once more, `again after 2s` after a while."),
    ("stop", "`stop` tries nothing any more."),
];
