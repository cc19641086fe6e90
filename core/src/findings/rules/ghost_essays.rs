//! 3.6 缺课成果.
//!
//! **What it finds.** Essays, articles and research reports on a session that their author missed without making
//! up: the author's mark there is 公差, leave or absence. Counted among those whose author and
//! session are known and marked. From one it is flagged (domain notes 3.6: any).
//!
//! **Why it matters.** Nobody can say what they learned where they were not; perhaps the mark is
//! wrong, so somebody has to look.
//!
//! **Example.** The author of an essay on 民法典 is marked × on that day: 1, flagged.
//!
//! **When it stays silent.** Without an essay index, and where no essay can be tied to a mark.

use std::collections::BTreeMap;

use crate::dossier::{Attendance, Essay, Mark, Register};
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::GhostEssays,
    name: "缺课仍有成果",
    formula: "对应学习缺席又没有补学的成果篇数",
    serves: Serves::Problem(ProblemKind::PerfunctoryAssessment),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    if !case.dossier.has(Register::Essays) {
        return None;
    }
    // One pass: a group may have thousands of marks and of essays.
    let mut marks: BTreeMap<(usize, usize), (Mark, &Attendance)> = BTreeMap::new();
    for entry in &case.dossier.attendance {
        if let Some(mark) = entry.mark {
            marks.entry((entry.member, entry.session)).or_insert((mark, entry));
        }
    }
    let entry = |essay: &Essay| marks.get(&(essay.member?, essay.session?)).copied();
    let tied: Vec<_> = case.dossier.essays.iter().filter_map(|essay| Some((essay, entry(essay)?))).collect();
    let is_ghost = |mark: Mark| mark.is_due() && !mark.is_present() && mark != Mark::MadeUp;
    let ghosts: Vec<_> = tied.iter().filter(|(_, (mark, _))| is_ghost(*mark)).collect();
    let origins = ghosts.iter().flat_map(|(essay, (_, entry))| [essay.origin.clone(), entry.origin.clone()]);
    Reading::count(size(ghosts.len()), size(tied.len()), origins.collect())
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    const ESSAYS: (&str, &str) = (
        "心得.csv",
        "姓名,题目,对应学习主题,提交日期\n张三,甲,民法典,3月9日\n李四,乙,民法典,3月9日\n孙八,丙,民法典,3月9日",
    );

    #[track_caller]
    fn check_marks(marks: [&str; 2], expected: &str) {
        let sheet = format!("姓名,3月5日\n,民法典\n张三,{}\n李四,{}", marks[0], marks[1]);
        let sessions = ("统计表.csv", "时间,学习主题,主持人\n3月5日,民法典,张三");
        let roster = ("名单.csv", "姓名,角色\n张三,组长\n李四,成员");
        check("3.6", &[("考勤表.csv", &sheet), sessions, roster, ESSAYS], expected);
    }

    #[test]
    fn essays_on_missed_sessions() {
        check_marks(["√", "迟"], "clear 0 0/2");
        check_marks(["√", "补"], "clear 0 0/2");
        check_marks(["√", "×"], "flagged 1 1/2");
        check_marks(["公", "○"], "flagged 2 2/2");
        check_marks(["×", ""], "flagged 1 1/1");
        check_marks(["—", "列"], "clear 0 0/2");
        check_marks(["", ""], "no-data");
        check("3.6", &[ESSAYS], "no-data");
        check("3.6", &[], "no-data");
    }

    #[test]
    fn research_reports_count_too() {
        let sheet = ("考勤表.csv", "姓名,3月5日\n,民法典\n张三,×\n李四,√");
        let report =
            ("心得.csv", "姓名,题目,对应学习主题,类型\n张三,甲,民法典,调研报告\n李四,乙,民法典,心得");
        check("3.6", &[sheet, report], "flagged 1 1/2");
    }

    #[test]
    fn a_topic_held_twice_is_that_of_the_nearest_earlier_session() {
        let sheet = ("考勤表.csv", "姓名,1月9日,4月9日\n,民法典,民法典\n张三,√,×\n李四,×,√");
        let check = |rows: &str, expected| {
            let index = format!("姓名,题目,对应学习主题,提交日期\n{rows}");
            check("3.6", &[sheet, ("心得.csv", &index)], expected);
        };
        check("张三,甲,民法典,3月1日\n李四,乙,民法典,4月15日", "clear 0 0/2");
        check("张三,甲,民法典,4月10日\n李四,乙,民法典,2月15日", "flagged 2 2/2");
        check("张三,甲,民法典,", "no-data");
    }
}
