//! The facts of a session that stand around a table, or by themselves: `时间：2020年3月5日`, or
//! label and value in cells side by side.

use crate::dossier::writing::day::{self, Written};
use crate::dossier::writing::name_list;
use crate::dossier::writing::squeeze::normalise;
use crate::dossier::writing::vocabulary::Vocabulary;
use crate::origin::Origin;
use crate::workbook::Sheet;

/// The facts that may be lists of persons.
const LISTS: [&str; 8] = ["due", "present", "leave", "absent", "on-duty", "made-up", "late", "observers"];

/// Words that tell when a sheet was made.
const MADE: [&str; 7] = ["填表", "制表", "填报", "打印", "导出", "统计日期", "报送"];

/// A fact of a session.
#[derive(Debug, Clone)]
pub(in crate::dossier) struct Fact {
    /// What it is, by its label's key.
    pub key: String,
    /// What was written.
    pub text: String,
    /// The day in it.
    pub day: Option<Written>,
    /// Where it stands.
    pub origin: Origin,
}

/// Returns the facts in the cells around the table.
pub(in crate::dossier) fn facts(
    sheet: &Sheet,
    is_table: &dyn Fn(u32) -> bool,
    vocabulary: &Vocabulary,
) -> Vec<Fact> {
    let mut facts: Vec<Fact> = Vec::new();
    // The column of the last label, where what follows it may go on.
    let mut labelled_at: Option<u32> = None;
    for row in sheet.rows.iter().filter(|row| !is_table(row.index)) {
        let mut label: Option<String> = None;
        // Below a list's label, or right of its first cell, the list goes on.
        let mut goes_on = labelled_at.is_some_and(|col| row.cells[0].col > col);
        if !goes_on {
            labelled_at = None;
        }
        for cell in &row.cells {
            let text = cell.value.text();
            let origin = sheet.origin(row.index, cell.col);
            let found = labelled(&text, vocabulary);
            if found.is_empty() {
                if let Some(key) = label.take() {
                    let day = day::written(&cell.value);
                    goes_on = LISTS.contains(&key.as_str());
                    facts.push(Fact { key, text: text.into_owned(), day, origin });
                } else if goes_on && let Some(list) = facts.last_mut() {
                    let names = name_list::read(&text);
                    if !names.names.is_empty() && names.unread.is_empty() {
                        list.text = format!("{}、{text}", list.text);
                    }
                }
                continue;
            }
            label = None;
            goes_on = false;
            for (key, value) in found {
                labelled_at = LISTS.contains(&key.as_str()).then_some(cell.col);
                if value.is_empty() {
                    label = Some(key);
                } else {
                    label = None;
                    let day = written_in(&value);
                    goes_on = labelled_at.is_some();
                    facts.push(Fact { key, text: value, day, origin: origin.clone() });
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
pub(in crate::dossier) fn day(sheet: &Sheet, facts: &[Fact], header_row: u32) -> Option<(Written, Origin)> {
    let stated = facts.iter().filter(|fact| fact.key == "date");
    if let Some(found) = stated.into_iter().find_map(|fact| Some((fact.day?, fact.origin.clone()))) {
        return Some(found);
    }
    let above = sheet.rows.iter().take_while(|row| row.index < header_row);
    let mut titles = above.flat_map(|row| row.cells.iter().map(|cell| (row.index, cell)));
    let titled = titles.find_map(|(row, cell)| {
        let text = cell.value.text();
        // When the sheet was made or printed is another day.
        let is_of_sheet = MADE.iter().any(|word| text.contains(word));
        let day = if is_of_sheet { None } else { day_within(&text) };
        Some((day?, sheet.origin(row, cell.col)))
    });
    let named = || {
        let names = [sheet.place.sheet.as_deref(), Some(sheet.place.file.as_str())];
        let day = names.into_iter().flatten().find_map(day_within)?;
        Some((day, sheet.origin(header_row, 0)))
    };
    titled.or_else(named)
}

/// Returns a full day within a title: 镇党委中心组2020年3月5日学习签到表, 签到表20200305.
pub(in crate::dossier) fn day_within(text: &str) -> Option<Written> {
    let text = normalise(text);
    let is_part =
        |c: char| c.is_ascii_digit() || "年月日号.-/".contains(c) || "〇一二三四五六七八九十".contains(c);
    let runs = text
        .split(|c: char| !is_part(c))
        .map(|run| run.trim_matches(['.', '-', '/', '年', '月', '日', '号']));
    let mut runs = runs.filter(|run| run.chars().count() >= 3);
    runs.find_map(|run| day::written_text(run).or_else(|| day::written_text(&format!("{run}日"))))
}
