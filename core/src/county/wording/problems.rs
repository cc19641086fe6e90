//! Sentences on problems and causes: how many units each touches, and by which indicators.

use std::collections::BTreeSet;

use crate::county::survey::IndicatorTally;
use crate::county::wording::{MAX_NAMED, has_absent, named, unit, units, units_of};
use crate::county::{Likeness, Survey};
use crate::document::format::{MIN_PERCENT_OF, making_up, percent, whole};
use crate::document::wording::{attachment, how_many, list};
use crate::document::{Figure, Provenance, Text, text};
use crate::findings::{CauseKind, ProblemKind, RuleId};
use crate::statistics::size;

/// Returns a problem's heading, without its number.
pub(in crate::county) fn problem(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::OversightNotEnforced => "督学、评学、考学制度落实不平衡",
        ProblemKind::TheoryPracticeGap => "理论学习联系实际不够紧密",
        ProblemKind::PerfunctoryAssessment => "考学和成果提交有应付现象",
    }
}

/// What units are said to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::county) enum Touched {
    /// The problem just named.
    Problem,
    /// Figures that speak for the cause just named.
    Cause,
}

impl Touched {
    fn words(self) -> &'static str {
        match self {
            Touched::Problem => "存在这方面的问题",
            Touched::Cause => "有数据支持这一判断",
        }
    }
}

/// The heading over what was found across units.
pub(in crate::county) const ALIKE: &str = "个别成果跨单位疑似雷同";
/// Says that no cause is named, and why.
pub(in crate::county) const NO_CAUSES: &str = "各单位的数据不足以判断成因，待逐项核实后再作分析。";

/// Returns the sentence that opens the section on causes.
pub(in crate::county) fn causes(n: usize) -> Text {
    text!("综合各单位报告中有数据支持的分析，原因有{}个方面。", whole(n, Provenance::Listed("原因")))
}

/// Returns the sentences on indicators, of the units just told of or of all.
pub(in crate::county) fn told(is_part: bool, sentences: &Text) -> Text {
    text!("{}{sentences}", if is_part { "这些单位中，" } else { "" })
}

/// Returns the paragraph that opens the section on problems.
pub(in crate::county) fn opening(survey: &Survey) -> Text {
    let n = survey.flagged().count();
    let alike = if survey.likenesses.is_empty() {
        ""
    } else {
        "跨单位比对另外发现疑似雷同的成果，列在最后。"
    };
    if survey.problems.is_empty() {
        return text!("对照各项指标逐单位核查，没有发现需要列为问题的情况。{alike}");
    }
    let measured = survey.indicators.iter().filter(|tally| tally.n_measured > 0).count();
    let listed = |n: usize, what| whole(n, Provenance::Listed(what));
    text!(
        "对照{}项可以计算的指标逐单位核查，有{}项在至少一个单位不在正常范围，反映出{}个方面的问题，\
         按涉及单位多少排列如下（逐项情况见{}，各单位情况见{}）。{alike}",
        listed(measured, "可以计算的指标"),
        listed(n, "不在正常范围的指标"),
        listed(survey.problems.len(), "问题"),
        attachment(2),
        attachment(3)
    )
}

/// Returns the sentence that opens a problem's or a cause's paragraph: how many units.
pub(in crate::county) fn touched(survey: &Survey, units: &[usize], what: Touched) -> Text {
    let (n, of) = (size(units.len()), size(survey.units.len()));
    let (n, of) = units_of(n, of);
    if n == of {
        return text!("{of}个单位都{}。", what.words());
    }
    let names: Vec<Figure> = units.iter().map(|at| unit(&survey.units[*at].unit)).collect();
    text!(
        "{}单位（{n}个{}）{}{}。",
        how_many(n.n, of.n),
        making_up(&n, &of),
        what.words(),
        named_after(&names)
    )
}

/// Returns names as a clause of their own, where they are few.
fn named_after(names: &[Figure]) -> Text {
    if names.len() > MAX_NAMED { Text::new() } else { text!("，即{}", list(names)) }
}

/// Returns the sentence on an indicator: what is lacking, in how many units, in which.
pub(in crate::county) fn indicator(survey: &Survey, tally: &IndicatorTally) -> Text {
    let (n, of) = units_of(size(tally.flagged.len()), size(tally.n_measured));
    let names: Vec<Figure> = tally.flagged.iter().map(|at| unit(&survey.units[*at].unit)).collect();
    let severe = match tally.n_severe {
        0 => Text::new(),
        all if all == names.len() => "，均较重".into(),
        some => text!("，其中较重的{}个", units(some)),
    };
    // A share is of the units that can be judged; where these are not all, it is said.
    let part = if of == size(survey.units.len()) || of.n < MIN_PERCENT_OF {
        making_up(&n, &of)
    } else {
        text!("，占可以计算的{of}个单位的{}", percent(n.n, of.n, &n.source))
    };
    text!("{}的单位{n}个{part}{}{severe}。", lacking(tally.rule.id), named(&names))
}

/// Returns the same of an indicator among the units just told of.
pub(in crate::county) fn indicator_among(survey: &Survey, tally: &IndicatorTally) -> Text {
    let names: Vec<Figure> = tally.flagged.iter().map(|at| unit(&survey.units[*at].unit)).collect();
    text!("{}的{}个{}。", lacking(tally.rule.id), units(names.len()), named(&names))
}

/// Returns what an indicator out of bounds means, as the attribute of units.
pub(in crate::county) fn lacking(rule: RuleId) -> &'static str {
    match rule {
        RuleId::OversightKinds => "督学、评学、考学三类记录不全",
        RuleId::SupervisionFrequency => "督学没有做到每个季度都有",
        RuleId::SessionsReviewed => "集中学习点评、评学偏少",
        RuleId::ExaminationTurnout => "考学没有做到应考尽考",
        RuleId::ResultsUsed => "督学、评学、考学结果没有全部运用",
        RuleId::PlanKept => "学习计划没有按期兑现",
        RuleId::AbsencesMadeUp => "缺学后没有按期全部补学",
        RuleId::ProblemsClosed => "查出的问题没有全部整改",
        RuleId::StudyGap => "学习节奏时紧时松",
        RuleId::QuarterSeminars => "没有做到每季度都有研讨",
        RuleId::LocalTopics => "学习联系本地工作偏少",
        RuleId::SeminarShare => "研讨偏少、以听为主",
        RuleId::JointSessions => "学习与其他会议套开偏多",
        RuleId::SpeakerCoverage => "重点发言面偏窄",
        RuleId::DutyTitles => "成果选题与分管工作结合不紧",
        RuleId::HollowTitles => "成果题目空泛偏多",
        RuleId::ResearchApplied => "调研课题没有转化应用",
        RuleId::FallingAttendance => "到会情况逐次走低",
        RuleId::EssayBurst => "成果集中在期末提交",
        RuleId::SingleDayEssays => "成果集中在同一天提交",
        RuleId::SubmissionLag => "成果提交距学习过久",
        RuleId::IdenticalTitles => "成果疑似雷同、需人工核实",
        RuleId::ForeignPlaces => "学习成果或计划中有外地地名、需人工核实",
        RuleId::GhostEssays => "缺课仍有对应成果、需人工核实",
        RuleId::ShortEssays => "成果篇幅不足",
        RuleId::ContradictedAttendance => "全勤记录与其他台账不一致、需人工核实",
        RuleId::UniformScores => "考学成绩没有区分度",
        RuleId::MembersWithoutEssays => "有成员没有提交成果",
        RuleId::LateRecords => "记录补登过晚",
        RuleId::LeaderAbsences => "组长缺席偏多",
        RuleId::LeaderHosting => "组长主持偏少",
        RuleId::LeadersBehindMembers => "组长、副组长出勤低于成员",
        RuleId::SessionLength => "每次学习时长偏短",
        RuleId::LeadersOnLeave => "组长、副组长请假偏多",
        RuleId::NumericTargets => "学习计划缺少量化目标",
        RuleId::ScoredRecords => "评学、考学很少评分",
        RuleId::ResultsPassedOn => "评考结果没有用于干部考核",
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
        CauseKind::NoHardTargets => "学习任务缺少硬指标",
        CauseKind::ScarceResources => "学习资源和形式不够丰富",
    }
}

/// Says what was found across units, and that it is to be verified.
pub(in crate::county) fn alike(survey: &Survey) -> Text {
    let listed = |n: usize, what| whole(n, Provenance::Listed(what));
    let groups = &survey.likenesses;
    let essays: usize = groups.iter().map(|group| group.essays.len()).sum();
    let units: BTreeSet<usize> = groups.iter().flat_map(Likeness::units).collect();
    text!(
        "对有正文的{}篇心得体会和理论文章跨单位比对，发现{}组（{}篇，涉及{}个单位）正文重合较多，疑似雷同，\
         需人工核实后再作结论（见{}）。",
        listed(survey.n_texts, "有正文的成果"),
        listed(groups.len(), "疑似雷同的成果组"),
        listed(essays, "疑似雷同的成果"),
        self::units(units.len()),
        attachment(attachment_of_alike(survey))
    )
}

/// Returns the number of the attachment on similar essays: the last.
pub(in crate::county) fn attachment_of_alike(survey: &Survey) -> usize {
    3 + usize::from(has_absent(survey)) + 1
}

/// Says that texts were compared and nothing found, or that there were none.
pub(in crate::county) fn nothing_alike(survey: &Survey) -> Text {
    match survey.n_texts {
        0 => "各单位没有提供心得体会正文，未作跨单位比对。".into(),
        n => text!(
            "对有正文的{}篇心得体会和理论文章跨单位比对，没有发现重合较多的。",
            whole(n, Provenance::Listed("有正文的成果"))
        ),
    }
}
