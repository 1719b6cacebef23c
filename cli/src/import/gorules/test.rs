//! What a cell asks of its field: the set of values that meet it, and what becomes of a payment without the field.
//!
//! Sets are closed under `and`, `or` and `not`, so that any cell comes out as one test of Way. What ZEN does with a
//! field that is not there is in `core/expression/src/vm/vm.rs` of `gorules/zen`.

use waypost_dsl::hir::Type;

/// The least and the greatest whole number of Way.
pub(super) const LEAST: i64 = -Type::WHOLE_MAX;
pub(super) const MOST: i64 = Type::WHOLE_MAX;

/// What a cell asks of its field.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Test {
    pub(super) values: Values,
    pub(super) absent: Absent,
    /// A comparison alone, as it was written: `> 18`.
    pub(super) shown: Option<String>,
}

/// What becomes of a test if the field is not there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent {
    Met,
    NotMet,
    /// It cannot be decided, and so neither can the cell: it is not met, whatever stands behind.
    Fails,
}

/// Whole numbers from the first to the second, both included.
pub(super) type Range = (i64, i64);

/// The values that meet a test.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Values {
    None,
    All,
    Flags {
        yes: bool,
        no: bool,
    },
    /// In order and apart.
    Numbers(Vec<Range>),
    Texts {
        all_but: bool,
        texts: Vec<String>,
    },
    Pattern(Pattern, String),
}

/// A test of a part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pattern {
    Starts,
    Ends,
    Contains,
}

impl Pattern {
    /// The pattern that ZEN's function of that name tests.
    pub(super) fn of(function: &str) -> Option<Self> {
        match function {
            "startsWith" => Some(Self::Starts),
            "endsWith" => Some(Self::Ends),
            "contains" => Some(Self::Contains),
            _ => None,
        }
    }

    /// The words of Way for it.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::Starts => "starts with",
            Self::Ends => "ends with",
            Self::Contains => "contains",
        }
    }
}

impl Test {
    /// A test that nothing meets.
    pub(super) fn never() -> Self {
        Self { values: Values::None, absent: Absent::NotMet, shown: None }
    }

    /// `> 18` and the like.
    pub(super) fn comparison(sign: &str, number: i64) -> Result<Self, String> {
        let values = match sign {
            ">" => Values::range(number + 1, MOST),
            ">=" => Values::range(number, MOST),
            "<" => Values::range(LEAST, number - 1),
            _ => Values::range(LEAST, number),
        };
        if values == Values::None {
            return Err(format!("`{sign} {number}`, which no number of Way meets"));
        }
        Ok(Self { values, absent: Absent::Fails, shown: Some(format!("{sign} {number}")) })
    }

    pub(super) fn not(self) -> Self {
        let absent = match self.absent {
            Absent::Met => Absent::NotMet,
            Absent::NotMet => Absent::Met,
            Absent::Fails => Absent::Fails,
        };
        Self { values: self.values.not(), absent, shown: None }
    }

    pub(super) fn or(self, other: Self) -> Result<Self, String> {
        let absent = if self.absent == Absent::NotMet { other.absent } else { self.absent };
        Ok(Self { values: self.values.or(other.values)?, absent, shown: None })
    }

    pub(super) fn and(self, other: Self) -> Result<Self, String> {
        let absent = if self.absent == Absent::Met { other.absent } else { self.absent };
        let values = self.values.not().or(other.values.not())?.not();
        Ok(Self { values, absent, shown: None })
    }
}

impl Values {
    /// The whole numbers from `low` to `high`.
    pub(super) fn range(low: i64, high: i64) -> Self {
        if low <= high && low <= MOST && high >= LEAST {
            Self::Numbers(vec![(low, high)])
        } else {
            Self::None
        }
    }

    fn not(self) -> Self {
        match self {
            Self::None => Self::All,
            Self::All => Self::None,
            Self::Flags { yes, no } => Self::Flags { yes: !yes, no: !no },
            Self::Numbers(ranges) => Self::Numbers(gaps(&ranges)),
            Self::Texts { all_but, texts } => Self::Texts { all_but: !all_but, texts },
            // Only joined tests and `not in` ask for this, and `or` refuses patterns.
            Self::Pattern(pattern, text) => Self::Pattern(pattern, text),
        }
    }

    fn or(self, other: Self) -> Result<Self, String> {
        match (self, other) {
            (Self::None, values) | (values, Self::None) => Ok(values),
            (Self::All, _) | (_, Self::All) => Ok(Self::All),
            (Self::Flags { yes, no }, Self::Flags { yes: or_yes, no: or_no }) => {
                Ok(Self::Flags { yes: yes || or_yes, no: no || or_no })
            }
            (Self::Numbers(one), Self::Numbers(other)) => Ok(Self::Numbers(merged([one, other].concat()))),
            (Self::Texts { all_but, texts }, Self::Texts { all_but: or_all_but, texts: or_texts }) => {
                Ok(joined((all_but, texts), (or_all_but, or_texts)))
            }
            (Self::Pattern(..), _) | (_, Self::Pattern(..)) => {
                Err("a test of a part of a text that is joined with another".to_owned())
            }
            _ => Err("values of several types in one cell".to_owned()),
        }
    }
}

/// What lies between, below and above the ranges.
fn gaps(ranges: &[Range]) -> Vec<Range> {
    let lows = std::iter::once(LEAST).chain(ranges.iter().map(|(_, high)| high + 1));
    let highs = ranges.iter().map(|(low, _)| low - 1).chain([MOST]);
    lows.zip(highs).filter(|(low, high)| low <= high).collect()
}

/// The ranges in order, those that touch as one.
fn merged(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.sort_unstable();
    let mut merged: Vec<Range> = vec![];
    for (low, high) in ranges {
        match merged.last_mut() {
            Some((_, end)) if low <= *end + 1 => *end = high.max(*end),
            _ => merged.push((low, high)),
        }
    }
    merged
}

/// The texts of both sets, each given as its texts or as all but them.
fn joined(one: (bool, Vec<String>), other: (bool, Vec<String>)) -> Values {
    let ((all_but, mut texts), (or_all_but, mut or_texts)) = (one, other);
    match (all_but, or_all_but) {
        (false, false) => {
            or_texts.retain(|text| !texts.contains(text));
            texts.extend(or_texts);
        }
        (true, true) => texts.retain(|text| or_texts.contains(text)),
        (true, false) => texts.retain(|text| !or_texts.contains(text)),
        (false, true) => {
            or_texts.retain(|text| !texts.contains(text));
            texts = or_texts;
        }
    }
    Values::Texts { all_but: all_but || or_all_but, texts }
}
