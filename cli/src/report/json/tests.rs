//! Cases and what they reach, as JSON.

use serde::Serialize;
use waypost_dsl::Span;
use waypost_engine::cases::{Boundary, Coverage, Target};
use waypost_server::cases::Covered;

use crate::report::Checked;

/// One case that was run.
#[derive(Serialize)]
pub(super) struct CaseJson {
    policy: String,
    name: String,
    file: String,
    line: usize,
    passed: bool,
}

/// What the cases of one policy reach.
#[derive(Serialize)]
pub(super) struct CoverageJson {
    policy: String,
    stages: Vec<StageJson>,
    /// The blocks in which nothing wins.
    blocks: Vec<PlaceJson>,
    boundaries: Vec<BoundaryJson>,
}

#[derive(Serialize)]
struct StageJson {
    stage: &'static str,
    rules: usize,
    reached: usize,
    missed: Vec<MissedJson>,
}

/// A rule, or `otherwise` where `rule` is null.
#[derive(Serialize)]
struct MissedJson {
    rule: Option<String>,
    #[serde(flatten)]
    place: PlaceJson,
}

#[derive(Serialize)]
struct BoundaryJson {
    stage: &'static str,
    rule: String,
    test: String,
    missing: Vec<String>,
    #[serde(flatten)]
    place: PlaceJson,
}

#[derive(Serialize)]
struct PlaceJson {
    file: String,
    line: usize,
}

/// The cases of a policy that were run.
pub(super) fn cases(checked: &Checked) -> impl Iterator<Item = CaseJson> {
    let cases = checked.tests.iter().flat_map(|tests| &tests.cases).filter(|tested| tested.ran.is_some());
    cases.map(|tested| {
        let (file, line) = checked.line(tested.case.span);
        let name = tested.case.name.text.clone();
        CaseJson { policy: checked.name(), name, file, line, passed: tested.passed() }
    })
}

impl CoverageJson {
    pub(super) fn new(checked: &Checked, covered: &Covered) -> Self {
        Self {
            policy: checked.name(),
            stages: covered.stages.iter().map(|stage| StageJson::new(checked, stage)).collect(),
            blocks: covered.blocks.iter().map(|block| PlaceJson::new(checked, *block)).collect(),
            boundaries: covered.boundaries.iter().map(|end| BoundaryJson::new(checked, end)).collect(),
        }
    }
}

impl StageJson {
    fn new(checked: &Checked, stage: &Coverage) -> Self {
        let missed = |target: &Target| MissedJson {
            rule: target.name.clone(),
            place: PlaceJson::new(checked, target.span),
        };
        Self {
            stage: stage.stage.as_str(),
            rules: stage.reached.len() + stage.missed.len(),
            reached: stage.reached.len(),
            missed: stage.missed.iter().map(missed).collect(),
        }
    }
}

impl BoundaryJson {
    fn new(checked: &Checked, end: &Boundary) -> Self {
        Self {
            stage: end.stage.as_str(),
            rule: end.rule.clone(),
            test: end.test.clone(),
            missing: end.missing.clone(),
            place: PlaceJson::new(checked, end.span),
        }
    }
}

impl PlaceJson {
    fn new(checked: &Checked, span: Span) -> Self {
        let (file, line) = checked.line(span);
        Self { file, line }
    }
}
