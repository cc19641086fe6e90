//! 3.8 考勤失真.
//!
//! **What it finds.** Where every due mark of the period is 出勤 or 迟到, the cells of the session
//! register that say otherwise: 实到 other than the marks, 请假, 缺席, 公差 or 补学 above zero, and
//! speakers marked 未任职. Where some mark is not present the register does not claim full
//! attendance and the count is 0. From one it is flagged (domain notes 3.8: 100 % √ and any
//! contradicting record).
//!
//! **Why it matters.** A register ticked through from top to bottom records nothing; but the
//! other register may be the wrong one, so somebody has to look.
//!
//! **Example.** All √, and the session register says 12 due, 10 present, 2 on leave: 2, flagged.
//!
//! **When it stays silent.** Without a session register, or without any due mark.

use crate::dossier::{Dossier, Field, Mark, Register, Session};
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::origin::Origin;
use crate::statistics::{Tally, exact, size};

pub(super) const RULE: Rule = Rule {
    id: RuleId::ContradictedAttendance,
    name: "全勤与台账不符",
    formula: "考勤全勤时，其他台账中与之不符的处数",
    serves: Serves::Problem(ProblemKind::PerfunctoryAssessment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let (dossier, tally) = (case.dossier, &case.statistics.tally);
    if !dossier.has(Register::Sessions) || tally.due.is_empty() {
        return None;
    }
    let mut cells = Vec::new();
    if tally.present.len() == tally.due.len() {
        for (at, session) in dossier.sessions.iter().enumerate().filter(|(_, session)| session.marked) {
            cells.extend(other_heads(session, &case.statistics.sessions[at].tally));
            cells.extend(speakers_out_of_post(dossier, at, session));
        }
    }
    Some(Reading::number(exact(size(cells.len())), cells))
}

/// Returns the cells with head counts that full attendance contradicts.
fn other_heads(session: &Session, marks: &Tally) -> Vec<Origin> {
    let stated = &session.stated;
    let mut cells = Vec::new();
    if stated.present.value.is_some_and(|n| u64::from(n) != size(marks.present.len())) {
        cells.extend(stated.present.evidence());
    }
    let away = [&stated.leave, &stated.absent, &stated.on_duty, &stated.made_up];
    let some_away = |field: &&Field<u32>| field.value.is_some_and(|n| n > 0);
    cells.extend(away.into_iter().filter(some_away).filter_map(Field::evidence));
    cells
}

/// Returns the speakers' cell once for each speaker who is marked as not in post.
fn speakers_out_of_post(dossier: &Dossier, at: usize, session: &Session) -> Vec<Origin> {
    let is_out = |name: &&String| {
        dossier.attendance.iter().any(|entry| {
            entry.session == at
                && entry.mark == Some(Mark::NotInPost)
                && dossier.members[entry.member].name == **name
        })
    };
    let names = session.speakers.value.iter().flatten();
    names.filter(is_out).filter_map(|_| session.speakers.evidence()).collect()
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_pair(marks: [&str; 2], stated: &str, expected: &str) {
        let sheet = format!("姓名,职务,3月5日\n张三,书记,{}\n李四,委员,{}", marks[0], marks[1]);
        let sessions = format!("时间,学习主题,重点发言人,应到,实到,请假,公差\n3月5日,民法典,{stated}");
        check("3.8", &[("考勤表.csv", &sheet), ("统计表.csv", &sessions)], expected);
    }

    #[test]
    fn full_attendance_contradicted() {
        check_pair(["√", "√"], "张三、李四,2,2,0,0", "clear 0");
        check_pair(["√", "√"], "张三,2,2,,", "clear 0");
        check_pair(["√", "√"], "张三,2,1,0,0", "flagged 1");
        check_pair(["√", "√"], "张三,2,1,1,0", "flagged 2");
        check_pair(["√", "迟"], "张三,2,2,0,1", "flagged 1");
        check_pair(["√", "—"], "李四,1,1,0,0", "flagged 1");
        check_pair(["√", "○"], "张三,2,2,0,0", "clear 0");
        check_pair(["√", ""], "张三,2,1,1,0", "clear 0");
        check_pair(["—", "—"], "张三,2,1,1,0", "no-data");
        check("3.8", &[("考勤表.csv", "姓名,3月5日\n张三,√")], "no-data");
        check("3.8", &[("统计表.csv", "时间,学习主题,应到,实到\n3月5日,甲,2,1")], "no-data");
        check("3.8", &[], "no-data");
    }
}
