//! Selections of connectors as plans.

use crate::import::hyperswitch::program::{Connector, Dialect, Program, Selection, Share};
use crate::import::report::Report;
use crate::import::way::Connectors;
use crate::import::way::facts::{Facts, Kind};

/// Translates the selections of a program.
pub(super) struct Plans {
    /// The connectors that plans name.
    pub(super) connectors: Connectors,
    dialect: Dialect,
}

impl Plans {
    /// Names all connectors of `program`: one that stands with several accounts becomes several.
    pub(super) fn new(program: &Program, report: &mut Report) -> Self {
        let mut all: Vec<&Connector> = vec![];
        let selections = program.rules.iter().map(|rule| &rule.selection).chain([&program.default]);
        for connector in selections.flat_map(connectors) {
            if !all.contains(&connector) {
                all.push(connector);
            }
        }
        let mut named = Connectors::default();
        for connector in &all {
            let accounts: Vec<&&Connector> =
                all.iter().filter(|other| other.name == connector.name).collect();
            let account = connector.account.as_deref();
            let place = accounts.iter().position(|other| *other == connector).unwrap_or_default() + 1;
            let wanted = match accounts.len() {
                1 => connector.name.clone(),
                _ => format!("{}_{place}", connector.name),
            };
            let name = named.name(&source(connector), &wanted, account);
            if accounts.len() > 1 {
                let account =
                    account.map_or("no account".to_owned(), |account| format!("the account `{account}`"));
                let what = format!("`{}` stands with several accounts", connector.name);
                report.note("the connectors", what, format!("with {account} it is `{name}`"));
            }
        }
        Self { connectors: named, dialect: program.dialect }
    }

    /// The plan that `selection` means, which stands at `place`.
    pub(super) fn plan(
        &mut self,
        selection: &Selection,
        place: &str,
        facts: &mut Facts,
        report: &mut Report,
    ) -> Result<String, String> {
        match selection {
            Selection::Priority(connectors) => self.priority(connectors, place, report),
            Selection::Split(shares) => {
                let drawn: Vec<&Share<Vec<Connector>>> =
                    shares.iter().filter(|share| share.split > 0).collect();
                match drawn.as_slice() {
                    [] => Err("the split draws no connector".to_owned()),
                    // There is nothing to draw: this one comes first, and the others behind it.
                    [first] => {
                        let others = shares.iter().filter(|share| !std::ptr::eq(*share, *first));
                        let in_order: Vec<Connector> = [*first]
                            .into_iter()
                            .chain(others)
                            .flat_map(|share| share.connector.clone())
                            .collect();
                        self.priority(&in_order, place, report)
                    }
                    several => self.split(several, place, facts, report),
                }
            }
        }
    }

    fn priority(
        &mut self,
        connectors: &[Connector],
        place: &str,
        report: &mut Report,
    ) -> Result<String, String> {
        let mut names: Vec<String> = vec![];
        for connector in connectors {
            let name = self.name(connector);
            if names.contains(&name) {
                let what = format!("`{name}` is to be tried twice, and a plan names a connector once");
                report.differs(place, what, "it is tried once");
            } else {
                names.push(name);
            }
        }
        if names.is_empty() { Err("no connector is named".to_owned()) } else { Ok(names.join(", ")) }
    }

    fn split(
        &mut self,
        shares: &[&Share<Vec<Connector>>],
        place: &str,
        facts: &mut Facts,
        report: &mut Report,
    ) -> Result<String, String> {
        let sum: u32 = shares.iter().map(|share| u32::from(share.split)).sum();
        if sum != 100 {
            return Err(format!("the shares of the split come to {sum}, not to 100"));
        }
        let mut sides: Vec<String> = vec![];
        let mut names: Vec<String> = vec![];
        for share in shares {
            let [connector] = share.connector.as_slice() else {
                return Err("a share of the split has several connectors, where Way names one".to_owned());
            };
            let name = self.name(connector);
            if names.contains(&name) {
                return Err(format!("`{name}` has two shares of the split"));
            }
            sides.push(format!("{name} {}%", share.split));
            names.push(name);
        }
        let fact = facts.declare(SPLIT_BY, SPLIT_BY, Kind::Text, false);
        let product = self.dialect.product();
        let what = format!("{product} draws a connector at random, and tries the others behind it");
        let instead =
            format!("the plan is split by `{}`, and has the one connector that it falls on", fact.name);
        report.differs(place, what, instead);
        Ok(format!("split by {} {{ {} }}", fact.name, sides.join(", ")))
    }

    fn name(&mut self, connector: &Connector) -> String {
        self.connectors.name(&source(connector), &connector.name, connector.account.as_deref())
    }
}

/// The fact that plans are split by: it is another one for each payment.
const SPLIT_BY: &str = "payment.id";

fn connectors(selection: &Selection) -> Vec<&Connector> {
    match selection {
        Selection::Priority(connectors) => connectors.iter().collect(),
        Selection::Split(shares) => shares.iter().flat_map(|share| &share.connector).collect(),
    }
}

/// What tells a connector from all others.
fn source(connector: &Connector) -> String {
    format!("{} {}", connector.name, connector.account.as_deref().unwrap_or_default())
}
