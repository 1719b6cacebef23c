//! Records of decisions: what stands in them, what never does, and what becomes of decisions that cannot be recorded.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;
use waypost_engine::Snapshot;
use waypost_server::records::{Key, Overflow, Records, Report, Settings, Versions, replay};
use waypost_server::{AsOf, Drained, files, pipeline};

use crate::app::{Answer, Builder, PAYMENT, TestApp, policy};

/// A payment with a private fact.
const PRIVATE: &str = r#"{"amount":{"minor":1200,"currency":"EUR"},"risk":1,"customer":{"id":"zaphod"}}"#;

/// A server that records into `folder`.
fn recording(folder: &Path, set: impl FnOnce(&mut Settings)) -> Builder {
    let text = policy("checkout", "stripe");
    TestApp::builder().file("checkout/checkout.way", &text).records(|records| {
        folder.clone_into(&mut records.folder);
        records.compress = false;
        set(records);
    })
}

async fn end(app: &mut TestApp) {
    assert_eq!(app.stop().await.unwrap(), Drained::All);
}

/// The segments of a folder, in order.
fn segments(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut all: Vec<PathBuf> = entries.filter(|path| path.file_name().unwrap() != "lock").collect();
    all.sort();
    all
}

/// The records of all segments, without their first and last lines.
pub(crate) fn records(folder: &Path) -> Vec<Value> {
    let text: String = segments(folder).iter().map(|path| fs::read_to_string(path).unwrap()).collect();
    let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    lines.filter(|line| line.get("id").is_some()).collect()
}

/// The one policy of the tests.
struct Only(Option<Snapshot>);

impl Only {
    fn new(text: &str) -> Self {
        let folder = TempDir::new().unwrap();
        fs::create_dir(folder.path().join("checkout")).unwrap();
        fs::write(folder.path().join("checkout/checkout.way"), text).unwrap();
        let found = files::find(folder.path()).unwrap();
        Self(pipeline::build(&found[0], AsOf::Today.day()).snapshot)
    }
}

impl Versions for Only {
    fn find(&mut self, _policy: &str, digest: &str) -> Option<Snapshot> {
        self.0.take_if(|snapshot| snapshot.digest().to_string() == digest)
    }
}

fn again(folder: &Path, key: Option<&Key>) -> Report {
    replay(&segments(folder), &mut Only::new(&policy("checkout", "stripe")), key).unwrap()
}

#[tokio::test]
async fn a_decision_is_recorded_with_all_that_it_depends_on() {
    let folder = TempDir::new().unwrap();
    let mut app = recording(folder.path(), |_| {}).start().await;
    let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    let payment = r#"{"amount":{"minor":1200,"currency":"EUR"},"risk":1,"card":{"bin":"424242","x":1},"y":2,"signals":{"stripe":{"latency_ms":20}}}"#;
    let request = app.request(Method::POST, "/v1/policies/checkout/decisions").body(payment);
    let answer = Answer::of(request.header("x-request-id", "r-1").header("traceparent", trace)).await;
    end(&mut app).await;
    let record = &records(folder.path())[0];
    assert_eq!(record["decision"], answer.body);
    assert_eq!(
        (&record["request"], &record["trace"]),
        (&"r-1".into(), &"4bf92f3577b34da6a3ce929d0e0e4736".into())
    );
    insta::assert_snapshot!(record["payment"], @r#"{"amount":{"currency":"EUR","minor":1200},"card":{"bin":"424242"},"risk":1,"signals":{"stripe":{"latency_ms":20}}}"#);
    assert_eq!(record["id"].as_str().unwrap().as_bytes()[14], b'7', "{record}");
    assert!(record["latency_us"].is_u64() && record["time"].as_str().unwrap().ends_with('Z'));
    let report = again(folder.path(), None);
    assert_eq!((report.records, report.equal, report.is_good()), (1, 1, true), "{report:?}");
    assert!(report.warnings.is_empty(), "{report:?}");
}

#[tokio::test]
async fn a_private_fact_is_hashed_with_the_key_or_not_told_at_all() {
    let folder = TempDir::new().unwrap();
    let key = folder.path().join("key");
    fs::write(&key, "07".repeat(32)).unwrap();
    for key_file in [key.as_path(), Path::new("")] {
        let records = folder.path().join("records");
        let mut app = recording(&records, |settings| settings.key_file = key_file.to_owned()).start().await;
        assert_eq!(app.decide(PRIVATE).await.status, 200);
        end(&mut app).await;
    }
    let records = folder.path().join("records");
    let private: Vec<Value> =
        self::records(&records).iter().map(|record| record["private"].clone()).collect();
    let hash = private[0]["customer.id"].as_str().unwrap();
    assert_eq!(hash, Key::read(&key).unwrap().hash("customer.id", br#""zaphod""#));
    assert_eq!(hash, "hmac-sha256:54e22e29f112c969a9b9740a568211ddfcefe47818ca33140c4c27913a09146f");
    assert_eq!(private[1]["customer.id"], true);
    for segment in segments(&records) {
        assert!(!fs::read_to_string(segment).unwrap().contains("zaphod"));
    }
    // The policy does not ask for it, so any value is as good.
    assert_eq!(again(&records, None).equal, 2);
}

#[tokio::test]
async fn what_looks_like_a_card_number_is_never_recorded() {
    let folder = TempDir::new().unwrap();
    let mut app = recording(folder.path(), |_| {}).start().await;
    let request = app.request(Method::POST, "/v1/policies/checkout/decisions").body(PAYMENT);
    let request = request.header("x-request-id", "4242 4242 4242 4242").header("traceparent", "00-4242-1-1");
    assert_eq!(Answer::of(request).await.status, 200);
    assert_eq!(app.decide(r#"{"risk":1,"note":"4242424242424242"}"#).await.status, 422);
    end(&mut app).await;
    let all = records(folder.path());
    assert_eq!(all.len(), 1);
    assert!(all[0].get("request").is_none() && all[0].get("trace").is_none(), "{all:?}");
}

#[tokio::test]
async fn batches_and_explained_decisions_are_recorded_too() {
    let folder = TempDir::new().unwrap();
    let mut app = recording(folder.path(), |_| {}).start().await;
    let batch = format!(r#"{{"payments":[{PAYMENT},{{}},{PAYMENT}]}}"#);
    let post = |path: &str, body: String| Answer::of(app.request(Method::POST, path).body(body));
    let answer = post("/v1/policies/checkout/decisions/batch", batch).await;
    assert_eq!(answer.status, 200);
    assert_eq!(post("/v1/policies/checkout/decisions?explain=true", PAYMENT.to_owned()).await.status, 200);
    end(&mut app).await;
    let all = records(folder.path());
    assert!(all.iter().all(|record| record["decision"] == answer.body["results"][0]["decision"]), "{all:?}");
    assert_eq!(again(folder.path(), None).equal, 3);
}

#[tokio::test]
async fn segments_hang_on_one_chain_over_rotations_and_restarts() {
    let folder = TempDir::new().unwrap();
    for compress in [true, false] {
        let rotating = |settings: &mut Settings| (settings.rotate_bytes, settings.compress) = (1, compress);
        let mut app = recording(folder.path(), rotating).start().await;
        for _ in 0..2 {
            assert_eq!(app.decide(PAYMENT).await.status, 200);
        }
        end(&mut app).await;
    }
    let all = segments(folder.path());
    let names: Vec<&str> = all.iter().map(|path| path.file_name().unwrap().to_str().unwrap()).collect();
    insta::assert_snapshot!(names.join("\n"), @r"
    records-00000001.ndjson.zst
    records-00000002.ndjson.zst
    records-00000003.ndjson
    records-00000004.ndjson
    ");
    let report = again(folder.path(), None);
    assert_eq!((report.segments, report.records, report.is_good()), (4, 4, true), "{report:?}");
    assert!(report.warnings.is_empty(), "{report:?}");
    let replay = |paths: &[PathBuf]| {
        replay(paths, &mut Only::new(&policy("checkout", "stripe")), None).unwrap().broken.join("\n")
    };
    let missing = replay(&[all[0].clone(), all[2].clone(), all[3].clone()]);
    assert!(missing.ends_with("line 1 begins segment 3, but segment 2 is missing"), "{missing}");
}

#[tokio::test]
async fn a_segment_ends_when_it_is_old() {
    let folder = TempDir::new().unwrap();
    let mut app = recording(folder.path(), |settings| settings.rotate_every = Duration::ZERO).start().await;
    app.decide(PAYMENT).await;
    let ended = |text: &String| text.contains(r#"{"end":1,"records":1,"#);
    let first = folder.path().join("records-00000001.ndjson");
    app.until(async || fs::read_to_string(&first).unwrap_or_default(), ended).await;
    end(&mut app).await;
    assert!(again(folder.path(), None).is_good());
}

#[tokio::test]
async fn a_torn_segment_is_kept_and_told_and_gone_on_from() {
    let folder = TempDir::new().unwrap();
    let mut app = recording(folder.path(), |_| {}).start().await;
    for _ in 0..3 {
        app.decide(PAYMENT).await;
    }
    end(&mut app).await;
    // As if the server had been killed while it wrote the third record.
    let first = &segments(folder.path())[0];
    let text = fs::read_to_string(first).unwrap();
    let third = text.match_indices(r#"{"id":"#).nth(2).unwrap().0;
    fs::write(first, text.get(..third + 100).unwrap()).unwrap();
    let report = again(folder.path(), None);
    assert!(
        report.is_good() && report.warnings[0].ends_with("100 bytes of a torn line are at its end"),
        "{report:?}"
    );

    let mut app = recording(folder.path(), |_| {}).start().await;
    app.decide(PAYMENT).await;
    end(&mut app).await;
    let all = segments(folder.path());
    assert_eq!(fs::read_to_string(&all[0]).unwrap(), text.get(..third + 100).unwrap());
    assert!(fs::read_to_string(&all[1]).unwrap().contains(r#""unfinished":{"segment":1,"torn_bytes":100}"#));
    let report = again(folder.path(), None);
    assert_eq!(
        (report.records, report.equal, report.breaks, report.warnings.len()),
        (3, 3, 0, 1),
        "{report:?}"
    );

    // Who cuts off more than the crash did is found out.
    fs::write(&all[0], text.get(..third).unwrap()).unwrap();
    assert_eq!(again(folder.path(), None).broken.len(), 1);
}

/// A server whose disk refuses from the first record on, with room for one record that waits.
async fn refusing(folder: &Path, on_overflow: Overflow) -> TestApp {
    let app = recording(&folder.join("records"), |settings| {
        (settings.on_overflow, settings.queue_bytes) = (on_overflow, 700);
        settings.block_timeout = Duration::from_millis(1);
    });
    let app = app.start().await;
    fs::rename(folder.join("records"), folder.join("away")).unwrap();
    File::create(folder.join("records")).unwrap().write_all(b"no folder").unwrap();
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    app.until(async || app.metrics().await, |text| text.contains("waypost_records_failing 1\n")).await;
    app
}

/// Gives the disk back, and waits until it is used.
async fn restored(app: &TestApp, folder: &Path) {
    fs::remove_file(folder.join("records")).unwrap();
    fs::rename(folder.join("away"), folder.join("records")).unwrap();
    app.until(async || app.metrics().await, |text| text.contains("waypost_records_failing 0\n")).await;
    app.until(async || app.metrics().await, |text| text.contains("waypost_records_queue_bytes 0\n")).await;
}

#[tokio::test]
async fn a_decision_without_a_record_is_given_and_counted_if_it_may_be_dropped() {
    let folder = TempDir::new().unwrap();
    let mut app = refusing(folder.path(), Overflow::Drop).await;
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    assert!(app.metrics().await.contains("waypost_records_dropped_total 1\n"));
    restored(&app, folder.path()).await;
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    let two = |text: &String| text.contains("waypost_records_total 2\n");
    app.until(async || app.metrics().await, two).await;
    end(&mut app).await;
    assert_eq!(again(&folder.path().join("records"), None).equal, 2);
}

#[tokio::test]
async fn a_decision_without_a_record_is_not_given_if_it_must_wait() {
    let folder = TempDir::new().unwrap();
    let mut app = refusing(folder.path(), Overflow::Block).await;
    insta::assert_snapshot!(app.decide(PAYMENT).await, @r#"
    503 application/problem+json
    {
      "detail": "there was no room for its record in time: ask again in a moment",
      "status": 503,
      "title": "the decision could not be recorded",
      "type": "https://waypost.dev/problems/not-recorded"
    }
    "#);
    assert!(app.metrics().await.contains("waypost_records_dropped_total 0\n"));
    restored(&app, folder.path()).await;
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    end(&mut app).await;
    assert_eq!(again(&folder.path().join("records"), None).equal, 2);
}

#[tokio::test]
async fn what_cannot_be_written_at_the_end_is_counted_as_lost() {
    let folder = TempDir::new().unwrap();
    let mut app = refusing(folder.path(), Overflow::Drop).await;
    end(&mut app).await;
    assert_eq!(segments(&folder.path().join("away")), [] as [PathBuf; 0]);
}

#[tokio::test]
async fn a_folder_that_cannot_be_used_keeps_the_server_from_starting() {
    let folder = TempDir::new().unwrap();
    let start = |folder: PathBuf, key_file: PathBuf| {
        let settings = Settings { folder, key_file, compress: false, ..Settings::default() };
        Records::start(&settings).map(|records| records.is_some()).map_err(|error| error.to_string())
    };
    let none = PathBuf::new;
    assert_eq!(start(none(), none()), Ok(false));
    let records = folder.path().join("records");
    let app = recording(&records, |_| {}).start().await;
    assert!(start(records.clone(), none()).unwrap_err().ends_with("another server keeps its own there"));
    drop(app);
    let file = folder.path().join("file");
    fs::write(&file, "short").unwrap();
    assert!(start(file.clone(), none()).unwrap_err().starts_with("records cannot be kept in "));
    let other = folder.path().join("other");
    assert!(start(other.clone(), file).unwrap_err().contains("has 5 bytes, and needs 32"));
    fs::create_dir_all(&other).unwrap();
    fs::write(other.join("records-00000001.ndjson"), "{}\n").unwrap();
    assert!(start(other, none()).unwrap_err().ends_with("does not begin as a segment of records does"));
}
