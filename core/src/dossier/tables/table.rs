//! The rows below a recognised header, and their cells as fields.

use std::collections::BTreeMap;

use time::Date;

use crate::diagnostic::Diagnostic;
use crate::dossier::records::{Deed, Field};
use crate::dossier::tables::doubts::Doubts;
use crate::dossier::tables::header::{self, Header};
use crate::dossier::tables::notes;
use crate::dossier::writing::asked::Asked;
use crate::dossier::writing::day::{self, LooseDay};
use crate::dossier::writing::footer::is_footer;
use crate::dossier::writing::squeeze::{normalise, one_line, squeeze};
use crate::dossier::writing::state::State;
use crate::dossier::writing::vocabulary::Register;
use crate::dossier::writing::{length, value};
use crate::origin::Origin;
use crate::text::is_placeholder;
use crate::workbook::{Merge, Row, Sheet, Value};

/// Of a table's columns so many are looked at for merged areas over them.
const MAX_COVERED: u32 = 256;

/// A sheet that was recognised as a register with one row an entry.
pub(in crate::dossier) struct Table<'a> {
    /// The sheet.
    pub sheet: &'a Sheet,
    /// Its header.
    pub header: Header,
    /// The year that days without one belong to.
    pub year: Option<i32>,
}

/// One row of a table.
#[derive(Clone, Copy)]
pub(in crate::dossier) struct Record<'a> {
    table: &'a Table<'a>,
    /// The row's number.
    pub row: u32,
}

impl<'a> Table<'a> {
    /// Returns the rows that hold entries: not blank, not a total, a legend or a signature.
    pub(in crate::dossier) fn records(&'a self) -> impl Iterator<Item = Record<'a>> {
        self.sheet
            .rows
            .iter()
            .filter(|row| row.index >= self.header.first_row)
            .filter(|row| !is_footer(row))
            .map(|row| Record { table: self, row: row.index })
    }

    /// Says once where the header was found, which days are bare numbers, which rows are no entries, and which merged
    /// areas were read for all their cells.
    pub(in crate::dossier) fn note_assumptions(&self, diagnostics: &mut Vec<Diagnostic>) {
        notes::header_row(self.sheet, (self.header.row, self.header.first_row), diagnostics);
        let body = || self.sheet.rows.iter().filter(|row| row.index >= self.header.first_row);
        let skipped: Vec<u32> = body().filter(|row| is_footer(row)).map(|row| row.index).collect();
        notes::skipped(self.sheet, &skipped, diagnostics);
        let columns: Vec<u32> = self.header.columns.values().copied().collect();
        let is_filled = |merge: &&Merge| {
            merge.first.0 >= self.header.first_row
                && merge.first.0 < merge.last.0
                && columns.iter().any(|col| (merge.first.1..=merge.last.1).contains(col))
                && self.sheet.row(merge.first.0).is_some_and(|row| !is_footer(row))
        };
        let filled: Vec<_> =
            self.sheet.merges.iter().filter(is_filled).map(|merge| (merge.first, merge.last)).collect();
        notes::filled(self.sheet, &filled, diagnostics);
        self.note_serials(diagnostics);
    }

    /// Returns whether anything stands below the header, and says where nothing does: a register
    /// that nobody has filled in says nothing, not that there was nothing.
    pub(in crate::dossier) fn is_filled_in(&self, diagnostics: &mut Vec<Diagnostic>) -> bool {
        let holds =
            |row: &Row| self.header.columns.values().any(|col| self.sheet.shown(row.index, *col).is_some());
        let mut body = self.sheet.rows.iter().filter(|row| row.index >= self.header.first_row);
        let is_filled = body.any(|row| !is_footer(row) && holds(row));
        if !is_filled {
            let message = format!("这张{}还没有填写，按未提供数据处理", self.header.register);
            let note = Diagnostic::note("register-not-filled", message).at(&self.sheet.place);
            diagnostics.push(note.hint("填好后重新核查；用不着的移出文件夹"));
        }
        is_filled
    }

    /// Notes once a column that days are written as the numbers that spreadsheets store.
    fn note_serials(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (_, col) in self.header.columns.iter().filter(|(key, _)| self.holds_days(key)) {
            let serial = |record: &Record<'_>| {
                let value = self.sheet.get(record.row, *col)?;
                let day = day::written_on(self.sheet, value).filter(|day| day.serial)?;
                Some((value, day.first.complete(self.year)?, self.sheet.origin(record.row, *col)))
            };
            let found: Vec<(&Value, Date, Origin)> =
                self.records().filter_map(|record| serial(&record)).collect();
            let cells: Vec<Origin> = found.iter().map(|(.., cell)| cell.clone()).collect();
            if let (Some((value, date, _)), Some(spot)) = (found.first(), notes::span(&cells)) {
                diagnostics.push(notes::serials(self.sheet, &value.text(), *date, spot));
            }
        }
    }

    /// Returns whether a column holds days, going by what it is called.
    fn holds_days(&self, key: &str) -> bool {
        const DAYS: [&str; 8] =
            ["date", "time", "submitted", "recorded", "from", "until", "made-up-on", "drawn-up"];
        DAYS.contains(&key) || self.header.register == Register::Research && key == "due"
    }

    /// Returns the column with this key.
    fn column(&self, key: &str) -> Option<u32> {
        self.header.columns.get(key).copied()
    }

    /// Returns the different columns' count, for tests of presence.
    pub(in crate::dossier) fn has(&self, key: &str) -> bool {
        self.column(key).is_some()
    }
}

impl Record<'_> {
    /// Returns what the cell in this column shows, merged areas included.
    fn shown(&self, key: &str) -> Option<(&Value, Origin)> {
        let col = self.table.column(key)?;
        let value = self.table.sheet.shown(self.row, col)?;
        Some((value, self.table.sheet.origin(self.row, col)))
    }

    /// Returns the address of the cell in this column.
    pub(in crate::dossier) fn origin(&self, key: &str) -> Option<Origin> {
        Some(self.table.sheet.origin(self.row, self.table.column(key)?))
    }

    /// Returns the cell that stands for the row: the first of these columns that exists.
    pub(in crate::dossier) fn anchor(&self, keys: &[&str]) -> Origin {
        keys.iter().find_map(|key| self.origin(key)).unwrap_or_else(|| self.table.sheet.origin(self.row, 0))
    }

    /// Returns a text field on one line.
    pub(in crate::dossier) fn text(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Field<String> {
        let Some((value, origin)) = self.shown(key) else {
            return Field { value: None, origin: self.origin(key) };
        };
        let raw = value.text();
        if let Value::Error(error) = value {
            diagnostics.push(failed_formula(error, &origin));
            return Field { value: None, origin: Some(origin) };
        }
        if is_placeholder(&raw) {
            diagnostics.push(placeholder(&raw, &origin));
        }
        let text = one_line(&raw);
        Field { value: (!text.is_empty()).then_some(text), origin: Some(origin) }
    }

    /// Returns a text field in which 无, / and — count as nothing said.
    pub(in crate::dossier) fn remark(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Field<String> {
        let mut field = self.text(key, diagnostics);
        field.value = field.value.filter(|text| !value::says_nothing(text));
        field
    }

    /// Returns a list of words: spaces and line breaks part them like any other mark.
    pub(in crate::dossier) fn words(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Field<String> {
        let field = self.remark(key, diagnostics);
        let shown = self.shown(key).map(|(value, _)| normalise(&value.text()));
        let words = shown.map(|text| text.split_whitespace().collect::<Vec<_>>().join("、"));
        Field { value: field.value.and(words), origin: field.origin }
    }

    /// Returns a day.
    pub(in crate::dossier) fn date(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Field<Date> {
        let Some((value, origin)) = self.shown(key) else {
            return Field { value: None, origin: self.origin(key) };
        };
        let written = day::written_on(self.table.sheet, value);
        let date = written.and_then(|day| day.first.complete(self.table.year));
        if let (Some(date), Some(day)) = (date, written) {
            if let Some(last) = day.last {
                diagnostics.push(day_of_range(date, last, &origin));
            }
            if day.doubtful {
                diagnostics.push(doubtful_day(day.first, &origin));
            }
        } else if is_placeholder(&value.text()) {
            diagnostics.push(placeholder(&value.text(), &origin));
        } else if !value::says_nothing(&value.text()) {
            diagnostics.push(bad_date(&value.text(), &origin));
        }
        Field { value: date, origin: Some(origin) }
    }

    /// Returns the cell as it is shown, for what only one register reads.
    pub(in crate::dossier) fn raw(&self, key: &str) -> Option<(&Value, Origin)> {
        self.shown(key)
    }

    /// Returns what the row says in all its columns, in one form for all sheets of its register; the
    /// number in front says nothing.
    fn content(&self) -> String {
        const NUMBERS: [&str; 5] = ["序号", "编号", "序", "号", "No."];
        let Table { sheet, header, year } = self.table;
        let key_of = |col: u32| header.columns.iter().find(|(_, at)| **at == col).map(|(key, _)| key.clone());
        // A cell shows something where it holds it, or where a merged area lies over it.
        let held = sheet.row(self.row).into_iter().flat_map(|row| row.cells.iter().map(|cell| cell.col));
        let covered = if sheet.merges.is_empty() { 0..0 } else { 0..MAX_COVERED };
        let mut columns: Vec<u32> = held.chain(covered).collect();
        columns.sort_unstable();
        columns.dedup();
        let mut cells: Vec<String> = Vec::new();
        for col in columns {
            let Some(value) = sheet.shown(self.row, col) else { continue };
            let head = key_of(col).or_else(|| header::texts(sheet, header.row, header.depth(), col).pop());
            let head = head.unwrap_or_default();
            if NUMBERS.contains(&head.as_str()) {
                continue;
            }
            let day = day::written(value).and_then(|day| day.first.complete(*year));
            let text = day.map_or_else(|| squeeze(&value.text()), |day| day.to_string());
            if !text.is_empty() {
                cells.push(format!("{head}={text}"));
            }
        }
        cells.sort_unstable();
        format!("{}|{}", header.register.key(), cells.join("|"))
    }

    /// Returns whether the row holds anything in the table's columns but a number in front.
    pub(in crate::dossier) fn is_blank(&self) -> bool {
        let nothing = |value: &Value| value::says_nothing(&value.text());
        self.table.header.columns.values().all(|col| self.table.sheet.get(self.row, *col).is_none_or(nothing))
    }

    /// Returns a count.
    pub(in crate::dossier) fn count(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Field<u32> {
        let number = self.number(key, diagnostics);
        let whole = number.value.filter(|n| n.fract() == 0.0 && (0.0..1e6).contains(n));
        if let (Some(found), None, Some(origin)) = (number.value, whole, &number.origin) {
            diagnostics.push(
                Diagnostic::error("bad-number", format!("`{found}` 不是人数或次数"))
                    .at(origin)
                    .value(found.to_string())
                    .hint("填写 0 以上的整数"),
            );
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
        Field { value: whole.map(|n| n as u32), origin: number.origin }
    }

    /// Returns a number.
    pub(in crate::dossier) fn number(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Field<f64> {
        let Some((value, origin)) = self.shown(key) else {
            return Field { value: None, origin: self.origin(key) };
        };
        let text = value.text().into_owned();
        let number = value::number(value);
        match number {
            Some(number) if number.approximate => diagnostics.push(
                Diagnostic::warning("number-approximate", format!("`{text}` 是约数，按 {} 计", number.value))
                    .at(&origin)
                    .value(text)
                    .hint("有准确数的请填准确数"),
            ),
            None if !value::says_nothing(&text) => diagnostics.push(
                Diagnostic::error("bad-number", format!("`{text}` 不是数（应为数字，如 12）"))
                    .at(&origin)
                    .value(text),
            ),
            _ => {}
        }
        Field { value: number.map(|number| number.value), origin: Some(origin) }
    }

    /// Returns a length of time in hours.
    pub(in crate::dossier) fn hours(&self, key: &str, diagnostics: &mut Vec<Diagnostic>) -> Field<f64> {
        let Some((value, origin)) = self.shown(key) else {
            return Field { value: None, origin: self.origin(key) };
        };
        let hours = length::hours(value).filter(|hours| (0.0..=24.0).contains(hours));
        let text = value.text().into_owned();
        if hours.is_none() && !value::says_nothing(&text) {
            diagnostics.push(
                Diagnostic::error("bad-number", format!("`{text}` 不是时长（应如 2.5 或 2小时30分）"))
                    .at(&origin)
                    .value(text),
            );
        }
        Field { value: hours, origin: Some(origin) }
    }

    /// Returns a list of names.
    pub(in crate::dossier) fn people(
        &self,
        key: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Field<Vec<String>> {
        // Line breaks part names, so the raw text is split, not the one-line form.
        let checked = self.text(key, diagnostics);
        let names = self.shown(key).map(|(value, _)| value::people(&value.text()));
        Field { value: names.filter(|names| !names.is_empty()), origin: checked.origin }
    }

    /// Returns what a cell says of whether something was done; what is not understood is
    /// gathered to be named.
    pub(in crate::dossier) fn deed(
        &self,
        key: &str,
        asked: Asked,
        doubts: &mut Doubts,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Deed {
        let written = self.text(key, diagnostics);
        let Some(text) = &written.value else { return Deed { written, state: State::Unknown } };
        let state = asked.answer(text);
        if let (State::Unknown, Some(origin), false) = (state, &written.origin, is_placeholder(text)) {
            let head =
                header::texts(self.table.sheet, self.table.header.row, self.table.header.depth(), origin.col);
            doubts.add(head.last().map_or("", String::as_str), text, origin);
        }
        Deed { written, state }
    }

    /// Returns a person's name, free of padding and titles.
    pub(in crate::dossier) fn person(
        &self,
        key: &str,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<(String, Origin)> {
        let (value, origin) = self.shown(key)?;
        if let Value::Error(error) = value {
            diagnostics.push(failed_formula(error, &origin));
        }
        let name = value::person_in(value);
        (!name.is_empty()).then_some((name, origin))
    }
}

/// Says that a cell holds the error of a formula instead of a value.
fn failed_formula(error: &str, origin: &Origin) -> Diagnostic {
    Diagnostic::error("bad-number", format!("公式出错（`{error}`），此格不能使用"))
        .at(origin)
        .value(error)
        .hint("改正公式或直接填写内容")
}

/// Says that a cell still holds a placeholder.
pub(in crate::dossier) fn placeholder(found: &str, origin: &Origin) -> Diagnostic {
    Diagnostic::error("placeholder", format!("`{}` 是没有填写的占位内容", one_line(found)))
        .at(origin)
        .value(found)
        .hint("填写实际内容，没有的留空")
}

/// Says that a cell's date cannot be read.
pub(in crate::dossier) fn bad_date(found: &str, origin: &Origin) -> Diagnostic {
    Diagnostic::error("bad-date", format!("`{}` 不是日期（应如 2020-03-05 或 3月5日）", one_line(found)))
        .at(origin)
        .value(found)
        .hint("改成年月日齐全的写法")
}

/// Says that of several days the first is taken.
pub(in crate::dossier) fn day_of_range(first: Date, last: LooseDay, origin: &Origin) -> Diagnostic {
    let message = format!("写的是到 {}月{}日为止的几天，按第一天 {first} 计", last.month, last.day);
    Diagnostic::note("date-range", message).at(origin)
}

/// Says that a number read as a day may have lost its last zero.
pub(in crate::dossier) fn doubtful_day(day: LooseDay, origin: &Origin) -> Diagnostic {
    let (month, day) = (day.month, day.day);
    Diagnostic::warning(
        "date-doubtful",
        format!(
            "数字 `{month}.{day}` 按 {month}月{day}日 计，也可能是 {month}.{day}0（末尾的 0 被表格软件去掉）"
        ),
    )
    .at(origin)
    .value(format!("{month}.{day}"))
    .hint(format!("写成 {month}月{day}日 或 {month}月{day}0日"))
}

/// Says that an entry lacks what it cannot be used without.
pub(in crate::dossier) fn incomplete(lacks: &str, origin: &Origin) -> Diagnostic {
    Diagnostic::warning("incomplete-row", format!("这一行没有{lacks}，未计入"))
        .at(origin)
        .hint(format!("补上{lacks}，或删去这一行"))
}

/// Shows a share in a message, to one decimal.
pub(in crate::dossier) fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// Remembers entries already seen, to find rows entered twice.
#[derive(Default)]
pub(in crate::dossier) struct Seen {
    whole: BTreeMap<String, Origin>,
    alike: BTreeMap<String, Origin>,
}

impl Seen {
    /// Returns whether the same row stands before, in all columns but the number in front, and
    /// says so; remembers this one.
    pub(in crate::dossier) fn repeats(
        &mut self,
        record: Record<'_>,
        origin: &Origin,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> bool {
        let content = record.content();
        if let Some(before) = self.whole.get(&content) {
            diagnostics.push(duplicate(origin, before));
            return true;
        }
        self.whole.insert(content, origin.clone());
        false
    }

    /// Says of an entry that another has the same of what tells one from another, `what`, though
    /// other columns differ; both count.
    pub(in crate::dossier) fn liken(
        &mut self,
        what: &str,
        key: String,
        origin: &Origin,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if let Some(before) = self.alike.get(&key) {
            let message = format!("与 {before} 的{what}相同，其他栏不同，按两条计");
            diagnostics.push(
                Diagnostic::warning("similar-row", message)
                    .at(origin)
                    .hint("同一件事记了两行的，删去其中一行；确是两件事的不必改"),
            );
        } else {
            self.alike.insert(key, origin.clone());
        }
    }
}

/// Says that a row repeats an earlier one and is left out.
fn duplicate(origin: &Origin, before: &Origin) -> Diagnostic {
    Diagnostic::warning("duplicate-row", format!("与 {before} 完全相同，只计一次"))
        .at(origin)
        .hint("删去重复的一行；确是两次的请写明区别")
}
