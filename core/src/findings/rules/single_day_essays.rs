//! 3.2 单日集中度.
//!
//! **What it finds.** The most essays and articles handed in on one day, over those with a date.
//! From 30 % it is flagged, if they are at least four (domain notes 3.2).
//!
//! **Why it matters.** What comes in on one day was collected for the file, not written when
//! there was something to say.
//!
//! **Example.** 16 essays, six of them on 29 June: 37.5 %, flagged.
//!
//! **When it stays silent.** Without an essay index or without any dated essay.

use std::collections::BTreeMap;

use time::Date;

use crate::findings::rule::essays;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::origin::Origin;
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::SingleDayEssays,
    name: "单日集中度",
    formula: "同一天提交最多的篇数÷注明日期的篇数",
    serves: Serves::Problem(ProblemKind::PerfunctoryAssessment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let mut days: BTreeMap<Date, Vec<Origin>> = BTreeMap::new();
    for essay in essays(case)? {
        if let (Some(date), Some(origin)) = (essay.submitted.value, &essay.submitted.origin) {
            days.entry(date).or_default().push(origin.clone());
        }
    }
    let n = days.values().map(Vec::len).max()?;
    let of = days.values().map(Vec::len).sum();
    Reading::share(size(n), size(of), days.into_values().flatten().collect())
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    /// So many essays on one day, so many on days of their own.
    #[track_caller]
    fn check_days(same: usize, other: usize, expected: &str) {
        let same = (0..same).map(|n| format!("张三,同日{n},6月29日\n"));
        let other = (0..other).map(|n| format!("张三,他日{n},{}月{}日\n", n / 20 + 1, n % 20 + 1));
        let rows: Vec<_> = same.chain(other).collect();
        check("3.2", &[("心得.csv", &format!("姓名,题目,提交日期\n{}", rows.concat()))], expected);
    }

    #[test]
    fn essays_of_one_day() {
        check_days(4, 16, "clear 0.2 4/20");
        check_days(6, 14, "flagged 0.3 6/20");
        check_days(4, 6, "flagged 0.4 4/10");
        check_days(3, 2, "clear 0.6 3/5");
        check_days(1, 0, "clear 1 1/1");
        check_days(0, 0, "no-data");
        check("3.2", &[("心得.csv", "姓名,题目,类型\n张三,甲,心得")], "no-data");
        check("3.2", &[], "no-data");
    }
}
