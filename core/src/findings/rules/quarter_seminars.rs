//! 1.10 每季度研讨.
//!
//! **What it finds.** The quarters of the period without 集体学习研讨. From one it is flagged: the
//! study rules ask for at least one each quarter (art. 9). From two it is severe.
//!
//! **Why it matters.** It is the one number of sessions that the rules themselves lay down.
//!
//! **Example.** Seminars in April and May, none from January to March: 1 of 2, flagged.
//!
//! **When it stays silent.** Where nobody is on the registers. A quarter is held to have none only
//! where each of its sessions has a form on record; where no quarter is sure to have none, and one
//! may have none, nothing is said.

use crate::dossier::{Form, Session};
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::origin::Origin;
use crate::period::{quarter_name, quarter_of};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::QuarterSeminars,
    name: "没有研讨的季度数",
    formula: "本期没有集体学习研讨的季度数",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

/// Whether a quarter had a seminar.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seminar {
    Held,
    None,
    /// A session without a form may have been one.
    Unknown,
}

fn read(case: &Case<'_>) -> Option<Reading> {
    let dossier = case.dossier;
    let members: Vec<Origin> = dossier.counted_members().map(|(_, member)| member.origin.clone()).collect();
    if dossier.sessions.is_empty() && members.is_empty() {
        return None;
    }
    let quarters: Vec<(u8, Seminar)> =
        dossier.period.quarters().map(|quarter| (quarter, seminar_of(&dossier.sessions, quarter))).collect();
    let without: Vec<u8> = quarters
        .iter()
        .filter(|(_, seminar)| *seminar == Seminar::None)
        .map(|(quarter, _)| *quarter)
        .collect();
    if without.is_empty() && quarters.iter().any(|(_, seminar)| *seminar == Seminar::Unknown) {
        return None;
    }
    let evidence = |session: &Session| session.form_text.evidence().unwrap_or_else(|| session.origin.clone());
    let mut origins: Vec<Origin> = dossier.sessions.iter().map(evidence).collect();
    if origins.is_empty() {
        origins = members;
    }
    let reading = Reading::count(size(without.len()), size(quarters.len()), origins)?;
    Some(Reading { quotes: without.into_iter().map(quarter_name).collect(), ..reading })
}

/// Returns whether a quarter had a seminar.
fn seminar_of(sessions: &[Session], quarter: u8) -> Seminar {
    let in_quarter = || sessions.iter().filter(|session| quarter_of(session.date) == quarter);
    if in_quarter().any(|session| session.form == Some(Form::Seminar)) {
        Seminar::Held
    } else if in_quarter().any(|session| session.form.is_none()) {
        Seminar::Unknown
    } else {
        Seminar::None
    }
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::{check, check_in};

    /// The sessions as a session register, day and form of each.
    #[track_caller]
    fn check_sessions(period: &str, sessions: &[(&str, &str)], expected: &str) {
        let rows: Vec<_> =
            sessions.iter().map(|(day, form)| format!("{day},主题{day},张三,{form}\n")).collect();
        let sheet = format!("时间,学习主题,主持人,学习形式\n{}", rows.concat());
        check_in(period, "1.10", &[("统计表.csv", &sheet)], expected);
    }

    #[test]
    fn quarters_without_a_seminar() {
        check_sessions("2020H1", &[("1月9日", "集体学习研讨"), ("6月3日", "研讨")], "clear 0 0/2");
        check_sessions("2020H1", &[("4月9日", "研讨"), ("5月3日", "研讨")], "flagged 1 1/2");
        check_sessions("2020H1", &[("1月9日", "传达学习"), ("5月3日", "研讨")], "flagged 1 1/2");
        check_sessions("2020H1", &[("1月9日", "传达学习"), ("5月3日", "专题辅导")], "severe 2 2/2");
        check_sessions("2020Q2", &[("5月3日", "研讨")], "clear 0 0/1");
    }

    #[test]
    fn a_session_without_a_form_may_have_been_one() {
        check_sessions("2020H1", &[("1月9日", ""), ("5月3日", "研讨")], "no-data");
        check_sessions("2020H1", &[("1月9日", ""), ("5月3日", "传达学习")], "flagged 1 1/2");
        let attendance = |days: &str| format!("姓名,{days}\n张三,√,√");
        check("1.10", &[("考勤表.csv", &attendance("1月9日,4月16日"))], "no-data");
        check("1.10", &[("考勤表.csv", &attendance("4月9日,5月20日"))], "flagged 1 1/2");
    }

    #[test]
    fn no_session_at_all() {
        check_in("2020Q3", "1.10", &[("考勤表.csv", "姓名,1月10日\n张三,√")], "flagged 1 1/1");
        check("1.10", &[], "no-data");
    }
}
