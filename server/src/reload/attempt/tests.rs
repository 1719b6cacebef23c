//! What a new day does to files that nobody has changed.

use std::fs;

use tempfile::TempDir;
use waypost_dsl::hir::Date;

use super::Attempt;
use crate::files::{self, PolicyFiles};

const POLICY: &str = r#"
policy shop
facts { amount money in EUR }
connector adyen {}
screen { otherwise -> allow }
route { otherwise -> adyen }
invariant "large payments are looked at" effective from 2027-01-01 when amount > 500.00 EUR: screen never allow
"#;

const CASES: &str = "\"large\" amount=600.00 EUR => screen allow\n";

fn files() -> (TempDir, PolicyFiles) {
    let folder = TempDir::new().unwrap();
    let shop = folder.path().join("shop");
    fs::create_dir(&shop).unwrap();
    fs::write(shop.join("shop.way"), POLICY).unwrap();
    fs::write(shop.join("shop.cases"), CASES).unwrap();
    let found = files::find(&shop).unwrap().remove(0);
    (folder, found)
}

#[test]
fn what_is_good_today_is_tried_again_tomorrow_and_not_before() {
    let (_folder, files) = files();
    let (day, next) = (Date::constant(2026, 12, 31), Date::constant(2027, 1, 1));
    let mut first = Attempt::after(None, &files, day);
    assert!(first.take_news().is_some());
    let mut again = Attempt::after(Some(first), &files, day);
    assert!(again.outcome.is_ok() && again.take_news().is_none(), "it was not tried again");
    let tomorrow = Attempt::after(Some(again), &files, next);
    assert!(tomorrow.outcome.is_err());
    assert_eq!(tomorrow.findings.len(), 1);
}
