//! How much of a policy its cases reach.

use std::path::Path;

use waypost_dsl::diagnostic::Diagnostics;
use waypost_dsl::{Span, ast, syntax};
use waypost_engine::cases::{Boundary, Coverage, Ran, boundaries, coverage, missed_blocks};
use waypost_engine::{Payment, Snapshot};

use crate::cases::Tested;
use crate::pipeline::Built;

/// What the cases of a policy reach, and what they do not.
#[derive(Debug)]
pub struct Covered {
    /// For each stage of the policy, in its order.
    pub stages: Vec<Coverage>,
    /// The blocks in which nothing wins for any case.
    pub blocks: Vec<Span>,
    /// The ends of ranges on which no case stands.
    pub boundaries: Vec<Boundary>,
}

impl Covered {
    /// What the cases reach of a policy; `snapshot` is that of `built`.
    pub fn of(snapshot: &Snapshot, built: &Built, tested: &[Tested]) -> Self {
        let ran: Vec<&Ran> = tested.iter().filter_map(|tested| tested.ran.as_ref()).collect();
        let payments: Vec<&Payment> = ran.iter().filter_map(|ran| ran.payment.as_ref()).collect();
        let stages = coverage(snapshot.policy(), &ran);
        let blocks = missed_blocks(trees(built).iter(), &stages);
        let boundaries = boundaries(snapshot.policy(), &payments);
        Self { stages, blocks, boundaries }
    }

    /// How many rules, rows and `otherwise` win for a case, and how many there are.
    pub fn share(&self) -> (usize, usize) {
        let reached = self.stages.iter().map(|stage| stage.reached.len()).sum();
        let missed: usize = self.stages.iter().map(|stage| stage.missed.len()).sum();
        (reached, reached + missed)
    }
}

/// The policy's files as they are written; that they hold no errors is known.
fn trees(built: &Built) -> Vec<ast::File> {
    let ways = built
        .sources
        .iter()
        .filter(|(_, file)| Path::new(&file.path).extension().is_some_and(|ending| ending == "way"));
    ways.map(|(id, file)| syntax::parse(id, file, &mut Diagnostics::default())).collect()
}
