//! Sentences on problems and causes: what is lacking, and in how many units.

use crate::county::Survey;
use crate::county::survey::{CauseTally, IndicatorTally};
use crate::county::wording::{named, unit, units, units_of};
use crate::document::format::{MIN_PERCENT_OF, making_up, percent, whole};
use crate::document::wording::attachment;
use crate::document::{Provenance, Text, text};
use crate::findings::{CauseKind, ProblemKind, RuleId, Serves};
use crate::statistics::size;

/// Returns a problem's heading, without its number.
pub(in crate::county) fn problem(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::OversightNotEnforced => "学习制度落实还不平衡",
        ProblemKind::TheoryPracticeGap => "研讨和学用结合还不够深入",
        ProblemKind::PerfunctoryAssessment => "考学和成果提交还不够扎实",
    }
}

/// Returns the short name of what a problem or a cause is about, for tables.
pub(in crate::county) fn about(serves: Serves) -> &'static str {
    match serves {
        Serves::Problem(ProblemKind::OversightNotEnforced) => "制度落实",
        Serves::Problem(ProblemKind::TheoryPracticeGap) => "研讨和学用",
        Serves::Problem(ProblemKind::PerfunctoryAssessment) => "考学和成果",
        Serves::Cause(CauseKind::WeakCommitment) => "重视程度",
        Serves::Cause(CauseKind::NoHardTargets) => "任务要求",
        Serves::Cause(CauseKind::ScarceResources) => "学习形式",
    }
}

/// Returns the paragraph that opens the section on problems.
pub(in crate::county) fn opening(n_problems: usize) -> Text {
    if n_problems == 0 {
        return "从各单位学习记录看，没有发现需要列为问题的情况。".into();
    }
    text!(
        "从各单位学习记录看，主要有{}个方面的问题。逐项情况见{}，各单位情况见{}。",
        whole(n_problems, Provenance::Listed("问题")),
        attachment(2),
        attachment(3)
    )
}

/// Returns the sentence that opens a problem's paragraph: how many units have it.
pub(in crate::county) fn touched(survey: &Survey, at: &[usize]) -> Text {
    let (n, of) = units_of(size(at.len()), size(survey.units.len()));
    if n == of && of.n >= MIN_PERCENT_OF {
        return text!("{of}个单位都存在这方面的问题。");
    }
    text!("存在这方面问题的单位{n}个{}{}。", making_up(&n, &of), named_at(survey, at))
}

/// Returns the sentence on what is lacking: in how many units, in which; `touched` are those just
/// told of, who are not named again.
pub(in crate::county) fn indicator(survey: &Survey, tally: &IndicatorTally, touched: &[usize]) -> Text {
    let (n, of) = units_of(size(tally.told.len()), size(tally.n_measured));
    let all = size(survey.units.len());
    let severe = match tally.n_severe {
        0 => Text::new(),
        severe if severe == tally.told.len() => "，差距较大".into(),
        severe => text!("，其中差距较大的{}个", units(severe)),
    };
    let what = lacking(tally.rule.id);
    if n == of && of == all && all >= MIN_PERCENT_OF {
        return text!("{what}，{of}个单位都有这种情况{severe}。");
    }
    // Just those who were told of: neither counted nor named again.
    if tally.told == touched {
        return text!("{what}{severe}。");
    }
    if n == of && of.n >= MIN_PERCENT_OF {
        return text!("{what}，有记录的{of}个单位都有这种情况{severe}。");
    }
    // A share is of the units that can be judged; where these are not all, it is said.
    let part = if of == all || of.n < MIN_PERCENT_OF {
        making_up(&n, &of)
    } else {
        text!("，占有记录的{of}个单位的{}", percent(n.n, of.n, &n.source))
    };
    text!("{what}，涉及{n}个单位{part}{}{severe}。", who(survey, tally))
}

/// Names the units of a tally where they are few; never for what is about the head of a group.
fn who(survey: &Survey, tally: &IndicatorTally) -> Text {
    if tally.rule.id.is_of_leaders() {
        return Text::new();
    }
    named_at(survey, &tally.told)
}

/// Names units in brackets where they are few.
fn named_at(survey: &Survey, at: &[usize]) -> Text {
    named(&at.iter().map(|at| unit(&survey.units[*at].unit)).collect::<Vec<_>>())
}

/// Returns the sentence that opens a cause's paragraph: in how many units it lies. Where something
/// about the head of a group speaks for it, nobody is named in it.
pub(in crate::county) fn lies_in(survey: &Survey, cause: &CauseTally, may_be_named: bool) -> Text {
    let (n, of) = units_of(size(cause.units.len()), size(survey.units.len()));
    if n == of && of.n >= MIN_PERCENT_OF {
        return text!("{of}个单位都有这方面的原因。");
    }
    let named = if may_be_named { named_at(survey, &cause.units) } else { Text::new() };
    text!("有这方面原因的单位{n}个{}{named}。", making_up(&n, &of))
}

/// Returns the sentence on what speaks for a cause, among the units just told of.
pub(in crate::county) fn speaks_for(
    survey: &Survey,
    tally: &IndicatorTally,
    cause: &CauseTally,
    may_be_named: bool,
) -> Text {
    let what = lacking(tally.rule.id);
    if tally.told == cause.units {
        return text!("{what}。");
    }
    let who = if may_be_named { who(survey, tally) } else { Text::new() };
    text!("{what}的{}个{who}。", units(tally.told.len()))
}

/// Returns what an indicator out of bounds means, as the attribute of units.
pub(in crate::county) fn lacking(rule: RuleId) -> &'static str {
    match rule {
        RuleId::OversightKinds => "督学、评学、考学没有全部开展",
        RuleId::SupervisionFrequency => "督学没有做到每季度开展",
        RuleId::SessionsReviewed => "对集中学习点评、评学偏少",
        RuleId::ExaminationTurnout => "考学没有做到应考尽考",
        RuleId::ResultsUsed => "督学、评学、考学结果没有全部运用",
        RuleId::PlanKept => "学习计划没有按期兑现",
        RuleId::AbsencesMadeUp => "缺学后没有按期全部补学",
        RuleId::ProblemsClosed => "查出的问题没有全部整改",
        RuleId::StudyGap => "集中学习间隔过长或者分布不匀",
        RuleId::QuarterSeminars => "没有做到每季度都有研讨",
        RuleId::LocalTopics => "学习联系本地工作偏少",
        RuleId::SeminarShare => "研讨偏少、以听为主",
        RuleId::JointSessions => "学习与其他会议套开偏多",
        RuleId::SpeakerCoverage => "重点发言面偏窄",
        RuleId::DutyTitles => "成果选题与分管工作结合不紧",
        RuleId::HollowTitles => "成果题目空泛偏多",
        RuleId::ResearchApplied => "调研课题没有转化应用",
        RuleId::FallingAttendance => "到会情况走低或者迟到早退偏多",
        RuleId::EssayBurst => "成果集中在期末提交",
        RuleId::SingleDayEssays => "成果集中在同一天提交",
        RuleId::SubmissionLag => "成果提交距学习过久",
        RuleId::IdenticalTitles => "成果题目或者正文相近",
        RuleId::ForeignPlaces => "成果或者计划中有外地地名",
        RuleId::GhostEssays => "没有到会而有对应的成果",
        RuleId::ShortEssays => "成果篇幅不足",
        RuleId::ContradictedAttendance => "全勤记录与其他记录不一致",
        RuleId::UniformScores => "考学成绩没有区分度",
        RuleId::MembersWithoutEssays => "有成员没有提交成果",
        RuleId::LateRecords => "学习记录登记过晚",
        RuleId::LeaderAbsences => "组长缺席偏多",
        RuleId::LeaderHosting => "组长主持学习偏少",
        RuleId::LeadersBehindMembers => "组长、副组长出勤低于成员",
        RuleId::SessionLength => "每次学习时长偏短",
        RuleId::LeadersOnLeave => "组长、副组长请假偏多",
        RuleId::NumericTargets => "学习计划缺少量化目标",
        RuleId::ScoredRecords => "评学、考学很少评分",
        RuleId::ResultsPassedOn => "评考结果没有用于考核",
        RuleId::FormVariety => "学习形式偏少",
        RuleId::FormBalance => "学习形式搭配不均衡",
        RuleId::ExpertLectures => "没有安排专家辅导",
        RuleId::DominantForm => "单一学习形式用得过多",
    }
}

/// Returns a cause's heading, without its number.
pub(in crate::county) fn cause(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::WeakCommitment => "有的单位对学习的定位和重视不够",
        CauseKind::NoHardTargets => "学习任务不够具体",
        CauseKind::ScarceResources => "学习形式不够丰富",
    }
}
