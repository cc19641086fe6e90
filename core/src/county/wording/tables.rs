//! Notes below tables, and what stands in their cells in words.

use std::fmt::Display;

use crate::county::wording::unit;
use crate::county::{Likeness, Survey};
use crate::document::format::{self, NO_DATA};
use crate::document::wording::{attachment, fixed, list};
use crate::document::{Count, Figure, Provenance, Text, text};
use crate::period::Period;

/// Essays named in a row.
const MAX_ESSAYS: usize = 8;
/// Stands where no indicator is out of bounds.
pub(in crate::county) const NONE: &str = "没有";
/// Says that a unit's figures are of another period.
pub(in crate::county) const OTHER_PERIOD: &str = "报告期不同";
/// The notes below the attachments, without their opening.
pub(in crate::county) fn indicators_note() -> Text {
    fixed(
        "占比为异常单位数÷可计算单位数，不足5个单位的只列个数；“—”为没有单位能够计算；各指标的正常范围见各单位报告。",
        "少于5的不写百分比",
    )
}
pub(in crate::county) fn flagged_note() -> Text {
    text!("名次同{}；逐项数字见各单位报告。", attachment(1))
}
pub(in crate::county) fn absent_note() -> Text {
    "原因为程序核查台账时的第一条意见，改正后重新生成即可计入。".into()
}
pub(in crate::county) fn alike_note() -> Text {
    fixed(
        "疑似，需人工核实；重合度由正文的特征值估计，与实际可能相差约10个百分点，不作为认定依据。",
        "特征值估计的误差",
    )
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
        "注：学习、研讨单位为次，应到、实到为人次，心得文章、调研为篇；异常为不在正常范围的指标项数/可以计算的\
         项数；名次相同的并列；“—”为可计算指标不足一半，不参加排名，或没有数据。{cut}"
    )
}

/// Says whether a unit without a report filed anything.
pub(in crate::county) fn missing(filed_nothing: bool) -> &'static str {
    if filed_nothing { "没有报送" } else { "没有报告" }
}

/// Says why figures of another period are not counted.
pub(in crate::county) fn other_period(period: Period) -> Text {
    text!("报告期为{}，没有计入合计", format::period(period))
}

/// Names the essays of a group.
pub(in crate::county) fn essays(survey: &Survey, likeness: &Likeness) -> Text {
    let one = |(at, title): &(usize, String)| {
        let title = if title.is_empty() { NO_DATA } else { title };
        let title = Figure::new(title.trim_matches(['《', '》']), Provenance::Office("心得体会的题目"));
        text!("{}《{title}》", unit(&survey.units[*at].unit))
    };
    let mut named: Vec<Text> = likeness.essays.iter().take(MAX_ESSAYS).map(one).collect();
    if likeness.essays.len() > MAX_ESSAYS {
        named.push(text!(
            "等{}篇",
            format::whole(likeness.essays.len(), Provenance::Listed("疑似雷同的成果"))
        ));
    }
    list(&named)
}

/// Returns an estimate as it may be said: in tens of percent.
pub(in crate::county) fn degree(score: f64) -> Text {
    if score >= 0.97 {
        "基本相同".into()
    } else {
        {
            let source = Provenance::published("正文特征值", None, None, Some(score));
            text!("约{}", format::share_of_one((score * 10.0).round() / 10.0, source))
        }
    }
}
