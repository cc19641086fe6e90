//! Texts as a page can show them.

use time::Date;

/// Returns the text without characters that cannot be seen, line feeds and tabs as spaces.
///
/// A line feed would break a line in Typst, a direction mark turn a text round, and PDF/A
/// forbids some of them altogether; none belongs into an official document.
pub fn visible(text: &str) -> String {
    let see = |c: char| match c {
        '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' => None,
        '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' => None,
        '\u{FFFE}' | '\u{FFFF}' | '\u{E0000}'..='\u{E007F}' => None,
        c if c.is_control() => None,
        c => Some(c),
    };
    text.chars().filter_map(see).collect()
}

/// Returns each text as [`visible`] does.
pub fn visible_all<T: AsRef<str>>(texts: &[T]) -> Vec<String> {
    texts.iter().map(|text| visible(text.as_ref())).collect()
}

/// Returns the text, if any, as [`visible`] does.
pub fn visible_option(text: Option<&str>) -> Option<String> {
    text.map(visible)
}

/// Returns the date as the standard wants it: arabic digits, the year in full, no leading 0.
pub fn chinese_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), u8::from(date.month()), date.day())
}
