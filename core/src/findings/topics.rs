//! What is studied and how: topics by the nine groups of article 8, forms by 读听看谈写.
//!
//! Both are told by words in tables, `topics.toml` and `forms.toml`, so that a new wording is
//! a line of data.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::dossier::{Dossier, Session, plain_topic};
use crate::origin::Origin;

/// A group of article 8 of the study rules.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Group {
    /// The name, as it stands in a sentence.
    pub name: String,
    /// Whether it is the group of local work, to which the office's keywords belong.
    #[serde(default)]
    pub local: bool,
    /// Whether it only gathers what the superior asks for besides, and names no field of study.
    #[serde(default)]
    pub rest: bool,
    /// Whether it is the group of laws, to which what ends in 法 belongs.
    #[serde(default)]
    laws: bool,
    /// The words by which a topic is told to belong to it.
    words: Vec<String>,
}

/// Which 法 names no law.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Law {
    not_before: Vec<String>,
    not_behind: Vec<String>,
}

/// The words of `topics.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    group: Vec<Group>,
    law: Law,
    none: Words,
}

/// Words that say nothing of a group, though others stand within them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table: Table = toml::from_str(include_str!("topics.toml"))
        .expect("topics.toml is part of the program and checked by a test");
    for group in &mut table.group {
        group.words = group.words.iter().map(|word| as_compared(word)).collect();
    }
    table
});

/// Returns the nine groups, in the order of the article.
pub fn groups() -> &'static [Group] {
    &TABLE.group
}

/// Returns the positions in [`groups`] that a session belongs to.
pub fn groups_of(session: &Session, local_words: &[String]) -> Vec<usize> {
    groups_of_text(&format!("{}\n{}", session.topic.text(), session.content.text()), local_words)
}

/// Returns the positions in [`groups`] that a text names.
///
/// Of a word that stands within a longer one only the longer counts.
fn groups_of_text(text: &str, local_words: &[String]) -> Vec<usize> {
    let text = text.split('\n').map(as_compared).collect::<Vec<_>>().join("\n");
    let mut found: Vec<(Range<usize>, usize)> = Vec::new();
    for (at, group) in groups().iter().enumerate() {
        let local = local_words.iter().filter(|_| group.local);
        for word in group.words.iter().chain(local) {
            found.extend(text.match_indices(word.as_str()).map(|(from, _)| (from..from + word.len(), at)));
        }
        if group.laws {
            found.extend(laws(&text).map(|law| (law, at)));
        }
    }
    // Of these only counts what stands within nothing of them.
    let of_none = TABLE.none.words.iter();
    let none: Vec<Range<usize>> = of_none
        .flat_map(|word| text.match_indices(word.as_str()).map(|(from, _)| from..from + word.len()))
        .collect();
    let is_within = |inner: &Range<usize>, outer: &Range<usize>| {
        outer.start <= inner.start && inner.end <= outer.end && outer.len() > inner.len()
    };
    let counts = |word: &Range<usize>| {
        !found.iter().map(|(other, _)| other).chain(&none).any(|other| is_within(word, other))
    };
    (0..groups().len()).filter(|at| found.iter().any(|(word, group)| group == at && counts(word))).collect()
}

/// Returns where a text names laws: from the start of the longest word of the table that ends at
/// the name's 法, else from the character before it, to 法.
fn laws(text: &str) -> impl Iterator<Item = Range<usize>> {
    const SIGN: &str = "法";
    let is_law = |at: usize| {
        let (before, behind) = (&text[..at], &text[at + SIGN.len()..]);
        let has_name = before.chars().rev().take(2).filter(|c| c.is_alphabetic()).count() == 2;
        has_name
            && !TABLE.law.not_before.iter().any(|word| before.ends_with(word.as_str()))
            && !TABLE.law.not_behind.iter().any(|word| behind.starts_with(word.as_str()))
    };
    let start = |at: usize| {
        let words = groups().iter().flat_map(|group| &group.words);
        let longest = words.filter(|word| text[..at].ends_with(word.as_str())).map(String::len).max();
        at - longest.unwrap_or(SIGN.len())
    };
    let signs = text.match_indices(SIGN).map(|(at, _)| at);
    signs.filter(move |at| is_law(*at)).map(move |at| start(at)..at + SIGN.len())
}

/// Returns the words that tie a text to the unit: keywords, its name, and the place's own name.
pub fn local_words(unit: &str, keywords: &[String]) -> Vec<String> {
    let unit = plain_topic(unit);
    let place = unit.trim_end_matches("街道").trim_end_matches(['镇', '乡', '县', '区', '市']).to_string();
    let keywords = keywords.iter().map(|keyword| plain_topic(keyword));
    keywords.chain([unit, place]).filter(|word| word.chars().count() >= 2).collect()
}

/// Returns the words of local work in the table.
pub fn words_of_local_work() -> impl Iterator<Item = &'static String> {
    groups().iter().filter(|group| group.local).flat_map(|group| &group.words)
}

/// Keeps the closing 》, by which the title of a law is told from any word with 法.
fn as_compared(text: &str) -> String {
    text.split_inclusive('》').fold(String::new(), |out, part| {
        let mark = if part.ends_with('》') { "》" } else { "" };
        out + &plain_topic(part) + mark
    })
}

/// A way of studying.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// 读.
    Read,
    /// 听.
    Listen,
    /// 看.
    Look,
    /// 谈.
    Talk,
    /// 写.
    Write,
}

impl Way {
    /// All ways, in their usual order.
    pub const ALL: [Way; 5] = [Way::Read, Way::Listen, Way::Look, Way::Talk, Way::Write];

    /// Returns the character that stands for it.
    pub fn name(self) -> &'static str {
        match self {
            Way::Read => "读",
            Way::Listen => "听",
            Way::Look => "看",
            Way::Talk => "谈",
            Way::Write => "写",
        }
    }
}

/// The words of one way.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WayWords {
    words: Vec<String>,
}

/// The words by which a form is told to be each way.
static WAYS: LazyLock<Vec<(Way, Vec<String>)>> = LazyLock::new(|| {
    let mut file: BTreeMap<String, WayWords> = toml::from_str(include_str!("forms.toml"))
        .expect("forms.toml is part of the program and checked by a test");
    let words = |way: Way| file.remove(way.name()).map_or(Vec::new(), |entry| entry.words);
    let words: Vec<Vec<String>> = Way::ALL.map(words).into();
    Way::ALL.into_iter().zip(words).collect()
});

/// Returns the ways that a form is.
pub fn ways_of(form: &str) -> Vec<Way> {
    let form = plain_topic(form);
    let is_named = |words: &[String]| words.iter().any(|word| form.contains(word.as_str()));
    WAYS.iter().filter(|(_, words)| is_named(words)).map(|(way, _)| *way).collect()
}

/// Returns the ways that sessions took, each with the cells that say so.
pub fn ways(dossier: &Dossier) -> BTreeMap<Way, Vec<Origin>> {
    let mut ways: BTreeMap<Way, Vec<Origin>> = BTreeMap::new();
    for session in &dossier.sessions {
        if let Some(origin) = session.form_text.evidence() {
            for way in ways_of(session.form_text.text()) {
                ways.entry(way).or_default().push(origin.clone());
            }
        }
    }
    ways
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(groups().len(), 9);
        assert_eq!(groups().iter().filter(|group| group.local).count(), 1);
        assert!(groups().iter().all(|group| !group.words.is_empty()));
        assert!(WAYS.iter().all(|(_, words)| !words.is_empty()));
    }

    #[track_caller]
    fn check_groups(topic: &str, expected: &[usize]) {
        let local = ["茶产业".to_string()];
        let found: Vec<usize> = groups_of_text(topic, &local).into_iter().map(|at| at + 1).collect();
        assert_eq!(found, expected, "{topic}");
    }

    #[test]
    fn topics_by_group() {
        check_groups("学习习近平总书记重要讲话", &[1]);
        check_groups("《中国共产党廉洁自律准则》", &[2]);
        check_groups("党的十九届四中全会精神", &[3]);
        check_groups("《中华人民共和国水污染防治法》", &[4]);
        check_groups("方法", &[]);
        check_groups("培育社会主义核心价值观", &[5]);
        check_groups("《中国共产党的九十年》选读", &[6]);
        check_groups("河湖长制和生态环境保护", &[7]);
        check_groups("茶产业", &[8]);
        check_groups("意识形态工作", &[9]);
        check_groups("", &[]);
    }

    #[test]
    fn a_word_within_a_longer_one_does_not_count() {
        check_groups("学习贯彻习近平经济思想", &[1]);
        check_groups("习近平法治思想", &[1]);
        check_groups("党的创新理论", &[1]);
        check_groups("总体国家安全观", &[1]);
        check_groups("党内法规制度", &[2]);
        check_groups("中央八项规定精神", &[2]);
        check_groups("党的二十大精神", &[3]);
        check_groups("中央经济工作会议精神", &[3]);
        check_groups("网络安全", &[7]);
        check_groups("习近平经济思想和县域经济", &[1, 7]);
    }

    #[test]
    fn topics_of_many_offices() {
        check_groups("《习近平谈治国理政》第五卷", &[1]);
        check_groups("习近平总书记关于党的建设的重要思想", &[1]);
        check_groups("习近平强军思想", &[1]);
        check_groups("中国共产党纪律处分条例", &[2]);
        check_groups("党纪学习教育", &[2]);
        check_groups("深入贯彻中央八项规定精神学习教育", &[2]);
        check_groups("省委十二届八次全会精神", &[3]);
        check_groups("2026年中央一号文件", &[3]);
        check_groups("反间谍法", &[4]);
        check_groups("长江保护法、黄河保护法", &[4]);
        check_groups("消防法", &[4]);
        check_groups("医疗保障基金使用监督管理条例", &[4]);
        check_groups("爱国主义教育", &[5]);
        check_groups("党史学习教育", &[6]);
        check_groups("铸牢中华民族共同体意识", &[7]);
        check_groups("教育强国建设", &[7]);
        check_groups("防汛抗旱工作", &[7]);
        check_groups("茶产业发展座谈", &[8]);
        check_groups("保密教育", &[9]);
        // Of these nothing is certain.
        for topic in ["树立和践行正确政绩观学习教育", "主题教育", "千万工程经验", "基层治理", "理想信念教育"]
        {
            check_groups(topic, &[]);
        }
    }

    #[test]
    fn what_ends_in_law_is_one() {
        for law in [
            "统计法",
            "安全生产法",
            "保密法",
            "学习《网络安全法》",
            "保密法、统计法学习",
            "土地管理法专题学习",
        ] {
            check_groups(law, &[4]);
        }
        for other in ["学习方法", "一线工作法", "好的做法", "书法", "合法"] {
            check_groups(other, &[]);
        }
    }

    #[track_caller]
    fn check_ways(form: &str, expected: &str) {
        assert_eq!(ways_of(form).into_iter().map(Way::name).collect::<String>(), expected, "{form}");
    }

    #[test]
    fn forms_by_way() {
        check_ways("传达学习", "读");
        check_ways("领学、研讨", "读谈");
        check_ways("专家辅导讲座", "听");
        check_ways("现场 参观", "看");
        check_ways("专题调研", "写");
        check_ways("集中学习", "");
        check_ways("", "");
    }
}
