//! `GET /docs`: the description to read and to try. All that a browser needs for it is in the binary.

use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};

use crate::problem::Problem;

/// What the page may load: only what comes from here, and no script or style within it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
    connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const NO_SNIFF: (HeaderName, &str) = (header::X_CONTENT_TYPE_OPTIONS, "nosniff");

/// The page.
pub(crate) async fn page() -> Response {
    let html = "text/html; charset=utf-8";
    let headers = [(header::CONTENT_TYPE, html), (header::CONTENT_SECURITY_POLICY, POLICY), NO_SNIFF];
    (headers, include_str!("../../../assets/swagger-ui/index.html")).into_response()
}

/// What the page loads.
pub(crate) async fn file(name: Result<Path<String>, PathRejection>) -> Result<Response, Problem> {
    let Path(name) = name.map_err(|_| Problem::unknown_endpoint())?;
    let script = "text/javascript; charset=utf-8";
    match name.as_str() {
        "start.js" => Ok(plain(script, include_bytes!("../../../assets/swagger-ui/start.js"))),
        "swagger-ui-bundle.js" => {
            Ok(packed(script, include_bytes!("../../../assets/swagger-ui/swagger-ui-bundle.js.gz")))
        }
        "swagger-ui.css" => {
            let style = "text/css; charset=utf-8";
            Ok(packed(style, include_bytes!("../../../assets/swagger-ui/swagger-ui.css.gz")))
        }
        _ => Err(Problem::unknown_endpoint()),
    }
}

fn plain(content_type: &'static str, body: &'static [u8]) -> Response {
    ([(header::CONTENT_TYPE, content_type), NO_SNIFF], body).into_response()
}

/// It lies here as it is sent, in a quarter of the bytes; every browser unpacks it.
fn packed(content_type: &'static str, body: &'static [u8]) -> Response {
    ([(header::CONTENT_ENCODING, "gzip")], plain(content_type, body)).into_response()
}
