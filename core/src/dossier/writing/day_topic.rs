//! A day among other words in one cell: 1月16日集中学习, 第1次（1月16日）, 党章（3月13日）.

use crate::dossier::writing::day::{self, Written};
use crate::dossier::writing::numerals::western_digits;
use crate::dossier::writing::squeeze::{normalise, squeeze};

/// Texts longer than this many bytes are sentences.
const MAX_BYTES: usize = 240;

/// Words that say that people met and nothing of what they studied.
const GENERAL: [&str; 20] = [
    "学习",
    "集中学习",
    "集体学习",
    "理论学习",
    "专题学习",
    "自学",
    "中心组学习",
    "理论学习中心组学习",
    "扩大学习",
    "学习会",
    "集中",
    "集体",
    "研讨",
    "集体研讨",
    "专题研讨",
    "交流研讨",
    "集体学习研讨",
    "会议",
    "例会",
    "考勤",
];

/// The parts of a day.
const PARTS: [&str; 4] = ["上午", "下午", "晚上", "全天"];

/// Words that make a day the bound of something else: 6月30日止, 3月5日前.
const BOUNDS: [&str; 8] = ["前", "后", "起", "止", "至", "到", "以", "底"];

/// Returns the day that a session's head gives among other words, and the topic beside it.
pub(crate) fn read(text: &str) -> Option<(Written, Option<String>)> {
    if text.len() > MAX_BYTES {
        return None;
    }
    let text = normalise(text);
    let text = without_number(&text);
    if let Some(day) = day::written_text(text) {
        return Some((day, None));
    }
    leading(text).or_else(|| bracketed(text))
}

/// Returns a day at the beginning and what follows it.
fn leading(text: &str) -> Option<(Written, Option<String>)> {
    // At a gap or a bracket: `2026.1.16 党章`, `1月16日（周五）党章`.
    let is_gap = |c: char| c.is_whitespace() || "（(：:，,、；;".contains(c);
    let after = |(at, c): (usize, char)| {
        if ")）".contains(c) { Some(at + c.len_utf8()) } else { is_gap(c).then_some(at) }
    };
    let in_time = |at: &usize| {
        text[*at..].starts_with([':', '：']) && text[..*at].ends_with(|c: char| c.is_ascii_digit())
    };
    let at_gap = text
        .char_indices()
        .rev()
        .filter_map(after)
        .filter(|at| !in_time(at))
        .find_map(|at| Some((at, day::written_text(&text[..at])?)));
    // Else right behind the word for day, the weekday and the time of day.
    let behind_word = || {
        let at = text.find(['日', '号'])?;
        let at = at + text[at..].chars().next()?.len_utf8();
        let day = day::written_text(&text[..at]).filter(|_| western_digits(&text[..at]).contains('月'))?;
        Some((at + weekday(&text[at..]), day))
    };
    let (at, day) = at_gap.or_else(behind_word)?;
    let rest = &text[at..];
    let is_bound = BOUNDS.iter().any(|word| rest.trim_start().starts_with(word));
    (!is_bound).then(|| (day, topic(rest)))
}

/// Returns how many bytes at the beginning are a weekday or a part of the day.
fn weekday(text: &str) -> usize {
    let mut rest = text;
    for prefix in ["星期", "周", "礼拜"] {
        if let Some(after) = rest.strip_prefix(prefix)
            && let Some(after) = after.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天'])
        {
            rest = after;
            break;
        }
    }
    for part in PARTS {
        rest = rest.strip_prefix(part).unwrap_or(rest);
    }
    let after_time = rest.trim_start_matches(|c: char| c.is_ascii_digit() || ":：-—~至".contains(c));
    if rest[..rest.len() - after_time.len()].contains([':', '：']) {
        rest = after_time;
    }
    text.len() - rest.len()
}

/// Returns a day in the brackets at the end, and what stands before them.
fn bracketed(text: &str) -> Option<(Written, Option<String>)> {
    let text = text.trim_end();
    let before_part = PARTS.iter().find_map(|part| text.strip_suffix(part)).unwrap_or(text);
    let inner = before_part.trim_end().strip_suffix([')', '）', ']', '】'])?;
    let (at, open) = inner.char_indices().rev().find(|(_, c)| "(（[【".contains(*c))?;
    let day = day::written_text(&inner[at + open.len_utf8()..])?;
    let before = &inner[..at];
    // 周五（1月16日）上午 says nothing of a topic.
    Some((day, topic(&before[weekday(before)..])))
}

/// Returns the text without the session's number in front: 第1次：, 第一期学习 .
fn without_number(text: &str) -> &str {
    let Some(rest) = text.strip_prefix('第') else { return text };
    let rest = rest.trim_start();
    let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let after = rest.trim_start_matches(is_digit);
    let Some(after) =
        after.trim_start().strip_prefix(['次', '期', '讲', '课', '场']).filter(|_| after.len() < rest.len())
    else {
        return text;
    };
    let after = after.trim_start();
    let general = GENERAL.iter().filter_map(|word| after.strip_prefix(word)).min_by_key(|rest| rest.len());
    let after = general.unwrap_or(after).trim_start_matches([' ', ':', '：', '-', '—', '、', ',', '，']);
    // 第1次（1月16日） holds nothing but the day in its brackets.
    let inner = after.strip_prefix(['(', '（']).and_then(|inner| inner.strip_suffix([')', '）']));
    inner.unwrap_or(after)
}

/// Returns what is said of the topic, if anything is.
fn topic(rest: &str) -> Option<String> {
    let is_edge = |c: char| c.is_whitespace() || "：:，,、；;—-–.．。".contains(c);
    let rest = without_number(rest.trim_matches(is_edge)).trim_matches(is_edge);
    let inner = rest.strip_prefix(['(', '（']).and_then(|inner| inner.strip_suffix([')', '）']));
    let inner = inner.filter(|inner| !inner.contains(['(', '（'])).unwrap_or(rest);
    let plain = squeeze(inner);
    let says_something = plain.chars().any(|c| c.is_alphabetic()) && !GENERAL.contains(&plain.as_str());
    says_something.then(|| inner.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, &str)>) {
        let found = read(text).and_then(|(day, topic)| {
            Some((day.first.complete(Some(2020))?.to_string(), topic.unwrap_or_default()))
        });
        let found = found.as_ref().map(|(day, topic)| (day.as_str(), topic.as_str()));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn days_among_other_words() {
        for text in [
            "3月5日集中学习",
            "第1次(3月5日)",
            "第二次：3月5日",
            "第3次学习（2020.3.5）",
            "3月5日 第三次",
            "\u{200e}3月5日\u{200e}",
            "三月五日集体学习",
            "3月5日（周四）学习会",
            "3月5日星期四上午集中学习",
            "3月5日9:00-11:30集中学习",
            "周四（3月5日）",
            "周四（3月5日）上午",
            "星期四上午（3月5日）",
        ] {
            check(text, Some(("2020-03-05", "")));
        }
    }

    #[test]
    fn days_with_their_topics() {
        for text in [
            "3月5日 党章总纲",
            "3月5日党章总纲",
            "3月5日：党章总纲",
            "2020-03-05 党章总纲",
            "2020.3.5（周四） 党章总纲",
            "3月5日（党章总纲）",
            "党章总纲（3月5日）",
            "第1次 党章总纲(3月5日)",
            "3月5日下午党章总纲",
        ] {
            check(text, Some(("2020-03-05", "党章总纲")));
        }
        check("3月5日 二十大精神", Some(("2020-03-05", "二十大精神")));
        check("3月5-6日 中央一号文件", Some(("2020-03-05", "中央一号文件")));
    }

    #[test]
    fn words_that_give_no_day_of_a_session() {
        for text in [
            "3月中旬",
            "3月5日前",
            "6月30日止出勤",
            "第1次",
            "3.5万元",
            "党章（修订）",
            "13号楼会议室",
            "日常考勤",
            "3月",
        ] {
            check(text, None);
        }
    }
}
