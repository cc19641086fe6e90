//! Sentences on planned measures: the task, and what is done for each finding.
//!
//! A measure says only what its findings call for: each indicator has its clause.

use std::collections::BTreeSet;

use crate::document::format::{self, plain};
use crate::document::material::Material;
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Count, Text, text};
use crate::document::wording::{constant, fixed, list};
use crate::dossier::{Dossier, OversightKind};
use crate::findings::rules::absences_made_up::MAKE_UP_DAYS;
use crate::findings::rules::late_records::MAX_DAYS;
use crate::findings::rules::short_essays::MIN_CHARS;
use crate::findings::{Limits, MeasureKey, RuleId};
use crate::period::Period;
use crate::settings::group::{Body, Group};

/// What the plan is about, in the order of its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// What was left undone, and the order of things.
    Order,
    /// Seminars, forms, writings.
    Depth,
    /// 督学, 评学, 考学.
    Oversight,
    /// Research topics.
    Research,
}

impl Part {
    /// All parts, in order.
    pub(crate) const ALL: [Part; 4] = [Part::Order, Part::Depth, Part::Oversight, Part::Research];

    /// Returns its heading, without the number; `owes` says whether something is to be made
    /// good, `is_routine` that it holds only what goes on.
    pub(crate) fn heading(self, owes: bool, is_routine: bool) -> &'static str {
        match self {
            _ if is_routine => "按照计划，组织好集中学习",
            Part::Order if owes => "补上欠账，严格落实制度",
            Part::Order => "按计划组织学习，严格落实制度",
            Part::Depth => "深化研讨，提高学习质量",
            Part::Oversight => "用好督学考学，把学习抓在平常",
            Part::Research => "抓实调研，推动成果转化",
        }
    }
}

/// A task of the table: measures that are one thing to whoever does them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Task {
    /// 补学.
    MakeUp,
    /// 整改.
    PutRight,
    /// 学习组织.
    Order,
    /// 研讨和形式.
    Sessions,
    /// 心得和文章.
    Writings,
    /// 督学、评学、考学.
    Oversight,
    /// 调研课题.
    Research,
}

impl Task {
    /// All tasks, in the order of the table.
    pub(crate) const ALL: [Task; 7] = [
        Task::MakeUp,
        Task::PutRight,
        Task::Order,
        Task::Sessions,
        Task::Writings,
        Task::Oversight,
        Task::Research,
    ];

    /// Returns the task that a measure belongs to.
    pub(crate) fn of(key: MeasureKey) -> Task {
        match key {
            MeasureKey::MakeUpStudy => Task::MakeUp,
            MeasureKey::CloseProblems => Task::PutRight,
            MeasureKey::ThreeSettled | MeasureKey::QuarterlyPlan => Task::Order,
            MeasureKey::BetterSessions | MeasureKey::VariedForms => Task::Sessions,
            MeasureKey::StudyArchive | MeasureKey::TheoryArticles => Task::Writings,
            MeasureKey::ResultsCount | MeasureKey::LevelByLevel => Task::Oversight,
            MeasureKey::ResearchTopics => Task::Research,
        }
    }

    /// Returns the part of the plan that it belongs to.
    pub(crate) fn part(self) -> Part {
        match self {
            Task::MakeUp | Task::PutRight | Task::Order => Part::Order,
            Task::Sessions | Task::Writings => Part::Depth,
            Task::Oversight => Part::Oversight,
            Task::Research => Part::Research,
        }
    }

    /// Returns its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Task::MakeUp => "补上缺课",
            Task::PutRight => "改正查出的问题",
            Task::Order => "规范学习组织",
            Task::Sessions => "提高研讨质量",
            Task::Writings => "写好心得和文章",
            Task::Oversight => "用好督学考学",
            Task::Research => "抓实调研课题",
        }
    }
}

/// The member who looks after study, as the library of measures calls the post.
const PROPAGANDA: &str = "宣传委员";

/// Why a measure's content has the numbers it has.
const TERMS: &str = "措施库对工作的要求";

/// Returns a measure's name.
pub fn name(key: MeasureKey) -> &'static str {
    match key {
        MeasureKey::ThreeSettled => "落实内容、时间、人员",
        MeasureKey::StudyArchive => "健全学习档案",
        MeasureKey::MakeUpStudy => "补学到人到次",
        MeasureKey::BetterSessions => "提高集中学习质量",
        MeasureKey::ResultsCount => "用好督学考学结果",
        MeasureKey::QuarterlyPlan => "按季制定并执行计划",
        MeasureKey::VariedForms => "丰富学习形式",
        MeasureKey::LevelByLevel => "按季开展督学考学",
        MeasureKey::CloseProblems => "推动问题整改",
        MeasureKey::ResearchTopics => "抓实调研课题",
        MeasureKey::TheoryArticles => "写好心得体会和文章",
    }
}

/// Returns who is responsible in a group of this kind: a township and a branch have a 宣传委员, the
/// committee of a county a department, of all others nobody knows.
pub(crate) fn owner_in(group: &Group, owner: &'static str) -> &'static str {
    let is_local = group.base.ends_with(['镇', '乡', '村']) || group.base.ends_with("街道");
    match group.body {
        _ if owner != PROPAGANDA => owner,
        Body::PlaceCommittee => "宣传部",
        Body::GeneralBranch | Body::Branch => owner,
        Body::Committee | Body::WorkingCommittee if is_local => owner,
        _ => "分管负责同志",
    }
}

/// The days within which a text on a session is to be handed in.
const SUBMITTED_WITHIN_DAYS: f64 = 15.0;

/// Returns what is done about an indicator, as a clause.
pub(crate) fn clause(rule: RuleId, dossier: &Dossier, limits: &Limits) -> Text {
    let limit = |rule: RuleId| format::limit(limits.of(rule), rule);
    let words = match rule {
        RuleId::OversightKinds => return missing_kinds(dossier, &[]),
        RuleId::SupervisionFrequency => return text!("每季度督学{}", limit(rule)),
        RuleId::SessionsReviewed => "每次学习由主持人当场点评",
        RuleId::ExaminationTurnout => "考学提前排定、应考尽考",
        RuleId::ResultsUsed => "督学、评学、考学的结果写明运用去向",
        RuleId::PlanKept => "因故推迟的学习在次月底前补上",
        RuleId::AbsencesMadeUp => {
            return text!("今后缺课的在{}日内补学", days(MAKE_UP_DAYS.into(), rule));
        }
        RuleId::ProblemsClosed => "查出的问题明确责任和时限，逐项改正",
        RuleId::StudyGap => "每月至少安排学习1次",
        RuleId::QuarterSeminars => "每季度专题研讨不少于1次",
        RuleId::LocalTopics => "结合本地重点工作选题并提出贯彻措施",
        RuleId::SeminarShare => "适当增加专题研讨",
        RuleId::JointSessions => "集中学习一般不与其他会议合并召开",
        RuleId::SpeakerCoverage if can_all_speak(dossier) => "每名成员全年至少重点发言1次",
        RuleId::SpeakerCoverage => "没有发言的成员优先安排重点发言",
        RuleId::DutyTitles | RuleId::HollowTitles => "文章题目结合分管工作并点明具体问题",
        RuleId::ResearchApplied => "完成的课题提交班子会议研究，提出转化意见",
        RuleId::FallingAttendance => "会前3个工作日通知内容、时间和人员",
        RuleId::EssayBurst | RuleId::SingleDayEssays | RuleId::SubmissionLag => {
            // Sooner where the median is to be lower than that.
            let within = limits.of(RuleId::SubmissionLag).threshold.clamp(1.0, SUBMITTED_WITHIN_DAYS);
            return text!(
                "心得体会在学习后{}日内提交",
                plain(within, Provenance::Threshold(Some(RuleId::SubmissionLag)))
            );
        }
        RuleId::IdenticalTitles => "内容雷同的退回重写",
        RuleId::ForeignPlaces => "沿用外地文稿的退回重写",
        RuleId::GhostEssays => "缺课的先补学再提交心得",
        RuleId::ShortEssays => {
            let least = Provenance::Threshold(Some(rule));
            return text!("每篇一般不少于{}字", plain(MIN_CHARS, least));
        }
        RuleId::ContradictedAttendance => "考勤与会议记录按月核对",
        RuleId::UniformScores => "考学命题拉开层次",
        RuleId::MembersWithoutEssays => "每名成员至少提交1篇",
        RuleId::LateRecords => {
            return text!("会后{}日内形成记录", days(MAX_DAYS, rule));
        }
        RuleId::LeaderAbsences | RuleId::LeadersBehindMembers | RuleId::LeadersOnLeave => {
            "组长、副组长带头参加学习"
        }
        RuleId::LeaderHosting => "组长带头主持学习",
        RuleId::SessionLength => return text!("每次学习{}", limit(rule)),
        RuleId::NumericTargets => "各项安排写明量化要求",
        RuleId::ScoredRecords => "评学、考学逐次评分",
        RuleId::ResultsPassedOn => "结果作为年度考核的参考",
        RuleId::FormVariety | RuleId::FormBalance | RuleId::DominantForm => "组织现场学习和专题观看",
        RuleId::ExpertLectures => "邀请专家作辅导",
    };
    fixed(words, TERMS)
}

/// So many members can all speak within a year.
const MAX_SPEAKERS: usize = 20;

/// Returns whether each member can be asked to speak: where a year ends with the period that is
/// planned, and in a group that is not too large for it.
pub(super) fn can_all_speak(dossier: &Dossier) -> bool {
    const DECEMBER: u8 = 12;
    dossier.period.next().last_month() == DECEMBER && dossier.counted_members().count() <= MAX_SPEAKERS
}

/// Says which of 督学, 评学 and 考学 are to be held that were not, but for those of which more is
/// said elsewhere.
fn missing_kinds(dossier: &Dossier, elsewhere: &[OversightKind]) -> Text {
    let is_there =
        |kind| elsewhere.contains(&kind) || dossier.oversight.iter().any(|record| record.is_own(kind));
    let missing: Vec<&str> = [
        (OversightKind::Supervision, "督学"),
        (OversightKind::Review, "评学"),
        (OversightKind::Examination, "考学"),
    ]
    .into_iter()
    .filter(|(kind, _)| !is_there(*kind))
    .map(|(_, name)| name)
    .collect();
    let next = format::next_period(dossier.period);
    let once = constant("1", TERMS);
    match missing.as_slice() {
        [] => "督学、评学、考学按制度开展".into(),
        [one] => text!("{next}组织{one}{once}次"),
        several => text!("{next}{}各组织{once}次", list(several)),
    }
}

/// Returns days that a rule is judged by.
pub(super) fn days(n: i64, rule: RuleId) -> Count {
    Count::new(n.unsigned_abs(), Provenance::Threshold(Some(rule)))
}

/// Returns the clauses that some indicators call for, each once, in the order of the rules.
pub(crate) fn clauses(material: &Material<'_>, rules: &[RuleId]) -> Vec<Text> {
    told(material, rules).into_iter().map(|(clause, _)| clause).collect()
}

/// Returns the clauses that some indicators call for, each once with the first that calls for it.
fn told(material: &Material<'_>, rules: &[RuleId]) -> Vec<(Text, RuleId)> {
    let mut seen = BTreeSet::new();
    let clause = |rule: RuleId| match rule {
        // A 督学 each quarter says more than one in all.
        RuleId::OversightKinds if rules.contains(&RuleId::SupervisionFrequency) => {
            missing_kinds(material.dossier, &[OversightKind::Supervision])
        }
        RuleId::ResultsPassedOn if material.settings.study_group().judges_cadres() => {
            fixed("结果送组织部门作为干部考核的参考", TERMS)
        }
        _ => clause(rule, material.dossier, material.limits),
    };
    let all = rules.iter().map(|rule| (clause(*rule), *rule));
    all.filter(|(text, _)| seen.insert(text.to_string())).collect()
}

/// A measure has about so many characters.
const MEASURE_CHARS: usize = 70;

/// Returns a task's measures as sentences, each with what its findings weigh at most.
pub(crate) fn sentences(material: &Material<'_>, rules: &[RuleId]) -> Vec<(Text, f64)> {
    let mut sentences: Vec<(Vec<Text>, f64)> = Vec::new();
    for (clause, rule) in told(material, rules) {
        let rank = material.findings.indicator(rule).rank().unwrap_or(0.0);
        let n_chars = |clauses: &[Text]| clauses.iter().map(|one| one.chars().count() + 1).sum::<usize>();
        match sentences.last_mut() {
            Some((clauses, most)) if n_chars(clauses) + clause.chars().count() < MEASURE_CHARS => {
                clauses.push(clause);
                *most = most.max(rank);
            }
            _ => sentences.push((vec![clause], rank)),
        }
    }
    sentences.into_iter().map(|(clauses, rank)| (sentence(&clauses), rank)).collect()
}

/// Returns clauses as a sentence; where one has parts of its own, they are set further apart.
pub(crate) fn sentence(clauses: &[Text]) -> Text {
    let apart = if clauses.iter().any(|clause| clause.contains('，')) { "；" } else { "，" };
    text!("{}。", Text::joined(clauses, apart))
}

/// Returns the day by which something is to be done, which is a month's last.
pub(crate) fn by(due: time::Date, period: Period) -> Text {
    let month = format::month(u8::from(due.month()), Dated::Due);
    if due.year() == period.next().year {
        text!("{month}底前")
    } else {
        text!("{}前", format::full_date(due, Dated::Due))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::wording::cases::Case;
    use crate::settings::Settings;

    /// What the clause of an indicator speaks of.
    const ANSWERED_BY: [(RuleId, &str); RuleId::ALL.len()] = [
        (RuleId::OversightKinds, "督学、评学、考学各组织1次"),
        (RuleId::SupervisionFrequency, "每季度督学不少于1次"),
        (RuleId::SessionsReviewed, "点评"),
        (RuleId::ExaminationTurnout, "应考尽考"),
        (RuleId::ResultsUsed, "运用去向"),
        (RuleId::PlanKept, "补上"),
        (RuleId::AbsencesMadeUp, "30日内补学"),
        (RuleId::ProblemsClosed, "逐项改正"),
        (RuleId::StudyGap, "每月至少安排学习1次"),
        (RuleId::QuarterSeminars, "每季度专题研讨不少于1次"),
        (RuleId::LocalTopics, "结合本地重点工作选题"),
        (RuleId::SeminarShare, "增加专题研讨"),
        (RuleId::JointSessions, "不与其他会议合并"),
        (RuleId::SpeakerCoverage, "重点发言"),
        (RuleId::DutyTitles, "结合分管工作"),
        (RuleId::HollowTitles, "点明具体问题"),
        (RuleId::ResearchApplied, "转化"),
        (RuleId::FallingAttendance, "会前3个工作日通知"),
        (RuleId::EssayBurst, "15日内提交"),
        (RuleId::SingleDayEssays, "15日内提交"),
        (RuleId::SubmissionLag, "15日内提交"),
        (RuleId::IdenticalTitles, "内容雷同"),
        (RuleId::ForeignPlaces, "沿用外地文稿"),
        (RuleId::GhostEssays, "先补学再提交"),
        (RuleId::ShortEssays, "不少于800字"),
        (RuleId::ContradictedAttendance, "考勤与会议记录"),
        (RuleId::UniformScores, "考学命题"),
        (RuleId::MembersWithoutEssays, "至少提交1篇"),
        (RuleId::LateRecords, "会后7日内形成记录"),
        (RuleId::LeaderAbsences, "组长、副组长带头参加"),
        (RuleId::LeaderHosting, "组长带头主持"),
        (RuleId::LeadersBehindMembers, "组长、副组长带头参加"),
        (RuleId::SessionLength, "每次学习不少于2小时"),
        (RuleId::LeadersOnLeave, "组长、副组长带头参加"),
        (RuleId::NumericTargets, "量化要求"),
        (RuleId::ScoredRecords, "评分"),
        (RuleId::ResultsPassedOn, "考核的参考"),
        (RuleId::FormVariety, "现场学习和专题观看"),
        (RuleId::FormBalance, "现场学习和专题观看"),
        (RuleId::ExpertLectures, "邀请专家"),
        (RuleId::DominantForm, "现场学习和专题观看"),
    ];

    #[test]
    fn every_indicator_is_answered_by_a_clause_that_speaks_of_it() {
        let case = Case::new(&[]);
        let dossier = case.material().dossier;
        assert_eq!(ANSWERED_BY.map(|(rule, _)| rule), RuleId::ALL);
        for (rule, words) in ANSWERED_BY {
            let clause = clause(rule, dossier, &Limits::default());
            assert!(clause.contains(words), "{rule}: {clause}");
        }
    }

    #[test]
    fn a_measure_says_only_what_its_findings_call_for() {
        let case = Case::new(&[]);
        let material = case.material();
        let text = |rules: &[RuleId]| Text::joined(&clauses(&material, rules), "，").to_string();
        assert_eq!(text(&[RuleId::EssayBurst, RuleId::SubmissionLag]), "心得体会在学习后15日内提交");
        assert_eq!(
            text(&[RuleId::OversightKinds, RuleId::SupervisionFrequency]),
            "下半年评学、考学各组织1次，每季度督学不少于1次"
        );
        assert_eq!(
            text(&[RuleId::FormVariety, RuleId::ExpertLectures]),
            "组织现场学习和专题观看，邀请专家作辅导"
        );
    }

    #[test]
    fn only_the_kinds_that_were_missing_are_planned() {
        let log = |rows: &str| Case::new(&[("督学台账.csv", &format!("日期,类别,对象,方式\n{rows}"))]);
        let check = |rows: &str, expected: &str| {
            assert_eq!(missing_kinds(log(rows).material().dossier, &[]), expected);
        };
        check("1月5日,督学,全体,查阅\n1月6日,评学,全体,点评", "下半年组织考学1次");
        check("1月5日,督学,全体,查阅", "下半年评学、考学各组织1次");
    }

    #[test]
    fn all_are_asked_to_speak_where_all_can() {
        let check = |n_members: usize, period: &str, expected: &str| {
            let rows: Vec<String> = (0..n_members).map(|n| format!("成员{n}号,成员\n")).collect();
            let roster = format!("姓名,角色\n{}", rows.concat());
            let settings = Settings { period: period.parse().ok(), ..Settings::default() };
            let case = Case::with(&[("名单.csv", &roster)], settings);
            let material = case.material();
            assert_eq!(clause(RuleId::SpeakerCoverage, material.dossier, material.limits).as_str(), expected);
        };
        check(12, "2020H1", "每名成员全年至少重点发言1次");
        check(12, "2020", "每名成员全年至少重点发言1次");
        check(12, "2020H2", "没有发言的成员优先安排重点发言");
        check(12, "2020Q1", "没有发言的成员优先安排重点发言");
        check(40, "2020H1", "没有发言的成员优先安排重点发言");
    }

    #[test]
    fn who_is_responsible_fits_the_group() {
        let check = |unit: &str, expected: &str| {
            let group = Group::new(unit, None, None);
            assert_eq!(owner_in(&group, "宣传委员"), expected, "{unit}");
            assert_eq!(owner_in(&group, "组长"), "组长", "{unit}");
        };
        check("清溪镇", "宣传委员");
        check("枫林街道", "宣传委员");
        check("柳树村党支部", "宣传委员");
        check("青山县", "宣传部");
        check("青山县教育局", "分管负责同志");
        check("青山水务公司党委", "分管负责同志");
    }

    #[test]
    fn only_the_committee_of_a_place_has_an_organisation_department() {
        let check = |unit: &str, expected: bool| {
            assert_eq!(Group::new(unit, None, None).judges_cadres(), expected, "{unit}");
        };
        check("清溪镇", true);
        check("柳河乡", true);
        check("枫林街道", true);
        check("青山县", true);
        check("柳树村党支部", false);
        check("青山县第一中学党总支", false);
        check("青山县教育局", false);
        check("青山水务公司党委", false);
    }

    #[test]
    fn a_measure_is_no_longer_than_it_is_read() {
        let case = Case::new(&[]);
        let told = sentences(&case.material(), &RuleId::ALL);
        assert!(told.len() > 5);
        for (words, _) in told {
            assert!(words.chars().count() <= MEASURE_CHARS + 1, "{words}");
        }
    }

    #[test]
    fn days_are_the_ends_of_months() {
        let check = |due: &str, expected: &str| {
            let due = crate::period::parse_iso_date(due).expect("a date");
            assert_eq!(by(due, "2020H1".parse().expect("known")), expected);
        };
        check("2020-07-31", "7月底前");
        check("2021-01-31", "2021年1月31日前");
    }
}
