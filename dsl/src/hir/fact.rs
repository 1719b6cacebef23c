//! What a payment has: facts, their types, and when they are there.

use jiff::tz::TimeZone;

use crate::arena::{Arena, Id, ids};
use crate::hir::{Condition, ConnectorId, Value, day};
use crate::iso::Currency;
use crate::source::Span;

ids! {
    /// The number of a fact.
    FactId;
}

/// The facts of a policy, in the order in which they are declared; a fact that depends on another by `only when`
/// may stand before it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// The facts.
    pub all: Arena<FactId, Fact>,
}

/// One thing that a payment has, or may have.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// Its name, with dots: `card.network`.
    pub name: String,
    /// What values it takes.
    pub ty: Type,
    /// Whether it may be absent though nothing else forbids it.
    pub optional: bool,
    /// The condition without which it is never there.
    pub only_when: Option<Condition>,
    /// Whether it must not be shown.
    pub private: bool,
    /// Where it comes from.
    pub origin: Origin,
    /// Other spellings of the values of a `one of`, in lower case, each with the place of the value.
    pub spellings: Vec<(String, u16)>,
    /// Where it is declared.
    pub span: Span,
}

impl Fact {
    /// What it is where it may be there and is not given: a flag is false, and a connector is up. Other facts have nothing then,
    /// or have to be given.
    pub fn implied(&self) -> Option<Value<'static>> {
        match self.ty {
            _ if self.optional => None,
            _ if matches!(self.origin, Origin::Signal(_, Signal::Health)) => Some(Value::OneOf(Signal::UP)),
            Type::Flag => Some(Value::Flag(false)),
            _ => None,
        }
    }
}

/// Where a fact comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The payment gives it.
    Payment,
    /// It is part of another fact, and there whenever that is: the currency of an amount, the hour of an instant.
    Part(FactId),
    /// What a connector is like just now, which is given beside the payment.
    Signal(ConnectorId, Signal),
    /// What is told of the last attempt; only `retry` asks for it.
    Attempt,
}

/// What there is to know of a connector just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Signal {
    /// Whether it works: `up` where nothing is known.
    Health,
    /// Which share of payments it takes successfully.
    SuccessRate,
    /// How long it takes to answer.
    Latency,
}

impl Signal {
    /// All of them, in the order in which their facts stand.
    pub const ALL: [Self; 3] = [Self::Health, Self::SuccessRate, Self::Latency];
    /// The values of health; the first one counts where nothing is known.
    pub const HEALTH: [&str; 3] = ["up", "degraded", "down"];
    /// The place of `up` among the values of health.
    pub const UP: u16 = 0;
    /// The place of `down` there.
    pub const DOWN: u16 = 2;

    /// The name behind the dot.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Health => "health",
            Self::SuccessRate => "success_rate",
            Self::Latency => "latency",
        }
    }
}

/// What values a fact takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// True or false.
    Flag,
    /// One of the listed names; `other`, if listed, takes all that are not.
    OneOf(Vec<String>),
    /// An ISO 3166-1 alpha-2 code.
    Country,
    /// The currency of an amount, one of those listed.
    Currency(Vec<Currency>),
    /// A whole number from `min` to `max`.
    Integer {
        /// The least.
        min: i64,
        /// The greatest.
        max: i64,
    },
    /// A share, in basis points.
    Percent,
    /// A length of time, in milliseconds.
    Duration,
    /// A string of `min` to `max` decimal digits.
    Digits {
        /// The fewest digits.
        min: u8,
        /// The most digits, at most 19.
        max: u8,
    },
    /// An amount in one of the listed currencies.
    Money(Vec<Currency>),
    /// Any string of up to [`Type::TEXT_BYTES`] bytes.
    Text,
    /// An instant, looked at in a time zone.
    Timestamp(TimeZone),
    /// The hour of an instant, 0 to 23.
    Hour,
    /// The day of the week of an instant: one of [`Type::WEEKDAYS`].
    Weekday,
    /// The day of an instant, as the number of days since Monday, 3 January of the year 0 of the calendar.
    Date,
}

impl Type {
    /// The longest text, in bytes of UTF-8.
    pub const TEXT_BYTES: usize = 256;
    /// The greatest amount in minor units, percentage in basis points and duration in milliseconds: 2⁵³ − 1, the
    /// greatest whole number that every JSON library reads exactly.
    pub const WHOLE_MAX: i64 = (1 << 53) - 1;
    /// The days of the week, in the order of their places.
    pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    /// The name that takes every value that is not listed.
    pub const OTHER: &'static str = "other";

    /// The type as a policy spells it, in short: `one of card, wallet`.
    pub fn describe(&self) -> String {
        let codes = |list: &[Currency]| list.iter().map(|c| c.code()).collect::<Vec<_>>().join(", ");
        match self {
            Self::Flag => "flag".into(),
            Self::OneOf(names) => format!("one of {}", names.join(", ")),
            Self::Country => "country".into(),
            Self::Currency(list) => format!("currency, one of {}", codes(list)),
            Self::Integer { min, max } => format!("integer {min} to {max}"),
            Self::Percent => "percent".into(),
            Self::Duration => "duration".into(),
            Self::Digits { min, max } if min == max => format!("digits {min}"),
            Self::Digits { min, max } => format!("digits {min} to {max}"),
            Self::Money(list) => format!("money in {}", codes(list)),
            Self::Text => "text".into(),
            Self::Timestamp(zone) => format!("timestamp in \"{}\"", zone.iana_name().unwrap_or("UTC")),
            Self::Hour => "hour, 0 to 23".into(),
            Self::Weekday => format!("weekday, one of {}", Self::WEEKDAYS.join(", ")),
            Self::Date => "date".into(),
        }
    }

    /// The place of a value in the list of a `one of` or of the days of the week.
    pub fn place(&self, name: &str) -> Option<u16> {
        let place = match self {
            Self::OneOf(names) => names.iter().position(|known| known == name),
            Self::Weekday => Self::WEEKDAYS.iter().position(|known| *known == name),
            _ => None,
        };
        place.and_then(|place| u16::try_from(place).ok())
    }

    /// The least and the greatest whole number that it has, if its values are whole numbers.
    pub fn bounds(&self) -> Option<(i64, i64)> {
        match self {
            Self::Integer { min, max } => Some((*min, *max)),
            Self::Percent | Self::Duration => Some((0, Self::WHOLE_MAX)),
            Self::Hour => Some((0, 23)),
            Self::Date => Some((0, day::LAST)),
            _ => None,
        }
    }
}

impl Facts {
    /// The fact of that name.
    pub fn find(&self, name: &str) -> Option<FactId> {
        self.all.iter().find(|(_, fact)| fact.name == name).map(|(id, _)| id)
    }

    /// The facts that are given by themselves: all but those that are part of another one.
    pub fn given(&self) -> impl Iterator<Item = (FactId, &Fact)> {
        self.all.iter().filter(|(_, fact)| !matches!(fact.origin, Origin::Part(_)))
    }

    /// The fact that is given for this one: the amount for its currency, else the fact itself.
    pub fn base(&self, id: FactId) -> FactId {
        match self.all[id].origin {
            Origin::Part(base) => base,
            _ => id,
        }
    }

    /// The fact that tells this of a connector.
    pub fn signal(&self, connector: ConnectorId, signal: Signal) -> Option<FactId> {
        let origin = Origin::Signal(connector, signal);
        self.all.iter().find(|(_, fact)| fact.origin == origin).map(|(id, _)| id)
    }

    /// How many facts there are, the currencies among them.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }
}

impl std::ops::Index<FactId> for Facts {
    type Output = Fact;

    fn index(&self, id: FactId) -> &Fact {
        &self.all[id]
    }
}

impl FactId {
    /// The place of the fact in lists that hold one item a fact.
    pub fn slot(self) -> usize {
        Id::index(self)
    }
}
