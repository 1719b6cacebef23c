//! JUnit XML, parsed back.

use quick_junit::{Report, TestCase, TestCaseStatus, TestSuite};

use crate::folder::Folder;
use crate::{FAULTY, GOOD};

fn parse(xml: &str) -> Report {
    let report = Report::deserialize_from_str(xml).unwrap();
    let sum = |count: fn(&TestSuite) -> usize| report.test_suites.iter().map(count).sum::<usize>();
    assert_eq!((report.tests, report.failures), (sum(|suite| suite.tests), sum(|suite| suite.failures)));
    for suite in &report.test_suites {
        let failed = suite.test_cases.iter().filter(|case| failure(case).is_some()).count();
        assert_eq!((suite.tests, suite.failures), (suite.test_cases.len(), failed));
        assert_eq!((suite.errors, suite.skipped), (0, 0));
    }
    report
}

/// Type, message and text of the failure, if the case failed.
fn failure(case: &TestCase) -> Option<(&str, &str, &str)> {
    match &case.status {
        TestCaseStatus::NonSuccess { ty, message, description, .. } => Some((
            ty.as_ref().unwrap().as_str(),
            message.as_ref().unwrap().as_str(),
            description.as_ref().unwrap().as_str(),
        )),
        _ => None,
    }
}

fn attribute<'c>(case: &'c TestCase, name: &str) -> &'c str {
    case.extra.iter().find(|(known, _)| known.as_str() == name).unwrap().1.as_str()
}

#[test]
fn a_sound_policy_is_a_suite_with_a_passing_case_for_each_file() {
    let folder = Folder::new()
        .with(
            "good/good.way",
            GOOD.replace("facts { risk integer 0 to 100 }", "import \"../shared/facts.way\""),
        )
        .with("shared/facts.way", "facts { risk integer 0 to 100 }\n");
    let (xml, status) = folder.check("junit", &["."]);
    let report = parse(&xml);
    let [suite] = report.test_suites.as_slice() else { panic!("{xml}") };
    assert_eq!((suite.name.as_str(), suite.tests, suite.failures), ("good", 2, 0));
    let files: Vec<&str> = suite.test_cases.iter().map(|case| attribute(case, "file")).collect();
    assert_eq!(files, ["good/good.way", "shared/facts.way"]);
    assert_eq!(status, 0);
}

#[test]
fn an_error_is_a_failing_case() {
    let folder = Folder::new().with("faulty/faulty.way", FAULTY).with("good/good.way", GOOD);
    let (xml, status) = folder.check("junit", &["."]);
    let report = parse(&xml);
    let counts: Vec<_> =
        report.test_suites.iter().map(|suite| (suite.name.as_str(), suite.tests, suite.failures)).collect();
    assert_eq!(counts, [("faulty", 2, 2), ("good", 1, 0)]);
    let case = &report.test_suites[0].test_cases[0];
    let (kind, message, text) = failure(case).unwrap();
    assert_eq!((kind, message), ("WP0201", "there is no fact `rsk`"));
    assert!(text.contains("faulty/faulty.way:11:") && text.contains("did you mean `risk`?"), "{text}");
    assert_eq!(case.name.as_str(), "WP0201 unknown-fact: there is no fact `rsk`");
    assert_eq!(case.classname.as_ref().unwrap().as_str(), "faulty/faulty.way");
    assert_eq!((attribute(case, "file"), attribute(case, "line")), ("faulty/faulty.way", "11"));
    assert_eq!(status, 1);
}

#[test]
fn a_fault_in_a_shared_file_fails_all_policies_that_import_it() {
    let policy = |name: &str| {
        format!(
            "policy {name}\nimport \"../shared/facts.way\"\nconnector a {{}}\nroute {{ otherwise -> a }}\n"
        )
    };
    let folder = Folder::new()
        .with("one/one.way", policy("one"))
        .with("two/two.way", policy("two"))
        .with("shared/facts.way", "facts { risk integr 0 to 100 }\n");
    let report = parse(&folder.check("junit", &["."]).0);
    let failures: Vec<usize> = report.test_suites.iter().map(|suite| suite.failures).collect();
    assert_eq!(failures, [1, 1]);
}
