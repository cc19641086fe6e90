//! Words around the table of a year's quarters.

use std::ops::RangeInclusive;

use crate::document::format::whole;
use crate::document::provenance::Provenance;
use crate::document::text::{Figure, Text, text};
use crate::origin::Origin;
use crate::period::quarter_name;

/// Refers to the table.
pub(crate) fn refer(number: &Figure) -> Text {
    text!("各季度学习情况见{number}。")
}

/// Returns the words above the table.
pub(crate) fn caption(number: &Figure) -> Text {
    text!("{number}　各季度学习情况")
}

/// Returns the table's heads.
pub(crate) fn header(quarters: RangeInclusive<u8>) -> Vec<Text> {
    let quarters = quarters.map(|quarter| text!("{}", quarter_name(quarter)));
    std::iter::once("项目".into()).chain(quarters).chain(["全年".into()]).collect()
}

/// Says what counts in the year alone, where something does.
pub(crate) fn note(essays: &[Origin], records: &[Origin]) -> Option<Text> {
    let count = |what, cells: &[Origin]| whole(cells.len(), Provenance::records(what, cells.to_vec()));
    let mut parts = Vec::new();
    if !essays.is_empty() {
        parts.push(text!("未注明提交日期的文章{}篇", count("未注明提交日期的文章", essays)));
    }
    if !records.is_empty() {
        parts.push(text!("未注明日期的督学、评学、考学记录{}条", count("未注明日期的记录", records)));
    }
    (!parts.is_empty()).then(|| text!("注：{}，只计入全年。", Text::joined(&parts, "、")))
}
