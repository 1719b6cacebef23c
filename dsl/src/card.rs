//! Tells what looks like the number of a card, so that none is ever taken in or shown.

use std::ops::Range;

/// The fewest digits of a card number (ISO/IEC 7812).
const MIN_DIGITS: usize = 13;
/// The most digits of a card number.
const MAX_DIGITS: usize = 19;
/// The least number that has so many digits.
const LEAST: u64 = 1_000_000_000_000;

/// Whether `text` holds 13 to 19 digits that pass the Luhn check (ISO/IEC 7812-1, annex B), and besides them nothing
/// but spaces and dashes.
pub fn is_card_number(text: &str) -> bool {
    if text.len() < MIN_DIGITS {
        return false;
    }
    // Every second digit counts double, from the last but one to the left. Which ones these are is only known at the
    // end, so both sums are kept: the one that doubles the first digit, and the one that does not.
    let (mut from_first, mut from_second, mut digits) = (0, 0, 0_usize);
    for byte in text.bytes() {
        let digit = match byte {
            b' ' | b'-' => continue,
            b'0'..=b'9' if digits < MAX_DIGITS => u64::from(byte - b'0'),
            _ => return false,
        };
        let (even, odd) =
            if digits.is_multiple_of(2) { (doubled(digit), digit) } else { (digit, doubled(digit)) };
        from_first += even;
        from_second += odd;
        digits += 1;
    }
    let sum = if digits.is_multiple_of(2) { from_first } else { from_second };
    digits >= MIN_DIGITS && sum.is_multiple_of(10)
}

/// Whether a number, written without leading zeros, looks like that.
pub fn spells_card_number(number: u64) -> bool {
    if number < LEAST {
        return false;
    }
    let (mut rest, mut sum, mut digits) = (number, 0, 0_usize);
    while rest > 0 {
        sum += if digits.is_multiple_of(2) { rest % 10 } else { doubled(rest % 10) };
        rest /= 10;
        digits += 1;
    }
    digits <= MAX_DIGITS && sum.is_multiple_of(10)
}

/// The digit sum of twice a digit.
fn doubled(digit: u64) -> u64 {
    if digit < 5 { digit * 2 } else { digit * 2 - 9 }
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
