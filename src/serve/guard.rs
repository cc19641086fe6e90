//! What every request passes: admission on the way in; headers, form and log on the way out.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, EXPECT, HeaderName, REFERRER_POLICY, RETRY_AFTER,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body::{Frame, SizeHint};
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout};

use crate::serve::answer::{Refusal, prefers_html};
use crate::serve::app::App;
use crate::serve::limits::MAX_HEAD_BYTES;
use crate::serve::result_page;

/// Where a page may load from and send to: this service alone.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' blob: data:; connect-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";

/// The headers of every answer: nothing is kept, guessed, framed or told to others.
const HEADERS: [(HeaderName, &str); 8] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (CACHE_CONTROL, "no-store"),
    (REFERRER_POLICY, "no-referrer"),
    (X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    ),
];

/// The most of a refused request's body that is still taken in.
const MAX_DRAINED_BYTES: usize = 128 << 20;
/// How long it is taken in.
const MAX_DRAINING: Duration = Duration::from_secs(10);

/// Refuses a head that is larger than stated: what reads it sees to no more than its own buffer.
fn bounded(request: &Request) -> Result<(), Refusal> {
    let headers = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    let n_bytes = request.uri().to_string().len() + headers.sum::<usize>();
    if n_bytes <= MAX_HEAD_BYTES {
        return Ok(());
    }
    Err(Refusal::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "请求头太大"))
}

/// Admits a request, has it answered, and finishes the answer.
pub(super) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let wants_page = prefers_html(request.headers());
    let method = request.method().clone();
    // Never the path itself: it may hold a job's secret name.
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_string());
    let route = route.unwrap_or_default();
    let admitted = bounded(&request).and_then(|()| app.hosts.admit(&request));
    let (request, body) = lend(request);
    let mut response = match admitted {
        Ok(()) => next.run(request).await,
        Err(refusal) => {
            drop(request);
            refusal.into_response()
        }
    };
    // A client that was too slow already is not waited for again.
    if !response.status().is_success() && response.status() != StatusCode::REQUEST_TIMEOUT {
        body.drain().await;
    }
    if wants_page && let Some(refusal) = response.extensions_mut().remove::<Refusal>() {
        let retry_after = response.headers_mut().remove(RETRY_AFTER);
        let status = response.status();
        response = (status, result_page::refused(&refusal)).into_response();
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(RETRY_AFTER, seconds);
        }
    }
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    let millis = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, route, status = response.status().as_u16(), millis, "answered");
    response
}

/// Answers what no route answers.
pub(super) async fn not_found() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "没有这个地址").hint("从首页进入")
}

/// Answers a method that a route does not have.
pub(super) async fn wrong_method() -> Refusal {
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "这个地址不支持这种请求方法")
}

/// Lends a request its body, so that what it leaves of it can be taken in afterwards.
fn lend(request: Request) -> (Request, Lent) {
    let (parts, body) = request.into_parts();
    let awaits_go = parts.headers.contains_key(EXPECT);
    let lent = Lent { body: Arc::new(Mutex::new(body)), awaits_go };
    (Request::from_parts(parts, Body::new(lent.clone())), lent)
}

/// A body that somebody else may go on reading.
#[derive(Clone)]
struct Lent {
    body: Arc<Mutex<Body>>,
    /// Whether the client sends nothing before it is told to.
    awaits_go: bool,
}

impl Lent {
    /// Takes in the rest, within reason: a client that is still sending when the connection
    /// is closed never sees the answer.
    async fn drain(mut self) {
        if self.awaits_go {
            return;
        }
        let mut n_bytes = 0;
        let all = async {
            while let Some(Ok(frame)) = self.frame().await {
                n_bytes += frame.data_ref().map_or(0, Bytes::len);
                if n_bytes > MAX_DRAINED_BYTES {
                    break;
                }
            }
        };
        // Late or not, the answer goes out now.
        let _ = timeout(MAX_DRAINING, all).await;
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let mut body = self.body.lock().unwrap_or_else(PoisonError::into_inner);
        Pin::new(&mut *body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.lock().unwrap_or_else(PoisonError::into_inner).is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.lock().unwrap_or_else(PoisonError::into_inner).size_hint()
    }
}
