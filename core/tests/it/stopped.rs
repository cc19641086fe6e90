//! Reading ends at the next cell once nobody waits for it, whatever the file's format.

use banxin_core::analysis::Stop;
use banxin_core::source::Source;
use banxin_core::workbook::{self, Room};

use crate::{broken, samples};

/// Returns how many cells a file gives to whom it may give so many.
fn n_cells(source: &Source, room: Room) -> usize {
    workbook::read_within(0, source, room).output.map_or(0, |workbook| workbook.n_cells())
}

#[test]
fn no_cell_is_read_after_the_stop() {
    let mut endings = Vec::new();
    for source in samples::sources("清溪镇").into_iter().chain(broken::files()) {
        if n_cells(&source, Room::default()) == 0 {
            continue;
        }
        let stop = Stop::default();
        stop.ask();
        let room = Room { stop, ..Room::default() };
        assert_eq!(n_cells(&source, room), 0, "{}", source.name);
        endings.extend(source.name.rsplit('.').next().map(str::to_lowercase));
    }
    for ending in ["xlsx", "xls", "xlsb", "ods", "csv", "et", "tsv"] {
        assert!(endings.iter().any(|found| found == ending), "no {ending} among {endings:?}");
    }
}
