//! The quarters of a whole year side by side.

use std::ops::RangeInclusive;

use crate::document::block::{Align, Block, Column, Table};
use crate::document::material::Material;
use crate::document::numbering::Numbering;
use crate::document::sections::cells::{counted, rate};
use crate::document::text::{Figure, Text};
use crate::document::wording::quarters;
use crate::dossier::{Dossier, EssayKind, Form, Register};
use crate::origin::Origin;
use crate::period::{Part, quarter_of};
use crate::statistics::Tally;

/// Widths of the columns in millimetres: what is counted, each quarter, the year.
const WIDTHS: (f64, f64, f64) = (50.0, 21.0, 22.0);

/// Returns the table and the sentence that refers to it; nothing unless the period is a year in
/// which there was a session.
pub(crate) fn blocks(material: &Material<'_>, numbering: &mut Numbering) -> Vec<Block> {
    let dossier = material.dossier;
    if dossier.period.part != Part::Year || dossier.sessions.is_empty() {
        return Vec::new();
    }
    let number = numbering.table();
    vec![Block::Paragraph(quarters::refer(&number)), Block::Table(table(dossier, &number))]
}

/// Counts what happened in some quarters.
type Cell<'a> = Box<dyn Fn(RangeInclusive<u8>) -> Text + 'a>;

fn table(dossier: &Dossier, number: &Figure) -> Table {
    let (head, quarter, year) = WIDTHS;
    let widths = [head, quarter, quarter, quarter, quarter, year];
    let columns = widths
        .into_iter()
        .enumerate()
        .map(|(at, width_mm)| Column { width_mm, align: if at == 0 { Align::Left } else { Align::Center } });
    let all = dossier.period.quarters();
    let row = |(name, cell): (&'static str, Cell<'_>)| {
        let quarters = all.clone().map(|quarter| cell(quarter..=quarter));
        std::iter::once(Text::from(name)).chain(quarters).chain([cell(all.clone())]).collect()
    };
    let undated: Vec<Origin> =
        essays(dossier).filter(|(date, _)| date.is_none()).map(|(_, cell)| cell).collect();
    let records = dossier.oversight.iter().filter(|record| !record.date.is_known());
    let records: Vec<Origin> = records.map(|record| record.origin.clone()).collect();
    Table {
        caption: Some(quarters::caption(number)),
        columns: columns.collect(),
        header: quarters::header(all.clone()),
        rows: rows(dossier).into_iter().map(row).collect(),
        note: quarters::note(&undated, &records),
    }
}

/// Returns what is counted, as far as its register is there.
fn rows(dossier: &Dossier) -> Vec<(&'static str, Cell<'_>)> {
    let sessions = |is_seminar: bool| {
        move |quarters: RangeInclusive<u8>| {
            let held = dossier.sessions.iter().filter(|session| quarters.contains(&quarter_of(session.date)));
            let held = held.filter(|session| !is_seminar || session.form == Some(Form::Seminar));
            let cells: Vec<Origin> = held.map(|session| session.origin.clone()).collect();
            counted("集中学习", &cells)
        }
    };
    let tally = |quarters: RangeInclusive<u8>| {
        Tally::of(dossier, |entry| quarters.contains(&quarter_of(dossier.sessions[entry.session].date)))
    };
    let is_whole = |quarters: &RangeInclusive<u8>| *quarters == dossier.period.quarters();
    let mut rows: Vec<(&'static str, Cell<'_>)> = vec![("集中学习（次）", Box::new(sessions(false)))];
    if dossier.sessions.iter().any(|session| session.form_text.origin.is_some()) {
        // A session without a form may have been one, too.
        let name = match dossier.sessions.iter().any(|session| session.form.is_none()) {
            true => "其中登记为专题研讨（次）",
            false => "其中专题研讨（次）",
        };
        rows.push((name, Box::new(sessions(true))));
    }
    rows.push(("应到（人次）", Box::new(move |quarters| counted("应到", &tally(quarters).due))));
    rows.push(("实到（人次）", Box::new(move |quarters| counted("实到", &tally(quarters).present))));
    rows.push(("出勤率", Box::new(move |quarters| rate(&tally(quarters)))));
    if dossier.has(Register::Essays) {
        rows.push((
            "心得体会和理论文章（篇）",
            Box::new(move |quarters| {
                let within =
                    |date: Option<u8>| date.map_or(is_whole(&quarters), |date| quarters.contains(&date));
                let cells: Vec<Origin> =
                    essays(dossier).filter(|(date, _)| within(*date)).map(|(_, cell)| cell).collect();
                counted("心得体会和理论文章", &cells)
            }),
        ));
    }
    if dossier.has(Register::Oversight) {
        rows.push((
            "督学、评学、考学（条）",
            Box::new(move |quarters| {
                let within =
                    |date: Option<u8>| date.map_or(is_whole(&quarters), |date| quarters.contains(&date));
                let records = dossier.oversight.iter();
                let records = records.filter(|record| within(record.date.value.map(quarter_of)));
                let cells: Vec<Origin> = records.map(|record| record.origin.clone()).collect();
                counted("督学评学考学记录", &cells)
            }),
        ));
    }
    rows
}

/// Returns the quarter in which each essay and article was handed in, with its cell.
fn essays(dossier: &Dossier) -> impl Iterator<Item = (Option<u8>, Origin)> + '_ {
    let written = dossier.essays.iter().filter(|essay| essay.kind != EssayKind::Report);
    written.map(|essay| (essay.submitted.value.map(quarter_of), essay.origin.clone()))
}
