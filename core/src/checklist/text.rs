//! The list as text: what was understood, then what was found, by file and sheet.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Dated;
use crate::document::format::{full_date, period};
use crate::dossier::{Dossier, EssayKind, Reading, Register, Role, SheetSeen};

/// The lines of at most so many sheets are proposed.
const MAX_LAYOUTS: usize = 6;

/// Returns one screen of what was understood: the period, each register's sheets, how much.
pub fn understood(dossier: &Dossier) -> String {
    let span = dossier.period;
    let mut lines = vec![format!(
        "{}，{}（{}至{}）",
        dossier.unit,
        period(span),
        full_date(span.first_day(), Dated::Period),
        full_date(span.last_day(), Dated::Period)
    )];
    let mut sheets: BTreeMap<Register, Vec<String>> = BTreeMap::new();
    for (register, place) in &dossier.registers {
        sheets.entry(*register).or_default().push(place.to_string());
    }
    for register in Register::ALL {
        let found = match sheets.get(&register) {
            Some(places) => format!("{}　←　{}", amount(dossier, register), places.join("、")),
            None => "没有找到".to_string(),
        };
        lines.push(format!("　　{register}：{found}"));
    }
    for register in Register::FURTHER {
        if let Some(places) = sheets.get(&register) {
            lines.push(format!("　　{register}：{}　←　{}", amount(dossier, register), places.join("、")));
        }
    }
    lines.join("\n") + "\n"
}

/// Says how much a register holds.
fn amount(dossier: &Dossier, register: Register) -> String {
    match register {
        Register::Attendance => {
            let n_sessions = dossier.sessions.iter().filter(|session| session.marked).count();
            format!("{n_sessions} 次学习，{} 个标记", dossier.marked().count())
        }
        Register::Roster => {
            let n = |role: Role| dossier.members.iter().filter(|member| member.role == role).count();
            let counted = dossier.counted_members().count();
            format!("{counted} 名成员，秘书 {}，列席 {}", n(Role::Secretary), n(Role::Observer))
        }
        Register::Sessions => {
            format!("{} 次学习", dossier.sessions.iter().filter(|session| session.registered).count())
        }
        Register::Essays => {
            let n = |report: bool| {
                dossier.essays.iter().filter(|e| (e.kind == EssayKind::Report) == report).count()
            };
            format!("{} 篇心得体会和理论文章，{} 篇调研报告", n(false), n(true))
        }
        Register::Plan => {
            let now = dossier.plan_of(dossier.period).count();
            let next = dossier.plan_of(dossier.period.next()).count();
            format!("本期 {now} 项，下期 {next} 项")
        }
        Register::Research => format!("{} 个课题", dossier.research.len()),
        Register::Oversight => format!("{} 条记录", dossier.oversight.len()),
        Register::Outreach => format!("{} 条记录", dossier.outreach.len()),
        // Their marks are counted with the attendance register's.
        Register::SignIn | Register::MakeUp => "并入考勤".to_string(),
    }
}

/// Returns the lines of banxin.toml that say what the sheets most likely are that were not
/// recognised, to be put right and pasted; nothing where all were.
pub fn layouts(sheets: &[SheetSeen]) -> String {
    let unread = sheets.iter().filter(|sheet| sheet.reading == Reading::Unread && sheet.register.is_some());
    let lines: String = unread.take(MAX_LAYOUTS).map(|sheet| format!("\n{}", sheet.to_toml())).collect();
    if lines.is_empty() {
        return lines;
    }
    format!(
        "\n没有认出的表，可以在 banxin.toml 里写明是什么。下面是按内容猜的，逐项核对、改正后粘贴：\n{lines}"
    )
}

/// Returns the diagnostics grouped by file and sheet, each with its cell, value and hints.
pub fn grouped(diagnostics: &[Diagnostic]) -> String {
    let mut text = String::new();
    let place = |diagnostic: &Diagnostic| diagnostic.spot.as_ref().map(|spot| spot.place.clone());
    for group in diagnostics.chunk_by(|a, b| place(a) == place(b)) {
        let heading = place(&group[0]).map_or("整个文件夹".to_string(), |place| place.to_string());
        text += &format!("\n{heading}\n");
        for diagnostic in group {
            text += &line(diagnostic);
        }
    }
    text
}

/// Returns one diagnostic below its sheet's heading.
fn line(diagnostic: &Diagnostic) -> String {
    let cell = diagnostic.spot.as_ref().and_then(|spot| spot.cell());
    let cell = cell.map(|cell| format!(" {cell}")).unwrap_or_default();
    let mut text = format!("　　{}{cell}：{}\n", diagnostic.severity, diagnostic.message);
    // Most messages quote the value themselves.
    if let Some(value) = diagnostic.value.as_deref().filter(|value| !diagnostic.message.contains(value)) {
        text += &format!("　　　　内容：{}\n", value.replace(['\n', '\r'], " "));
    }
    for hint in &diagnostic.hints {
        text += &format!("　　　　提示：{hint}\n");
    }
    text
}

/// Returns `共 3 处：错误 0，警告 1，说明 2`.
pub fn counts(diagnostics: &[Diagnostic]) -> String {
    let n = |severity| diagnostics.iter().filter(|d| d.severity == severity).count();
    format!(
        "共 {} 处：错误 {}，警告 {}，说明 {}",
        diagnostics.len(),
        n(Severity::Error),
        n(Severity::Warning),
        n(Severity::Note)
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::dossier;
    use crate::origin::{Origin, Place};
    use crate::source::Source;
    use crate::workbook;

    fn origin(sheet: &str, row: u32) -> Origin {
        let place =
            Place { file_index: 0, sheet_index: 0, file: "考勤表.xlsx".into(), sheet: Some(sheet.into()) };
        Origin { place: Arc::new(place), row, col: 3 }
    }

    #[test]
    fn diagnostics_stand_below_their_sheet() {
        let diagnostics = [
            Diagnostic::note("missing-register", "没有找到学习计划"),
            Diagnostic::error("unknown-mark", "出勤标记 `▲` 不在图例中")
                .at(&origin("一季度", 4))
                .value("▲")
                .hint("改正"),
            Diagnostic::warning("blank-mark", "没有标记").at(&origin("一季度", 5)),
            Diagnostic::warning("bad-date", "不是日期").at(&origin("二季度", 5)).value("某\n日"),
        ];
        assert_eq!(
            grouped(&diagnostics),
            "\n整个文件夹\n　　说明：没有找到学习计划\n\
             \n考勤表.xlsx「一季度」\n　　错误 D5：出勤标记 `▲` 不在图例中\n　　　　提示：改正\n　　警告 D6：没有标记\n\
             \n考勤表.xlsx「二季度」\n　　警告 D6：不是日期\n　　　　内容：某 日\n"
        );
        assert_eq!(counts(&diagnostics), "共 4 处：错误 1，警告 2，说明 1");
    }

    #[test]
    fn blanks_are_no_marks() {
        let text = "姓名,职务,1月5日,2月6日\n张三,书记,√,\n李四,副书记,√,×\n";
        let source = Source { name: "考勤表.csv".into(), bytes: text.into() };
        let workbook = workbook::read(0, &source).output.expect("readable");
        let dossier = dossier::assemble(&[workbook], "镇", "2020H1".parse().ok()).output.expect("assembled");
        assert_eq!(dossier.attendance.len(), 4);
        assert!(understood(&dossier).contains("2 次学习，3 个标记"), "{}", understood(&dossier));
    }
}
