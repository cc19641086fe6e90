//! The sample units, as the tests read them.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use banxin::diagnostic::Warned;
use banxin::pdf::Engine;
use banxin::pipeline::{self, Failure, Report, RunOptions};
use banxin::settings::{Asked, Layer, Settings, Settled, settle};
use banxin::source::{Source, is_register_name};

/// The sample units.
pub const UNITS: [&str; 2] = ["清溪镇", "石桥镇"];

/// The engine, loaded once for all tests.
pub static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::new);

/// Returns the repository's root.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns a sample's folder.
pub fn folder(unit: &str) -> PathBuf {
    root().join("samples").join(unit)
}

/// Returns a sample's registers, by name.
pub fn sources(unit: &str) -> Vec<Source> {
    let entries = fs::read_dir(folder(unit)).expect("the sample is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"))
        .filter(|name| is_register_name(name))
        .collect();
    names.sort();
    let read = |name: &String| fs::read(folder(unit).join(name)).expect("readable");
    names.iter().map(|name| Source { name: name.clone(), bytes: read(name) }).collect()
}

/// Settles a sample's configuration.
pub fn settled(unit: &str) -> Settled {
    let text = fs::read_to_string(folder(unit).join("banxin.toml")).expect("readable");
    let layer = Layer { file: "banxin.toml".to_string(), text };
    let settled = settle(&[layer], &Asked::default()).expect("usable");
    assert_eq!(settled.diagnostics, []);
    settled
}

/// Returns a sample's settings.
pub fn settings(unit: &str) -> Settings {
    settled(unit).settings
}

/// Makes a sample's report.
pub fn report(unit: &str) -> Warned<Result<Report, Failure>> {
    pipeline::run(&ENGINE, &sources(unit), &settings(unit), &RunOptions::default())
}
