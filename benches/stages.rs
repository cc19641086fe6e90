//! Each stage by itself, on the first sample; see benches/README.md for the whole process.

use std::fs;
use std::path::Path;

use banxin::document::{self, Material, Supplement, date_in};
use banxin::dossier::{self, Dossier};
use banxin::findings::{self, Findings, Limits, Local};
use banxin::pages::Engine;
use banxin::pdf::{self, RenderOptions};
use banxin::pipeline::{self, RunOptions};
use banxin::settings::{Asked, Layer, Settings, settle};
use banxin::source::{Source, is_register_name};
use banxin::statistics::{self, Statistics};
use banxin::workbook::{self, Workbook};
use divan::Bencher;

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const UNIT: &str = "清溪镇";

fn main() {
    divan::main();
}

fn sources() -> Vec<Source> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(UNIT);
    let entries = fs::read_dir(&folder).expect("the sample is there");
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("readable").file_name().into_string().expect("UTF-8"))
        .filter(|name| is_register_name(name))
        .collect();
    names.sort();
    let read = |name: &String| fs::read(folder.join(name)).expect("readable");
    names.iter().map(|name| Source { name: name.clone(), bytes: read(name) }).collect()
}

fn settings() -> Settings {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(UNIT).join("banxin.toml");
    let text = fs::read_to_string(path).expect("readable");
    let layer = Layer { file: "banxin.toml".to_string(), text };
    settle(&[layer], &Asked::default()).expect("usable").settings
}

fn workbooks() -> Vec<Workbook> {
    let sources = sources();
    (0..).zip(&sources).map(|(i, source)| workbook::read(i, source).output.expect("readable")).collect()
}

fn dossier() -> Dossier {
    dossier::assemble(&workbooks(), UNIT, None).output.expect("assembled")
}

fn statistics_and_findings(dossier: &Dossier) -> (Statistics, Findings, Limits) {
    let (statistics, limits) = (statistics::measure(dossier), Limits::default());
    let findings = findings::find(
        dossier,
        &statistics,
        &Local::new(&settings().offices(), &settings().keywords),
        &limits,
    );
    (statistics, findings, limits)
}

fn document() -> document::Document {
    let (dossier, settings) = (dossier(), settings());
    let (statistics, findings, limits) = statistics_and_findings(&dossier);
    document::compose(&Material {
        settings: &settings,
        date: date_in(settings.date, dossier.period),
        dossier: &dossier,
        statistics: &statistics,
        findings: &findings,
        limits: &limits,
        supplement: &Supplement::default(),
    })
}

#[divan::bench]
fn a_workbook_read(bencher: Bencher) {
    let sources = sources();
    bencher.bench(|| (0..).zip(&sources).map(|(i, source)| workbook::read(i, source)).collect::<Vec<_>>());
}

#[divan::bench]
fn b_dossier_assemble(bencher: Bencher) {
    let workbooks = workbooks();
    bencher.bench(|| dossier::assemble(&workbooks, UNIT, None));
}

#[divan::bench]
fn c_statistics_measure(bencher: Bencher) {
    let dossier = dossier();
    bencher.bench(|| statistics::measure(&dossier));
}

#[divan::bench]
fn d_findings_find(bencher: Bencher) {
    let dossier = dossier();
    let (statistics, _, limits) = statistics_and_findings(&dossier);
    let settings = settings();
    let local = Local::new(&settings.offices(), &settings.keywords);
    bencher.bench(|| findings::find(&dossier, &statistics, &local, &limits));
}

#[divan::bench]
fn e_document_compose(bencher: Bencher) {
    let (dossier, settings) = (dossier(), settings());
    let (statistics, findings, limits) = statistics_and_findings(&dossier);
    bencher.bench(|| {
        document::compose(&Material {
            settings: &settings,
            date: date_in(settings.date, dossier.period),
            dossier: &dossier,
            statistics: &statistics,
            findings: &findings,
            limits: &limits,
            supplement: &Supplement::default(),
        })
    });
}

#[divan::bench]
fn f_figures_json(bencher: Bencher) {
    let dossier = dossier();
    let (statistics, findings, limits) = statistics_and_findings(&dossier);
    bencher.bench(|| document::figures(&dossier, &statistics, &findings, &limits).to_json());
}

#[divan::bench]
fn g_engine_new(bencher: Bencher) {
    bencher.bench(Engine::new);
}

/// Setting the same document again: what Typst remembers helps.
#[divan::bench]
fn h_pdf_render_warm(bencher: Bencher) {
    let (engine, document) = (Engine::new(), document());
    bencher.bench(|| pdf::render(&engine, &document, &RenderOptions::default()));
}

#[divan::bench]
fn i_pipeline_warm(bencher: Bencher) {
    let (engine, sources, settings) = (Engine::new(), sources(), settings());
    bencher.bench(|| pipeline::run(&engine, &sources, &settings, &RunOptions::default()));
}
