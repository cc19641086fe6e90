//! The upload page: a unit's spreadsheets in, its report back, over HTTP.
//!
//! ```text
//! guard::guard      // who may ask; headers of every answer; one line of log
//! upload::receive   // a form's files, counted and timed, in memory
//! gate::run         // a place among the few at work, on a thread of its own
//! unit::Settled     // files as a unit's folder, with its settings
//! pipeline::run     // the same stages as on the command line: the same bytes
//! ```
//!
//! Nothing of a request outlives its answer, but a county's files, which lie in a private
//! folder until the result is fetched. What goes wrong is told as JSON, or as a page where a
//! browser without script asks; never with a path or a trace. The log holds routes, statuses
//! and times, never a name or what a file holds.

mod answer;
mod assets;
mod county;
mod county_files;
mod gate;
mod guard;
mod hosts;
mod limits;
mod listener;
mod names;
mod result_page;
mod routes;
mod understood;
mod unit;
mod unpack;
mod upload;

use std::io::{Cursor, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use axum::extract::DefaultBodyLimit;
use axum::middleware;
use axum::routing::{get, post};
use axum::{Router, body::Bytes};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub use limits::Limits;
pub use listener::serve;

use crate::blank;
use crate::pdf::Engine;
use crate::serve::county::Jobs;
use crate::serve::gate::Gate;
use crate::serve::hosts::Hosts;

/// How the service is run.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address listened on, with its port.
    pub listen: SocketAddr,
    /// Names under which it may be asked for, beside the address and the loopback names.
    pub hosts: Vec<String>,
    /// How much may be asked of it.
    pub limits: Limits,
    /// The private folder for counties; made when it is needed, emptied at start and end.
    /// Nobody else may use it.
    pub folder: PathBuf,
}

impl Config {
    /// Returns the configuration for an address, with the default limits and the folder
    /// `banxin-<address>` among the system's temporary files: whoever has the address alone
    /// has the folder alone.
    pub fn new(listen: SocketAddr) -> Config {
        let name = format!("banxin-{}", listen.to_string().replace([':', '[', ']', '%'], "-"));
        Config {
            listen,
            hosts: Vec::new(),
            limits: Limits::default(),
            folder: std::env::temp_dir().join(name),
        }
    }
}

/// What all requests share.
struct App {
    engine: Engine,
    gate: Gate,
    jobs: Jobs,
    hosts: Hosts,
    limits: Limits,
    /// The bytes of all uploads that are held.
    held: Arc<AtomicUsize>,
    /// The blank registers, packed.
    templates: Option<Bytes>,
}

impl App {
    fn new(config: Config) -> Arc<App> {
        Arc::new(App {
            engine: Engine::new(),
            gate: Gate::new(&config.limits),
            jobs: Jobs::new(config.folder),
            hosts: Hosts::new(config.listen, &config.hosts),
            limits: config.limits,
            held: Arc::default(),
            templates: templates(),
        })
    }
}

/// Returns the service for an address, ready to answer.
pub fn router(config: Config) -> Router {
    routes_of(App::new(config))
}

fn routes_of(app: Arc<App>) -> Router {
    Router::new()
        .route("/", get(assets::index))
        .route("/assets/{name}", get(assets::asset))
        .route("/api/report", post(routes::report))
        .route("/api/check", post(routes::check))
        .route("/api/check.xlsx", post(routes::checklist))
        .route("/api/preview", post(routes::preview))
        .route("/api/county", post(county::begin))
        .route("/api/county/{job}", get(county::state).delete(county::cancel))
        .route("/api/county/{job}/result.zip", get(county::result))
        .route("/templates.zip", get(routes::templates))
        .route("/healthz", get(routes::health))
        .fallback(guard::not_found)
        .method_not_allowed_fallback(guard::wrong_method)
        // Bodies are counted where they are read, with our own words.
        .layer(DefaultBodyLimit::disable())
        .layer(middleware::from_fn_with_state(app.clone(), guard::guard))
        .with_state(app)
}

/// Packs the blank registers, always the same bytes.
fn templates() -> Option<Bytes> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in blank::files().ok()? {
        zip.start_file(file.name, SimpleFileOptions::default()).ok()?;
        zip.write_all(&file.bytes).ok()?;
    }
    Some(zip.finish().ok()?.into_inner().into())
}
