//! What all requests share, from how the service is run.

use std::io::{Cursor, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use axum::body::Bytes;
use zip::{CompressionMethod, ZipWriter};

use crate::blank;
use crate::pages::Engine;
use crate::serve::gate::Gate;
use crate::serve::hosts::Hosts;
use crate::serve::jobs::Jobs;
use crate::serve::limits::Limits;
use crate::zipped::alike;

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
pub(super) struct App {
    /// What all reports share.
    pub(super) engine: Engine,
    /// The places of those at work.
    pub(super) gate: Gate,
    /// The counties that are being made.
    pub(super) jobs: Jobs,
    /// The names under which the service may be asked for.
    pub(super) hosts: Hosts,
    /// How much may be asked.
    pub(super) limits: Limits,
    /// The bytes of all uploads that are held.
    pub(super) held: Arc<AtomicUsize>,
    /// The blank registers, packed.
    pub(super) templates: Option<Bytes>,
}

impl App {
    /// Makes all of it ready.
    pub(super) fn new(config: Config) -> Arc<App> {
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

/// Packs the blank registers, always the same bytes.
fn templates() -> Option<Bytes> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in blank::files().ok()? {
        zip.start_file(file.name, alike(CompressionMethod::Deflated)).ok()?;
        zip.write_all(&file.bytes).ok()?;
    }
    Some(zip.finish().ok()?.into_inner().into())
}
