//! The sample units, as the tests read them, and their reports.

#[path = "../../core/tests/it/samples.rs"]
mod units;

use std::sync::LazyLock;

use banxin::diagnostic::Warned;
use banxin::pages::Engine;
use banxin::pipeline::{self, Failure, Report, RunOptions};

pub use units::{UNITS, folder, root, settings, settled, sources};

/// The engine, loaded once for all tests.
pub static ENGINE: LazyLock<Engine> = LazyLock::new(Engine::new);

/// Makes a sample's report.
pub fn report(unit: &str) -> Warned<Result<Report, Failure>> {
    pipeline::run(&ENGINE, &sources(unit), &settings(unit), &RunOptions::default())
}
