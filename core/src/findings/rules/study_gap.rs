//! 1.9 学习间隔.
//!
//! **What it finds.** The longest time in days without a session: between one and the next, from
//! the period's first day to the first session, from the last session to the period's last day.
//! Above 92 days, the longest quarter, it is flagged (domain notes 1.9). It is also flagged where the busiest month of the period has three
//! sessions or more while another month has none (“忙起来不要”), and where the registers hold no
//! session of the period at all, which reads 0.
//!
//! **Why it matters.** Study that stops when work is busy is a pastime of idle months.
//!
//! **Example.** Sessions on 6 February and 9 April, three in June, none in March: 63 days, but
//! flagged by the months.
//!
//! **When it stays silent.** With no session, where nobody is on the registers.

use time::Date;

use crate::dossier::Session;
use crate::findings::{Also, Case, Condition, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::period::Period;
use crate::statistics::exact;

/// A month of so many sessions is busy.
pub(crate) const BUSY_MONTH: usize = 3;

pub(super) const RULE: Rule = Rule {
    id: RuleId::StudyGap,
    name: "最长学习间隔",
    formula: "期初到首次、相邻两次、末次到期末的集中学习间隔天数的最大值；另看有无月份不少于3次而另有月份为0次，有无整期没有学习",
    serves: Serves::Problem(ProblemKind::OversightNotEnforced),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let sessions = &case.dossier.sessions;
    if sessions.is_empty() {
        case.dossier.counted_members().next()?;
        let none = Reading { n: Some(0), ..Reading::number(0.0, Vec::new()) };
        return Some(none.also(Some(Also::Flags(Condition::NoSessions))));
    }
    let period = case.dossier.period;
    // Sessions are in the order of their days, so neighbours are all there is to compare.
    let days = sessions.iter().map(|session| session.date);
    let days: Vec<Date> =
        std::iter::once(period.first_day()).chain(days).chain([period.last_day()]).collect();
    let gap = |pair: &[Date]| (pair[1] - pair[0]).whole_days().unsigned_abs();
    let longest = days.windows(2).map(gap).max()?;
    let origins = sessions.iter().map(|session| session.origin.clone()).collect();
    let uneven = uneven_months(sessions, period);
    Some(Reading::number(exact(longest), origins).also(uneven))
}

/// Returns the busiest month and the empty ones, where one is busy and another empty.
fn uneven_months(sessions: &[Session], period: Period) -> Option<Also> {
    let in_month = |month: u8| sessions.iter().filter(|s| u8::from(s.date.month()) == month).count();
    let months = || (period.first_month()..=period.last_month()).map(|month| (month, in_month(month)));
    // max_by_key keeps the last of equals; the first is meant.
    let (busiest, n) = months().rev().max_by_key(|(_, n)| *n)?;
    let empty = std::array::from_fn(|at| months().any(|(month, n)| usize::from(month) == at + 1 && n == 0));
    let found = || Also::Flags(Condition::UnevenMonths { busiest, n, empty });
    (n >= BUSY_MONTH && empty.contains(&true)).then(found)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::{check, check_in};

    #[track_caller]
    fn check_days(days: &str, expected: &str) {
        check("1.9", &[("考勤表.csv", &format!("姓名,{days}"))], expected);
    }

    #[test]
    fn gaps_between_sessions() {
        check_days("1月10日,2月10日,3月10日,4月10日,5月10日,6月10日", "clear 31");
        check_days("3月1日,6月1日", "clear 92");
        check_days("3月1日,6月2日", "flagged 93");
        check_days("1月1日,6月30日", "flagged 181");
        check_days("6月1日,3月1日", "clear 92");
        // From the period's first day, and to its last.
        check_days("4月9日,5月20日,6月16日", "flagged 99");
        check_days("1月9日,3月20日", "flagged 102");
        check_days("3月31日", "clear 91");
        check_days("3月1日", "flagged 121");
        check("1.9", &[], "no-data");
        let days = "姓名,1月10日\n张三,√";
        check_in("2020Q3", "1.9", &[("考勤表.csv", days)], "flagged 0 0/-；没有集中学习");
    }

    #[test]
    fn months_without_sessions() {
        check_days(
            "1月9日,2月6日,4月9日,5月15日,6月3日,6月9日,6月12日",
            "flagged 63；6月集中学习3次，3月没有集中学习",
        );
        check_days("1月9日,2月6日,4月9日,5月15日,6月3日,6月9日", "clear 63");
        check_days("1月9日,2月6日,3月6日,4月9日,5月15日,6月3日,6月9日,6月12日", "clear 36");
        let days = "姓名,4月9日,4月10日,4月11日,5月9日";
        let expected = "flagged 52；4月集中学习3次，6月没有集中学习";
        check_in("2020Q2", "1.9", &[("考勤表.csv", days)], expected);
    }
}
