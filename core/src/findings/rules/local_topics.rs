//! 2.1 议题结合率.
//!
//! **What it finds.** Sessions tied to local work, over sessions of the session register: 贯彻
//! 措施 is filled in, or topic or content names a local word. Local words are the configured
//! keywords, the unit's name, that name without 镇, 乡 and the like, and the words for local work
//! (group 8 of article 8) in `topics.toml`. Below 50 % it is
//! flagged (domain notes 2.1), at 0 severe.
//!
//! **Why it matters.** Theory that never meets the town's own work is read and put away.
//!
//! **Example.** Eight sessions, three of which led to 贯彻措施: 37.5 %, flagged.
//!
//! **When it stays silent.** Without a session register, or without its column 贯彻措施: the
//! topics alone would show too little.

use crate::dossier::{Field, Session, plain_topic};
use crate::findings::topics::{self, words_of_local_work};
use crate::findings::{Case, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::size;

pub(super) const RULE: Rule = Rule {
    id: RuleId::LocalTopics,
    name: "议题结合率",
    formula: "有贯彻措施或主题、内容含本地关键词的学习次数÷集中学习次数",
    serves: Serves::Problem(ProblemKind::TheoryPracticeGap),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let words: Vec<String> = local_words(case).into_iter().chain(words_of_local_work().cloned()).collect();
    let has_column = |session: &&Session| session.follow_up.has_column();
    let sessions: Vec<&Session> = case.dossier.sessions.iter().filter(has_column).collect();
    let mut origins = Vec::new();
    let mut n = 0;
    for session in &sessions {
        let named =
            [&session.topic, &session.content].into_iter().find(|field| names_any(field.text(), &words));
        n += usize::from(session.follow_up.is_done() || named.is_some());
        origins.extend(session.follow_up.origin());
        origins.extend(named.and_then(Field::evidence));
    }
    Reading::share(size(n), size(sessions.len()), origins)
}

/// Returns the words that tie a text to the unit: keywords, its name, and the place's own name.
pub(super) fn local_words(case: &Case<'_>) -> Vec<String> {
    topics::local_words(&case.dossier.unit, case.local.keywords)
}

/// Returns whether a text, free of marks and spaces, holds one of the words.
pub(super) fn names_any(text: &str, words: &[String]) -> bool {
    let text = plain_topic(text);
    words.iter().any(|word| text.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    #[track_caller]
    fn check_sessions(rows: &str, expected: &str) {
        let sheet = format!("时间,学习主题,学习内容,主持人,贯彻措施\n{rows}");
        check("2.1", &[("统计表.csv", &sheet)], expected);
    }

    #[test]
    fn sessions_tied_to_local_work() {
        check_sessions("1月5日,甲,,张三,修渠\n2月5日,茶产业,,张三,\n3月5日,丙,,张三,", "clear 0.6667 2/3");
        check_sessions("1月5日,甲,清溪镇要情,张三,\n2月5日,乙,,张三,", "clear 0.5 1/2");
        check_sessions("1月5日,清溪发展,,张三,\n2月5日,乙,,张三,\n3月5日,丙,,张三,", "flagged 0.3333 1/3");
        check_sessions("1月5日,甲,,张三,无", "severe 0 0/1");
        check_sessions("1月5日,甲,,张三,尚未落实\n2月5日,乙,,张三,持续推进垃圾分类", "clear 0.5 1/2");
        check_sessions("", "no-data");
        check("2.1", &[("统计表.csv", "时间,学习主题,主持人\n1月5日,茶产业,张三")], "no-data");
        check("2.1", &[("考勤表.csv", "姓名,1月5日")], "no-data");
    }
}
