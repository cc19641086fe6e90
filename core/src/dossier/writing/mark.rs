//! Attendance marks: what a sign or a phrase means by custom.
//!
//! There is no national standard for these signs, so the legend of the sheet rules (see
//! [`legend`](super::legend)); custom fills in what the legend leaves out. The words stand in
//! `marks.toml`. What is not understood has no meaning, and is never guessed.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// What a mark means for the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// 出勤: due and present.
    Present,
    /// 迟到 or 早退: due and present, counted apart too.
    Late,
    /// 公差: due, not present; left out of the effective rate.
    OnDuty,
    /// 病假: due, not present.
    SickLeave,
    /// 事假: due, not present.
    PersonalLeave,
    /// 请假 without a reason: due, not present.
    Leave,
    /// 缺席: due, not present, no leave.
    Absent,
    /// 补学: due, not present, made up for afterwards.
    MadeUp,
    /// 列席: not due, counted apart.
    Observer,
    /// 未任职 or 离任: not due.
    NotInPost,
}

impl Mark {
    /// Returns whether the person was due.
    pub fn is_due(self) -> bool {
        !matches!(self, Mark::Observer | Mark::NotInPost)
    }

    /// Returns whether the person was there, on time or late.
    pub fn is_present(self) -> bool {
        matches!(self, Mark::Present | Mark::Late)
    }

    /// Returns whether the person was on leave of any kind.
    pub fn is_leave(self) -> bool {
        matches!(self, Mark::SickLeave | Mark::PersonalLeave | Mark::Leave)
    }

    /// Returns the meaning's name.
    pub fn name(self) -> &'static str {
        match self {
            Mark::Present => "出勤",
            Mark::Late => "迟到",
            Mark::OnDuty => "公差",
            Mark::SickLeave => "病假",
            Mark::PersonalLeave => "事假",
            Mark::Leave => "请假",
            Mark::Absent => "缺席",
            Mark::MadeUp => "补学",
            Mark::Observer => "列席",
            Mark::NotInPost => "未任职",
        }
    }

    /// Returns whether this says why somebody was not there.
    pub(in crate::dossier) fn is_reason(self) -> bool {
        self == Mark::OnDuty || self.is_leave()
    }
}

/// The words of `marks.toml`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Words {
    words: BTreeMap<Mark, Vec<String>>,
    signs: BTreeMap<Mark, Vec<String>>,
    look_alikes: BTreeMap<String, Vec<String>>,
    phrases: Phrases,
    legend: LegendWords,
}

/// Words around those that have a meaning.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Phrases {
    neutral: Vec<String>,
    denials: Vec<String>,
    open: Vec<String>,
    made_up_of: Vec<String>,
    unclear: Vec<String>,
}

/// Words of legends that are no meanings.
#[derive(Debug, Deserialize)]
pub(super) struct LegendWords {
    /// What heads a legend.
    pub(super) labels: Vec<String>,
    /// What stands between a sign and its meaning.
    pub(super) glue: Vec<String>,
    /// What stands for a cell with nothing in it.
    pub(super) blanks: Vec<String>,
    /// What joins two signs or two meanings.
    pub(super) joints: Vec<String>,
    /// What follows a number that is no sign.
    pub(super) units: Vec<String>,
}

/// What a word does within a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Means(Mark),
    Neutral,
    Denies,
}

/// The words, ready to be looked up.
struct Custom {
    /// Signs by their usual form.
    signs: BTreeMap<String, Mark>,
    /// The usual form of each look-alike.
    usual: BTreeMap<String, String>,
    /// The parts of phrases, longest first; a neutral word before one of the same length.
    parts: Vec<(String, Part)>,
    open: Vec<String>,
    made_up_of: Vec<String>,
    unclear: Vec<String>,
    legend: LegendWords,
}

static CUSTOM: LazyLock<Custom> = LazyLock::new(|| {
    let words: Words = toml::from_str(include_str!("marks.toml"))
        .expect("marks.toml is part of the program and checked by a test");
    let by_word = |lists: BTreeMap<Mark, Vec<String>>| {
        lists.into_iter().flat_map(|(mark, list)| list.into_iter().map(move |word| (word, mark)))
    };
    let usual = words.look_alikes.into_iter();
    let usual = usual.flat_map(|(usual, alike)| alike.into_iter().map(move |sign| (sign, usual.clone())));
    let Phrases { neutral, denials, open, made_up_of, unclear } = words.phrases;
    let neutral = neutral.into_iter().map(|word| (word, Part::Neutral));
    let denials = denials.into_iter().map(|word| (word, Part::Denies));
    let meanings = by_word(words.words).map(|(word, mark)| (word, Part::Means(mark)));
    let mut parts: Vec<(String, Part)> = neutral.chain(denials).chain(meanings).collect();
    parts.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
    Custom {
        signs: by_word(words.signs).collect(),
        usual: usual.collect(),
        parts,
        open,
        made_up_of,
        unclear,
        legend: words.legend,
    }
});

/// Returns the words of legends that are no meanings.
pub(super) fn legend_words() -> &'static LegendWords {
    &CUSTOM.legend
}

/// Returns the usual form of a sign: √ for ✔, × for ╳.
pub(super) fn usual(sign: &str) -> &str {
    CUSTOM.usual.get(sign).map_or(sign, String::as_str)
}

/// Returns what a sign means by custom.
pub(super) fn of_sign(sign: &str) -> Option<Mark> {
    CUSTOM.signs.get(usual(sign)).copied()
}

/// Returns what a phrase without spaces means: 未参加 is absence, 外地出差 is 公差.
///
/// Words that say something else around a word of presence (参加培训) leave it open.
pub(in crate::dossier) fn of_phrase(phrase: &str) -> Option<Mark> {
    let mut meaning: Option<Mark> = None;
    let (mut denied, mut has_rest, mut is_open) = (false, false, false);
    let mut rest = phrase;
    while let Some(c) = rest.chars().next() {
        let part = CUSTOM.parts.iter().find(|(word, _)| rest.starts_with(word.as_str()));
        rest = &rest[part.map_or(c.len_utf8(), |(word, _)| word.len())..];
        match part.map(|(_, part)| *part) {
            None => {
                is_open |= denied;
                has_rest = true;
            }
            Some(Part::Neutral) => {}
            Some(Part::Denies) => {
                denied = true;
                continue;
            }
            Some(Part::Means(mark)) => {
                let mark = match mark {
                    // 按时参加 denied may be late or away.
                    Mark::Present if denied => Mark::Absent,
                    Mark::MadeUp if denied || !says_made_up(phrase) => {
                        denied = false;
                        continue;
                    }
                    _ if denied => return None,
                    _ => mark,
                };
                meaning = Some(match meaning {
                    Some(before) => both(before, mark)?,
                    None => mark,
                });
            }
        }
        denied = false;
    }
    // 请假未批准 says something that is not understood.
    meaning.filter(|mark| !(denied || is_open || has_rest && *mark == Mark::Present))
}

/// Returns whether a phrase begins with a word that has a meaning.
pub(super) fn begins_with_meaning(phrase: &str) -> bool {
    let is_meaning = |part: &Part| matches!(part, Part::Means(_));
    CUSTOM.parts.iter().any(|(word, part)| is_meaning(part) && phrase.starts_with(word.as_str()))
}

/// Returns the first reason for staying away that a phrase without spaces names: 病假 of
/// 病假（已补学）; nothing where it denies something.
pub(in crate::dossier) fn reason_in(phrase: &str) -> Option<Mark> {
    let mut rest = phrase;
    while let Some(c) = rest.chars().next() {
        let part = CUSTOM.parts.iter().find(|(word, _)| rest.starts_with(word.as_str()));
        match part.map(|(_, part)| *part) {
            Some(Part::Denies) => return None,
            Some(Part::Means(mark)) if mark.is_reason() || mark == Mark::Absent => return Some(mark),
            _ => {}
        }
        rest = &rest[part.map_or(c.len_utf8(), |(word, _)| word.len())..];
    }
    None
}

/// Returns what two words about one person say together; nothing where they contradict.
pub(in crate::dossier) fn both(first: Mark, second: Mark) -> Option<Mark> {
    let either = |mark: Mark| first == mark || second == mark;
    let other = |mark: Mark| if first == mark { second } else { first };
    if first == second {
        return Some(first);
    }
    if either(Mark::MadeUp) {
        return (!other(Mark::MadeUp).is_present() && other(Mark::MadeUp).is_due()).then_some(Mark::MadeUp);
    }
    if either(Mark::Absent) && other(Mark::Absent).is_reason() {
        return Some(other(Mark::Absent));
    }
    if either(Mark::Leave) && other(Mark::Leave).is_reason() {
        return Some(other(Mark::Leave));
    }
    if first.is_leave() && second.is_leave() {
        return Some(Mark::Leave);
    }
    if either(Mark::Present) && matches!(other(Mark::Present), Mark::Late | Mark::Observer) {
        return Some(other(Mark::Present));
    }
    (either(Mark::NotInPost) && either(Mark::Absent)).then_some(Mark::NotInPost)
}

/// Returns whether a text says that the session was made up for: 补学, 3月20日补, 已补.
///
/// 补假条 hands in a paper, 补签 signs later, and 未补 or 计划7月补 is still to come.
pub(in crate::dossier) fn says_made_up(text: &str) -> bool {
    let is_open = |part: &str| CUSTOM.open.iter().any(|word| part.contains(word.as_str()));
    text.split(['，', ',', '；', ';', '。', '(', '（', ')', '）']).any(|clause| {
        clause.match_indices('补').any(|(at, it)| {
            let (before, after) = (&clause[..at], &clause[at + it.len()..]);
            let of_study = CUSTOM.made_up_of.iter().any(|word| after.starts_with(word.as_str()));
            let ends = after.chars().next().is_none_or(|c| !c.is_alphabetic());
            (of_study || ends) && !is_open(before) && !is_open(after)
        })
    })
}

/// Returns whether a remark leaves open whether the person was there: 代签.
pub(super) fn is_unclear(remark: &str) -> bool {
    CUSTOM.unclear.iter().any(|word| remark.contains(word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases() {
        let check = |phrase: &str, expected| assert_eq!(of_phrase(phrase), expected, "{phrase}");
        for phrase in ["出勤", "按时参加学习", "已签到", "准时到会", "正常出勤", "全程参加"]
        {
            check(phrase, Some(Mark::Present));
        }
        for phrase in ["未参加", "未能到会", "没有参加", "无故未参加", "旷课", "未签到", "无故缺席", "不参加"]
        {
            check(phrase, Some(Mark::Absent));
        }
        for phrase in ["外地出差", "赴省城出差", "因公未参加", "因公请假", "公务活动", "县外公差"]
        {
            check(phrase, Some(Mark::OnDuty));
        }
        for phrase in ["长病假", "病假3天", "因病缺席", "因病住院", "病假未参加"] {
            check(phrase, Some(Mark::SickLeave));
        }
        for phrase in ["年休假", "公休假", "公休", "婚假", "请假未到", "正常休假", "病事假"]
        {
            check(phrase, Some(Mark::Leave));
        }
        check("因事不能参加", Some(Mark::PersonalLeave));
        check("迟到早退", Some(Mark::Late));
        check("迟到10分钟以上", Some(Mark::Late));
        check("请假后补学", Some(Mark::MadeUp));
        for (phrase, reason) in [
            ("请假后补学", Some(Mark::Leave)),
            ("病假（已补学）", Some(Mark::SickLeave)),
            ("缺席（3月20日补）", Some(Mark::Absent)),
            ("补学", None),
            ("未请假，已补学", Some(Mark::Absent)),
            ("不是病假，已补学", None),
        ] {
            assert_eq!(reason_in(phrase), reason, "{phrase}");
        }
        check("病假未补学", Some(Mark::SickLeave));
        check("未任职", Some(Mark::NotInPost));
        for phrase in [
            "参加培训",
            "外出学习",
            "出勤缺席",
            "未迟到",
            "不缺席",
            "请假未批准",
            "出差参加会议",
            "补假条",
            "挂职",
            "",
        ] {
            check(phrase, None);
        }
    }

    #[test]
    fn what_is_made_up_and_what_is_not() {
        for text in
            ["补学", "补", "已补", "补3.20", "3月20日补", "请假，4月2日补学", "补课完毕", "补（3.20）"]
        {
            assert!(says_made_up(text), "{text}");
        }
        for text in [
            "补假条",
            "补请假条",
            "已补假条",
            "补签",
            "未补",
            "待补学",
            "计划7月补",
            "不需补",
            "补学未完成",
            "补休",
            "正在补",
        ] {
            assert!(!says_made_up(text), "{text}");
        }
    }

    #[test]
    fn look_alikes_have_one_form_each() {
        for sign in ["✓", "✔", "∨", "ˇ", "V", "√", "☑"] {
            assert_eq!(of_sign(sign), Some(Mark::Present), "{sign}");
        }
        for sign in ["✕", "✖", "╳", "☒", "x"] {
            assert_eq!(of_sign(sign), Some(Mark::Absent), "{sign}");
        }
        for (alike, usual) in &CUSTOM.usual {
            assert!(!CUSTOM.usual.contains_key(usual), "{alike} leads to {usual}, which leads on");
            assert!(!CUSTOM.signs.contains_key(alike), "{alike} is a sign and a look-alike");
        }
    }
}
