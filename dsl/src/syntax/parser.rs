//! Runs the grammar over the tokens of one file, and holds what its actions need: the text and the faults.

use lalrpop_util::lalrpop_mod;

use crate::ast;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, SourceFile, Span};
use crate::syntax::{brackets, lexer, message, not_yet, token::Token};

lalrpop_mod!(
    #[allow(
        clippy::all,
        clippy::pedantic,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::cast_sign_loss,
        clippy::unreachable,
        clippy::unwrap_used,
        missing_debug_implementations,
        unreachable_pub,
        unused_qualifications,
        reason = "generated from the grammar"
    )]
    grammar,
    "/syntax/grammar.rs"
);

/// The most bytes that a file may have.
pub const MAX_BYTES: usize = 8 << 20;

/// A fault that the grammar went on after, with the tokens that it left out.
pub(super) type Fault = lalrpop_util::ErrorRecovery<u32, Token, ()>;

/// Reads a file. What cannot be read is reported and left out of the tree.
pub fn parse(id: FileId, file: &SourceFile, diagnostics: &mut Diagnostics) -> ast::File {
    let nothing = ast::File { items: vec![], incomplete: true };
    if file.text.len() > MAX_BYTES {
        let start = Span { file: id, start: 0, end: 0 };
        let message = format!("`{}` is larger than {} MiB", file.path, MAX_BYTES >> 20);
        diagnostics.add(
            Diagnostic::new(Code::FileTooLarge, start, message).help("split it, and `import` the parts"),
        );
        return nothing;
    }
    let known = diagnostics.len();
    let lexed = lexer::lex(id, &file.text, diagnostics);
    let (tokens, incomplete) = not_yet::leave_out(file, lexed.tokens, known, diagnostics);
    let Some(tokens) = brackets::balance(file, tokens, diagnostics) else { return nothing };
    let odd_lines = diagnostics.since(known).map(|d| file.line_column(d.primary.span.start).0).collect();
    let mut reader = Reader { id, file, odd_lines, lost: vec![], incomplete, diagnostics };
    let spanned = tokens.iter().map(|&(token, span)| Ok((span.start, token, span.end)));
    let items = match grammar::FileParser::new().parse(&mut reader, spanned) {
        Ok(items) => items,
        Err(error) => {
            reader.report(&error);
            return nothing;
        }
    };
    ast::File { items, incomplete: reader.incomplete }
}

/// What the grammar's actions need to know and to tell.
pub(super) struct Reader<'s> {
    pub(super) id: FileId,
    pub(super) file: &'s SourceFile,
    /// The lines of which something was said before the grammar saw them.
    odd_lines: Vec<usize>,
    /// Where an `otherwise` was left out.
    lost: Vec<u32>,
    incomplete: bool,
    diagnostics: &'s mut Diagnostics,
}

impl Reader<'_> {
    pub(super) fn span(&self, start: u32, end: u32) -> Span {
        Span { file: self.id, start, end }
    }

    fn slice(&self, start: u32, end: u32) -> &str {
        self.file.text.get(start as usize..end as usize).unwrap_or_default()
    }

    /// The text as it stands.
    pub(super) fn name(&self, start: u32, end: u32) -> ast::Name {
        ast::Name { text: self.slice(start, end).to_owned(), span: self.span(start, end) }
    }

    /// A name, in the case that names have.
    pub(super) fn word(&self, start: u32, end: u32) -> ast::Name {
        ast::Name { text: lexer::normal_name(self.slice(start, end)), span: self.span(start, end) }
    }

    /// A string, without its quotes.
    pub(super) fn text(&self, start: u32, end: u32) -> ast::Name {
        ast::Name { text: lexer::unquote(self.slice(start, end)), span: self.span(start, end) }
    }

    pub(super) fn percent(&self, start: u32, end: u32) -> ast::Value {
        let number = self.slice(start, end).trim_end_matches('%').to_owned();
        ast::Value { kind: ast::ValueKind::Percent(number), span: self.span(start, end) }
    }

    pub(super) fn value(&self, start: u32, end: u32, kind: fn(String) -> ast::ValueKind) -> ast::Value {
        ast::Value { kind: kind(self.slice(start, end).to_owned()), span: self.span(start, end) }
    }

    /// Reports a fault that costs a rule, a clause or the like.
    pub(super) fn fault(&mut self, fault: &Fault) {
        let lost = fault.dropped_tokens.iter().filter(|(_, token, _)| *token == Token::Otherwise);
        self.lost.extend(lost.map(|&(start, ..)| start));
        self.report(&fault.error);
    }

    /// Reports a fault that costs something that may have declared a name.
    pub(super) fn lost_item(&mut self, fault: &Fault) {
        self.incomplete = true;
        self.fault(fault);
    }

    pub(super) fn unquoted_rule(&mut self, name: &ast::Name) {
        let quoted = format!("\"{}\"", name.text);
        self.diagnostics.add(
            Diagnostic::new(Code::Syntax, name.span, "the name of a rule stands in quotes")
                .help(format!("write `rule {quoted}`"))
                .fix(name.span, quoted),
        );
    }

    /// Whether an `otherwise` between these places was left out.
    pub(super) fn lost_otherwise(&self, start: u32, end: u32) -> bool {
        self.lost.iter().any(|at| (start..end).contains(at))
    }

    /// Says what is wrong, unless something was said about that line before.
    fn report(&mut self, error: &message::Error) {
        let diagnostic = message::explain(self.file, self.id, error);
        let line = self.file.line_column(diagnostic.primary.span.start).0;
        if !self.odd_lines.contains(&line) {
            self.diagnostics.add(diagnostic);
        }
    }
}

/// Puts back in order a list that was built from its end, with `first` before it.
pub(super) fn prepend<T>(first: T, mut rest: Vec<T>) -> Vec<T> {
    rest.push(first);
    rest.reverse();
    rest
}

/// The condition itself if it is the only one.
pub(super) fn one_or(
    mut conditions: Vec<ast::Condition>,
    join: fn(Vec<ast::Condition>) -> ast::Condition,
) -> ast::Condition {
    match conditions.len() {
        1 => conditions.pop().unwrap_or(ast::Condition::Broken),
        _ => join(conditions),
    }
}
