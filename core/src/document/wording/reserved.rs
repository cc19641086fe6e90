//! Sentences on what the committee's own document never says: suspicions that somebody has to look
//! into, and what is about the head of the group. They stand on the worksheet and in figures.json.

use crate::document::format::{plain, points_beside, share_of_one};
use crate::document::provenance::Provenance;
use crate::document::text::{Count, Figure, Text, text};
use crate::document::wording::list;
use crate::document::wording::otherwise::found;
use crate::document::wording::problems::share_part;
use crate::findings::similarity::{ALIKE, SUSPECT};
use crate::findings::{Also, Condition, Indicator, Reading, RuleId};

/// Returns the sentence for such an indicator, flagged; nothing for all others.
pub(crate) fn sentence(indicator: &Indicator, reading: &Reading) -> Option<Text> {
    let source = Provenance::reading(indicator.rule.id, reading);
    let n = Count::new(reading.n.unwrap_or(0), source.clone());
    let of = Count::new(reading.of.unwrap_or(0), source.clone());
    let value = plain(reading.value, &source);
    let points = points_beside(reading.value, &indicator.limit, &source);
    Some(match indicator.rule.id {
        RuleId::IdenticalTitles => alike(indicator, reading),
        RuleId::ForeignPlaces => {
            text!("有{value}处成果或计划写有外地地名（{}），疑似沿用外地文稿。", some_of(reading, &source))
        }
        RuleId::GhostEssays => {
            text!("有{value}篇成果对应的学习，作者当次没有到会，也没有补学记录。")
        }
        RuleId::ContradictedAttendance => text!("考勤登记为全勤，但与其他台账有{value}处对不上。"),
        RuleId::LateRecords => text!("有{value}处学习记录或计划的日期晚于学习较多，可能是事后补记。"),
        RuleId::LeaderAbsences => text!("组长除公差外有{value}次没有参加集中学习。"),
        RuleId::LeaderHosting if n == 0 => text!("有主持人记录的{of}次学习不是由组长主持。"),
        RuleId::LeaderHosting => {
            text!("有主持人记录的{of}次学习中，由组长主持的{n}次{}。", share_part(indicator, &n, &of))
        }
        RuleId::LeadersBehindMembers => text!("组长、副组长的出勤率比其他成员低{points}个百分点。"),
        RuleId::LeadersOnLeave => text!("组长、副组长的请假比例比其他成员高{points}个百分点。"),
        RuleId::SubmissionLag | RuleId::ShortEssays => return second_condition(reading),
        _ => return None,
    })
}

/// Returns the sentence on a second condition that may be a slip of the pen.
pub(crate) fn second_condition(reading: &Reading) -> Option<Text> {
    match reading.also {
        Some(Also::Flags(condition @ (Condition::EarlyEssays(_) | Condition::AlikeLengths(_)))) => {
            Some(text!("{}。", found(condition, reading)))
        }
        _ => None,
    }
}

/// Says which titles are the same, and which texts.
fn alike(indicator: &Indicator, reading: &Reading) -> Text {
    let source = Provenance::reading(indicator.rule.id, reading);
    let titles = match indicator.flagged_otherwise() {
        Some(_) => Text::new(),
        None => text!("有{}篇的题目完全相同，疑似雷同。", plain(reading.value, &source)),
    };
    let Some(Also::Flags(condition)) = &reading.also else { return titles };
    let source = Provenance::Threshold(Some(indicator.rule.id));
    let (alike, suspect) = (share_of_one(ALIKE, &source), share_of_one(SUSPECT, &source));
    text!(
        "{titles}经逐篇比对，{}（五字连写的重合度达到{alike}为雷同，{suspect}至{alike}为疑似）。",
        found(*condition, reading)
    )
}

/// Returns the first words found, and that there are more.
fn some_of(reading: &Reading, source: &Provenance) -> Text {
    const MAX_SHOWN: usize = 3;
    let more = if reading.quotes.len() > MAX_SHOWN { "等" } else { "" };
    let quote = |words: &String| Figure::new(words.as_str(), source.clone());
    let quotes: Vec<Figure> = reading.quotes.iter().take(MAX_SHOWN).map(quote).collect();
    list(&quotes) + more
}
