//! Large answers of text, packed with gzip for whoever takes that: pages as pictures become a quarter.

use std::io::Write as _;

use axum::body::{self, Body};
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY};
use axum::http::{HeaderMap, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use flate2::Compression;
use flate2::write::GzEncoder;
use http_body::Body as _;

use crate::serve::answer::accepted;

/// Smaller answers are not worth the work.
const MIN_BYTES: u64 = 16 << 10;
/// A quick level: half as large again as the best, in a fifth of the time.
const LEVEL: u32 = 2;

/// Packs an answer of JSON, where it is large and its size is known.
pub(super) async fn pack(request: Request, next: Next) -> Response {
    let is_taken = takes_gzip(request.headers());
    let response = next.run(request).await;
    let is_json = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == "application/json");
    let n_bytes = response.body().size_hint().exact();
    let Some(n_bytes) = n_bytes.filter(|n| is_taken && is_json && *n >= MIN_BYTES) else { return response };
    let (mut parts, body) = response.into_parts();
    // What has an exact size lies in memory already.
    let Ok(bytes) = body::to_bytes(body, usize::try_from(n_bytes).unwrap_or(usize::MAX)).await else {
        return Response::from_parts(parts, Body::empty());
    };
    let plain = bytes.clone();
    match tokio::task::spawn_blocking(move || gzip(&plain)).await {
        Ok(Ok(packed)) => {
            parts.headers.remove(CONTENT_LENGTH);
            parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            parts.headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
            Response::from_parts(parts, Body::from(packed))
        }
        _ => Response::from_parts(parts, Body::from(bytes)),
    }
}

/// Returns whether whoever asks takes gzip: it is named, and not with a weight of nought.
fn takes_gzip(headers: &HeaderMap) -> bool {
    accepted(headers, &ACCEPT_ENCODING).iter().any(|(name, weight)| name == "gzip" && *weight > 0.0)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(LEVEL));
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_gzip() {
        let check = |list: &str, expected: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_str(list).expect("a header"));
            assert_eq!(takes_gzip(&headers), expected, "{list}");
        };
        check("gzip, deflate, br", true);
        check("br;q=1.0, GZIP;q=0.8", true);
        check("gzip;q=0", false);
        check("gzip; q=0.0", false);
        check("br", false);
        check("", false);
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
