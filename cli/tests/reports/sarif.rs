//! SARIF, held against the schema of the standard and against what GitHub asks of it.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;

use crate::folder::{Folder, check};
use crate::{FAULTY, GOOD};

fn schema() -> Validator {
    // A slip of the standard: the pattern of languages, which we never write, has a bracket too many.
    let schema = include_str!("sarif-schema-2.1.0.json").replace("{2}]?$", "{2}$");
    let schema = serde_json::from_str(&schema).unwrap();
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap()
}

/// The run in a report, which is valid and has what GitHub requires.
fn run(report: &str) -> Value {
    let mut log: Value = serde_json::from_str(report).unwrap();
    let faults: Vec<String> = schema().iter_errors(&log).map(|fault| format!("{fault}")).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!((log["version"].as_str(), log["runs"].as_array().unwrap().len()), (Some("2.1.0"), 1));
    let run = log["runs"][0].take();
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    for result in results(&run) {
        let rule =
            &run["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(result["locations"].as_array().unwrap().len(), 1);
        assert_ne!(result["message"]["text"], "");
    }
    run
}

fn results(run: &Value) -> &[Value] {
    run["results"].as_array().unwrap()
}

/// The places of a value that has `artifactLocation` and some region: the URI, and the four numbers.
fn region(region: &Value) -> [usize; 4] {
    ["startLine", "startColumn", "endLine", "endColumn"]
        .map(|name| usize::try_from(region[name].as_u64().unwrap()).unwrap())
}

fn location(result: &Value) -> &Value {
    &result["locations"][0]["physicalLocation"]
}

/// Where in `text` a line and a column in UTF-16 code units are.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let units: Vec<u16> = text.get(start..).unwrap().encode_utf16().take(column - 1).collect();
    start + String::from_utf16(&units).unwrap().len()
}

#[test]
fn whatever_is_found_the_report_is_valid() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let files = fs::read_dir(root.join("dsl/tests/findings"))
        .unwrap()
        .map(|file| file.unwrap().path())
        .filter(|path| path.is_file());
    let files: Vec<String> = files.map(|file| file.display().to_string()).collect();
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let (report, status) = check(root, "sarif", &files);
    let run = run(&report);
    assert!(results(&run).len() > 100);
    assert!(location(&results(&run)[0])["artifactLocation"]["uri"].as_str().unwrap().starts_with("file:///"));
    assert_eq!((run["invocations"][0]["exitCode"].as_i64(), status), (Some(i64::from(status)), 1));
}

#[test]
fn every_code_is_a_rule_and_fits_githubs_limits() {
    let sound = GOOD.replace("facts { risk integer 0 to 100 }\n", "");
    let (report, status) = Folder::new().with("good/good.way", &sound).check("sarif", &["good"]);
    let run = run(&report);
    assert_eq!((results(&run).len(), status), (0, 0));
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    assert_eq!(rules.len(), waypost_dsl::Code::ALL.len());
    for rule in rules {
        for name in ["shortDescription", "fullDescription"] {
            let text = rule[name]["text"].as_str().unwrap();
            assert!((1..=1024).contains(&text.len()), "{} {name}: {text}", rule["id"]);
        }
        let page = rule["help"]["markdown"].as_str().unwrap();
        assert!(page.starts_with(&format!(
            "# {}: {}",
            rule["id"].as_str().unwrap(),
            rule["name"].as_str().unwrap()
        )));
        assert!(!rule["help"]["text"].as_str().unwrap().contains("Severity:"));
    }
}

#[test]
fn a_region_holds_the_text_that_the_finding_is_about() {
    let (report, _) = Folder::new().with("faulty/faulty.way", FAULTY).check("sarif", &["faulty"]);
    let run = run(&report);
    let text = |result: &Value| {
        let [line, column, end_line, end_column] = region(&location(result)["region"]);
        FAULTY.get(offset(FAULTY, line, column)..offset(FAULTY, end_line, end_column)).unwrap()
    };
    let found: Vec<&str> = results(&run).iter().map(text).collect();
    assert_eq!(found, ["rsk", "200"]);
}

#[test]
fn a_fix_mends_what_it_is_for() {
    let folder = Folder::new().with("faulty/faulty.way", FAULTY);
    let before = run(&folder.check("sarif", &["faulty"]).0);
    let change = &results(&before)[0]["fixes"][0]["artifactChanges"][0];
    let edit = &change["replacements"][0];
    let [line, column, end_line, end_column] = region(&edit["deletedRegion"]);
    let mut mended = FAULTY.to_owned();
    mended.replace_range(
        offset(FAULTY, line, column)..offset(FAULTY, end_line, end_column),
        edit["insertedContent"]["text"].as_str().unwrap(),
    );
    let folder = folder.with(change["artifactLocation"]["uri"].as_str().unwrap(), mended);
    let after = run(&folder.check("sarif", &["faulty"]).0);
    assert_eq!((results(&before).len(), results(&after).len()), (2, 1));
}

#[test]
fn other_places_are_related_and_linked_in_the_message() {
    let run = run(&Folder::new().with("faulty/faulty.way", FAULTY).check("sarif", &["faulty"]).0);
    let result = &results(&run)[1];
    let related = &result["relatedLocations"][0];
    assert_eq!(region(&related["physicalLocation"]["region"])[0], 4);
    let link = format!("[{}]({})", related["message"]["text"].as_str().unwrap(), related["id"]);
    assert!(result["message"]["text"].as_str().unwrap().contains(&link), "{result}");
}

#[test]
fn braces_in_a_message_stand_for_themselves() {
    let policy = GOOD.replace("route { otherwise -> adyen }", "route { otherwise -> adyen");
    let run = run(&Folder::new().with("p/p.way", policy).check("sarif", &["p"]).0);
    let text = results(&run)[0]["message"]["text"].as_str().unwrap();
    assert!(text.contains("`{{`") || text.contains("`}}`"), "{text}");
}

#[test]
fn a_path_is_encoded_part_by_part() {
    let folder = Folder::new().with("a b%ü/c#d/c#d.way", FAULTY);
    let run = run(&folder.check("sarif", &["a b%ü"]).0);
    let uri = &location(&results(&run)[0])["artifactLocation"]["uri"];
    assert_eq!(uri, "a%20b%25%C3%BC/c%23d/c%23d.way");
}

#[test]
fn a_fingerprint_stays_when_lines_are_put_above() {
    let fingerprints = |text: String| {
        let run = run(&Folder::new().with("faulty/faulty.way", text).check("sarif", &["faulty"]).0);
        let of = |result: &Value| {
            let fingerprint = result["partialFingerprints"]["waypostFinding/v1"].as_str().unwrap();
            (fingerprint.to_owned(), region(&location(result)["region"])[0])
        };
        results(&run).iter().map(of).unzip::<_, _, Vec<_>, Vec<_>>()
    };
    let twice = FAULTY.replace("rsk >= 90", "rsk >= 90 or rsk is 3");
    let (before, lines) = fingerprints(twice.clone());
    let (after, moved) = fingerprints(twice.replace("connector", "# One more line.\n\nconnector"));
    assert_eq!(before, after);
    assert_eq!(lines.iter().map(|line| line + 2).collect::<Vec<_>>(), moved);
    let [first, second, ..] = before.as_slice() else { panic!("{before:?}") };
    assert_ne!(first, second);
}

#[test]
fn a_witness_is_among_the_properties() {
    let policy = GOOD.replace("otherwise", "rule \"low\" when risk < 50");
    let run = run(&Folder::new().with("p/p.way", policy).check("sarif", &["p"]).0);
    let properties = &results(&run)[0]["properties"];
    assert_eq!(properties["stage"], "route");
    assert!(properties["witness"]["risk"].as_i64().unwrap() >= 50, "{properties}");
}

#[test]
fn a_main_file_that_cannot_be_read_is_no_success() {
    let (report, status) = Folder::new().with("p/p.way", b"policy p\n\xff").check("sarif", &["p"]);
    let invocation = &run(&report)["invocations"][0];
    assert_eq!((invocation["exitCode"].as_i64(), status), (Some(2), 2));
    assert_eq!(invocation["executionSuccessful"], false);
}
