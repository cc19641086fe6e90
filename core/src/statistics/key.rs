//! The published figures: name, title, formula and definition of each.

/// A published figure's name and definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// 集中学习次数: sessions held in the period.
    Sessions,
    /// 专题研讨次数: sessions whose form is 集体学习研讨 (study rules, art. 9).
    Seminars,
    /// 覆盖季度数: quarters of the period with at least one session.
    QuartersCovered,
    /// 成员数: 组长, 副组长 and 成员 in post on any day of the period.
    Members,
    /// 应到人次 E: marks of counted members in post; blanks count, 列席 and — do not.
    Due,
    /// 实到人次 A: 出勤 and 迟到.
    Present,
    /// 迟到人次: the part of 实到 that came late or left early.
    Late,
    /// 公差人次 D.
    OnDuty,
    /// 请假人次: 病假, 事假 and 请假.
    Leave,
    /// 缺席人次 X.
    Absent,
    /// 补学人次 M.
    MadeUp,
    /// 空白人次: due, but no usable mark.
    Unknown,
    /// 列席人次.
    Observers,
    /// 出勤率 = A / E.
    AttendanceRate,
    /// 有效出勤率 = A / (E − D).
    EffectiveAttendanceRate,
    /// 参学率 = (A + M) / E.
    ParticipationRate,
    /// 补学率 = M / (D + 病 + 事 + 请 + X + M).
    MakeUpRate,
    /// 心得体会和理论文章篇数.
    Essays,
    /// 人均篇数 = 篇数 / 成员数.
    EssaysPerMember,
    /// 调研报告篇数.
    ResearchReports,
    /// 计划兑现率: plan rows due in the period whose topic was held by the end of the planned
    /// month, over rows due.
    PlanKeptRate,
    /// 组长出勤率: 出勤率 of 组长 alone.
    LeaderAttendanceRate,
    /// 组长主持率: sessions that 组长 chaired, over sessions with a chair on record.
    LeaderHostRate,
    /// 发言覆盖率: distinct 重点发言人 among the members, over members.
    SpeakersShare,
    /// 第一议题学习次数, by the register of 宣讲和指导.
    FirstItemStudies,
    /// 读书班次数, by the same register.
    ReadingClasses,
    /// 现场学习次数 beside the sessions, by the same register.
    FieldStudies,
    /// 宣讲场次, by the same register.
    Talks,
    /// 宣讲受众人次: those whom the talks reached, as far as it is stated.
    TalkAudience,
    /// 列席旁听和指导下级次数: of the same register, and 督学 of those below in the log of 督学.
    GuidanceVisits,
    /// 述学次数, by the register of 宣讲和指导.
    StudyAccounts,
    /// 调研课题数.
    ResearchTopics,
    /// 已完成的调研课题数, by what its state says.
    ResearchDone,
    /// 正在进行的调研课题数.
    ResearchUnderWay,
    /// 没有开始的调研课题数.
    ResearchNotBegun,
    /// 看不出进展的调研课题数: the state is blank or not understood.
    ResearchUnknown,
}

impl Key {
    /// All keys in their published order.
    pub const ALL: [Key; 36] = [
        Key::Sessions,
        Key::Seminars,
        Key::QuartersCovered,
        Key::Members,
        Key::Due,
        Key::Present,
        Key::Late,
        Key::OnDuty,
        Key::Leave,
        Key::Absent,
        Key::MadeUp,
        Key::Unknown,
        Key::Observers,
        Key::AttendanceRate,
        Key::EffectiveAttendanceRate,
        Key::ParticipationRate,
        Key::MakeUpRate,
        Key::Essays,
        Key::EssaysPerMember,
        Key::ResearchReports,
        Key::PlanKeptRate,
        Key::LeaderAttendanceRate,
        Key::LeaderHostRate,
        Key::SpeakersShare,
        Key::FirstItemStudies,
        Key::ReadingClasses,
        Key::FieldStudies,
        Key::Talks,
        Key::TalkAudience,
        Key::GuidanceVisits,
        Key::StudyAccounts,
        Key::ResearchTopics,
        Key::ResearchDone,
        Key::ResearchUnderWay,
        Key::ResearchNotBegun,
        Key::ResearchUnknown,
    ];

    /// Returns the name in Chinese.
    pub fn title(self) -> &'static str {
        match self {
            Key::Sessions => "集中学习次数",
            Key::Seminars => "专题研讨次数",
            Key::QuartersCovered => "覆盖季度数",
            Key::Members => "成员数",
            Key::Due => "应到人次",
            Key::Present => "实到人次",
            Key::Late => "迟到人次",
            Key::OnDuty => "公差人次",
            Key::Leave => "请假人次",
            Key::Absent => "缺席人次",
            Key::MadeUp => "补学人次",
            Key::Unknown => "空白人次",
            Key::Observers => "列席人次",
            Key::AttendanceRate => "出勤率",
            Key::EffectiveAttendanceRate => "有效出勤率",
            Key::ParticipationRate => "参学率",
            Key::MakeUpRate => "补学率",
            Key::Essays => "心得体会和理论文章篇数",
            Key::EssaysPerMember => "人均篇数",
            Key::ResearchReports => "调研报告篇数",
            Key::PlanKeptRate => "计划兑现率",
            Key::LeaderAttendanceRate => "组长出勤率",
            Key::LeaderHostRate => "组长主持率",
            Key::SpeakersShare => "发言覆盖率",
            Key::FirstItemStudies => "第一议题学习次数",
            Key::ReadingClasses => "读书班次数",
            Key::FieldStudies => "现场学习次数",
            Key::Talks => "宣讲场次",
            Key::TalkAudience => "宣讲受众人次",
            Key::GuidanceVisits => "列席旁听和指导下级次数",
            Key::StudyAccounts => "述学次数",
            Key::ResearchTopics => "调研课题数",
            Key::ResearchDone => "已完成的调研课题数",
            Key::ResearchUnderWay => "正在进行的调研课题数",
            Key::ResearchNotBegun => "没有开始的调研课题数",
            Key::ResearchUnknown => "看不出进展的调研课题数",
        }
    }

    /// Returns how it is reckoned, in Chinese, as a clerk reads it.
    pub fn formula(self) -> &'static str {
        match self {
            Key::Sessions => "本期集中学习的次数",
            Key::Seminars => "形式为集体学习研讨的次数",
            Key::QuartersCovered => "有集中学习的季度数",
            Key::Members => "本期在任的组长、副组长、成员人数",
            Key::Due => "在任成员的考勤格数（列席和“—”不计，空白计入）",
            Key::Present => "出勤和迟到的人次",
            Key::Late => "实到中迟到、早退的人次",
            Key::OnDuty => "标记为公差、出差的人次",
            Key::Leave => "病假、事假、请假的人次",
            Key::Absent => "标记为缺席的人次",
            Key::MadeUp => "标记为补学的人次",
            Key::Unknown => "应到而没有可用标记的人次",
            Key::Observers => "列席的人次",
            Key::AttendanceRate => "实到人次÷应到人次",
            Key::EffectiveAttendanceRate => "实到人次÷（应到人次－公差人次）",
            Key::ParticipationRate => "（实到人次＋补学人次）÷应到人次",
            Key::MakeUpRate => "补学人次÷（公差＋请假＋缺席＋补学）人次",
            Key::Essays => "目录中类型不是调研报告的篇数",
            Key::EssaysPerMember => "心得体会和理论文章篇数÷成员数",
            Key::ResearchReports => "目录中类型为调研报告的篇数",
            Key::PlanKeptRate => "按期开展的计划项数÷本期应完成的计划项数",
            Key::LeaderAttendanceRate => "组长实到次数÷组长应到次数",
            Key::LeaderHostRate => "组长主持的次数÷有主持人记录的次数",
            Key::SpeakersShare => "作过重点发言的成员数÷成员数",
            Key::FirstItemStudies => "宣讲和指导台账中第一议题的次数",
            Key::ReadingClasses => "宣讲和指导台账中读书班的次数",
            Key::FieldStudies => "宣讲和指导台账中现场学习的次数",
            Key::Talks => "宣讲和指导台账中宣讲的场次",
            Key::TalkAudience => "宣讲和指导台账中宣讲的人数之和",
            Key::GuidanceVisits => "宣讲和指导台账中列席旁听、指导的次数与督学台账中对象为下级组织的条数之和",
            Key::StudyAccounts => "宣讲和指导台账中述学的次数",
            Key::ResearchTopics => "调研课题表中的课题数",
            Key::ResearchDone => "状态为已完成的课题数",
            Key::ResearchUnderWay => "状态为正在进行、部分完成或已有安排的课题数",
            Key::ResearchNotBegun => "状态为未开始、未完成或已取消的课题数",
            Key::ResearchUnknown => "状态空白或看不出进展的课题数",
        }
    }

    /// Returns whether it is a numerator over a denominator.
    pub fn is_rate(self) -> bool {
        matches!(
            self,
            Key::AttendanceRate
                | Key::EffectiveAttendanceRate
                | Key::ParticipationRate
                | Key::MakeUpRate
                | Key::EssaysPerMember
                | Key::PlanKeptRate
                | Key::LeaderAttendanceRate
                | Key::LeaderHostRate
                | Key::SpeakersShare
        )
    }

    /// Returns the published name.
    pub fn name(self) -> &'static str {
        match self {
            Key::Sessions => "sessions",
            Key::Seminars => "seminars",
            Key::QuartersCovered => "quarters-covered",
            Key::Members => "members",
            Key::Due => "due",
            Key::Present => "present",
            Key::Late => "late",
            Key::OnDuty => "on-duty",
            Key::Leave => "leave",
            Key::Absent => "absent",
            Key::MadeUp => "made-up",
            Key::Unknown => "unknown",
            Key::Observers => "observers",
            Key::AttendanceRate => "attendance-rate",
            Key::EffectiveAttendanceRate => "effective-attendance-rate",
            Key::ParticipationRate => "participation-rate",
            Key::MakeUpRate => "make-up-rate",
            Key::Essays => "essays",
            Key::EssaysPerMember => "essays-per-member",
            Key::ResearchReports => "research-reports",
            Key::PlanKeptRate => "plan-kept-rate",
            Key::LeaderAttendanceRate => "leader-attendance-rate",
            Key::LeaderHostRate => "leader-host-rate",
            Key::SpeakersShare => "speakers-share",
            Key::FirstItemStudies => "first-item-studies",
            Key::ReadingClasses => "reading-classes",
            Key::FieldStudies => "field-studies",
            Key::Talks => "talks",
            Key::TalkAudience => "talk-audience",
            Key::GuidanceVisits => "guidance-visits",
            Key::StudyAccounts => "study-accounts",
            Key::ResearchTopics => "research-topics",
            Key::ResearchDone => "research-done",
            Key::ResearchUnderWay => "research-under-way",
            Key::ResearchNotBegun => "research-not-begun",
            Key::ResearchUnknown => "research-unknown",
        }
    }
}
