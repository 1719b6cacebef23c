//! The yardstick of the server: what axum's own documentation shows, with the same payments as structs of serde, and with as
//! many bytes in the answer. It checks nothing, decides nothing, limits nothing and counts nothing.

#[path = "../../../server/benches/payment/derived.rs"]
#[expect(dead_code, reason = "nothing is done with what is read")]
mod derived;

use std::hint::black_box;

use axum::Router;
use axum::extract::Json;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::post;
use derived::Payment;
use tokio::net::TcpListener;

/// An answer of `policies/checkout`, as long as they are on average.
const ANSWER: &str = include_str!("answer.json");

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8090".to_owned());
    let router = Router::new().route("/v1/policies/{policy}/decisions", post(decide));
    axum::serve(TcpListener::bind(address).await?, router).await?;
    Ok(())
}

async fn decide(Json(payment): Json<Payment<String>>) -> impl IntoResponse {
    black_box(payment);
    ([(header::CONTENT_TYPE, "application/json")], ANSWER)
}
