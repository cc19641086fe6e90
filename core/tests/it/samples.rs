//! The sample units, as the tests of both packages read them.

use std::fs;
use std::path::{Path, PathBuf};

use banxin_core::settings::{Asked, Layer, Settings, Settled, settle};
use banxin_core::source::{Source, use_of};

/// The sample units.
pub const UNITS: [&str; 2] = ["清溪镇", "石桥镇"];

/// Returns the repository's root.
pub fn root() -> &'static Path {
    let mut above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above.find(|folder| folder.join("samples").is_dir()).expect("each package lies in the repository")
}

/// Returns a sample's folder.
pub fn folder(unit: &str) -> PathBuf {
    root().join("samples").join(unit)
}

/// Returns a sample's files, by name.
pub fn sources(unit: &str) -> Vec<Source> {
    let entries = fs::read_dir(folder(unit)).expect("the sample is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"))
        .filter(|name| use_of(name).is_some())
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
