//! Same input, same bytes: twice, in any order of files, on any thread.

use banxin::pipeline::{self, RunOptions};

use crate::samples::{ENGINE, UNITS, report, settings, sources};

#[test]
fn the_same_input_gives_the_same_bytes() {
    for unit in UNITS {
        let first = report(unit).output.expect("made").pdf.expect("asked for");
        let second = report(unit).output.expect("made").pdf.expect("asked for");
        assert!(first == second, "{unit}");
    }
}

#[test]
fn threads_do_not_matter() {
    let alone = report(UNITS[0]).output.expect("made").pdf.expect("asked for");
    let made: Vec<Vec<u8>> = std::thread::scope(|scope| {
        let jobs: Vec<_> =
            UNITS.into_iter().map(|unit| scope.spawn(move || report(unit).output.expect("made"))).collect();
        jobs.into_iter().map(|job| job.join().expect("no panic").pdf.expect("asked for")).collect()
    });
    assert!(alone == made[0]);
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let unit = UNITS[0];
    let mut sources = sources(unit);
    sources.reverse();
    let made = pipeline::run(&ENGINE, &sources, &settings(unit), &RunOptions::default());
    let (found, expected) = (made.output.expect("made"), report(unit).output.expect("made"));
    assert!(found.analysis.figures == expected.analysis.figures);
    assert!(found.pdf == expected.pdf);
}
