//! The rules by name: what is said, done and scored for each is matched on these, so that the
//! compiler names every place where a new rule is still missing.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::keyed::keyed;

keyed! {
    /// A rule, in the order of the domain notes: problems first, then causes.
    RuleId {
        /// 1.1 三类制度覆盖.
        OversightKinds = "oversight-kinds",
        /// 1.2 每季度督学次数.
        SupervisionFrequency = "supervision-frequency",
        /// 1.3 评学率.
        SessionsReviewed = "sessions-reviewed",
        /// 1.4 参考率.
        ExaminationTurnout = "examination-turnout",
        /// 1.5 结果运用率.
        ResultsUsed = "results-used",
        /// 1.6 计划兑现率.
        PlanKept = "plan-kept",
        /// 1.7 补学落实率.
        AbsencesMadeUp = "absences-made-up",
        /// 1.8 整改率.
        ProblemsClosed = "problems-closed",
        /// 1.9 最长学习间隔.
        StudyGap = "study-gap",
        /// 1.10 每季度研讨.
        QuarterSeminars = "quarter-seminars",
        /// 2.1 议题结合率.
        LocalTopics = "local-topics",
        /// 2.2 研讨占比.
        SeminarShare = "seminar-share",
        /// 2.3 会上套开占比.
        JointSessions = "joint-sessions",
        /// 2.4 发言覆盖率.
        SpeakerCoverage = "speaker-coverage",
        /// 2.5 分管结合率.
        DutyTitles = "duty-titles",
        /// 2.6 空泛题目占比.
        HollowTitles = "hollow-titles",
        /// 2.7 调研转化率.
        ResearchApplied = "research-applied",
        /// 2.8 出勤率走势.
        FallingAttendance = "falling-attendance",
        /// 3.1 期末突击提交占比.
        EssayBurst = "essay-burst",
        /// 3.2 单日集中度.
        SingleDayEssays = "single-day-essays",
        /// 3.3 提交滞后天数.
        SubmissionLag = "submission-lag",
        /// 3.4 同题篇数.
        IdenticalTitles = "identical-titles",
        /// 3.5 外地名残留.
        ForeignPlaces = "foreign-places",
        /// 3.6 缺课仍有成果.
        GhostEssays = "ghost-essays",
        /// 3.7 字数不足篇数.
        ShortEssays = "short-essays",
        /// 3.8 全勤与台账不符.
        ContradictedAttendance = "contradicted-attendance",
        /// 3.9 考试成绩标准差.
        UniformScores = "uniform-scores",
        /// 3.10 零成果成员.
        MembersWithoutEssays = "members-without-essays",
        /// 3.11 补记.
        LateRecords = "late-records",
        /// c1.1 组长缺席次数.
        LeaderAbsences = "leader-absences",
        /// c1.2 组长主持率.
        LeaderHosting = "leader-hosting",
        /// c1.3 成员与正副组长出勤率差.
        LeadersBehindMembers = "leaders-behind-members",
        /// c1.4 平均学习时长.
        SessionLength = "session-length",
        /// c1.5 正副组长与成员请假率差.
        LeadersOnLeave = "leaders-on-leave",
        /// c2.1 量化目标占比.
        NumericTargets = "numeric-targets",
        /// c2.2 评分占比.
        ScoredRecords = "scored-records",
        /// c2.3 结果报送次数.
        ResultsPassedOn = "results-passed-on",
        /// c3.1 学习方式种数.
        FormVariety = "form-variety",
        /// c3.2 学习方式均衡度.
        FormBalance = "form-balance",
        /// c3.3 专家辅导次数.
        ExpertLectures = "expert-lectures",
        /// c3.4 单一方式占比.
        DominantForm = "dominant-form",
    }
}

impl RuleId {
    /// Returns the published number, as in the domain notes.
    pub fn id(self) -> &'static str {
        match self {
            RuleId::OversightKinds => "1.1",
            RuleId::SupervisionFrequency => "1.2",
            RuleId::SessionsReviewed => "1.3",
            RuleId::ExaminationTurnout => "1.4",
            RuleId::ResultsUsed => "1.5",
            RuleId::PlanKept => "1.6",
            RuleId::AbsencesMadeUp => "1.7",
            RuleId::ProblemsClosed => "1.8",
            RuleId::StudyGap => "1.9",
            RuleId::QuarterSeminars => "1.10",
            RuleId::LocalTopics => "2.1",
            RuleId::SeminarShare => "2.2",
            RuleId::JointSessions => "2.3",
            RuleId::SpeakerCoverage => "2.4",
            RuleId::DutyTitles => "2.5",
            RuleId::HollowTitles => "2.6",
            RuleId::ResearchApplied => "2.7",
            RuleId::FallingAttendance => "2.8",
            RuleId::EssayBurst => "3.1",
            RuleId::SingleDayEssays => "3.2",
            RuleId::SubmissionLag => "3.3",
            RuleId::IdenticalTitles => "3.4",
            RuleId::ForeignPlaces => "3.5",
            RuleId::GhostEssays => "3.6",
            RuleId::ShortEssays => "3.7",
            RuleId::ContradictedAttendance => "3.8",
            RuleId::UniformScores => "3.9",
            RuleId::MembersWithoutEssays => "3.10",
            RuleId::LateRecords => "3.11",
            RuleId::LeaderAbsences => "c1.1",
            RuleId::LeaderHosting => "c1.2",
            RuleId::LeadersBehindMembers => "c1.3",
            RuleId::SessionLength => "c1.4",
            RuleId::LeadersOnLeave => "c1.5",
            RuleId::NumericTargets => "c2.1",
            RuleId::ScoredRecords => "c2.2",
            RuleId::ResultsPassedOn => "c2.3",
            RuleId::FormVariety => "c3.1",
            RuleId::FormBalance => "c3.2",
            RuleId::ExpertLectures => "c3.3",
            RuleId::DominantForm => "c3.4",
        }
    }

    /// Returns the rule with this number.
    pub fn numbered(id: &str) -> Option<RuleId> {
        RuleId::ALL.into_iter().find(|rule| rule.id() == id)
    }
}

/// Shown as the published number.
impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// Written as the published number.
impl Serialize for RuleId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_again() {
        for rule in RuleId::ALL {
            assert_eq!(RuleId::numbered(rule.id()), Some(rule));
        }
        assert_eq!(RuleId::numbered("9.9"), None);
    }
}
