//! How long a draft takes, from words and tables to the file for Word.

use std::collections::BTreeMap;

use banxin_core::document::{self, Document, Format};
use banxin_core::docx::{self, Layout, Options};
use banxin_core::{analysis, settings};
use divan::Bencher;

#[path = "../tests/it/samples.rs"]
mod samples;

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

/// Composes the report of a sample.
fn report(unit: &str) -> Document {
    let settings = settings::Settings { format: Format::Report, ..samples::settings(unit) };
    let analysis = analysis::analyse(&samples::sources(unit), &settings).output.expect("a sample");
    document::compose(&analysis.material(&settings))
}

#[divan::bench(args = samples::UNITS)]
fn a_draft(bencher: Bencher, unit: &str) {
    let (document, fonts, layout) = (report(unit), BTreeMap::new(), Layout::default());
    let options = Options { fonts: &fonts, layout: &layout, program: "banxin" };
    bencher.bench(|| docx::write(&document, &options));
}
