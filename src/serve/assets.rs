//! The page itself: its files are part of the program, and nothing else is loaded.

use axum::extract::Path;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::serve::answer::Refusal;
use crate::serve::guard;

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// The files that the page loads: name, media type, text.
const ASSETS: [(&str, &str, &str); 26] = [
    ("icon.svg", "image/svg+xml", include_str!("page/icon.svg")),
    ("page.css", CSS, include_str!("page/page.css")),
    ("page.js", JS, include_str!("page/page.js")),
    ("assign.js", JS, include_str!("page/assign.js")),
    ("before.js", JS, include_str!("page/before.js")),
    ("changes.js", JS, include_str!("page/changes.js")),
    ("county.js", JS, include_str!("page/county.js")),
    ("diagnostics.js", JS, include_str!("page/diagnostics.js")),
    ("element.js", JS, include_str!("page/element.js")),
    ("drawing.js", JS, include_str!("page/drawing.js")),
    ("fields.js", JS, include_str!("page/fields.js")),
    ("finalize.js", JS, include_str!("page/finalize.js")),
    ("files.js", JS, include_str!("page/files.js")),
    ("findings.js", JS, include_str!("page/findings.js")),
    ("kept.js", JS, include_str!("page/kept.js")),
    ("numbers.js", JS, include_str!("page/numbers.js")),
    ("open.js", JS, include_str!("page/open.js")),
    ("own.js", JS, include_str!("page/own.js")),
    ("preview.js", JS, include_str!("page/preview.js")),
    ("request.js", JS, include_str!("page/request.js")),
    ("store.js", JS, include_str!("page/store.js")),
    ("to-do.js", JS, include_str!("page/to-do.js")),
    ("trends.js", JS, include_str!("page/trends.js")),
    ("units.js", JS, include_str!("page/units.js")),
    ("which-period.js", JS, include_str!("page/which-period.js")),
    ("words.js", JS, include_str!("page/words.js")),
];

/// `GET /`: the page.
pub(super) async fn index() -> Response {
    ([(CONTENT_TYPE, "text/html; charset=utf-8")], include_str!("page/index.html")).into_response()
}

/// `GET /assets/{name}`: what the page loads.
pub(super) async fn asset(Path(name): Path<String>) -> Result<Response, Refusal> {
    match ASSETS.iter().find(|(known, ..)| *known == name) {
        Some((_, kind, text)) => Ok(([(CONTENT_TYPE, *kind)], *text).into_response()),
        None => Err(guard::not_found().await),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of the page and of all that it loads.
    fn all() -> impl Iterator<Item = (&'static str, &'static str)> {
        let assets = ASSETS.iter().map(|(name, _, text)| (*name, *text));
        std::iter::once(("index.html", include_str!("page/index.html"))).chain(assets)
    }

    #[test]
    fn whatever_is_asked_for_is_there() {
        let known: Vec<&str> = ASSETS.iter().map(|(name, ..)| *name).collect();
        let mut n_asked = 0;
        for (name, text) in all() {
            for asked in text.split(['"', '\'']).filter_map(|word| {
                word.strip_prefix("assets/")
                    .or_else(|| word.strip_prefix("./").filter(|_| name != "index.html"))
            }) {
                assert!(known.contains(&asked), "{name} asks for {asked}");
                n_asked += 1;
            }
        }
        assert!(n_asked >= ASSETS.len(), "{n_asked}");
    }

    #[test]
    fn nothing_is_put_in_as_markup_and_nothing_comes_from_elsewhere() {
        let markup = ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("];
        for (name, text) in all() {
            for word in markup {
                assert!(!text.contains(word), "{name} uses {word}");
            }
            // The name of a vocabulary is no address that is asked.
            let addresses = text.replace("http://www.w3.org/2000/svg", "");
            assert!(!addresses.contains("http:") && !addresses.contains("https:"), "{name} names a host");
        }
        let html = include_str!("page/index.html");
        for word in ["style=", "onclick=", "<style", "<script>"] {
            assert!(!html.contains(word), "the policy forbids {word}");
        }
    }
}
