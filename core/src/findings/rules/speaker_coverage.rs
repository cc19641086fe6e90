//! 2.4 发言覆盖率.
//!
//! **What it finds.** The published figure `speakers-share`: members who were 重点发言人 at least
//! once, over members. Below 50 % it is flagged: everybody once a year is half of them in half
//! a year (domain notes 2.4). It is also flagged where the two who spoke most hold more than
//! half of all speeches, from five speeches on; below five, two always hold nearly half.
//! 全体成员 as speakers are all who were there.
//!
//! **Why it matters.** Where the same two speak, the others listen, or do not.
//!
//! **Example.** Four of twelve members spoke: 33.3 %, flagged.
//!
//! **When it stays silent.** Without a session register, its column 重点发言人, or members.

use std::collections::BTreeMap;

use crate::dossier::Session;
use crate::findings::{Also, Case, Condition, ProblemKind, Reading, Rule, RuleId, Serves};
use crate::statistics::Key;

/// From so many speeches on, two speakers' share of them says something.
const MIN_SPEECHES: usize = 5;

pub(super) const RULE: Rule = Rule {
    id: RuleId::SpeakerCoverage,
    name: "发言覆盖率",
    formula: "作过重点发言的成员数÷成员数；另看发言最多的两人是否占一半以上",
    serves: Serves::Problem(ProblemKind::TheoryPracticeGap),
    read,
};

fn read(case: &Case<'_>) -> Option<Reading> {
    let reading = Reading::rate(case.statistics.get(Key::SpeakersShare))?;
    Some(reading.also(two_hold_most(&case.dossier.sessions)))
}

/// Returns how much the two who spoke most spoke, where it is more than half.
fn two_hold_most(sessions: &[Session]) -> Option<Also> {
    let mut speeches: BTreeMap<&str, usize> = BTreeMap::new();
    for name in sessions.iter().filter_map(|session| session.speakers.value.as_ref()).flatten() {
        *speeches.entry(name).or_default() += 1;
    }
    let mut speeches: Vec<usize> = speeches.into_values().collect();
    speeches.sort_unstable_by(|a, b| b.cmp(a));
    let all: usize = speeches.iter().sum();
    let top: usize = speeches.iter().take(2).sum();
    let found = || Also::Flags(Condition::FewSpeakers { n_speakers: speeches.len(), n: top, of: all });
    (all >= MIN_SPEECHES && top * 2 > all).then(found)
}

#[cfg(test)]
mod tests {
    use crate::findings::rules::cases::check;

    /// Four members, and one session for each list of speakers.
    #[track_caller]
    fn check_speakers(lists: &[&str], expected: &str) {
        let rows: Vec<_> =
            lists.iter().zip(1..).map(|(list, n)| format!("{n}月5日,主题{n},{list}\n")).collect();
        let sheet = format!("时间,学习主题,重点发言人\n{}", rows.concat());
        let roster = "姓名,角色\n张三,组长\n李四,成员\n王五,成员\n赵六,成员\n钱七,列席";
        check("2.4", &[("统计表.csv", &sheet), ("名单.csv", roster)], expected);
    }

    #[test]
    fn members_who_spoke() {
        check_speakers(&["张三、李四", "王五"], "clear 0.75 3/4");
        check_speakers(&["张三、李四", ""], "clear 0.5 2/4");
        check_speakers(&["张三", "张三、钱七"], "flagged 0.25 1/4");
        check_speakers(&[""], "flagged 0 0/4");
        check_speakers(&[], "no-data");
        check("2.4", &[("统计表.csv", "时间,学习主题,重点发言人\n1月5日,甲,张三")], "no-data");
        check("2.4", &[("统计表.csv", "时间,学习主题,主持人\n1月5日,甲,张三")], "no-data");
        check("2.4", &[], "no-data");
    }

    #[test]
    fn all_who_were_there_spoke() {
        check_speakers(&["全体成员"], "clear 1 4/4");
        check_speakers(&["张三、其他班子成员"], "clear 1 4/4");
        let sheet = "姓名,职务,1月5日\n张三,书记,√\n李四,委员,×\n王五,委员,迟\n赵六,列席,√";
        let sessions = "时间,学习主题,重点发言人\n1月5日,甲,全体班子成员";
        let files = [("考勤表.csv", sheet), ("统计表.csv", sessions)];
        check("2.4", &files, "clear 0.6667 2/3");
    }

    #[test]
    fn two_who_speak_most() {
        let found = "flagged 1 4/4；重点发言6人次，其中4人次出自2人";
        check_speakers(&["张三、李四", "张三、李四、王五", "赵六"], found);
        check_speakers(&["张三、李四", "张三、李四、王五", "赵六、王五", "赵六"], "clear 1 4/4");
        check_speakers(&["张三、李四", "张三、王五"], "clear 0.75 3/4");
    }
}
