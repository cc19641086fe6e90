//! What reading the registers has warned of: each warning with its cells, what to do, and who.

use crate::diagnostic::{Diagnostic, Severity, Spot};
use crate::document::{Provenance, Text};
use crate::origin::Origin;
use crate::worksheet::item::{Item, Kind};

/// A range of more cells is named by its first and last.
const MAX_CELLS: u32 = 400;

/// Returns one item a warning about the office's data, or an error that leaves a cell out. What the
/// configuration and the pages say stands where they are looked at.
pub(super) fn items(diagnostics: &[Diagnostic]) -> Vec<Item> {
    let is_of_data = |one: &&Diagnostic| {
        let is_told = one.severity == Severity::Warning || one.severity == Severity::Error && !one.refuses();
        is_told && one.spot.as_ref().is_some_and(|spot| !spot.place.file.ends_with(".toml"))
    };
    diagnostics.iter().filter(is_of_data).map(item).collect()
}

fn item(of: &Diagnostic) -> Item {
    const FOUND: Provenance = Provenance::Listed("核查发现的问题");
    let place = of.spot.as_ref().filter(|spot| cells(spot).is_empty());
    // A sheet or a line has no cell: it is named.
    let place = place.map_or(String::new(), |spot| format!("{spot}："));
    let what = Text::of(format!("{place}{}。", of.message), FOUND);
    let to_do = match of.hints.is_empty() {
        true => Text::from("核对台账，填错的改正。"),
        false => Text::of(format!("{}。", of.hints.join("；")), FOUND),
    };
    let cells = of.spot.as_ref().map_or(Vec::new(), cells);
    Item::new(Kind::Doubts, of.key, what, to_do).at(cells)
}

/// Returns the cells of a spot; none where it is a sheet or a line of a file that is no table.
fn cells(spot: &Spot) -> Vec<Origin> {
    let Some(((top, left), (bottom, right))) = spot.cells.filter(|_| spot.line_number().is_none()) else {
        return Vec::new();
    };
    let origin = |row: u32, col: u32| Origin { place: spot.place.clone(), row, col };
    let n = u64::from(bottom.saturating_sub(top) + 1) * u64::from(right.saturating_sub(left) + 1);
    if n > u64::from(MAX_CELLS) {
        return vec![origin(top, left), origin(bottom, right)];
    }
    (top..=bottom)
        .flat_map(|row| (left..=right).map(move |col| (row, col)))
        .map(|(row, col)| origin(row, col))
        .collect()
}
