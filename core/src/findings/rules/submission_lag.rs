//! 3.3 提交滞后.
//!
//! **What it finds.** The median number of days from a session to the essays and articles on it;
//! of an even number, the mean of the middle two. Above 21 it is flagged. It is also flagged
//! where any essay is dated before its session (domain notes 3.3).
//!
//! **Why it matters.** Three weeks later the session is forgotten; a text from before it cannot
//! say what was learned there.
//!
//! **Example.** Lags of 5, 20, 27 and 40 days: 23.5 days, flagged.
//!
//! **When it stays silent.** Without an essay index, or where no dated essay can be tied to a
//! session by its topic.

use crate::findings::rule::essays;
use crate::findings::{Also, Case, Condition, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::SubmissionLag,
    name: "提交滞后天数",
    formula: "提交日期与对应学习日期相隔天数的中位数；另看有无早于学习日期的",
    serves: Serves::Problem(ProblemKind::PerfunctoryAssessment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let mut lags = Vec::new();
    let mut origins = Vec::new();
    for essay in essays(case)? {
        if let (Some(date), Some(at)) = (essay.submitted.value, essay.session) {
            let session = &case.dossier.sessions[at];
            lags.push((date - session.date).whole_days());
            origins.extend(essay.submitted.origin.clone());
            origins.push(session.origin.clone());
        }
    }
    let n_early = lags.iter().filter(|lag| **lag < 0).count();
    let early = || Also::Flags(Condition::EarlyEssays(n_early));
    let pairs = size(lags.len());
    let reading = Reading::number(median(lags)?, origins).also((n_early > 0).then(early));
    Some(Reading { n: Some(pairs), ..reading })
}

/// Returns the median; nothing of nothing.
fn median(mut days: Vec<i64>) -> Option<f64> {
    days.sort_unstable();
    let upper = days.len() / 2;
    let lower = days.len().checked_sub(1)? / 2;
    let sum = i32::try_from(days[lower] + days[upper]).ok()?;
    Some(f64::from(sum) / 2.0)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    const SESSIONS: (&str, &str) = ("统计表.csv", "时间,学习主题,主持人\n3月1日,全会精神,张三");

    #[track_caller]
    fn check_dates(dates: &[&str], expected: &str) {
        let rows: Vec<_> =
            dates.iter().zip(1..).map(|(date, n)| format!("张三,题目{n},全会精神,{date}\n")).collect();
        let essays = format!("姓名,题目,对应学习主题,提交日期\n{}", rows.concat());
        check("3.3", &[SESSIONS, ("心得.csv", &essays)], expected);
    }

    #[test]
    fn days_from_session_to_essay() {
        check_dates(&["3月1日", "3月6日", "5月30日"], "clear 5 3/-");
        check_dates(&["3月22日"], "clear 21 1/-");
        check_dates(&["3月22日", "3月23日"], "flagged 21.5 2/-");
        check_dates(&["6月30日"], "flagged 121 1/-");
        check_dates(&["3月2日", "2月20日"], "flagged -4.5 2/-；1篇注明的提交日期早于对应的学习");
        check_dates(&["某日"], "no-data");
        check_dates(&[], "no-data");
        let untied = ("心得.csv", "姓名,题目,对应学习主题,提交日期\n张三,甲,别的主题,3月5日");
        check("3.3", &[SESSIONS, untied], "no-data");
        check("3.3", &[untied], "no-data");
        check("3.3", &[SESSIONS, ("心得.csv", "姓名,题目,提交日期\n张三,甲,3月5日")], "no-data");
        check("3.3", &[SESSIONS], "no-data");
    }
}
