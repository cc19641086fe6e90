//! What somebody most likely meant by a value that cannot be used.

use time::{Date, Month};

use crate::period::{Part, Period, last_of_month};
use crate::settings::choices::Choice;
use crate::text::edit_distance;

/// Returns the known word within two edits of a misspelt one, which is not most of it.
pub(super) fn word<'a>(text: &str, known: &[&'a str]) -> Option<&'a str> {
    let text = text.trim().to_lowercase();
    let (distance, near) = known.iter().map(|known| (edit_distance(&text, known), *known)).min()?;
    (distance <= 2 && distance < near.chars().count()).then_some(near)
}

/// Returns the choice that is meant: by a misspelt word or by what people call it.
pub(super) fn choice<C: Choice>(text: &str) -> Option<&'static str> {
    let words: Vec<&str> = C::EVERY.iter().map(|choice| choice.word()).collect();
    let called = || C::EVERY.iter().find(|choice| choice.called().iter().any(|name| text.contains(name)));
    word(text, &words).or_else(|| called().map(|choice| choice.word()))
}

/// Returns the period that is meant, such as by `2020年上半年`.
pub(super) fn period(text: &str) -> Option<Period> {
    let text = plain(text).to_uppercase();
    let (year, rest) = numbers(&text).into_iter().find(|(number, _)| (1900..=2999).contains(number))?;
    let rest: String = rest.chars().filter(|c| !c.is_whitespace() && !"年第-".contains(*c)).collect();
    let quarters = ["1季一季", "2季二季", "3季三季", "4季四季"];
    let quarter_of = |(n, names): (u8, &str)| {
        let (digits, chinese) = names.split_at("1季".len());
        (rest.contains(digits) || rest.contains(chinese) || rest == format!("Q{n}")).then_some(n)
    };
    let part = if rest.contains('上') || matches!(rest.as_str(), "H1" | "1H") {
        Part::Half(1)
    } else if rest.contains('下') || matches!(rest.as_str(), "H2" | "2H") {
        Part::Half(2)
    } else if rest.contains('全') || rest.starts_with('度') {
        Part::Year
    } else {
        Part::Quarter((1..).zip(quarters).find_map(quarter_of)?)
    };
    Some(Period { year: i32::try_from(year).ok()?, part })
}

/// Returns the date that is meant, such as by `2020年7月5日`; a day after the month's last is that.
pub(super) fn date(text: &str) -> Option<Date> {
    let text = plain(text);
    let numbers: Vec<u32> = numbers(&text).into_iter().map(|(number, _)| number).collect();
    let (year, month, day) = match numbers[..] {
        [year, month, day] => (year, month, day),
        [packed] => (packed / 10_000, packed / 100 % 100, packed % 100),
        _ => return None,
    };
    let (year, month) = (i32::try_from(year).ok()?, u8::try_from(month).ok()?);
    let day = u8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
    if !(1900..=2999).contains(&year) || !(1..=12).contains(&month) {
        return None;
    }
    let last = last_of_month(year, month).day();
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day.min(last)).ok()
}

/// Returns a text with digits and letters as a keyboard set to English gives them.
pub(super) fn plain(text: &str) -> String {
    let narrow = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    };
    text.chars().map(narrow).collect()
}

/// Returns each number in a text with what follows it.
fn numbers(text: &str) -> Vec<(u32, &str)> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let from = &rest[start..];
        let end = from.find(|c: char| !c.is_ascii_digit()).unwrap_or(from.len());
        rest = &from[end..];
        if let Ok(number) = from[..end].parse() {
            found.push((number, rest));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Format, Seal};

    #[test]
    fn words_and_choices() {
        assert_eq!(word("Orgam", &["organ", "organs"]), Some("organ"));
        assert_eq!(word("xy", &["rgb"]), None);
        assert_eq!(choice::<Format>("reprot"), Some("report"));
        assert_eq!(choice::<Format>("下行文"), Some("notice"));
        assert_eq!(choice::<Format>("poster"), None);
        assert_eq!(choice::<Seal>("加盖签名章"), Some("signature"));
        assert_eq!(choice::<Seal>("不盖章"), Some("none"));
    }

    #[test]
    fn periods() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(period(text).map(|period| period.to_string()).as_deref(), expected, "{text}");
        };
        check("2020年上半年", Some("2020H1"));
        check("２０２０Ｈ２", Some("2020H2"));
        check("2020-h1", Some("2020H1"));
        check("2020年第三季度", Some("2020Q3"));
        check("2020年4季度", Some("2020Q4"));
        check("2020-Q2", Some("2020Q2"));
        for text in ["2020H3", "上半年", "20H1", "2020", ""] {
            check(text, None);
        }
    }

    #[test]
    fn dates() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(date(text).map(|date| date.to_string()).as_deref(), expected, "{text}");
        };
        check("2020年7月5日", Some("2020-07-05"));
        check("2020.7.5", Some("2020-07-05"));
        check("20200705", Some("2020-07-05"));
        check("2020-02-30", Some("2020-02-29"));
        for text in ["七月", "2020-13-01", "2020-7", "7月5日", "99999999", "2020-1-40", "99999999999"] {
            check(text, None);
        }
    }
}
