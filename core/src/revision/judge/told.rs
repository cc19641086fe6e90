//! What is said of each number, in Chinese.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Provenance, cell_list};
use crate::revision::align::NumberAt;
use crate::revision::judge::case::{Case, Found, Weight};
use crate::revision::judge::cell::{Cells, short};
use crate::revision::judge::claims::sentence;
use crate::revision::judge::evidence::is_decided;
use crate::revision::judge::{Class, Judged};
use crate::revision::numbers::Number;

/// So many characters before and behind a number are quoted.
const AROUND: usize = 10;
/// So many of a whole sentence.
const BEFORE: usize = 24;
const BEHIND: usize = 16;
/// The name of a paper is at most so long.
const MAX_TITLE: usize = 80;
/// So many lost numbers of a passage are named.
const MAX_NAMED: usize = 8;

/// Returns a number with the unit behind it, as far as it is one word of at most three characters.
pub(super) fn with_unit(text: &str, number: &Number) -> String {
    const UNITS: [&str; 30] = [
        "个百分点",
        "个工作日",
        "工作日",
        "平方米",
        "人次",
        "小时",
        "分钟",
        "个月",
        "周年",
        "万元",
        "学时",
        "课时",
        "次",
        "名",
        "人",
        "位",
        "个",
        "项",
        "条",
        "篇",
        "场",
        "类",
        "种",
        "件",
        "份",
        "期",
        "户",
        "村",
        "天",
        "元",
    ];
    let behind = text[number.end..].trim_start();
    let unit = UNITS.iter().find(|unit| behind.starts_with(**unit)).copied().unwrap_or_default();
    format!("{}{unit}", &text[number.start..number.end])
}

/// Returns the words round a number in quotes.
pub(super) fn quoted(text: &str, number: &Number) -> String {
    let before =
        text[..number.start].char_indices().rev().take(AROUND).last().map_or(number.start, |(at, _)| at);
    let behind = text[number.end..].char_indices().nth(AROUND).map_or(text.len(), |(at, _)| number.end + at);
    in_quotes(text, before, behind)
}

/// Says where a number stands: in a cell by its table, row and column, else by the words round it.
pub(super) fn standing(cells: &Cells<'_>, at: NumberAt, number: &Number) -> String {
    let words = &cells.passages()[at.text].words.text;
    match cells.cell(at.text) {
        Some(cell) => format!("{}“{}”", cell.place(), short(words)),
        None => quoted(words, number),
    }
}

/// Returns the sentence of a number in quotes, as much of it as a message holds.
pub(super) fn quoted_sentence(text: &str, number: &Number) -> String {
    let (start, end) = sentence(text, number.start);
    let before = text[start..number.start].char_indices().rev().take(BEFORE).last();
    let behind = text[number.end..end].char_indices().nth(BEHIND);
    let before = before.map_or(number.start, |(at, _)| start + at);
    in_quotes(text, before, behind.map_or(end.max(number.end), |(at, _)| number.end + at))
}

fn in_quotes(text: &str, before: usize, behind: usize) -> String {
    let dots = |is_cut: bool| if is_cut { "……" } else { "" };
    let words = text[before..behind].replace('\n', " ");
    format!("“{}{words}{}”", dots(before > 0), dots(behind < text.len()))
}

/// Returns whether a number stands in the name of a paper: 《…》.
pub(super) fn is_in_title(text: &str, number: &Number) -> bool {
    let mark = |c: &char| matches!(c, '《' | '》');
    let before = text[..number.start].chars().rev().take(MAX_TITLE).find(mark);
    let behind = text[number.end..].chars().take(MAX_TITLE).find(mark);
    before == Some('《') && behind == Some('》')
}

/// Tells of a number in the place of one of the base, unless it says the same.
pub(super) fn in_its_place(
    case: &Case<'_>,
    judged: &Judged,
    source: Option<&Provenance>,
) -> Option<Diagnostic> {
    let at = judged.revised?;
    let words = standing(&case.revised_cells, at, case.revised_number(at));
    let Judged { name, from, to, id, .. } = judged;
    let cells = in_brackets(&source.map_or(String::new(), |source| cell_list(source.origins())));
    match (judged.class, &judged.allowed) {
        (Class::Reworded, _) => Some(
            Diagnostic::note(
                "figure-reworded",
                format!("{words}中 `{from}` 改写为 `{to}`：{name}，与台账相符"),
            )
            .value(to),
        ),
        (Class::Changed, Some(reason)) => Some(
            Diagnostic::note(
                "figure-allowed",
                format!("{words}中 `{from}` 改为 `{to}`：{name}{cells}，本单位写明的理由：{reason}"),
            )
            .value(to),
        ),
        (Class::Changed, None) => {
            let is_claim = !case.revised[at.text].words.text[case.revised_number(at).start..]
                .starts_with(|c: char| c.is_numeric() && !c.is_alphabetic())
                && to.contains(['成', '半']);
            let (severity, key) = match source.is_some_and(is_decided) {
                true => (Severity::Warning, "figure-changed"),
                false if is_claim => (Severity::Error, "claim-false"),
                false => (Severity::Error, "figure-changed"),
            };
            let message = format!("{words}中 `{to}` 与原来的 `{from}` 不一致：{name}{cells}");
            Some(
                Diagnostic::new(severity, key, message)
                    .value(to)
                    .hint(format!("改回 `{from}`；确需改动的，为 {id} 写明理由")),
            )
        }
        _ => None,
    }
}

/// Tells of a new number.
pub(super) fn new_number(case: &Case<'_>, judged: &Judged, at: NumberAt, found: &Found) -> Diagnostic {
    let words = standing(&case.revised_cells, at, case.revised_number(at));
    let Judged { to, id, .. } = judged;
    let (weight, instead) = match found {
        Found::Matched(name, cells) => {
            let message = format!("{words}中新增的 `{to}` 与{name}相符{}", in_brackets(cells));
            return Diagnostic::note("figure-matched", message).value(to);
        }
        Found::Unsupported(weight, instead) => (*weight, instead),
    };
    if let Some(reason) = &judged.allowed {
        let message = format!("{words}中新增 `{to}`，本单位写明的理由：{reason}");
        return Diagnostic::note("figure-allowed", message).value(to);
    }
    let instead = instead.as_ref().map_or(String::new(), |instead| format!("：{instead}"));
    let (severity, key, what) = match weight {
        Weight::Result => (Severity::Error, "figure-unsupported", "在台账中没有依据"),
        Weight::Plan => (Severity::Warning, "figure-unsupported", "在台账中没有依据"),
        Weight::Claim => (Severity::Warning, "claim-unproved", "没有可以核对的数字"),
        Weight::False => (Severity::Error, "claim-false", "与数字不符"),
    };
    Diagnostic::new(severity, key, format!("{words}中新增的 `{to}` {what}{instead}"))
        .value(to)
        .hint(format!("核实后删去或改正；确有依据的，为 {id} 写明理由"))
}

/// Tells once for each passage which of its numbers are gone.
pub(super) fn lost(case: &Case<'_>, lost: &[Judged]) -> Vec<Diagnostic> {
    let mut by_text: BTreeMap<usize, Vec<&Judged>> = BTreeMap::new();
    for one in lost {
        if let Some(at) = one.base {
            by_text.entry(at.text).or_default().push(one);
        }
    }
    let tell = |lost: Vec<&Judged>| {
        let first = lost
            .first()
            .and_then(|one| one.base)
            .map(|at| standing(&case.base_cells, at, case.base_number(at)));
        let named: Vec<String> =
            lost.iter().take(MAX_NAMED).map(|one| format!("{} `{}`", one.name, one.from)).collect();
        let more = if lost.len() > MAX_NAMED { format!("等 {} 个", lost.len()) } else { String::new() };
        let message = format!("{}中的数字已删去：{}{more}", first.unwrap_or_default(), named.join("、"));
        Diagnostic::note("figure-lost", message)
    };
    by_text.into_values().map(tell).collect()
}

fn in_brackets(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("（{words}）") }
}
