//! What a service written by hand for the payments of `policies/checkout` would derive: the yardstick.

use serde::{Deserialize, Serialize};

/// A payment, with its strings of type `S`: borrowed from the bytes, or of its own.
#[derive(Debug, Deserialize)]
pub(crate) struct Payment<S> {
    pub(crate) amount: Amount,
    pub(crate) method: Method,
    pub(crate) initiator: Initiator,
    pub(crate) channel: Option<Channel>,
    #[serde(default)]
    pub(crate) recurring: bool,
    #[serde(default)]
    pub(crate) digital_goods: bool,
    #[serde(default)]
    pub(crate) surcharge: bool,
    pub(crate) time: Option<S>,
    pub(crate) risk: u8,
    pub(crate) card: Option<Card<S>>,
    pub(crate) wallet: Option<Wallet>,
    pub(crate) local: Option<Local>,
    pub(crate) mandate: Option<Mandate>,
    pub(crate) subscription: Option<Subscription>,
    pub(crate) acquirer: Option<Acquirer<S>>,
    pub(crate) merchant: Merchant<S>,
    pub(crate) country: Option<S>,
    pub(crate) customer: Option<Customer<S>>,
    pub(crate) signals: Option<Signals>,
    pub(crate) attempt: Option<Attempt<S>>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Amount {
    pub(crate) minor: u64,
    pub(crate) currency: Currency,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[rustfmt::skip]
pub(crate) enum Currency {
    Eur, Usd, Gbp, Jpy, Chf, Sek, Nok, Dkk, Isk, Pln, Czk, Huf, Ron, Cad, Aud, Nzd, Brl, Mxn, Inr, Sgd, Kwd,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Method {
    Card,
    Wallet,
    BankTransfer,
    BankDebit,
    Local,
    PayLater,
    Crypto,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Initiator {
    Customer,
    Merchant,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Channel {
    Web,
    App,
    Phone,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Card<S> {
    pub(crate) network: Network,
    pub(crate) funding: Option<Funding>,
    pub(crate) bin: S,
    pub(crate) issuer_country: Option<S>,
    pub(crate) local_network: Option<LocalNetwork>,
    pub(crate) attempts_today: Option<u16>,
    pub(crate) attempts_month: Option<u16>,
    #[serde(default)]
    pub(crate) commercial: bool,
    #[serde(default)]
    pub(crate) tokenised: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Network {
    #[serde(alias = "VISA", alias = "vi")]
    Visa,
    #[serde(alias = "MasterCard", alias = "mc")]
    Mastercard,
    #[serde(alias = "American Express", alias = "ax")]
    Amex,
    Maestro,
    Discover,
    #[serde(alias = "Diners Club")]
    Diners,
    Jcb,
    #[serde(alias = "China UnionPay", alias = "CUP")]
    Unionpay,
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Funding {
    Credit,
    Debit,
    Prepaid,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LocalNetwork {
    #[serde(alias = "CB", alias = "Cartes Bancaires")]
    CartesBancaires,
    #[serde(alias = "BCMC")]
    Bancontact,
    Dankort,
    Accel,
    Nyce,
    Pulse,
    Star,
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Wallet {
    pub(crate) brand: Option<Brand>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Brand {
    ApplePay,
    GooglePay,
    ClickToPay,
    Paypal,
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Local {
    pub(crate) scheme: LocalScheme,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LocalScheme {
    Ideal,
    Bancontact,
    Eps,
    Blik,
    Swish,
    Vipps,
    Mobilepay,
    Twint,
    Pix,
    Oxxo,
    Upi,
    Konbini,
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Mandate {
    pub(crate) scheme: MandateScheme,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum MandateScheme {
    Sepa,
    Bacs,
    Ach,
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Subscription {
    pub(crate) cycle: Option<u16>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Acquirer<S> {
    pub(crate) country: Option<S>,
    pub(crate) fraud_rate: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Merchant<S> {
    pub(crate) id: S,
    pub(crate) tier: Tier,
    pub(crate) category: Option<S>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tier {
    Gold,
    Silver,
    Bronze,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Customer<S> {
    pub(crate) id: Option<S>,
    pub(crate) ip_country: Option<S>,
    pub(crate) email_domain: Option<S>,
    pub(crate) account_age: Option<u64>,
    pub(crate) chargeback_rate: Option<u64>,
    #[serde(default)]
    pub(crate) trusts_us: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Signals {
    pub(crate) adyen: Option<Signal>,
    pub(crate) stripe: Option<Signal>,
    pub(crate) checkout: Option<Signal>,
    pub(crate) worldpay: Option<Signal>,
    pub(crate) mollie: Option<Signal>,
    pub(crate) paypal: Option<Signal>,
    pub(crate) klarna: Option<Signal>,
    pub(crate) dlocal: Option<Signal>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Signal {
    pub(crate) health: Option<Health>,
    pub(crate) success_rate_bps: Option<u64>,
    pub(crate) latency_ms: Option<u64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Health {
    Up,
    Degraded,
    Down,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Attempt<S> {
    pub(crate) number: u16,
    pub(crate) decline: S,
    pub(crate) connector: S,
}

/// A decision as it is answered.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Answer<'a> {
    #[serde(borrow)]
    policy: Policy<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    screen: Option<Stage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    authenticate: Option<Stage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    route: Option<Stage<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry: Option<Stage<'a>>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Policy<'a> {
    name: &'a str,
    digest: &'a str,
}

#[derive(Debug, Serialize, Deserialize)]
struct Stage<'a> {
    outcome: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none", borrow)]
    connectors: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    struck: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_ms: Option<u64>,
    rule: Option<&'a str>,
}
