//! regorus

use std::fmt::Write as _;
use regorus::{Engine, Value, Rc};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::PolicyLengthConfig;

use super::Contender;
use crate::rule::When;
use crate::set::Set;

pub struct Regorus { vm: RegoVM }

impl<'a> Contender<'a> for Regorus {
    type Source = String;
    type Payment = Value;

    fn write(set: &'a Set) -> String {
        let style = std::env::var("REGO").unwrap_or_default();
        let mut t = String::from("package waypost\n");
        if style == "min" {
            for (n, w) in set.rules.iter().enumerate() { writeln!(t, "met contains {n} if {{\n{}}}", expr(w)).unwrap(); }
            t.push_str("first := min(met)\n");
        } else if style == "chain" {
            for (n, w) in set.rules.iter().enumerate() {
                if n == 0 { write!(t, "first := {n} if {{\n{}}}", expr(w)).unwrap(); } else { write!(t, " else := {n} if {{\n{}}}", expr(w)).unwrap(); }
            }
            t.push('\n');
        } else {
            let width: usize = style.parse().unwrap_or(16);
            let mut level: Vec<String> = set.rules.iter().enumerate().map(|(n, w)| format!(":= {n} if {{\n{}}}", expr(w))).collect();
            let mut depth = 0;
            while level.len() > 1 {
                let top = level.len() <= width;
                let mut next = vec![];
                for (n, part) in level.chunks(width).enumerate() {
                    let name = if top { "first".to_owned() } else { format!("r{depth}_{n}") };
                    writeln!(t, "{name} {}", part.iter().map(|p| p.replace("}}", "}}")).collect::<Vec<_>>().join(" else ")).unwrap();
                    next.push(format!(":= v if {{ v := {name} }}"));
                }
                level = next;
                depth += 1;
            }
        }
        t
    }

    fn load(source: String) -> Result<Self, String> {
        if std::env::var("REGO_DUMP").is_ok() { println!("{source}"); }
        let mut engine = Engine::new();
        engine.set_policy_length_config(PolicyLengthConfig { max_col: 1_000_000.try_into().unwrap(), max_file_bytes: 100_000_000.try_into().unwrap(), max_lines: 10_000_000.try_into().unwrap() });
        engine.add_policy("policy.rego".into(), source).map_err(|e| e.to_string().chars().take(500).collect::<String>())?;
        let policy = engine.compile_with_entrypoint(&Rc::from("data.waypost.first")).map_err(|e| e.to_string().chars().take(500).collect::<String>())?;
        let program = Compiler::compile_from_policy(&policy, &["data.waypost.first"]).map_err(|e| e.to_string().chars().take(500).collect::<String>())?;
        let mut vm = RegoVM::new();
        vm.load_program(program);
        vm.set_max_instructions(usize::MAX);
        Ok(Self { vm })
    }

    fn parse(&mut self, json: &'a [u8]) -> Value {
        Value::from_json_str(std::str::from_utf8(json).unwrap()).unwrap()
    }

    fn decide(&mut self, payment: &Value) -> Option<usize> {
        self.vm.set_input(payment.clone());
        let v = self.vm.execute().unwrap();
        v.as_u64().ok().map(|n| n as usize)
    }
}

fn expr(w: &When) -> String {
    let mut out = String::new();
    match w { When::All(p) => for p in p { line(p, &mut out) }, p => line(p, &mut out) }
    out
}
fn line(w: &When, out: &mut String) {
    match w {
        When::All(p) => for p in p { line(p, out) },
        When::Is(name, texts) if texts.len() == 1 => writeln!(out, "input.{name} == {:?}", texts[0]).unwrap(),
        When::Is(name, texts) => { write!(out, "input.{name} in {{").unwrap(); for (i, t) in texts.iter().enumerate() { if i > 0 { out.push(','); } write!(out, "{t:?}").unwrap(); } out.push_str("}\n") }
        When::Within(name, ranges) if ranges.len() == 1 => {
            let (low, high) = ranges[0];
            if name == "card.bin" { writeln!(out, "input.{name} >= \"{low}\"
input.{name} <= \"{high}\"").unwrap() } else { writeln!(out, "input.{name} >= {low}
input.{name} <= {high}").unwrap() }
        }
        When::Within(name, ranges) => { write!(out, "some lo, hi in {{").unwrap(); for (i, (low, high)) in ranges.iter().enumerate() { if i > 0 { out.push(','); } write!(out, "\"{low}\": \"{high}\"").unwrap(); } writeln!(out, "}}
input.{name} >= lo
input.{name} <= hi").unwrap() }
        When::True(name) => writeln!(out, "input.{name}").unwrap(),
        When::Not(p) => { out.push_str("not "); line(p, out) }
        When::Any(_) => panic!("any"),
    }
}
