//! 3.4 题目雷同.
//!
//! **What it finds.** The largest number of essays and articles that share one title, free of
//! marks and spaces. From three it is flagged (domain notes 3.4: identical titles ≥ 3). One
//! means that no two titles agree. The index has no texts, so texts are not compared (5-gram
//! Jaccard from 0.80) until they are read too; what is found here is to be looked at by
//! somebody, never an accusation.
//!
//! **Why it matters.** The same title three times is often the same text three times.
//!
//! **Example.** 学习全会精神心得体会 by three authors: 3, flagged.
//!
//! **When it stays silent.** Without an essay index or without any title.

use std::collections::BTreeMap;

use crate::dossier::plain_topic;
use crate::findings::rules::{Reading, Rule, essays};
use crate::findings::{Case, ProblemKind, Serves};
use crate::origin::Origin;
use crate::statistics::{exact, size};

pub(super) const RULE: Rule = Rule {
    id: "3.4",
    key: "identical-titles",
    name: "同题篇数",
    serves: Serves::Problem(ProblemKind::PerfunctoryAssessment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let mut titles: BTreeMap<String, Vec<Origin>> = BTreeMap::new();
    for essay in essays(case)? {
        let title = plain_topic(essay.title.text());
        if let (false, Some(origin)) = (title.is_empty(), essay.title.evidence()) {
            titles.entry(title).or_default().push(origin);
        }
    }
    let most = titles.values().map(Vec::len).max()?;
    let largest = titles.into_values().filter(|origins| origins.len() == most);
    Some(Reading::number(exact(size(most)), largest.flatten().collect()))
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_titles(titles: &[&str], expected: &str) {
        let rows: Vec<_> =
            titles.iter().zip(1..).map(|(title, n)| format!("作者{n},{title},心得体会\n")).collect();
        check("3.4", &[("心得.csv", &format!("姓名,题目,类型\n{}", rows.concat()))], expected);
    }

    #[test]
    fn essays_with_one_title() {
        check_titles(&["学习体会", "学习体会", "修渠"], "clear 2");
        check_titles(&["学习《民法典》体会", "学习民法典体会", "学习 民法典 体会"], "flagged 3");
        check_titles(&["甲", "乙", "丙", "丁"], "clear 1");
        check_titles(&["甲"], "clear 1");
        check_titles(&["", "……", ""], "no-data");
        check_titles(&[], "no-data");
        let reports = "姓名,题目,类型\n张三,甲,调研报告\n李四,甲,调研报告\n王五,甲,调研报告";
        check("3.4", &[("心得.csv", reports)], "no-data");
        check("3.4", &[], "no-data");
    }
}
