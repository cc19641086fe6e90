//! The sign-in sheet (签到表): one session, with its facts above or below the table.

use std::collections::BTreeMap;

use crate::dossier::attendance::marks::{Cell, Facts, Layout, Marks, PersonRow, column};
use crate::dossier::records::{Field, HeadCounts};
use crate::dossier::tables::header::Header;
use crate::dossier::writing::day::{self, Written};
use crate::dossier::writing::footer::{NoEntry, is_footer, no_entry};
use crate::dossier::writing::legend::is_legend;
use crate::dossier::writing::squeeze::{normalise, one_line, squeeze};
use crate::dossier::writing::value::{self, person};
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::origin::Origin;
use crate::workbook::{Sheet, Value};

/// A fact of the session: what it is, what was written, and where.
type Fact = (String, String, Option<Written>, Origin);

/// Reads the sheet with this header.
pub(in crate::dossier) fn read<'a>(sheet: &'a Sheet, header: &Header, vocabulary: &Vocabulary) -> Marks<'a> {
    let mut marks = Marks::without_entries(Register::SignIn, sheet, header);
    let mut cells = BTreeMap::new();
    for list in lists(sheet, header, vocabulary) {
        list.read(sheet, header, &mut marks, &mut cells);
    }
    marks.skipped.sort_unstable();
    marks.skipped.dedup();
    let persons: Vec<u32> = marks.rows.iter().map(|row| row.origin.row).collect();
    marks.skipped.retain(|row| !persons.contains(row));
    let is_table = |row: u32| (header.row..header.first_row).contains(&row) || persons.contains(&row);
    let facts = facts(sheet, &is_table, vocabulary);
    match day(sheet, &facts, header.row) {
        Some((day, origin)) => {
            let mut session = column(0, day, origin, text(&facts, "topic"));
            session.facts = Some(Box::new(gather(&facts)));
            marks.columns.push(session);
        }
        // An empty form needs no day.
        None if marks.rows.is_empty() => {}
        None => marks.undated.push((header.row, 0)),
    }
    marks.layout = Layout::Cells(cells);
    marks
}

/// One of the lists that stand side by side on a sheet: 姓名 签到 姓名 签到.
struct List {
    name_col: u32,
    sign_col: u32,
    position_col: Option<u32>,
    remark_col: Option<u32>,
}

/// Returns the lists of the header, left to right.
fn lists(sheet: &Sheet, header: &Header, vocabulary: &Vocabulary) -> Vec<List> {
    if header.is_assigned {
        let col = |key: &str| header.columns.get(key).copied();
        let list = |(name_col, sign_col)| List {
            name_col,
            sign_col,
            position_col: col("position"),
            remark_col: col("remark"),
        };
        return col("name").zip(col("sign")).map(list).into_iter().collect();
    }
    let key = |value: &Value| {
        let head = squeeze(&value.text());
        vocabulary.column_of(Register::SignIn, &head).map(str::to_string)
    };
    let last = header.first_row.saturating_sub(1);
    let keys: Vec<(u32, String)> = (0..sheet.n_cols())
        .filter_map(|col| {
            Some((col, sheet.shown(last, col).or_else(|| sheet.shown(header.row, col)).and_then(key)?))
        })
        .collect();
    let names: Vec<u32> = keys.iter().filter(|(_, key)| key == "name").map(|(col, _)| *col).collect();
    let mut lists = Vec::new();
    for (at, name_col) in names.iter().enumerate() {
        let end = names.get(at + 1).copied().unwrap_or(u32::MAX);
        let within = |wanted: &str| {
            let is_it = |(col, key): &&(u32, String)| key == wanted && (*name_col..end).contains(col);
            keys.iter().find(is_it).map(|(col, _)| *col)
        };
        let Some(sign_col) = within("sign") else { continue };
        lists.push(List {
            name_col: *name_col,
            sign_col,
            position_col: within("position"),
            remark_col: within("remark"),
        });
    }
    lists
}

impl List {
    /// Reads the list's persons.
    fn read(
        &self,
        sheet: &Sheet,
        header: &Header,
        marks: &mut Marks<'_>,
        cells: &mut BTreeMap<(usize, usize), Cell>,
    ) {
        let mut is_observer = false;
        for row in sheet.rows.iter().filter(|row| row.index >= header.first_row) {
            let value = row.get(self.name_col).map(Value::text).unwrap_or_default();
            let name = person(&value);
            let plain = squeeze(&value);
            let label = row.cells.first().map(|cell| squeeze(&cell.value.text())).unwrap_or_default();
            match no_entry(&label) {
                Some(NoEntry::Guests) => is_observer = true,
                Some(NoEntry::Group) => is_observer = false,
                _ => {}
            }
            let is_fact = plain.contains(['：', ':']) || name.chars().count() > 12;
            if name.is_empty()
                || is_footer(row)
                || is_fact
                || is_legend(&value)
                || no_entry(&label).is_some_and(|kind| kind != NoEntry::Group)
                || no_entry(&plain).is_some()
            {
                marks.skipped.push(row.index);
                continue;
            }
            let position = self.position_col.map(|col| Field {
                value: row.get(col).map(|value| one_line(&value.text())),
                origin: Some(sheet.origin(row.index, col)),
            });
            let cell = Cell {
                mark: (row.index, self.sign_col),
                remark: self.remark_col.map(|col| (row.index, col)),
            };
            cells.insert((marks.rows.len(), 0), cell);
            marks.rows.push(PersonRow {
                row: row.index,
                name,
                position: position.unwrap_or_default(),
                origin: sheet.origin(row.index, self.name_col),
                is_observer,
            });
        }
    }
}

/// Returns the facts in the cells around the table: `时间：2020年3月5日`, or label and value
/// in cells side by side.
fn facts(sheet: &Sheet, is_table: &dyn Fn(u32) -> bool, vocabulary: &Vocabulary) -> Vec<Fact> {
    let mut facts = Vec::new();
    for row in sheet.rows.iter().filter(|row| !is_table(row.index)) {
        let mut label: Option<String> = None;
        for cell in &row.cells {
            let text = cell.value.text();
            let origin = sheet.origin(row.index, cell.col);
            let found = labelled(&text, vocabulary);
            if found.is_empty() {
                if let Some(key) = label.take() {
                    facts.push((key, text.into_owned(), day::written(&cell.value), origin));
                }
                continue;
            }
            label = None;
            for (key, value) in found {
                if value.is_empty() {
                    label = Some(key);
                } else {
                    label = None;
                    let written = written_in(&value);
                    facts.push((key, value, written, origin.clone()));
                }
            }
        }
    }
    facts
}

/// Splits a text at the labels it holds: `应到12人，实到11人` has two.
///
/// A label must begin the text or follow a gap or mark, and be followed by a colon, a number
/// or nothing, so that 时间 within a sentence is no label.
fn labelled(text: &str, vocabulary: &Vocabulary) -> Vec<(String, String)> {
    let text = normalise(text);
    let mut found: Vec<(usize, usize, &str)> = Vec::new();
    let mut at = 0;
    let mut may_begin = true;
    while let Some(c) = text[at..].chars().next() {
        if may_begin && let Some((key, length)) = label_at(&text[at..], vocabulary) {
            found.push((at, at + length, key));
            at += length;
            continue;
        }
        may_begin = !c.is_alphanumeric() || "人次名".contains(c);
        at += c.len_utf8();
    }
    let ends = found.iter().skip(1).map(|(start, ..)| *start).chain([text.len()]).collect::<Vec<_>>();
    let is_mark = |c: char| c.is_whitespace() || "：:，,；;。、".contains(c);
    found
        .iter()
        .zip(ends)
        .map(|((_, start, key), end)| {
            ((*key).to_string(), text[*start..end].trim_matches(is_mark).to_string())
        })
        .collect()
}

/// Returns the label that a text begins with, and its length in bytes.
fn label_at<'a>(text: &str, vocabulary: &'a Vocabulary) -> Option<(&'a str, usize)> {
    // 时　间 is padded to the width of 主持人.
    for (label, key) in vocabulary.labels() {
        let mut rest = text;
        let mut fits = true;
        for c in label.chars() {
            rest = rest.trim_start();
            match rest.strip_prefix(c) {
                Some(after) => rest = after,
                None => {
                    fits = false;
                    break;
                }
            }
        }
        if !fits {
            continue;
        }
        let after = rest.trim_start();
        let after = match after.strip_prefix(['（', '(']) {
            Some(unit) => unit.split_once(['）', ')']).map_or("", |(_, after)| after),
            None => after,
        };
        let is_count = matches!(
            key.as_str(),
            "due" | "present" | "leave" | "absent" | "on-duty" | "made-up" | "observers"
        );
        let closes = after.is_empty()
            || after.starts_with(['：', ':'])
            || is_count && after.starts_with(|c: char| c.is_ascii_digit());
        if closes {
            return Some((key, text.len() - after.len()));
        }
    }
    None
}

/// Returns the day in a fact that may go on with the time of day.
fn written_in(text: &str) -> Option<Written> {
    day::written_text(text).or_else(|| {
        let first = text.split(['，', ',', '；', ';']).next()?;
        day::written_text(first).or_else(|| day::written_text(text.split_whitespace().next()?))
    })
}

/// Returns the session's day: from its facts, else from the title, the sheet's or file's name.
fn day(sheet: &Sheet, facts: &[Fact], header_row: u32) -> Option<(Written, Origin)> {
    if let Some((_, _, Some(day), origin)) =
        facts.iter().find(|(key, _, day, _)| key == "date" && day.is_some())
    {
        return Some((*day, origin.clone()));
    }
    let above = sheet.rows.iter().take_while(|row| row.index < header_row);
    let mut titles = above.flat_map(|row| row.cells.iter().map(|cell| (row.index, cell)));
    let titled =
        titles.find_map(|(row, cell)| Some((day_within(&cell.value.text())?, sheet.origin(row, cell.col))));
    let named = || {
        let names = [sheet.place.sheet.as_deref(), Some(sheet.place.file.as_str())];
        let day = names.into_iter().flatten().find_map(day_within)?;
        Some((day, sheet.origin(header_row, 0)))
    };
    titled.or_else(named)
}

/// Returns a full day within a title: 镇党委中心组2020年3月5日学习签到表, 签到表20200305.
fn day_within(text: &str) -> Option<Written> {
    let text = normalise(text);
    let is_part =
        |c: char| c.is_ascii_digit() || "年月日号.-/".contains(c) || "〇一二三四五六七八九十".contains(c);
    let runs = text
        .split(|c: char| !is_part(c))
        .map(|run| run.trim_matches(['.', '-', '/', '年', '月', '日', '号']));
    let mut runs = runs.filter(|run| run.chars().count() >= 3);
    runs.find_map(|run| day::written_text(run).or_else(|| day::written_text(&format!("{run}日"))))
}

/// Returns a fact as a text.
fn text(facts: &[Fact], key: &str) -> Field<String> {
    let found = facts.iter().find(|(found, ..)| found == key);
    found.map_or_else(Field::default, |(_, value, _, origin)| Field {
        value: Some(one_line(value)).filter(|text| !value::says_nothing(text)),
        origin: Some(origin.clone()),
    })
}

/// Returns a fact as a count; 请假：张三、李四 counts the names.
fn count(facts: &[Fact], key: &str) -> Field<u32> {
    let field = text(facts, key);
    let number = field.value.as_deref().and_then(|text| {
        let number = value::number(&Value::Text(text.to_string()));
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
        let whole =
            number.map(|n| n.value).filter(|n| n.fract() == 0.0 && (0.0..1e6).contains(n)).map(|n| n as u32);
        whole
    });
    Field { value: number, origin: field.origin }
}

/// Gathers the facts by what they are.
fn gather(facts: &[Fact]) -> Facts {
    Facts {
        place: text(facts, "place"),
        form: text(facts, "form"),
        host: text(facts, "host"),
        speakers: text(facts, "speakers"),
        lecturer: text(facts, "lecturer"),
        stated: HeadCounts {
            due: count(facts, "due"),
            present: count(facts, "present"),
            leave: count(facts, "leave"),
            absent: count(facts, "absent"),
            on_duty: count(facts, "on-duty"),
            made_up: count(facts, "made-up"),
            observers: count(facts, "observers"),
            ..HeadCounts::default()
        },
    }
}
