//! Whether a cell's number format shows a date, a duration or a plain number.
//!
//! Spreadsheets store dates as numbers; only the format tells them apart (ECMA-376
//! §18.8.30 and §18.8.31, MS-XLS 2.4.126).

/// What a number format makes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// A number, percent or amount.
    Number,
    /// A date or a time of day.
    Stamp,
    /// A duration, such as `[h]:mm`.
    Duration,
}

/// Returns what a built-in format shows; 27–36 and 50–58 are the dates of East Asian offices.
pub(super) fn built_in(id: u16) -> Shown {
    match id {
        14..=22 | 27..=36 | 45 | 47 | 50..=58 => Shown::Stamp,
        46 => Shown::Duration,
        _ => Shown::Number,
    }
}

/// Returns what a written-out format shows, going by its first section.
pub(super) fn custom(code: &str) -> Shown {
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match c {
            // The next character stands for itself.
            '\\' | '_' | '*' => {
                chars.next();
            }
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            ';' => return Shown::Number,
            '[' => {
                let inner: String = chars.by_ref().take_while(|&c| c != ']').collect();
                let inner = inner.to_ascii_lowercase();
                let is_one_letter = |letter| !inner.is_empty() && inner.chars().all(|c| c == letter);
                // `[h]` counts past 24; `[红色]`, `[$-804]` and `[>=100]` are no part of the date.
                if ['h', 'm', 's'].into_iter().any(is_one_letter) {
                    return Shown::Duration;
                }
            }
            'y' | 'm' | 'd' | 'h' | 's' | 'Y' | 'M' | 'D' | 'H' | 'S' => return Shown::Stamp,
            _ => {}
        }
    }
    Shown::Number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, expected: Shown) {
        assert_eq!(custom(code), expected, "{code}");
    }

    #[test]
    fn formats() {
        check("General", Shown::Number);
        check("0.00%", Shown::Number);
        check("#,##0_);[Red](#,##0)", Shown::Number);
        check("yyyy\"年\"m\"月\"d\"日\"", Shown::Stamp);
        check("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", Shown::Stamp);
        check("[h]:mm:ss", Shown::Duration);
        check("[Blue]\\+[h]:mm", Shown::Duration);
        check("h:mm AM/PM", Shown::Stamp);
        check("0.00\"天 days\"", Shown::Number);
        check("0*d", Shown::Number);
        check("0;yyyy", Shown::Number);
        check("\"", Shown::Number);
        check("[", Shown::Number);
    }
}
