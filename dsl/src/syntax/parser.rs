//! Runs the grammar over the tokens of one file, and holds what its actions need: the text and the faults.

use lalrpop_util::lalrpop_mod;

use crate::ast;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, SourceFile, Span};
use crate::syntax::{braces, brackets, facts, lexer, message, table, token::Token};

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
pub const MAX_BYTES: usize = 32 << 20;

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
    let tokens = braces::put_in_missing(file, lexed.tokens, diagnostics);
    let Some(tokens) = brackets::balance(file, tokens, diagnostics) else { return nothing };
    let tokens = facts::name_facts(file, tokens, diagnostics);
    let tokens = facts::leave_out_commas(file, &tokens, diagnostics);
    let tokens = braces::take_out_odd(&tokens, diagnostics);
    let odd_lines = diagnostics.since(known).map(|d| file.line_column(d.primary.span.start).0).collect();
    let mut reader =
        Reader { id, file, tokens: &tokens, odd_lines, lost: vec![], incomplete: false, diagnostics };
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
    tokens: &'s [(Token, Span)],
    /// The lines of which something was said before the grammar saw them.
    odd_lines: Vec<usize>,
    /// Where a line of a stage was left out.
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
        let number = self.slice(start, end).trim_end_matches('%').trim_end().to_owned();
        ast::Value { kind: ast::ValueKind::Percent(number), span: self.span(start, end) }
    }

    /// An amount with the sign of its currency, which is reported already.
    pub(super) fn signed_money(&self, start: u32, end: u32) -> ast::Value {
        let (number, code) = lexer::signed_money(self.slice(start, end));
        ast::Value { kind: ast::ValueKind::Money(number, code.to_owned()), span: self.span(start, end) }
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

    /// Reports a fault that costs a line of a stage, which may have been the last one.
    pub(super) fn lost_line(&mut self, fault: &Fault) {
        self.lost.push(match &fault.error {
            message::Error::UnrecognizedToken { token: (start, ..), .. }
            | message::Error::ExtraToken { token: (start, ..) } => *start,
            message::Error::UnrecognizedEof { location, .. } | message::Error::InvalidToken { location } => {
                *location
            }
            message::Error::User { error: () } => 0,
        });
        self.fault(fault);
    }

    /// Reports a fault that costs something that may have declared a name.
    pub(super) fn lost_item(&mut self, fault: &Fault) {
        self.incomplete = true;
        self.fault(fault);
    }

    /// Reports a fault among facts, behind the name of one or somewhere behind the last one. Of that one it is not
    /// known then what it was meant to be, unless the fault stands on a line of its own.
    pub(super) fn broken_facts(
        &mut self,
        mut facts: Vec<ast::Fact>,
        name: Option<ast::Name>,
        fault: &Fault,
    ) -> Vec<ast::Fact> {
        let line = |span: Span| self.file.line_column(span.start).0;
        let same_line =
            |name: &ast::Name| facts.last().is_some_and(|last| line(last.name.span) == line(name.span));
        match name.filter(|name| !same_line(name)) {
            Some(name) => {
                let span = name.span;
                facts.push(ast::Fact { name, ty: None, modifiers: vec![], span });
            }
            None => facts.iter_mut().next_back().into_iter().for_each(|last| last.ty = None),
        }
        self.lost_item(fault);
        facts
    }

    /// The rows of a table with their conditions; of a table whose head could not be read, none is of use.
    pub(super) fn rows(&mut self, columns: &[ast::Name], mut rows: Vec<ast::Row>) -> Vec<ast::Row> {
        for row in rows.iter_mut().filter(|row| !row.outcome.parts.is_empty()) {
            row.when = match columns.len() {
                0 => Some(ast::Condition::Broken),
                width if width == row.cells.len() => table::condition(columns, row),
                _ => {
                    self.diagnostics.add(table::width(columns, row));
                    Some(ast::Condition::Broken)
                }
            };
        }
        rows
    }

    /// A candidate that could not be read, as a split without sides.
    pub(super) fn lost_candidate(&self, start: u32, end: u32) -> ast::OutcomePart {
        let split = ast::Split { by: self.name(start, end), sides: vec![], span: self.span(start, end) };
        ast::OutcomePart::Split(split)
    }

    /// A name that stands without its quotes.
    pub(super) fn unquoted(&mut self, name: &ast::Name) {
        let quoted = format!("\"{}\"", name.text);
        self.diagnostics.add(
            Diagnostic::new(Code::Syntax, name.span, "this name stands in quotes")
                .help(format!("write `{quoted}`"))
                .fix(name.span, quoted),
        );
    }

    /// Reports the sign of another language for `is`.
    pub(super) fn equals(&mut self, start: u32, end: u32) {
        let span = self.span(start, end);
        self.diagnostics.add(lexer::foreign("=", "is", span));
    }

    /// Whether an `otherwise` between these places was left out.
    pub(super) fn lost_otherwise(&self, start: u32, end: u32) -> bool {
        self.lost.iter().any(|at| (start..end).contains(at))
    }

    /// Says what is wrong, unless something was said about that line before.
    fn report(&mut self, error: &message::Error) {
        let diagnostic = message::explain(self.file, self.id, self.tokens, error);
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
