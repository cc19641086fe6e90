//! Tries changed files for as long as asked: `fuzz_reading [SECONDS] [SEED]`.
//!
//! Prints what panicked and where, the slowest file and the most memory the process had. A
//! panic is a fault of ours, and its file kept.

use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use banxin_core::analysis;
use banxin_core::settings::Settings;
use banxin_core::source::Source;
use banxin_core::workbook::{self, ReadError};

#[path = "../tests/it/mutation.rs"]
mod mutation;

use mutation::{Numbers, mutate};

// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Where panics happened, and how often.
static PANICS: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());

#[expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a tool that runs for a time and reports"
)]
fn main() {
    let mut arguments = std::env::args().skip(1);
    let seconds: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(60);
    let seed: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        *PANICS.lock().unwrap_or_else(PoisonError::into_inner).entry(place).or_default() += 1;
    }));
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the package lies in the repository");
    let unit = files(&root.join("samples/清溪镇"), usize::MAX);
    let all: Vec<Source> = unit.iter().cloned().chain(files(&root.join("tests/broken"), 20_000)).collect();
    let mut numbers = Numbers::new(seed);
    let start = Instant::now();
    let (mut n, mut n_faults, mut n_read, mut slowest) = (0, 0, 0, (Duration::ZERO, String::new()));
    let mut said = start;
    while start.elapsed() < Duration::from_secs(seconds) {
        let source = &all[n % all.len()];
        let mutated = Source { name: source.name.clone(), bytes: mutate(&source.bytes, &mut numbers) };
        let began = Instant::now();
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let read = workbook::read(0, &mutated).output;
            n_read += usize::from(read.is_ok());
            if n % 8 == 0 {
                let mut sources: Vec<Source> =
                    unit.iter().filter(|other| other.name != mutated.name).cloned().collect();
                sources.push(mutated.clone());
                let _ = analysis::analyse(&sources, &Settings::default());
            }
            matches!(read, Err(ReadError::OurFault { .. }))
        }));
        let took = began.elapsed();
        if took > slowest.0 {
            slowest = (took, mutated.name.clone());
        }
        if outcome.unwrap_or(true) {
            n_faults += 1;
            let path = std::env::temp_dir().join(format!("banxin-fault-{n}-{}", mutated.name));
            let _ = fs::write(&path, &mutated.bytes);
            println!("fault of ours, file kept: {}", path.display());
        }
        n += 1;
        if said.elapsed() > Duration::from_secs(60) {
            said = Instant::now();
            println!("{n} files, {n_read} readable, {n_faults} faults of ours, {}", peak_memory());
        }
    }
    println!("{n} files, {n_read} readable, {n_faults} faults of ours, {}", peak_memory());
    println!("slowest: {:?} {}", slowest.0, slowest.1);
    for (place, count) in PANICS.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        println!("{count} panics at {place}");
    }
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

/// Returns the most memory the process ever had, where the system tells.
fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.map_or_else(|| "peak memory unknown".to_string(), |peak| format!("peak memory{peak}"))
}
