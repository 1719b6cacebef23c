//! Decisions while policies are swapped.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::app::{PAYMENT, TestApp, policy};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_fails_and_each_digest_was_live() {
    let app = TestApp::builder()
        .file("checkout/checkout.way", &policy("checkout", "connector_0"))
        .watched()
        .start()
        .await;
    let done = AtomicBool::new(false);
    let ask = async || {
        let mut seen = BTreeSet::new();
        while !done.load(Ordering::Relaxed) {
            let answer = app.decide(PAYMENT).await;
            assert_eq!(answer.status, 200);
            let connector = answer.body["route"]["connectors"][0].as_str().unwrap().to_owned();
            assert_eq!(answer.body["policy"]["digest"], answer.digest.clone().unwrap());
            seen.insert((answer.digest.unwrap(), connector));
        }
        seen
    };
    let swap = async {
        let mut live = BTreeSet::new();
        for swap in 0..50 {
            let connector = format!("connector_{swap}");
            app.replace("checkout/checkout.way", &policy("checkout", &connector));
            let sent = async || app.decide(PAYMENT).await;
            let sent = app.until(sent, |sent| sent.body["route"]["connectors"][0] == connector).await;
            live.insert((sent.digest.unwrap(), connector));
        }
        done.store(true, Ordering::Relaxed);
        live
    };
    let (live, a, b, c, d) = tokio::join!(swap, ask(), ask(), ask(), ask());
    assert_eq!(live.len(), 50);
    let metrics = app.metrics().await;
    assert!(metrics.contains("waypost_swaps_total 49"), "the first was there from the start: {metrics}");
    for seen in [a, b, c, d] {
        assert!(seen.is_subset(&live), "{:?}", seen.difference(&live));
    }
}
