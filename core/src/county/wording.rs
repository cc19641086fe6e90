//! All sentences of the county's report.
//!
//! A sentence states a number; units are named only where they are few. Nothing is said of
//! persons, and what only looks copied is said to be verified by people.

use std::collections::BTreeSet;

use crate::county::guidance::{CountyMeasureKey, Reach, Step};
use crate::county::survey::{IndicatorTally, Total};
use crate::county::{Likeness, Survey};
use crate::document::Format;
use crate::document::format::{self, MIN_PERCENT_OF, NO_DATA, making_up, percent, points_between};
use crate::document::wording::opening::tells;
use crate::document::wording::{how_many, list};
use crate::findings::{CauseKind, ProblemKind, RuleId};
use crate::period::Period;
use crate::statistics::{Key, size};

/// Units named in one sentence; more are counted and stand in the attachments.
const MAX_NAMED: usize = 5;

/// Returns what the units are called together in the title: by the ends of their names.
pub(super) fn all_units(survey: &Survey) -> &'static str {
    let names = || {
        let counted = survey.units.iter().map(|unit| unit.unit.as_str());
        counted.chain(survey.missing.iter().map(|missing| missing.unit.as_str()))
    };
    let all_end = |ends: &[char]| names().all(|name| name.ends_with(ends));
    if all_end(&['镇', '乡']) {
        "各乡镇"
    } else if names().all(|name| name.ends_with(['镇', '乡']) || name.ends_with("街道")) {
        "各乡镇（街道）"
    } else {
        "各单位"
    }
}

/// Returns what their groups are called: townships have a committee, departments a group too.
pub(super) fn groups(survey: &Survey) -> &'static str {
    if all_units(survey) == "各单位" { "党委（党组）" } else { "党委" }
}

/// Returns the names of units where they are few, in brackets.
pub(super) fn named<S: AsRef<str>>(units: &[S]) -> String {
    if units.len() > MAX_NAMED { String::new() } else { format!("（{}）", list(units)) }
}

/// Returns a pooled figure as it is printed.
pub(super) fn total(total: &Total) -> String {
    match (total.share, total.value) {
        (Some((n, of @ 1..)), _) if total.key == Key::EssaysPerMember => format::ratio(n, of),
        (Some((n, of @ 1..)), _) => format::share(n, of),
        (Some(_), _) => "—".to_string(),
        (None, Some(value)) => format::plain(value),
        // Units have it, but their sum would mean nothing.
        (None, None) if total.n_units > 0 => "—".to_string(),
        (None, None) => NO_DATA.to_string(),
    }
}

/// Returns the opening paragraph: who reported, and what there was in all; it ends as a document
/// of its format does.
pub(super) fn opening(survey: &Survey, format: Format) -> String {
    let period = format::period(survey.period);
    let (n, counted) = (survey.n_units(), survey.units.len());
    let mut text = if n == counted {
        format!("{period}，{}应报学习情况的单位{n}个，全部报送。", survey.county)
    } else {
        let mut parts = vec![format!("报送并纳入汇总的{counted}个")];
        let (others, missing) = (survey.others.len(), survey.missing.len());
        if others > 0 {
            parts.push(format!("报告期不同、不计入合计的{others}个"));
        }
        if missing > 0 {
            parts.push(format!("没有报告的{missing}个"));
        }
        format!("{period}，{}应报学习情况的单位{n}个，其中{}。", survey.county, parts.join("，"))
    };
    let is_known = |key: Key| survey.total(key).value.is_some();
    let shown = |key: Key| total(survey.total(key));
    let mut figures = Vec::new();
    if is_known(Key::Sessions) {
        let mut part = format!("共组织集中学习{}次", shown(Key::Sessions));
        if is_known(Key::Seminars) {
            part += &format!("，其中专题研讨{}次", shown(Key::Seminars));
        }
        figures.push(part);
    }
    if let Some((present, due @ 1..)) = survey.total(Key::AttendanceRate).share {
        let rate = format::share(present, due);
        let mut part = format!("应到{due}人次，实到{present}人次，出勤率{rate}");
        if let (Some((took_part, due @ 1..)), true) =
            (survey.total(Key::ParticipationRate).share, survey.total(Key::MadeUp).value > Some(0.0))
        {
            part += &format!("，计入补学的参学率{}", format::share(took_part, due));
        }
        figures.push(part);
    }
    if is_known(Key::Essays) {
        let mut part = format!("提交心得体会和理论文章{}篇", shown(Key::Essays));
        if is_known(Key::EssaysPerMember) {
            part += &format!("，人均{}篇", shown(Key::EssaysPerMember));
        }
        if is_known(Key::ResearchReports) {
            part += &match survey.total(Key::ResearchReports).value {
                Some(0.0) => "，没有调研报告".to_string(),
                _ => format!("，调研报告{}篇", shown(Key::ResearchReports)),
            };
        }
        figures.push(part);
    }
    if !figures.is_empty() {
        text += &format!("{counted}个单位{}。", figures.join("；"));
    }
    text + &format!("现将有关情况汇总{}如下。", tells(format))
}

/// Says how the sums were made.
pub(super) const HOW_ADDED: &str =
    "各项合计由各单位的记录相加得出，比率用相加后的分子、分母计算，不是各单位比率的平均数。";

/// Says how attendance is spread over the units.
pub(super) fn spread(survey: &Survey, bands: &[(String, usize)]) -> String {
    let told: Vec<String> =
        bands.iter().filter(|(_, n)| *n > 0).map(|(band, n)| format!("{band}的{n}个")).collect();
    let known: usize = bands.iter().map(|(_, n)| n).sum();
    let unknown = survey.units.len() - known;
    let unknown =
        if unknown > 0 { format!("；另有{unknown}个单位没有可用的考勤") } else { String::new() };
    format!("从出勤率看，{}{unknown}（见图1）。", told.join("，"))
}

/// Says how the units stand, naming the first and the last where that says something.
pub(super) fn standing(survey: &Survey) -> String {
    let ranked: Vec<_> = survey.standings.iter().filter(|standing| standing.rank.is_some()).collect();
    let name = |at: usize| survey.units[ranked[at].unit].unit.as_str();
    let unranked = survey.standings.len() - ranked.len();
    let mut text = "按不在正常范围的指标占可计算指标的比例由低到高排列，比例相同的按出勤率由高到低排列，\
                    各单位名次见附件1。"
        .to_string();
    let n_clear = ranked.iter().filter(|standing| standing.n_flagged == 0).count();
    if n_clear > 0 {
        text += &format!("指标全部在正常范围的单位{n_clear}个。");
    }
    // With a few units, first and last are most of them.
    if ranked.len() >= 6 {
        let first: Vec<&str> = (0..3).map(name).collect();
        let last: Vec<&str> = (ranked.len() - 3..ranked.len()).map(name).collect();
        text += &format!("排在前列的是{}，排在后列的是{}。", list(&first), list(&last));
    }
    if unranked > 0 {
        text += &format!("{unranked}个单位可以计算的指标不足一半，不参加排名。");
    }
    text
}

/// Returns a problem's heading, without its number.
pub(super) fn problem(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::OversightNotEnforced => "督学、评学、考学制度落实不平衡",
        ProblemKind::TheoryPracticeGap => "理论学习联系实际不够紧密",
        ProblemKind::PerfunctoryAssessment => "考学和成果提交有应付现象",
    }
}

/// Returns the paragraph that opens the section on problems.
pub(super) fn problems(survey: &Survey) -> String {
    let n = survey.flagged().count();
    let alike = if survey.likenesses.is_empty() {
        ""
    } else {
        "跨单位比对另外发现疑似雷同的成果，列在最后。"
    };
    if survey.problems.is_empty() {
        return format!("对照各项指标逐单位核查，没有发现需要列为问题的情况。{alike}");
    }
    let measured = survey.indicators.iter().filter(|tally| tally.n_measured > 0).count();
    format!(
        "对照{measured}项可以计算的指标逐单位核查，有{n}项在至少一个单位不在正常范围，反映出{}个方面的问题，\
         按涉及单位多少排列如下（逐项情况见附件2，各单位情况见附件3）。{alike}",
        survey.problems.len()
    )
}

/// Returns the sentence that opens a problem's or a cause's paragraph: how many units.
pub(super) fn touched(survey: &Survey, units: &[usize], verb: &str) -> String {
    let (n, of) = (size(units.len()), size(survey.units.len()));
    if n == of {
        return format!("{of}个单位都{verb}。");
    }
    let names: Vec<&str> = units.iter().map(|at| survey.units[*at].unit.as_str()).collect();
    format!("{}单位（{n}个{}）{verb}{}。", how_many(n, of), making_up(n, of), named_after(&names))
}

/// Returns names as a clause of their own, where they are few.
fn named_after(names: &[&str]) -> String {
    if names.len() > MAX_NAMED { String::new() } else { format!("，即{}", list(names)) }
}

/// Returns the sentence on an indicator: what is lacking, in how many units, in which.
pub(super) fn indicator(survey: &Survey, tally: &IndicatorTally) -> String {
    let (n, of) = (size(tally.flagged.len()), size(tally.n_measured));
    let names: Vec<&str> = tally.flagged.iter().map(|at| survey.units[*at].unit.as_str()).collect();
    let severe = match tally.n_severe {
        0 => String::new(),
        all if all == names.len() => "，均较重".to_string(),
        some => format!("，其中较重的{some}个"),
    };
    // A share is of the units that can be judged; where these are not all, it is said.
    let part = if of == size(survey.units.len()) || of < MIN_PERCENT_OF {
        making_up(n, of)
    } else {
        format!("，占可以计算的{of}个单位的{}", percent(n, of))
    };
    format!("{}的单位{n}个{part}{}{severe}。", lacking(tally.rule.id), named(&names))
}

/// Returns the same of an indicator among the units just told of.
pub(super) fn indicator_among(survey: &Survey, tally: &IndicatorTally) -> String {
    let names: Vec<&str> = tally.flagged.iter().map(|at| survey.units[*at].unit.as_str()).collect();
    format!("{}的{}个{}。", lacking(tally.rule.id), names.len(), named(&names))
}

/// Returns what an indicator out of bounds means, as the attribute of units.
pub(super) fn lacking(rule: RuleId) -> &'static str {
    match rule {
        RuleId::OversightKinds => "督学、评学、考学三类记录不全",
        RuleId::SupervisionFrequency => "督学没有做到每个季度都有",
        RuleId::SessionsReviewed => "集中学习点评、评学偏少",
        RuleId::ExaminationTurnout => "考学没有做到应考尽考",
        RuleId::ResultsUsed => "督学、评学、考学结果没有全部运用",
        RuleId::PlanKept => "学习计划没有按期兑现",
        RuleId::AbsencesMadeUp => "缺学后没有全部补学",
        RuleId::ProblemsClosed => "查出的问题没有全部整改",
        RuleId::StudyGap => "学习节奏时紧时松",
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
        RuleId::ScoredRecords => "督学、评学、考学很少评分",
        RuleId::ResultsPassedOn => "评考结果没有用于干部考核",
        RuleId::FormVariety => "学习形式偏少",
        RuleId::FormBalance => "学习形式搭配不均衡",
        RuleId::ExpertLectures => "没有安排专家辅导",
        RuleId::DominantForm => "单一学习形式用得过多",
    }
}

/// Returns a cause's heading, without its number.
pub(super) fn cause(kind: CauseKind) -> &'static str {
    match kind {
        CauseKind::WeakCommitment => "有的单位对学习的定位和重视不够",
        CauseKind::NoHardTargets => "学习任务缺少硬指标",
        CauseKind::ScarceResources => "学习资源和形式不够丰富",
    }
}

/// Says what was found across units, and that it is to be verified.
pub(super) fn alike(survey: &Survey) -> String {
    let groups = &survey.likenesses;
    let essays: usize = groups.iter().map(|group| group.essays.len()).sum();
    let units: BTreeSet<usize> = groups.iter().flat_map(Likeness::units).collect();
    format!(
        "对有正文的{}篇心得体会和理论文章跨单位比对，发现{}组（{essays}篇，涉及{}个单位）正文重合较多，疑似雷同，\
         需人工核实后再作结论（见附件{}）。",
        survey.n_texts,
        groups.len(),
        units.len(),
        attachment_of_alike(survey)
    )
}

/// Returns the number of the attachment on similar essays: the last.
pub(super) fn attachment_of_alike(survey: &Survey) -> usize {
    3 + usize::from(has_absent(survey)) + 1
}

/// Returns whether there is an attachment on units that are not counted.
pub(super) fn has_absent(survey: &Survey) -> bool {
    survey.missing.len() + survey.others.len() > 0
}

/// Says that texts were compared and nothing found, or that there were none.
pub(super) fn nothing_alike(survey: &Survey) -> String {
    match survey.n_texts {
        0 => "各单位没有提供心得体会正文，未作跨单位比对。".to_string(),
        n => format!("对有正文的{n}篇心得体会和理论文章跨单位比对，没有发现重合较多的。"),
    }
}

/// Says who is not counted, and why; names where they are few.
pub(super) fn absent(survey: &Survey) -> String {
    let mut sentences = Vec::new();
    let (empty, failed): (Vec<_>, Vec<_>) = survey.missing.iter().partition(|missing| missing.is_empty);
    let names =
        |of: &[&crate::county::Missing]| -> Vec<String> { of.iter().map(|m| m.unit.clone()).collect() };
    if !empty.is_empty() {
        sentences.push(format!("没有报送台账的单位{}个{}", empty.len(), named(&names(&empty))));
    }
    if !failed.is_empty() {
        sentences.push(format!("台账无法形成报告的单位{}个{}", failed.len(), named(&names(&failed))));
    }
    if !survey.others.is_empty() {
        let names: Vec<&str> = survey.others.iter().map(|(unit, _)| unit.as_str()).collect();
        sentences.push(format!("报告期与其他单位不同的{}个{}", names.len(), named(&names)));
    }
    format!("{}。这些单位没有计入合计和排名，逐个原因见附件4。", sentences.join("；"))
}

/// Returns the paragraph on changes since the period before.
pub(super) fn changes(survey: &Survey) -> Option<String> {
    let earlier = survey.earlier.as_ref()?;
    let rates = [
        (Key::AttendanceRate, "出勤率"),
        (Key::ParticipationRate, "参学率"),
        (Key::MakeUpRate, "补学率"),
        (Key::PlanKeptRate, "计划兑现率"),
        (Key::LeaderHostRate, "组长主持率"),
    ];
    let rate = |(key, name): (Key, &str)| {
        let (_, n, of) = earlier.rates.iter().find(|(known, ..)| *known == key)?;
        let (before, now) = ((*n, *of), survey.total(key).share?);
        if before.1 < MIN_PERCENT_OF || now.1 < MIN_PERCENT_OF {
            return None;
        }
        let (then, is) = (percent(before.0, before.1), percent(now.0, now.1));
        Some(match points_between(before, now) {
            (std::cmp::Ordering::Equal, _) => format!("{name}为{is}，与上期持平"),
            (std::cmp::Ordering::Greater, points) => format!("{name}由{then}升至{is}，提高{points}"),
            (std::cmp::Ordering::Less, points) => format!("{name}由{then}降至{is}，降低{points}"),
        })
    };
    let told: Vec<String> = rates.into_iter().filter_map(rate).collect();
    let mut text = format!(
        "{}汇总了{}个单位，本期{}个。",
        format::period(earlier.period),
        earlier.n_units,
        survey.units.len()
    );
    if !told.is_empty() {
        text += &format!("与上期相比，{}。", told.join("；"));
    }
    // Shares of units, since their number may have changed; compared exactly.
    let (mut fewer, mut more) = (0, 0);
    for (at, flagged, of) in &earlier.indicators {
        let now = &survey.indicators[*at];
        if *of == 0 || now.n_measured == 0 {
            continue;
        }
        match (now.flagged.len() * of).cmp(&(flagged * now.n_measured)) {
            std::cmp::Ordering::Less => fewer += 1,
            std::cmp::Ordering::Greater => more += 1,
            std::cmp::Ordering::Equal => {}
        }
    }
    if fewer + more > 0 {
        text += &format!("按不在正常范围的单位所占比例看，下降的指标{fewer}项，上升的{more}项。");
    }
    Some(text)
}

/// Returns a county measure's name.
pub(super) fn step_name(key: CountyMeasureKey) -> &'static str {
    match key {
        CountyMeasureKey::FileReturns => "补齐报送",
        CountyMeasureKey::SitIn => "列席旁听和督学",
        CountyMeasureKey::UseResults => "评学考学见结果",
        CountyMeasureKey::LeadersFirst => "压实组长责任",
        CountyMeasureKey::ReviewPlans => "审核学习计划",
        CountyMeasureKey::LocalTopics => "指导选题和调研",
        CountyMeasureKey::SendLecturers => "送学到单位",
        CountyMeasureKey::CheckEssays => "抽查学习成果",
    }
}

/// Returns what a county measure consists of, opened by how far it reaches.
pub(super) fn step_text(step: &Step) -> String {
    let whom = match (step.units.len() <= MAX_NAMED, step.reach) {
        (true, _) => list(&step.units),
        (false, Reach::All) => format!("涉及的{}个单位", step.units.len()),
        (false, _) => format!("有关的{}个单位", step.units.len()),
    };
    match (step.measure.key, step.reach) {
        (CountyMeasureKey::FileReturns, _) => {
            format!("通知{whom}按统一的报告期补报台账，逐个说明原因，并给予填报指导。")
        }
        (CountyMeasureKey::SitIn, Reach::All) => {
            format!("统一排定列席旁听和督学日程，分片包干到{whom}，当场反馈、会后核查整改。")
        }
        (CountyMeasureKey::SitIn, _) => format!("到{whom}列席旁听，现场督学，当场反馈、会后核查整改。"),
        (CountyMeasureKey::UseResults, Reach::All) => {
            format!("统一制发评学考学和结果运用的办法，{whom}照此执行，结果汇总后送组织部门。")
        }
        (CountyMeasureKey::UseResults, _) => {
            format!("指导{whom}把评学考学结果逐条写明用途，汇总后送组织部门。")
        }
        (CountyMeasureKey::LeadersFirst, Reach::All) => {
            format!("在全部单位通报出勤、补学和组长主持情况，{whom}的组长书面说明改进安排。")
        }
        (CountyMeasureKey::LeadersFirst, _) => {
            format!("向{whom}的组长当面反馈出勤、补学和主持情况，请其说明改进安排。")
        }
        (CountyMeasureKey::ReviewPlans, _) => {
            format!("逐份审核{whom}的学习计划，缺时间、缺责任人、缺量化目标的退回补正。")
        }
        (CountyMeasureKey::LocalTopics, Reach::All) => {
            format!("编发结合本地重点工作的选题清单，召开一次交流会，{whom}各认领选题和调研课题。")
        }
        (CountyMeasureKey::LocalTopics, _) => format!("帮助{whom}结合本地重点工作确定研讨选题和调研课题。"),
        (CountyMeasureKey::SendLecturers, Reach::All) => {
            format!("组织宣讲队伍分批到{whom}送学，推广轮流重点发言、现场学习等形式。")
        }
        (CountyMeasureKey::SendLecturers, _) => {
            format!("安排专家或宣讲骨干到{whom}送学，示范研讨和轮流发言。")
        }
        (CountyMeasureKey::CheckEssays, _) => {
            format!("对{whom}的心得体会抽查核实，疑似雷同、缺课补写的由单位逐篇说明，不作推断。")
        }
    }
}

/// Returns a step's target in numbers.
pub(super) fn target(step: &Step) -> String {
    let n = step.units.len();
    match step.measure.key {
        CountyMeasureKey::FileReturns => format!("{n}个单位全部补报"),
        CountyMeasureKey::SitIn => format!("对{n}个单位每个至少列席旁听1次，问题整改率达到100%"),
        CountyMeasureKey::UseResults => format!("{n}个单位的结果运用率达到100%"),
        CountyMeasureKey::LeadersFirst => format!("{n}个单位缺学全部补学，组长缺席少于2次"),
        CountyMeasureKey::ReviewPlans => format!("{n}份计划全部审核，每季度专题研讨不少于1次"),
        CountyMeasureKey::LocalTopics => format!("{n}个单位每个至少完成1次联系本地工作的研讨"),
        CountyMeasureKey::SendLecturers => format!("对{n}个单位每个至少送学1次"),
        CountyMeasureKey::CheckEssays => format!("对{n}个单位每个至少抽查3篇，抽查不足3篇的全部核实"),
    }
}

/// Returns the paragraph that opens the plan.
pub(super) fn plan(survey: &Survey, n_steps: usize) -> String {
    let next = format::next_period(survey.period);
    if n_steps == 0 {
        return format!(
            "各单位指标都在正常范围，{next}保持现有做法，每季度抽查，对每个单位至少列席旁听1次。"
        );
    }
    format!(
        "坚持一级抓一级，按问题涉及的范围确定指导力度：涉及个别单位的逐个指导，涉及部分单位的分片督促，涉及多数单位的统一部署。{next}采取{n_steps}项措施。"
    )
}

/// Returns the paragraph that ends the report.
pub(super) fn closing(period: Period, n_steps: usize) -> String {
    let next = format::next_period(period);
    if n_steps == 0 {
        return format!("{next}结束后，对照本次汇总逐项报告变化情况。");
    }
    format!(
        "以上措施按季度检查，{next}结束后对照本次汇总逐项报告落实情况。各单位的具体问题和措施见各自的报告。"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::guidance::COUNTY_MEASURES;

    #[test]
    fn measures_have_their_words_however_far_they_reach() {
        for measure in &COUNTY_MEASURES {
            for (n, reach) in [(1, Reach::Each), (7, Reach::Area), (7, Reach::All)] {
                let units = (0..n).map(|i| format!("{i}镇")).collect();
                let due = crate::period::last_of_month(2020, 7);
                let step = Step { measure, answers: Vec::new(), units, reach, due };
                let text = step_text(&step);
                assert!(text.ends_with('。'), "{text}");
                assert!(target(&step).contains(&n.to_string()), "{}", target(&step));
            }
        }
    }
}
