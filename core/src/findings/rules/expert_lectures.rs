//! c3.3 专家辅导次数.
//!
//! **What it finds.** Sessions whose form is 专题辅导 or 讲座, among those that state a form. Below
//! one it is flagged (domain notes 因三: 辅导 0).
//!
//! **Why it matters.** Some subjects nobody in the office can explain.
//!
//! **Example.** Eight sessions, none with a lecturer from outside: 0, flagged.
//!
//! **When it stays silent.** Without a session register, or where no session states its form.

use crate::dossier::{Form, Session};
use crate::findings::{Case, CauseKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::ExpertLectures,
    name: "专家辅导次数",
    formula: "形式为专家辅导、讲座的学习次数",
    serves: Serves::Cause(CauseKind::ScarceResources),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let formed: Vec<&Session> =
        case.dossier.sessions.iter().filter(|session| session.form.is_some()).collect();
    let lectures = formed.iter().filter(|session| session.form == Some(Form::Lecture)).count();
    let origins = formed.iter().filter_map(|session| session.form_text.evidence()).collect();
    Reading::count(size(lectures), size(formed.len()), origins)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::{check, check_forms};

    #[test]
    fn lectures() {
        check_forms("c3.3", "专家辅导讲座,讲座,研讨", "clear 2 2/3");
        check_forms("c3.3", "专题辅导,", "clear 1 1/1");
        check_forms("c3.3", "研讨,传达", "flagged 0 0/2");
        check_forms("c3.3", "集中学习", "flagged 0 0/1");
        check_forms("c3.3", "", "no-data");
        check("c3.3", &[("统计表.csv", "时间,学习主题,主持人\n1月5日,甲,张三")], "no-data");
        check("c3.3", &[], "no-data");
    }
}
