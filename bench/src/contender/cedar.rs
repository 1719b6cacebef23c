//! Cedar (<https://docs.rs/cedar-policy/4.14.1>): each rule is a policy that permits, its number is the policy's id, and
//! the fields of a payment are the context of the request. Cedar knows no order of policies: it evaluates all, and the
//! answer names those that determined it, of which the one with the least number is the first rule that holds. What a
//! payment lacks is an empty text, so that no policy has to ask whether it is there.

use std::str::FromStr as _;

use cedar_policy::{
    Authorizer, Context, Entities, EntityUid, Policy, PolicyId, PolicySet, Request, RestrictedExpression,
};

use super::Contender;
use crate::expression::{Dialect, compared, flat};
use crate::payment::{Field, Payment};
use crate::set::Set;

const DIALECT: Dialect = Dialect {
    not: "!",
    field: |name| format!("context.{}", flat(name)),
    one_of: |field, texts| format!("{texts:?}.contains({field})"),
    within: compared,
};

pub(super) struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    /// The principal, the action and the resource: no rule asks for them.
    anyone: EntityUid,
}

impl<'a> Contender<'a> for Cedar {
    type Source = Vec<String>;
    type Payment = Request;

    fn write(set: &'a Set) -> Vec<String> {
        let policy =
            |rule| format!("permit(principal, action, resource) when {{ {} }};", DIALECT.write(rule));
        set.rules.iter().map(policy).collect()
    }

    fn load(source: Vec<String>) -> Result<Self, String> {
        let mut policies = PolicySet::new();
        for (number, text) in source.iter().enumerate() {
            let id = PolicyId::new(number.to_string());
            let policy = Policy::parse(Some(id), text).map_err(|error| error.to_string())?;
            policies.add(policy).map_err(|error| error.to_string())?;
        }
        let anyone = EntityUid::from_str(r#"Any::"one""#).map_err(|error| error.to_string())?;
        Ok(Self { authorizer: Authorizer::new(), policies, entities: Entities::empty(), anyone })
    }

    fn parse(&mut self, json: &'a [u8]) -> Request {
        let pairs = Payment::read(json).fields().map(|(name, field)| {
            let value = match field {
                Field::Text(text) => RestrictedExpression::new_string(text.to_owned()),
                Field::Number(number) => RestrictedExpression::new_long(number),
                Field::Flag(flag) => RestrictedExpression::new_bool(flag),
            };
            (flat(name), value)
        });
        let context = Context::from_pairs(pairs).expect("no name stands twice");
        let [principal, action, resource] = [(); 3].map(|()| self.anyone.clone());
        Request::new(principal, action, resource, context, None).expect("no schema forbids it")
    }

    fn decide(&mut self, payment: &Request) -> Option<usize> {
        let response = self.authorizer.is_authorized(payment, &self.policies, &self.entities);
        let number = |id: &PolicyId| -> usize {
            let id: &str = id.as_ref();
            id.parse().expect("ids are numbers")
        };
        response.diagnostics().reason().map(number).min()
    }
}
