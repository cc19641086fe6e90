//! Sentences on what units do well, each with its own numbers.

use crate::county::wording::{unit, units};
use crate::county::{HIGH_ATTENDANCE, Practice, PracticeKind, PracticeTally, Survey};
use crate::document::format::share;
use crate::document::wording::list;
use crate::document::{Count, Provenance, Text, text};

/// Units named for one practice.
const MAX_NAMED: usize = 3;
/// The headings of the section's parts.
pub(in crate::county) const ORDER: &str = "学习组织";
pub(in crate::county) const RESULTS: &str = "研讨发言和成果运用";

/// Returns the sentence on a practice: which units, with what.
pub(in crate::county) fn sentence(survey: &Survey, tally: &PracticeTally) -> Text {
    let named: Vec<Text> = tally
        .units
        .iter()
        .take(MAX_NAMED)
        .map(|(at, practice)| text!("{}（{}）", unit(&survey.units[*at].unit), numbers(practice)))
        .collect();
    let n = tally.units.len();
    if n > MAX_NAMED {
        text!("{}的单位{}个，其中有{}。", what(tally.kind), units(n), list(&named))
    } else {
        text!("{}的有{}。", what(tally.kind), list(&named))
    }
}

/// Returns what is done, as the attribute of units.
pub(in crate::county) fn what(kind: PracticeKind) -> Text {
    match kind {
        PracticeKind::SeminarsEachQuarter => "每个季度都有研讨、研讨占集中学习一半以上".into(),
        PracticeKind::HighAttendance => {
            let least = Count::new(HIGH_ATTENDANCE, Provenance::Constant("到会情况好的标准"));
            text!("出勤率达到{least}%")
        }
        PracticeKind::AllMadeUp => "未到会的全部补学".into(),
        PracticeKind::PlanKept => "学习计划全部按期开展".into(),
        PracticeKind::AllSpoke => "成员全部作过重点发言".into(),
        PracticeKind::ProblemsClosed => "督学、评学、考学中发现的问题都已整改".into(),
        PracticeKind::ResearchApplied => "完成的调研课题全部转化运用".into(),
        PracticeKind::Talks => "面向基层开展宣讲".into(),
        PracticeKind::FieldStudies => "组织现场学习".into(),
    }
}

/// Returns the numbers behind a practice.
pub(in crate::county) fn numbers(practice: &Practice) -> Text {
    let source = Provenance::published(practice.kind.key(), Some(practice.n), practice.of, None);
    let n = Count::new(practice.n, source.clone());
    let of = practice.of.map(|of| Count::new(of, source.clone()));
    match (practice.kind, of) {
        (PracticeKind::SeminarsEachQuarter, Some(of)) => text!("学习{of}次、研讨{n}次"),
        (PracticeKind::HighAttendance, Some(of)) => {
            text!("应到{of}人次、实到{n}人次，出勤率{}", share(n.n, of.n, source))
        }
        (PracticeKind::Talks, Some(of)) => text!("{n}场、听众{of}人次"),
        (PracticeKind::Talks, None) => text!("{n}场"),
        (PracticeKind::AllMadeUp, _) => text!("{n}人次"),
        (PracticeKind::PlanKept, _) => text!("{n}项"),
        (PracticeKind::AllSpoke, _) => text!("{n}名"),
        (PracticeKind::ProblemsClosed | PracticeKind::ResearchApplied, _) => text!("{n}个"),
        (
            PracticeKind::FieldStudies | PracticeKind::SeminarsEachQuarter | PracticeKind::HighAttendance,
            _,
        ) => {
            text!("{n}次")
        }
    }
}
