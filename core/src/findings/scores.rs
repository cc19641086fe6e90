//! Scores in the column 成绩/等次: `92`, `90.5分`, `平均88分`, `良好（85分）`, `90/100`.
//!
//! A figure is a score where nothing but a grade or a name of scores stands beside it, where 分
//! follows it, or where it is written over full marks. The words stand in `scores.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::dossier::squeeze;

/// A larger number, such as 20200622, is no score.
const MAX_SCORE: f64 = 1000.0;

/// A score that a result gives.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Score {
    /// The score; out of a hundred where full marks stand behind it.
    pub value: f64,
    /// Whether it is one person's, as against an average or the best of several.
    pub is_personal: bool,
}

/// The words of `scores.toml`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Words {
    labels: Vec<String>,
    of_several: Vec<String>,
    no_score_before: Vec<String>,
    no_score_behind: Vec<String>,
    full_marks: Vec<f64>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words: Words = toml::from_str(include_str!("scores.toml"))
        .expect("scores.toml is part of the program and checked by a test");
    // 基本合格 goes before 合格.
    words.labels.sort_by_key(|label| std::cmp::Reverse(label.len()));
    words
});

/// Returns the scores that a result gives, in its order.
pub(crate) fn scores(result: &str) -> Vec<Score> {
    let parts = ['，', ',', '、', '；', ';', '。', '（', '(', '）', ')', '\n', ' '];
    result.split(parts).map(squeeze).filter_map(|clause| score_of(&clause)).collect()
}

/// Returns the score of one person that a result gives; nothing where there are several.
pub(super) fn personal_score(result: &str) -> Option<f64> {
    match scores(result)[..] {
        [Score { value, is_personal: true }] => Some(value),
        _ => None,
    }
}

/// Returns the first score in a clause.
fn score_of(clause: &str) -> Option<Score> {
    let is_figure = |c: char| c.is_ascii_digit() || c == '.';
    let mut from = 0;
    while let Some(start) = clause[from..].find(is_figure).map(|at| from + at) {
        let (before, rest) = clause.split_at(start);
        let end = rest.find(|c| !is_figure(c)).unwrap_or(rest.len());
        if let Some(score) = score_between(before, &rest[..end], &rest[end..]) {
            return Some(score);
        }
        from = start + end;
    }
    None
}

/// Returns the score that a figure is, between these words.
fn score_between(before: &str, figure: &str, behind: &str) -> Option<Score> {
    let value: f64 = figure.parse().ok().filter(|value| *value <= MAX_SCORE)?;
    if WORDS.no_score_before.iter().any(|word| before.ends_with(word.as_str())) {
        return None;
    }
    let several = |text: &str| WORDS.of_several.iter().any(|word| text.contains(word.as_str()));
    let is_personal = !several(before) && !several(behind);
    if let Some(full) = behind.strip_prefix('分').unwrap_or(behind).strip_prefix('/') {
        let full: f64 = full.trim_end_matches('分').parse().ok()?;
        let scaled = value / full * 100.0;
        let is_share = WORDS.full_marks.contains(&full) && value <= full;
        return is_share.then_some(Score { value: scaled, is_personal });
    }
    if let Some(behind) = behind.strip_prefix('分') {
        let is_other_word = WORDS.no_score_behind.iter().any(|word| behind.starts_with(word.as_str()));
        return (!is_other_word).then_some(Score { value, is_personal });
    }
    let is_bare = [before, behind].into_iter().all(|text| without_labels(text).is_empty());
    is_bare.then_some(Score { value, is_personal })
}

/// Returns what is left of a text without grades, names of scores, and words for several.
fn without_labels(text: &str) -> String {
    let words = WORDS.labels.iter().chain(&WORDS.of_several);
    let left = words.fold(text.to_string(), |left, word| left.replace(word.as_str(), ""));
    left.trim_end_matches('分').to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(result: &str, expected: &[(f64, bool)]) {
        let found: Vec<_> = scores(result).iter().map(|score| (score.value, score.is_personal)).collect();
        assert_eq!(found, expected, "{result}");
    }

    #[test]
    fn scores_of_one_person() {
        check("92", &[(92.0, true)]);
        check("90.5分", &[(90.5, true)]);
        check("100 分", &[(100.0, true)]);
        check("0", &[(0.0, true)]);
        check("９６分", &[(96.0, true)]);
        check("良好（85分）", &[(85.0, true)]);
        check("合格，82分", &[(82.0, true)]);
        check("优秀92", &[(92.0, true)]);
        check("90/100", &[(90.0, true)]);
        check("90分/100分", &[(90.0, true)]);
        check("135/150", &[(90.0, true)]);
        check("得分：88", &[(88.0, true)]);
        check("成绩88分（满分100分）", &[(88.0, true)]);
    }

    #[test]
    fn scores_of_several() {
        check("平均88分", &[(88.0, false)]);
        check("平均分88", &[(88.0, false)]);
        check("均分88.5", &[(88.5, false)]);
        check("12人平均88分", &[(88.0, false)]);
        check("最高98分，最低82分", &[(98.0, false), (82.0, false)]);
    }

    #[test]
    fn what_is_no_score() {
        let texts = ["", "较好", "分", "9.9.9", "-3", "inf", "NaN", ".", "20200622", "优秀3名", "用时90分钟"];
        for text in texts.into_iter().chain(["3分之2", "18/20", "扣2分", "满分100分", "第3名", "2020年6月"])
        {
            check(text, &[]);
        }
        assert_eq!(personal_score("92分、88分"), None);
        assert_eq!(personal_score("平均92分"), None);
    }
}
