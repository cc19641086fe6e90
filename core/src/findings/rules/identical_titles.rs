//! 3.4 题目、正文雷同.
//!
//! **What it finds.** The largest number of essays and articles that share one title, free of
//! marks and spaces. From three it is flagged (domain notes 3.4: identical titles ≥ 3). One
//! means that no two titles agree. Where the folder holds texts, it is also flagged by any two
//! that share at least half of their runs of five characters ([`similarity`]): from 0.80 雷同,
//! below that 疑似. What is found is to be looked at by somebody, never an accusation.
//!
//! **Why it matters.** The same title three times is often the same text three times.
//!
//! **Example.** 学习全会精神心得体会 by three authors: 3, flagged.
//!
//! **When it stays silent.** Without an essay index, or without any title or text.

use std::collections::BTreeMap;

use crate::dossier::plain_topic;
use crate::findings::rule::essays;
use crate::findings::similarity::{self, Pair};
use crate::findings::{Also, Case, Condition, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::origin::Origin;
use crate::statistics::{exact, size};

pub(super) const RULE: Rule = Rule {
    id: RuleId::IdenticalTitles,
    name: "同题篇数",
    formula: "题目相同的最多篇数；有正文的，另看五字连写重合度（相同的五字串数÷两篇合计的五字串数）达到50%的对数",
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
    let most = titles.values().map(Vec::len).max().unwrap_or(0);
    let n_texts = essays(case)?.filter(|essay| essay.text.is_some()).count();
    if most == 0 && n_texts == 0 {
        return None;
    }
    let largest = titles.into_values().filter(|origins| origins.len() == most);
    let mut origins: Vec<Origin> = largest.flatten().collect();
    for at in case.similar.iter().flat_map(|pair| [pair.left, pair.right]) {
        origins.push(case.dossier.essays[at].origin.clone());
    }
    Some(Reading::number(exact(size(most)), origins).also(in_texts(case.similar)))
}

/// Says how many pairs of texts share much.
fn in_texts(similar: &[Pair]) -> Option<Also> {
    let n_alike = similar.iter().filter(|pair| pair.score >= similarity::ALIKE).count();
    let n_suspect = similar.len() - n_alike;
    (!similar.is_empty()).then_some(Also::Flags(Condition::AlikeTexts { n_alike, n_suspect }))
}

#[cfg(test)]
mod tests {
    use super::*;
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

    #[test]
    fn pairs_of_texts() {
        let pairs = |scores: &[f64]| -> Vec<Pair> {
            scores.iter().map(|score| Pair { left: 0, right: 1, score: *score }).collect()
        };
        let check = |scores: &[f64], expected: Option<(usize, usize)>| {
            let found = expected
                .map(|(n_alike, n_suspect)| Also::Flags(Condition::AlikeTexts { n_alike, n_suspect }));
            assert_eq!(in_texts(&pairs(scores)), found);
        };
        check(&[], None);
        check(&[0.5, 0.79], Some((0, 2)));
        check(&[0.8], Some((1, 0)));
        check(&[1.0, 0.6], Some((1, 1)));
    }
}
