//! Sentences on who came: over the period, by quarter, and to every session.

use crate::document::format::whole;
use crate::document::format::{self, MIN_PERCENT_OF, month_day};
use crate::document::material::Material;
use crate::document::piece::{Piece, Worth};
use crate::document::provenance::{Dated, Evidence, Provenance};
use crate::document::text::{Figure, Text, text};
use crate::document::wording::{counted, list};
use crate::dossier::{Form, Member, Session};
use crate::origin::Origin;
use crate::period::quarter_of;
use crate::statistics::{Key, SessionFigures, Tally, size};

/// The most days that are named one by one.
const MAX_DAYS: usize = 4;

/// Says who came, and who made up for it; `see` names the drawing of it.
pub(crate) fn attendance(material: &Material<'_>, see: Option<&Text>) -> Option<Piece> {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let count = |key| counted(statistics, key);
    let (due, present) = (count(Key::Due), count(Key::Present));
    if due == 0 || present == 0 {
        return None;
    }
    let is_marked = |session: &&SessionFigures| session.tally.due.len() > session.tally.unknown.len();
    let marked: Vec<Origin> = dossier
        .sessions
        .iter()
        .zip(&statistics.sessions)
        .filter(|(_, figures)| is_marked(figures))
        .map(|(session, _)| session.origin.clone())
        .collect();
    let is_whole = marked.len() == dossier.sessions.len();
    let mut text = Text::new();
    if !is_whole {
        text += text!(
            "有考勤记录的{}次学习",
            whole(marked.len(), Provenance::records("有考勤记录的学习", marked))
        );
    }
    text += if present == due && due.n >= MIN_PERCENT_OF {
        text!("应到{due}人次，全部到会")
    } else {
        text!("应到{due}人次，实到{present}人次")
    };
    // Whoever has no mark was neither there nor away, as far as anybody knows.
    let unknown = count(Key::Unknown);
    if unknown.n > 0 {
        text += text!("，另有{unknown}人次没有登记");
    }
    if statistics.count(Key::MadeUp) > 0 {
        text += text!("；未到会的，会后补学{}人次", count(Key::MadeUp));
    }
    if statistics.count(Key::Observers) > 0 {
        text += text!("；有关人员列席{}人次", count(Key::Observers));
    }
    let see = see.cloned().unwrap_or_default();
    Some(Piece::needed(text!("{text}。{see}")))
}

/// Tells the attendance of each quarter, where it has not fallen.
pub(crate) fn attendance_by_quarter(material: &Material<'_>) -> Option<Piece> {
    let dossier = material.dossier;
    let of_quarter =
        |quarter: u8| Tally::of(dossier, |entry| quarter_of(dossier.sessions[entry.session].date) == quarter);
    let tallies: Vec<(u8, Tally)> = dossier.period.quarters().map(|at| (at, of_quarter(at))).collect();
    let is_whole = |tally: &Tally| tally.unknown.is_empty() && size(tally.due.len()) >= MIN_PERCENT_OF;
    let rate = |tally: &Tally| tally.attendance_rate();
    let has_fallen = tallies.windows(2).any(|pair| {
        let ((n, of), (next, of_next)) = (rate(&pair[0].1), rate(&pair[1].1));
        next * of < n * of_next
    });
    if tallies.len() < 2 || has_fallen || !tallies.iter().all(|(_, tally)| is_whole(tally)) {
        return None;
    }
    let told: Vec<Text> = tallies
        .iter()
        .map(|(quarter, tally)| {
            let (n, of) = rate(tally);
            let evidence = Evidence { value: None, n: Some(n), of: Some(of), origins: tally.due.clone() };
            let percent = format::percent(n, of, Provenance::Count("一个季度的出勤率", evidence.into()));
            text!("{}季度{percent}", format::numeral(usize::from(*quarter)))
        })
        .collect();
    Some(Piece::new(text!("出勤率{}。", list(&told)), Worth::Routine))
}

/// The fewest members of whom it is told that they missed nothing.
const MIN_CONSTANT: usize = 3;

/// Counts the members who came to every session; where all did, that is told of them all.
pub(crate) fn constant(material: &Material<'_>) -> Option<Piece> {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let n_sessions = dossier.sessions.len();
    let in_post = dossier.counted_members().filter(|(_, member)| member.in_post_during(dossier.period));
    let members: Vec<(usize, &Member)> = in_post.collect();
    let is_constant = |(at, _): &&(usize, &Member)| statistics.members[*at].tally.present.len() == n_sessions;
    let constant: Vec<Origin> =
        members.iter().filter(is_constant).map(|(_, member)| member.origin.clone()).collect();
    if size(n_sessions) < MIN_PERCENT_OF || !(MIN_CONSTANT..members.len()).contains(&constant.len()) {
        return None;
    }
    let n = whole(constant.len(), Provenance::records("每次学习都到会的成员", constant));
    Some(Piece::new(text!("{n}名成员参加了{}的每次学习。", dossier.period.part_name()), Worth::Routine))
}

/// Names the sessions to which all came, where not all came to all and no seminar is told as such.
pub(crate) fn all_came(material: &Material<'_>) -> Option<Piece> {
    let (dossier, statistics) = (material.dossier, material.statistics);
    let is_full = |figures: &SessionFigures| {
        let (n, of) = figures.tally.attendance_rate();
        n == of && of >= MIN_PERCENT_OF
    };
    let all = dossier.sessions.iter().zip(&statistics.sessions);
    let full: Vec<&Session> =
        all.filter(|(_, figures)| is_full(figures)).map(|(session, _)| session).collect();
    let is_told = full.iter().any(|session| session.form == Some(Form::Seminar));
    if is_told || full.len() == dossier.sessions.len() || !(1..=MAX_DAYS).contains(&full.len()) {
        return None;
    }
    let day = |session: &&Session| month_day(session.date, Dated::Record(session.origin.clone()));
    let days: Vec<Figure> = full.iter().map(day).collect();
    Some(Piece::new(text!("{}的学习，成员全部到会。", list(&days)), Worth::Further))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;

    /// Six people's marks at six sessions, two of them in the second quarter.
    fn marks(rows: [&str; 6]) -> String {
        let days = "1月5日,1月6日,2月5日,3月5日,4月5日,5月5日";
        let named = ["甲一", "乙二", "丙三", "丁四", "戊五", "己六"].into_iter().zip(rows);
        let rows: Vec<String> = named
            .map(|(name, row)| {
                let marks: Vec<String> = row.chars().map(String::from).collect();
                format!("{name},成员,{}\n", marks.join(","))
            })
            .collect();
        format!("姓名,职务,{days}\n{}", rows.concat())
    }

    fn told(piece: Option<Piece>) -> String {
        piece.map_or(String::new(), |piece| piece.text.to_string())
    }

    #[test]
    fn attendance_is_told_by_quarter_where_it_has_not_fallen() {
        let check = |rows, expected: &str| {
            let case = Case::new(&[("考勤表.csv", &marks(rows))]);
            assert_eq!(told(attendance_by_quarter(&case.material())), expected);
        };
        // 23 of 24, and 12 of 12.
        let good = ["√√√√√√", "√√√√√√", "√√√√√√", "√√√√√√", "√√√√√√", "假√√√√√"];
        check(good, "出勤率一季度95.8%、二季度100%。");
        check(["√√√√√√", "√√√√√√", "√√√√√√", "√√√√√√", "√√√√√√", "√√√√√假"], "");
        // Nobody knows of a quarter with a blank.
        check(["√√√√√√", "√√√√√√", "√√√√√√", "√√√√√√", "√√√√√√", "假√　√√√"], "");
    }

    #[test]
    fn several_who_missed_nothing_are_counted() {
        let check = |rows, expected: &str| {
            let case = Case::new(&[("考勤表.csv", &marks(rows))]);
            assert_eq!(told(constant(&case.material())), expected);
        };
        let all = "√√√√√√";
        check([all, all, "迟√√√√√", "假√√√√√", "公√√√√√", "补√√√√√"], "3名成员参加了上半年的每次学习。");
        check([all, all, "假√√√√√", "假√√√√√", "假√√√√√", "假√√√√√"], "");
        check([all; 6], "");
    }

    #[track_caller]
    fn check_attendance(marks: &[&str], expected: &str) {
        let rows: Vec<String> = marks
            .iter()
            .zip("甲乙丙丁戊".chars())
            .map(|(mark, name)| format!("{name}一,成员,{mark}\n"))
            .collect();
        let sheet = format!("姓名,职务,1月5日\n{}", rows.concat());
        let case = Case::new(&[("考勤表.csv", &sheet)]);
        let found = attendance(&case.material(), None).map_or(String::new(), |piece| piece.text.to_string());
        assert_eq!(found, expected);
    }

    #[test]
    fn who_came() {
        check_attendance(&["√", "√", "迟", "√", "√"], "应到5人次，全部到会。");
        check_attendance(&["√", "补", "×"], "应到3人次，实到1人次；未到会的，会后补学1人次。");
        check_attendance(&["√", "√"], "应到2人次，实到2人次。");
        check_attendance(&["×", "×"], "");
    }

    #[test]
    fn that_there_is_a_register_is_not_told_beside_its_figures() {
        let case = Case::new(&[("考勤表.csv", "姓名,职务,1月5日,2月5日\n甲一,书记,√,√\n乙二,委员,√,×")]);
        let told = attendance(&case.material(), None).map(|piece| piece.text.to_string());
        assert_eq!(told.as_deref(), Some("应到4人次，实到3人次。"));
    }
}
