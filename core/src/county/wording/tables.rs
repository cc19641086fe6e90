//! Notes below tables, and what stands in their cells in words.

use std::fmt::Display;

use crate::document::format;
use crate::document::wording::{attachment, fixed};
use crate::document::{Count, Provenance, Text, text};

/// Stands where there is nothing to mend.
pub(in crate::county) const NONE: &str = "没有";
/// Says why figures of another period are not counted.
pub(in crate::county) const OTHER_PERIOD: &str = "报送时段不同";

/// The notes below the attachments, without their opening.
pub(in crate::county) fn matters_note() -> Text {
    fixed("占比为涉及单位占有记录单位的比例，有记录的单位不足5个的只列个数。", "少于5的不写百分比")
}
pub(in crate::county) fn to_mend_note() -> Text {
    text!("名次同{}。", attachment(1))
}
pub(in crate::county) fn absent_note() -> Text {
    "补报或者改正后再行计入。".into()
}

/// Returns a note, opened by how much of the table is left out.
pub(in crate::county) fn note(n_rows: usize, n_cut: usize, note: impl Display) -> Text {
    let cut = match n_cut {
        0 => Text::new(),
        _ => text!("本表只列前{}行，其余{}行见汇总表；", max_rows(n_rows), left_out(n_cut)),
    };
    text!("注：{cut}{note}")
}

fn max_rows(n: usize) -> Count {
    format::whole(n, Provenance::Constant("一表最多的行数"))
}

fn left_out(n: usize) -> Count {
    format::whole(n, Provenance::Listed("未列出的行"))
}

/// Returns the note below the units by place.
pub(in crate::county) fn ranking_note(n_rows: usize, n_cut: usize) -> Text {
    let cut = match n_cut {
        0 => Text::new(),
        _ => text!("本表只列前{}个单位，其余{}个见汇总表。", max_rows(n_rows), left_out(n_cut)),
    };
    text!(
        "注：学习、研讨单位为次，应到、实到为人次，心得文章、调研报告为篇，改进事项为项。先看每季度是否都有\
         研讨，再看出勤率，出勤率相同的看改进事项的比例；相同的并列。“—”为没有记录，名次栏为没有参加排列。{cut}"
    )
}

/// Says whether a unit without a report filed anything.
pub(in crate::county) fn missing(filed_nothing: bool) -> &'static str {
    if filed_nothing { "没有报送" } else { "材料不全或有误" }
}
