//! Tells what looks like the number of a card, so that none is ever taken in or shown.

use std::ops::Range;

/// The fewest digits of a card number (ISO/IEC 7812).
const MIN_DIGITS: usize = 13;
/// The most digits of a card number.
const MAX_DIGITS: usize = 19;

/// Whether `text` holds 13 to 19 digits that pass the Luhn check (ISO/IEC 7812-1, annex B), and besides them nothing
/// but spaces and dashes.
pub fn is_card_number(text: &str) -> bool {
    if text.len() < MIN_DIGITS {
        return false;
    }
    // Every second digit counts double, from the last but one to the left. Which ones these are is only known at the
    // end, so both sums are kept: the one that doubles the first digit, and the one that does not.
    let (mut from_first, mut from_second, mut digits) = (0_u32, 0_u32, 0_usize);
    for char in text.chars() {
        let digit = match char {
            ' ' | '-' => continue,
            _ => match char.to_digit(10) {
                Some(digit) if digits < MAX_DIGITS => digit,
                _ => return false,
            },
        };
        let double = if digit < 5 { digit * 2 } else { digit * 2 - 9 };
        let (even, odd) = if digits.is_multiple_of(2) { (double, digit) } else { (digit, double) };
        from_first += even;
        from_second += odd;
        digits += 1;
    }
    let sum = if digits.is_multiple_of(2) { from_first } else { from_second };
    digits >= MIN_DIGITS && sum.is_multiple_of(10)
}

/// The text with `*` for every byte of what looks like a card number, and where these stood.
///
/// A point or an underscore between digits counts like a dash, so that an amount hides no card number.
pub fn mask(text: &str) -> (String, Vec<Range<usize>>) {
    let (mut masked, mut found) = (String::with_capacity(text.len()), vec![]);
    let mut rest = text;
    while let Some(start) = rest.find(|char: char| char.is_ascii_digit()) {
        let (before, run) = rest.split_at_checked(start).unwrap_or((rest, ""));
        masked += before;
        let (run, behind) = run.split_at_checked(run_length(run)).unwrap_or((run, ""));
        if is_card_number(&run.replace(['.', '_'], "-")) {
            found.push(masked.len()..masked.len() + run.len());
            masked.extend(std::iter::repeat_n('*', run.len()));
        } else {
            masked += run;
        }
        rest = behind;
    }
    (masked + rest, found)
}

/// How many bytes of `text`, which begins with a digit, are digits with at most one sign between two of them.
fn run_length(text: &str) -> usize {
    let mut end = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' => end = at + 1,
            b' ' | b'-' | b'.' | b'_' if end == at => {}
            _ => break,
        }
    }
    end
}
