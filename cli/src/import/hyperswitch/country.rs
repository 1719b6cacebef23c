//! Countries as Hyperswitch names them, such as `UnitedStatesOfAmerica`, as the codes of ISO 3166-1.

use waypost_dsl::iso::Country;

/// A code and a name a line, from `crates/common_enums/src/transformers.rs` in `juspay/hyperswitch`.
const NAMES: &str = include_str!("countries.txt");

/// The code of a country that is given by its name or by its code.
pub(super) fn code(country: &str) -> Option<&'static str> {
    let named = NAMES.lines().filter_map(|line| line.split_once(' ')).find(|(_, name)| *name == country);
    let code = named.map_or(country, |(code, _)| code);
    Country::from_code(code).map(Country::code)
}
