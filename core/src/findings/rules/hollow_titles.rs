//! 2.6 空泛题目率.
//!
//! **What it finds.** Essays and articles whose title says only that something was studied, over
//! those with a title. Such a title, free of marks and spaces, begins with 学习 or 关于学习, ends
//! with 体会 (心得体会 included) or 感悟, and names neither a local word (see 2.1) nor one of the
//! author's 分管领域 (see 2.5). Above 50 % it is flagged (domain notes 2.6).
//!
//! **Why it matters.** A title that fits any author in any town often heads such a text.
//!
//! **Example.** 24 essays, 15 of them 学习……心得体会: 62.5 %, flagged.
//!
//! **When it stays silent.** Without an essay index or without any title.

use crate::dossier::{Essay, plain_topic};
use crate::findings::rule::essays;
use crate::findings::rules::duty_titles::duty_words;
use crate::findings::rules::local_topics::{local_words, names_any};
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::HollowTitles,
    name: "空泛题目占比",
    formula: "题目只写“学习……体会”的篇数÷有题目的篇数（含本地或分管词语的不算）",
    serves: Serves::Problem(ProblemKind::TheoryPracticeGap),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let local = local_words(case);
    let is_hollow = |essay: &&Essay| {
        let title = essay.title.text();
        let duty = essay.member.map_or(Vec::new(), |at| duty_words(&case.dossier.members[at]));
        only_says_studied(title) && !names_any(title, &local) && !names_any(title, &duty)
    };
    let titled: Vec<&Essay> = essays(case)?.filter(|essay| essay.title.is_known()).collect();
    let n = titled.iter().copied().filter(|essay| is_hollow(essay)).count();
    let origins = titled.iter().filter_map(|essay| essay.title.evidence()).collect();
    Reading::share(size(n), size(titled.len()), origins)
}

/// Returns whether a title has the shape 学习……体会.
pub(crate) fn only_says_studied(title: &str) -> bool {
    let title = plain_topic(title);
    let title = title.strip_prefix("关于").unwrap_or(&title);
    title
        .strip_prefix("学习")
        .is_some_and(|rest| ["体会", "感悟"].iter().any(|ending| rest.ends_with(ending)))
}

#[cfg(test)]
mod tests {
    use super::only_says_studied;
    use crate::findings::rules::cases::check;

    #[test]
    fn shapes_of_titles() {
        for title in ["学习全会精神心得体会", "关于学习《民法典》的 体会", "“学习两会精神”感悟", "学习体会"]
        {
            assert!(only_says_studied(title), "{title}");
        }
        for title in ["学习全会精神的几点思考", "浅谈学习体会", "修好水渠", "关于体会", "学体会", ""]
        {
            assert!(!only_says_studied(title), "{title}");
        }
    }

    #[track_caller]
    fn check_titles(rows: &str, expected: &str) {
        let roster = ("名单.csv", "姓名,角色,分管领域\n张三,组长,安全生产");
        check("2.6", &[roster, ("心得.csv", &format!("姓名,题目,类型\n{rows}"))], expected);
    }

    #[test]
    fn titles_that_fit_anywhere() {
        check_titles("张三,学习茶产业文件体会,心得\n张三,学习安全生产法感悟,心得", "clear 0 0/2");
        check_titles("张三,学习全会精神体会,心得\n张三,修好水渠,心得", "clear 0.5 1/2");
        check_titles("张三,学习一体会,心得\n张三,学习二体会,心得\n张三,清溪之路,心得", "flagged 0.6667 2/3");
        check_titles("孙八,学习全会精神体会,心得体会", "flagged 1 1/1");
        check_titles("张三,学习全会精神体会,调研报告", "no-data");
        check_titles("张三,,心得", "no-data");
        check_titles("", "no-data");
        check("2.6", &[], "no-data");
    }
}
