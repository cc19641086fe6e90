//! 3.11 补记.
//!
//! **What it finds.** Rows of the session register whose 记录日期 is more than seven days after
//! the session, and rows of the plan whose 制定日期 is more than seven days after the session that
//! kept them. From one it is flagged (domain notes 3.11: any).
//!
//! **Why it matters.** A record written weeks later, or a plan drawn up for what has been held,
//! was made for the inspection.
//!
//! **Example.** Studied on 5 March, recorded on 20 March: 1, flagged.
//!
//! **When it stays silent.** Where neither register has the day on which it was written.

use time::Date;

use crate::dossier::{Field, Session};
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::origin::Origin;
use crate::statistics::{fulfilled, size};

/// So many days a record may take.
pub(crate) const MAX_DAYS: i64 = 7;

pub(super) const RULE: Rule = Rule {
    id: RuleId::LateRecords,
    name: "补记",
    formula: "记录日期晚于学习日期7天以上的记录数，加上制定日期晚于对应学习7天以上的计划项数",
    serves: Serves::Problem(ProblemKind::PerfunctoryAssessment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let dossier = case.dossier;
    let records = dossier.sessions.iter().map(|session| (session, &session.recorded));
    let kept = fulfilled(dossier);
    let plans = kept.into_iter().filter_map(|(row, at)| Some((&dossier.sessions[at?], &row.drawn_up)));
    let dated: Vec<_> = records.chain(plans).filter_map(written).collect();
    let late: Vec<_> = dated.iter().filter(|(session, day, _)| is_late(session, *day)).collect();
    let origins = late.iter().flat_map(|(session, _, origin)| [session.origin.clone(), (*origin).clone()]);
    Reading::count(size(late.len()), size(dated.len()), origins.collect())
}

/// Returns the session with the day on which its record or plan was written, where that is known.
fn written<'a>((session, day): (&'a Session, &'a Field<Date>)) -> Option<(&'a Session, Date, &'a Origin)> {
    Some((session, day.value?, day.origin.as_ref()?))
}

fn is_late(session: &Session, written: Date) -> bool {
    (written - session.date).whole_days() > MAX_DAYS
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_records(days: &[&str], expected: &str) {
        let rows: Vec<_> =
            days.iter().zip(1..).map(|(day, n)| format!("3月5日,主题之{n},张三,{day}\n")).collect();
        check(
            "3.11",
            &[("统计表.csv", &format!("时间,学习主题,主持人,记录日期\n{}", rows.concat()))],
            expected,
        );
    }

    #[test]
    fn records_written_later() {
        check_records(&["2020-03-05", "3月12日", ""], "clear 0 0/2");
        check_records(&["2020-03-13"], "flagged 1 1/1");
        check_records(&["2020-03-05", "2020-06-30", "2020-06-30"], "flagged 2 2/3");
        // Written before it was held: another matter.
        check_records(&["2020-03-01"], "clear 0 0/1");
        check_records(&["", "月底"], "no-data");
        check_records(&[], "no-data");
        check("3.11", &[("统计表.csv", "时间,学习主题,主持人\n3月5日,甲,张三")], "no-data");
        check("3.11", &[], "no-data");
    }

    #[test]
    fn plans_drawn_up_later() {
        let sessions = ("统计表.csv", "时间,学习主题,主持人\n3月5日,全会精神,张三");
        let plan = |day: &str| {
            format!("月份,学习主题,学习形式,制定日期\n3月,全会精神,研讨,{day}\n9月,民法典,研讨,{day}")
        };
        check("3.11", &[sessions, ("计划.csv", &plan("2020-01-05"))], "clear 0 0/1");
        check("3.11", &[sessions, ("计划.csv", &plan("2020-06-05"))], "flagged 1 1/1");
    }
}
