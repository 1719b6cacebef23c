//! The eleven facts that all shapes have in common, and the values that rules name.

use crate::draw::Draw;

/// The facts as a policy declares them.
pub(super) const FACTS: &str = "\
facts {
  amount        money in EUR, USD, GBP, JPY
  method        one of card, wallet, bank_transfer, crypto
  country       country
  card.network  one of visa, mastercard, amex, other, only when method is card
  card.funding  one of credit, debit, prepaid, only when method is card
  card.bin      digits 6 to 8, only when method is card
  risk          integer 0 to 100
  recurring     flag
  channel       one of web, app, store
  merchant.tier one of gold, silver, bronze
  merchant.id   text
}
";

/// How many countries rules may name, but for compliance: the first ones of the alphabet.
pub(crate) const COUNTRIES: u64 = 50;
/// How many merchants have an id that rules may name.
pub(crate) const MERCHANTS: u64 = 400;
/// The most that payments amount to, in minor units.
pub(crate) const GREATEST_AMOUNT: u64 = 120_000;

/// A fact that rules test, an amount and its currency each for itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Is {
    Amount,
    Currency,
    Method,
    Country,
    Network,
    Funding,
    Bin,
    Risk,
    Recurring,
    Channel,
    Tier,
    Merchant,
}

impl Is {
    /// The facts that have names for values, an amount by its currency.
    pub(super) const NAMED: [Self; 6] =
        [Self::Currency, Self::Method, Self::Network, Self::Funding, Self::Channel, Self::Tier];

    /// The eleven, an amount with its currency.
    const ALL: [Self; 11] = [
        Self::Amount,
        Self::Method,
        Self::Country,
        Self::Network,
        Self::Funding,
        Self::Bin,
        Self::Risk,
        Self::Recurring,
        Self::Channel,
        Self::Tier,
        Self::Merchant,
    ];

    /// So many different ones of the eleven.
    pub(super) fn some(draw: &mut Draw, count: usize) -> Vec<Self> {
        let mut left = Self::ALL.to_vec();
        (0..count).map(|_| left.remove(draw.place(left.len()))).collect()
    }

    /// Whether only a card has it.
    pub(super) fn is_of_card(self) -> bool {
        matches!(self, Self::Network | Self::Funding | Self::Bin)
    }

    /// As policies name it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Amount => "amount",
            Self::Currency => "amount.currency",
            Self::Method => "method",
            Self::Country => "country",
            Self::Network => "card.network",
            Self::Funding => "card.funding",
            Self::Bin => "card.bin",
            Self::Risk => "risk",
            Self::Recurring => "recurring",
            Self::Channel => "channel",
            Self::Tier => "merchant.tier",
            Self::Merchant => "merchant.id",
        }
    }

    /// The names that it has for values.
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            Self::Currency => &["EUR", "USD", "GBP", "JPY"],
            Self::Method => &["card", "wallet", "bank_transfer", "crypto"],
            Self::Network => &["visa", "mastercard", "amex", "other"],
            Self::Funding => &["credit", "debit", "prepaid"],
            Self::Channel => &["web", "app", "store"],
            Self::Tier => &["gold", "silver", "bronze"],
            _ => &[],
        }
    }
}
