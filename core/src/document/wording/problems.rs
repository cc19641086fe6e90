//! Sentences on problems: the heading of each, and one sentence for each flagged indicator.

use crate::document::format::{self, making_up, named_share, one_decimal, plain, share_of_one, whole};
use crate::document::provenance::Provenance;
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::otherwise::found;
use crate::document::wording::{fixed, how_many, list};
use crate::dossier::{Dossier, Register};
use crate::findings::rules::absences_made_up::MAKE_UP_DAYS;
use crate::findings::rules::essay_burst::LAST_DAYS;
use crate::findings::rules::late_records::MAX_DAYS;
use crate::findings::rules::short_essays::{MIN_ALIKE, MIN_CHARS};
use crate::findings::rules::study_gap::BUSY_MONTH;
use crate::findings::rules::uniform_scores::HIGH_SCORE;
use crate::findings::similarity::{ALIKE, SUSPECT};
use crate::findings::{Also, Flag, Gravity, Indicator, Problem, ProblemKind, Reading, RuleId};

/// Why sentences set numbers of their own.
const ONCE_A_QUARTER: &str = "学习规则要求每季度集中学习不少于1次";
const CONDITION: &str = "指标的另一条件";

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
pub(crate) fn checked(n_measured: usize, n_flagged: usize, n_problems: usize) -> Text {
    let listed = |n: usize, what| whole(n, Provenance::Listed(what));
    let measured = listed(n_measured, "可以计算的指标");
    match (n_measured, n_problems) {
        (0, _) => "现有台账不足以作出评价。".into(),
        (_, 0) => text!("对照{measured}项可以计算的指标逐项核查，没有发现需要列为问题的情况。"),
        _ => text!(
            "对照{measured}项可以计算的指标逐项核查，有{}项不在正常范围内，反映出{}个方面的问题。",
            listed(n_flagged, "不在正常范围的指标"),
            listed(n_problems, "问题")
        ),
    }
}

/// Says which registers were not there, so that silence is not read as praise.
pub(crate) fn missing(dossier: &Dossier) -> Text {
    let missing: Vec<Register> =
        Register::ALL.into_iter().filter(|register| !dossier.has(*register)).collect();
    if missing.is_empty() {
        Text::new()
    } else {
        text!("{}未提供数据，相关指标不作评价。", list(&missing))
    }
}

/// Returns the sentence that opens a problem's paragraph: how much of what was measured.
pub(crate) fn opening(problem: &Problem, n_measured: usize) -> Text {
    let n = problem.indicators.len();
    if n == 1 {
        return Text::new();
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
    let measured = whole(n_measured, Provenance::Listed("可以计算的指标"));
    if n == n_measured {
        return text!("这方面可以计算的{measured}项指标都不在正常范围，{verdict}。");
    }
    text!(
        "这方面可以计算的{measured}项指标中，有{}项不在正常范围，{verdict}。",
        whole(n, Provenance::Listed("不在正常范围的指标"))
    )
}

/// Returns the sentence for a flagged indicator of a problem, with what else was found.
pub(crate) fn sentence(indicator: &Indicator, reading: &Reading) -> Option<Text> {
    if indicator.rule.id == RuleId::StudyGap && reading.n == Some(0) {
        return Some(fixed("台账中没有本期的集中学习，没有做到每季度不少于1次。", ONCE_A_QUARTER));
    }
    let of_value = sentence_of_value(indicator, reading)?;
    let also = match &reading.also {
        Some(Also::Flags(condition)) => Some(found(*condition, reading)),
        Some(Also::Clears(_)) | None => None,
    };
    if let (RuleId::IdenticalTitles, Some(found)) = (indicator.rule.id, &also) {
        let titles = match indicator.flagged_otherwise() {
            Some(_) => Text::new(),
            None => text!("有{}篇的题目完全相同；", plain(reading.value, indicator)),
        };
        let source = Provenance::Threshold(Some(indicator.rule.id));
        let (alike, suspect) = (share_of_one(ALIKE, &source), share_of_one(SUSPECT, &source));
        return Some(text!(
            "{titles}经逐篇比对，{found}（五字连写的重合度达到{alike}为雷同，{suspect}至{alike}为疑似），需人工核实后再作结论。"
        ));
    }
    Some(match (indicator.flagged_otherwise(), also) {
        (Some(_), Some(found)) => text!("{found}。"),
        (None, Some(found)) => text!("{}；{found}。", of_value.without_end("。")),
        _ => of_value,
    })
}

/// Returns the normal range that a flagged indicator left, of the condition that flags it: beside
/// `6月集中学习3次，3月没有集中学习` a range of days would make no sense.
pub(crate) fn range_left(indicator: &Indicator) -> Text {
    if indicator.flagged_otherwise().is_none() {
        return format::limit(&indicator.limit, indicator.rule.id);
    }
    let source = Provenance::Threshold(Some(indicator.rule.id));
    let holds_no_session = indicator.reading.as_ref().is_some_and(|reading| reading.n == Some(0));
    let range = match indicator.rule.id {
        RuleId::StudyGap if holds_no_session => "每季度不少于1次",
        RuleId::StudyGap => return text!("月月有学习，或各月少于{}次", whole(BUSY_MONTH, source)),
        RuleId::SeminarShare => "传达、领学不超过一半",
        RuleId::SpeakerCoverage => "最多2人的发言不超过一半",
        RuleId::FallingAttendance => "迟到早退不超过一成",
        RuleId::SubmissionLag => "没有早于学习的",
        RuleId::IdenticalTitles => "没有雷同或疑似",
        RuleId::ShortEssays => return text!("{}篇以上字数有差别", whole(MIN_ALIKE, source)),
        RuleId::OversightKinds
        | RuleId::SupervisionFrequency
        | RuleId::SessionsReviewed
        | RuleId::ExaminationTurnout
        | RuleId::ResultsUsed
        | RuleId::PlanKept
        | RuleId::AbsencesMadeUp
        | RuleId::ProblemsClosed
        | RuleId::QuarterSeminars
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
        | RuleId::DominantForm => return format::limit(&indicator.limit, indicator.rule.id),
    };
    fixed(range, CONDITION)
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
        | RuleId::QuarterSeminars
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
fn sentence_of_value(indicator: &Indicator, reading: &Reading) -> Option<Text> {
    let severe = indicator.gravity == Some(Gravity::Severe);
    let source = Provenance::reading(indicator.rule.id, reading);
    let n = Count::new(reading.n.unwrap_or(0), source.clone());
    let of = Count::new(reading.of.unwrap_or(0), source.clone());
    let rest = Count::new(of.n.saturating_sub(n.n), source.clone());
    let part = making_up(&n, &of);
    let value = plain(reading.value, &source);
    let meaning = meaning(indicator, reading);
    let judged_by = || Provenance::Threshold(Some(indicator.rule.id));
    let (least, high) = (plain(MIN_CHARS, judged_by()), plain(HIGH_SCORE, judged_by()));
    let open = whole(usize::from(MAKE_UP_DAYS), judged_by());
    let (days, late) = [LAST_DAYS, MAX_DAYS].map(|days| Count::new(days.unsigned_abs(), judged_by())).into();
    Some(match indicator.rule.id {
        RuleId::OversightKinds if n == 0 => "督学、评学、考学三类工作都没有留下记录。".into(),
        RuleId::OversightKinds => text!("督学、评学、考学三类工作中有记录的只有{n}类，制度没有全部落地。"),
        RuleId::SupervisionFrequency if reading.value == 0.0 => "没有做到每个季度都有督学。".into(),
        RuleId::SupervisionFrequency => text!("督学频次不够，最少的一个季度只有{value}次。"),
        RuleId::SessionsReviewed if n == 0 => text!("{of}次集中学习都没有点评或评学记录。"),
        RuleId::SessionsReviewed => text!("{of}次集中学习中，有点评或评学记录的{n}次{part}，{meaning}。"),
        RuleId::ExaminationTurnout if n == 0 => text!("应考{of}人次，没有人参考。"),
        RuleId::ExaminationTurnout => text!("应考{of}人次，实际参考{n}人次{part}，{meaning}。"),
        RuleId::ResultsUsed if n == 0 => text!("{of}条督学、评学、考学记录都没有写明结果如何运用。"),
        RuleId::ResultsUsed => {
            text!("{of}条督学、评学、考学记录中，写明结果运用的{n}条{part}，{meaning}。")
        }
        RuleId::PlanKept if n == 0 => text!("计划内学习应完成{of}项，都没有如期开展，{meaning}。"),
        RuleId::PlanKept => text!(
            "计划内学习应完成{of}项，按期完成{n}项{}，有{rest}项没有如期开展，{meaning}。",
            named_share("计划兑现率", &n, &of)
        ),
        RuleId::AbsencesMadeUp if n == 0 && of == 1 => text!("缺学满{open}天的{of}人次没有补学记录。"),
        RuleId::AbsencesMadeUp if n == 0 => text!("缺学满{open}天的{of}人次都没有补学记录。"),
        RuleId::AbsencesMadeUp => text!(
            "缺学满{open}天、应当补学的{of}人次中，已补学{n}人次{}，尚有{rest}人次没有补学记录。",
            named_share("补学落实率", &n, &of)
        ),
        RuleId::ProblemsClosed if n == 0 && of == 1 => {
            text!("督学、评学、考学中提出的{of}个问题没有整改记录。")
        }
        RuleId::ProblemsClosed if n == 0 => text!("督学、评学、考学中提出的{of}个问题都没有整改记录。"),
        RuleId::ProblemsClosed => {
            text!("督学、评学、考学中提出问题{of}个，有整改记录的{n}个，{rest}个尚未闭环。")
        }
        RuleId::StudyGap => text!("最长有{value}天没有集中学习，学习节奏时紧时松。"),
        RuleId::QuarterSeminars => {
            text!("{}没有开展集体学习研讨，没有做到每季度都有研讨。", list(&reading.quotes))
        }
        RuleId::LocalTopics if n == 0 => {
            text!("{of}次集中学习都没有提出贯彻措施，主题也没有联系本地重点工作。")
        }
        RuleId::LocalTopics => {
            text!("{of}次集中学习中，联系本地工作选题或提出贯彻措施的{n}次{part}，{meaning}。")
        }
        RuleId::SeminarShare if n == 0 => text!("{of}次集中学习没有一次采用研讨形式，{meaning}。"),
        RuleId::SeminarShare => text!("{of}次集中学习中，采用研讨形式的{n}次{part}，{meaning}。"),
        RuleId::JointSessions if n == of => text!("{of}次集中学习都与其他会议套开，{meaning}。"),
        RuleId::JointSessions => text!("{of}次集中学习中，与其他会议套开的{n}次{part}，{meaning}。"),
        RuleId::SpeakerCoverage if n == 0 => text!("{of}名成员本期都没有作重点发言。"),
        RuleId::SpeakerCoverage => text!(
            "{of}名成员中，作过重点发言的{n}名{part}，{}成员（{rest}名）没有发言。",
            how_many(rest.n, of.n)
        ),
        RuleId::DutyTitles if n == 0 => {
            text!("{of}篇心得体会和理论文章的题目都没有联系本人分管工作，{meaning}。")
        }
        RuleId::DutyTitles => {
            text!("{of}篇心得体会和理论文章中，题目联系本人分管工作的{n}篇{part}，{meaning}。")
        }
        RuleId::HollowTitles if n == of => {
            text!("{of}篇心得体会和理论文章的题目都只写学习体会、没有点出具体工作，{meaning}。")
        }
        RuleId::HollowTitles => {
            text!("{of}篇心得体会和理论文章中，题目只写学习体会、没有点出具体工作的{n}篇{part}，{meaning}。")
        }
        RuleId::ResearchApplied if of == 0 => "调研课题表中没有已完成的课题，成果转化无从谈起。".into(),
        RuleId::ResearchApplied if n == 0 => text!("登记为已完成的{of}个调研课题还没有转化应用。"),
        RuleId::ResearchApplied => text!("登记为已完成的{of}个调研课题中，有转化应用的{n}个。"),
        RuleId::FallingAttendance => text!(
            "到会情况逐次走低，出勤率平均每次下降{}个百分点。",
            one_decimal(reading.value.abs() * 100.0, &source)
        ),
        RuleId::EssayBurst if n == of => {
            text!("注明提交日期的{of}篇心得体会和理论文章都在本期最后{days}天提交，期末突击的迹象明显。")
        }
        RuleId::EssayBurst if severe => text!(
            "注明提交日期的{of}篇心得体会和理论文章中，{n}篇集中在本期最后{days}天提交{part}，期末突击的迹象明显。"
        ),
        RuleId::EssayBurst => text!(
            "注明提交日期的{of}篇心得体会和理论文章中，{n}篇集中在本期最后{days}天提交{part}，提交时间偏于期末。"
        ),
        RuleId::SingleDayEssays if n == of => text!("注明提交日期的{of}篇都在同一天提交，平时积累不够。"),
        RuleId::SingleDayEssays => text!("提交最集中的一天有{n}篇{part}，平时积累不够。"),
        RuleId::SubmissionLag => text!("心得体会距对应学习的提交间隔，中位数为{value}天，学与写隔得较远。"),
        RuleId::IdenticalTitles => text!("有{value}篇的题目完全相同，疑似雷同，需人工核实。"),
        RuleId::ForeignPlaces => text!(
            "有{value}处成果或计划写有外地地名（{}），疑似沿用外地文稿，需人工核实。",
            some_of(reading, &source)
        ),
        RuleId::GhostEssays => {
            text!("有{value}篇成果对应的学习，作者当次没有到会，也没有补学记录，需人工核实。")
        }
        RuleId::ShortEssays => text!("有{value}篇心得体会和理论文章不足{least}字，内容偏于单薄。"),
        RuleId::ContradictedAttendance => {
            text!("考勤登记为全勤，但与其他台账有{value}处对不上，需人工核实。")
        }
        RuleId::UniformScores => text!("{of}个考学成绩都在{high}分以上，相差很小，考学的区分度不够。"),
        RuleId::MembersWithoutEssays if n == of => {
            text!("全体成员（{n}名）本期都没有提交心得体会、理论文章或调研报告。")
        }
        RuleId::MembersWithoutEssays => {
            text!("{}成员（{n}名）本期没有提交心得体会、理论文章或调研报告。", how_many(n.n, of.n))
        }
        RuleId::LateRecords => text!("有{value}处学习记录或计划在学习{late}日以后才形成，需核实是否补记。"),
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
fn some_of(reading: &Reading, source: &Provenance) -> Text {
    const MAX_SHOWN: usize = 3;
    let more = if reading.quotes.len() > MAX_SHOWN { "等" } else { "" };
    let quote = |words: &String| Figure::new(words.as_str(), source.clone());
    let quotes: Vec<Figure> = reading.quotes.iter().take(MAX_SHOWN).map(quote).collect();
    list(&quotes) + more
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Condition, Limits, State};

    /// Compares the range beside what a second condition found.
    #[track_caller]
    fn check(id: RuleId, n: Option<u64>, expected: &str) {
        let found = Also::Flags(Condition::NoSessions);
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
