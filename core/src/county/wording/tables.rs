//! Notes below tables, and what stands in their cells in words.

use crate::county::{Likeness, Survey};
use crate::document::format::{self, NO_DATA};
use crate::document::wording::list;
use crate::period::Period;

/// Essays named in a row.
const MAX_ESSAYS: usize = 8;
/// Stands where no indicator is out of bounds.
pub(in crate::county) const NONE: &str = "没有";
/// Says that a unit's figures are of another period.
pub(in crate::county) const OTHER_PERIOD: &str = "报告期不同";
/// The notes below the attachments, without their opening.
pub(in crate::county) const INDICATORS_NOTE: &str = "占比为异常单位数÷可计算单位数，不足5个单位的只列个数；“—”为没有单位能够计算；各指标的正常范围见各单位报告。";
pub(in crate::county) const FLAGGED_NOTE: &str = "名次同附件1，编号见附件2；逐项数字见各单位报告。";
pub(in crate::county) const ABSENT_NOTE: &str = "原因为程序核查台账时的第一条意见，改正后重新生成即可计入。";
pub(in crate::county) const ALIKE_NOTE: &str =
    "疑似，需人工核实；重合度由正文的特征值估计，与实际可能相差约10个百分点，不作为认定依据。";

/// Returns a note, opened by how much of the table is left out.
pub(in crate::county) fn note(n_rows: usize, n_cut: usize, note: &str) -> String {
    let cut = match n_cut {
        0 => String::new(),
        _ => format!("本表只列前{n_rows}行，其余{n_cut}行见汇总表；"),
    };
    format!("注：{cut}{note}")
}

/// Returns the note below the units by place.
pub(in crate::county) fn ranking_note(n_rows: usize, n_cut: usize) -> String {
    let cut = match n_cut {
        0 => String::new(),
        _ => format!("本表只列前{n_rows}个单位，其余{n_cut}个见汇总表。"),
    };
    format!(
        "注：学习、研讨单位为次，应到、实到为人次，心得文章、调研为篇；异常为不在正常范围的指标项数/可以计算的\
         项数；名次相同的并列；“—”为可计算指标不足一半，不参加排名，或没有数据。{cut}"
    )
}

/// Says whether a unit without a report filed anything.
pub(in crate::county) fn missing(filed_nothing: bool) -> &'static str {
    if filed_nothing { "没有报送" } else { "没有报告" }
}

/// Says why figures of another period are not counted.
pub(in crate::county) fn other_period(period: Period) -> String {
    format!("报告期为{}，没有计入合计", format::period(period))
}

/// Names the essays of a group.
pub(in crate::county) fn essays(survey: &Survey, likeness: &Likeness) -> String {
    let one = |(unit, title): &(usize, String)| {
        let title = if title.is_empty() { NO_DATA } else { title };
        let unit = &survey.units[*unit].unit;
        format!("{unit}《{}》", title.trim_matches(['《', '》']))
    };
    let mut named: Vec<String> = likeness.essays.iter().take(MAX_ESSAYS).map(one).collect();
    if likeness.essays.len() > MAX_ESSAYS {
        named.push(format!("等{}篇", likeness.essays.len()));
    }
    list(&named)
}

/// Returns an estimate as it may be said: in tens of percent.
pub(in crate::county) fn degree(score: f64) -> String {
    if score >= 0.97 {
        "基本相同".to_string()
    } else {
        format!("约{}%", format::plain((score * 10.0).round() * 10.0))
    }
}
