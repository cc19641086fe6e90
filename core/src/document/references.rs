//! What words refer to by a number: 表1, 图二, 附件3. One reader for all that look for it.

use crate::document::format::numeral;

/// What can be referred to by a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// 附件.
    Attachment,
    /// 附表.
    AttachedTable,
    /// 附图.
    AttachedChart,
    /// 表.
    Table,
    /// 图.
    Chart,
}

impl Kind {
    /// All kinds, those with the longest names first.
    const ALL: [Kind; 5] =
        [Kind::Attachment, Kind::AttachedTable, Kind::AttachedChart, Kind::Table, Kind::Chart];

    /// Returns what it is called.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Attachment => "附件",
            Kind::AttachedTable => "附表",
            Kind::AttachedChart => "附图",
            Kind::Table => "表",
            Kind::Chart => "图",
        }
    }
}

/// A reference in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reference {
    /// What it refers to.
    pub kind: Kind,
    /// Its number.
    pub number: usize,
    /// The byte at which its name begins.
    pub start: usize,
    /// The byte at which its number begins.
    pub number_start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// What stands before a name where words refer to it: not 调查, as in 调查表1.
const BEFORE: &str = "见如据按照由从和与及或至到入在于对以为、，。；：！？;:（(“\n\t 　";
/// What counts things instead of naming one: 附件2份.
const COUNTING: &str = "份个件张页次项条种类本套册幅人名篇%％";
/// Words that begin like one that counts: 表1项目安排.
const NOT_COUNTING: [&str; 22] = [
    "项目", "条件", "条目", "种植", "种养", "种类", "类别", "类型", "件数", "次数", "次序", "人员", "人数",
    "人次", "人才", "名单", "名称", "名册", "本级", "本镇", "页码", "篇目",
];
/// What makes another word of a numeral: 一览, 一并, 一次.
const OF_WORD: &str = "览并同起致样定般旦直些共半律再经度方边面时向如贯生刻体切";
/// The most digits of a number: 表2020 is none.
const MAX_DIGITS: usize = 3;

/// Returns what words refer to, in order.
pub(crate) fn references(words: &str) -> Vec<Reference> {
    let mut found = Vec::new();
    let mut before = None;
    let mut end = 0;
    for (at, c) in words.char_indices() {
        if at >= end
            && let Some(reference) = at_start(&words[at..])
            && (reference.kind == Kind::Attachment || before.is_none_or(|c| BEFORE.contains(c)))
            && !counts(&words[at + reference.end..])
        {
            end = at + reference.end;
            found.push(Reference { start: at, number_start: at + reference.number_start, end, ..reference });
        }
        before = Some(c);
    }
    found
}

/// Reads a name and its number at the start of words, whatever follows.
pub(crate) fn at_start(words: &str) -> Option<Reference> {
    let kind = Kind::ALL.into_iter().find(|kind| words.starts_with(kind.name()))?;
    let rest = words[kind.name().len()..].trim_start_matches(' ');
    let number_start = words.len() - rest.len();
    let (number, n_bytes) = digits(rest).or_else(|| chinese(rest))?;
    Some(Reference { kind, number, start: 0, number_start, end: number_start + n_bytes })
}

/// Reads digits, wide ones too; a number with a fraction is none.
fn digits(words: &str) -> Option<(usize, usize)> {
    let value = |c: char| match c {
        '0'..='9' => Some(c as usize - '0' as usize),
        '０'..='９' => Some(c as usize - '０' as usize),
        _ => None,
    };
    let digits: Vec<(char, usize)> = words.chars().map_while(|c| value(c).map(|n| (c, n))).collect();
    if digits.is_empty() || digits.len() > MAX_DIGITS {
        return None;
    }
    let n_bytes = digits.iter().map(|(c, _)| c.len_utf8()).sum();
    let mut behind = words[n_bytes..].chars();
    let is_part = matches!(behind.next(), Some('.' | '．' | '/')) && behind.next().and_then(value).is_some();
    (!is_part).then(|| (digits.iter().fold(0, |number, (_, digit)| number * 10 + digit), n_bytes))
}

/// Reads a Chinese numeral; one that begins another word is none.
fn chinese(words: &str) -> Option<(usize, usize)> {
    let numerals =
        (1..100).map(|n| (n, numeral(n))).filter(|(_, numeral)| words.starts_with(numeral.as_str()));
    let (number, numeral) = numerals.max_by_key(|(_, numeral)| numeral.len())?;
    let next = words[numeral.len()..].chars().next();
    let is_word = next.is_some_and(|c| OF_WORD.contains(c) || "〇零一二三四五六七八九十百千万两".contains(c));
    (!is_word).then_some((number, numeral.len()))
}

/// Returns whether what follows a number counts things with it.
fn counts(behind: &str) -> bool {
    behind.starts_with(|c: char| COUNTING.contains(c))
        && !NOT_COUNTING.iter().any(|word| behind.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, expected: &[&str]) {
        let found: Vec<String> =
            references(words).iter().map(|one| format!("{}{}", one.kind.name(), one.number)).collect();
        assert_eq!(found, expected, "{words}");
    }

    #[test]
    fn names_with_their_numbers() {
        check("", &[]);
        check("情况见表1、表 2，按月安排见表三。", &["表1", "表2", "表3"]);
        check("表10列出了各村的场次。", &["表10"]);
        check("分工见表1，进度见图 2。", &["表1", "图2"]);
        check("详见附件三、附表1和附图2。", &["附件3", "附表1", "附图2"]);
        check("（见附件12）", &["附件12"]);
        check("各次出勤情况见图1，任务见表12，提交时间见附件3。", &["图1", "表12", "附件3"]);
        check("如图2所示；图3显示", &["图2", "图3"]);
        check("表2　下半年学习安排", &["表2"]);
        check("表1.各村场次", &["表1"]);
        check("名单详情附件1，从表１看，“表2”对表3作了说明", &["附件1", "表1", "表2", "表3"]);
        check("见表十二、附件二十", &["表12", "附件20"]);
        check("见表1项目安排、表2人员名单。", &["表1", "表2"]);
    }

    #[test]
    fn other_words_are_none() {
        check("见报表2，发表3篇文章，代表1名。", &[]);
        check("发放调查表1份，附件2份，图书3册。", &[]);
        check("建成图书室，表一次态。", &[]);
        check("见附件一览表，见表一览，附件一并报送，如图一样。", &[]);
        check("代表1人发表3篇，地图2，见表1.2，占图3%", &[]);
        check("填表2020份，在表3次会上，见表一二。", &[]);
    }

    #[test]
    fn bytes_of_a_reference() {
        let words = "见表 一、图12。";
        let found = references(words);
        assert_eq!(found.iter().map(|one| &words[one.start..one.end]).collect::<Vec<_>>(), ["表 一", "图12"]);
        assert_eq!(
            found.iter().map(|one| &words[one.number_start..one.end]).collect::<Vec<_>>(),
            ["一", "12"]
        );
        assert_eq!(at_start("表3张三发言").map(|one| (one.number, one.end)), Some((3, 4)));
        assert_eq!(at_start("各表3"), None);
    }
}
