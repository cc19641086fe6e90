//! Parts of the day that rows and columns of a register may be kept apart by: 上午, 下午, 晚上.

use crate::dossier::writing::squeeze::squeeze;

/// Words for a part of the day, with the number of the part.
const PARTS: [(&str, u8); 14] = [
    ("上午", 1),
    ("早上", 1),
    ("早晨", 1),
    ("上半天", 1),
    ("AM", 1),
    ("am", 1),
    ("中午", 2),
    ("下午", 3),
    ("下半天", 3),
    ("PM", 3),
    ("pm", 3),
    ("晚上", 4),
    ("晚间", 4),
    ("夜间", 4),
];

/// Returns the part of the day that a text names beside other words; nothing for two of them.
pub(crate) fn within(text: &str) -> Option<u8> {
    let mut found = PARTS.iter().filter(|(word, _)| text.contains(word)).map(|(_, part)| *part);
    let first = found.next()?;
    found.all(|part| part == first).then_some(first)
}

/// Returns the part of the day that a text names and nothing else: 上午, （下午）, 上午场.
pub(crate) fn alone(text: &str) -> Option<u8> {
    let text = squeeze(text);
    let text = text.trim_matches(|c: char| "（）()".contains(c)).trim_end_matches(['场', '段']);
    PARTS.iter().find(|(word, _)| *word == text).map(|(_, part)| *part)
}

/// Words that head the column of when people came.
const COMING: [&str; 4] = ["签到", "到场", "入场", "入会"];
/// Words that head the column of when people left.
const LEAVING: [&str; 5] = ["签退", "退场", "离会", "离场", "退会"];

/// Returns whether a head says that the column holds when people left.
pub(crate) fn is_leaving(head: &str) -> bool {
    LEAVING.iter().any(|word| head.starts_with(word))
}

/// Returns whether a head tells columns of one day from one another: 上午, 签到, 签退.
pub(crate) fn divides(head: &str) -> bool {
    let plain = squeeze(head);
    alone(head).is_some() || is_leaving(&plain) || COMING.iter().any(|word| plain.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_the_day() {
        assert_eq!(
            (alone("上午"), alone("（下 午）"), alone("上午场"), alone("PM")),
            (Some(1), Some(3), Some(1), Some(3))
        );
        assert_eq!((alone("上午学习"), alone("全天"), alone("")), (None, None, None));
        assert_eq!((within("1月16日上午"), within("上午、下午"), within("1月16日")), (Some(1), None, None));
    }
}
