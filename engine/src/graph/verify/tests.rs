//! Arenas with faults are not made; and one that is made, however odd, is walked to an end within its words, which a
//! debug build checks at each read.

use waypost_dsl::arena::Id as _;
use waypost_dsl::space::{ABSENT, AxisId, KeySet, Region};

use crate::graph::arena::{Arena, Root};
use crate::graph::boxes::{Boxes, Line};
use crate::graph::build::build;
use crate::graph::target::{Kind, Ref};
use crate::graph::verify::Fault;
use crate::graph::words::{By, Head};
use crate::keys::{Keys, Lookup};

/// A payment with two slots, and one key that is computed.
struct Payment([u64; 2], u64);

impl Keys for Payment {
    fn slots(&self) -> &[u64] {
        &self.0
    }

    fn computed(&self, _: Lookup) -> u64 {
        self.1
    }
}

fn roots(at: Ref) -> Box<[Root]> {
    [Root { at, least: 0 }].into()
}

fn fault(words: &[u64], root: Ref) -> Option<Fault> {
    Arena::new(words.into(), roots(root), 2, 1).err()
}

/// A test of the first slot by a table of two entries, at word 0.
fn test_of(slot: u32, entries: [Ref; 2]) -> Vec<u64> {
    let [none, some] = entries.map(|entry| u64::from(entry.bits()));
    vec![By::new(Lookup::from_bits(slot), 1, 1).bits(), none | (some << 32)]
}

#[test]
fn a_sound_test_is_walked() {
    let words = test_of(0, [Ref::NOTHING, Ref::rule(0)]);
    let arena = Arena::new(words.into(), roots(Ref::new(Kind::Direct, 0)), 2, 1).unwrap();
    assert_eq!(arena.first(&Payment([0, 0], 0), &mut ()), None);
    assert_eq!(arena.first(&Payment([7, 0], 0), &mut ()), Some(0));
}

#[test]
fn a_payment_with_too_few_slots_meets_nothing() {
    struct Bare;
    impl Keys for Bare {
        fn slots(&self) -> &[u64] {
            &[]
        }

        fn computed(&self, _: Lookup) -> u64 {
            0
        }
    }
    let words = test_of(0, [Ref::rule(0), Ref::rule(0)]);
    let arena = Arena::new(words.into(), roots(Ref::new(Kind::Direct, 0)), 2, 1).unwrap();
    assert_eq!(arena.first(&Bare, &mut ()), None);
}

#[test]
fn a_node_beyond_the_last_word_is_a_fault() {
    assert_eq!(fault(&[], Ref::new(Kind::Direct, 0)), Some(Fault::Beyond));
    let cut_off = &test_of(0, [Ref::NOTHING, Ref::NOTHING])[..1];
    assert_eq!(fault(cut_off, Ref::new(Kind::Direct, 0)), Some(Fault::Beyond));
    assert_eq!(
        fault(&[Head::new([1, 0, 0, 0], Ref::NOTHING).bits()], Ref::new(Kind::Leaf, 0)),
        Some(Fault::Beyond)
    );
}

#[test]
fn a_slot_that_payments_lack_is_a_fault() {
    assert_eq!(fault(&test_of(2, [Ref::NOTHING; 2]), Ref::new(Kind::Direct, 0)), Some(Fault::Slot));
}

#[test]
fn a_rule_that_does_not_exist_is_a_fault() {
    assert_eq!(fault(&test_of(0, [Ref::rule(1); 2]), Ref::new(Kind::Direct, 0)), Some(Fault::Rule));
}

#[test]
fn a_reference_to_a_node_itself_is_a_fault() {
    assert_eq!(
        fault(&test_of(0, [Ref::new(Kind::Direct, 0); 2]), Ref::new(Kind::Direct, 0)),
        Some(Fault::Circle)
    );
}

#[test]
fn a_leaf_without_columns_is_a_fault() {
    assert_eq!(
        fault(&[Head::new([0; 4], Ref::NOTHING).bits()], Ref::new(Kind::Leaf, 0)),
        Some(Fault::Beyond)
    );
}

#[test]
fn a_computed_key_among_the_tables_of_a_leaf_is_a_fault() {
    let by = By::new(Lookup::from_bits(1 << 20), 1, 3).bits();
    let words = [Head::new([1, 0, 0, 0], Ref::NOTHING).bits(), by, 0, 1, 0];
    assert_eq!(fault(&words, Ref::new(Kind::Leaf, 0)), Some(Fault::Form));
}

/// An arena of all kinds of nodes: rules over a wide line, a small one, and one that is computed.
fn built() -> (Vec<u64>, Box<[Root]>) {
    let (wide, small, computed) = (AxisId::new(0), AxisId::new(1), AxisId::new(2));
    let mut lines = waypost_dsl::arena::Arena::default();
    for (bits, end) in [(0, 1_000_000), (1, 6), (1 << 20, 2)] {
        let whole = KeySet::range(0, end - 1).union(&KeySet::point(ABSENT));
        lines.add(Line { lookup: Lookup::from_bits(bits), whole, end });
    }
    let rules: Vec<[Region; 1]> = (0..300)
        .map(|number: u64| {
            let from = number * 7_919 % 990_000;
            let region = Region::everything().with(wide, &KeySet::range(from, from + number * 13));
            let region = region.and_then(|region| region.with(small, &KeySet::range(number % 5, 5)));
            let region = region.and_then(|region| region.with(computed, &KeySet::point(number % 2)));
            [region.unwrap()]
        })
        .collect();
    let graph = build(&Boxes::of(&lines, &rules));
    (graph.arena.words().to_vec(), graph.arena.roots().into())
}

#[test]
fn whatever_is_changed_in_an_arena_is_a_fault_or_does_no_harm() {
    let (words, roots) = built();
    let mut harmless = 0;
    // The interpreter that looks for undefined behaviour is a thousand times slower.
    for place in (0..words.len()).step_by(if cfg!(miri) { 211 } else { 1 }) {
        for bit in (0..64).step_by(21) {
            let mut changed = words.clone();
            changed[place] ^= 1 << ((bit + place) % 64);
            let Ok(arena) = Arena::new(changed.into(), roots.clone(), 2, 300) else { continue };
            harmless += 1;
            for key in [0, 1, 77_777, 500_001, 989_999, ABSENT] {
                arena.first(&Payment([key, key % 7], key & 1), &mut ());
            }
        }
    }
    assert!(harmless > 0, "a change of a row is no fault");
}
