//! The form of one session (学习记录): labels with what they label, among them who was there, and
//! no table. Several may stand below one another.

use crate::dossier::tables::facts::{Fact, day, facts};
use crate::dossier::writing::everyone::is_everyone;
use crate::dossier::writing::footer::is_footer;
use crate::dossier::writing::name_list;
use crate::dossier::writing::vocabulary::Vocabulary;
use crate::workbook::Sheet;

/// The title of a form stands in its first rows.
pub(in crate::dossier) const TITLE_ROWS: u32 = 3;
/// What the form of a session tells beside its day and who was there.
const TOLD: [&str; 10] =
    ["place", "topic", "host", "recorder", "form", "speakers", "lecturer", "leave", "absent", "observers"];
/// So much of it a form tells at least.
const FEWEST_TOLD: usize = 2;
/// Longer sheets are no forms.
const MAX_ROWS: usize = 600;

/// Returns the first row of each form on a sheet; none where any part of it is no form.
pub(in crate::dossier) fn starts(sheet: &Sheet, vocabulary: &Vocabulary) -> Vec<u32> {
    if sheet.rows.len() > MAX_ROWS {
        return Vec::new();
    }
    let all = facts(sheet, &|_| false, vocabulary);
    let days = all.iter().filter(|fact| fact.key == "date" && fact.day.is_some());
    let mut starts: Vec<u32> = days.map(|fact| title_above(sheet, fact.origin.row)).collect();
    starts.dedup();
    match starts.first_mut() {
        Some(first) => *first = 0,
        // The day may stand in the title.
        None if day(&titles(sheet), &[], TITLE_ROWS).is_some() => starts.push(0),
        None => return Vec::new(),
    }
    let ends = starts[1..].iter().copied().chain([u32::MAX]);
    let is_whole = |(start, end): (&u32, u32)| {
        let own = || all.iter().filter(|fact| (*start..end).contains(&fact.origin.row));
        let n_told = TOLD.iter().filter(|key| own().any(|fact| fact.key == **key)).count();
        n_told >= FEWEST_TOLD && own().any(|fact| names_somebody(fact, vocabulary))
    };
    if starts.iter().zip(ends).all(is_whole) { starts } else { Vec::new() }
}

/// Returns the lone titles in the first rows of a sheet, as a sheet.
fn titles(sheet: &Sheet) -> Sheet {
    let mut titles = sheet.clone();
    titles.rows.retain(|row| row.index < TITLE_ROWS && row.cells.len() == 1);
    titles
}

/// Returns whether a fact says who was there; the head of a column beside it is nobody.
fn names_somebody(fact: &Fact, vocabulary: &Vocabulary) -> bool {
    let names = name_list::read(&fact.text).names;
    let is_name = |named: &name_list::Named| !vocabulary.is_head(&named.name);
    fact.key == "present" && (is_everyone(&fact.text) || !names.is_empty() && names.iter().all(is_name))
}

/// Returns the row of the lone title right above a row, else the row itself.
fn title_above(sheet: &Sheet, row: u32) -> u32 {
    let above = row.checked_sub(1).and_then(|above| sheet.row(above));
    let is_title = above.is_some_and(|above| above.cells.len() == 1 && !is_footer(above));
    if is_title { row - 1 } else { row }
}
