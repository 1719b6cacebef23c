//! CEL: a program a rule, in order.

use std::fmt::Write as _;
use std::sync::Arc;
use cel::{Context, Env, Program, Value};
use cel::common::types::{CelBool, CelInt, CelString};

use super::Contender;
use crate::payment::{Field, Payment};
use crate::rule::When;
use crate::set::Set;

pub struct Cel { env: Arc<Env>, programs: Vec<Program> }

impl<'a> Contender<'a> for Cel {
    type Source = Vec<String>;
    type Payment = Context<'a, 'a>;

    fn write(set: &'a Set) -> Vec<String> {
        if let Ok(w) = std::env::var("CEL").unwrap_or_default().parse::<usize>() {
            let all: Vec<(usize, String)> = set.rules.iter().map(expr).enumerate().collect();
            return all.chunks(w).map(|c| { let mut t = String::new(); for (n, e) in c { write!(t, "({e}) ? {n} : ").unwrap(); } t.push_str("-1"); t }).collect();
        }
        set.rules.iter().map(expr).collect()
    }

    fn load(source: Vec<String>) -> Result<Self, String> {
        let env = Arc::new(Env::stdlib());
        let programs = source.iter().map(|t| env.compile(t).map_err(|e| format!("{t}: {e}"))).collect::<Result<_, _>>()?;
        Ok(Self { env, programs })
    }

    fn parse(&mut self, json: &'a [u8]) -> Context<'a, 'a> {
        let payment = Payment::read(json);
        let mut context = Context::with_env(Arc::clone(&self.env));
        for (name, field) in payment.fields() {
            let name = name.replace('.', "_");
            match field {
            Field::Text(t) => context.add_variable_as_val(name, Box::new(CelString::from(t))),
            Field::Number(n) => context.add_variable_as_val(name, Box::new(CelInt::from(n))),
            Field::Flag(b) => context.add_variable_as_val(name, Box::new(CelBool::from(b))),
        } }
        context
    }

    fn decide(&mut self, payment: &Context<'a, 'a>) -> Option<usize> {
        if std::env::var("CEL").is_ok() { return self.programs.iter().find_map(|p| match p.execute(payment) { Ok(Value::Int(n)) => usize::try_from(n).ok(), other => panic!("{other:?}") }); }
        self.programs.iter().position(|p| matches!(p.execute(payment), Ok(Value::Bool(true))))
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
    let v = |name: &str| name.replace('.', "_");
    match w {
        When::All(p) => { join(p, " && ", "true", out); }
        When::Any(p) => { out.push('('); join(p, " || ", "false", out); out.push(')') }
        When::Not(p) => { out.push_str("!("); write_expr(p, out); out.push(')') }
        When::Is(name, texts) if texts.len() == 1 => write!(out, "{} == {:?}", v(name), texts[0]).unwrap(),
        When::Is(name, texts) => write!(out, "{} in {texts:?}", v(name)).unwrap(),
        When::Within(name, ranges) => any(ranges, out, |(low, high), out| write!(out, "{n} >= {low} && {n} <= {high}", n = v(name)).unwrap()),
        When::True(name) => out.push_str(&v(name)),
    }
}
fn any<T: Copy>(parts: &[T], out: &mut String, each: impl Fn(T, &mut String)) {
    if parts.len() > 1 { out.push('('); }
    for (i, p) in parts.iter().enumerate() { if i > 0 { out.push_str(" || "); } each(*p, out); }
    if parts.len() > 1 { out.push(')'); }
}
