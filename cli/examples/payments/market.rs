//! The countries that customers come from, each with its currency and the local method people pay with there.

use crate::random::Random;

/// A country as the shop sees it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Market {
    pub(crate) country: &'static str,
    pub(crate) currency: &'static str,
    /// The local scheme, and how many of a thousand payments are made with it.
    pub(crate) local: Option<(&'static str, u64)>,
}

const fn market(country: &'static str, currency: &'static str) -> Market {
    Market { country, currency, local: None }
}

impl Market {
    const fn with(mut self, scheme: &'static str, per_mille: u64) -> Self {
        self.local = Some((scheme, per_mille));
        self
    }
}

const HOME: Market = market("DE", "EUR");

/// Shares of a thousand payments; the rest comes from home.
const MARKETS: &[(u64, Market)] = &[
    (95, market("FR", "EUR")),
    (90, market("GB", "GBP")),
    (90, market("US", "USD")),
    (60, market("NL", "EUR").with("ideal", 480)),
    (45, market("IT", "EUR")),
    (42, market("ES", "EUR").with("bizum", 60)),
    (34, market("SE", "SEK").with("swish", 280)),
    (34, market("PL", "PLN").with("blik", 420)),
    (32, market("BE", "EUR").with("bancontact", 250)),
    (30, market("CH", "CHF").with("twint", 260)),
    (40, market("AT", "EUR").with("eps", 180)),
    (26, market("DK", "DKK").with("mobilepay", 240)),
    (24, market("NO", "NOK").with("vipps", 250)),
    (30, market("IN", "INR").with("upi", 350)),
    (24, market("JP", "JPY").with("konbini", 160)),
    (22, market("BR", "BRL").with("pix", 380)),
    (18, market("CA", "CAD")),
    (18, market("AU", "AUD")),
    (16, market("FI", "EUR").with("mobilepay", 150)),
    (14, market("CZ", "CZK")),
    (14, market("MX", "MXN").with("oxxo", 200)),
    (12, market("RO", "RON")),
    (12, market("HU", "HUF")),
    (12, market("PT", "EUR").with("multibanco", 220)),
    (20, market("IE", "EUR")),
    (14, market("SG", "SGD").with("paynow", 120)),
    (8, market("GR", "EUR")),
    (7, market("IS", "ISK")),
    (7, market("NZ", "NZD")),
    (7, market("KW", "KWD")),
    (4, market("SK", "EUR")),
    (4, market("SI", "EUR")),
    (4, market("HR", "EUR")),
    (3, market("BG", "EUR")),
    (3, market("EE", "EUR")),
    (3, market("LT", "EUR")),
    (3, market("LV", "EUR")),
    (3, market("LU", "EUR")),
    (2, market("CY", "EUR")),
    (2, market("MT", "EUR")),
    (1, market("LI", "CHF")),
    // Nothing is shipped there, and yet they order.
    (9, market("ZA", "USD")),
    (9, market("TH", "USD")),
    (3, market("IR", "EUR")),
    (2, market("CU", "USD")),
];

pub(crate) fn draw(random: &mut Random) -> Market {
    let market = random.share(MARKETS, HOME);
    // Some people order in the shop of another country.
    let currency = random.share(&[(30, "EUR"), (15, "USD")], market.currency);
    Market { currency, ..market }
}
