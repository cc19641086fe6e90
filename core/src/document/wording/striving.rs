//! Where nothing is out of bounds: the two figures that come nearest to their thresholds.

use crate::document::format::{percent_beside, plain_beside};
use crate::document::provenance::Provenance;
use crate::document::text::{Count, Text, text};
use crate::dossier::{Dossier, EssayKind};
use crate::findings::{Findings, Indicator, Reading, RuleId, State};
use crate::statistics::{MIN_PERCENT_OF, size};

/// So many figures are told.
const N_TOLD: usize = 2;

/// Returns what still asks for effort; nothing where nothing was measured that can be told.
pub(crate) fn sentences(findings: &Findings, dossier: &Dossier) -> Vec<Text> {
    nearest(findings, dossier).into_iter().map(|(_, sentence)| sentence).collect()
}

/// Returns the indicators that are told.
pub(crate) fn told(findings: &Findings, dossier: &Dossier) -> Vec<RuleId> {
    nearest(findings, dossier).into_iter().map(|(rule, _)| rule).collect()
}

/// Returns what is done about it, where it is not what is done about a problem of the kind.
pub(crate) fn answer(rule: RuleId) -> Option<&'static str> {
    match rule {
        RuleId::SeminarShare | RuleId::SessionLength => Some("研讨前发出提纲，留足发言时间"),
        _ => None,
    }
}

fn nearest(findings: &Findings, dossier: &Dossier) -> Vec<(RuleId, Text)> {
    let mut near: Vec<(f64, (RuleId, Text))> = findings
        .indicators
        .iter()
        .filter(|indicator| indicator.state == State::Clear)
        .filter_map(|indicator| {
            let reading = indicator.reading.as_ref()?;
            let sentence = sentence(indicator, reading, dossier)?;
            Some((distance(indicator, reading)?, (indicator.rule.id, sentence)))
        })
        .collect();
    // The sort is stable: of two as near, the first rule's comes first.
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    near.into_iter().take(N_TOLD).map(|(_, told)| told).collect()
}

/// Returns how far within bounds a figure is, as a share of its threshold.
fn distance(indicator: &Indicator, reading: &Reading) -> Option<f64> {
    let threshold = indicator.limit.threshold;
    let is_of_enough = reading.of.is_none_or(|of| of >= MIN_PERCENT_OF);
    (threshold > 0.0 && is_of_enough).then(|| (reading.value - threshold).abs() / threshold)
}

/// Returns what a figure within bounds still asks for; nothing for those that ask for nothing.
fn sentence(indicator: &Indicator, reading: &Reading, dossier: &Dossier) -> Option<Text> {
    let source = Provenance::reading(indicator.rule.id, reading);
    let (n, of) = (reading.n.unwrap_or(0), reading.of.unwrap_or(0));
    let share = || percent_beside(n, of, &indicator.limit, &source);
    let is_all = n == of;
    let part = dossier.period.part_name();
    let n_sessions = size(dossier.sessions.len());
    // Of those that say what is asked, where not all do.
    let among = |that_say: &'static str, all: u64| if of == all { "" } else { that_say };
    Some(match indicator.rule.id {
        RuleId::PlanKept if !is_all => {
            text!("{part}学习计划按期完成{}，没有按期完成的要抓得更紧。", share())
        }
        RuleId::SessionsReviewed if !is_all => {
            let among = among("登记点评情况的学习中，", n_sessions);
            text!("{among}有点评或评学的学习占{}，还要做到学一次、评一次。", share())
        }
        RuleId::LocalTopics if !is_all => {
            let among = among("登记贯彻措施情况的学习中，", n_sessions);
            text!("{among}联系本地工作或提出贯彻措施的学习占{}，学用结合还要再深化。", share())
        }
        RuleId::SeminarShare if !is_all => {
            let of_which = among("写明形式的", n_sessions);
            text!("研讨占{of_which}集中学习的{}，交流的深度还要提高。", share())
        }
        RuleId::SpeakerCoverage if !is_all => {
            text!("作过重点发言的成员占{}，还要让更多成员发言。", share())
        }
        RuleId::DutyTitles if !is_all => {
            let n_essays = dossier.essays.iter().filter(|essay| essay.kind != EssayKind::Report).count();
            let among = among("作者分管工作明确的文章中，", size(n_essays));
            text!("{among}题目结合分管工作的文章占{}，选题还要更加具体。", share())
        }
        RuleId::JointSessions if n > 0 => {
            text!("与其他会议合并召开的学习有{}次，专题学习的时间还要保证。", Count::new(n, source))
        }
        RuleId::SessionLength => {
            let hours = plain_beside(reading.value, &indicator.limit, &source);
            match reading.origins.len() {
                n if n == dossier.sessions.len() => {
                    text!("每次学习平均{hours}小时，研讨的时间还要再充分一些。")
                }
                n => text!(
                    "有时长记录的{}次学习平均{hours}小时，研讨的时间还要再充分一些。",
                    Count::new(size(n), source)
                ),
            }
        }
        _ => return None,
    })
}
