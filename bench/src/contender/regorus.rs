//! regorus (<https://docs.rs/regorus/0.14.1>, `docs/rvm/` and `benches/rvm_benchmark.rs` of its source): the rules add their
//! numbers to a set, whose least is the answer, compiled for its virtual machine; the machine is used again for each
//! payment, as its "hot" benchmark does. One chain of `else` would end at the first rule that holds, but 100 rules are more
//! than the 255 registers that the machine has for a chain. The limits on lengths are raised: they are for text that nobody
//! trusts. Leading digits are compared as texts of eight digits.

use std::fmt::Write as _;

use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{Engine, PolicyLengthConfig, Rc, Value};

use super::Contender;
use crate::rule::When;
use crate::set::Set;

/// What is asked for.
const ANSWER: &str = "data.waypost.first";

pub(super) struct Regorus {
    machine: RegoVM,
}

impl<'a> Contender<'a> for Regorus {
    type Source = String;
    type Payment = Value;

    fn write(set: &'a Set) -> String {
        let mut text = String::from("package waypost\n");
        for (number, rule) in set.rules.iter().enumerate() {
            let _ = writeln!(text, "met contains {number} if {{\n{}}}", body(rule));
        }
        text.push_str("first := min(met)\n");
        text
    }

    fn load(source: String) -> Result<Self, String> {
        let mut engine = Engine::new();
        engine.set_policy_length_config(PolicyLengthConfig {
            max_col: 1_000_000.try_into().expect("not zero"),
            max_file_bytes: 100_000_000.try_into().expect("not zero"),
            max_lines: 10_000_000.try_into().expect("not zero"),
        });
        engine.add_policy("rules.rego".to_owned(), source).map_err(|error| error.to_string())?;
        let policy = engine.compile_with_entrypoint(&Rc::from(ANSWER)).map_err(|error| error.to_string())?;
        let program = Compiler::compile_from_policy(&policy, &[ANSWER]).map_err(|error| error.to_string())?;
        let mut machine = RegoVM::new();
        machine.load_program(program);
        machine.set_max_instructions(usize::MAX);
        Ok(Self { machine })
    }

    fn parse(&mut self, json: &'a [u8]) -> Value {
        let json = std::str::from_utf8(json).expect("JSON is UTF-8");
        Value::from_json_str(json).expect("a payment of the set is read")
    }

    fn decide(&mut self, payment: &Value) -> Option<usize> {
        self.machine.set_input(payment.clone());
        let first = self.machine.execute().expect("the rules have an answer");
        first.as_u64().ok().and_then(|number| number.try_into().ok())
    }
}

/// The lines of a rule's body, all of which must hold.
fn body(rule: &When) -> String {
    let list = |all: Vec<String>| all.join(", ");
    match rule {
        When::All(parts) => parts.iter().map(body).collect(),
        When::Is(name, texts) => match texts.as_slice() {
            [only] => format!("input.{name} == {only:?}\n"),
            texts => {
                let texts = texts.iter().map(|text| format!("{text:?}")).collect();
                format!("input.{name} in {{{}}}\n", list(texts))
            }
        },
        When::Within(name, ranges) => {
            let bound = |number: i64| match name.as_str() {
                "card.bin" => format!("\"{number}\""),
                _ => number.to_string(),
            };
            match ranges.as_slice() {
                [(low, high)] => {
                    format!("input.{name} >= {}\ninput.{name} <= {}\n", bound(*low), bound(*high))
                }
                ranges => {
                    let range = |(low, high): &(i64, i64)| format!("{}: {}", bound(*low), bound(*high));
                    let ranges = list(ranges.iter().map(range).collect());
                    format!("some low, high in {{{ranges}}}\ninput.{name} >= low\ninput.{name} <= high\n")
                }
            }
        }
        When::True(name) => format!("input.{name}\n"),
        When::Not(inner) => match &**inner {
            When::True(name) => format!("not input.{name}\n"),
            other => panic!("no rule of the sets says `not {other:?}`"),
        },
        When::Any(_) => panic!("no rule of the sets says `or`"),
    }
}
