//! Cedar: a permit a rule, whose number is its id; all that are met determine the answer, and the least of them won.

use std::fmt::Write as _;
use cedar_policy::{Authorizer, Context, Entities, EntityUid, Policy, PolicyId, PolicySet, Request, RestrictedExpression};

use super::Contender;
use crate::payment::{Field, Payment};
use crate::rule::When;
use crate::set::Set;

pub struct Cedar { authorizer: Authorizer, policies: PolicySet, entities: Entities, anyone: EntityUid, each: Vec<PolicySet>, exprs: Vec<cedar_policy::Expression> }

impl<'a> Contender<'a> for Cedar {
    type Source = Vec<String>;
    type Payment = Request;

    fn write(set: &'a Set) -> Vec<String> {
        if std::env::var("CEDAR").is_ok_and(|v| v == "expr") {
            let all: Vec<(usize, String)> = set.rules.iter().map(expr).enumerate().collect();
            let w: usize = std::env::var("WIDTH").ok().and_then(|w| w.parse().ok()).unwrap_or(20);
            return all.chunks(w).map(|c| { let mut t = String::new(); for (n, e) in c { write!(t, "if {e} then {n} else ").unwrap(); } t.push_str("-1"); t }).collect();
        }
        set.rules.iter().map(|w| format!("permit(principal, action, resource) when {{ {} }};", expr(w))).collect()
    }

    fn load(source: Vec<String>) -> Result<Self, String> {
        let mut policies = PolicySet::new();
        let style = std::env::var("CEDAR").unwrap_or_default();
        let mut exprs = vec![];
        if style == "expr" { for t in &source { exprs.push(t.parse().map_err(|e| format!("{e:?}"))?); }
            return Ok(Self { authorizer: Authorizer::new(), policies, entities: Entities::empty(), anyone: r#"Any::"one""#.parse().unwrap(), each: vec![], exprs }) }
        let mut each = vec![];
        for (n, text) in source.iter().enumerate() {
            let p = Policy::parse(Some(PolicyId::new(n.to_string())), text).map_err(|e| format!("{text}: {e}"))?;
            if style == "each" { let mut s = PolicySet::new(); s.add(p).unwrap(); each.push(s); continue; }
            policies.add(p).map_err(|e| e.to_string())?;
        }
        Ok(Self { authorizer: Authorizer::new(), policies, entities: Entities::empty(), anyone: r#"Any::"one""#.parse().unwrap(), each, exprs })
    }

    fn parse(&mut self, json: &'a [u8]) -> Request {
        let payment = Payment::read(json);
        let context = Context::from_pairs(payment.fields().map(|(name, field)| (name.replace('.', "_"), match field {
            Field::Text(t) => RestrictedExpression::new_string(t.to_owned()),
            Field::Number(n) => RestrictedExpression::new_long(n),
            Field::Flag(b) => RestrictedExpression::new_bool(b),
        }))).unwrap();
        let any = || self.anyone.clone();
        Request::new(any(), any(), any(), context, None).unwrap()
    }

    fn decide(&mut self, payment: &Request) -> Option<usize> {
        if !self.each.is_empty() { return self.each.iter().position(|p| self.authorizer.is_authorized(payment, p, &self.entities).decision() == cedar_policy::Decision::Allow); }
        if !self.exprs.is_empty() { return self.exprs.iter().find_map(|e| match cedar_policy::eval_expression(payment, &self.entities, e).unwrap() { cedar_policy::EvalResult::Long(n) => usize::try_from(n).ok(), _ => panic!() }); }
        let response = self.authorizer.is_authorized(payment, &self.policies, &self.entities);
        response.diagnostics().reason().filter_map(|id| { let s: &str = id.as_ref(); s.parse().ok() }).min()
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
    let v = |name: &str| format!("context.{}", name.replace('.', "_"));
    match w {
        When::All(p) => { out.push('('); join(p, " && ", "true", out); out.push(')') }
        When::Any(p) => { out.push('('); join(p, " || ", "false", out); out.push(')') }
        When::Not(p) => { out.push_str("!("); write_expr(p, out); out.push(')') }
        When::Is(name, texts) if texts.len() == 1 => write!(out, "{} == {:?}", v(name), texts[0]).unwrap(),
        When::Is(name, texts) => write!(out, "{texts:?}.contains({})", v(name)).unwrap(),
        When::Within(name, ranges) => any(ranges, out, |(low, high), out| write!(out, "{n} >= {low} && {n} <= {high}", n = v(name)).unwrap()),
        When::True(name) => out.push_str(&v(name)),
    }
}
fn any<T: Copy>(parts: &[T], out: &mut String, each: impl Fn(T, &mut String)) {
    if parts.len() > 1 { out.push('('); }
    for (i, p) in parts.iter().enumerate() { if i > 0 { out.push_str(" || "); } each(*p, out); }
    if parts.len() > 1 { out.push(')'); }
}
