//! Rows that are no entries: sums, notes, signatures, legends, examples and group lines.

use crate::dossier::writing::squeeze::squeeze;
use crate::workbook::{Row, Value};

/// What a row is that belongs to a table and is no entry of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoEntry {
    /// It adds others up: 合计.
    Sum,
    /// It counts heads or rates: 应到, 参学率.
    HeadCount,
    /// It explains: 备注, 填写说明.
    Note,
    /// It signs: 制表人.
    Signature,
    /// It says what signs mean: 图例.
    Legend,
    /// It shows how to fill the table in: 示例.
    Example,
    /// The rows below it are guests: 列席人员.
    Guests,
    /// The rows below it are members of one part: 副组长, 班子成员.
    Group,
}

/// How much may follow a word for the label still to be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rest {
    /// Anything: 填写说明见背面.
    Any,
    /// Nothing but a colon or a bracket: 成员1 may stand for a name.
    Alone,
    /// Nothing but a mark, a number or a bracket; 审批服务办公室 is an office.
    Mark,
    /// As above, or who, when and where: 审核人, 制表日期.
    Party,
    /// As above, or what is summed: 平均出勤率, but neither 小计划大作为 nor 平均数背后的差距.
    Few,
    /// A colon: 负责人 alone may head a column of names.
    Colon,
}

/// The words that such rows begin with.
const WORDS: [(&str, NoEntry, Rest); 73] = [
    ("合计", NoEntry::Sum, Rest::Few),
    ("小计", NoEntry::Sum, Rest::Few),
    ("总计", NoEntry::Sum, Rest::Few),
    ("共计", NoEntry::Sum, Rest::Few),
    ("累计", NoEntry::Sum, Rest::Few),
    ("平均", NoEntry::Sum, Rest::Few),
    ("应到", NoEntry::HeadCount, Rest::Any),
    ("实到", NoEntry::HeadCount, Rest::Any),
    ("到会", NoEntry::HeadCount, Rest::Any),
    ("出席", NoEntry::HeadCount, Rest::Any),
    ("出勤", NoEntry::HeadCount, Rest::Any),
    ("请假", NoEntry::HeadCount, Rest::Any),
    ("缺席", NoEntry::HeadCount, Rest::Any),
    ("缺勤", NoEntry::HeadCount, Rest::Any),
    ("参学率", NoEntry::HeadCount, Rest::Any),
    ("列席人数", NoEntry::HeadCount, Rest::Any),
    ("列席人员", NoEntry::Guests, Rest::Mark),
    ("列席成员", NoEntry::Guests, Rest::Mark),
    ("列席", NoEntry::Guests, Rest::Mark),
    ("参会列席人员", NoEntry::Guests, Rest::Mark),
    ("扩大人员", NoEntry::Guests, Rest::Mark),
    ("扩大参会人员", NoEntry::Guests, Rest::Mark),
    ("扩大学习人员", NoEntry::Guests, Rest::Mark),
    ("考勤人", NoEntry::Signature, Rest::Mark),
    ("统计人", NoEntry::Signature, Rest::Mark),
    ("签字", NoEntry::Signature, Rest::Mark),
    ("签名", NoEntry::Signature, Rest::Mark),
    ("签章", NoEntry::Signature, Rest::Mark),
    ("盖章", NoEntry::Signature, Rest::Mark),
    ("组长签", NoEntry::Signature, Rest::Any),
    ("主要领导签", NoEntry::Signature, Rest::Any),
    ("扩大学习成员", NoEntry::Guests, Rest::Mark),
    ("扩大列席人员", NoEntry::Guests, Rest::Mark),
    ("扩大学习", NoEntry::Guests, Rest::Mark),
    ("旁听人员", NoEntry::Guests, Rest::Mark),
    ("列席旁听人员", NoEntry::Guests, Rest::Mark),
    ("扩大范围人员", NoEntry::Guests, Rest::Mark),
    ("组长", NoEntry::Group, Rest::Alone),
    ("副组长", NoEntry::Group, Rest::Alone),
    ("成员", NoEntry::Group, Rest::Alone),
    ("组员", NoEntry::Group, Rest::Alone),
    ("班子成员", NoEntry::Group, Rest::Alone),
    ("党委成员", NoEntry::Group, Rest::Alone),
    ("党组成员", NoEntry::Group, Rest::Alone),
    ("中心组成员", NoEntry::Group, Rest::Alone),
    ("领导班子成员", NoEntry::Group, Rest::Alone),
    ("学习秘书", NoEntry::Group, Rest::Alone),
    ("党委班子", NoEntry::Group, Rest::Alone),
    ("政府班子", NoEntry::Group, Rest::Alone),
    ("人大班子", NoEntry::Group, Rest::Alone),
    ("固定成员", NoEntry::Group, Rest::Alone),
    ("制表", NoEntry::Signature, Rest::Any),
    ("填表", NoEntry::Signature, Rest::Any),
    ("填报", NoEntry::Signature, Rest::Any),
    ("审核", NoEntry::Signature, Rest::Party),
    ("审批", NoEntry::Signature, Rest::Party),
    ("记录人", NoEntry::Signature, Rest::Any),
    ("考勤员", NoEntry::Signature, Rest::Any),
    ("领导签字", NoEntry::Signature, Rest::Any),
    ("负责人", NoEntry::Signature, Rest::Colon),
    ("图例", NoEntry::Legend, Rest::Any),
    ("符号说明", NoEntry::Legend, Rest::Any),
    ("标记说明", NoEntry::Legend, Rest::Any),
    ("考勤符号", NoEntry::Legend, Rest::Any),
    ("填写说明", NoEntry::Note, Rest::Any),
    ("填表说明", NoEntry::Note, Rest::Any),
    ("说明", NoEntry::Note, Rest::Mark),
    ("备注", NoEntry::Note, Rest::Mark),
    ("注", NoEntry::Note, Rest::Mark),
    ("附注", NoEntry::Note, Rest::Mark),
    ("示例", NoEntry::Example, Rest::Any),
    ("（示例", NoEntry::Example, Rest::Any),
    ("(示例", NoEntry::Example, Rest::Any),
];

/// Who, when and where may follow a word of signing.
const PARTIES: [&str; 10] = ["人", "员", "者", "单位", "部门", "领导", "日期", "时间", "意见", "签"];
/// What may be summed, or nothing.
const SUMMED: [&str; 24] = [
    "",
    "数",
    "人次",
    "人数",
    "次数",
    "篇数",
    "字数",
    "场次",
    "学时",
    "课时",
    "时长",
    "时数",
    "小时",
    "出勤",
    "出勤率",
    "参学率",
    "到会率",
    "缺勤率",
    "实到",
    "应到",
    "得分",
    "分",
    "成绩",
    "值",
];
/// A label that ends in the word of a sum is at most so long: 全县合计, 3月小计.
const MAX_SUM_CHARS: usize = 8;

/// Returns what a label says its row to be, when that is no entry.
pub(crate) fn no_entry(label: &str) -> Option<NoEntry> {
    let label = squeeze(label);
    let longest =
        WORDS.iter().filter(|(word, _, _)| label.starts_with(word)).max_by_key(|(word, _, _)| word.len());
    if let Some((word, kind, may_follow)) = longest
        && fits(&label[word.len()..], *may_follow)
    {
        return Some(*kind);
    }
    let is_sum = ["合计", "小计", "总计"].iter().any(|word| label.ends_with(word));
    (is_sum && label.chars().count() <= MAX_SUM_CHARS).then_some(NoEntry::Sum)
}

/// Returns whether what follows a label's word lets it be a label.
fn fits(rest: &str, may_follow: Rest) -> bool {
    let is_marked = rest.chars().next().is_none_or(|c| !c.is_alphabetic());
    match may_follow {
        Rest::Any => true,
        Rest::Alone => rest.is_empty() || rest.starts_with(['：', ':', '（', '(']),
        Rest::Mark => is_marked,
        Rest::Party => is_marked || PARTIES.iter().any(|party| rest.starts_with(party)),
        Rest::Few => {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            SUMMED.contains(&&rest[..end])
        }
        Rest::Colon => rest.starts_with(['：', ':']),
    }
}

/// Returns whether a row sums up, explains or signs the table instead of belonging to it.
///
/// Its first cell decides. A head count or a group line is one only of the registers that
/// list persons, which ask for it themselves: in a roster 副组长 may stand before a name.
pub(crate) fn is_footer(row: &Row) -> bool {
    let Some(Value::Text(text)) = row.cells.first().map(|cell| &cell.value) else { return false };
    !matches!(no_entry(text), None | Some(NoEntry::HeadCount | NoEntry::Guests | NoEntry::Group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_and_what_only_begins_like_one() {
        let check = |label: &str, expected| assert_eq!(no_entry(label), expected, "{label}");
        for label in ["合计", "合　计", "合计：12人", "平均出勤率", "全县合计", "3月小计", "累计（人次）"]
        {
            check(label, Some(NoEntry::Sum));
        }
        for label in ["应到人数", "实到12人", "参学率", "列席人数"] {
            check(label, Some(NoEntry::HeadCount));
        }
        for label in ["列席人员：", "列席", "扩大学习人员"] {
            check(label, Some(NoEntry::Guests));
        }
        for label in ["班子成员", "副组长：", "组长", "中心组成员（12人）"] {
            check(label, Some(NoEntry::Group));
        }
        for label in ["签字", "组长签字：", "考勤员", "盖章（单位）"] {
            check(label, Some(NoEntry::Signature));
        }
        for label in
            ["制表人：张三", "审核：", "填报单位（盖章）", "审批意见", "记录人：李四", "负责人：王五"]
        {
            check(label, Some(NoEntry::Signature));
        }
        for label in ["备注", "注：√为出勤", "注1：", "说明:", "填写说明见背面"] {
            check(label, Some(NoEntry::Note));
        }
        check("图例√出勤", Some(NoEntry::Legend));
        check("（示例）张三", Some(NoEntry::Example));
        for label in [
            "审批服务办公室",
            "平均主义的危害与高质量发展",
            "平均数背后的差距",
            "小计划大作为",
            "说明文写作",
            "小计生同志先进事迹学习体会",
            "负责人",
            "张三",
            "注重家风建设",
            "",
        ] {
            check(label, None);
        }
    }
}
