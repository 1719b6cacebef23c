//! The reports for other programs: that they are what their formats want, and say what was found where it was found.
//!
//! What they look like is shown in `commands/check.trycmd`.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may take the repository for granted"
)]

#[path = "reports/folder.rs"]
mod folder;
#[path = "reports/github.rs"]
mod github;
#[path = "reports/junit.rs"]
mod junit;
#[path = "reports/sarif.rs"]
mod sarif;

/// A policy with a fault of which there is an edit that mends it, a fault with two places, and signs of more than one
/// byte before the one, and of two UTF-16 code units before the other.
const FAULTY: &str = r#"policy faulty

facts {
  risk    integer 0 to 100
  country country, optional
}

connector adyen {}

route {
  rule "größer" when rsk >= 90         -> adyen
  rule "😀😀"   when risk > 200        -> adyen
  otherwise                           -> none "not offered"
}
"#;

const GOOD: &str =
    "policy good\n\nfacts { risk integer 0 to 100 }\nconnector adyen {}\nroute { otherwise -> adyen }\n";
