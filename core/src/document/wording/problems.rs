//! Sentences on problems: what the records show of each finding.
//!
//! The committee speaks of itself: a judgement in self-criticism, the figure, and no more than the
//! figure carries. Nobody is named, and nothing is said of the head of the group. Of fewer than
//! five no share is printed, and one of one has a sentence of its own.

mod details;
mod told;
mod writings;

use std::collections::BTreeSet;
use std::iter;

use crate::document::format::{self, plain, plain_beside, points_beside, whole};
use crate::document::material::Material;
use crate::document::piece::{Piece, Worth};
use crate::document::provenance::Provenance;
use crate::document::text::{Count, Text, text};
use crate::document::wording::otherwise::found;
use crate::document::wording::plan::row_topic;
pub(crate) use crate::document::wording::problems::told::share_part;
use crate::document::wording::problems::told::{Clause, Told};
use crate::document::wording::raised::raised_by;
use crate::document::wording::{self, list, quoted};
use crate::dossier::{Dossier, OversightKind, OversightRecord, Register, ResearchTopic, State};
use crate::findings::rules::absences_made_up::MAKE_UP_DAYS;
use crate::findings::rules::results_used::asks_for_use;
use crate::findings::rules::uniform_scores::HIGH_SCORE;
use crate::findings::{Also, Condition, Indicator, Reading, RuleId};
use crate::period::{quarter_name, quarter_of};
use crate::statistics::{exact, fulfilled, size};

/// Returns a problem's paragraph: one sentence a finding, the first first; those that come from the
/// same records stand together, and records are named once a paragraph.
pub(crate) fn paragraph(indicators: &[Vec<&Indicator>], dossier: &Dossier) -> Vec<Text> {
    tell(indicators, dossier, &|_| None).into_iter().map(|piece| piece.text).collect()
}

/// Returns a problem's paragraph, and behind each sentence what the records say besides, where there
/// is room for it; `is_told` says which indicators are told, of this problem or another.
pub(crate) fn pieces(
    indicators: &[Vec<&Indicator>],
    material: &Material<'_>,
    is_told: &dyn Fn(RuleId) -> bool,
) -> Vec<Piece> {
    tell(indicators, material.dossier, &|one| details::detail(one, material, is_told))
}

/// Tells a problem; `further` is what the records say of an indicator besides.
fn tell(
    indicators: &[Vec<&Indicator>],
    dossier: &Dossier,
    further: &dyn Fn(&Indicator) -> Option<Text>,
) -> Vec<Piece> {
    let has = |rule: RuleId| indicators.iter().flatten().any(|one| one.rule.id == rule);
    let (has_kinds, has_quarters) = (has(RuleId::OversightKinds), has(RuleId::QuarterSeminars));
    // That there was none at all is said once, not by quarters or days again.
    let is_said = |one: &Indicator| match one.rule.id {
        RuleId::SupervisionFrequency => has_kinds && !is_supervised(dossier),
        RuleId::SessionsReviewed => has_kinds && !has_remarks(dossier) && !is_reviewed(dossier),
        RuleId::StudyGap => has_quarters && dossier.sessions.is_empty(),
        _ => false,
    };
    let mut by_records: Vec<(&str, Vec<Piece>)> = Vec::new();
    for finding in indicators {
        let told: Vec<&Indicator> = finding.iter().copied().filter(|one| !is_said(one)).collect();
        let clauses = match writings::titles(&told, dossier) {
            Some(both) => vec![both],
            None => {
                let tell =
                    |(at, one): (usize, &&Indicator)| clause(one, one.reading.as_ref()?, dossier, at == 0);
                told.iter().enumerate().filter_map(tell).collect()
            }
        };
        let Some(first) = clauses.first() else { continue };
        let words: Vec<&Text> = clauses.iter().map(|clause| &clause.words).collect();
        let words = Piece::needed(text!("{}。", Text::joined(&words, "；")));
        let besides = told.iter().filter_map(|one| further(one));
        let all = iter::once(words).chain(besides.map(|text| Piece::new(text, Worth::Further)));
        match by_records.iter_mut().find(|(from, _)| *from == first.from) {
            Some((_, sentences)) => sentences.extend(all),
            None => by_records.push((first.from, all.collect())),
        }
    }
    // Once it is plain that the records speak, they are not called again.
    let named = by_records.iter().position(|(from, _)| is_record(from));
    if let Some((from, sentences)) = named.map(|at| &mut by_records[at]) {
        sentences[0].text = text!("从{from}看，{}", sentences[0].text);
    }
    by_records.into_iter().flat_map(|(_, sentences)| sentences).collect()
}

/// Returns whether the reader is told where it is from: a record may be silent on what was done,
/// while of writings and topics the sentence itself says what was looked at.
fn is_record(from: &str) -> bool {
    from.ends_with("记录")
}

/// Returns the sentence for one flagged indicator; nothing for those that are not the committee's
/// to tell.
pub(crate) fn sentence(indicator: &Indicator, reading: &Reading, dossier: &Dossier) -> Option<Text> {
    clause(indicator, reading, dossier, true).map(|Clause { from, words }| match is_record(from) {
        true => text!("从{from}看，{words}。"),
        false => text!("{words}。"),
    })
}

/// Says what the records show of a flagged indicator; what is not the first of its finding follows
/// one on the same records.
fn clause(indicator: &Indicator, reading: &Reading, dossier: &Dossier, is_first: bool) -> Option<Clause> {
    let told = Told::of(indicator, reading, dossier);
    let (from, words) = match indicator.rule.id {
        RuleId::OversightKinds => (log(dossier), kinds_missing(&told)),
        RuleId::SupervisionFrequency => (log(dossier), quarters_missing(&told)),
        RuleId::SessionsReviewed if !has_remarks(dossier) => (log(dossier), logged_reviews(&told)),
        RuleId::SessionsReviewed => ("会议记录", reviewed(&told)),
        RuleId::ExaminationTurnout => ("考学记录", turnout(&told)),
        RuleId::ResultsUsed => (log(dossier), used(&told)),
        RuleId::PlanKept => ("计划执行情况", plan_kept(&told)),
        RuleId::AbsencesMadeUp => ("考勤记录", made_up(&told)),
        RuleId::ProblemsClosed => (log(dossier), closed(&told)),
        RuleId::StudyGap => ("会议记录", gap(&told)),
        RuleId::QuarterSeminars => ("会议记录", quarters_without(&told)),
        RuleId::LocalTopics => ("学习内容", local(&told)),
        RuleId::SeminarShare => ("学习形式", seminars(&told)),
        RuleId::JointSessions => ("会议记录", joint(&told)),
        RuleId::SpeakerCoverage => ("发言记录", speakers(&told)),
        RuleId::DutyTitles => ("学习成果", writings::duty(&told)),
        RuleId::HollowTitles => ("学习成果", writings::hollow(&told)),
        RuleId::ResearchApplied => ("调研情况", applied(&told)),
        RuleId::FallingAttendance => ("考勤记录", falling(&told)),
        RuleId::EssayBurst => ("提交时间", writings::burst(&told)),
        RuleId::SingleDayEssays => ("提交时间", writings::single_day(&told, is_first)),
        RuleId::SubmissionLag => ("提交时间", writings::lag(&told)?),
        RuleId::ShortEssays => ("学习成果", writings::short(&told)?),
        RuleId::UniformScores => ("考学记录", uniform(&told)),
        RuleId::MembersWithoutEssays => ("学习成果", writings::without_essays(&told)),
        _ => return None,
    };
    Some(Clause { from, words })
}

/// Returns what the log is called, by what stands in it.
fn log(dossier: &Dossier) -> &'static str {
    let is_examination = |record: &OversightRecord| record.kind == OversightKind::Examination;
    match dossier.oversight.iter().any(is_examination) {
        true => "督学评学考学记录",
        false => "督学评学记录",
    }
}

/// Returns whether there is a record of 督学 of the group.
fn is_supervised(dossier: &Dossier) -> bool {
    dossier.oversight.iter().any(|record| record.is_own(OversightKind::Supervision))
}

/// Returns whether there is a record of 评学.
fn is_reviewed(dossier: &Dossier) -> bool {
    dossier.oversight.iter().any(|record| record.kind == OversightKind::Review)
}

/// Returns the words for a 督学 that was not held; beside guidance of those below they say of whom.
fn not_held(dossier: &Dossier) -> &'static str {
    match dossier.oversight.iter().any(OversightRecord::is_of_those_below) {
        true => "没有对中心组开展",
        false => "没有开展",
    }
}

/// Returns the kinds of oversight that have such records, or those that have none.
fn kinds(dossier: &Dossier, has: bool, is_such: impl Fn(&OversightRecord) -> bool) -> Text {
    let all = [
        (OversightKind::Supervision, "督学"),
        (OversightKind::Review, "评学"),
        (OversightKind::Examination, "考学"),
    ];
    let is_recorded = |kind| dossier.oversight.iter().any(|record| record.kind == kind && is_such(record));
    let kinds: Vec<&str> =
        all.into_iter().filter(|(kind, _)| is_recorded(*kind) == has).map(|(_, name)| name).collect();
    list(&kinds)
}

/// Names the kinds of oversight whose results were to be used.
pub(crate) fn kinds_used(dossier: &Dossier) -> Text {
    kinds(dossier, true, asks_for_use)
}

/// Names the kinds of oversight with records that ought to be scored.
pub(crate) fn kinds_scored(dossier: &Dossier) -> Text {
    kinds(dossier, true, |record| record.kind != OversightKind::Supervision)
}

fn kinds_missing(told: &Told<'_>) -> Text {
    let missing = kinds(told.dossier, false, |record| record.is_own(record.kind));
    let not_held = if is_supervised(told.dossier) { "没有开展" } else { not_held(told.dossier) };
    text!("{}{not_held}{missing}", told.part_name())
}

fn quarters_missing(told: &Told<'_>) -> Text {
    let Told { dossier, reading, indicator, source, .. } = told;
    if reading.value > 0.0 {
        let fewest = plain(reading.value, source);
        return text!(
            "督学最少的一个季度开展{fewest}次，没有做到{}",
            format::limit(&indicator.limit, indicator.rule.id)
        );
    }
    let is_without = |quarter: &u8| {
        let in_quarter = |date: time::Date| quarter_of(date) == *quarter;
        let mut supervised = dossier.oversight.iter().filter(|one| one.is_own(OversightKind::Supervision));
        !supervised.any(|record| record.date.value.is_some_and(in_quarter))
    };
    let without: Vec<u8> = dossier.period.quarters().filter(is_without).collect();
    text!("{}{}督学", quarters(told, &without), not_held(dossier))
}

/// Names quarters of the period; every one of several is the whole period.
fn quarters(told: &Told<'_>, some: &[u8]) -> String {
    if some.len() > 1 && some.len() == told.dossier.period.quarters().count() {
        return told.part_name().into();
    }
    list(&some.iter().map(|at| quarter_name(*at)).collect::<Vec<_>>()).to_string()
}

fn reviewed(told: &Told<'_>) -> Text {
    let sessions = told.sessions("登记点评情况");
    let records = match told.dossier.has(Register::Oversight) {
        // Without the log nobody knows.
        false => "",
        // A 评学 that belongs to none of the sessions is told in part one.
        true if is_reviewed(told.dossier) => "，评学没有对应到具体的学习",
        true => "，也没有评学记录",
    };
    match told.n.n {
        0 if told.is_only_session() => text!("集中学习没有点评{records}"),
        0 => text!("{sessions}没有点评{records}"),
        _ => text!("{sessions}中，有点评或评学的{}次{}", told.n, told.part()),
    }
}

/// Returns whether the session register has a column for 点评.
fn has_remarks(dossier: &Dossier) -> bool {
    dossier.sessions.iter().any(|session| session.review.has_column())
}

/// Says which sessions the log of 评学 names, where no other register could tell.
fn logged_reviews(told: &Told<'_>) -> Text {
    let Told { n, of, .. } = told;
    match (n.n, of.n) {
        // Part one counts them.
        (0, _) if is_reviewed(told.dossier) => "评学没有对应到具体的学习".into(),
        (0, 1) => "集中学习没有对应的评学".into(),
        (0, _) => text!("{of}次集中学习没有对应的评学"),
        _ => text!("{of}次集中学习中，有对应评学的{n}次{}", told.part()),
    }
}

fn turnout(told: &Told<'_>) -> Text {
    let Told { n, of, .. } = told;
    match n.n {
        0 => text!("应考{of}人次，没有参考记录"),
        _ => text!("应考{of}人次，参考{n}人次{}，还没有做到应考尽考", told.named_part("参考率")),
    }
}

fn used(told: &Told<'_>) -> Text {
    let Told { n, of, .. } = told;
    let kinds = kinds_used(told.dossier);
    match (n.n, of.n) {
        (0, 1) => text!("{kinds}的结果还没有运用"),
        (0, _) => text!("{of}次{kinds}的结果还没有运用"),
        _ => text!("{of}次{kinds}中，结果得到运用的{n}次{}", told.part()),
    }
}

/// The topics named in one sentence.
const MAX_NAMED: usize = 3;

fn plan_kept(told: &Told<'_>) -> Text {
    let Told { n, of, rest, .. } = told;
    let late: Vec<Text> = fulfilled(told.dossier)
        .into_iter()
        .filter(|(_, session)| session.is_none())
        .map(|(row, _)| quoted(row_topic(row), &row.origin))
        .collect();
    // A topic may be planned twice.
    let mut seen = BTreeSet::new();
    let topics: Vec<&Text> = late.iter().filter(|topic| seen.insert(topic.to_string())).collect();
    let named = Text::joined(&topics[..topics.len().min(MAX_NAMED)], "");
    let is_all = topics.len() <= MAX_NAMED && topics.len() == late.len();
    let named = if is_all { named } else { text!("{named}等{rest}项") };
    // What names no topic cannot be found again among the sessions.
    let all = told.dossier.plan_of(told.dossier.period).count();
    let listed = if of.n == size(all) { "列入计划的" } else { "列入计划、写明内容的" };
    match (n.n, of.n) {
        (0, 1) => text!("{listed}{named}没有按期开展"),
        (0, _) if is_all => text!("{listed}{of}项学习{named}没有按期开展"),
        (0, _) => text!("{listed}{named}学习没有按期开展"),
        _ => text!("{listed}{of}项学习中，按期开展{n}项{}，{named}没有按期开展", told.part()),
    }
}

fn made_up(told: &Told<'_>) -> Text {
    let Told { n, of, rest, .. } = told;
    let days = whole(usize::from(MAKE_UP_DAYS), Provenance::Threshold(Some(told.indicator.rule.id)));
    match n.n {
        0 => text!("未到会满{days}天的{of}人次还没有补学"),
        _ => text!("未到会满{days}天、应当补学的{of}人次中，补学{n}人次，还有{rest}人次没有补上"),
    }
}

fn closed(told: &Told<'_>) -> Text {
    let Told { n, of, rest, .. } = told;
    let is_counted = |record: &OversightRecord| record.problem.is_done() && record.rectified.is_asked();
    let raised: Vec<&OversightRecord> =
        told.dossier.oversight.iter().filter(|record| is_counted(record)).collect();
    let raised = raised_by(&raised);
    match n.n {
        0 => text!("{raised}的{of}个问题还没有改正记录"),
        _ => text!("{raised}的{of}个问题，有改正记录的{n}个，其余{rest}个还没有改正记录"),
    }
}

fn gap(told: &Told<'_>) -> Text {
    let Told { reading, indicator, .. } = told;
    let part = told.part_name();
    match &reading.also {
        _ if reading.n == Some(0) => text!("{part}没有开展集中学习"),
        Some(Also::Flags(condition @ Condition::UnevenMonths { .. }))
            if indicator.flagged_otherwise().is_some() =>
        {
            found(*condition, reading)
        }
        _ => longest_gap(told),
    }
}

/// Says how long there was no session, and which months had none.
fn longest_gap(told: &Told<'_>) -> Text {
    let Told { reading, indicator, source, dossier, .. } = told;
    let days = plain_beside(reading.value, &indicator.limit, source);
    let dates: Vec<time::Date> = dossier.sessions.iter().map(|session| session.date).collect();
    let is_it = |pair: &[time::Date]| exact((pair[1] - pair[0]).whole_days().unsigned_abs()) == reading.value;
    // From one session to the next so many days are one less without any.
    let gap = match dates.windows(2).any(is_it) {
        true => text!("前后两次集中学习最长相隔{days}天"),
        false => text!("最长有{days}天没有集中学习"),
    };
    let in_month = |month: &u8| dates.iter().any(|date| u8::from(date.month()) == *month);
    let months = dossier.period.first_month()..=dossier.period.last_month();
    let empty: Vec<u8> = months.filter(|month| !in_month(month)).collect();
    match empty.is_empty() {
        true => gap,
        false => text!("{gap}，{}没有集中学习", wording::months(&empty)),
    }
}

fn quarters_without(told: &Told<'_>) -> Text {
    let Told { dossier, reading, .. } = told;
    let is_empty = |quarter: u8| !dossier.sessions.iter().any(|s| quarter_of(s.date) == quarter);
    let without =
        dossier.period.quarters().filter(|quarter| reading.quotes.contains(&quarter_name(*quarter)));
    let (empty, others): (Vec<u8>, Vec<u8>) = without.partition(|quarter| is_empty(*quarter));
    let names = |some: &[u8]| quarters(told, some);
    match (empty.is_empty(), others.is_empty()) {
        (_, true) => text!("{}没有开展集中学习和研讨", names(&empty)),
        (true, _) => text!("{}没有开展集体学习研讨", names(&others)),
        _ => text!("{}没有开展集中学习，{}没有开展集体学习研讨", names(&empty), names(&others)),
    }
}

fn local(told: &Told<'_>) -> Text {
    let sessions = told.sessions("登记贯彻措施情况");
    match told.n.n {
        0 if told.is_only_session() => "学习主题没有联系本地重点工作，会后也没有提出贯彻措施".into(),
        0 => text!("{sessions}的主题没有联系本地重点工作，会后也没有提出贯彻措施"),
        _ => text!("{sessions}中，联系本地工作或者提出贯彻措施的{}次{}", told.n, told.part()),
    }
}

/// From so many sessions on, the forms say how study is done.
const MIN_FORMS: u64 = 4;

fn seminars(told: &Told<'_>) -> Text {
    let Told { n, of, reading, .. } = told;
    let sessions = told.sessions("写明形式");
    let relays = match reading.also {
        Some(Also::Flags(Condition::MostlyRelays { n, .. })) => n,
        _ => 0,
    };
    let counted =
        Count::new(size(relays), Provenance::counted("传达、领学", size(relays), reading.origins.clone()));
    // More is read out than talked over: only then, and only of some number, is it said.
    let meaning = if counted.n > n.n && of.n >= MIN_FORMS { "，学得多、议得少" } else { "" };
    match (n.n, relays) {
        (0, _) if told.is_only_session() => "集中学习没有采用研讨形式".into(),
        (0, 0) => text!("{sessions}没有采用研讨形式"),
        (0, _) => text!("{sessions}中传达、领学{counted}次，没有开展研讨{meaning}"),
        (_, 0) => text!("{sessions}中，研讨{n}次{}", told.part()),
        _ => text!("{sessions}中，传达、领学{counted}次，研讨{n}次{meaning}"),
    }
}

fn joint(told: &Told<'_>) -> Text {
    let sessions = told.sessions("写明是否单独召开");
    match (told.n.n, told.of.n) {
        (1, _) if told.is_only_session() => "集中学习与其他会议合并召开".into(),
        (n, of) if n == of => text!("{sessions}与其他会议合并召开"),
        _ => text!("{sessions}中，与其他会议合并召开的{}次{}", told.n, told.part()),
    }
}

fn speakers(told: &Told<'_>) -> Text {
    let Told { n, of, rest, reading, indicator, .. } = told;
    let few = match &reading.also {
        Some(Also::Flags(condition @ Condition::FewSpeakers { .. })) => Some(found(*condition, reading)),
        _ => None,
    };
    if let (Some(few), Some(_)) = (&few, indicator.flagged_otherwise()) {
        return few.clone();
    }
    let few = few.map_or_else(Text::new, |few| text!("；{few}"));
    match n.n {
        0 => text!("{of}名成员没有作过重点发言"),
        _ => text!("{of}名成员中，作过重点发言的{n}名，还有{rest}名没有作过{few}"),
    }
}

fn applied(told: &Told<'_>) -> Text {
    let Told { n, of, .. } = told;
    let is_known = |topic: &ResearchTopic| topic.status.state != State::Unknown;
    match (n.n, of.n) {
        (_, 0) if told.dossier.research.iter().all(is_known) => {
            "列入的调研课题还没有完成，成果转化还没有开始".into()
        }
        (_, 0) => "列入的调研课题还没有完成的记录，成果转化还没有开始".into(),
        (0, _) => text!("已经完成的{of}个调研课题还没有转化为具体举措"),
        _ => text!("已经完成的{of}个调研课题中，得到转化应用的{n}个"),
    }
}

fn falling(told: &Told<'_>) -> Text {
    let Told { reading, indicator, source, .. } = told;
    match (&reading.also, indicator.flagged_otherwise()) {
        (_, Some(condition)) => found(condition, reading),
        _ => text!(
            "各次学习的到会率总体走低，平均每次下降{}个百分点",
            points_beside(reading.value, &indicator.limit, source)
        ),
    }
}

fn uniform(told: &Told<'_>) -> Text {
    let Told { of, indicator, .. } = told;
    let high = plain(HIGH_SCORE, Provenance::Threshold(Some(indicator.rule.id)));
    text!("{of}个考学成绩在{high}分以上，相差很小")
}

#[cfg(test)]
#[path = "problems_tests.rs"]
mod tests;
