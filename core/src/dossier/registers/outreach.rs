//! What the group did beside its own sessions (宣讲和指导台账): 第一议题, 读书班, 宣讲, 列席旁听,
//! 现场学习, 述学.

use crate::diagnostic::Diagnostic;
use crate::dossier::records::{Field, OutreachKind, OutreachRecord};
use crate::dossier::registers::kinds::first_named;
use crate::dossier::tables::table::{Record, Seen, Table};
use crate::dossier::writing::squeeze::squeeze;
use crate::dossier::writing::value::says_nothing;

/// The most times and persons that a cell may state.
const MAX_STATED: u32 = 1_000_000;

/// Reads the register's rows.
pub(in crate::dossier) fn read(
    table: &Table<'_>,
    seen: &mut Seen,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<OutreachRecord> {
    let mut records = Vec::new();
    for record in table.records() {
        if record.is_blank() {
            continue;
        }
        let written = record.text("kind", diagnostics);
        let origin = record.anchor(&["kind", "date"]);
        let Some(kind) = kind(written.text()) else {
            let found = written.text();
            let message = format!(
                "类别 `{found}` 不认识（应为 第一议题、读书班、宣讲、列席旁听、现场学习、述学 之一）"
            );
            diagnostics.push(Diagnostic::error("unknown-kind", message).at(&origin).value(found));
            continue;
        };
        if seen.repeats(record, &origin, diagnostics) {
            continue;
        }
        let (n_times, n_persons) = amounts(record, diagnostics);
        records.push(OutreachRecord {
            date: record.date("date", diagnostics),
            kind,
            speaker: record.words("speaker", diagnostics),
            subject: record.remark("subject", diagnostics),
            topic: record.remark("topic", diagnostics),
            n_times,
            n_persons,
            origin,
        });
    }
    records
}

/// Returns the kind that a wording means.
fn kind(text: &str) -> Option<OutreachKind> {
    use OutreachKind::{Account, FieldStudy, FirstItem, Guidance, ReadingClass, Talk};
    const WORDS: [(&str, OutreachKind); 18] = [
        ("第一议题", FirstItem),
        ("首要议题", FirstItem),
        ("读书班", ReadingClass),
        ("述学", Account),
        ("旁听", Guidance),
        ("列席", Guidance),
        ("指导", Guidance),
        ("督导", Guidance),
        ("巡听", Guidance),
        ("督学", Guidance),
        ("宣讲", Talk),
        ("宣传讲解", Talk),
        ("党课", Talk),
        ("微宣讲", Talk),
        ("现场", FieldStudy),
        ("参观", FieldStudy),
        ("观摩", FieldStudy),
        ("研学", FieldStudy),
    ];
    first_named(&WORDS, &squeeze(text))
}

/// How many times and how many persons a cell states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Amounts {
    times: Option<u32>,
    persons: Option<u32>,
}

/// Returns how many times and how many persons a row states, each from the first of its columns
/// that says so.
fn amounts(record: Record<'_>, diagnostics: &mut Vec<Diagnostic>) -> (Field<u32>, Field<u32>) {
    let (mut times, mut persons) = (Field::default(), Field::default());
    for (key, bare) in [("n-times", "场"), ("n-persons", "人"), ("n-either", "")] {
        let Some((value, origin)) = record.raw(key) else { continue };
        let text = value.text();
        if says_nothing(&text) {
            continue;
        }
        let Some(found) = stated(&text, bare) else {
            let message = format!("`{text}` 不是人数或场次（应如 3场、120人）");
            diagnostics.push(Diagnostic::error("bad-number", message).at(&origin).value(text));
            continue;
        };
        for (field, n) in [(&mut times, found.times), (&mut persons, found.persons)] {
            if n.is_some() && !Field::is_known(field) {
                *field = Field { value: n, origin: Some(origin.clone()) };
            }
        }
    }
    (times, persons)
}

/// Reads `3场120人`; a bare number counts what its column says, if it says it.
fn stated(text: &str, bare: &str) -> Option<Amounts> {
    const TIMES: [&str; 5] = ["场次", "场", "次", "期", "回"];
    const PERSONS: [&str; 4] = ["人次", "人", "名", "位"];
    let text = squeeze(text);
    let mut found = Amounts::default();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (digits, behind) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
        let n = digits.parse().ok().filter(|n| *n <= MAX_STATED)?;
        let unit = |units: &[&str]| units.iter().find_map(|unit| behind.strip_prefix(unit));
        let plain = if behind.is_empty() { bare } else { "" };
        if let Some(more) = unit(&TIMES).or_else(|| (plain == "场").then_some(behind)) {
            found.times.replace(n).is_none().then_some(())?;
            rest = more;
        } else if let Some(more) = unit(&PERSONS).or_else(|| (plain == "人").then_some(behind)) {
            found.persons.replace(n).is_none().then_some(())?;
            rest = more;
        } else {
            return None;
        }
        rest = rest.trim_start_matches(['/', '、', '，', ',', '；', ';', '共']);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_go_by_their_words() {
        let check = |text, expected| assert_eq!(kind(text), expected, "{text}");
        check("党委会第一议题", Some(OutreachKind::FirstItem));
        check("列席旁听", Some(OutreachKind::Guidance));
        check("指导基层", Some(OutreachKind::Guidance));
        check("宣讲（乡村）", Some(OutreachKind::Talk));
        check("现场学习", Some(OutreachKind::FieldStudy));
        check("成员述学", Some(OutreachKind::Account));
        check("慰问", None);
    }

    #[test]
    fn numbers_say_what_they_count() {
        let check = |text: &str, bare, times, persons| {
            assert_eq!(stated(text, bare), Some(Amounts { times, persons }), "{text}");
        };
        check("120", "人", None, Some(120));
        check("3", "场", Some(3), None);
        check("120人", "场", None, Some(120));
        check("3场120人", "", Some(3), Some(120));
        check("120 人次／3 场次", "人", Some(3), Some(120));
        for (text, bare) in
            [("120", ""), ("若干", "人"), ("120多人", "人"), ("3场2场", "场"), ("9999999人", "人")]
        {
            assert_eq!(stated(text, bare), None, "{text}");
        }
    }
}
