//! Puts the registers together: every sheet read by what it is, then joined into one dossier.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Warned};
use crate::dossier::attendance::marks::Marks;
use crate::dossier::attendance::{grid, halves, long, named, prepared, sign_in, totals};
use crate::dossier::records::{Dossier, Essay, Member, Session};
use crate::dossier::registers::{essays, make_up, outreach, oversight, plan, research, roster, sessions};
use crate::dossier::tables::kind::Kind;
use crate::dossier::tables::region::{Region, regions};
use crate::dossier::tables::table::{Seen, Table};
use crate::dossier::tables::{assigned, unknown};
use crate::dossier::writing::legend::Legend;
use crate::dossier::writing::vocabulary::{Register, Vocabulary};
use crate::dossier::{calendar, checks, entries, join, links, other_period, persons};
use crate::origin::Place;
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

/// Assembles the records of one unit; without a period, the one most sessions lie in.
pub fn assemble(
    workbooks: &[Workbook],
    unit: &str,
    period: Option<Period>,
) -> Warned<Result<Dossier, AssembleError>> {
    assemble_with(workbooks, unit, period, Vocabulary::built_in())
}

/// Assembles the records of one unit, its registers known by the words of `vocabulary`.
pub fn assemble_with(
    workbooks: &[Workbook],
    unit: &str,
    period: Option<Period>,
    vocabulary: &Vocabulary,
) -> Warned<Result<Dossier, AssembleError>> {
    let mut diagnostics = Vec::new();
    let output = assemble_into(workbooks, unit, period, vocabulary, &mut diagnostics);
    Warned { output, diagnostics }
}

fn assemble_into(
    workbooks: &[Workbook],
    unit: &str,
    period: Option<Period>,
    vocabulary: &Vocabulary,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Dossier, AssembleError> {
    // 1. Tell the registers apart.
    let sheets = || workbooks.iter().flat_map(|workbook| &workbook.sheets);
    let parts: Vec<Region<'_>> = sheets().flat_map(|sheet| regions(sheet, vocabulary)).collect();
    let mut marks: Vec<Marks<'_>> = parts.iter().filter_map(|part| attendance(part, vocabulary)).collect();
    // Sign-in sheets come after the registers that are kept from them.
    marks.sort_by_key(|marks| marks.register == Register::SignIn);
    prepared::find(&mut marks);
    let mut tables: Vec<Table<'_>> = parts.iter().filter_map(table).collect();
    tables.retain(|table| table.is_filled_in(diagnostics));

    let legends = unknown::report(&parts, vocabulary, diagnostics);
    assigned::report_absent(workbooks, vocabulary, diagnostics);

    // 2. Settle the period, and with it the year of days written without one.
    let has_attendance = marks.iter().any(|marks| !marks.columns.is_empty());
    let period = match period.or_else(|| calendar::likely_period(&marks, &tables)) {
        Some(likely) => {
            if period.is_none() {
                let note = format!("没有指定期间，按多数学习日期取 {likely}");
                diagnostics.push(
                    Diagnostic::note("period-guessed", note)
                        .hint("用 --period、配置项 period 或网页上的“期间”指定"),
                );
            }
            likely
        }
        None if has_attendance => return Err(no_period(&marks, diagnostics)),
        None => {
            marks.iter().for_each(|marks| marks.report_entries(diagnostics));
            return Err(no_attendance(workbooks, &parts, diagnostics));
        }
    };
    if !has_attendance {
        marks.iter().for_each(|marks| marks.report_entries(diagnostics));
        return Err(no_attendance(workbooks, &parts, diagnostics));
    }
    if !marks.iter().any(Marks::is_filled)
        && let Some(first) = marks.iter().find(|marks| !marks.columns.is_empty())
    {
        let message = format!("{}还没有填写（没有人员，或没有一个出勤标记）", first.register);
        diagnostics.push(
            Diagnostic::error("no-attendance", message)
                .at(&first.source.place)
                .hint("每人一行，每次学习填一个标记，如 √"),
        );
    }
    for marks in &mut marks {
        let year = calendar::stated_year(marks.source).or_else(|| calendar::year_of_days(marks));
        marks.note_assumptions(diagnostics);
        calendar::check_year(marks, diagnostics);
        marks.report_nameless(diagnostics);
        marks.settle(year.or(Some(period.year)), diagnostics);
        marks.report_entries(diagnostics);
        marks.report_lists(diagnostics);
        marks.note_late(diagnostics);
        marks.report_placeholders(diagnostics);
    }
    for table in &mut tables {
        // A plan may run on into the next year; the others stay within the period's.
        let year = calendar::stated_year(table.sheet);
        let is_plan = table.header.register == Register::Plan;
        table.year = if is_plan { year } else { year.or(Some(period.year)) };
        table.note_assumptions(diagnostics);
    }
    let registers = registers(&marks, &tables);

    // 3. Read each register by itself.
    let mut members = Vec::new();
    let mut session_list = Vec::new();
    let mut essay_list = Vec::new();
    let mut plan_rows = Vec::new();
    let mut topics = Vec::new();
    let mut records = Vec::new();
    let mut made_up = Vec::new();
    let mut beside = Vec::new();
    let mut seen = Seen::default();
    for table in &tables {
        match table.header.register {
            Register::Roster => roster::read(table, &mut members, diagnostics),
            Register::Sessions => session_list.extend(sessions::read(table, &mut seen, diagnostics)),
            Register::Essays => essay_list.extend(essays::read(table, &mut seen, diagnostics)),
            Register::Plan => plan_rows.extend(plan::read(table, period, &mut seen, diagnostics)),
            Register::Research => topics.extend(research::read(table, period, &mut seen, diagnostics)),
            Register::Oversight => records.extend(oversight::read(table, &mut seen, diagnostics)),
            Register::Outreach => beside.extend(outreach::read(table, &mut seen, diagnostics)),
            Register::MakeUp => made_up.extend(make_up::read(table, diagnostics)),
            Register::Attendance | Register::SignIn => {}
        }
    }
    read_legends(&mut marks, &legends, diagnostics);
    if members.is_empty() {
        members = persons::of_attendance(&marks, diagnostics);
    } else {
        roster::check(&members, diagnostics);
    }
    roster::drop_needless_notes(&mut members);

    // 4. Join them: sessions by day, marks by person and session, essays by author and topic.
    other_period::check(period, &marks, &tables, &session_list, diagnostics);
    calendar::keep_in_period(
        period,
        &mut session_list,
        |session| Some((session.date, &session.origin)),
        diagnostics,
    );
    for marks in marks.iter_mut().filter(|marks| marks.is_grid()) {
        halves::join(&mut marks.columns, &session_list);
    }
    let joined = join::sessions(&marks, period, &mut session_list, diagnostics);
    let persons = persons::of_rows(&marks, &mut members, diagnostics);
    let mut attendance = entries::of_marks(&marks, &joined, &persons, &members, &session_list, diagnostics);
    let is_told = |marks: &Marks<'_>| marks.columns.iter().any(|column| column.rest.is_some());
    if attendance.iter().all(|entry| entry.mark.is_none())
        && let Some(lists) = marks.iter().find(|marks| is_told(marks))
    {
        let message = "看不出每次学习谁到了会（只写了没有到会的人）";
        diagnostics.push(
            Diagnostic::error("no-attendance", message)
                .at(&lists.source.place)
                .hint("写明实到人员，或补上成员名单"),
        );
    }
    entries::report_missing_rows(&marks, &joined, &persons, &members, &session_list, diagnostics);
    for (marks, persons) in marks.iter().zip(&persons) {
        totals::check(marks, persons, &members, diagnostics);
    }
    make_up::apply(&made_up, &members, &session_list, &mut attendance, diagnostics);
    make_up::check(&attendance, &session_list, diagnostics);
    calendar::keep_in_period(
        period,
        &mut essay_list,
        |essay| calendar::dated(&essay.submitted, &essay.origin),
        diagnostics,
    );
    name_people(&mut session_list, &mut essay_list, &members);
    links::name_everyone(&mut session_list, &members, &attendance);
    links::link_essays(&mut essay_list, &members, &session_list, diagnostics);
    calendar::keep_in_period(
        period,
        &mut records,
        |record| calendar::dated(&record.date, &record.origin),
        diagnostics,
    );

    calendar::keep_in_period(
        period,
        &mut beside,
        |record| calendar::dated(&record.date, &record.origin),
        diagnostics,
    );

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
        outreach: beside,
    };
    for register in Register::ALL.into_iter().filter(|register| !dossier.has(*register)) {
        let message = format!("没有找到{register}，有关内容按未提供数据处理");
        diagnostics.push(Diagnostic::note("missing-register", message));
    }

    // 5. Compare what they say of the same thing.
    let stated = join::stated(&marks, &joined);
    checks::contradictions(&dossier, &stated, diagnostics);
    Ok(dossier)
}

/// Reads a part of a sheet as an attendance register, if it is one.
fn attendance<'a>(region: &'a Region<'_>, vocabulary: &Vocabulary) -> Option<Marks<'a>> {
    match region.kind.as_ref().ok()? {
        Kind::Grid(head) => Some(grid::read(&region.sheet, head, vocabulary)),
        Kind::Table(header) => match header.register {
            Register::Attendance => Some(long::read(&region.sheet, header)),
            Register::SignIn if sign_in::is_log(&region.sheet, header, vocabulary) => {
                Some(long::read(&region.sheet, header))
            }
            Register::SignIn => Some(sign_in::read(&region.sheet, header, vocabulary)),
            Register::Sessions => named::read(&region.sheet, header, vocabulary),
            _ => None,
        },
    }
}

/// Returns the part as a register with one row an entry, if it is one.
fn table<'a>(part: &'a Region<'_>) -> Option<Table<'a>> {
    match &part.kind {
        Ok(Kind::Table(header)) if !matches!(header.register, Register::Attendance | Register::SignIn) => {
            Some(Table { sheet: &part.sheet, header: header.clone(), year: None })
        }
        _ => None,
    }
}

/// Says that nothing tells the year of the days.
fn no_period(marks: &[Marks<'_>], diagnostics: &mut Vec<Diagnostic>) -> AssembleError {
    let error = AssembleError::NoPeriod;
    let mut diagnostic = Diagnostic::error("period-unknown", error.to_string())
        .hint("用 --period 指定（如 2020H1，网页上是“期间”），或在表的标题里写明年份");
    if let Some(marks) = marks.first() {
        diagnostic = diagnostic.at(&marks.source.place);
    }
    diagnostics.push(diagnostic);
    error
}

/// Says that there is no attendance register, and what each sheet was taken for instead.
fn no_attendance(
    workbooks: &[Workbook],
    parts: &[Region<'_>],
    diagnostics: &mut Vec<Diagnostic>,
) -> AssembleError {
    unknown::report_taken(parts, diagnostics);
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

/// Lists which register was read from which sheet, in file order.
fn registers(marks: &[Marks<'_>], tables: &[Table<'_>]) -> Vec<(Register, Arc<Place>)> {
    let marks = marks.iter().map(|marks| (marks.register, marks.source.place.clone()));
    let tables = tables.iter().map(|table| (table.header.register, table.sheet.place.clone()));
    let mut registers: Vec<_> = marks.chain(tables).collect();
    registers.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
    registers.dedup();
    registers
}

/// Reads all legends; a sheet without one takes that of its file's first sheet that has.
fn read_legends(all: &mut [Marks<'_>], alone: &[(&Sheet, Legend)], diagnostics: &mut Vec<Diagnostic>) {
    for marks in all.iter_mut() {
        marks.read_legend(diagnostics);
    }
    for at in 0..all.len() {
        if all[at].legend.is_empty() {
            let file = &all[at].source.place.file;
            let with_marks = all.iter().map(|marks| (marks.source, &marks.legend));
            let others = with_marks.chain(alone.iter().map(|(sheet, legend)| (*sheet, legend)));
            let mut same = others.filter(|(sheet, legend)| sheet.place.file == *file && !legend.is_empty());
            if let Some((from, legend)) = same.next() {
                let (legend, from) = (legend.clone(), from.place.clone());
                if legend.differs_from_custom() {
                    let message = format!("本表没有图例，用 {from} 的图例");
                    diagnostics.push(Diagnostic::note("legend-borrowed", message).at(&all[at].source.place));
                }
                all[at].legend = legend;
            }
        }
        all[at].report_undated(diagnostics);
    }
}

/// Gives hosts, speakers and authors the name that the roster has, where a title stuck to it.
fn name_people(sessions: &mut [Session], essays: &mut [Essay], members: &[Member]) {
    let rename = |name: &mut String| {
        if let Some(at) = roster::position(members, name) {
            name.clone_from(&members[at].name);
        }
    };
    for session in sessions {
        session.host.value.iter_mut().for_each(rename);
        session.speakers.value.iter_mut().flatten().for_each(rename);
    }
    essays.iter_mut().for_each(|essay| rename(&mut essay.author));
}
