//! Answers to payments in JSON, in their order.

use waypost_server::Decider;
use waypost_server::wire::refusal::Refusal;

use crate::command::decide::Tally;

/// The answers to some payments, a line each, and what there is to tell of them.
#[derive(Debug, Default)]
pub(super) struct Answers {
    pub(super) text: Vec<u8>,
    pub(super) tally: Tally,
}

impl Answers {
    /// Answers each of `payments`, which stand on lines of those numbers, if they stand among others.
    pub(super) fn to<'j>(
        decider: &Decider,
        payments: impl Iterator<Item = (Option<usize>, &'j [u8])>,
    ) -> serde_json::Result<Self> {
        let Self { mut text, mut tally } = Self::default();
        let mut payment = decider.payment();
        for (line, json) in payments {
            let begun = text.len();
            match decider.decide(json, &mut payment, &mut text) {
                Ok(skipped) => tally.decided(skipped.first),
                Err(error) => {
                    tally.refused += 1;
                    text.truncate(begun);
                    serde_json::to_writer(&mut text, &Refusal::new(&error, line))?;
                }
            }
            text.push(b'\n');
        }
        Ok(Self { text, tally })
    }
}
