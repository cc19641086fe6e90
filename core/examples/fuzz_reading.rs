//! Tries changed files for as long as asked, or as many as asked: `fuzz_reading [SECONDS] [SEED]`,
//! `fuzz_reading 1000000x [SEED]`.
//!
//! Registers of all kinds, texts, configuration, figures and a draft from Word, each read as the
//! program reads it. Prints what panicked and where, the slowest file and the most memory the
//! process had. A panic is a fault of ours, and its file kept; so is more than [`MAX_KB`] of memory.
//! The status is 1 where there is a fault.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use banxin_core::document::{self, Document};
use banxin_core::docx::{self, Layout};
use banxin_core::revision::{self, Reading};
use banxin_core::settings::{self, Asked, Layer, Settings};
use banxin_core::source::{Source, Use, use_of};
use banxin_core::workbook::{self, ReadError};
use banxin_core::{analysis, figures::Figures};

#[path = "../tests/it/mutation.rs"]
mod mutation;

use mutation::{Numbers, mutate};

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Where panics happened, and how often.
static PANICS: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());

/// The most memory that the process may ever have, in kB.
const MAX_KB: u64 = 1 << 20;

/// The name of the draft among the files.
const DRAFT: &str = "送审稿.docx";

/// How long files are tried.
#[derive(Clone, Copy)]
enum Span {
    Seconds(u64),
    Files(usize),
}

impl Span {
    /// Reads the first argument.
    fn parse(text: Option<String>) -> Option<Span> {
        let Some(text) = text else { return Some(Span::Seconds(60)) };
        match text.strip_suffix('x') {
            Some(n) => n.parse().ok().map(Span::Files),
            None => text.parse().ok().map(Span::Seconds),
        }
    }

    /// Returns whether it is over.
    fn is_over(self, n: usize, passed: Duration) -> bool {
        match self {
            Span::Seconds(seconds) => passed >= Duration::from_secs(seconds),
            Span::Files(files) => n >= files,
        }
    }
}

/// What the files are changed in, and read beside.
struct Unit {
    files: Vec<Source>,
    settings: Settings,
    report: Document,
}

impl Unit {
    /// Reads the sample.
    fn sample(root: &Path) -> Unit {
        let files = files(&root.join("samples/清溪镇"), usize::MAX);
        let text = fs::read_to_string(root.join("samples/清溪镇/banxin.toml")).expect("readable");
        let settled = settings::settle(&[Layer { file: "banxin.toml".to_string(), text }], &Asked::default());
        let settings = settled.expect("a sample").settings;
        let analysis = analysis::analyse(&files, &settings).output.expect("a sample");
        let report = document::compose(&analysis.material(&settings));
        Unit { files, settings, report }
    }

    /// Returns what is made of the sample and read again: configuration, figures, a draft.
    fn made(&self, root: &Path) -> Vec<Source> {
        let analysis = analysis::analyse(&self.files, &self.settings).output.expect("a sample");
        let options =
            docx::Options { fonts: &self.settings.fonts, layout: &Layout::default(), program: "banxin" };
        let source = |name: &str, bytes: Vec<u8>| Source { name: name.to_string(), bytes };
        vec![
            source("banxin.toml", fs::read(root.join("samples/清溪镇/banxin.toml")).expect("readable")),
            source("上期.json", analysis.figures.to_json().into_bytes()),
            source(DRAFT, docx::write(&self.report, &options)),
        ]
    }

    /// Reads a file as the program does; returns whether it could be read and whether the reader
    /// itself tells of a fault of ours.
    fn read(&self, file: &Source, with_unit: bool) -> (bool, bool) {
        let outcome = if file.name == DRAFT {
            let draft = revision::read(&file.name, &file.bytes, Reading::default());
            if let Ok(draft) = &draft {
                let _ = revision::finalize(&self.report, draft, &revision::Options::default());
            }
            (draft.is_ok(), false)
        } else if file.name == "banxin.toml" {
            let text = String::from_utf8_lossy(&file.bytes).into_owned();
            let layer = Layer { file: file.name.clone(), text };
            let _ = settings::outline(std::slice::from_ref(&layer));
            (settings::settle(&[layer], &Asked::default()).is_ok(), false)
        } else if use_of(&file.name) == Some(Use::Figures) {
            (Figures::parse(&file.bytes).is_ok(), false)
        } else {
            let read = workbook::read(0, file).output;
            (read.is_ok(), matches!(read, Err(ReadError::OurFault { .. })))
        };
        // In the place of the register that it was, or beside all registers.
        if with_unit {
            let others = self.files.iter().filter(|other| other.name != file.name).cloned();
            let sources: Vec<Source> = others.chain([file.clone()]).collect();
            let analysed = analysis::analyse(&sources, &self.settings).output;
            let _ = analysed.map(|analysis| document::compose(&analysis.material(&self.settings)));
        }
        outcome
    }
}

#[expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool that runs for a time and reports"
)]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let span = Span::parse(arguments.next());
    let seed = arguments.next().map_or(Ok(1), |text| text.parse::<u64>());
    let (Some(span), Ok(seed)) = (span, seed) else {
        println!("fuzz_reading [SECONDS | FILESx] [SEED]");
        return ExitCode::from(2);
    };
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        *PANICS.lock().unwrap_or_else(PoisonError::into_inner).entry(place).or_default() += 1;
    }));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the repository");
    let unit = Unit::sample(root);
    let mut all = unit.files.clone();
    all.extend(unit.made(root));
    all.extend(files(&root.join("tests/broken"), 20_000));
    let mut numbers = Numbers::new(seed);
    let start = Instant::now();
    let (mut n, mut n_faults, mut n_read, mut slowest) = (0, 0, 0, (Duration::ZERO, String::new()));
    let mut said = start;
    while !span.is_over(n, start.elapsed()) && peak_kb().is_none_or(|peak| peak <= MAX_KB) {
        let source = &all[n % all.len()];
        let mutated = Source { name: source.name.clone(), bytes: mutate(&source.bytes, &mut numbers) };
        let began = Instant::now();
        // By the round and not the file's number, so that each file comes beside the unit, too.
        let with_unit = (n % all.len() + n / all.len()).is_multiple_of(8);
        let outcome = catch_unwind(AssertUnwindSafe(|| unit.read(&mutated, with_unit)));
        let took = began.elapsed();
        if took > slowest.0 {
            slowest = (took, format!("{} (file {n})", mutated.name));
        }
        let (is_read, is_fault) = outcome.unwrap_or((false, true));
        n_read += usize::from(is_read);
        if is_fault {
            n_faults += 1;
            let path = std::env::temp_dir().join(format!("banxin-fault-{seed}-{n}-{}", mutated.name));
            let _ = fs::write(&path, &mutated.bytes);
            println!("fault of ours, file kept: {}", path.display());
        }
        n += 1;
        if said.elapsed() > Duration::from_secs(60) {
            said = Instant::now();
            println!("{n} files, {n_read} readable, {n_faults} faults of ours, {}", peak_memory());
        }
    }
    println!("{n} files, seed {seed}, {n_read} readable, {n_faults} faults of ours, {}", peak_memory());
    println!("slowest: {:?} {}", slowest.0, slowest.1);
    for (place, count) in PANICS.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        println!("{count} panics at {place}");
    }
    let is_bounded = peak_kb().is_none_or(|peak| peak <= MAX_KB);
    if n_faults == 0 && is_bounded { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Reads the files of a folder up to a size, by name.
fn files(folder: &Path, n_max_bytes: usize) -> Vec<Source> {
    let entries =
        fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("readable").path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending != "toml")).collect();
    paths.sort();
    let source = |path: &PathBuf| {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        Source { name, bytes: fs::read(path).expect("readable") }
    };
    paths
        .iter()
        .filter(|path| path.is_file())
        .map(source)
        .filter(|file| file.bytes.len() <= n_max_bytes)
        .collect()
}

/// Returns the most memory the process ever had, in kB, where the system tells.
fn peak_kb() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.split_whitespace().next()?.parse().ok()
}

/// Says the most memory the process ever had.
fn peak_memory() -> String {
    peak_kb().map_or_else(|| "peak memory unknown".to_string(), |peak| format!("peak memory {peak} kB"))
}
