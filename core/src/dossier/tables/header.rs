//! Where a table's header stands and which column each of its cells names.

use std::collections::BTreeMap;

use crate::dossier::writing::clock;
use crate::dossier::writing::day;
use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::vocabulary::{Register, Signature, Vocabulary};
use crate::settings::Layout;
use crate::workbook::{Row, Sheet, Value};

/// Headers are at most this many rows deep.
const MAX_DEPTH: u32 = 3;
/// A row is looked at more closely when words for columns stand among its first cells.
const MAX_LOOKED_AT: usize = 12;
/// So many cells tell whether a column holds times of day.
const MAX_PROBED: usize = 30;
/// Texts longer than this many bytes head no column.
const MAX_WORD_BYTES: usize = 90;

/// A recognised header.
#[derive(Debug, Clone)]
pub(in crate::dossier) struct Header {
    /// The register it belongs to.
    pub register: Register,
    /// Column key to column number.
    pub columns: BTreeMap<String, u32>,
    /// The header's first row.
    pub row: u32,
    /// The first row below the header.
    pub first_row: u32,
    /// Whether a person says what the columns are.
    pub is_assigned: bool,
    /// How well it fits.
    score: u32,
}

impl Header {
    /// Returns what stands for a header where there is none, in the form of one session.
    pub(in crate::dossier) fn of_form(row: u32) -> Header {
        let columns = BTreeMap::new();
        Header { register: Register::SignIn, columns, row, first_row: row, is_assigned: false, score: 0 }
    }

    /// Returns how many rows deep it is.
    pub(in crate::dossier) fn depth(&self) -> u32 {
        self.first_row - self.row
    }
}

/// A header that lacks something to be a register's.
#[derive(Debug, Clone)]
pub(in crate::dossier) struct NearMiss {
    /// The register it is nearest to.
    pub register: Register,
    /// How many columns it has of that register.
    pub n_columns: usize,
    /// The usual heads of the columns it lacks, of which any would do within a group.
    pub missing: Vec<String>,
    /// The header's row.
    pub row: u32,
}

/// Returns whether one of a row's first cells heads a column of some register.
pub(in crate::dossier) fn has_words(row: &Row, vocabulary: &Vocabulary) -> bool {
    let is_word = |value: &Value| match value {
        Value::Text(text) if text.len() <= MAX_WORD_BYTES => {
            vocabulary.is_head(&squeeze(text)) || vocabulary.heads_persons(text)
        }
        _ => false,
    };
    row.cells.iter().take(MAX_LOOKED_AT).any(|cell| is_word(&cell.value))
}

/// Returns the register whose header begins in this row, or the nearest miss.
///
/// `names` are the title and the names of sheet and file, which decide between equals.
pub(in crate::dossier) fn at(
    sheet: &Sheet,
    n_cols: u32,
    row: u32,
    names: &[String],
    vocabulary: &Vocabulary,
) -> Result<Header, Option<NearMiss>> {
    // A line of one cell is a title, also when it is a word that could head a column.
    if sheet.row(row).is_none_or(|row| row.cells.len() < 2) {
        return Err(None);
    }
    let mut best: Option<Header> = None;
    let mut near: Option<NearMiss> = None;
    let mut found: BTreeMap<usize, BTreeMap<&str, u32>> = BTreeMap::new();
    for depth in 1..=MAX_DEPTH {
        // Days and bare numbers stand below a header, not in it.
        if sheet.row(row + depth - 1).is_none_or(holds_data) {
            break;
        }
        found.clear();
        let mut n_headed = 0;
        for col in 0..n_cols {
            let texts = texts(sheet, row, depth, col);
            n_headed += usize::from(!texts.is_empty());
            name_column(&texts, col, vocabulary, &mut found);
        }
        for (at, register, signature) in vocabulary.registers() {
            let Some(columns) = found.get_mut(&at) else { continue };
            if register == Register::Attendance {
                part_day_and_time(sheet, (row, depth, n_cols), at, columns, vocabulary);
            }
            let missing = missing(signature, columns);
            let excluded = signature.excludes.iter().any(|key| columns.contains_key(key.as_str()));
            if excluded {
                continue;
            }
            let is_most = columns.len() * 4 >= n_headed;
            // A column weighs more than any hint. A deeper header must earn its depth
            // by naming more columns, so the first of equals stays.
            let score = u32::try_from(columns.len()).unwrap_or(u32::MAX / 16) * 8 + hints(names, signature);
            if missing.is_empty() && is_most {
                if best.as_ref().is_none_or(|best| score > best.score) {
                    let columns = columns.iter().map(|(key, col)| ((*key).to_string(), *col)).collect();
                    best = Some(Header {
                        register,
                        columns,
                        row,
                        first_row: row + depth,
                        is_assigned: false,
                        score,
                    });
                }
                continue;
            }
            // Words that a register may have say little; 公差 and 病假 are marks as well.
            let mut main = signature.required.iter().chain(about(signature));
            let is_near = !missing.is_empty() && main.any(|key| columns.contains_key(key.as_str()));
            if is_near && near.as_ref().is_none_or(|near| columns.len() > near.n_columns) {
                near = Some(NearMiss { register, n_columns: columns.len(), missing, row });
            }
        }
    }
    best.ok_or(near)
}

/// Returns the header whose rows and columns a person names; what they do not name is known by
/// its head. Where a required column is missing, returns the usual heads of those.
pub(in crate::dossier) fn assigned(
    sheet: &Sheet,
    register: Register,
    layout: &Layout,
    vocabulary: &Vocabulary,
) -> Result<Header, Vec<String>> {
    let (row, last) = layout.head;
    let signature = vocabulary.signature(register);
    let mut columns: BTreeMap<&str, u32> = BTreeMap::new();
    for col in (0..sheet.n_cols()).filter(|col| !layout.names(*col)) {
        let texts = texts(sheet, row, last - row + 1, col);
        let key = texts.iter().rev().find_map(|text| vocabulary.column_of(register, text));
        if let Some(key) = key {
            columns.entry(key).or_insert(col);
        }
    }
    for key in signature.columns.keys() {
        if let Some(col) = layout.column(key) {
            columns.insert(key, col);
        }
    }
    let usual = |key: &&String| signature.columns.get(*key).and_then(|words| words.first()).cloned();
    let has = |key: &String| columns.contains_key(key.as_str());
    let about = about(signature);
    let lacks_about = if about.iter().any(has) { None } else { about.first() };
    let lacks: Vec<&String> = signature.lacks(|key| columns.contains_key(key)).chain(lacks_about).collect();
    if !lacks.is_empty() {
        return Err(lacks.iter().filter_map(usual).collect());
    }
    let columns = columns.into_iter().map(|(key, col)| (key.to_string(), col)).collect();
    Ok(Header { register, columns, row, first_row: last + 1, is_assigned: true, score: 0 })
}

/// Returns whether a row holds a day or a number, as entries do and headers do not.
fn holds_data(row: &Row) -> bool {
    row.cells.iter().any(|cell| match &cell.value {
        Value::Text(text) => day::written_text(text).is_some(),
        Value::Error(_) => false,
        Value::Number(_) | Value::Date(_) | Value::Hours(_) | Value::Bool(_) => true,
    })
}

/// Takes the times of signing in for such where 日期 and 时间 stand in columns of their own and
/// nothing else says who was there.
fn part_day_and_time(
    sheet: &Sheet,
    (row, depth, n_cols): (u32, u32, u32),
    attendance: usize,
    columns: &mut BTreeMap<&str, u32>,
    vocabulary: &Vocabulary,
) {
    let is_told = ["mark", "clock"].iter().any(|key| columns.contains_key(key));
    if is_told || !["name", "date"].iter().all(|key| columns.contains_key(key)) {
        return;
    }
    let heads_date = |col: &u32| {
        let head = texts(sheet, row, depth, *col).pop().unwrap_or_default();
        vocabulary.senses_of_head(&head).any(|(at, key)| *at == attendance && key == "date")
    };
    let is_time = |value: &Value| match value {
        Value::Hours(hours) => (0.0..24.0).contains(hours),
        Value::Text(text) => {
            clock::read(text).is_some_and(|time| time.day.is_none() && time.words.is_empty())
        }
        _ => false,
    };
    let holds_times = |col: &u32| {
        let below = sheet.rows.iter().filter(|below| below.index >= row + depth);
        let cells: Vec<&Value> = below.filter_map(|below| below.get(*col)).take(MAX_PROBED).collect();
        !cells.is_empty() && cells.iter().filter(|value| is_time(value)).count() * 2 > cells.len()
    };
    let (times, days): (Vec<u32>, Vec<u32>) = (0..n_cols).filter(heads_date).partition(holds_times);
    if let ([time], Some(day)) = (&times[..], days.first()) {
        columns.insert("clock", *time);
        columns.insert("date", *day);
    }
}

/// Enters a column under every register that knows its head.
fn name_column<'a>(
    texts: &[String],
    col: u32,
    vocabulary: &'a Vocabulary,
    found: &mut BTreeMap<usize, BTreeMap<&'a str, u32>>,
) {
    // The lowest row is the most precise; then the whole; then what stands above.
    let joined = if texts.len() > 1 { Some(texts.concat()) } else { None };
    let mut named: Vec<usize> = Vec::new();
    for head in texts.iter().rev().chain(&joined) {
        for (at, key) in vocabulary.senses_of_head(head) {
            if !named.contains(at) {
                named.push(*at);
                found.entry(*at).or_default().entry(key.as_str()).or_insert(col);
            }
        }
    }
}

/// Returns the different texts above one another in a header's column, top to bottom.
pub(in crate::dossier) fn texts(sheet: &Sheet, row: u32, depth: u32, col: u32) -> Vec<String> {
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

/// Returns the columns of which either says what a session or a planned one is about.
fn about(signature: &Signature) -> &[String] {
    let group = signature.one_of.first().map_or(&[][..], Vec::as_slice);
    if group.first().is_some_and(|key| key == "topic") { group } else { &[] }
}

/// Names what a header lacks: each required column, and each group of which it has none.
fn missing(signature: &Signature, columns: &BTreeMap<&str, u32>) -> Vec<String> {
    let usual = |key: &String| signature.columns.get(key).and_then(|words| words.first()).cloned();
    let required = signature.lacks(|key| columns.contains_key(key)).filter_map(usual);
    let groups =
        signature.one_of.iter().filter(|group| !group.iter().any(|key| columns.contains_key(key.as_str())));
    let groups = groups.map(|group| group.iter().filter_map(usual).collect::<Vec<_>>().join("或"));
    required.chain(groups).collect()
}

/// Returns how strongly the title and the names of file and sheet speak for a register.
fn hints(names: &[String], signature: &Signature) -> u32 {
    let hinted = |name: &&String| signature.hints.iter().any(|hint| name.contains(hint.as_str()));
    names.iter().filter(hinted).count().min(7).try_into().unwrap_or(0)
}

/// Returns the register that a name speaks for, when it speaks for one alone.
pub(in crate::dossier) fn hinted(name: &str, vocabulary: &Vocabulary) -> Option<Register> {
    let speaks = |signature: &Signature| signature.hints.iter().any(|hint| name.contains(hint.as_str()));
    let mut all = vocabulary.registers().filter(|(_, _, signature)| speaks(signature));
    let (_, register, _) = all.next()?;
    all.next().is_none().then_some(register)
}
