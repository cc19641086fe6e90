//! The unit that the titles of registers name, where no folder does: a guess, for a person to confirm.

use std::collections::BTreeMap;

use crate::dossier::SheetSeen;
use crate::figures::Figures;
use crate::source::{Source, Use, use_of};

/// How many rows of a sheet may hold its title.
const TITLE_ROWS: usize = 3;
/// The words that follow a unit's name in a title.
const AFTER: [&str; 9] =
    ["党委理论", "党组理论", "党工委", "党总支", "党支部", "理论学习", "理论中心组", "党委", "党组"];
/// The words of a title that are none of a name.
const NO_NAME: [&str; 9] = ["学习", "考勤", "签到", "名单", "计划", "台账", "统计", "表", "附件"];
/// The labels of a cell that names the unit.
const LABELS: [&str; 4] = ["填报单位", "报送单位", "单位名称", "单位"];

/// Returns the unit that most titles, and the figures of another period, name.
pub(super) fn likely_unit(sheets: &[SheetSeen], sources: &[Source]) -> Option<String> {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    for sheet in sheets {
        let rows = sheet.rows.iter().take(TITLE_ROWS);
        let cells = rows.flat_map(|(_, cells)| cells);
        if let Some(name) = cells.filter_map(|text| unit_in(text)).next() {
            *votes.entry(name).or_default() += 1;
        }
    }
    for source in sources.iter().filter(|source| use_of(&source.name) == Some(Use::Figures)) {
        if let Ok(figures) = Figures::parse(&source.bytes) {
            *votes.entry(figures.unit).or_default() += 1;
        }
    }
    // Of equals the first by name, whatever the order of the files.
    votes.into_iter().rev().max_by_key(|(_, n)| *n).map(|(name, _)| name)
}

/// Returns the unit that a title names: 清溪镇 of 清溪镇党委理论学习中心组2020年学习考勤表.
fn unit_in(text: &str) -> Option<String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if let Some((label, name)) = text.split_once(['：', ':']) {
        let label = label.split(['（', '(']).next().unwrap_or(label);
        let name = AFTER.iter().find_map(|word| name.split_once(word)).map_or(name, |(before, _)| before);
        return LABELS.contains(&label).then(|| named(name)).flatten();
    }
    let text = after_period(&text);
    let ends = AFTER.iter().filter_map(|word| text.find(word));
    let end = ends.chain(text.find(|c: char| c.is_ascii_digit())).min()?;
    named(&text[..end])
}

/// Takes the period off that a title may begin with: 2020年上半年.
fn after_period(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let Some(mut rest) = rest.strip_prefix('年').filter(|_| rest.len() < text.len()) else { return text };
    for part in ["度", "上半年", "下半年", "第一季度", "第二季度", "第三季度", "第四季度", "全年"]
    {
        rest = rest.strip_prefix(part).unwrap_or(rest);
    }
    rest
}

/// Returns what may be a unit's name, without what frames it.
fn named(text: &str) -> Option<String> {
    let name = text.strip_prefix("中共").unwrap_or(text);
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let is_name = (2..=24).contains(&name.chars().count())
        && name.chars().all(is_han)
        && !NO_NAME.iter().any(|word| name.contains(word));
    is_name.then(|| name.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_in_titles() {
        let check = |text: &str, expected: &str| {
            assert_eq!(unit_in(text).unwrap_or_default(), expected, "{text}");
        };
        check("清溪镇党委理论学习中心组2020年第一季度学习考勤表", "清溪镇");
        check("2020年上半年 清溪镇党委理论学习中心组成员名单", "清溪镇");
        check("2020年度青山县教育局党组理论学习中心组学习计划", "青山县教育局");
        check("清溪镇2020年学习考勤表", "清溪镇");
        check("中共清溪镇党委学习台账", "清溪镇");
        check("填报单位（盖章）：清溪镇党委", "清溪镇");
        check("单位:石桥镇", "石桥镇");
        for none in [
            "学习考勤表",
            "姓名",
            "2020年学习计划",
            "考勤表2020年",
            "党委理论学习中心组名单",
            "填报人：张三",
            "",
            "1月5日",
        ] {
            check(none, "");
        }
    }
}
