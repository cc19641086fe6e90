//! Which sessions a record of 评学 is about: those that it names by number, day or topic, else
//! those of its own day.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::dossier::{Dossier, OversightRecord, Session, Topic, nearest_before, plain_topic};

/// The words of `reviews.toml`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Words {
    /// Words that name study as such and no topic.
    plain_words: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("reviews.toml"))
        .expect("reviews.toml is part of the program and checked by a test")
});

/// Returns the positions of the sessions that a record is about.
///
/// Where the period does not begin the year its sessions may be numbered on from the half-year
/// before: a session of the record's own day goes before a number.
pub(super) fn sessions_of(record: &OversightRecord, dossier: &Dossier) -> Vec<usize> {
    let sessions = &dossier.sessions;
    let of_day: Vec<usize> =
        (0..sessions.len()).filter(|at| record.date.value == Some(sessions[*at].date)).collect();
    let texts = [record.subject.text(), record.method.text()];
    let numbers: Vec<usize> = texts.iter().flat_map(|text| numbers(text)).collect();
    let numbered: Vec<usize> = (0..sessions.len()).filter(|at| numbers.contains(&(at + 1))).collect();
    let is_of_year = dossier.period.first_month() == 1 || of_day.is_empty();
    if !numbered.is_empty() && is_of_year {
        return numbered;
    }
    let dated: Vec<usize> = (0..sessions.len()).filter(|at| names_day(&texts, &sessions[*at])).collect();
    if !dated.is_empty() {
        return dated;
    }
    let topics: Vec<Topic> = sessions.iter().map(|session| topic_of(session.topic.text())).collect();
    let held = topic_of(record.subject.text()).positions(&topics);
    if !held.is_empty() {
        return nearest_before(sessions, &held, record.date.value).into_iter().collect();
    }
    of_day
}

/// Returns a topic without the words that every topic may have.
fn topic_of(text: &str) -> Topic {
    let told = WORDS.plain_words.iter().fold(plain_topic(text), |text, word| text.replace(word.as_str(), ""));
    Topic::of(&told)
}

/// Returns whether a text names the day of a session: 1月9日.
fn names_day(texts: &[&str], session: &Session) -> bool {
    let (month, day) = (u8::from(session.date.month()), session.date.day());
    let names = |text: &str, day: &str| {
        // 11月9日 is not 1月9日.
        text.match_indices(day).any(|(at, _)| !text[..at].ends_with(|c: char| c.is_ascii_digit()))
    };
    let days = ['日', '号'].map(|sign| format!("{month}月{day}{sign}"));
    texts.iter().any(|text| days.iter().any(|day| names(text, day)))
}

/// Returns the numbers of sessions that a text names: 第4次, 第一、二次, 第1-3次.
fn numbers(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    for part in text.split('第').skip(1) {
        let Some((list, _)) = part.split_once('次') else { continue };
        for item in list.split(['、', '，', ',', '和', '及']) {
            let ends: Option<Vec<usize>> =
                item.split(['-', '—', '～', '~', '至', '到']).map(number).collect();
            match ends.as_deref() {
                Some([one]) => numbers.push(*one),
                Some([first, last]) => numbers.extend(*first..=*last),
                _ => {}
            }
        }
    }
    numbers
}

/// Returns a number below a hundred in figures or characters: 12, 十二.
fn number(text: &str) -> Option<usize> {
    const DIGITS: [char; 9] = ['一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let text = text.trim();
    if let Ok(number) = text.parse::<usize>() {
        return (number < 100).then_some(number);
    }
    let digit = |text: &str| {
        let mut chars = text.chars();
        let value = chars.next().and_then(|c| DIGITS.iter().position(|digit| *digit == c));
        chars.next().is_none().then_some(value? + 1)
    };
    match text.split_once('十') {
        None => digit(text),
        Some((tens, units)) => {
            let tens = if tens.is_empty() { 1 } else { digit(tens)? };
            let units = if units.is_empty() { 0 } else { digit(units)? };
            Some(tens * 10 + units)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_by_number() {
        let check = |text: &str, expected: &[usize]| assert_eq!(numbers(text), expected, "{text}");
        check("第4次集中学习", &[4]);
        check("第一、二次集中学习", &[1, 2]);
        check("第1次、第2次", &[1, 2]);
        check("第1-3次学习", &[1, 2, 3]);
        check("第十二次", &[12]);
        check("第二十次", &[20]);
        check("第二季度学习", &[]);
        check("学习3次", &[]);
        check("", &[]);
    }
}
