//! The sign-in sheet (签到表): one session, with its facts above or below the table.

use std::collections::BTreeMap;

use crate::dossier::attendance::marks::{Cell, Facts, Layout, Marks, PersonRow, column};
use crate::dossier::attendance::named;
use crate::dossier::records::{Field, HeadCounts};
use crate::dossier::tables::facts::{Fact, day, facts};
use crate::dossier::tables::form::TITLE_ROWS;
use crate::dossier::tables::header::Header;
use crate::dossier::writing::day::{self, LooseDay, Written};
use crate::dossier::writing::footer::{NoEntry, is_footer, no_entry};
use crate::dossier::writing::legend::is_legend;
use crate::dossier::writing::squeeze::{one_line, squeeze};
use crate::dossier::writing::value::{self, person_in};
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::origin::Origin;
use crate::workbook::{Sheet, Value};

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
    // A form without a table has its title at the top.
    let end_of_titles = if header.columns.is_empty() { header.row + TITLE_ROWS } else { header.row };
    let signed = signed_days(sheet, header);
    let day = day(sheet, &facts, end_of_titles).or_else(|| match &signed[..] {
        [(day, origin)] => Some((*day, origin.clone())),
        _ => None,
    });
    match day {
        Some((day, origin)) => {
            let mut session = column(0, day, origin, text(&facts, "topic"));
            session.facts = Some(Box::new(gather(&facts)));
            marks.columns.push(session);
            marks.layout = Layout::Cells(cells);
            named::add(&mut marks, 0, &named::of_facts(&facts));
            return marks;
        }
        // An empty form needs no day.
        None if marks.rows.is_empty() => {}
        None => marks.undated.push((header.row, 0)),
    }
    marks.layout = Layout::Cells(cells);
    marks
}

/// Returns whether the sheet is a list of signings on several days, each row with its own.
///
/// A day that the sheet states goes before, if people have signed on it.
pub(in crate::dossier) fn is_log(sheet: &Sheet, header: &Header, vocabulary: &Vocabulary) -> bool {
    let signed = signed_days(sheet, header);
    let stated = || {
        let is_table = |row: u32| row >= header.row;
        let mut dated = facts(sheet, &is_table, vocabulary).into_iter().filter(|fact| fact.key == "date");
        dated.find_map(|fact| fact.day)
    };
    let is_of_table = |day: &Written| signed.iter().any(|(signed, _)| same_day(signed.first, day.first));
    signed.len() >= 2 && stated().is_none_or(|day| day.last.is_some() || !is_of_table(&day))
}

fn same_day(first: LooseDay, second: LooseDay) -> bool {
    (first.month, first.day) == (second.month, second.day)
}

/// Returns the different days at which people signed by the times in the table, in their order.
fn signed_days(sheet: &Sheet, header: &Header) -> Vec<(Written, Origin)> {
    let Some(col) = header.columns.get("clock") else { return Vec::new() };
    let mut days: Vec<(Written, Origin)> = Vec::new();
    for row in sheet.rows.iter().filter(|row| row.index >= header.first_row) {
        let Some(day) = row.get(*col).and_then(|value| day::written_on(sheet, value)) else { continue };
        if days.iter().all(|(known, _)| !same_day(known.first, day.first)) {
            days.push((day, sheet.origin(row.index, *col)));
        }
    }
    days
}

/// One of the lists that stand side by side on a sheet: 姓名 签到 姓名 签到.
struct List {
    name_col: u32,
    sign_col: u32,
    clock_col: Option<u32>,
    position_col: Option<u32>,
    remark_col: Option<u32>,
    out_col: Option<u32>,
}

/// Returns the lists of the header, left to right.
fn lists(sheet: &Sheet, header: &Header, vocabulary: &Vocabulary) -> Vec<List> {
    if header.is_assigned {
        let col = |key: &str| header.columns.get(key).copied();
        let list = |(name_col, sign_col)| List {
            name_col,
            sign_col,
            clock_col: col("clock").filter(|clock| *clock != sign_col),
            position_col: col("position"),
            remark_col: col("remark"),
            out_col: col("out"),
        };
        return col("name").zip(col("sign").or_else(|| col("clock"))).map(list).into_iter().collect();
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
        let Some(sign_col) = within("sign").or_else(|| within("clock")) else { continue };
        lists.push(List {
            name_col: *name_col,
            sign_col,
            clock_col: within("clock").filter(|clock| *clock != sign_col),
            position_col: within("position"),
            remark_col: within("remark"),
            out_col: within("out"),
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
            let name = row.get(self.name_col).map(person_in).unwrap_or_default();
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
                clock: self.clock_col.map(|col| (row.index, col)),
                out: self.out_col.map(|col| (row.index, col)),
            };
            cells.insert((marks.rows.len(), 0), cell);
            marks.rows.push(PersonRow {
                row: row.index,
                more: Vec::new(),
                name,
                position: position.unwrap_or_default(),
                origin: sheet.origin(row.index, self.name_col),
                is_observer,
            });
        }
    }
}

/// Returns a fact as a text.
fn text(facts: &[Fact], key: &str) -> Field<String> {
    let found = facts.iter().find(|fact| fact.key == key);
    found.map_or_else(Field::default, |fact| Field {
        value: Some(one_line(&fact.text)).filter(|text| !value::says_nothing(text)),
        origin: Some(fact.origin.clone()),
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
