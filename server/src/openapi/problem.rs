//! Problem documents, as all of them look.
#![expect(dead_code, reason = "the document is written from the problem itself")]

use utoipa::ToSchema;

use crate::judge::CaseReport;
use crate::wire::finding::Finding;

/// A problem document (RFC 9457). Clients tell problems apart by `type`; there may be more types in time.
#[derive(Debug, ToSchema)]
pub(crate) struct Problem {
    /// `https://waypost.dev/problems/` and the name of the problem, which do not change.
    #[schema(format = "uri")]
    r#type: String,
    /// What is wrong, of all problems of this type.
    title: String,
    /// The status of the answer.
    #[schema(minimum = 400, maximum = 599)]
    status: u16,
    /// What is wrong this time.
    detail: String,
    /// The fact for which a payment is refused.
    #[schema(nullable = false)]
    fact: Option<String>,
    /// What a payment that is refused has given.
    #[schema(nullable = false)]
    got: Option<String>,
    /// What would have been right.
    #[schema(nullable = false)]
    expected: Option<String>,
    /// What was found in a policy that is not sound.
    #[schema(nullable = false)]
    findings: Option<Vec<Finding>>,
    /// What became of its cases.
    #[schema(nullable = false)]
    cases: Option<Vec<CaseReport>>,
}
