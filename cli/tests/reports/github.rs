//! Annotations for GitHub Actions.

use crate::folder::Folder;
use crate::{FAULTY, GOOD};

#[test]
fn columns_are_counted_in_with_the_last_one_and_in_utf_16() {
    let (printed, status) = Folder::new().with("faulty/faulty.way", FAULTY).check("github", &["faulty"]);
    let lines: Vec<&str> = printed.lines().collect();
    assert!(
        lines[0].starts_with(
            "::error file=faulty/faulty.way,line=11,endLine=11,col=22,endColumn=24,title=WP0201 unknown-fact::"
        ),
        "{}",
        lines[0]
    );
    assert!(lines[1].contains("line=12,endLine=12,col=29,endColumn=31,"), "{}", lines[1]);
    assert_eq!(status, 1);
}

#[test]
fn what_would_end_a_value_is_escaped() {
    let policy = GOOD.replace("-> adyen", "-> \"50%, a::b\"");
    let folder = Folder::new().with("a,b:c%/a.way", policy);
    let (printed, _) = folder.check("github", &["a,b:c%"]);
    assert!(printed.starts_with("::error file=a%2Cb%3Ac%25/a.way,line=5,"), "{printed}");
    assert!(!printed.contains("50%,"), "{printed}");
    assert_eq!(printed.lines().count(), 1, "{printed}");
}

#[test]
fn a_finding_over_several_lines_has_no_columns() {
    let policy = FAULTY.replace("risk > 200", "country is\n  not DE");
    let (printed, _) = Folder::new().with("p/p.way", policy).check("github", &["p"]);
    let second = printed.lines().nth(1).unwrap();
    assert!(
        second.starts_with("::error file=p/p.way,line=12,endLine=13,title=WP0403 absent-fact::"),
        "{second}"
    );
}
