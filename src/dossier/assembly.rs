//! Puts the registers together: every sheet read by what it is, then joined into one dossier.

use std::sync::Arc;

use time::Date;

use crate::diagnostic::{Diagnostic, Warned};
use crate::dossier::attendance::{Marks, PersonRow, doubled};
use crate::dossier::roster::role_of_position;
use crate::dossier::table::{Seen, Table};
use crate::dossier::value::plain_topic;
use crate::dossier::{
    Attendance, Dossier, Essay, Field, Mark, Member, Register, Role, Session, attendance, calendar, checks,
    essays, header, oversight, plan, research, roster, sessions,
};
use crate::origin::{Origin, Place};
use crate::period::Period;
use crate::workbook::{Sheet, Workbook};

/// Why there is no dossier to be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AssembleError {
    /// No sheet is an attendance register.
    #[error("没有找到考勤表（应有一张以姓名为行、学习日期为列的工作表）")]
    NoAttendance,
    /// There is one, but nothing tells the year of its days.
    #[error("考勤表的日期没有年份，无法判断是哪个期间")]
    NoPeriod,
}

/// The sheets of a unit by what they are.
#[derive(Default)]
struct Sorted<'a> {
    attendance: Vec<Marks<'a>>,
    tables: Vec<Table<'a>>,
}

/// Assembles the records of one unit; without a period, the one most sessions lie in.
pub fn assemble(
    workbooks: &[Workbook],
    unit: &str,
    period: Option<Period>,
) -> Warned<Result<Dossier, AssembleError>> {
    let mut diagnostics = Vec::new();
    let output = assemble_into(workbooks, unit, period, &mut diagnostics);
    Warned { output, diagnostics }
}

fn assemble_into(
    workbooks: &[Workbook],
    unit: &str,
    period: Option<Period>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Dossier, AssembleError> {
    let period = match period.or_else(|| calendar::likely_period(workbooks)) {
        Some(likely) => {
            if period.is_none() {
                let note = format!("没有指定期间，按多数学习日期取 {likely}");
                diagnostics
                    .push(Diagnostic::note("period-guessed", note).hint("用 --period 或配置项 period 指定"));
            }
            likely
        }
        None => return Err(no_period(workbooks, diagnostics)),
    };

    // 1. Tell the registers apart.
    let mut sorted = sort(workbooks, period, diagnostics);
    if sorted.attendance.is_empty() {
        return Err(no_attendance(workbooks, diagnostics));
    }
    let registers = registers(&sorted);

    // 2. Read each register by itself.
    let mut members = Vec::new();
    let mut session_list = Vec::new();
    let mut essay_list = Vec::new();
    let mut plan_rows = Vec::new();
    let mut topics = Vec::new();
    let mut records = Vec::new();
    let mut seen_essays = Seen::default();
    for table in &sorted.tables {
        match table.header.register {
            Register::Roster => roster::read(table, &mut members, diagnostics),
            Register::Sessions => session_list.extend(sessions::read(table, diagnostics)),
            Register::Essays => essay_list.extend(essays::read(table, &mut seen_essays, diagnostics)),
            Register::Plan => plan_rows.extend(plan::read(table, period, diagnostics)),
            Register::Research => topics.extend(research::read(table, period, diagnostics)),
            Register::Oversight => records.extend(oversight::read(table, diagnostics)),
            Register::Attendance => {}
        }
    }
    read_legends(&mut sorted.attendance, diagnostics);
    if members.is_empty() {
        members = members_of(&sorted.attendance);
    }

    // 3. Join them: sessions by day, marks by person and session, essays by author and topic.
    keep_in_period(period, &mut session_list, |session| Some((session.date, &session.origin)), diagnostics);
    let marked_columns = join_sessions(&sorted.attendance, period, &mut session_list, diagnostics);
    let attendance = join_marks(&sorted.attendance, &marked_columns, &members, &session_list, diagnostics);
    keep_in_period(
        period,
        &mut essay_list,
        |essay| Some((essay.submitted.value?, &essay.origin)),
        diagnostics,
    );
    link_essays(&mut essay_list, &members, &session_list, diagnostics);
    keep_in_period(period, &mut records, |record| Some((record.date.value?, &record.origin)), diagnostics);

    for register in Register::ALL {
        if !registers.iter().any(|(found, _)| *found == register) {
            let message = format!("没有找到{register}，有关内容按未提供数据处理");
            diagnostics.push(Diagnostic::note("missing-register", message));
        }
    }
    let dossier = Dossier {
        unit: unit.to_string(),
        period,
        registers,
        members,
        sessions: session_list,
        attendance,
        essays: essay_list,
        plan: plan_rows,
        research: topics,
        oversight: records,
    };

    // 4. Compare what they say of the same thing.
    checks::contradictions(&dossier, diagnostics);
    Ok(dossier)
}

/// Says why no period can be told: no register at all, or none that names a year.
fn no_period(workbooks: &[Workbook], diagnostics: &mut Vec<Diagnostic>) -> AssembleError {
    let sheets = || workbooks.iter().flat_map(|workbook| &workbook.sheets);
    let Some(sheet) = sheets().find(|sheet| attendance::find(sheet, Some(2000)).is_some()) else {
        return no_attendance(workbooks, diagnostics);
    };
    let error = AssembleError::NoPeriod;
    diagnostics.push(
        Diagnostic::error("period-unknown", error.to_string())
            .at(&sheet.place)
            .hint("用 --period 指定（如 2020H1），或在表的标题里写明年份"),
    );
    error
}

fn no_attendance(workbooks: &[Workbook], diagnostics: &mut Vec<Diagnostic>) -> AssembleError {
    let files: Vec<_> = workbooks.iter().map(|workbook| workbook.place.file.as_str()).collect();
    let hint = if files.is_empty() {
        "文件夹里没有可读的电子表格".to_string()
    } else {
        format!("已读取：{}", files.join("、"))
    };
    let error = AssembleError::NoAttendance;
    diagnostics.push(Diagnostic::error("no-attendance", error.to_string()).hint(hint));
    error
}

/// Tells for each sheet which register it is; names those that are none.
fn sort<'a>(workbooks: &'a [Workbook], period: Period, diagnostics: &mut Vec<Diagnostic>) -> Sorted<'a> {
    let mut sorted = Sorted::default();
    for sheet in workbooks.iter().flat_map(|workbook| &workbook.sheets) {
        if sheet.rows.is_empty() {
            continue;
        }
        let year = calendar::stated_year(sheet);
        if let Some(marks) = attendance::find(sheet, year.or(Some(period.year))) {
            sorted.attendance.push(marks);
        } else if let Some(header) = header::find(sheet) {
            // A plan may run on into the next year; the others stay within the period's.
            let year = if header.register == Register::Plan { year } else { year.or(Some(period.year)) };
            sorted.tables.push(Table { sheet, header, year });
        } else {
            diagnostics.push(unknown_sheet(sheet));
        }
    }
    sorted
}

fn unknown_sheet(sheet: &Sheet) -> Diagnostic {
    Diagnostic::warning("unknown-sheet", "没有认出这是哪种登记表，内容未使用")
        .at(&sheet.place)
        .hint("检查表头用词；与本期学习无关的可以不管")
}

/// Lists which register was read from which sheet, in file order.
fn registers(sorted: &Sorted<'_>) -> Vec<(Register, Arc<Place>)> {
    let attendance = sorted.attendance.iter().map(|marks| (Register::Attendance, marks.sheet.place.clone()));
    let tables = sorted.tables.iter().map(|table| (table.header.register, table.sheet.place.clone()));
    let mut registers: Vec<_> = attendance.chain(tables).collect();
    registers.sort_by(|a, b| a.1.cmp(&b.1));
    registers
}

/// Reads all legends; a sheet without one takes that of its file's first sheet that has.
fn read_legends(sheets: &mut [Marks<'_>], diagnostics: &mut Vec<Diagnostic>) {
    for marks in sheets.iter_mut() {
        marks.read_legend(diagnostics);
    }
    for at in 0..sheets.len() {
        if sheets[at].legend.is_empty() {
            let file = &sheets[at].sheet.place.file;
            let same = sheets.iter().find(|m| m.sheet.place.file == *file && !m.legend.is_empty());
            if let Some(legend) = same.map(|marks| marks.legend.clone()) {
                sheets[at].legend = legend;
            }
        }
        sheets[at].report_undated(diagnostics);
    }
}

/// Makes the roster from the attendance register's own rows.
fn members_of(sheets: &[Marks<'_>]) -> Vec<Member> {
    let mut members: Vec<Member> = Vec::new();
    for row in sheets.iter().flat_map(|marks| &marks.rows) {
        if !members.iter().any(|member| member.name == row.name) {
            members.push(Member {
                name: row.name.clone(),
                role: role_of_position(row.position.text()),
                position: row.position.clone(),
                duty: Field::default(),
                from: None,
                until: None,
                origin: row.origin.clone(),
            });
        }
    }
    // A group has one head. Where several posts read like one, the first listed is it.
    let mut heads = members.iter_mut().filter(|member| member.role == Role::Leader);
    if heads.next().is_some() {
        heads.for_each(|member| member.role = Role::Member);
    }
    members
}

/// Leaves out what is dated outside the period, saying so of each.
fn keep_in_period<T>(
    period: Period,
    items: &mut Vec<T>,
    dated: impl Fn(&T) -> Option<(Date, &Origin)>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    items.retain(|item| match dated(item) {
        Some((date, origin)) if !period.contains(date) => {
            diagnostics.push(outside(period, date, origin));
            false
        }
        _ => true,
    });
}

fn outside(period: Period, date: Date, origin: &Origin) -> Diagnostic {
    Diagnostic::warning("date-outside-period", format!("日期 {date} 不在本期（{period}）内，未计入"))
        .at(origin)
        .value(date.to_string())
        .hint("核对日期；确属本期的请改正")
}

/// Where an attendance column's session stands in the list: sheet, column, session.
type ColumnSession = (usize, usize, usize);

/// Matches the columns of the attendance register with the sessions, adding those that the
/// session register does not have.
fn join_sessions(
    sheets: &[Marks<'_>],
    period: Period,
    list: &mut Vec<Session>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<ColumnSession> {
    let mut joined = Vec::new();
    let mut keys: Vec<(usize, usize, Origin)> = Vec::new();
    for (s, marks) in sheets.iter().enumerate() {
        for (c, column) in marks.columns.iter().enumerate() {
            if !period.contains(column.date) {
                diagnostics.push(outside(period, column.date, &column.origin));
                continue;
            }
            let same_day = |session: &&mut Session| session.date == column.date && !session.marked;
            let same_topic = |session: &Session| {
                let (a, b) = (plain_topic(session.topic.text()), plain_topic(column.topic.text()));
                a.contains(&b) || b.contains(&a)
            };
            // Two sessions of one day are told apart by topic, else taken in order.
            let mut candidates: Vec<&mut Session> = list.iter_mut().filter(same_day).collect();
            let at = candidates.iter().position(|session| same_topic(session)).unwrap_or(0);
            let origin = match candidates.get_mut(at) {
                Some(session) => {
                    session.marked = true;
                    if !session.topic.is_known() {
                        session.topic = column.topic.clone();
                    }
                    session.origin.clone()
                }
                None => {
                    list.push(session_of_column(column));
                    column.origin.clone()
                }
            };
            keys.push((s, c, origin));
        }
    }
    list.sort_by(|a, b| (a.date, &a.origin).cmp(&(b.date, &b.origin)));
    for (s, c, origin) in keys {
        if let Some(at) = list.iter().position(|session| session.origin == origin) {
            joined.push((s, c, at));
        }
    }
    joined
}

/// Makes a session of which only the attendance register knows.
fn session_of_column(column: &attendance::Column) -> Session {
    Session {
        date: column.date,
        origin: column.origin.clone(),
        topic: column.topic.clone(),
        content: Field::default(),
        place: Field::default(),
        form_text: Field::default(),
        form: None,
        host: Field::default(),
        speakers: Field::default(),
        lecturer: Field::default(),
        hours: Field::default(),
        follow_up: Field::default(),
        joint: Field::default(),
        review: Field::default(),
        stated: crate::dossier::HeadCounts::default(),
        registered: false,
        marked: true,
    }
}

/// Reads every mark, person by person and session by session.
fn join_marks(
    sheets: &[Marks<'_>],
    columns: &[ColumnSession],
    members: &[Member],
    sessions: &[Session],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Attendance> {
    let mut out = Vec::new();
    for (s, marks) in sheets.iter().enumerate() {
        for (row, before) in doubled(&marks.rows) {
            diagnostics.push(
                Diagnostic::error(
                    "duplicate-member",
                    format!("`{}` 在本表已有一行（{}），这一行未计入", row.name, before.origin.a1()),
                )
                .at(&row.origin)
                .value(row.name.clone())
                .hint("删去重复的一行；同名的两人请在姓名后加注"),
            );
        }
        let mut done: Vec<&str> = Vec::new();
        for row in &marks.rows {
            if done.contains(&row.name.as_str()) {
                continue;
            }
            done.push(&row.name);
            let Some(at) = members.iter().position(|member| member.name == row.name) else {
                diagnostics.push(checks::unknown_member(
                    &row.name,
                    &row.origin,
                    members,
                    "这一行的考勤未计入",
                ));
                continue;
            };
            for (_, c, session) in columns.iter().filter(|(sheet, ..)| *sheet == s) {
                let column = &marks.columns[*c];
                let date = sessions[*session].date;
                if let Some(mark) = read_mark(marks, row, column, &members[at], date, diagnostics) {
                    let origin = marks.sheet.origin(row.row, column.col);
                    out.push(Attendance { member: at, session: *session, mark: mark.value, origin });
                }
            }
        }
        report_missing_rows(marks, members, sessions, columns, s, diagnostics);
    }
    out
}

/// A mark that was read: absent where the cell is blank or unreadable.
struct MarkRead {
    value: Option<Mark>,
}

/// Reads one mark; nothing where the person is not concerned.
fn read_mark(
    marks: &Marks<'_>,
    row: &PersonRow,
    column: &attendance::Column,
    member: &Member,
    date: Date,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<MarkRead> {
    let origin = marks.sheet.origin(row.row, column.col);
    let text = marks.cell(row, column).map(|value| value.text());
    let in_post = member.in_post(date);
    let Some(text) = text else {
        // A blank says nothing of somebody who was not due anyway.
        if !in_post || !member.role.counts() {
            return None;
        }
        diagnostics.push(
            Diagnostic::warning("blank-mark", format!("{date} 这次学习没有考勤标记，按数据缺项处理"))
                .at(&origin)
                .hint("补上标记；没有标记的不会算作出勤"),
        );
        return Some(MarkRead { value: None });
    };
    let Some(mark) = marks.legend.read(&text) else {
        let found = text.trim();
        diagnostics.push(
            Diagnostic::error(
                "unknown-mark",
                format!("出勤标记 `{found}` 不在图例中（应为 {} 之一）", marks.legend.signs()),
            )
            .at(&origin)
            .value(found)
            .hint("改成图例中的标记，或在图例中补充说明"),
        );
        return Some(MarkRead { value: None });
    };
    if !in_post {
        if mark != Mark::NotInPost {
            diagnostics.push(
                Diagnostic::warning(
                    "mark-outside-term",
                    format!("{date} 不在任职期内，标记 `{}` 未计入", text.trim()),
                )
                .at(&origin)
                .value(text.trim())
                .hint("核对成员名单中的任职起止"),
            );
        }
        return None;
    }
    Some(MarkRead { value: Some(mark) })
}

/// Names counted members in post who have no row on a sheet that has sessions of the period.
fn report_missing_rows(
    marks: &Marks<'_>,
    members: &[Member],
    sessions: &[Session],
    columns: &[ColumnSession],
    sheet: usize,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let dates: Vec<Date> =
        columns.iter().filter(|(s, ..)| *s == sheet).map(|(_, _, session)| sessions[*session].date).collect();
    for member in members.iter().filter(|member| member.role.counts()) {
        let due = dates.iter().any(|date| member.in_post(*date));
        if due && !marks.rows.iter().any(|row| row.name == member.name) {
            diagnostics.push(
                Diagnostic::warning(
                    "unknown-member",
                    format!("成员名单中的 `{}` 在本表没有一行，其考勤未计入", member.name),
                )
                .at(&marks.sheet.place)
                .value(member.name.clone())
                .hint("在考勤表中补上这一行，或核对成员名单"),
            );
        }
    }
}

/// Links each essay to its author and to the session whose topic it answers.
fn link_essays(
    essays: &mut [Essay],
    members: &[Member],
    sessions: &[Session],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let topics: Vec<String> = sessions.iter().map(|session| plain_topic(session.topic.text())).collect();
    for essay in essays {
        essay.member = members.iter().position(|member| member.name == essay.author);
        if essay.member.is_none() {
            diagnostics.push(checks::unknown_member(
                &essay.author,
                &essay.origin,
                members,
                "篇数照计，不计入个人",
            ));
        }
        let topic = plain_topic(essay.topic.text());
        if topic.chars().count() >= 2 {
            let same = |held: &String| *held == topic;
            let within =
                |held: &String| held.contains(&topic) || (!held.is_empty() && topic.contains(held.as_str()));
            essay.session = topics.iter().position(same).or_else(|| topics.iter().position(within));
        }
    }
}
