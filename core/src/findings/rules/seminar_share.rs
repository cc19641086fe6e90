//! 2.2 研讨占比.
//!
//! **What it finds.** Sessions whose form is 集体学习研讨, over sessions with a form on record.
//! Below 40 % it is flagged (domain notes 2.2). It is also flagged where 传达 and 领学, reading
//! out, make up more than half.
//!
//! **Why it matters.** Seminars are the main form; at a reading nobody has to think aloud.
//!
//! **Example.** Eight sessions, three seminars and five readings: 37.5 %, flagged.
//!
//! **When it stays silent.** Without a session register, or where no session states its form.

use crate::dossier::{Form, Session};
use crate::findings::{Also, Case, Condition, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::SeminarShare,
    name: "研讨占比",
    formula: "形式为研讨的学习次数÷写明形式的学习次数；另看传达、领学是否过半",
    serves: Serves::Problem(ProblemKind::TheoryPracticeGap),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let formed: Vec<&Session> =
        case.dossier.sessions.iter().filter(|session| session.form.is_some()).collect();
    let n_of = |form: Form| formed.iter().filter(|session| session.form == Some(form)).count();
    let (of, n_relays) = (formed.len(), n_of(Form::Relay));
    let found = || Also::Flags(Condition::MostlyRelays { n: n_relays, of });
    let origins = formed.iter().filter_map(|session| session.form_text.evidence()).collect();
    let reading = Reading::share(size(n_of(Form::Seminar)), size(of), origins)?;
    Some(reading.also((n_relays * 2 > of).then(found)))
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_forms(forms: &str, expected: &str) {
        let rows: Vec<_> =
            forms.split(',').zip(1..).map(|(form, n)| format!("{n}月5日,主题{n},张三,{form}\n")).collect();
        let sheet = format!("时间,学习主题,主持人,学习形式\n{}", rows.concat());
        check("2.2", &[("统计表.csv", &sheet)], expected);
    }

    #[test]
    fn seminars_among_the_sessions() {
        check_forms("集体学习研讨,集体学习研讨,传达学习", "clear 0.6667 2/3");
        check_forms("研讨,研讨,自学,专家辅导,现场参观", "clear 0.4 2/5");
        check_forms("研讨,自学,专家辅导,现场参观", "flagged 0.25 1/4");
        check_forms(
            "研讨,研讨,传达,传达学习,领学",
            "flagged 0.4 2/5；传达、领学3次，超过写明形式的5次的一半",
        );
        check_forms("研讨,传达", "clear 0.5 1/2");
        check_forms("研讨,,", "clear 1 1/1");
        check_forms("集中学习", "flagged 0 0/1");
        check_forms("", "no-data");
        check("2.2", &[("统计表.csv", "时间,学习主题,主持人\n1月5日,甲,张三")], "no-data");
        check("2.2", &[], "no-data");
    }
}
