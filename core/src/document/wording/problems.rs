//! Sentences on problems: the heading of each, and one sentence for each flagged indicator.

use crate::document::format::{self, MIN_PERCENT_OF, making_up, one_decimal, plain, share, share_of_one};
use crate::document::wording::{how_many, list};
use crate::dossier::{Dossier, Register};
use crate::findings::rules::essay_burst::LAST_DAYS;
use crate::findings::rules::late_records::MAX_DAYS;
use crate::findings::rules::short_essays::{MIN_ALIKE, MIN_CHARS};
use crate::findings::rules::study_gap::BUSY_MONTH;
use crate::findings::rules::uniform_scores::HIGH_SCORE;
use crate::findings::similarity::{ALIKE, SUSPECT};
use crate::findings::{Also, Flag, Gravity, Indicator, Problem, ProblemKind, Reading, RuleId};

/// Returns a problem's heading, without its number: one flagged indicator is a weak spot.
pub fn heading(problem: &Problem) -> &'static str {
    let is_single = problem.is_weak_spot();
    match problem.kind {
        ProblemKind::OversightNotEnforced if is_single => "督学、评学、考学制度执行还有薄弱环节",
        ProblemKind::OversightNotEnforced => "督学、评学、考学制度执行不够有力",
        ProblemKind::TheoryPracticeGap if is_single => "理论学习联系本地工作还有薄弱环节",
        ProblemKind::TheoryPracticeGap => "理论学习与本地工作结合不够紧密",
        ProblemKind::PerfunctoryAssessment if is_single => "考学和成果提交还有薄弱环节",
        ProblemKind::PerfunctoryAssessment => "考学和成果提交存在应付倾向",
    }
}

/// Returns the sentence that opens the section: how much was measured, and what it shows.
pub(crate) fn checked(n_measured: usize, n_flagged: usize, n_problems: usize) -> String {
    match (n_measured, n_problems) {
        (0, _) => "现有台账不足以作出评价。".to_string(),
        (n, 0) => format!("对照{n}项可以计算的指标逐项核查，没有发现需要列为问题的情况。"),
        (n, n_problems) => format!(
            "对照{n}项可以计算的指标逐项核查，有{n_flagged}项不在正常范围内，反映出{n_problems}个方面的问题。"
        ),
    }
}

/// Says which registers were not there, so that silence is not read as praise.
pub(crate) fn missing(dossier: &Dossier) -> String {
    let missing: Vec<String> = Register::ALL
        .into_iter()
        .filter(|register| !dossier.has(*register))
        .map(|register| register.to_string())
        .collect();
    if missing.is_empty() {
        String::new()
    } else {
        format!("{}未提供数据，相关指标不作评价。", list(&missing))
    }
}

/// Returns the sentence that opens a problem's paragraph: how much of what was measured.
pub(crate) fn opening(problem: &Problem, n_measured: usize) -> String {
    let n = problem.indicators.len();
    if n == 1 {
        return String::new();
    }
    let most = n * 2 > n_measured;
    let verdict = match problem.kind {
        ProblemKind::OversightNotEnforced if most => "学习的督促和检验没有形成闭环",
        ProblemKind::OversightNotEnforced => "学习的督促和检验还有缺口",
        ProblemKind::TheoryPracticeGap if most => "学用脱节的情况比较明显",
        ProblemKind::TheoryPracticeGap => "学用结合还不够均衡",
        ProblemKind::PerfunctoryAssessment if most => "成果的时间分布和质量经不起细看，需逐项核实",
        ProblemKind::PerfunctoryAssessment => "成果的时间分布和质量还有疑点，需逐项核实",
    };
    if n == n_measured {
        return format!("这方面可以计算的{n}项指标都不在正常范围，{verdict}。");
    }
    format!("这方面可以计算的{n_measured}项指标中，有{n}项不在正常范围，{verdict}。")
}

/// Returns the sentence for a flagged indicator of a problem, with what else was found.
pub(crate) fn sentence(indicator: &Indicator, reading: &Reading) -> Option<String> {
    if indicator.rule.id == RuleId::StudyGap && reading.n == Some(0) {
        return Some("台账中没有本期的集中学习，没有做到每季度不少于1次。".to_string());
    }
    let of_value = sentence_of_value(indicator, reading)?;
    if let (RuleId::IdenticalTitles, Some(Also::Flags(found))) = (indicator.rule.id, &reading.also) {
        let titles = match indicator.flagged_otherwise() {
            Some(_) => String::new(),
            None => format!("有{}篇的题目完全相同；", plain(reading.value)),
        };
        let alike = share_of_one(ALIKE);
        return Some(format!(
            "{titles}经逐篇比对，{found}（五字连写的重合度达到{alike}为雷同，{}至{alike}为疑似），需人工核实后再作结论。",
            share_of_one(SUSPECT)
        ));
    }
    Some(match (indicator.flagged_otherwise(), &reading.also) {
        (Some(found), _) => format!("{found}。"),
        (None, Some(Also::Flags(found))) => format!("{}；{found}。", of_value.trim_end_matches('。')),
        _ => of_value,
    })
}

/// Returns the normal range that a flagged indicator left, of the condition that flags it: beside
/// `6月集中学习3次，3月没有集中学习` a range of days would make no sense.
pub(crate) fn range_left(indicator: &Indicator) -> String {
    if indicator.flagged_otherwise().is_none() {
        return format::limit(&indicator.limit);
    }
    let holds_no_session = indicator.reading.as_ref().is_some_and(|reading| reading.n == Some(0));
    let range = match indicator.rule.id {
        RuleId::StudyGap if holds_no_session => "每季度不少于1次",
        RuleId::StudyGap => return format!("月月有学习，或各月少于{BUSY_MONTH}次"),
        RuleId::SeminarShare => "传达、领学不超过一半",
        RuleId::SpeakerCoverage => "最多2人的发言不超过一半",
        RuleId::FallingAttendance => "迟到早退不超过一成",
        RuleId::SubmissionLag => "没有早于学习的",
        RuleId::IdenticalTitles => "没有雷同或疑似",
        RuleId::ShortEssays => return format!("{MIN_ALIKE}篇以上字数有差别"),
        RuleId::OversightKinds
        | RuleId::SupervisionFrequency
        | RuleId::SessionsReviewed
        | RuleId::ExaminationTurnout
        | RuleId::ResultsUsed
        | RuleId::PlanKept
        | RuleId::AbsencesMadeUp
        | RuleId::ProblemsClosed
        | RuleId::LocalTopics
        | RuleId::JointSessions
        | RuleId::DutyTitles
        | RuleId::HollowTitles
        | RuleId::ResearchApplied
        | RuleId::EssayBurst
        | RuleId::SingleDayEssays
        | RuleId::ForeignPlaces
        | RuleId::GhostEssays
        | RuleId::ContradictedAttendance
        | RuleId::UniformScores
        | RuleId::MembersWithoutEssays
        | RuleId::LateRecords
        | RuleId::LeaderAbsences
        | RuleId::LeaderHosting
        | RuleId::LeadersBehindMembers
        | RuleId::SessionLength
        | RuleId::LeadersOnLeave
        | RuleId::NumericTargets
        | RuleId::ScoredRecords
        | RuleId::ResultsPassedOn
        | RuleId::FormVariety
        | RuleId::FormBalance
        | RuleId::ExpertLectures
        | RuleId::DominantForm => return format::limit(&indicator.limit),
    };
    range.to_string()
}

/// Returns `，补学率12.5%`, or nothing where there are too few for a percentage.
fn rate_of(name: &str, n: u64, of: u64) -> String {
    if of < MIN_PERCENT_OF { String::new() } else { format!("，{name}{}", share(n, of)) }
}

/// Returns whether a share misses its threshold by more than half of it: far, not nearly.
fn is_far(indicator: &Indicator, reading: &Reading) -> bool {
    let threshold = indicator.limit.threshold;
    match indicator.limit.flag {
        Flag::Below | Flag::AtMost => reading.value <= threshold * 0.5,
        Flag::Above | Flag::AtLeast => reading.value >= threshold * 1.5,
    }
}

/// Returns what a flagged share means, by how far it is out of bounds; counts speak for themselves.
fn meaning(indicator: &Indicator, reading: &Reading) -> &'static str {
    let (far, near) = match indicator.rule.id {
        RuleId::SessionsReviewed => ("多数学习没有当场检验效果", "学习效果缺少当场评价"),
        RuleId::ExaminationTurnout => ("缺考较多", "应考尽考没有完全做到"),
        RuleId::ResultsUsed => ("评考与使用脱节", "评考结果用得不够"),
        RuleId::PlanKept => ("计划对实际安排的约束力弱", "计划执行不够严"),
        RuleId::LocalTopics => ("学习与本地工作的结合点很少", "学习与工作的结合点不多"),
        RuleId::SeminarShare => ("以听为主、议得很少", "学得多、议得少"),
        RuleId::JointSessions => ("学习多依附于其他会议", "专门用于学习的安排不够"),
        RuleId::DutyTitles => ("选题与分管工作脱节", "与分管工作结合得不够紧"),
        RuleId::HollowTitles => ("多数选题缺少针对性", "选题的针对性不强"),
        RuleId::OversightKinds
        | RuleId::SupervisionFrequency
        | RuleId::AbsencesMadeUp
        | RuleId::ProblemsClosed
        | RuleId::StudyGap
        | RuleId::SpeakerCoverage
        | RuleId::ResearchApplied
        | RuleId::FallingAttendance
        | RuleId::EssayBurst
        | RuleId::SingleDayEssays
        | RuleId::SubmissionLag
        | RuleId::IdenticalTitles
        | RuleId::ForeignPlaces
        | RuleId::GhostEssays
        | RuleId::ShortEssays
        | RuleId::ContradictedAttendance
        | RuleId::UniformScores
        | RuleId::MembersWithoutEssays
        | RuleId::LateRecords
        | RuleId::LeaderAbsences
        | RuleId::LeaderHosting
        | RuleId::LeadersBehindMembers
        | RuleId::SessionLength
        | RuleId::LeadersOnLeave
        | RuleId::NumericTargets
        | RuleId::ScoredRecords
        | RuleId::ResultsPassedOn
        | RuleId::FormVariety
        | RuleId::FormBalance
        | RuleId::ExpertLectures
        | RuleId::DominantForm => return "",
    };
    if is_far(indicator, reading) { far } else { near }
}

/// Returns the sentence on the value that was compared with the threshold.
fn sentence_of_value(indicator: &Indicator, reading: &Reading) -> Option<String> {
    let severe = indicator.gravity == Some(Gravity::Severe);
    let n = reading.n.unwrap_or(0);
    let of = reading.of.unwrap_or(0);
    let rest = of.saturating_sub(n);
    let part = making_up(n, of);
    let value = plain(reading.value);
    let meaning = meaning(indicator, reading);
    Some(match indicator.rule.id {
        RuleId::OversightKinds if n == 0 => "督学、评学、考学三类工作都没有留下记录。".to_string(),
        RuleId::OversightKinds => format!("督学、评学、考学三类工作中有记录的只有{n}类，制度没有全部落地。"),
        RuleId::SupervisionFrequency if reading.value == 0.0 => "没有做到每个季度都有督学。".to_string(),
        RuleId::SupervisionFrequency => format!("督学频次不够，最少的一个季度只有{value}次。"),
        RuleId::SessionsReviewed if n == 0 => format!("{of}次集中学习都没有点评或评学记录。"),
        RuleId::SessionsReviewed => format!("{of}次集中学习中，有点评或评学记录的{n}次{part}，{meaning}。"),
        RuleId::ExaminationTurnout if n == 0 => format!("应考{of}人次，没有人参考。"),
        RuleId::ExaminationTurnout => format!("应考{of}人次，实际参考{n}人次{part}，{meaning}。"),
        RuleId::ResultsUsed if n == 0 => format!("{of}条督学、评学、考学记录都没有写明结果如何运用。"),
        RuleId::ResultsUsed => {
            format!("{of}条督学、评学、考学记录中，写明结果运用的{n}条{part}，{meaning}。")
        }
        RuleId::PlanKept if n == 0 => format!("计划内学习应完成{of}项，都没有如期开展，{meaning}。"),
        RuleId::PlanKept => format!(
            "计划内学习应完成{of}项，按期完成{n}项{}，有{rest}项没有如期开展，{meaning}。",
            rate_of("计划兑现率", n, of)
        ),
        RuleId::AbsencesMadeUp if n == 0 && of == 1 => "缺学1人次，没有补学记录。".to_string(),
        RuleId::AbsencesMadeUp if n == 0 => format!("缺学{of}人次，都没有补学记录。"),
        RuleId::AbsencesMadeUp => format!(
            "应当补学的{of}人次中，已补学{n}人次{}，尚有{rest}人次没有补学记录。",
            rate_of("补学率", n, of)
        ),
        RuleId::ProblemsClosed if n == 0 && of == 1 => {
            "督学、评学、考学中提出的1个问题没有整改记录。".to_string()
        }
        RuleId::ProblemsClosed if n == 0 => format!("督学、评学、考学中提出的{of}个问题都没有整改记录。"),
        RuleId::ProblemsClosed => {
            format!("督学、评学、考学中提出问题{of}个，有整改记录的{n}个，{rest}个尚未闭环。")
        }
        RuleId::StudyGap => format!("相邻两次学习最长间隔{value}天，学习节奏时紧时松。"),
        RuleId::LocalTopics if n == 0 => {
            format!("{of}次集中学习都没有提出贯彻措施，主题也没有联系本地重点工作。")
        }
        RuleId::LocalTopics => {
            format!("{of}次集中学习中，联系本地工作选题或提出贯彻措施的{n}次{part}，{meaning}。")
        }
        RuleId::SeminarShare if n == 0 => format!("{of}次集中学习没有一次采用研讨形式，{meaning}。"),
        RuleId::SeminarShare => format!("{of}次集中学习中，采用研讨形式的{n}次{part}，{meaning}。"),
        RuleId::JointSessions if n == of => format!("{of}次集中学习都与其他会议套开，{meaning}。"),
        RuleId::JointSessions => format!("{of}次集中学习中，与其他会议套开的{n}次{part}，{meaning}。"),
        RuleId::SpeakerCoverage if n == 0 => format!("{of}名成员本期都没有作重点发言。"),
        RuleId::SpeakerCoverage => format!(
            "{of}名成员中，作过重点发言的{n}名{part}，{}成员（{rest}名）没有发言。",
            how_many(rest, of)
        ),
        RuleId::DutyTitles if n == 0 => {
            format!("{of}篇心得体会和理论文章的题目都没有联系本人分管工作，{meaning}。")
        }
        RuleId::DutyTitles => {
            format!("{of}篇心得体会和理论文章中，题目联系本人分管工作的{n}篇{part}，{meaning}。")
        }
        RuleId::HollowTitles if n == of => {
            format!("{of}篇心得体会和理论文章的题目都只写学习体会、没有点出具体工作，{meaning}。")
        }
        RuleId::HollowTitles => format!(
            "{of}篇心得体会和理论文章中，题目只写学习体会、没有点出具体工作的{n}篇{part}，{meaning}。"
        ),
        RuleId::ResearchApplied if of == 0 => "调研课题表中没有已完成的课题，成果转化无从谈起。".to_string(),
        RuleId::ResearchApplied if n == 0 => format!("登记为已完成的{of}个调研课题还没有转化应用。"),
        RuleId::ResearchApplied => format!("登记为已完成的{of}个调研课题中，有转化应用的{n}个。"),
        RuleId::FallingAttendance => format!(
            "到会情况逐次走低，出勤率平均每次下降{}个百分点。",
            one_decimal(reading.value.abs() * 100.0)
        ),
        RuleId::EssayBurst if n == of => {
            format!(
                "注明提交日期的{of}篇心得体会和理论文章都在本期最后{LAST_DAYS}天提交，期末突击的迹象明显。"
            )
        }
        RuleId::EssayBurst if severe => format!(
            "注明提交日期的{of}篇心得体会和理论文章中，{n}篇集中在本期最后{LAST_DAYS}天提交{part}，期末突击的迹象明显。"
        ),
        RuleId::EssayBurst => format!(
            "注明提交日期的{of}篇心得体会和理论文章中，{n}篇集中在本期最后{LAST_DAYS}天提交{part}，提交时间偏于期末。"
        ),
        RuleId::SingleDayEssays if n == of => format!("注明提交日期的{of}篇都在同一天提交，平时积累不够。"),
        RuleId::SingleDayEssays => format!("提交最集中的一天有{n}篇{part}，平时积累不够。"),
        RuleId::SubmissionLag => format!("心得体会距对应学习的提交间隔，中位数为{value}天，学与写隔得较远。"),
        RuleId::IdenticalTitles => format!("有{value}篇的题目完全相同，疑似雷同，需人工核实。"),
        RuleId::ForeignPlaces => format!(
            "有{value}处成果或计划写有外地地名（{}），疑似沿用外地文稿，需人工核实。",
            some_of(&reading.quotes)
        ),
        RuleId::GhostEssays => {
            format!("有{value}篇心得体会对应的学习，作者当次没有到会，也没有补学记录，需人工核实。")
        }
        RuleId::ShortEssays => {
            format!("有{value}篇心得体会和理论文章不足{}字，内容偏于单薄。", plain(MIN_CHARS))
        }
        RuleId::ContradictedAttendance => {
            format!("考勤登记为全勤，但与其他台账有{value}处对不上，需人工核实。")
        }
        RuleId::UniformScores => {
            format!("{of}个考学成绩都在{}分以上，相差很小，考学的区分度不够。", plain(HIGH_SCORE))
        }
        RuleId::MembersWithoutEssays if n == of => {
            format!("全体成员（{n}名）本期都没有提交心得体会、理论文章或调研报告。")
        }
        RuleId::MembersWithoutEssays => {
            format!("{}成员（{n}名）本期没有提交心得体会、理论文章或调研报告。", how_many(n, of))
        }
        RuleId::LateRecords => {
            format!("有{value}处学习记录或计划在学习{MAX_DAYS}日以后才形成，需核实是否补记。")
        }
        RuleId::LeaderAbsences
        | RuleId::LeaderHosting
        | RuleId::LeadersBehindMembers
        | RuleId::SessionLength
        | RuleId::LeadersOnLeave
        | RuleId::NumericTargets
        | RuleId::ScoredRecords
        | RuleId::ResultsPassedOn
        | RuleId::FormVariety
        | RuleId::FormBalance
        | RuleId::ExpertLectures
        | RuleId::DominantForm => return None,
    })
}

/// Returns the first words found, and that there are more.
fn some_of(quotes: &[String]) -> String {
    const MAX_SHOWN: usize = 3;
    let more = if quotes.len() > MAX_SHOWN { "等" } else { "" };
    quotes.iter().take(MAX_SHOWN).cloned().collect::<Vec<_>>().join("、") + more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Limits, State};

    /// Compares the range beside what a second condition found.
    #[track_caller]
    fn check(id: RuleId, n: Option<u64>, expected: &str) {
        let found = Also::Flags("另有情形".to_string());
        let reading =
            Reading { value: 0.0, n, of: n, also: Some(found), quotes: Vec::new(), origins: Vec::new() };
        let mut limit = Limits::default().of(id).clone();
        // The value itself is within bounds.
        (limit.flag, limit.threshold) = (Flag::Above, 1.0);
        let indicator = Indicator {
            rule: id.rule(),
            limit,
            state: State::Flagged,
            gravity: Some(Gravity::Warning),
            reading: Some(reading),
        };
        assert_eq!(range_left(&indicator), expected, "{id}");
    }

    #[test]
    fn ranges_fit_what_was_found() {
        check(RuleId::StudyGap, None, "月月有学习，或各月少于3次");
        check(RuleId::StudyGap, Some(0), "每季度不少于1次");
        check(RuleId::SeminarShare, None, "传达、领学不超过一半");
        check(RuleId::SpeakerCoverage, None, "最多2人的发言不超过一半");
        check(RuleId::FallingAttendance, None, "迟到早退不超过一成");
        check(RuleId::SubmissionLag, None, "没有早于学习的");
        check(RuleId::IdenticalTitles, None, "没有雷同或疑似");
        check(RuleId::ShortEssays, None, "8篇以上字数有差别");
    }
}
