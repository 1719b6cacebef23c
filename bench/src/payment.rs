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
    /// All fields with values of their types, in the order of [`fields`](Self::fields).
    pub const FIELDS: [(&'static str, Field<'static>); 12] = [
        ("amount.minor", Field::Number(0)),
        ("amount.currency", Field::Text("")),
        ("method", Field::Text("")),
        ("country", Field::Text("")),
        ("card.network", Field::Text("")),
        ("card.funding", Field::Text("")),
        ("card.bin", Field::Number(-1)),
        ("risk", Field::Number(0)),
        ("recurring", Field::Flag(false)),
        ("channel", Field::Text("")),
        ("merchant.tier", Field::Text("")),
        ("merchant.id", Field::Text("")),
    ];

    /// Reads a payment.
    pub fn read(json: &'j [u8]) -> Self {
        serde_json::from_slice(json).expect("a payment of the set")
    }

    /// The values of all fields. What a payment lacks is an empty text or −1, which no test of the sets is met by: an engine
    /// then needs no test of whether it is there.
    pub fn fields(&self) -> [(&'static str, Field<'j>); 12] {
        let card = |text: fn(&Card<'j>) -> &'j str| Field::Text(self.card.as_ref().map_or("", text));
        let bin = self.card.as_ref().map_or(-1, |card| card.bin.parse().expect("digits"));
        let values = [
            Field::Number(self.amount.minor),
            Field::Text(self.amount.currency),
            Field::Text(self.method),
            Field::Text(self.country),
            card(|card| card.network),
            card(|card| card.funding),
            Field::Number(bin),
            Field::Number(self.risk),
            Field::Flag(self.recurring),
            Field::Text(self.channel),
            Field::Text(self.merchant.tier),
            Field::Text(self.merchant.id),
        ];
        let mut fields: [(&'static str, Field<'j>); 12] = Self::FIELDS;
        fields.iter_mut().zip(values).for_each(|((_, field), value)| *field = value);
        fields
    }
}
