//! Rows of 汇总工作底稿: what is to be looked into, as kind, matter, and what to do.

use crate::county::survey::IndicatorTally;
use crate::county::wording::problems;
use crate::county::{Likeness, Same, Survey};
use crate::findings::RuleId;

/// Units named in a row: what a cell of the workbook holds and somebody still reads.
const MAX_UNITS: usize = 200;
/// Essays named in a row.
const MAX_ESSAYS: usize = 8;

/// Says which units have a register alike.
pub(in crate::county) fn same(survey: &Survey, same: &Same) -> [String; 3] {
    let what =
        format!("{}个单位的{}完全相同：{}", same.units.len(), same.register, names(survey, &same.units));
    row("登记表相同", what, "请有关单位核对是否放错了文件，改正后重新生成；合计中现在算了两次。")
}

/// Says which essays of several units are alike.
pub(in crate::county) fn alike(survey: &Survey, likeness: &Likeness) -> [String; 3] {
    let one = |(at, title): &(usize, String)| {
        let unit = &survey.units[*at].unit;
        match title.trim_matches(['《', '》']) {
            "" => format!("{unit}的一篇"),
            title => format!("{unit}《{title}》"),
        }
    };
    let mut essays: Vec<String> = likeness.essays.iter().take(MAX_ESSAYS).map(one).collect();
    if likeness.essays.len() > MAX_ESSAYS {
        essays.push(format!("等{}篇", likeness.essays.len()));
    }
    let degree = if likeness.score >= 0.97 {
        "基本相同".to_string()
    } else {
        // The estimate may be off by ten percent.
        format!("重合约{:.0}0%", likeness.score * 10.0)
    };
    let to_do = "对照原文核对，确系雷同的退回重写；重合度是估计值，可能相差约10个百分点，不作为认定依据。";
    row("跨单位文字重合", format!("文字{degree}：{}", essays.join("、")), to_do)
}

/// Says in which units something is suspect.
pub(in crate::county) fn doubted(survey: &Survey, tally: &IndicatorTally) -> [String; 3] {
    let what = match tally.rule.id {
        RuleId::SubmissionLag => "成果提交距学习过久或者早于学习",
        RuleId::ShortEssays => "成果篇幅不足或者字数几乎相同",
        rule => problems::lacking(rule),
    };
    let units: Vec<usize> =
        tally.flagged.iter().copied().filter(|unit| tally.told.binary_search(unit).is_err()).collect();
    row(
        "需要核实",
        format!("{what}：{}", names(survey, &units)),
        "由有关单位对照本单位的工作底稿逐处核实，属实的改正。",
    )
}

fn names(survey: &Survey, units: &[usize]) -> String {
    let named: Vec<&str> = units.iter().take(MAX_UNITS).map(|at| survey.units[*at].unit.as_str()).collect();
    let more = if units.len() > MAX_UNITS { format!("等{}个单位", units.len()) } else { String::new() };
    format!("{}{more}", named.join("、"))
}

fn row(kind: &str, what: String, to_do: &str) -> [String; 3] {
    [kind.to_string(), what, to_do.to_string()]
}
