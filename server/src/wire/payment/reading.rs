//! Walks the JSON of a payment along the tree of its facts. A node says what it does with a value; `Seed` is the glue
//! between a node and serde. A refusal is kept aside, since serde's own errors carry text only.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use waypost_dsl::hir::{FactId, Facts, Type};
use waypost_engine::Payment;

use crate::wire::payment::amount::AmountNode;
use crate::wire::payment::given::Given;
use crate::wire::payment::refused::{Fault, PaymentError};
use crate::wire::payment::schema::{Group, Member, path};
use crate::wire::payment::skip::{Skip, Skipped};

/// What is known while a payment is read.
pub(super) struct Reading<'a> {
    pub(super) facts: &'a Facts,
    pub(super) payment: &'a mut Payment,
    /// The members that no fact is declared for.
    pub(super) skipped: Skipped,
    /// Why the payment is refused, if it is.
    pub(super) refused: Option<PaymentError>,
}

impl Reading<'_> {
    /// Ends the reading.
    pub(super) fn refuse<E: Error>(&mut self, why: PaymentError) -> E {
        self.refused = Some(why);
        E::custom("refused")
    }
}

/// A place in the tree that a value is read for.
pub(super) trait Node<'de>: Sized {
    /// What it makes of the value.
    type Value;

    /// Takes a value; of an object or a list only the news that it is one.
    fn given<E: Error>(self, given: Given<'_>) -> Result<Self::Value, E>;

    /// Takes an object.
    fn object<A: MapAccess<'de>>(self, _members: A) -> Result<Self::Value, A::Error> {
        self.given(Given::Object)
    }

    /// Takes a list.
    fn list<A: SeqAccess<'de>>(self, _items: A) -> Result<Self::Value, A::Error> {
        self.given(Given::List)
    }
}

/// Lets serde read a value for a node.
pub(super) struct Seed<N>(pub(super) N);

impl<'de, N: Node<'de>> DeserializeSeed<'de> for Seed<N> {
    type Value = N::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<N::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, N: Node<'de>> Visitor<'de> for Seed<N> {
    type Value = N::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<N::Value, E> {
        self.0.given(Given::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<N::Value, E> {
        self.0.given(Given::Flag(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<N::Value, E> {
        self.0.given(Given::Whole(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<N::Value, E> {
        self.0.given(Given::Whole(number.into()))
    }

    fn visit_f64<E: Error>(self, _number: f64) -> Result<N::Value, E> {
        self.0.given(Given::Fraction)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<N::Value, E> {
        self.0.given(Given::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<N::Value, A::Error> {
        self.0.list(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<N::Value, A::Error> {
        self.0.object(members)
    }
}

/// A group of facts, or the whole payment.
pub(super) struct GroupNode<'r, 'a> {
    pub(super) group: &'r Group,
    pub(super) root: bool,
    pub(super) reading: &'r mut Reading<'a>,
}

impl<'de> Node<'de> for GroupNode<'_, '_> {
    type Value = ();

    fn given<E: Error>(self, given: Given<'_>) -> Result<(), E> {
        match given {
            Given::Null if !self.root => Ok(()),
            _ if given.is_card_number() => {
                Err(self.reading.refuse(PaymentError::card_number(self.group.path())))
            }
            _ => Err(self.reading.refuse(PaymentError::group(self.group.path(), given))),
        }
    }

    fn object<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let Self { group, reading, .. } = self;
        let mut seen = Seen::default();
        while let Some(found) = members.next_key_seed(Seed(Key { group, reading: &mut *reading }))? {
            let Some((place, member)) = found else {
                members.next_value_seed(Seed(Skip { reading: &mut *reading }))?;
                continue;
            };
            if !seen.insert(place) {
                return Err(reading.refuse(PaymentError::duplicate(&member.path(reading.facts))));
            }
            match member {
                Member::Fact(fact) => {
                    members.next_value_seed(Seed(FactNode { fact: *fact, reading: &mut *reading }))?;
                }
                Member::Group(group) => {
                    members.next_value_seed(Seed(GroupNode {
                        group,
                        root: false,
                        reading: &mut *reading,
                    }))?;
                }
            }
        }
        Ok(())
    }
}

/// The name of a member of a group; it becomes the member and its place, or nothing if it is not one of them.
struct Key<'g, 'r, 'a> {
    group: &'g Group,
    reading: &'r mut Reading<'a>,
}

impl<'g> Node<'_> for Key<'g, '_, '_> {
    type Value = Option<(usize, &'g Member)>;

    fn given<E: Error>(self, given: Given<'_>) -> Result<Self::Value, E> {
        let Given::Text(name) = given else { return Ok(None) };
        let found = self.group.find(name);
        if found.is_none() {
            if given.is_card_number() {
                return Err(self.reading.refuse(PaymentError::card_number("")));
            }
            self.reading.skipped.note(self.group.path(), name);
        }
        Ok(found)
    }
}

/// The value of a fact.
struct FactNode<'r, 'a> {
    fact: FactId,
    reading: &'r mut Reading<'a>,
}

impl<'de> Node<'de> for FactNode<'_, '_> {
    type Value = ();

    fn given<E: Error>(self, given: Given<'_>) -> Result<(), E> {
        let Self { fact: id, reading } = self;
        if let Given::Null = given {
            return Ok(());
        }
        let fact = &reading.facts[id];
        if given.is_card_number() {
            return Err(reading.refuse(PaymentError::card_number(&path(&fact.name, fact.origin))));
        }
        let set = given
            .value(fact)
            .and_then(|value| reading.payment.set(reading.facts, id, value).map_err(|_| Fault::OutOfRange));
        set.map_err(|fault| reading.refuse(PaymentError::value(fault, fact, given)))
    }

    fn object<A: MapAccess<'de>>(self, members: A) -> Result<(), A::Error> {
        match self.reading.facts[self.fact].ty {
            Type::Money(_) => AmountNode { fact: self.fact, reading: self.reading }.object(members),
            _ => self.given(Given::Object),
        }
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
