//! Text to cases: gathers the lines of each case, and reports what is odd. One bad case costs that case.

use std::ops::Range;

use pest::iterators::Pair;

use crate::ast::Name;
use crate::card;
use crate::cases::expectations::{self, Token, TokenKind};
use crate::cases::notation::{self, MAX_BYTES, Rule};
use crate::cases::tree::{Case, Given, Value, ValueKind};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::literal::text;
use crate::source::{FileId, Sources, Span};

/// After so many faults a file is read no further: it holds no cases.
const MAX_FAULTS: usize = 1_000;

/// Reads a `.cases` file, adds it to the sources and gives its sound cases. Card numbers are masked in what is kept.
pub fn read(path: &str, text: &str, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Vec<Case> {
    let (masked, hidden) = card::mask(text);
    let file = sources.add(path, masked.as_str());
    let Some(pairs) = notation::read(Rule::file, &masked) else {
        diagnostics.add(too_large(file, path));
        return vec![];
    };
    let mut reader = Reader { file, hidden: &hidden, diagnostics };
    let mut cases = Cases::default();
    let known = reader.diagnostics.len();
    for line in pairs.into_inner() {
        reader.line(line, &mut cases);
        if reader.diagnostics.len() - known > MAX_FAULTS {
            return cases.sound;
        }
    }
    cases.close(&mut reader);
    cases.sound
}

/// Reads a payment alone, which may stand on several lines, adds it to the sources, and gives it if it is sound.
pub fn read_payment(
    path: &str,
    text: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<Given>> {
    let (masked, hidden) = card::mask(text);
    let file = sources.add(path, masked.as_str());
    let Some(pairs) = notation::read(Rule::payment, &masked) else {
        diagnostics.add(too_large(file, path));
        return None;
    };
    let mut reader = Reader { file, hidden: &hidden, diagnostics };
    reader.payment(pairs.into_inner())
}

fn too_large(file: FileId, path: &str) -> Diagnostic {
    let start = Span { file, start: 0, end: 0 };
    Diagnostic::new(Code::FileTooLarge, start, format!("`{path}` is larger than {} MiB", MAX_BYTES >> 20))
        .help("split it into several files that end in `.cases`")
}

/// A case of which more lines may come.
struct Draft {
    name: Option<Name>,
    payment: Option<Vec<Given>>,
    span: Span,
    /// What stands behind the arrow, once there is one.
    expected: Option<Vec<Token>>,
    /// Whether something is wrong with what stands behind the arrow.
    broken: bool,
}

/// What has been read.
#[derive(Default)]
struct Cases {
    sound: Vec<Case>,
    open: Option<Draft>,
    /// Whether the lines that come belong to one that is at fault.
    lost: bool,
}

impl Cases {
    /// Ends the open case.
    fn close(&mut self, reader: &mut Reader<'_>) {
        let Some(draft) = self.open.take() else { return };
        let expectations = match draft.expected {
            _ if draft.broken => None,
            None => {
                reader.bad(
                    draft.span,
                    "this case expects nothing",
                    "say below it what is decided: `=> route adyen`",
                );
                None
            }
            Some(tokens) => expectations::read(&tokens, draft.span, reader.diagnostics),
        };
        if let (Some(name), Some(payment), Some(expectations)) = (draft.name, draft.payment, expectations) {
            self.sound.push(Case { name, payment, expectations, span: draft.span });
        }
    }
}

struct Reader<'r> {
    file: FileId,
    /// Where card numbers were masked.
    hidden: &'r [Range<usize>],
    diagnostics: &'r mut Diagnostics,
}

impl Reader<'_> {
    fn line(&mut self, line: Pair<'_, Rule>, cases: &mut Cases) {
        for part in line.into_inner() {
            match part.as_rule() {
                Rule::heading => {
                    cases.close(self);
                    cases.lost = false;
                    cases.open = Some(self.heading(part));
                }
                Rule::expected => self.expected(part, cases),
                Rule::rest => self.rest(part, cases),
                _ => {}
            }
        }
    }

    fn heading(&mut self, heading: Pair<'_, Rule>) -> Draft {
        let mut parts = heading.into_inner().peekable();
        let name = parts.next();
        let whole = name.as_ref().map(|name| notation::span(self.file, name));
        let mut draft = Draft {
            name: name.and_then(|name| self.text(&name)),
            payment: None,
            span: whole.unwrap_or(Span { file: self.file, start: 0, end: 0 }),
            expected: None,
            broken: false,
        };
        let mut givens = vec![];
        for part in parts {
            match part.as_rule() {
                Rule::expected => draft.expected = Some(self.tokens(part, &mut draft.broken)),
                _ => {
                    draft.span = draft.span.to(notation::span(self.file, &part));
                    givens.push(part);
                }
            }
        }
        draft.payment = self.payment(givens.into_iter());
        draft
    }

    /// A line that begins with the arrow.
    fn expected(&mut self, line: Pair<'_, Rule>, cases: &mut Cases) {
        let span = notation::span(self.file, &line);
        match &mut cases.open {
            Some(draft) if draft.expected.is_none() => {
                draft.expected = Some(self.tokens(line, &mut draft.broken));
            }
            Some(draft) => {
                draft.broken = true;
                self.bad(
                    arrow(span),
                    "`=>` stands twice in this case",
                    "go on behind a comma: `=> screen allow, route adyen`",
                );
            }
            None if cases.lost => {}
            None => {
                cases.lost = true;
                self.bad(arrow(span), "there is no case above these expectations", LAYOUT);
            }
        }
    }

    /// A line that begins neither a case nor its expectations: it goes on with them, if there are any.
    fn rest(&mut self, line: Pair<'_, Rule>, cases: &mut Cases) {
        let span = notation::span(self.file, &line);
        let is_payment = line.as_str().split([' ', '\t', '"']).next().is_some_and(|word| word.contains('='));
        match &mut cases.open {
            Some(draft) if !is_payment => match &mut draft.expected {
                Some(tokens) => tokens.extend(self.tokens(line, &mut draft.broken)),
                None if draft.broken => {}
                None => {
                    draft.broken = true;
                    self.bad(span, "expectations begin with `=>`", LAYOUT);
                }
            },
            Some(draft) if draft.expected.is_none() => {
                draft.broken = true;
                self.bad(span, "a payment stands on one line", "move this to the end of the line above");
            }
            _ if cases.lost && !is_payment => {}
            _ => {
                cases.close(self);
                cases.lost = true;
                let message = if is_payment { "this case has no name" } else { "this begins no case" };
                self.bad(span, message, LAYOUT);
            }
        }
    }

    fn tokens(&mut self, line: Pair<'_, Rule>, broken: &mut bool) -> Vec<Token> {
        let mut tokens = vec![];
        for part in line.into_inner() {
            let span = notation::span(self.file, &part);
            let kind = match part.as_rule() {
                Rule::comma => TokenKind::Comma,
                Rule::word => TokenKind::Word(part.as_str().to_owned()),
                Rule::text => match self.text(&part) {
                    Some(text) => TokenKind::Text(text.text),
                    None => {
                        *broken = true;
                        continue;
                    }
                },
                _ => continue,
            };
            tokens.push(Token { kind, span });
        }
        tokens
    }

    /// The facts of a payment, if nothing is wrong with any of them.
    fn payment<'p>(&mut self, parts: impl Iterator<Item = Pair<'p, Rule>>) -> Option<Vec<Given>> {
        // Of what is odd in a payment the first is enough; the rest is odd for the same reason.
        let (mut givens, mut sound, mut odd) = (vec![], true, false);
        for part in parts {
            let span = notation::span(self.file, &part);
            let text = part.as_str();
            match part.as_rule() {
                Rule::given if text.starts_with(',') || has_comma(text) => {
                    if !odd {
                        let place = comma(span, text);
                        self.bad(
                            place,
                            "a payment has no commas",
                            "leave it out: a space parts one fact from the next",
                        );
                    }
                    (sound, odd) = (false, true);
                }
                Rule::given => match self.given(part) {
                    Some(given) => givens.push(given),
                    None => sound = false,
                },
                Rule::arrow => {
                    self.bad(
                        span,
                        "`=>` has no meaning in a payment",
                        "leave out what is expected: a payment is all that is wanted here",
                    );
                    return None;
                }
                Rule::stray => {
                    if !odd {
                        self.stray(text, span);
                    }
                    (sound, odd) = (false, true);
                }
                _ => {}
            }
        }
        sound.then_some(givens)
    }

    fn given(&mut self, given: Pair<'_, Rule>) -> Option<Given> {
        let whole = notation::span(self.file, &given);
        let mut parts = given.into_inner();
        let fact = parts.next()?;
        let fact = Name { text: fact.as_str().to_owned(), span: notation::span(self.file, &fact) };
        self.visible(whole)?;
        let Some(_equals) = parts.next() else { return Some(Given { fact, value: None }) };
        let Some(value) = parts.next() else {
            let help = format!("write it behind the sign: `{}=…`", fact.text);
            self.bad(whole, &format!("`{}` has no value", fact.text), &help);
            return None;
        };
        let span = notation::span(self.file, &value);
        let kind = match value.as_rule() {
            Rule::text => ValueKind::Text(self.text(&value)?.text),
            Rule::amount => {
                let mut parts = value.into_inner().map(|part| part.as_str().to_owned());
                ValueKind::Amount(parts.next()?, parts.next()?)
            }
            _ => ValueKind::Word(value.as_str().to_owned()),
        };
        Some(Given { fact, value: Some(Value { kind, span }) })
    }

    /// A string without its quotes, if nothing is wrong with it.
    fn text(&mut self, pair: &Pair<'_, Rule>) -> Option<Name> {
        let span = notation::span(self.file, pair);
        self.visible(span)?;
        let sound = text::report(pair.as_str(), span, self.diagnostics);
        sound.then(|| Name { text: text::unquote(pair.as_str()), span })
    }

    /// Something in a payment that is no fact.
    fn stray(&mut self, text: &str, span: Span) {
        if text.starts_with('"') {
            return self.bad(
                span,
                "this text belongs to no fact",
                "a text follows the name of its fact and `=`: `merchant.id=\"m1\"`",
            );
        }
        self.bad(
            span,
            &format!("no fact stands before `{text}`"),
            "a fact is given by its name and its value: `country=DE`",
        );
    }

    /// Reports a card number that was masked at `span`, where there was one.
    fn visible(&mut self, span: Span) -> Option<()> {
        let hidden = self.hidden.partition_point(|hidden| hidden.end <= span.range().start);
        match self.hidden.get(hidden) {
            Some(hidden) if hidden.start < span.range().end => {
                let fault = Diagnostic::new(Code::BadPayment, span, "this looks like a card number")
                    .help("none is ever taken: give the first six or eight digits, if a fact asks for them");
                self.diagnostics.add(fault);
                None
            }
            _ => Some(()),
        }
    }

    fn bad(&mut self, span: Span, message: &str, help: &str) {
        self.diagnostics.add(Diagnostic::new(Code::BadCase, span, message).help(help));
    }
}

/// How a case is laid out.
const LAYOUT: &str = "a case reads `\"NAME\" FACT=VALUE …`, and on the line below it `=> STAGE OUTCOME, …`";

/// The arrow that a line begins with.
fn arrow(line: Span) -> Span {
    Span { end: line.start + 2, ..line }
}

/// Whether a fact ends with a comma that is not within a string.
fn has_comma(given: &str) -> bool {
    given.ends_with(',')
}

/// The comma that a given begins or ends with.
fn comma(span: Span, given: &str) -> Span {
    if given.starts_with(',') {
        Span { end: span.start + 1, ..span }
    } else {
        Span { start: span.end - 1, ..span }
    }
}
