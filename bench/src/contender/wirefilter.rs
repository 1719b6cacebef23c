//! wirefilter (<https://docs.rs/wirefilter-engine/0.6.1>): each rule is a filter, parsed against a scheme and compiled; a
//! payment is an execution context, which borrows its texts from the JSON. The filters are tried in order, as its makers
//! do with the rules of a firewall. The newest version in the registry is old; it fits no integer above 32 bits, which the
//! amounts of the sets do not need, and has no fields without a value, so that what a payment lacks is empty.

use wirefilter::{ExecutionContext, Filter, Scheme, Type};

use super::Contender;
use crate::expression::Dialect;
use crate::payment::{Field, Payment};
use crate::set::Set;

const DIALECT: Dialect = Dialect {
    not: "not ",
    field: str::to_owned,
    one_of: |field, texts| {
        let texts: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
        format!("{field} in {{{}}}", texts.join(" "))
    },
    within: |field, ranges| {
        let most = i64::from(i32::MAX);
        let range = |(low, high): &(i64, i64)| format!("{low}..{}", high.min(&most));
        let ranges: Vec<String> = ranges.iter().map(range).collect();
        format!("{field} in {{{}}}", ranges.join(" "))
    },
};

pub(super) struct Wirefilter<'a> {
    scheme: &'a Scheme,
    filters: Vec<Filter<'a>>,
}

impl<'a> Contender<'a> for Wirefilter<'a> {
    type Source = Vec<String>;
    type Payment = ExecutionContext<'a>;

    fn write(set: &'a Set) -> Vec<String> {
        set.rules.iter().map(|rule| DIALECT.write(rule)).collect()
    }

    fn load(source: Vec<String>) -> Result<Self, String> {
        let mut scheme = Scheme::default();
        for (name, field) in Payment::FIELDS {
            let ty = match field {
                Field::Text(_) => Type::Bytes,
                Field::Number(_) => Type::Int,
                Field::Flag(_) => Type::Bool,
            };
            scheme.add_field(name.to_owned(), ty).map_err(|error| error.to_string())?;
        }
        // Filters borrow the scheme for as long as they live, as that of a server does, to its end.
        let scheme: &'a Scheme = Box::leak(Box::new(scheme));
        let filter =
            |text: &String| scheme.parse(text).map(|tree| tree.compile()).map_err(|error| error.to_string());
        let filters = source.iter().map(filter).collect::<Result<_, _>>()?;
        Ok(Self { scheme, filters })
    }

    fn parse(&mut self, json: &'a [u8]) -> ExecutionContext<'a> {
        let mut context = ExecutionContext::new(self.scheme);
        for (name, field) in Payment::read(json).fields() {
            let set = match field {
                Field::Text(text) => context.set_field_value(name, text),
                Field::Number(number) => {
                    context.set_field_value(name, i32::try_from(number).expect("a small number"))
                }
                Field::Flag(flag) => context.set_field_value(name, flag),
            };
            set.expect("a value of its type");
        }
        context
    }

    fn decide(&mut self, payment: &ExecutionContext<'a>) -> Option<usize> {
        self.filters.iter().position(|filter| filter.execute(payment) == Ok(true))
    }
}
