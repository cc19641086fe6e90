//! 3.1 突击提交占比.
//!
//! **What it finds.** Essays handed in during the last ten days of the period, over all dated
//! essays. Evenly spread they would be 10/182 = 5.5 %; from 40 % it is flagged, from 60 %
//! severe. An essay answering a session of the last 15 days of the period is due then and is
//! left out of both counts.
//!
//! **Why it matters.** Essays that all arrive before the count is taken were written for the
//! count.
//!
//! **Example.** 24 essays, 15 of them after 20 June: 62.5 %, severe.
//!
//! **When it stays silent.** Without an essay index or without any dated essay.

use time::Duration;

use crate::dossier::{EssayKind, Register};
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

/// The days at the period's end in which handing in is a rush.
pub(crate) const LAST_DAYS: i64 = 10;
/// Essays on sessions of this many last days are not in a rush.
pub(crate) const RECENT_SESSION_DAYS: i64 = 15;

pub(super) const RULE: Rule = Rule {
    id: RuleId::EssayBurst,
    name: "期末突击提交占比",
    formula: "期末最后10天提交的篇数÷注明日期的篇数（对应学习在最后15天内的不计）",
    serves: Serves::Problem(ProblemKind::PerfunctoryAssessment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let dossier = case.dossier;
    if !dossier.has(Register::Essays) {
        return None;
    }
    let end = dossier.period.last_day();
    let rush = end - Duration::days(LAST_DAYS - 1);
    let recent = end - Duration::days(RECENT_SESSION_DAYS - 1);
    let of_recent_session =
        |session: Option<usize>| session.is_some_and(|at| dossier.sessions[at].date >= recent);
    let dated: Vec<_> = dossier
        .essays
        .iter()
        .filter(|essay| essay.kind != EssayKind::Report && !of_recent_session(essay.session))
        .filter_map(|essay| Some((essay.submitted.value?, essay.submitted.origin.clone()?)))
        .collect();
    let late = dated.iter().filter(|(date, _)| *date >= rush).count();
    Reading::share(size(late), size(dated.len()), dated.into_iter().map(|(_, origin)| origin).collect())
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    /// One essay a date.
    fn index(dates: &[&str]) -> String {
        let rows: Vec<_> = dates.iter().zip(1..).map(|(date, n)| format!("张三,题目{n},,{date}\n")).collect();
        format!("姓名,题目,对应学习主题,提交日期\n{}", rows.concat())
    }

    #[track_caller]
    fn check_dates(dates: &[&str], expected: &str) {
        check("3.1", &[("心得.csv", &index(dates))], expected);
    }

    #[test]
    fn essays_of_the_last_ten_days() {
        check_dates(&["1月5日", "2月5日", "6月20日"], "clear 0 0/3");
        check_dates(&["1月5日", "2月5日", "3月5日", "6月21日", "6月30日"], "flagged 0.4 2/5");
        check_dates(&["1月5日", "2月5日", "6月21日", "6月22日", "6月30日"], "severe 0.6 3/5");
        check_dates(&["1月5日", "2月5日", "6月21日"], "clear 0.3333 1/3");
        check_dates(&["6月30日"], "clear 1 1/1");
        check_dates(&["6月28日", "6月29日", "6月30日"], "clear 1 3/3");
        check_dates(&["6月27日", "6月28日", "6月29日", "6月30日"], "severe 1 4/4");
        check_dates(&["1月5日", "某日"], "clear 0 0/1");
        check_dates(&["某日"], "no-data");
        check_dates(&[], "no-data");
        check("3.1", &[("心得.csv", "姓名,题目,类型\n张三,甲,心得")], "no-data");
        check("3.1", &[], "no-data");
    }

    #[test]
    fn essays_on_late_sessions_are_due_then() {
        let sessions = ("统计表.csv", "时间,学习主题,主持人\n6月15日,民法典\n6月16日,全国两会");
        let essays = "姓名,题目,对应学习主题,提交日期\n张三,甲,民法典,6月25日\n张三,乙,全国两会,6月25日\n";
        check("3.1", &[sessions, ("心得.csv", essays)], "clear 1 1/1");
        let late = "姓名,题目,对应学习主题,提交日期\n张三,乙,全国两会,6月25日\n";
        check("3.1", &[sessions, ("心得.csv", late)], "no-data");
        let report = "姓名,题目,类型,提交日期\n张三,甲,调研报告,6月25日\n张三,乙,心得,3月25日\n";
        check("3.1", &[("心得.csv", report)], "clear 0 0/1");
    }
}
