//! Walks the JSON of a payment along the tree of its facts.

use std::borrow::Cow;

use waypost_dsl::hir::{FactId, Facts};
use waypost_engine::Payment;

use crate::wire::json::{Given, Json, NotJson};
use crate::wire::payment::kind::Kind;
use crate::wire::payment::refused::{Fault, PaymentError};
use crate::wire::payment::schema::{Group, Member, path};
use crate::wire::payment::skip::Skipped;

/// What is known while a payment is read.
pub(super) struct Reading<'p, 'a> {
    pub(super) json: Json<'a>,
    pub(super) facts: &'p Facts,
    pub(super) payment: &'p mut Payment,
    /// The members that no fact is declared for.
    pub(super) skipped: Skipped<'a>,
}

/// Why reading ends too early.
pub(super) enum Stop {
    NotJson,
    Refused(Box<PaymentError>),
}

impl From<NotJson> for Stop {
    fn from(NotJson: NotJson) -> Self {
        Self::NotJson
    }
}

impl From<PaymentError> for Stop {
    #[cold]
    fn from(why: PaymentError) -> Self {
        Self::Refused(Box::new(why))
    }
}

impl<'a> Reading<'_, 'a> {
    /// Reads the whole payment, whose facts are those of `root`.
    pub(super) fn whole(&mut self, root: &'a Group) -> Result<(), Stop> {
        match self.json.value()? {
            Given::Object => self.members(root)?,
            given => return Err(no_group(root, given)),
        }
        Ok(self.json.end()?)
    }

    fn group(&mut self, group: &'a Group) -> Result<(), Stop> {
        match self.json.value()? {
            Given::Object => self.members(group),
            Given::Null => Ok(()),
            given => Err(no_group(group, given)),
        }
    }

    fn members(&mut self, group: &'a Group) -> Result<(), Stop> {
        let mut seen = Seen::default();
        while let Some(name) = self.json.member()? {
            let Some((place, member)) = group.find(&name) else {
                self.unknown(group.path(), name)?;
                continue;
            };
            if !seen.insert(*place) {
                return Err(PaymentError::duplicate(&member.path(self.facts)).into());
            }
            match member {
                Member::Fact(fact, kind) => self.fact(*fact, kind)?,
                Member::Group(group) => self.group(group)?,
            }
        }
        Ok(())
    }

    /// Passes over the member `name` of the group at `group`, which no fact is declared for.
    pub(super) fn unknown(&mut self, group: &'a str, name: Cow<'a, str>) -> Result<(), Stop> {
        if Given::Text(&name).is_card_number() {
            return Err(PaymentError::card_number("").into());
        }
        self.skipped.note(group, name);
        self.skip()
    }

    fn fact(&mut self, id: FactId, kind: &Kind) -> Result<(), Stop> {
        let given = self.json.value()?;
        let set = match (given, kind) {
            (Given::Null, _) => return Ok(()),
            (Given::Object, Kind::Money(currencies)) => return self.amount(id, currencies),
            _ if given.is_card_number() => {
                let fact = &self.facts[id];
                return Err(PaymentError::card_number(&path(&fact.name, fact.origin)).into());
            }
            _ => kind.value(given),
        };
        let set =
            set.and_then(|value| self.payment.set(self.facts, id, value).map_err(|_| Fault::OutOfRange));
        set.map_err(|fault| PaymentError::value(fault, &self.facts[id], given).into())
    }
}

fn no_group(group: &Group, given: Given<'_>) -> Stop {
    match given.is_card_number() {
        true => PaymentError::card_number(group.path()).into(),
        false => PaymentError::group(group.path(), given).into(),
    }
}

/// Which members of a group were there; all but the first 128 in a list.
#[derive(Default)]
struct Seen {
    few: u128,
    more: Vec<usize>,
}

impl Seen {
    /// Notes a member, and says whether it is there for the first time.
    fn insert(&mut self, place: usize) -> bool {
        let bit = u32::try_from(place).ok().and_then(|place| 1_u128.checked_shl(place));
        match bit {
            Some(bit) => {
                let fresh = self.few & bit == 0;
                self.few |= bit;
                fresh
            }
            None if self.more.contains(&place) => false,
            None => {
                self.more.push(place);
                true
            }
        }
    }
}
