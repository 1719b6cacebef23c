//! How the server ends.

use std::time::Duration;

use tokio::net::TcpStream;
use waypost_server::Drained;

use crate::app::{PAYMENT, TestApp, policy};
use crate::raw::{Raw, head};

#[tokio::test]
async fn what_is_under_way_is_answered() {
    let mut app = TestApp::start().await;
    let (begun, end) = PAYMENT.split_at(10);
    let mut raw = Raw::open(app.address).await;
    raw.send(format!("{}{begun}", head(PAYMENT.len()))).await;
    // A later connection was answered, so the earlier one was accepted.
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    let server = app.stop();
    app.until(async || TcpStream::connect(app.address).await.is_err(), |refused| *refused).await;
    raw.send(end).await;
    assert!(raw.rest().await.starts_with("HTTP/1.1 200 "));
    assert_eq!(server.await.unwrap(), Drained::All);
}

#[tokio::test]
async fn idle_connections_do_not_hold_it_up() {
    let mut app = TestApp::start().await;
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    let mut silent = Raw::open(app.address).await;
    assert_eq!(app.stop().await.unwrap(), Drained::All);
    assert_eq!(silent.rest().await, "");
}

#[tokio::test]
async fn what_does_not_end_is_closed() {
    let mut app = TestApp::builder()
        .file("checkout/checkout.way", &policy("checkout", "stripe"))
        .settings(|settings| settings.drain_timeout = Duration::from_millis(50))
        .start()
        .await;
    let mut raw = Raw::open(app.address).await;
    raw.send(format!("{}{{", head(100))).await;
    assert_eq!(app.decide(PAYMENT).await.status, 200);
    assert_eq!(app.stop().await.unwrap(), Drained::Closed(1));
    assert_eq!(raw.rest().await, "");
}
