//! 2.5 分管结合率.
//!
//! **What it finds.** Essays and articles whose title names a word of the author's 分管领域, over
//! those whose author has one on the roster. The words are the parts between 、，； / and spaces
//! of at least two characters; marks and spaces in the title do not matter. Below 40 % it is
//! flagged (domain notes 2.5).
//!
//! **Why it matters.** Whoever writes about their own field has to know something of it.
//!
//! **Example.** 24 essays, six on the author's own field: 25 %, flagged.
//!
//! **When it stays silent.** Without an essay index or 分管领域 on the roster.

use crate::dossier::{Essay, Member, plain_topic};
use crate::findings::rule::essays;
use crate::findings::rules::local_topics::names_any;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::DutyTitles,
    name: "分管结合率",
    formula: "题目含本人分管领域词语的篇数÷作者有分管领域的篇数",
    serves: Serves::Problem(ProblemKind::TheoryPracticeGap),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let with_duty: Vec<(&Essay, Vec<String>)> = essays(case)?
        .filter(|essay| essay.title.is_known())
        .map(|essay| (essay, essay.member.map_or(Vec::new(), |at| duty_words(&case.dossier.members[at]))))
        .filter(|(_, words)| !words.is_empty())
        .collect();
    let tied = with_duty.iter().filter(|(essay, words)| names_any(essay.title.text(), words)).count();
    let origins = with_duty.iter().filter_map(|(essay, _)| essay.title.evidence()).collect();
    Reading::share(size(tied), size(with_duty.len()), origins)
}

/// Returns the words of a member's 分管领域.
pub(super) fn duty_words(member: &Member) -> Vec<String> {
    let parts = member.duty.text().split(['、', '，', ',', '；', ';', '/', ' ']);
    parts.map(plain_topic).filter(|word| word.chars().count() >= 2).collect()
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    const ROSTER: (&str, &str) =
        ("名单.csv", "姓名,角色,分管领域\n张三,组长,茶产业、农业\n李四,成员,安全生产/应急、水\n王五,成员,");

    #[track_caller]
    fn check_titles(rows: &str, expected: &str) {
        check("2.5", &[ROSTER, ("心得.csv", &format!("姓名,题目,类型\n{rows}"))], expected);
    }

    #[test]
    fn titles_on_the_own_field() {
        check_titles("张三,茶产业之路,心得体会\n李四,抓好“安全·生产”,心得体会", "clear 1 2/2");
        check_titles(
            "张三,农业一,心得\n张三,农业二,心得\n张三,一,心得\n张三,二,心得\n张三,三,心得",
            "clear 0.4 2/5",
        );
        check_titles("张三,治水,心得\n李四,治水,心得\n李四,应急,心得", "flagged 0.3333 1/3");
        check_titles("张三,茶产业调研,调研报告\n王五,农业,心得\n孙八,农业,心得", "no-data");
        check_titles("李四,治水,心得体会", "flagged 0 0/1");
        check_titles("", "no-data");
        let essays = ("心得.csv", "姓名,题目,类型\n张三,农业,心得");
        check("2.5", &[("名单.csv", "姓名,角色\n张三,组长"), essays], "no-data");
        check("2.5", &[essays], "no-data");
        check("2.5", &[ROSTER], "no-data");
    }
}
