//! The tables of a sheet: mostly one, sometimes several below one another, each with the
//! title above it and the legend, totals and signatures below.

use std::borrow::Cow;

use crate::dossier::tables::assigned;
use crate::dossier::tables::form;
use crate::dossier::tables::grid_header::{head_at, undated_at};
use crate::dossier::tables::header::{self, Header, NearMiss};
use crate::dossier::tables::kind::{Kind, Unread};
use crate::dossier::tables::panels;
use crate::dossier::writing::footer::is_footer;
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::settings::Layout;
use crate::workbook::{Merge, Merges, Sheet};

/// Rows that look like a header and are none cost time, and wide ones more; a sheet gets this
/// many rows times columns.
const MAX_ATTEMPTED_CELLS: u32 = 3000;

/// The labels of a sign-in sheet take up at most this many rows above its table.
const MAX_LABEL_ROWS: usize = 4;

/// A part of a sheet that holds one table, or none that was recognised.
pub(in crate::dossier) struct Region<'a> {
    /// The rows of the part, with the numbers they have in the sheet.
    pub sheet: Cow<'a, Sheet>,
    /// What the part is; else why it is not read.
    pub kind: Result<Kind, Unread>,
}

/// Parts a sheet into its tables.
pub(in crate::dossier) fn regions<'a>(sheet: &'a Sheet, vocabulary: &Vocabulary) -> Vec<Region<'a>> {
    if let Some(layout) = vocabulary.layouts().of(&sheet.place)
        && !sheet.rows.is_empty()
    {
        return assigned_regions(sheet, layout, vocabulary);
    }
    let (found, near) = found(sheet, vocabulary);
    if found.is_empty() {
        let forms = form::starts(sheet, vocabulary);
        let form = |(sheet, start): (Cow<'a, Sheet>, &u32)| Region {
            sheet,
            kind: Ok(Kind::Table(Header::of_form(*start))),
        };
        if !forms.is_empty() {
            return parts(sheet, &forms).zip(&forms).map(form).collect();
        }
        return vec![Region { sheet: Cow::Borrowed(sheet), kind: Err(Unread::Unknown(near)) }];
    }
    let starts: Vec<u32> = (0..found.len()).map(|at| start(sheet, &found, at)).collect();
    let mut regions = Vec::new();
    for (sheet, kind) in parts(sheet, &starts).zip(found) {
        let panels = side_by_side(&sheet, &kind, vocabulary).unwrap_or_default();
        if panels.is_empty() {
            regions.push(Region { sheet, kind: Ok(kind) });
        }
        regions.extend(panels);
    }
    regions
}

/// Parts a sheet of which a person says what one of its tables is: that one, and those that
/// stand apart from it and are known by their heads.
fn assigned_regions<'a>(sheet: &'a Sheet, layout: &Layout, vocabulary: &Vocabulary) -> Vec<Region<'a>> {
    let kind = match assigned::kind(sheet, layout, vocabulary) {
        Ok(kind) => kind,
        unread => return vec![Region { sheet: Cow::Borrowed(sheet), kind: unread }],
    };
    let (first, end) = kind.header_rows();
    let (mut all, _) = found(sheet, vocabulary);
    all.retain(|other| {
        let (other_first, other_end) = other.header_rows();
        let is_other = other_end <= first || end <= other_first;
        // What was taken for a head among the rows of a table may be why a person had to say.
        is_other && (other_end <= first || stands_apart(sheet, other_first))
    });
    let at = all.partition_point(|other| other.header_rows().0 < first);
    // Only what is a table of its own above may keep rows from it.
    if all[..at].iter().any(|_| !stands_apart(sheet, first)) {
        all.drain(..at);
    }
    let at = all.partition_point(|other| other.header_rows().0 < first);
    all.insert(at, kind);
    let starts: Vec<u32> = (0..all.len()).map(|at| start(sheet, &all, at)).collect();
    parts(sheet, &starts).zip(all).map(|(sheet, kind)| Region { sheet, kind: Ok(kind) }).collect()
}

/// Returns whether a row begins a table of its own: below a blank row or a lone title.
fn stands_apart(sheet: &Sheet, row: u32) -> bool {
    let Some(above) = row.checked_sub(1) else { return true };
    sheet.row(above).is_none_or(|above| above.cells.len() == 1 && !is_footer(above))
}

/// Returns the tables whose heads are known, top to bottom, and where there are none what is
/// nearest to one.
fn found(sheet: &Sheet, vocabulary: &Vocabulary) -> (Vec<Kind>, Option<NearMiss>) {
    let n_cols = sheet.n_cols();
    let mut found: Vec<Kind> = Vec::new();
    let mut near: Option<NearMiss> = None;
    let mut attempted = 0;
    let mut below = 0;
    for row in &sheet.rows {
        if row.index < below || attempted >= MAX_ATTEMPTED_CELLS || !header::has_words(row, vocabulary) {
            continue;
        }
        attempted += n_cols.max(20);
        if let Some(head) = head_at(sheet, n_cols, row.index, below, vocabulary) {
            below = head.sheet_rows().1;
            found.push(Kind::Grid(head));
            continue;
        }
        let names = names(sheet, row.index);
        match header::at(sheet, n_cols, row.index, &names, vocabulary) {
            Ok(header) => {
                if header.register == Register::SignIn {
                    drop_labels(sheet, &mut found, header.row);
                }
                below = header.first_row;
                found.push(Kind::Table(header));
            }
            Err(miss) => {
                let undated = undated_at(sheet, n_cols, row.index, vocabulary);
                if let Some(miss) = undated.or(miss)
                    && near.as_ref().is_none_or(|near| miss.n_columns > near.n_columns)
                {
                    near = Some(miss);
                }
            }
        }
    }
    (found, near)
}

/// Parts a table into those that stand side by side, where each is an attendance register.
fn side_by_side<'a>(sheet: &Sheet, kind: &Kind, vocabulary: &Vocabulary) -> Option<Vec<Region<'a>>> {
    let row = match kind {
        Kind::Grid(head) if !head.swapped => head.sheet_row,
        Kind::Table(header) if header.register == Register::Attendance => header.row,
        _ => return None,
    };
    let read = |panel: Sheet| {
        let n_cols = panel.n_cols();
        let grid = head_at(&panel, n_cols, row, 0, vocabulary).map(Kind::Grid);
        let table = || {
            let header = header::at(&panel, n_cols, row, &[], vocabulary).ok()?;
            (header.register == Register::Attendance).then_some(Kind::Table(header))
        };
        let kind = grid.or_else(table)?;
        Some(Region { sheet: Cow::Owned(panel), kind: Ok(kind) })
    };
    panels::of(sheet, row, vocabulary).into_iter().map(read).collect()
}

/// Takes back the labels above a sign-in sheet (时间 地点 主题 主持人) that read like the
/// header of a session register without a session.
fn drop_labels(sheet: &Sheet, found: &mut Vec<Kind>, row: u32) {
    while let Some(Kind::Table(header)) = found.last() {
        let between = sheet.rows.iter().filter(|r| (header.first_row..row).contains(&r.index));
        if header.register != Register::Sessions || between.count() > MAX_LABEL_ROWS {
            return;
        }
        found.pop();
    }
}

/// Returns the title above a header, and the names of sheet and file.
fn names(sheet: &Sheet, row: u32) -> Vec<String> {
    let above = sheet.rows.iter().rev().skip_while(|above| above.index >= row).take(3);
    let title = above.flat_map(|row| row.cells.first()).map(|cell| cell.value.text().into_owned());
    let names = [sheet.place.sheet.clone(), Some(sheet.place.file.clone())];
    title.chain(names.into_iter().flatten()).collect()
}

/// Returns the row at which the part with this header begins: below the last blank row above
/// it, else with the lone titles right above it.
fn start(sheet: &Sheet, found: &[Kind], at: usize) -> u32 {
    let Some(before) = at.checked_sub(1).map(|before| found[before].header_rows().1) else { return 0 };
    let (header, _) = found[at].header_rows();
    let mut start = header;
    for row in sheet.rows.iter().rev().skip_while(|row| row.index >= header) {
        if row.index < before || row.index + 1 < start {
            break;
        }
        let gap = sheet.row(row.index.wrapping_sub(1)).is_none();
        let is_title =
            row.cells.len() <= 2 && !is_footer(row) && row.cells.first().is_some_and(|cell| cell.col <= 2);
        if !is_title {
            break;
        }
        start = row.index;
        if gap {
            break;
        }
    }
    start
}

/// Parts a sheet at the rows at which its tables begin.
fn parts<'a>(sheet: &'a Sheet, starts: &[u32]) -> impl Iterator<Item = Cow<'a, Sheet>> {
    let bare = bare(sheet);
    let ends: Vec<u32> = starts.iter().skip(1).copied().chain([u32::MAX]).collect();
    starts.iter().copied().zip(ends).map(move |(start, end)| part(sheet, &bare, start, end))
}

/// Returns the rows from `start` to before `end` as a sheet of its own.
fn part<'a>(sheet: &'a Sheet, bare: &Sheet, start: u32, end: u32) -> Cow<'a, Sheet> {
    if start == 0 && end == u32::MAX {
        return Cow::Borrowed(sheet);
    }
    let mut part = bare.clone();
    part.rows = sheet.rows.iter().filter(|row| (start..end).contains(&row.index)).cloned().collect();
    let is_inside = |merge: &&Merge| (start..end).contains(&merge.first.0);
    part.merges = Merges::new(sheet.merges.iter().filter(is_inside).copied().collect());
    Cow::Owned(part)
}

/// Returns the sheet without its cells.
fn bare(sheet: &Sheet) -> Sheet {
    let Sheet { place, hidden, is_1904, .. } = sheet;
    Sheet {
        place: place.clone(),
        hidden: *hidden,
        is_1904: *is_1904,
        rows: Vec::new(),
        merges: Merges::default(),
    }
}
