//! What becomes of panics.

use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use super::caught;

#[tokio::test]
async fn a_panic_is_answered_as_a_fault_of_ours() {
    let answer = caught(async {
        tokio::task::yield_now().await;
        panic!("4111111111111111")
    });
    assert_eq!(answer.await.status(), StatusCode::INTERNAL_SERVER_ERROR);
}

#[tokio::test]
async fn an_answer_stays_as_it_is() {
    let answer = caught(async { Response::new("decided".into()) }).await;
    assert_eq!(answer.into_response().status(), StatusCode::OK);
}
