//! Random lists of digits and of texts: short ones, which count as if they were written out, and long ones.

use waypost_dsl::arena::Arena;
use waypost_dsl::hir::{Digits, List, ListValues, Lists};

use super::TEXTS;
use crate::draw::Draw;

/// How many values a list has: few, as many as just count as few, one more, and many.
const SIZES: [u64; 6] = [1, 3, 20, 256, 257, LONGEST];
/// The most texts of a list.
pub(super) const LONGEST: u64 = 700;

/// Up to four lists.
pub(super) fn lists(draw: &mut Draw) -> Lists {
    let mut lists = Arena::default();
    for number in 0..draw.below(5) {
        let values = match draw.below(2) {
            0 => digits(draw),
            _ => texts(draw),
        };
        lists.add(List { name: format!("l{number}"), values });
    }
    lists
}

/// Strings of one length in even steps, and some of other lengths among them.
fn digits(draw: &mut Draw) -> ListValues {
    let size = *draw.pick(&SIZES);
    let len = draw.below(19) + 1;
    let end = 10_u64.pow(u32::try_from(len).unwrap_or(1));
    let step = draw.below((end / size).max(1)) + 1;
    let start = draw.below(end.saturating_sub(step.saturating_mul(size)).max(1));
    let spelled = |number: u64| Digits::new(u8::try_from(len).unwrap_or(1), number);
    let mut values: Vec<Digits> =
        (0..size).map(|place| start.saturating_add(place.saturating_mul(step))).filter_map(spelled).collect();
    for _ in 0..draw.below(4) {
        let len = u8::try_from(draw.below(19) + 1).unwrap_or(1);
        values.extend(Digits::new(len, draw.below(10_u64.pow(u32::from(len)))));
    }
    values.sort_unstable();
    values.dedup();
    ListValues::Digits(values)
}

fn texts(draw: &mut Draw) -> ListValues {
    let size = *draw.pick(&SIZES);
    let mut texts: Vec<String> = (0..size).map(text).collect();
    texts.extend((0..draw.below(4)).map(|_| (*draw.pick(&TEXTS)).to_owned()));
    texts.sort_unstable();
    texts.dedup();
    ListValues::Texts(texts)
}

/// The text of that number: lists of texts hold the first ones.
pub(super) fn text(number: u64) -> String {
    format!("t{number}")
}
