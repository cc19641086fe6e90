//! Which address is answered by what.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use axum::{Router, middleware};

use crate::serve::app::{App, Config};
use crate::serve::{assets, county, county_result, finalize, guard, open, packed, routes, trace, trends};

/// Returns the service for an address, ready to answer.
pub fn router(config: Config) -> Router {
    routes_of(App::new(config))
}

/// Returns the service for requests that share this.
pub(super) fn routes_of(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(assets::index))
        .route("/assets/{name}", get(assets::asset))
        .route("/api/report", post(routes::report))
        .route("/api/docx", post(routes::docx))
        .route("/api/ofd", post(routes::ofd))
        .route("/api/trace", post(trace::trace))
        .route("/api/finalize", post(finalize::finalize))
        .route("/api/check", post(routes::check))
        .route("/api/check.xlsx", post(routes::checklist))
        .route("/api/open", post(open::open))
        .route("/api/preview", post(routes::preview))
        .route("/api/county", post(county::begin))
        .route("/api/county/{job}", get(county::state).delete(county::cancel))
        .route("/api/county/{job}/result.zip", get(county_result::result))
        .route("/api/county/{job}/units", get(county_result::units))
        .route("/api/county/{job}/files/{n}/{kind}", get(county_result::file))
        .route("/api/trends", post(trends::trends))
        .route("/templates.zip", get(routes::templates))
        .route("/healthz", get(routes::health))
        .fallback(guard::not_found)
        .method_not_allowed_fallback(guard::wrong_method)
        // Bodies are counted where they are read, with our own words.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn(packed::pack))
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .with_state(app)
}
