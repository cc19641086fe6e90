//! 3.5 外地名残留.
//!
//! **What it finds.** Essays and articles (title or text) and plan rows that name a county or city
//! which is not the office's own. From one it is flagged (domain notes 3.5: a copied plan kept the
//! names of the place where it was written). Names that the text itself gives as another place,
//! such as 赴兰考县学习, do not count; see [`places`](crate::findings::places).
//!
//! **Why it matters.** Whoever leaves another county's name in an essay has copied it unread.
//!
//! **Example.** A plan row 余杭区委理论学习中心组…… of an office in 博罗县: 1, flagged.
//!
//! **When it stays silent.** Without essays and plan, and where no name of the office or of those
//! above it says in which county it is.

use crate::dossier::{Essay, Field, PlanRow};
use crate::findings::rule::essays;
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::origin::Origin;
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::ForeignPlaces,
    name: "外地名残留",
    formula: "写有外地县（市、区）名的成果篇数与计划项数之和（写明去学习、考察的不算）",
    serves: Serves::Problem(ProblemKind::PerfunctoryAssessment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let home = &case.local.home;
    if !home.is_known() {
        return None;
    }
    let essays = essays(case).into_iter().flatten();
    let of_essays = essays.map(|essay| (home.foreign_in(&words_of_essay(essay)), &essay.origin));
    let of_plan = case.dossier.plan.iter().map(|row| (home.foreign_in(&words_of_row(row)), &row.origin));
    let looked_at: Vec<(Vec<&str>, &Origin)> = of_essays.chain(of_plan).collect();
    let found: Vec<_> = looked_at.iter().filter(|(names, _)| !names.is_empty()).collect();
    let mut quotes: Vec<String> = Vec::new();
    for name in found.iter().flat_map(|(names, _)| names) {
        if !quotes.iter().any(|quote| quote == name) {
            quotes.push((*name).to_string());
        }
    }
    let origins = found.iter().map(|(_, origin)| (*origin).clone()).collect();
    let reading = Reading::count(size(found.len()), size(looked_at.len()), origins)?;
    Some(Reading { quotes, ..reading })
}

fn words_of_essay(essay: &Essay) -> Vec<&str> {
    let text = essay.text.as_deref().unwrap_or_default();
    vec![essay.title.text(), text]
}

fn words_of_row(row: &PlanRow) -> Vec<&str> {
    let fields = [&row.topic, &row.content, &row.responsible, &row.participants, &row.place, &row.target];
    fields.map(Field::text).to_vec()
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::{check, check_at};

    const COUNTY: &str = "中共博罗县委宣传部";

    #[track_caller]
    fn check_titles(titles: &[&str], expected: &str) {
        let rows: Vec<_> = titles.iter().map(|title| format!("张三,{title},心得\n")).collect();
        check_at(COUNTY, "3.5", &[("心得.csv", &format!("姓名,题目,类型\n{}", rows.concat()))], expected);
    }

    #[test]
    fn titles_that_name_elsewhere() {
        check_titles(&["修好水渠", "博罗县的茶"], "clear 0 0/2");
        check_titles(&["赴兰考县学习有感"], "clear 0 0/1");
        check_titles(&["学全会", "建设美丽余杭区"], "flagged 1 1/2");
        check_titles(&["余杭区之路", "余杭区之变", "长沙县之路"], "flagged 3 3/3");
        check_titles(&[], "no-data");
    }

    #[test]
    fn plans_that_name_elsewhere() {
        let plan = |topic: &str| format!("月份,学习主题,学习形式,责任单位\n7月,{topic},研讨,余杭区委办公室");
        check_at(COUNTY, "3.5", &[("计划.csv", &plan("全会精神"))], "flagged 1 1/1");
        check_at("中共余杭区委", "3.5", &[("计划.csv", &plan("杭州市情"))], "clear 0 0/1");
    }

    #[test]
    fn an_office_somewhere() {
        check("3.5", &[("心得.csv", "姓名,题目,类型\n张三,建设美丽余杭区,心得")], "no-data");
    }
}
