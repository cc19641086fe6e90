//! 集中学习出勤明细表: one row a member, one column a session.
//!
//! With more than a few sessions it is wider than the type area, and so turned.

use std::ops::Range;

use crate::document::block::{Align, Attachment, Block, Column, Table};
use crate::document::format::month_day;
use crate::document::material::Material;
use crate::document::provenance::{Dated, Provenance};
use crate::document::sections::cells::{counted, position, rate, row_number};
use crate::document::text::Text;
use crate::document::wording::tables;
use crate::dossier::Mark;

/// How wide the table may be in millimetres: the type area's height.
const MAX_WIDTH: f64 = 225.0;
/// Columns beside the sessions: their heads and widths in millimetres.
const NUMBER: (&str, f64) = ("序号", 10.0);
const NAME: (&str, f64) = ("姓名", 18.0);
const POSITION: (&str, f64) = ("职务", 34.0);
const RESULTS: [(&str, f64); 3] = [("应到", 10.0), ("实到", 10.0), ("出勤率", 15.0)];
/// A session's column in millimetres: room for `24日` below its month, and no more than for a
/// day on one line.
const SESSION: (f64, f64) = (10.5, 14.0);

/// Returns the attachment, if the office asks for it; it names persons.
pub(crate) fn attendance(material: &Material<'_>) -> Option<Attachment> {
    let n = material.dossier.sessions.len();
    if n == 0 || material.dossier.members.is_empty() {
        return None;
    }
    let results: f64 = RESULTS.iter().map(|column| column.1).sum();
    let room = MAX_WIDTH - NUMBER.1 - NAME.1 - results;
    let with_position = n as f64 * SESSION.0 <= room - POSITION.1;
    let room = if with_position { room - POSITION.1 } else { room };
    // As many tables as it takes, alike in width.
    let n_tables = n.div_ceil((room / SESSION.0) as usize);
    let n_columns = n.div_ceil(n_tables);
    let width = (room / n_columns as f64).min(SESSION.1);
    let tables = (0..n).step_by(n_columns).map(|start| {
        let sessions = start..(start + n_columns).min(n);
        Block::Table(table(material, sessions, width, with_position))
    });
    let title = ["集中学习", "出勤", "明细表"].map(Text::from).to_vec();
    Some(Attachment { title, blocks: tables.collect() })
}

/// Returns the table of some sessions; the last one closes with the results.
fn table(material: &Material<'_>, sessions: Range<usize>, width: f64, with_position: bool) -> Table {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let is_last = sessions.end == dossier.sessions.len();
    let mut header: Vec<(Text, f64)> = Vec::new();
    let named = |(name, width): (&'static str, f64)| (Text::from(name), width);
    header.extend([NUMBER, NAME].map(named));
    header.extend(with_position.then_some(POSITION).map(named));
    header.extend(
        dossier.sessions[sessions.clone()]
            .iter()
            .map(|s| (Text::from(month_day(s.date, Dated::Record(s.origin.clone()))), width)),
    );
    if is_last {
        header.extend(RESULTS.map(named));
    }
    let align = |name: &str| if name == POSITION.0 { Align::Left } else { Align::Center };
    let columns = header.iter().map(|(name, width)| Column { width_mm: *width, align: align(name) });
    let columns = columns.collect();

    let members = dossier.counted_members().filter(|(_, m)| m.in_post_during(dossier.period));
    let rows = (1..).zip(members).map(|(n, (member, person))| {
        let mut row =
            vec![row_number(n), Text::of(person.name.as_str(), Provenance::Cell(person.origin.clone()))];
        if with_position {
            row.push(position(person));
        }
        row.extend(sessions.clone().map(|session| mark(material, member, session)));
        if is_last {
            let tally = &statistics.members[member].tally;
            row.extend([counted("应到", &tally.due), counted("实到", &tally.present), rate(tally)]);
        }
        row
    });
    let rows = rows.collect();
    let header = header.into_iter().map(|(name, _)| name).collect();
    Table { caption: None, columns, header, rows, note: is_last.then(|| tables::ATTENDANCE_NOTE.into()) }
}

/// Returns what the register says of a member in a session.
fn mark(material: &Material<'_>, member: usize, session: usize) -> Text {
    let mut entries = material.dossier.attendance.iter();
    match entries.find(|entry| entry.member == member && entry.session == session).map(|entry| entry.mark) {
        Some(Some(Mark::Present)) => "√".into(),
        Some(Some(mark)) if mark.is_due() => mark.name().into(),
        Some(None) => "空白".into(),
        _ => "—".into(),
    }
}
