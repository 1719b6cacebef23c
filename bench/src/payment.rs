//! A payment as a program in Rust would read it: a struct that borrows from the JSON.

use serde::Deserialize;

/// What all rule sets know of a payment.
#[derive(Debug, Deserialize)]
pub struct Payment<'j> {
    #[serde(borrow)]
    amount: Amount<'j>,
    method: &'j str,
    country: &'j str,
    #[serde(borrow)]
    card: Option<Card<'j>>,
    risk: i64,
    #[serde(default)]
    recurring: bool,
    channel: &'j str,
    #[serde(borrow)]
    merchant: Merchant<'j>,
}

#[derive(Debug, Deserialize)]
struct Amount<'j> {
    minor: i64,
    currency: &'j str,
}

#[derive(Debug, Deserialize)]
struct Card<'j> {
    network: &'j str,
    funding: &'j str,
    bin: &'j str,
}

#[derive(Debug, Deserialize)]
struct Merchant<'j> {
    tier: &'j str,
    id: &'j str,
}

/// The value of one field.
#[derive(Debug, Clone, Copy)]
pub enum Field<'j> {
    /// A text.
    Text(&'j str),
    /// A whole number.
    Number(i64),
    /// A flag.
    Flag(bool),
}

impl<'j> Payment<'j> {
    /// Reads a payment.
    pub fn read(json: &'j [u8]) -> Self {
        serde_json::from_slice(json).expect("a payment of the set")
    }

    /// All fields by their names. What a payment lacks is an empty text or −1, which no test of the sets is met by: an
    /// engine then needs no test of whether it is there.
    pub fn fields(&self) -> [(&'static str, Field<'j>); 12] {
        let card = |text: fn(&Card<'j>) -> &'j str| Field::Text(self.card.as_ref().map_or("", text));
        let bin = self.card.as_ref().map_or(-1, |card| card.bin.parse().expect("digits"));
        [
            ("amount.minor", Field::Number(self.amount.minor)),
            ("amount.currency", Field::Text(self.amount.currency)),
            ("method", Field::Text(self.method)),
            ("country", Field::Text(self.country)),
            ("card.network", card(|card| card.network)),
            ("card.funding", card(|card| card.funding)),
            ("card.bin", Field::Number(bin)),
            ("risk", Field::Number(self.risk)),
            ("recurring", Field::Flag(self.recurring)),
            ("channel", Field::Text(self.channel)),
            ("merchant.tier", Field::Text(self.merchant.tier)),
            ("merchant.id", Field::Text(self.merchant.id)),
        ]
    }
}
