//! CEL (<https://docs.rs/cel/0.15.0>): each rule is a program, compiled once, and executed with a context that holds the
//! fields of the payment as variables, which borrow their texts from the JSON. What a payment lacks is an empty text, so
//! that no rule has to ask whether it is there.

use std::sync::Arc;

use cel::common::types::{CelBool, CelInt, CelString};
use cel::common::value::Val;
use cel::{Context, Env, Program, Value};

use super::Contender;
use crate::expression::{Dialect, compared, flat};
use crate::payment::{Field, Payment};
use crate::set::Set;

const DIALECT: Dialect = Dialect {
    not: "!",
    field: flat,
    one_of: |field, texts| format!("{field} in {texts:?}"),
    within: compared,
};

pub(super) struct Cel {
    env: Arc<Env>,
    programs: Vec<Program>,
}

impl<'a> Contender<'a> for Cel {
    type Source = Vec<String>;
    type Payment = Context<'a, 'a>;

    fn write(set: &'a Set) -> Vec<String> {
        set.rules.iter().map(|rule| DIALECT.write(rule)).collect()
    }

    fn load(source: Vec<String>) -> Result<Self, String> {
        let env = Arc::new(Env::stdlib());
        let program = |text: &String| env.compile(text).map_err(|error| error.to_string());
        let programs = source.iter().map(program).collect::<Result<_, _>>()?;
        Ok(Self { env, programs })
    }

    fn parse(&mut self, json: &'a [u8]) -> Context<'a, 'a> {
        let mut context = Context::with_env(Arc::clone(&self.env));
        for (name, field) in Payment::read(json).fields() {
            let value: Box<dyn Val + 'a> = match field {
                Field::Text(text) => Box::new(CelString::from(text)),
                Field::Number(number) => Box::new(CelInt::from(number)),
                Field::Flag(flag) => Box::new(CelBool::from(flag)),
            };
            context.add_variable_as_val(flat(name), value);
        }
        context
    }

    fn decide(&mut self, payment: &Context<'a, 'a>) -> Option<usize> {
        let holds = |program: &Program| program.execute(payment).expect("a rule has a value");
        self.programs.iter().position(|program| holds(program) == Value::Bool(true))
    }
}
