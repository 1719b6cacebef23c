//! What the log tells, and what it never does.

use std::cell::RefCell;
use std::io;
use std::sync::{Arc, Mutex, Once};

use tracing::Level;

use crate::app::{TestApp, policy};

/// Keeps what a thread logs. All threads share one subscriber: with several of them, what a callsite is worth to one would be
/// remembered for all.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

thread_local! {
    /// Where this thread's log goes.
    static LOG: RefCell<Kept> = RefCell::default();
}

/// Keeps what this thread logs from now on.
fn keep() -> Kept {
    static SUBSCRIBER: Once = Once::new();
    SUBSCRIBER.call_once(|| {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(Level::TRACE)
            .with_ansi(false)
            .with_writer(|| LOG.with_borrow(Kept::clone));
        tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
    });
    let kept = Kept::default();
    LOG.set(kept.clone());
    kept
}

impl io::Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Kept {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

#[tokio::test]
async fn no_value_of_a_fact_is_logged() {
    let kept = keep();

    let app = TestApp::start().await;
    let payment = |risk: &str| {
        format!(
            r#"{{"amount":{{"minor":98761,"currency":"EUR"}},"risk":{risk},"customer":{{"id":"zaphod"}},"towel":1}}"#
        )
    };
    assert_eq!(app.decide(payment("7")).await.status, 200);
    assert_eq!(app.decide(payment("98761")).await.status, 422);
    assert_eq!(app.decide(r#"{"note":"4242424242424242"}"#).await.status, 422);
    assert_eq!(app.decide("{\"zaphod\"").await.status, 400);
    assert_eq!(app.get("/v1/zaphod").await.status, 404);

    let log = kept.text();
    let ours = log.lines().filter(|line| line.contains("waypost_server")).count();
    assert!(log.contains("the policy is live") && ours >= 6, "{log}");
    assert!(log.contains("endpoint=\"/v1/policies/{policy}/decisions\" status=200"), "{log}");
    for value in ["98761", "zaphod", "4242"] {
        assert!(
            !log.lines().any(|line| line.contains("waypost_server") && line.contains(value)),
            "{value}: {log}"
        );
    }
}

#[tokio::test]
async fn the_findings_of_a_policy_are_logged_as_they_are_rendered() {
    let kept = keep();

    let broken = policy("checkout", "stripe").replace("risk >= 90", "rsk >= 90");
    let _app = TestApp::builder().file("checkout/checkout.way", &broken).start().await;
    let log = kept.text();
    assert!(log.contains("error[WP0201]") && log.contains("rule \"risky\" when rsk >= 90"), "{log}");
}

#[test]
fn each_change_of_the_files_is_logged_once() {
    let kept = keep();
    let count = |what: &str| kept.text().matches(what).count();

    let folder = tempfile::TempDir::new().unwrap();
    let write = |text: &str| std::fs::write(folder.path().join("checkout.way"), text).unwrap();
    write(&policy("checkout", "stripe"));
    let mut reloader = waypost_server::Reloader::open(folder.path(), waypost_server::AsOf::Today).unwrap();
    for text in [policy("checkout", "stripe"), "policy checkout".to_owned(), policy("checkout", "stripe")] {
        write(&text);
        reloader.scan();
        reloader.scan();
    }
    assert_eq!((count("is live"), count("WP0501"), count("is stale"), count("has recovered")), (1, 1, 1, 1));
    drop(folder);
    reloader.scan();
    reloader.scan();
    assert_eq!((count("is stale"), count("cannot be read")), (2, 2));
}
