//! The days of an attendance register, settled once its year is known.

use time::Date;

use crate::diagnostic::Diagnostic;
use crate::dossier::attendance::marks::{Column, Layout, MAX_MARKS, Marks};
use crate::dossier::tables::notes;
use crate::dossier::tables::table::{bad_date, day_of_range, doubtful_day};
use crate::origin::Origin;
use crate::workbook::Value;

impl Marks<'_> {
    /// Settles the days with the year that the sheet belongs to; leaves out those that no
    /// calendar has.
    pub(in crate::dossier) fn settle(&mut self, year: Option<i32>, diagnostics: &mut Vec<Diagnostic>) {
        if self.is_grid() && self.rows.len().saturating_mul(self.columns.len()) > MAX_MARKS {
            let found = format!("{} 人、{} 次", self.rows.len(), self.columns.len());
            diagnostics.push(
                Diagnostic::error("too-large", format!("考勤表超过上限（发现 {found}），未使用"))
                    .at(&self.source.place)
                    .hint("删去空白的行和列，或拆成几张表"),
            );
            self.columns.clear();
            return;
        }
        let dates: Vec<Option<Date>> =
            self.columns.iter().map(|column| column.day.first.complete(year)).collect();
        for (column, date) in self.columns.iter_mut().zip(&dates) {
            match date {
                Some(date) => column.date = *date,
                None => {
                    let day = column.day.first;
                    diagnostics.push(bad_date(&format!("{}月{}日", day.month, day.day), &column.origin));
                }
            }
        }
        for column in self.columns.iter().filter(|column| column.day.first.complete(year).is_some()) {
            say_of_day(column, diagnostics);
        }
        self.note_serials(diagnostics);
        if dates.iter().all(Option::is_some) {
            return;
        }
        // The cells of entries name sessions by position, so the positions move along.
        let mut kept = 0;
        let places: Vec<Option<usize>> = dates
            .iter()
            .map(|date| {
                date.map(|_| {
                    kept += 1;
                    kept - 1
                })
            })
            .collect();
        if let Layout::Cells(cells) = &mut self.layout {
            let moved = std::mem::take(cells).into_iter();
            let moved = moved.filter_map(|((person, column), cell)| Some(((person, places[column]?), cell)));
            *cells = moved.collect();
        }
        let said = std::mem::take(&mut self.said).into_iter();
        self.said =
            said.filter_map(|((person, column), said)| Some(((person, places[column]?), said))).collect();
        let mut places = places.into_iter();
        self.columns.retain(|_| places.next().flatten().is_some());
    }

    /// Notes once that days are written as the numbers that spreadsheets store.
    fn note_serials(&self, diagnostics: &mut Vec<Diagnostic>) {
        let serials: Vec<&Column> = self.columns.iter().filter(|column| column.day.serial).collect();
        let Some(first) = serials.first() else { return };
        let found = self.source.get(first.origin.row, first.origin.col).map(Value::text).unwrap_or_default();
        let origins: Vec<Origin> = serials.iter().map(|column| column.origin.clone()).collect();
        if let Some(spot) = notes::span(&origins) {
            diagnostics.push(notes::serials(self.source, &found, first.date, spot));
        }
    }
}

/// Says of a day that it was one of several, or may lack a zero.
fn say_of_day(column: &Column, diagnostics: &mut Vec<Diagnostic>) {
    if let Some(last) = column.day.last {
        diagnostics.push(day_of_range(column.date, last, &column.origin));
    }
    if column.day.doubtful {
        diagnostics.push(doubtful_day(column.day.first, &column.origin));
    }
}
