//! What is answered when something cannot be done: JSON for programs, a page for people.

use std::sync::Arc;

use axum::Json;
use axum::http::header::{ACCEPT, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::analysis::AnalysisError;
use crate::diagnostic::{Diagnostic, Severity, Spot};
use crate::origin::Place;
use crate::pipeline::Failure;
use crate::settings::SettingsError;

/// A request that is not granted: why, and what can be done.
#[derive(Debug, Clone)]
pub(super) struct Refusal {
    /// The status.
    pub status: StatusCode,
    /// What is wrong, in Chinese, without a full stop; never a path or a trace.
    pub message: String,
    /// What can be done.
    pub hints: Vec<String>,
    /// What is wrong with the files; the whole answer of a 422.
    pub diagnostics: Vec<Diagnostic>,
    /// After how many seconds it may be tried again.
    pub retry_after: Option<u32>,
}

impl Refusal {
    /// Creates a refusal.
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Refusal {
        let (message, hints, diagnostics) = (message.into(), Vec::new(), Vec::new());
        Refusal { status, message, hints, diagnostics, retry_after: None }
    }

    /// Creates a refusal of something malformed.
    pub(super) fn malformed(message: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::BAD_REQUEST, message)
    }

    /// Creates a refusal of too much.
    pub(super) fn too_large(message: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message).hint("分成几次上传，或删去与登记表无关的文件")
    }

    /// Creates a refusal because there is too much to do at the moment.
    pub(super) fn busy(message: impl Into<String>) -> Refusal {
        let refusal = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, message).hint("稍等片刻再试");
        Refusal { retry_after: Some(5), ..refusal }
    }

    /// Creates a refusal because of what the files hold; there is always an error to show.
    pub(super) fn unfit(reason: &str, mut diagnostics: Vec<Diagnostic>) -> Refusal {
        if !diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
            diagnostics.insert(0, Diagnostic::error("not-made", reason));
        }
        Refusal { diagnostics, ..Refusal::new(StatusCode::UNPROCESSABLE_ENTITY, reason) }
    }

    /// Creates a refusal because of one thing about the files.
    pub(super) fn because(diagnostic: Diagnostic) -> Refusal {
        Refusal::unfit(&diagnostic.message.clone(), vec![diagnostic])
    }

    /// Creates the answer to a bug of ours.
    pub(super) fn bug() -> Refusal {
        Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "程序内部出错，这是程序的缺陷")
            .hint("请连同上传的文件报告给开发者")
    }

    /// Says why a run came to nothing.
    pub(super) fn of(failure: &Failure, diagnostics: Vec<Diagnostic>) -> Refusal {
        match failure {
            Failure::Render(error) if error.is_bug() => {
                tracing::error!("a report could not be set: a bug of ours");
                Refusal::bug()
            }
            Failure::Analysis(AnalysisError::Stopped) => Refusal::busy("这次处理已停止"),
            Failure::Analysis(AnalysisError::TooLarge { .. } | AnalysisError::NoRoom { .. }) => {
                let diagnostic = Diagnostic::error("too-large", failure.to_string());
                Refusal::because(diagnostic.hint("只上传本单位本期的登记表；删去空白的行、列后再试"))
            }
            _ => Refusal::unfit(&failure.to_string(), diagnostics),
        }
    }

    /// Adds a hint, to the one thing that is wrong with the files where there is such.
    pub(super) fn hint(mut self, hint: impl Into<String>) -> Refusal {
        match &mut self.diagnostics[..] {
            [only] => only.hints.push(hint.into()),
            _ => self.hints.push(hint.into()),
        }
        self
    }
}

impl From<SettingsError> for Refusal {
    fn from(error: SettingsError) -> Refusal {
        Refusal::unfit(&error.to_string(), error.diagnostics)
    }
}

/// The JSON form; the refusal travels along, so that a page can be made of it instead.
impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = if self.diagnostics.is_empty() {
            json!({ "error": self.message, "hints": self.hints })
        } else {
            json!({ "diagnostics": self.diagnostics })
        };
        let mut response = (self.status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Returns a file as a whole.
pub(super) fn whole(file: &str) -> Spot {
    let place = Place { file_index: usize::MAX, sheet_index: 0, file: file.to_string(), sheet: None };
    Spot::from(&Arc::new(place))
}

/// Returns what a header says is accepted, in small letters, each with its weight (RFC 9110, 12.4.2);
/// of one that cannot be read it is nought.
pub(super) fn accepted(headers: &HeaderMap, header: &HeaderName) -> Vec<(String, f32)> {
    let lists = headers.get_all(header).iter().filter_map(|value| value.to_str().ok());
    let one = |part: &str| {
        let mut pieces = part.split(';').map(str::trim);
        let kind = pieces.next().unwrap_or("").to_ascii_lowercase();
        let stated = pieces.find_map(|piece| piece.strip_prefix("q="));
        (kind, stated.map_or(1.0, |q| q.parse().unwrap_or(0.0)))
    };
    lists.flat_map(|value| value.split(',')).map(one).collect()
}

/// Returns whether a client asks for a page rather than for data: a form without script.
pub(super) fn prefers_html(headers: &HeaderMap) -> bool {
    let mut weights = (0.0, 0.0);
    for (kind, weight) in accepted(headers, &ACCEPT) {
        match kind.as_str() {
            "text/html" | "application/xhtml+xml" => weights.0 = f32::max(weights.0, weight),
            "application/json" | "application/pdf" => weights.1 = f32::max(weights.1, weight),
            _ => {}
        }
    }
    weights.0 > weights.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_browsers_without_script_get_pages() {
        let check = |accept: &str, expected: bool| {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT, HeaderValue::from_str(accept).expect("ASCII"));
            assert_eq!(prefers_html(&headers), expected, "{accept}");
        };
        check("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true);
        check("*/*", false);
        check("application/json, text/html;q=0.5", false);
        check("application/json;q=0.5, text/html", true);
        check("text/html;q=0", false);
        check("text/html;q=x", false);
        assert!(!prefers_html(&HeaderMap::new()));
    }
}
