//! Cases laid out: formatting is stable, loses nothing, and is as the documents show it.
#![allow(clippy::unwrap_used, clippy::string_slice, reason = "a test may take its own texts for granted")]

use proptest::prelude::*;
use waypost_dsl::cases::{self, Case};
use waypost_dsl::{Diagnostics, Sources};

fn read(text: &str) -> Option<Vec<Case>> {
    let mut diagnostics = Diagnostics::default();
    let cases = cases::read("a.cases", text, &mut Sources::default(), &mut diagnostics);
    (!diagnostics.has_errors()).then_some(cases)
}

/// The cases without their places.
fn bare(cases: &[Case]) -> String {
    let mut text = format!("{cases:?}");
    while let Some(start) = text.find("span: Span {") {
        let end = text[start..].find('}').unwrap();
        text.replace_range(start..=start + end, "");
    }
    text
}

#[test]
fn a_file_is_laid_out() {
    let text = "\n\n# the first group\n\"small German debit\" amount = 12.00   EUR method=card =>screen allow ,route adyen,stripe , by \"German debit\" # why\n \"embargo\"\tamount=80.00 USD\n# inside\n=> screen deny \"compliance\" ,\n route none # there\n\n\n\n\"alone\" recurring  # here\r\n=> route adyen\n\n";
    let expected = "\
# the first group
\"small German debit\"  amount=12.00 EUR method=card
  => screen allow, route adyen, stripe, by \"German debit\"  # why
\"embargo\"             amount=80.00 USD
  # inside
  => screen deny \"compliance\",
     route none  # there

\"alone\"  recurring  # here
  => route adyen
";
    assert_eq!(cases::format(text).unwrap(), expected);
    assert_eq!(cases::format(expected).unwrap(), expected);
}

#[test]
fn a_file_with_a_fault_is_left_alone() {
    assert_eq!(cases::format("\"a\" method=card"), None);
}

#[test]
fn a_file_without_cases_keeps_its_comments() {
    assert_eq!(cases::format("").unwrap(), "");
    assert_eq!(cases::format("  # only this").unwrap(), "# only this\n");
}

/// Text that is made of what cases are made of, sound more often than not.
fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        3 => Just("\n\"a b\" ".to_owned()),
        3 => Just("\n  => route adyen".to_owned()),
        1 => Just(", stripe".to_owned()),
        1 => Just(", by \"r\"".to_owned()),
        1 => Just(" amount=12.00 EUR".to_owned()),
        1 => Just(" recurring".to_owned()),
        1 => Just(" merchant.id=\"a \\\" # b\"".to_owned()),
        1 => Just(" # why \"not\" =>".to_owned()),
        1 => Just("\n".to_owned()),
        1 => "[ \t\\PC]{0,6}",
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn no_text_is_too_odd_to_be_read(text in "(\\PC|\n|\r|\t){0,80}") {
        read(&text);
    }

    #[test]
    fn what_is_laid_out_means_the_same_and_stays_as_it_is(text in texts()) {
        let Some(cases) = read(&text) else { return Ok(()) };
        let laid_out = cases::format(&text).unwrap();
        let again = read(&laid_out).unwrap();
        prop_assert_eq!(bare(&cases), bare(&again));
        prop_assert_eq!(cases::format(&laid_out).unwrap(), laid_out.clone());
        prop_assert_eq!(text.matches(" # why \"not\" =>").count(), laid_out.matches("# why \"not\" =>").count());
    }
}
