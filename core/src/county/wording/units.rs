//! Sentences on the units together: the sums, how they are spread, who stands where, who is missing.

use crate::county::wording::chart::Band;
use crate::county::wording::named;
use crate::county::{Missing, Survey};
use crate::document::wording::list;

/// The words above the table of sums.
pub(in crate::county) const CAPTION: &str = "表1　学习情况合计";

/// Says where the sums stand, and how they were made.
pub(in crate::county) fn totals(survey: &Survey) -> String {
    format!("计入汇总的{}个单位合计见表1。{HOW_ADDED}", survey.units.len())
}

/// Says how the sums were made.
const HOW_ADDED: &str =
    "各项合计由各单位的记录相加得出，比率用相加后的分子、分母计算，不是各单位比率的平均数。";

/// Says how attendance is spread over the units.
pub(in crate::county) fn spread(survey: &Survey, bands: &[Band]) -> String {
    let told: Vec<String> = bands
        .iter()
        .filter(|band| band.n_units > 0)
        .map(|band| format!("{}的{}个", band.words(), band.n_units))
        .collect();
    let known: usize = bands.iter().map(|band| band.n_units).sum();
    let unknown = survey.units.len() - known;
    let unknown =
        if unknown > 0 { format!("；另有{unknown}个单位没有可用的考勤") } else { String::new() };
    format!("从出勤率看，{}{unknown}（见图1）。", told.join("，"))
}

/// Says how the units stand, naming the first and the last where that says something.
pub(in crate::county) fn standing(survey: &Survey) -> String {
    let ranked: Vec<_> = survey.standings.iter().filter(|standing| standing.rank.is_some()).collect();
    let name = |at: usize| survey.units[ranked[at].unit].unit.as_str();
    let unranked = survey.standings.len() - ranked.len();
    let mut text = "按不在正常范围的指标占可计算指标的比例由低到高排列，比例相同的按出勤率由高到低排列，\
                    各单位名次见附件1。"
        .to_string();
    let n_clear = ranked.iter().filter(|standing| standing.n_flagged == 0).count();
    if n_clear > 0 {
        text += &format!("指标全部在正常范围的单位{n_clear}个。");
    }
    // With a few units, first and last are most of them.
    if ranked.len() >= 6 {
        let first: Vec<&str> = (0..3).map(name).collect();
        let last: Vec<&str> = (ranked.len() - 3..ranked.len()).map(name).collect();
        text += &format!("排在前列的是{}，排在后列的是{}。", list(&first), list(&last));
    }
    if unranked > 0 {
        text += &format!("{unranked}个单位可以计算的指标不足一半，不参加排名。");
    }
    text
}

/// Says who is not counted, and why; names where they are few.
pub(in crate::county) fn absent(survey: &Survey) -> String {
    let mut sentences = Vec::new();
    let (empty, failed): (Vec<_>, Vec<_>) = survey.missing.iter().partition(|missing| missing.is_empty);
    let names = |of: &[&Missing]| -> Vec<String> { of.iter().map(|m| m.unit.clone()).collect() };
    if !empty.is_empty() {
        sentences.push(format!("没有报送台账的单位{}个{}", empty.len(), named(&names(&empty))));
    }
    if !failed.is_empty() {
        sentences.push(format!("台账无法形成报告的单位{}个{}", failed.len(), named(&names(&failed))));
    }
    if !survey.others.is_empty() {
        let names: Vec<&str> = survey.others.iter().map(|(unit, _)| unit.as_str()).collect();
        sentences.push(format!("报告期与其他单位不同的{}个{}", names.len(), named(&names)));
    }
    format!("{}。这些单位没有计入合计和排名，逐个原因见附件4。", sentences.join("；"))
}
