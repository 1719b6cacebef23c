//! Numbers, amounts, percentages, durations and digits, as both notations spell them.
//!
//! One place for all of them, so that `30.00 EUR` means the same in a policy and in a payment, and is faulted alike.

pub use text::quote;

pub(crate) mod text;

use jiff::Timestamp;
use jiff::civil::Date;
use num_bigint::BigInt;
use num_rational::BigRational;

use crate::hir::{Money, Type, day};
use crate::iso::Currency;

/// Why a literal is not one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Underscores stand elsewhere than between digits.
    Underscores,
    /// A whole number is wanted.
    NotWhole,
    /// The number is negative.
    Negative,
    /// The number is greater than what fits.
    TooLarge,
    /// The amount has more decimals than its currency.
    TooManyDecimals(Currency),
    /// No such currency.
    UnknownCurrency,
    /// More than two decimals.
    FinerThanBasisPoints,
    /// The number has more digits than fit.
    TooManyDigits,
    /// The day is not in the calendar.
    NoSuchDay,
    /// It is no instant of RFC 3339.
    NoSuchInstant,
}

impl Fault {
    /// What is wrong with `text`, and how to mend it.
    pub fn describe(&self, text: &str) -> (String, String) {
        match self {
            Self::Underscores => (
                format!("`{text}` has an underscore where none can be"),
                "underscores only stand between digits: `1_000`".into(),
            ),
            Self::NotWhole => (format!("`{text}` is not a whole number"), "write it without decimals".into()),
            Self::Negative => (format!("`{text}` is negative"), "write a number from 0 on".into()),
            Self::TooLarge => (
                format!("`{text}` is too large"),
                format!(
                    "the greatest number of minor units, basis points or milliseconds is {}",
                    Type::WHOLE_MAX
                ),
            ),
            Self::TooManyDecimals(currency) => {
                let example = Money { minor: 10_u64.pow(currency.exponent()) * 30, currency: *currency };
                let decimals = match currency.exponent() {
                    0 => "no decimals".to_owned(),
                    1 => "at most 1 decimal".to_owned(),
                    many => format!("at most {many} decimals"),
                };
                (
                    format!("`{text}` has more decimals than {currency} has"),
                    format!("an amount in {currency} has {decimals}: `{example}`"),
                )
            }
            Self::UnknownCurrency => (
                format!("`{text}` is in no known currency"),
                "currencies are ISO 4217 codes: `EUR`, `USD`".into(),
            ),
            Self::FinerThanBasisPoints => (
                format!("`{text}` has more than two decimals"),
                "percentages have at most two: `1.40%`".into(),
            ),
            Self::TooManyDigits => (
                format!("`{text}` has more than {RATE_DIGITS} digits"),
                "leave out the last ones: no rate is that exact".into(),
            ),
            Self::NoSuchDay => (
                format!("`{text}` is not a day of the calendar"),
                "dates read year-month-day: `2026-11-20`".into(),
            ),
            Self::NoSuchInstant => (
                format!("`{text}` is not an instant"),
                "instants read like `2026-11-20T14:00:00Z`, with `Z` or an offset such as `+01:00`".into(),
            ),
        }
    }
}

/// The most digits of a rate: whatever is reckoned from two of them fits in 128 bits.
const RATE_DIGITS: usize = 15;

/// A decimal number in parts: its sign, and its digits before and behind the point without underscores.
struct Decimal {
    negative: bool,
    whole: String,
    part: String,
}

fn decimal(text: &str) -> Result<Decimal, Fault> {
    let (negative, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let odd = |digits: &str| digits.starts_with('_') || digits.ends_with('_') || digits.contains("__");
    if odd(whole) || odd(part) {
        return Err(Fault::Underscores);
    }
    Ok(Decimal { negative, whole: whole.replace('_', ""), part: part.replace('_', "") })
}

/// `number` shifted by `decimals` places to a whole number.
fn scaled(text: &str, decimals: u32, too_fine: Fault) -> Result<u64, Fault> {
    let number = decimal(text)?;
    if number.negative {
        return Err(Fault::Negative);
    }
    if number.part.len() > decimals as usize {
        return Err(too_fine);
    }
    let digits = format!("{}{:0<width$}", number.whole, number.part, width = decimals as usize);
    let value: u64 = digits.parse().map_err(|_| Fault::TooLarge)?;
    if value > Type::WHOLE_MAX.unsigned_abs() { Err(Fault::TooLarge) } else { Ok(value) }
}

/// `1_000`: a whole number.
pub fn whole(text: &str) -> Result<i64, Fault> {
    let number = decimal(text)?;
    if !number.part.is_empty() {
        return Err(Fault::NotWhole);
    }
    let sign = if number.negative { "-" } else { "" };
    let value: i64 = format!("{sign}{}", number.whole).parse().map_err(|_| Fault::TooLarge)?;
    if value.unsigned_abs() > Type::WHOLE_MAX.unsigned_abs() { Err(Fault::TooLarge) } else { Ok(value) }
}

/// `30.00 EUR`: an amount, from its number and its code.
pub fn money(number: &str, code: &str) -> Result<Money, Fault> {
    let currency = Currency::from_code(code).ok_or(Fault::UnknownCurrency)?;
    let minor = scaled(number, currency.exponent(), Fault::TooManyDecimals(currency))?;
    Ok(Money { minor, currency })
}

/// `1.40` of `1.40%`, in basis points.
pub fn percent(number: &str) -> Result<i64, Fault> {
    scaled(number, 2, Fault::FinerThanBasisPoints).map(u64::cast_signed)
}

/// `500ms`, `2s`, `5m`, `1h`, in milliseconds.
pub fn duration(text: &str) -> Result<i64, Fault> {
    let digits_end = text.find(|c: char| c.is_ascii_lowercase()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(digits_end).unwrap_or((text, ""));
    let millis = match unit {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        _ => 3_600_000,
    };
    let value = whole(number)?.checked_mul(millis).ok_or(Fault::TooLarge)?;
    if value > Type::WHOLE_MAX { Err(Fault::TooLarge) } else { Ok(value) }
}

/// Whether `text` looks like a duration: digits and one of the units.
pub fn is_duration(text: &str) -> bool {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '_');
    text.starts_with(|c: char| c.is_ascii_digit()) && ["ms", "s", "m", "h"].contains(&unit)
}

/// Milliseconds as a duration, in the greatest unit that needs no decimals.
pub fn spell_duration(millis: u64) -> String {
    let units = [(3_600_000, "h"), (60_000, "m"), (1_000, "s")];
    match units.into_iter().find(|(unit, _)| millis.is_multiple_of(*unit) && millis > 0) {
        Some((unit, name)) => format!("{}{name}", millis / unit),
        None => format!("{millis}ms"),
    }
}

/// Basis points as a percentage, with as many decimals as it needs.
pub fn spell_percent(points: u64) -> String {
    match (points / 100, points % 100) {
        (whole, 0) => format!("{whole}%"),
        (whole, part) if part % 10 == 0 => format!("{whole}.{}%", part / 10),
        (whole, part) => format!("{whole}.{part:02}%"),
    }
}

/// `1.0870`: a decimal number, exactly.
pub fn rational(text: &str) -> Result<BigRational, Fault> {
    let number = decimal(text)?;
    if number.negative {
        return Err(Fault::Negative);
    }
    if number.whole.len() + number.part.len() > RATE_DIGITS {
        return Err(Fault::TooManyDigits);
    }
    let decimals = u32::try_from(number.part.len()).map_err(|_| Fault::TooLarge)?;
    let digits: BigInt = format!("{}{}", number.whole, number.part).parse().map_err(|_| Fault::TooLarge)?;
    Ok(BigRational::new(digits, BigInt::from(10).pow(decimals)))
}

/// `2026-11-20`: a day of the calendar as its number.
pub fn day(text: &str) -> Result<i64, Fault> {
    day::number(date(text)?).ok_or(Fault::NoSuchDay)
}

/// `2026-11-20`: a day of the calendar.
pub fn date(text: &str) -> Result<Date, Fault> {
    text.parse().map_err(|_| Fault::NoSuchDay)
}

/// `2026-11-20T14:00:00Z`: an instant of RFC 3339, in microseconds since 1970; what is finer is cut off.
pub fn instant(text: &str) -> Result<i64, Fault> {
    // The library knows other forms too: a space or nothing where the `T` stands, and a zone in brackets.
    let (day, time) = text.split_once(['T', 't']).ok_or(Fault::NoSuchInstant)?;
    let zoned =
        time.ends_with(['Z', 'z']) || time.rsplit_once(['+', '-']).is_some_and(|(_, zone)| is_offset(zone));
    if day.len() != 10 || !zoned {
        return Err(Fault::NoSuchInstant);
    }
    let instant: Timestamp = text.parse().map_err(|_| Fault::NoSuchInstant)?;
    Ok(instant.as_microsecond())
}

/// Whether `zone` reads like `01:00`.
fn is_offset(zone: &str) -> bool {
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    zone.split_once(':').is_some_and(|(hours, minutes)| digits(hours) && digits(minutes))
}
