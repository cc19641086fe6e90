//! What is said of an attendance register as it was read: assumptions, placeholders, entries
//! without a day, and those that say the same thing twice.

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::{Marks, Reading};
use crate::dossier::tables::notes;
use crate::dossier::tables::table::{bad_date, placeholder};
use crate::dossier::writing::clock;
use crate::dossier::writing::mark::Mark;
use crate::dossier::writing::vocabulary::Register;
use crate::origin::Origin;
use crate::text::is_placeholder;
use crate::workbook::Value;

/// Who signs in so long after the beginning is named.
const LATE_MINUTES: u32 = 30;
/// A mark of presence that says no more.
const PRESENT: Reading = Reading::Mark(Mark::Present, None);

impl Marks<'_> {
    /// Says of topics and names that they still hold a placeholder.
    pub(in crate::dossier) fn report_placeholders(&self, diagnostics: &mut Vec<Diagnostic>) {
        let topics = self.columns.iter().map(|column| &column.topic);
        let facts = self.columns.iter().filter_map(|column| column.facts.as_deref());
        let facts = facts.flat_map(|facts| [&facts.place, &facts.form, &facts.host, &facts.speakers]);
        for field in topics.chain(facts) {
            if let (Some(text), Some(origin)) = (&field.value, &field.origin)
                && is_placeholder(text)
            {
                diagnostics.push(placeholder(text, origin));
            }
        }
        for row in self.rows.iter().filter(|row| is_placeholder(&row.name)) {
            diagnostics.push(placeholder(&row.name, &row.origin));
        }
    }

    /// Returns the columns that a person says are of days and whose day nothing tells.
    pub(in crate::dossier) fn undated_columns(&self) -> impl Iterator<Item = u32> {
        self.undated.iter().filter(|_| self.is_grid()).map(|(_, col)| *col)
    }

    /// Says which entries have no day, and which say the same thing twice.
    pub(in crate::dossier) fn report_entries(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (row, col) in &self.undated {
            let origin = self.source.origin(*row, *col);
            if self.register == Register::SignIn {
                diagnostics.push(
                    Diagnostic::error("bad-date", "这张签到表没有写明学习日期，未使用")
                        .at(&self.source.place)
                        .hint("在表头写明，如 时间：2020年3月5日"),
                );
                continue;
            }
            let found = self.source.shown(*row, *col).map(Value::text).unwrap_or_default();
            diagnostics.push(bad_date(&found, &origin));
        }
        let punches: Vec<Origin> = self.punches.iter().map(|at| self.origin(*at)).collect();
        if let Some(spot) = notes::span(&punches) {
            let message = format!("同一人同一天有几次签到时间，按一次计，另有 {} 行未再计入", punches.len());
            diagnostics.push(Diagnostic::note("punches-joined", message).at(spot));
        }
        for (_, _, cell, before) in &self.repeated {
            let (origin, before) = (self.origin(cell.mark), self.origin(before.mark));
            diagnostics.push(
                Diagnostic::warning(
                    "duplicate-row",
                    format!("同一人同一次学习已有一行（{before}），这一行未计入"),
                )
                .at(&origin)
                .hint("删去重复的一行"),
            );
        }
    }

    /// Says what was wrong with lists of names, and where a list and a person's own cell differ.
    pub(in crate::dossier) fn report_lists(&self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.extend(self.faults.iter().cloned());
        for ((person, column), said) in &self.said {
            let (Reading::Mark(own, _), Reading::Mark(listed, _)) =
                (self.read_cell(*person, *column), &said.reading)
            else {
                continue;
            };
            if own.is_present() != listed.is_present() {
                let name = &self.rows[*person].name;
                let (own, listed) = (own.name(), listed.name());
                let message = format!(
                    "`{name}` 签的是{own}，名单（{}）写的是{listed}，以前者为准",
                    self.origin(said.at).a1()
                );
                diagnostics.push(
                    Diagnostic::warning("mark-conflict", message)
                        .at(&self.cell(*person, *column))
                        .hint("核对两处，改正其中之一"),
                );
            }
        }
    }

    /// Notes of each session who signed in long after the beginning that the sheet states; such
    /// are counted as there all the same.
    pub(in crate::dossier) fn note_late(&self, diagnostics: &mut Vec<Diagnostic>) {
        for (at, column) in self.columns.iter().enumerate() {
            if !self.is_grid() && column.facts.is_none() {
                continue;
            }
            let head = self.source.get(column.origin.row, column.origin.col).map(Value::text);
            let Some(start) = head.and_then(|head| clock::read(&head)).map(|clock| clock.minutes) else {
                continue;
            };
            let is_late = |person: &usize| {
                let signed = self.signed_at(*person, at);
                signed.is_some_and(|signed| signed >= start + LATE_MINUTES)
                    && self.read(*person, at) == PRESENT
            };
            let late: Vec<Origin> =
                (0..self.rows.len()).filter(is_late).map(|person| self.cell(person, at)).collect();
            let Some(spot) = notes::span(&late) else { continue };
            let message = format!(
                "{} 人的签到时间比开始时间（{}:{:02}）晚 {LATE_MINUTES} 分钟以上，仍按出勤计",
                late.len(),
                start / 60,
                start % 60
            );
            diagnostics.push(
                Diagnostic::note("signed-late", message).at(spot).hint("按迟到处理的，在时间前写 迟到"),
            );
        }
    }

    /// Says once a sheet where the header was found and which rows were not read as persons.
    pub(in crate::dossier) fn note_assumptions(&self, diagnostics: &mut Vec<Diagnostic>) {
        notes::header_row(self.source, self.header, diagnostics);
        notes::skipped(self.source, &self.skipped, diagnostics);
        let filled = [&self.filled[..], &self.merged_marks()].concat();
        notes::filled(self.source, &filled, diagnostics);
    }
}
