//! Payments, which are open: what a payment carries is said by the facts of the policy.

use std::borrow::Cow;

use serde_json::json;
use utoipa::openapi::schema::AdditionalProperties;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// A payment.
#[derive(Debug)]
pub(crate) struct Payment;

const ABOUT: &str = "A payment. Its members are the facts that the policy declares, which `GET /v1/policies/{policy}` \
    lists; the dots in their names are objects in objects. Beside them, `signals` tells how connectors fare, and \
    `attempt` what became of the last attempt. Members that no fact is declared for are passed over.";

impl PartialSchema for Payment {
    fn schema() -> RefOr<Schema> {
        // A payment that the policy `checkout`, which comes with Waypost, takes.
        let example = json!({
            "amount": {"minor": 15602, "currency": "EUR"}, "method": "card", "country": "DE", "initiator": "customer",
            "card": {"bin": "42424242", "network": "visa", "funding": "debit", "issuer_country": "DE"},
            "risk": 21, "merchant": {"id": "m1", "tier": "bronze"}, "customer": {"id": "c1"},
        });
        let object = ObjectBuilder::new()
            .description(Some(ABOUT))
            .additional_properties(Some(AdditionalProperties::FreeForm(true)));
        object.examples([example]).into()
    }
}

impl ToSchema for Payment {
    fn name() -> Cow<'static, str> {
        "Payment".into()
    }
}

/// Many payments, to be decided at once.
#[derive(Debug, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "it is read as it comes, without a copy of each payment")]
pub(crate) struct Payments {
    /// The payments.
    #[schema(max_items = 1000)]
    payments: Vec<Payment>,
}
