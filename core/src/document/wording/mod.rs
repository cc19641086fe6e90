//! All sentences of the report.
//!
//! A sentence states a number; which sentence, depends on the number's state and size. None
//! names a person as a problem, none says 余 or 多 of a count that is known.

pub(super) mod attended;
#[cfg(test)]
#[path = "cases_tests.rs"]
pub(crate) mod cases;
pub mod causes;
pub(crate) mod charts;
pub(crate) mod indicators;
pub mod judgements;
pub mod measures;
pub(crate) mod minutes;
pub(crate) mod opening;
pub(crate) mod otherwise;
pub(super) mod plan;
pub(super) mod practice;
pub(super) mod previous;
pub mod problems;
pub(super) mod quarters;
pub(super) mod raised;
pub(crate) mod ranges;
pub(crate) mod reserved;
pub(super) mod results;
pub(crate) mod striving;
pub(super) mod supervision;
pub(super) mod tables;
pub(crate) mod targets;
pub(super) mod themes;
pub(crate) mod title;
pub(super) mod writings;

use std::fmt::Display;

use crate::document::format;
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Count, Figure, Text, text};
use crate::dossier::Field;
use crate::origin::Origin;
use crate::settings::group::{Group, STUDY_GROUP};
use crate::statistics::{Key, Statistics};

/// Returns the group's name as the title has it.
pub(crate) fn group_name(group: &Group) -> Text {
    text!("{}{}{STUDY_GROUP}", unit(&group.head()), group.link())
}

/// Joins items as a Chinese list: 甲、乙、丙.
pub(crate) fn list<T: Display>(items: &[T]) -> Text {
    Text::joined(items, "、")
}

/// The fewest months in a row that are named by the first and the last of them: of half a year each
/// is named.
const MIN_RUN: usize = 6;

/// Names months of the period in their order: 3月、5月; many in a row are 1月至6月.
pub(crate) fn months(months: &[u8]) -> Text {
    let month = |at: u8| format::month(at, Dated::Period);
    let run = |run: &[u8]| match run {
        [first, .., last] if run.len() >= MIN_RUN => text!("{}至{}", month(*first), month(*last)),
        few => list(&few.iter().map(|at| month(*at)).collect::<Vec<_>>()),
    };
    list(&months.chunk_by(|one, next| one + 1 == *next).map(run).collect::<Vec<_>>())
}

/// Numbers sentences as a paragraph does: 一是…。二是…。; a single one stays as it is.
pub(crate) fn enumerated(sentences: &[Text]) -> Text {
    if sentences.len() < 2 {
        return Text::joined(sentences, "");
    }
    let numbered = (1..).zip(sentences).map(|(n, sentence)| text!("{}是{sentence}", format::numeral(n)));
    Text::joined(&numbered.collect::<Vec<_>>(), "")
}

/// Returns a number that the sentence itself sets, with the reason.
pub(crate) fn constant(digits: &'static str, reason: &'static str) -> Figure {
    Figure::new(digits, Provenance::Constant(reason))
}

/// Returns words that set numbers of their own, all for the same reason.
pub(crate) fn fixed(words: &'static str, reason: &'static str) -> Text {
    let is_digit = |c: char| c.is_ascii_digit() || c == '%';
    let mut text = Text::new();
    let mut rest = words;
    while let Some(start) = rest.find(is_digit) {
        let (before, from) = rest.split_at(start);
        let (number, after) = from.split_at(from.find(|c| !is_digit(c)).unwrap_or(from.len()));
        text += before;
        text += constant(number, reason);
        rest = after;
    }
    text + rest
}

/// Returns words as they stand in a field's cell.
pub(crate) fn own<T>(words: &str, field: &Field<T>, record: &Origin) -> Figure {
    Figure::new(words, Provenance::cell(field, record))
}

/// Returns a published count, zero where it is missing.
pub(crate) fn counted(statistics: &Statistics, key: Key) -> Count {
    Count::new(statistics.count(key), statistics.get(key).into())
}

/// Returns the number by which the text refers to an attachment.
pub(crate) fn attachment(number: usize) -> Text {
    text!("附件{}", format::whole(number, Provenance::Numbering("附件")))
}

/// Returns a unit's name.
pub(crate) fn unit(name: &str) -> Figure {
    Figure::new(name, Provenance::Office("unit"))
}

/// Puts a topic in quotation marks; marks within become single ones (GB/T 15834).
pub(crate) fn quoted(field: &Field<String>, record: &Origin) -> Text {
    text!("“{}”", own(&within_quotes(field.text()), field, record))
}

/// Returns what a cell says as the object of a sentence: as it is where it is a name of something,
/// in quotation marks where it is a sentence itself.
pub(crate) fn subject(field: &Field<String>, record: &Origin) -> Text {
    let words = field.text().trim_end_matches(['。', '；', '，', '.']);
    let is_long = words.chars().count() > 30;
    if is_long || is_sentence(words) { quoted(field, record) } else { own(words, field, record).into() }
}

/// Returns whether words are a sentence themselves, and no name of something.
pub(crate) fn is_sentence(words: &str) -> bool {
    const VERBS: [&str; 14] = [
        "学习", "传达", "深入", "贯彻", "集中", "专题", "研讨", "围绕", "开展", "组织", "观看", "参观",
        "听取", "关于",
    ];
    const MARKS: [char; 10] = ['。', '；', '，', '：', '？', '！', ';', ',', ':', '…'];
    VERBS.iter().any(|verb| words.starts_with(verb)) || words.ends_with("学习") || words.contains(MARKS)
}

/// Returns a writing's title in its marks; marks within become single ones (GB/T 15834).
pub(crate) fn titled(field: &Field<String>, record: &Origin) -> Text {
    let words = field.text().trim_end_matches(['。', '；', '，', '.']);
    // A title may have been written with its marks.
    let bare = words.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    let words = bare.filter(|bare| !bare.contains(['《', '》'])).unwrap_or(words);
    text!("《{}》", own(&words.replace('《', "〈").replace('》', "〉"), field, record))
}

/// Returns a text as it stands within quotation marks.
fn within_quotes(text: &str) -> String {
    let text = text.trim_end_matches(['。', '；', '，', '.']);
    text.replace('“', "‘").replace('”', "’")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_in_a_row_are_named_by_their_ends() {
        assert_eq!(months(&[2, 4, 5, 6]), "2月、4月、5月、6月");
        assert_eq!(months(&[1, 2, 3, 4, 5, 7]), "1月、2月、3月、4月、5月、7月");
        assert_eq!(months(&[2, 3, 7, 8, 9, 10, 11, 12]), "2月、3月、7月至12月");
        assert_eq!(months(&[]), "");
    }

    #[test]
    fn quotation_marks_nest() {
        assert_eq!(within_quotes("学习“三农”工作部署。"), "学习‘三农’工作部署");
    }
}
