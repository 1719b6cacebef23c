//! `--as-of`: the day whose invariants policies are held to, for the commands that prove them.

use clap::Args;
use waypost_dsl::{hir, literal};
use waypost_server::AsOf;

#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Day {
    /// The day whose invariants must hold, such as 2027-01-01; today in UTC if none is given
    #[arg(long, value_name = "DATE", value_parser = day)]
    as_of: Option<hir::Date>,
}

impl From<Day> for AsOf {
    fn from(arguments: Day) -> Self {
        arguments.as_of.map_or(Self::Today, Self::Day)
    }
}

fn day(text: &str) -> Result<hir::Date, &'static str> {
    literal::date(text).map_err(|_| "a day of the calendar is wanted, such as 2027-01-01")
}
