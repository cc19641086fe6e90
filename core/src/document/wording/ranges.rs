//! The normal range that a flagged indicator left, as the attachment states it.

use crate::document::format::{self, whole};
use crate::document::provenance::Provenance;
use crate::document::text::{Text, text};
use crate::document::wording::fixed;
use crate::findings::rules::short_essays::MIN_ALIKE;
use crate::findings::rules::study_gap::BUSY_MONTH;
use crate::findings::{Indicator, RuleId};

/// Why sentences set numbers of their own.
const CONDITION: &str = "指标的另一条件";

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
        _ => return format::limit(&indicator.limit, indicator.rule.id),
    };
    fixed(range, CONDITION)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{Also, Condition, Flag, Gravity, Limits, Reading, State};

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
