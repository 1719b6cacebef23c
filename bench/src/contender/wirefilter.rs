//! wirefilter: a filter a rule, in order.

use std::fmt::Write as _;
use wirefilter::{ExecutionContext, Filter, Scheme, Type};

use super::Contender;
use crate::payment::{Field, Payment};
use crate::rule::When;
use crate::set::Set;

pub struct Wirefilter<'a> { scheme: &'a Scheme, filters: Vec<Filter<'a>> }

impl<'a> Contender<'a> for Wirefilter<'a> {
    type Source = Vec<String>;
    type Payment = ExecutionContext<'a>;

    fn write(set: &'a Set) -> Vec<String> {
        set.rules.iter().map(expr).collect()
    }

    fn load(source: Vec<String>) -> Result<Self, String> {
        let mut scheme = Scheme::default();
        for (name, ty) in [("amount.minor", Type::Int), ("card.bin", Type::Int), ("risk", Type::Int), ("recurring", Type::Bool),
            ("amount.currency", Type::Bytes), ("method", Type::Bytes), ("country", Type::Bytes), ("card.network", Type::Bytes), ("card.funding", Type::Bytes),
            ("channel", Type::Bytes), ("merchant.tier", Type::Bytes), ("merchant.id", Type::Bytes)] { scheme.add_field(name.to_owned(), ty).unwrap(); }
        let scheme: &'a Scheme = Box::leak(Box::new(scheme));
        let filters = source.iter().map(|t| scheme.parse(t).map(|ast| ast.compile()).map_err(|e| format!("{t}: {e}"))).collect::<Result<_, _>>()?;
        Ok(Self { scheme, filters })
    }

    fn parse(&mut self, json: &'a [u8]) -> ExecutionContext<'a> {
        let payment = Payment::read(json);
        let mut context = ExecutionContext::new(self.scheme);
        for (name, field) in payment.fields() {
            match field {
            Field::Text(t) => context.set_field_value(name, t).unwrap(),
            Field::Number(n) => context.set_field_value(name, i32::try_from(n).unwrap()).unwrap(),
            Field::Flag(b) => context.set_field_value(name, b).unwrap(),
        } }
        context
    }

    fn decide(&mut self, payment: &ExecutionContext<'a>) -> Option<usize> {
        self.filters.iter().position(|f| f.execute(payment) == Ok(true))
    }
}

fn expr(w: &When) -> String {
    let mut out = String::new();
    write_expr(w, &mut out);
    out
}
fn join(parts: &[When], sep: &str, empty: &str, out: &mut String) {
    if parts.is_empty() { out.push_str(empty); }
    for (i, p) in parts.iter().enumerate() { if i > 0 { out.push_str(sep); } write_expr(p, out); }
}
fn write_expr(w: &When, out: &mut String) {
    match w {
        When::All(p) => { out.push('('); join(p, " && ", "true", out); out.push(')') }
        When::Any(p) => { out.push('('); join(p, " || ", "false", out); out.push(')') }
        When::Not(p) => { out.push_str("not ("); write_expr(p, out); out.push(')') }
        When::Is(name, texts) if texts.len() == 1 => write!(out, "{name} == {:?}", texts[0]).unwrap(),
        When::Is(name, texts) => { write!(out, "{name} in {{").unwrap(); for t in texts { write!(out, "{t:?} ").unwrap(); } out.push('}') }
        When::Within(name, ranges) => { write!(out, "{name} in {{").unwrap(); for (low, high) in ranges { write!(out, "{low}..{} ", (*high).min(i32::MAX.into())).unwrap(); } out.push('}') }
        When::True(name) => out.push_str(name),
    }
}
