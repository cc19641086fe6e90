//! Where a sheet's header stands and which column each of its cells names.

use std::collections::BTreeMap;

use crate::dossier::kind::{Register, SIGNATURES, Signature};
use crate::dossier::value::squeeze;
use crate::workbook::Sheet;

/// A header may stand below a title, a unit line and a few remarks, but not further down.
const MAX_HEADER_ROW: usize = 15;
/// Headers are at most this many rows deep.
const MAX_DEPTH: u32 = 3;

/// A recognised header.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// The register it belongs to.
    pub register: Register,
    /// Column key to column number.
    pub columns: BTreeMap<String, u32>,
    /// The first row below the header.
    pub first_row: u32,
}

/// Finds the header that fits the sheet best, over all registers and rows.
pub(super) fn find(sheet: &Sheet) -> Option<Header> {
    let mut best: Option<(u32, Header)> = None;
    for row in sheet.rows.iter().take(MAX_HEADER_ROW) {
        for depth in 1..=MAX_DEPTH {
            for (register, signature) in SIGNATURES.iter() {
                let columns = columns(sheet, signature, row.index, depth);
                if !fits(signature, &columns) {
                    continue;
                }
                // A column weighs more than any hint. A deeper header must earn its depth
                // by naming more columns, so the first of equals stays.
                let n_columns = u32::try_from(columns.len()).unwrap_or(u32::MAX / 8);
                let score = n_columns * 4 + hints(sheet, signature);
                if best.as_ref().is_none_or(|(most, _)| score > *most) {
                    let header = Header { register: *register, columns, first_row: row.index + depth };
                    best = Some((score, header));
                }
            }
        }
    }
    best.map(|(_, header)| header)
}

/// Returns which columns the cells of a header name.
fn columns(sheet: &Sheet, signature: &Signature, row: u32, depth: u32) -> BTreeMap<String, u32> {
    let mut columns = BTreeMap::new();
    for col in 0..sheet.n_cols().min(256) {
        let texts = texts(sheet, row, depth, col);
        // The lowest row is the most precise; then the whole; then what stands above.
        let joined = texts.concat();
        let candidates = texts.iter().rev().chain([&joined]);
        let key = candidates.flat_map(|text| [text.clone(), without_brackets(text)]).find_map(|text| {
            if text.is_empty() { None } else { signature.column(&text).map(str::to_string) }
        });
        if let Some(key) = key {
            columns.entry(key).or_insert(col);
        }
    }
    columns
}

/// Returns the different texts above one another in a header's column, top to bottom.
pub(super) fn texts(sheet: &Sheet, row: u32, depth: u32, col: u32) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    for index in row..row + depth {
        let Some(value) = sheet.shown(index, col) else { continue };
        let text = squeeze(&value.text());
        if texts.last() != Some(&text) {
            texts.push(text);
        }
    }
    texts
}

/// Returns the header without a unit or remark in brackets: 字数（字） → 字数.
fn without_brackets(text: &str) -> String {
    text.split(['（', '(', '［', '[']).next().unwrap_or("").trim_end_matches(['*', '：', ':']).to_string()
}

fn fits(signature: &Signature, columns: &BTreeMap<String, u32>) -> bool {
    let has = |key: &String| columns.contains_key(key);
    signature.required.iter().all(has)
        && signature.one_of.iter().all(|group| group.iter().any(has))
        && !signature.excludes.iter().any(has)
}

/// Returns how strongly the names of file and sheet speak for a register.
fn hints(sheet: &Sheet, signature: &Signature) -> u32 {
    let names = [Some(sheet.place.file.as_str()), sheet.place.sheet.as_deref()];
    let hinted = |name: &str| signature.hints.iter().any(|hint| name.contains(hint.as_str()));
    names.into_iter().flatten().filter(|name| hinted(name)).count().try_into().unwrap_or(0)
}
