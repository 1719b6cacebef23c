//! What conditions of a program are about, and the facts that say it in Way.

use crate::import::hyperswitch::program::{Comparison, Dialect, Value};
use crate::import::way::facts::Kind;

/// The greatest number of minor units that an amount of Way has.
pub(super) const MOST: i64 = waypost_dsl::hir::Type::WHOLE_MAX;

/// A thing that conditions are about.
#[derive(Debug)]
pub(super) enum Dimension {
    /// The amount, in minor units of whatever currency.
    Amount,
    Currency,
    /// A fact: what the program calls it, what it is called in Way, and its type.
    Fact(String, String, Kind),
}

/// The keys of Hyperswitch, by the facts of Way. All kinds of method share one fact, as they share one value there.
const KEYS: [(&str, Kind, &[&str]); 22] = [
    ("method", Kind::OneOf, &["payment_method"]),
    ("method_type", Kind::OneOf, &METHOD_TYPES),
    ("card.network", Kind::OneOf, &["card_network"]),
    ("card.bin", Kind::Digits(6), &["card_bin"]),
    ("card.extended_bin", Kind::Digits(8), &["extended_card_bin"]),
    ("card.discovery", Kind::OneOf, &["card_discovery"]),
    ("authentication_type", Kind::OneOf, &["authentication_type"]),
    ("capture_method", Kind::OneOf, &["capture_method"]),
    ("setup_future_usage", Kind::OneOf, &["setup_future_usage"]),
    ("payment_type", Kind::OneOf, &["payment_type"]),
    ("mandate_type", Kind::OneOf, &["mandate_type"]),
    ("mandate_acceptance_type", Kind::OneOf, &["mandate_acceptance_type"]),
    ("business.country", Kind::Country, &["business_country", "country"]),
    ("business.label", Kind::Text, &["business_label"]),
    ("billing.country", Kind::Country, &["billing_country"]),
    ("issuer.name", Kind::Text, &["issuer_name"]),
    ("issuer.country", Kind::Country, &["issuer_country"]),
    ("acquirer.country", Kind::Country, &["acquirer_country"]),
    ("initiator", Kind::OneOf, &["transaction_initiator"]),
    ("device.platform", Kind::OneOf, &["customer_device_platform"]),
    ("device.type", Kind::OneOf, &["customer_device_type"]),
    ("device.display_size", Kind::OneOf, &["customer_device_display_size"]),
];

/// The keys for kinds of method: each stands for the same `payment_method_type` of the payment.
const METHOD_TYPES: [&str; 18] = [
    "card_type",
    "pay_later",
    "wallet",
    "upi",
    "voucher",
    "gift_card",
    "bank_transfer",
    "bank_redirect",
    "bank_debit",
    "card_redirect",
    "card_redirect_type",
    "crypto",
    "reward",
    "real_time_payment",
    "open_banking",
    "mobile_payment",
    "network_token",
    "network_token_type",
];

impl Dimension {
    /// What `comparison` is about.
    pub(super) fn of(comparison: &Comparison, dialect: Dialect) -> Result<Self, String> {
        let key = comparison.lhs.as_str();
        if let Value::MetadataVariant(metadata) = &comparison.value {
            let source = format!("metadata.{}", metadata.key);
            let wanted = format!("metadata.{}", metadata.key.replace('.', "_"));
            return Ok(Self::Fact(source, wanted, Kind::Text));
        }
        match (dialect, key) {
            (Dialect::Hyperswitch, "amount") => Ok(Self::Amount),
            (Dialect::Hyperswitch, "currency") => Ok(Self::Currency),
            (Dialect::Hyperswitch, _) => {
                let known = KEYS.iter().find(|(.., keys)| keys.contains(&key));
                let (fact, kind, _) = known.ok_or_else(|| format!("`{key}` is not known to its routing"))?;
                Ok(Self::Fact((*fact).to_owned(), (*fact).to_owned(), *kind))
            }
            (Dialect::DecisionEngine, _) => {
                Ok(Self::Fact(key.to_owned(), key.replace('.', "_"), kind(&comparison.value)))
            }
        }
    }
}

/// The type of a fact that is compared with `value`.
fn kind(value: &Value) -> Kind {
    match value {
        Value::Number(_) | Value::NumberArray(_) | Value::NumberComparisonArray(_) => Kind::Integer(0, MOST),
        Value::EnumVariant(_) | Value::EnumVariantArray(_) | Value::GlobalRef(_) => Kind::OneOf,
        Value::Text(_) | Value::TextArray(_) | Value::MetadataVariant(_) => Kind::Text,
    }
}
