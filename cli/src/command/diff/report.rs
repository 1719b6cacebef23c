//! What both reports for people, plain and Markdown, tell in the same words.

use waypost_dsl::hir::Money;
use waypost_dsl::iso::Currency;
use waypost_server::wire::difference::{Change, Difference, PAYMENT, Undecided};
use waypost_server::wire::share::Share;
use waypost_server::wire::traffic::Traffic;

use crate::command::diff::limits::share_of;
use crate::command::diff::version::Version;
use crate::replay;
use crate::report::{count, grouped};

/// How many changes are told to people; all stand in the JSON.
pub(super) const MOST_TOLD: usize = 25;

/// The two policies, and what they decide otherwise.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) old: String,
    pub(super) new: String,
    /// The one that `decide` can be called with, the second one if both can be.
    at_hand: Option<String>,
    pub(super) difference: Difference,
}

impl Report {
    /// A report in which nothing stands yet.
    pub(super) fn new(old: &Version, new: &Version) -> Self {
        let at_hand = [new, old].into_iter().find(|version| version.is_at_hand);
        Self {
            old: old.name.clone(),
            new: new.name.clone(),
            at_hand: at_hand.map(|version| version.name.clone()),
            difference: Difference { same: true, changes: vec![], undecided: vec![], traffic: None },
        }
    }

    /// What all of it comes to, in one line.
    pub(super) fn headline(&self) -> String {
        let Difference { same, changes, .. } = &self.difference;
        match (same, changes.len()) {
            (true, _) => "same meaning: every payment is decided alike".to_owned(),
            (false, 0) => {
                "no payment was found that is decided otherwise, and not all was decided".to_owned()
            }
            (false, number) => {
                let verb = if number == 1 { "is" } else { "are" };
                format!("{} of payments {verb} decided otherwise: {}", count(number, "group"), self.shares())
            }
        }
    }

    /// `1.2% of route, 0.1% of screen`.
    fn shares(&self) -> String {
        let of_stage = |stage: &'static str| {
            let changes = || self.difference.changes.iter().filter(|change| change.stage == stage);
            changes().next()?;
            let share = share_of(changes()).map_or("an unknown share".to_owned(), |share| share.to_string());
            Some(match stage {
                PAYMENT => format!("{share} is refused by one of the policies"),
                stage => format!("{share} of {stage}"),
            })
        };
        Traffic::stages().filter_map(of_stage).collect::<Vec<_>>().join(", ")
    }

    /// The command that shows a change; nothing if neither policy lies where `decide` finds it.
    pub(super) fn replay(&self, change: &Change) -> Option<String> {
        Some(replay::command(self.at_hand.as_deref()?, &payment(change)))
    }
}

/// The payment that shows a change, in the notation of cases.
pub(super) fn payment(change: &Change) -> String {
    change.witness.0.to_string()
}

/// Which payments a change is about; nothing if it is about all of them.
pub(super) fn which(change: &Change) -> Option<String> {
    match (&change.region, change.regions) {
        (Some(region), _) => Some(region.clone()),
        (None, 1) => None,
        (None, many) => {
            Some(format!("{}, too many to tell: one payment of them is shown", count(many, "region")))
        }
    }
}

/// Which part of the space a change is.
pub(super) fn share(share: Option<&Share>) -> String {
    share.map_or("not counted".to_owned(), Share::to_string)
}

/// `route, rule "German debit"`.
pub(super) fn open(undecided: &Undecided) -> String {
    match &undecided.rule {
        Some(rule) => format!("{}, rule {}", undecided.stage, waypost_dsl::literal::quote(rule)),
        None => format!("{}, otherwise", undecided.stage),
    }
}

/// `312 of 10,000 payments are decided otherwise (3.12%)`.
pub(super) fn moved(traffic: &Traffic) -> String {
    let all = match traffic.payments {
        1 => "1 payment".to_owned(),
        payments => format!("{} payments", grouped(payments)),
    };
    let verb = if traffic.changed == 1 { "is" } else { "are" };
    format!("{} of {all} {verb} decided otherwise ({})", grouped(traffic.changed), traffic.share())
}

/// The traffic as rows: what is counted, the number of payments, and the amounts.
pub(super) fn rows(traffic: &Traffic) -> Vec<[String; 3]> {
    let mut rows = vec![];
    for stage in Traffic::stages() {
        if let Some(payments) = traffic.by_stage.get(stage) {
            rows.push([format!("otherwise in {stage}"), grouped(*payments), String::new()]);
        }
    }
    for (name, payments) in &traffic.by_connector {
        let amounts = traffic.volume.iter().filter_map(|(code, volume)| {
            let minor = *volume.by_connector.get(name).filter(|minor| **minor != 0)?;
            amount(minor, code, true)
        });
        rows.push([format!("first try at {name}"), signed(i128::from(*payments)), joined(amounts)]);
    }
    for (code, payments) in &traffic.by_currency {
        let amounts = traffic.volume.get(code).and_then(|volume| amount(volume.changed, code, false));
        rows.push([format!("in {code}"), grouped(*payments), joined(amounts.into_iter())]);
    }
    if (traffic.refused.before, traffic.refused.after) != (0, 0) {
        rows.push(["refused before".to_owned(), grouped(traffic.refused.before), String::new()]);
        rows.push(["refused after".to_owned(), grouped(traffic.refused.after), String::new()]);
    }
    rows
}

fn joined(amounts: impl Iterator<Item = String>) -> String {
    amounts.collect::<Vec<_>>().join(", ")
}

/// `+12.00 EUR`.
fn amount(minor: i128, code: &str, is_signed: bool) -> Option<String> {
    let currency = Currency::from_code(code)?;
    let money = Money { minor: u64::try_from(minor.unsigned_abs()).unwrap_or(u64::MAX), currency };
    let sign = match is_signed {
        true if minor < 0 => "-",
        true => "+",
        false => "",
    };
    Some(format!("{sign}{money}"))
}

/// `+1,200`, `-300`, `0`.
fn signed(number: i128) -> String {
    let sign = match number {
        0 => "",
        1.. => "+",
        _ => "-",
    };
    format!("{sign}{}", grouped(u64::try_from(number.unsigned_abs()).unwrap_or(u64::MAX)))
}
