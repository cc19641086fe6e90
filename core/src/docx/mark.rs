//! 发文机关标志: how large its letters are, how far apart, and on how many lines (GB/T 9704-2012, 7.2.4).
//!
//! Complements templates/gb9704/letterhead.typ: the same sizes, reckoned from letters of the usual
//! proportions instead of measured ones.

use crate::document::title_lines::{cells as title_cells, halves};
use crate::document::visible::visible;
use crate::docx::marks::run;
use crate::docx::measures::mm;

/// How high the ink of a Chinese character is, and how far below its line's foot it begins.
const INK: f64 = 0.92;
const BELOW: f64 = 0.07;
/// How wide a short name is spread, and how wide a long one may be.
const SPREAD: f64 = 140.0;
const MOST: f64 = 154.0;
/// A name of so many characters surely stands on one line.
const SURE: f64 = 12.0;
/// The white between two lines of one name, in heights of its letters.
const GAP: f64 = 0.35;

/// How far a name is narrowed before its letters get lower, and how low those of one line may get.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// The least width of a letter, as a share.
    pub narrowest: f64,
    /// The least height, as a share.
    pub lowest: f64,
}

/// Those of files, and those of letters, whose mark fills its space.
pub(super) const FILE: Limits = Limits { narrowest: 0.62, lowest: 0.7 };
pub(super) const LETTER: Limits = Limits { narrowest: 0.5, lowest: 1.0 };

/// The lines of a mark, and how high their ink is.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Plan {
    /// The lines.
    pub lines: Vec<String>,
    /// The height of each one's ink.
    pub height: f64,
    /// Whether they are of one name.
    pub is_parted: bool,
}

/// Returns how wide a name is at a height of its ink.
pub(super) fn width_at(name: &str, height: f64) -> f64 {
    title_cells(name) * size(height)
}

/// Returns the size of letters whose ink is so high.
pub(super) fn size(height: f64) -> f64 {
    height / INK
}

/// Returns how far below the top of its ink a name's line has its foot.
pub(super) fn foot(height: f64) -> f64 {
    height - BELOW * size(height)
}

impl Plan {
    /// Plans names as high as this, or lower where no letter may be narrowed further; one name
    /// that would be too low gets two lines of together at most `two`.
    pub(super) fn new(names: &[String], suffix: Option<&str>, height: f64, two: f64, limits: Limits) -> Plan {
        let whole: Vec<String> = names.iter().map(|name| visible(name)).collect();
        let fitting = |lines: &[String], suffix: Option<&str>| {
            let widest = lines.iter().map(|name| width_at(name, height)).fold(1.0, f64::max);
            let beside = suffix.map_or(0.0, |suffix| width_at(suffix, height) + height / 2.0);
            (mm(MOST) / (widest * limits.narrowest + beside)).min(1.0)
        };
        let share = fitting(&whole, suffix);
        let parts = match whole.as_slice() {
            [name] if suffix.is_none() && title_cells(name) > SURE => halves(name),
            _ => Vec::new(),
        };
        if parts.len() < 2 || share >= limits.lowest {
            return Plan { lines: whole, height: height * share, is_parted: false };
        }
        let n = parts.len() as f64;
        let most = height.min(two / (n + (n - 1.0) * GAP));
        let height = most.min(height * fitting(&parts, None));
        Plan { lines: parts, height, is_parted: true }
    }

    /// Returns the width to which a single line is spread or narrowed.
    pub(super) fn width_of_one(&self, name: &str) -> f64 {
        let natural = width_at(name, self.height);
        let n = name.chars().count().saturating_sub(1) as f64;
        let loose = natural + n * 0.3 * self.height;
        natural.min(mm(MOST)).max(loose.min(mm(SPREAD)))
    }

    /// Returns the width of lines below one another beside what they share.
    pub(super) fn width_of_many(&self, suffix: Option<&str>) -> f64 {
        let widest = self.lines.iter().map(|line| width_at(line, self.height)).fold(0.0, f64::max);
        widest.min(mm(MOST) - suffix.map_or(0.0, |suffix| width_at(suffix, self.height) + self.height / 2.0))
    }
}

/// Returns a name in red as runs, spread or narrowed to a width; its last letter has no white after
/// it.
pub(super) fn letters(name: &str, height: f64, width: f64, fonts: &str) -> String {
    let natural = width_at(name, height);
    let n = name.chars().count();
    let gaps = n.saturating_sub(1).max(1) as f64;
    let white = ((width - natural) / gaps).max(0.0).round();
    let scale = (width / natural.max(1.0)).min(1.0) * 100.0;
    let half_points = (size(height) / 10.0).round();
    let look = |white: f64| {
        let scale = if scale < 99.5 { format!("<w:w w:val=\"{}\"/>", scale.floor()) } else { String::new() };
        format!(
            "{fonts}<w:color w:val=\"FF0000\"/><w:spacing w:val=\"{white}\"/>{scale}<w:sz w:val=\"{half_points}\"/>\
             <w:szCs w:val=\"{half_points}\"/>"
        )
    };
    let last = name.char_indices().next_back().map_or(0, |(at, _)| at);
    run(&name[..last], &look(white)) + &run(&name[last..], &look(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(names: &[&str], limits: Limits) -> Plan {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        Plan::new(&names, None, 700.0, 1300.0, limits)
    }

    #[test]
    fn short_names_are_spread_and_long_ones_narrowed() {
        let short = plan(&["中共甲镇委员会文件"], FILE);
        assert_eq!((short.lines.len(), short.height), (1, 700.0));
        assert!(short.width_of_one("中共甲镇委员会文件") > width_at("中共甲镇委员会文件", 700.0));
        let long = plan(&["中共青山省清溪自治州石桥县委员会文件"], FILE);
        assert_eq!((long.height, long.width_of_one(&long.lines[0])), (700.0, mm(MOST)));
        let longest = plan(&["中共青山省清溪自治州石桥县委员会宣传部和石桥县文化体育广播电视局文件"], FILE);
        assert_eq!((longest.lines.len(), longest.is_parted), (2, true));
    }

    #[test]
    fn letters_keep_to_their_width() {
        let runs = letters("甲乙丙", 920.0, 4000.0, "");
        assert!(
            runs.contains("<w:spacing w:val=\"500\"/>") && runs.contains("<w:sz w:val=\"100\"/>"),
            "{runs}"
        );
        let narrow = letters("甲乙丙", 920.0, 1500.0, "");
        assert!(
            narrow.contains("<w:w w:val=\"50\"/>") && !narrow.contains("w:spacing w:val=\"500\""),
            "{narrow}"
        );
    }
}
