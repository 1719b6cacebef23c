//! How much may change: what fails a pull request, where not every change should.

use clap::Args;
use waypost_server::wire::difference::{Change, Difference};
use waypost_server::wire::share::Share;
use waypost_server::wire::traffic::Traffic;

#[derive(Debug, Args)]
pub(super) struct Limits {
    /// Fail only if a stage decides more than this share of the classes of payments otherwise
    #[arg(long, value_name = "N%", value_parser = share)]
    max_share: Option<Share>,
    /// Fail only if more than this share of the payments is decided otherwise
    #[arg(long, value_name = "N%", value_parser = share, requires = "payments")]
    max_traffic: Option<Share>,
}

impl Limits {
    /// Whether there are any; without them every change fails.
    pub(super) fn are_given(&self) -> bool {
        self.max_share.is_some() || self.max_traffic.is_some()
    }

    /// The limits that are passed, or of which nobody knows, in words.
    pub(super) fn passed(&self, difference: &Difference) -> Vec<String> {
        let shares = self.max_share.iter().flat_map(|most| passed_shares(difference, most));
        let traffic = self.max_traffic.iter().zip(&difference.traffic);
        let traffic = traffic.filter(|(most, traffic)| traffic.share() > **most).map(|(most, traffic)| {
            format!("{} of the payments are decided otherwise, and {most} may be", traffic.share())
        });
        shares.chain(traffic).collect()
    }
}

fn passed_shares(difference: &Difference, most: &Share) -> Vec<String> {
    let of_stage = |stage: &'static str| {
        let is_open = difference.undecided.iter().any(|open| open.stage == stage);
        let changes = difference.changes.iter().filter(|change| change.stage == stage);
        match share_of(changes).filter(|_| !is_open) {
            Some(share) if share <= *most => None,
            Some(share) => Some(format!("{share} of `{stage}` is decided otherwise, and {most} may be")),
            None => {
                Some(format!("how much of `{stage}` is decided otherwise is not known, and {most} may be"))
            }
        }
    };
    Traffic::stages().filter_map(of_stage).collect()
}

/// The share of changes of one stage, which have no payment in common; nothing if one of them was not counted.
pub(super) fn share_of<'c>(changes: impl Iterator<Item = &'c Change>) -> Option<Share> {
    changes
        .map(|change| change.share.clone())
        .collect::<Option<Vec<Share>>>()
        .map(|all| all.into_iter().sum())
}

fn share(text: &str) -> Result<Share, String> {
    Share::from_percent(text).ok_or("a percentage up to 100 is wanted, such as 2% or 0.5%".to_owned())
}
