//! Files with a few bytes changed never bring the program down.
//!
//! Two seconds of it; `SLOW=1` makes it a minute, `core/examples/fuzz_reading.rs` as long as wanted.

use std::time::{Duration, Instant};

use banxin_core::analysis;
use banxin_core::settings::Settings;
use banxin_core::source::Source;
use banxin_core::workbook::{self, ReadError};

use crate::mutation::{Numbers, mutate};
use crate::{broken, samples};

/// Returns what the reader says of a fault of its own; a damaged file is none.
fn our_fault(source: &Source) -> Option<String> {
    match workbook::read(0, source).output {
        Err(fault @ ReadError::OurFault { .. }) => Some(format!("{fault:?}")),
        Ok(_) | Err(_) => None,
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the time bounds how many files are tried, not what they give")]
fn no_file_brings_it_down() {
    let seconds = if std::env::var_os("SLOW").is_some() { 60 } else { 2 };
    let start = Instant::now();
    let unit = samples::sources("清溪镇");
    // The bombs take long by themselves.
    let broken = broken::files().into_iter().filter(|source| source.bytes.len() < 11_000);
    let files: Vec<Source> = unit.iter().cloned().chain(broken).collect();
    let mut numbers = Numbers::new(3);
    let mut n = 0;
    // On a slow machine each file is still changed once.
    while n < files.len() || start.elapsed() < Duration::from_secs(seconds) {
        let source = &files[n % files.len()];
        let mutated = Source { name: source.name.clone(), bytes: mutate(&source.bytes, &mut numbers) };
        if let Some(fault) = our_fault(&mutated) {
            // The file that shows it is kept, to become a case of tests/broken.
            let path = std::env::temp_dir().join(format!("banxin-fault-{}", mutated.name));
            std::fs::write(&path, &mutated.bytes).expect("writable");
            panic!("file {n}, kept as {}: {fault}", path.display());
        }
        if n % 4 == 0 {
            // In the place of the register that it was, or beside all registers.
            let mut sources = unit.clone();
            sources.retain(|other| other.name != mutated.name);
            sources.push(mutated);
            let _ = analysis::analyse(&sources, &Settings::default());
        }
        n += 1;
    }
    println!("{n} files tried");
    assert!(n > 90, "no more than {n} files were tried");
}
