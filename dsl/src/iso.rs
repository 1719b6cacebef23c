//! Countries (ISO 3166-1) and currencies (ISO 4217), as small numbers and as codes.

use std::fmt;
use std::sync::LazyLock;

use iso_currency::IntoEnumIterator;

/// A country, as its place in the alphabetical list of alpha-2 codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country(u16);

static COUNTRIES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut codes = rust_iso3166::ALL_ALPHA2.to_vec();
    codes.sort_unstable();
    codes
});

/// The place in that list of every pair of letters.
static PLACES: LazyLock<Vec<Option<u16>>> = LazyLock::new(|| {
    let pairs = ('A'..='Z').flat_map(|first| ('A'..='Z').map(move |second| format!("{first}{second}")));
    let place = |pair: String| u16::try_from(COUNTRIES.binary_search(&pair.as_str()).ok()?).ok();
    pairs.map(place).collect()
});

impl Country {
    /// The country of an upper-case alpha-2 code.
    pub fn from_code(code: &str) -> Option<Self> {
        let &[first @ b'A'..=b'Z', second @ b'A'..=b'Z'] = code.as_bytes() else { return None };
        let place = usize::from(first - b'A') * 26 + usize::from(second - b'A');
        PLACES.get(place).copied().flatten().map(Self)
    }

    /// The country at that place of the list.
    pub fn from_index(index: u16) -> Option<Self> {
        (usize::from(index) < COUNTRIES.len()).then_some(Self(index))
    }

    /// The place in the list.
    pub fn index(self) -> u16 {
        self.0
    }

    /// The alpha-2 code.
    pub fn code(self) -> &'static str {
        COUNTRIES.get(usize::from(self.0)).copied().unwrap_or("??")
    }

    /// How many countries there are.
    pub fn count() -> u16 {
        u16::try_from(COUNTRIES.len()).unwrap_or(u16::MAX)
    }

    /// All codes, in alphabetical order.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        COUNTRIES.iter().copied()
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A currency that has minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

impl Currency {
    /// The currency of an upper-case code; metals, funds and test codes have no minor units and are none.
    pub fn from_code(code: &str) -> Option<Self> {
        let currency = iso_currency::Currency::from_code(code)?;
        currency.exponent().map(|_| Self(currency))
    }

    /// The three-letter code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals an amount has, by ISO 4217: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn exponent(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }

    /// All codes that [`Currency::from_code`] takes.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        iso_currency::Currency::iter()
            .filter(|currency| currency.exponent().is_some())
            .map(|currency| currency.code())
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
