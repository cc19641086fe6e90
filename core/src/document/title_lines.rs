//! Where the lines of a title end (GB/T 9704-2012, 7.3.1).
//!
//! “回行时，要做到词意完整，排列对称，长短适宜，间距恰当，标题排列应当使用梯形或菱形”: no
//! word is torn, two lines differ in length, three grow, shrink or bulge in the middle. All
//! ways to break into the fewest lines are scored, since a title has few words.

use std::ops::Range;

/// Cells of 二号 (22 pt) in a line of 156 mm.
pub const MAX_CELLS: f64 = 20.0;

/// Words that belong to what follows, so that none of them ends a line.
const LEADING: [&str; 12] = ["及", "和", "与", "暨", "以及", "并", "或", "关于", "对", "在", "向", "从"];
/// Words that belong to what stands before, so that none of them starts a line.
const TRAILING: [&str; 6] = ["的", "了", "等", "之", "地", "得"];
/// Characters that do not end a line, even within a word.
const NOT_AT_END: &str = "及暨和与“‘（〔【《〈—";
/// Characters that do not start a line.
const NOT_AT_START: &str = "的。，、；：！？”’）〕】》〉·%—";

/// Characters that end the name of an area.
const AREAS: &str = "省市县区乡镇";
/// What else a name may be parted after.
const BODIES: [&str; 7] = ["自治州", "街道", "委员会", "党工委", "管委会", "办事处", "人民政府"];

/// Characters before which a name may be parted that has no better place.
const CONJUNCTIONS: &str = "与和及";

/// What a break in the wrong place costs, in cells of difference between lines.
const BAD_BREAK: f64 = 100.0;
/// What lines of equal length cost: more than a moderate difference, less than `18 + 2`.
const EQUAL: f64 = 10.0;
/// What an hourglass costs: a middle line shorter than both others.
const HOURGLASS: f64 = 14.0;
/// The most of a name that the longer of its two lines holds where they look alike.
const MOST_OF_NAME: f64 = 0.68;
/// Lines closer than this look equal.
const SAME: f64 = 1.0;

/// Breaks a title into the fewest lines of at most `max_cells`, none of them within a word.
///
/// A word that is wider than a line, such as an organ's name with all the areas it lies in, is
/// broken after the names of areas and bodies, then before 与, 和 and 及, and between characters
/// only where none is left.
pub fn break_title(words: &[String], max_cells: f64) -> Vec<String> {
    let pieces = pieces(words, max_cells);
    let Some(fewest) = fewest_lines(&pieces, max_cells) else {
        return Vec::new();
    };
    let (cost, breaks) = best(&pieces, fewest, max_cells);
    // One line more is better than a line that ends in 及.
    let more = (cost >= BAD_BREAK && fewest < pieces.len())
        .then(|| best(&pieces, fewest + 1, max_cells))
        .filter(|more| more.0 < cost);
    let breaks = more.map_or(breaks, |more| more.1);
    lines_of(&breaks, pieces.len())
        .map(|range| pieces[range].iter().map(|piece| piece.text.as_str()).collect())
        .collect()
}

/// Returns the lines of a name that stands beside the text: one, unless it is wider than
/// `max_cells`, and then parted as in a title.
pub fn name_lines(name: &str, max_cells: f64) -> Vec<String> {
    let name = name.to_string();
    if cells(&name) <= max_cells { vec![name] } else { break_title(&[name], max_cells) }
}

/// Returns the two lines of a name that may stand on one: parted after an area or a body, or
/// before 与, 和 and 及, where that leaves them much alike, else in the middle.
pub fn halves(name: &str) -> Vec<String> {
    let all = cells(name);
    let pieces: Vec<String> = parts(name).iter().flat_map(|part| conjoined(part)).collect();
    let longer = |at: usize| {
        let first = cells(&pieces[..at].concat());
        first.max(all - first)
    };
    let best = (1..pieces.len()).min_by(|a, b| longer(*a).total_cmp(&longer(*b)));
    match best.filter(|at| longer(*at) <= MOST_OF_NAME * all) {
        Some(at) => vec![pieces[..at].concat(), pieces[at..].concat()],
        None => {
            let n = name.chars().count().div_ceil(2);
            let (first, last) = (name.chars().take(n).collect(), name.chars().skip(n).collect());
            [first, last].into_iter().filter(|line: &String| !line.is_empty()).collect()
        }
    }
}

/// Returns the width of a text in cells, never less than the title's face takes: its digits
/// are 0.6 of a cell wide, not half.
pub fn cells(text: &str) -> f64 {
    text.chars()
        .map(|c| match c {
            '0'..='9' => 0.6,
            '%' | '@' | 'M' | 'W' | 'm' | 'w' => 1.1,
            'A'..='Z' | '&' => 0.9,
            c if c.is_ascii() => 0.7,
            _ => 1.0,
        })
        .sum()
}

/// A word, or a part of a word that is wider than a line.
struct Piece {
    /// The characters.
    text: String,
    /// Their width.
    cells: f64,
}

/// Returns the words, those wider than a line as their parts.
fn pieces(words: &[String], max_cells: f64) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for word in whole_times(words, max_cells) {
        let width = cells(&word);
        if width <= max_cells {
            pieces.push(Piece { text: word, cells: width });
        } else {
            let is_narrow = |part: &String| cells(part) <= max_cells;
            let parts = parts(&word).into_iter();
            let parts = parts.flat_map(|part| if is_narrow(&part) { vec![part] } else { conjoined(&part) });
            let parts = parts.flat_map(|part| {
                if is_narrow(&part) { vec![part] } else { part.chars().map(String::from).collect() }
            });
            pieces.extend(parts.map(|text| Piece { cells: cells(&text), text }));
        }
    }
    pieces
}

/// Joins each year to what of it is meant, which no line parts: 2023年第四季度, 2020年1月9日.
fn whole_times(words: &[String], max_cells: f64) -> Vec<String> {
    let mut whole: Vec<String> = Vec::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        let is_year =
            |before: &String| before.ends_with('年') && before.starts_with(|c: char| c.is_ascii_digit());
        let goes_on = word.starts_with(['上', '下', '第', '前', '度']) || word.contains(['月', '季']);
        match whole.last_mut() {
            Some(year) if goes_on && is_year(year) && cells(year) + cells(word) <= max_cells => *year += word,
            _ => whole.push(word.clone()),
        }
    }
    whole
}

/// Splits an organ's name after the names of areas and bodies: 中共青山省, 清溪自治州, 委员会.
fn parts(name: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        part.push(c);
        // 徐州市 goes on after an ending that it contains, and so do 县区 and 市镇.
        let goes_on = chars.peek().is_none_or(|next| AREAS.contains(*next));
        if !goes_on && ends_part(&part) {
            parts.push(std::mem::take(&mut part));
        }
    }
    parts.push(part);
    parts
}

/// Splits a name before 与, 和 and 及 with two characters or more on either side.
fn conjoined(name: &str) -> Vec<String> {
    let chars: Vec<char> = name.chars().collect();
    let mut parts = vec![String::new()];
    for (at, c) in chars.iter().enumerate() {
        let is_between = at + 2 < chars.len() && parts.last().is_some_and(|part| part.chars().count() >= 2);
        if is_between && CONJUNCTIONS.contains(*c) {
            parts.push(String::new());
        }
        parts.last_mut().expect("there is one from the start").push(*c);
    }
    parts
}

/// Returns whether an area's or a body's name ends here, not a word such as 城乡 or 市市场.
fn ends_part(part: &str) -> bool {
    let mut back = part.chars().rev();
    let (last, before) = (back.next(), back.next());
    let is_area = last.is_some_and(|last| AREAS.contains(last))
        && before.is_some_and(|before| before != '城' && Some(before) != last);
    is_area || BODIES.iter().any(|body| part.ends_with(body))
}

/// Returns how many lines there must be, filling each as far as it goes.
fn fewest_lines(pieces: &[Piece], max_cells: f64) -> Option<usize> {
    let mut n_lines = usize::from(!pieces.is_empty());
    let mut width = 0.0;
    for piece in pieces {
        if width + piece.cells > max_cells && width > 0.0 {
            n_lines += 1;
            width = 0.0;
        }
        width += piece.cells;
    }
    (n_lines > 0).then_some(n_lines)
}

/// Returns the cheapest breaks into `n_lines` lines: after how many pieces each line ends.
fn best(pieces: &[Piece], n_lines: usize, max_cells: f64) -> (f64, Vec<usize>) {
    if n_lines <= 3 { best_shape(pieces, n_lines, max_cells) } else { most_even(pieces, n_lines, max_cells) }
}

/// Tries every way to break into one, two or three lines.
fn best_shape(pieces: &[Piece], n_lines: usize, max_cells: f64) -> (f64, Vec<usize>) {
    let n = pieces.len();
    let mut found = (f64::INFINITY, Vec::new());
    let mut consider = |breaks: &[usize]| {
        let widths: Vec<f64> = lines_of(breaks, n).map(|range| width(&pieces[range])).collect();
        if widths.iter().any(|width| *width > max_cells) {
            return;
        }
        let torn: f64 = breaks.iter().map(|at| break_cost(pieces, *at)).sum();
        let cost = shape_cost(&widths) + torn;
        if cost < found.0 {
            found = (cost, breaks.to_vec());
        }
    };
    match n_lines {
        1 => consider(&[]),
        2 => (1..n).for_each(|first| consider(&[first])),
        _ => {
            for first in 1..n {
                (first + 1..n).for_each(|second| consider(&[first, second]));
            }
        }
    }
    found
}

/// Scores the lengths of up to three lines by how they look one above the other.
fn shape_cost(widths: &[f64]) -> f64 {
    let widest = widths.iter().copied().fold(0.0, f64::max);
    let narrowest = widths.iter().copied().fold(f64::INFINITY, f64::min);
    let spread = widest - narrowest;
    match *widths {
        // A longer first line reads a little better, so it breaks ties.
        [first, second] => {
            let equal = if spread < SAME { EQUAL } else { 0.0 };
            spread + equal + if first < second { 0.25 } else { 0.0 }
        }
        [first, middle, last] => {
            let bulges = middle - first >= SAME && middle - last >= SAME;
            let grows = middle - first >= SAME && last - middle >= SAME;
            let shrinks = first - middle >= SAME && middle - last >= SAME;
            let shape = if bulges || grows || shrinks {
                0.0
            } else if middle < first && middle < last {
                HOURGLASS
            } else {
                EQUAL
            };
            // A bulge is symmetric when its outer lines are alike.
            spread + shape + if bulges { 0.5 * (first - last).abs() } else { 0.0 }
        }
        _ => 0.0,
    }
}

/// Returns the most even breaks into four or more lines, for which there is no shape to keep.
///
/// The work grows with the number of lines times that of pieces, not with the square of it: a
/// line holds no more than so many pieces.
fn most_even(pieces: &[Piece], n_lines: usize, max_cells: f64) -> (f64, Vec<usize>) {
    let n = pieces.len();
    let mean = width(pieces) / n_lines as f64;
    let torn: Vec<f64> = (0..n).map(|at| if at > 0 { break_cost(pieces, at) } else { 0.0 }).collect();
    // `costs[end]` is the least for the first `end` pieces in as many lines as rounds passed,
    // `starts[round][end]` where the last of these lines starts.
    let mut costs = vec![f64::INFINITY; n + 1];
    costs[0] = 0.0;
    let mut starts: Vec<Vec<usize>> = Vec::with_capacity(n_lines);
    for _ in 0..n_lines {
        let mut next = vec![f64::INFINITY; n + 1];
        let mut from = vec![0; n + 1];
        for end in 1..=n {
            for (start, line) in lines_to(pieces, end, max_cells) {
                let cost = costs[start] + (line - mean).powi(2) + torn[start];
                // Of equal ones the longest line.
                if cost.is_finite() && cost <= next[end] {
                    (next[end], from[end]) = (cost, start);
                }
            }
        }
        costs = next;
        starts.push(from);
    }
    let mut breaks = Vec::new();
    if costs[n].is_finite() {
        let mut end = n;
        for from in starts.iter().rev() {
            end = from[end];
            breaks.push(end);
        }
        breaks.retain(|at| *at > 0);
        breaks.reverse();
    }
    (costs[n], breaks)
}

/// Returns the lines that end after `end` pieces and are not too wide, from the shortest: where
/// each starts, and its width.
fn lines_to(pieces: &[Piece], end: usize, max_cells: f64) -> impl Iterator<Item = (usize, f64)> + '_ {
    let widths = (0..end).rev().scan(0.0, |width, start| {
        *width += pieces[start].cells;
        // Widths are tenths of cells: without the crumbs of adding them up.
        Some((start, (*width * 10.0).round() / 10.0))
    });
    widths.take_while(move |(_, width)| *width <= max_cells)
}

/// Returns what it costs to end a line after the first `at` pieces.
fn break_cost(pieces: &[Piece], at: usize) -> f64 {
    let (before, after) = (pieces[at - 1].text.as_str(), pieces[at].text.as_str());
    let is_bad = LEADING.contains(&before)
        || TRAILING.contains(&after)
        || before.ends_with(|c| NOT_AT_END.contains(c))
        || after.starts_with(|c| NOT_AT_START.contains(c))
        || (before.ends_with(|c: char| c.is_ascii_alphanumeric())
            && after.starts_with(|c: char| c.is_ascii_alphanumeric()));
    if is_bad { BAD_BREAK } else { 0.0 }
}

/// Returns the ranges of pieces that the breaks leave.
fn lines_of(breaks: &[usize], n: usize) -> impl Iterator<Item = Range<usize>> + '_ {
    let starts = std::iter::once(0).chain(breaks.iter().copied());
    let ends = breaks.iter().copied().chain(std::iter::once(n));
    starts.zip(ends).map(|(start, end)| start..end)
}

/// Returns the width of some pieces in a row.
fn width(pieces: &[Piece]) -> f64 {
    pieces.iter().map(|piece| piece.cells).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(words: &str, expected: &str) {
        let words: Vec<String> = words.split('|').map(String::from).collect();
        assert_eq!(break_title(&words, MAX_CELLS).join("/"), expected);
    }

    #[test]
    fn names_wider_than_a_line_are_parted_between_areas() {
        let check = |name: &str, expected: &str| assert_eq!(parts(name).join("/"), expected);
        check(
            "中共新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县布伦口乡委员会理论学习中心组",
            "中共新疆维吾尔自治区/克孜勒苏柯尔克孜自治州/阿克陶县/布伦口乡/委员会/理论学习中心组",
        );
        check("中共徐州市鼓楼区琵琶街道工作委员会", "中共徐州市/鼓楼区/琵琶街道/工作委员会");
        check("青山市市场监督管理局", "青山市市场监督管理局");
        check("青山县住房和城乡建设局", "青山县/住房和城乡建设局");
        check("", "");
        let words: Vec<String> = [
            "中共新疆维吾尔自治区克孜勒苏柯尔克孜自治州阿克陶县委员会",
            "理论学习中心组",
            "2020年",
            "上半年",
            "总结",
        ]
        .map(str::to_string)
        .to_vec();
        assert_eq!(
            break_title(&words, MAX_CELLS),
            [
                "中共新疆维吾尔自治区",
                "克孜勒苏柯尔克孜自治州阿克陶县",
                "委员会理论学习中心组2020年上半年总结"
            ]
        );
    }

    #[test]
    fn one_line_where_it_fits() {
        check("", "");
        check("集体学习|安排表", "集体学习安排表");
        check("一二三四五六七八九十|一二三四五六七八九十", "一二三四五六七八九十一二三四五六七八九十");
    }

    #[test]
    fn two_lines_of_unequal_length() {
        check(
            "清溪镇|党委理论学习中心组|2020年|上半年|总结|及|下半年|学习计划",
            "清溪镇党委理论学习中心组/2020年上半年总结及下半年学习计划",
        );
        check(
            "中共|石桥镇|委员会|关于|2020年|上半年|党委理论学习中心组|学习情况|的|报告",
            "中共石桥镇委员会关于2020年上半年/党委理论学习中心组学习情况的报告",
        );
        check(
            "青山县|关于|印发|《|党委|理论学习|中心组|学习|管理办法|》|的|通知",
            "青山县关于印发《党委理论学习/中心组学习管理办法》的通知",
        );
        // 14 + 14 would be equal, 10 + 18 is not.
        check(
            "一二三四五六七八九十|一二三四|五六七八|一二三四五六七八九十",
            "一二三四五六七八九十一二三四五六七八/一二三四五六七八九十",
        );
    }

    #[test]
    fn three_lines_as_a_trapezium_or_a_diamond() {
        check(
            "青山县|清溪镇|党委理论学习中心组|2020年|下半年|学习情况|总结|及|2021年|上半年|学习计划|安排|和|责任|分工|方案",
            "青山县清溪镇党委理论学习中心组/2020年下半年学习情况总结及2021年上半年/学习计划安排和责任分工方案",
        );
        check(
            "一二三四五六七八九十|一二三四五六七八九十|一二三四五六七八九十|一二三四五六七八九十|一二三四五六七八九十",
            "一二三四五六七八九十/一二三四五六七八九十一二三四五六七八九十/一二三四五六七八九十一二三四五六七八九十",
        );
    }

    #[test]
    fn a_time_is_never_parted() {
        check(
            "云岭茶业集团有限公司|党委理论学习中心组|2023年|第四季度|总结|及|2024年|第一季度|学习计划",
            "云岭茶业集团有限公司/党委理论学习中心组2023年第四季度/总结及2024年第一季度学习计划",
        );
        for name in [
            "甲镇",
            "青山县清溪镇",
            "青山县市场监督管理局",
            "云岭茶业集团股份有限公司",
            "青山县人民检察院驻清溪镇",
        ] {
            for body in ["党委理论学习中心组", "理论学习中心组"] {
                let words =
                    [name, body, "2023年", "第四季度", "总结", "及", "2024年", "第一季度", "学习计划"];
                let lines = break_title(&words.map(String::from), MAX_CELLS);
                assert!(lines.iter().any(|line| line.contains("2023年第四季度")), "{lines:?}");
                assert!(lines.iter().any(|line| line.contains("2024年第一季度")), "{lines:?}");
            }
        }
    }

    #[test]
    fn conjunctions_never_end_a_line() {
        check(
            "关于|上半年|理论学习|情况|总结|及|下半年|学习计划|的|情况|报告",
            "关于上半年理论学习情况/总结及下半年学习计划的情况报告",
        );
        check(
            "一二三四五六七八九十一二三四五六七八九|及|一二三四五",
            "一二三四五六七八九十一二三四五六七八九/及一二三四五",
        );
    }

    #[test]
    fn a_word_wider_than_a_line_is_broken_by_characters() {
        check(
            "一二三四五六七八九十一二三四五六七八九十一二三四",
            "一二三四五六七八九十一二三/四五六七八九十一二三四",
        );
    }

    #[test]
    fn a_very_long_word_is_little_work() {
        let word = "一二三四五六七八九十".repeat(500);
        let lines = break_title(std::slice::from_ref(&word), MAX_CELLS);
        assert_eq!(lines.concat(), word);
        assert_eq!(lines.len(), 250);
        // As many lines are weighed for each place as a line has characters.
        let pieces = pieces(&[word], MAX_CELLS);
        let n_weighed: usize = (1..=pieces.len()).map(|end| lines_to(&pieces, end, MAX_CELLS).count()).sum();
        assert!(n_weighed <= 20 * pieces.len(), "{n_weighed}");
    }

    #[test]
    fn a_name_without_areas_is_parted_before_its_conjunctions() {
        check(
            "中国科学院西双版纳热带植物园民族植物与城镇景观研究中心",
            "中国科学院西双版纳热带植物园民族植物/与城镇景观研究中心",
        );
        let conjoined = |name: &str| conjoined(name).join("/");
        assert_eq!(conjoined("和平与发展及合作和"), "和平/与发展/及合作和");
        assert_eq!(conjoined("甲与乙"), "甲与乙");
        assert_eq!(conjoined(""), "");
    }

    #[test]
    fn names_in_two_lines() {
        let check = |name: &str, expected: &str| assert_eq!(halves(name).join("/"), expected);
        check(
            "中共云岭自治区红河哈尼族彝族自治州金平苗族瑶族傣族自治县者米拉祜族乡委员会文件",
            "中共云岭自治区红河哈尼族彝族自治州/金平苗族瑶族傣族自治县者米拉祜族乡委员会文件",
        );
        check("中共红河哈尼族彝族自治州委员会宣传部", "中共红河哈尼族彝族自治州/委员会宣传部");
        check("一二三四五六七八九", "一二三四五/六七八九");
        check("一", "一");
        check("", "");
    }

    #[test]
    fn shapes_are_ranked() {
        let cost = |widths: &[f64]| shape_cost(widths);
        assert!(cost(&[14.0, 12.0]) < cost(&[13.0, 13.0]));
        assert!(cost(&[13.0, 13.0]) < cost(&[18.0, 2.0]));
        assert!(cost(&[12.0, 16.0, 12.0]) < cost(&[15.0, 10.0, 15.0]));
        assert!(cost(&[12.0, 14.0, 16.0]) < cost(&[14.0, 14.0, 14.0]));
        assert!(cost(&[16.0, 14.0, 12.0]) < cost(&[14.0, 12.0, 16.0]));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_no_line_is_too_wide(
            words in prop::collection::vec("[一二的及和A0-9》（]{0,24}", 0..16),
            max_cells in 1u8..24,
        ) {
            let max_cells = f64::from(max_cells);
            let lines = break_title(&words, max_cells);
            prop_assert_eq!(lines.concat(), words.concat());
            for line in &lines {
                prop_assert!(!line.is_empty());
                prop_assert!(cells(line) <= max_cells + 1e-6, "{} in {}", line, max_cells);
            }
        }

        #[test]
        fn there_are_no_more_lines_than_needed(
            words in prop::collection::vec("[一二三四]{1,8}", 1..12),
        ) {
            // Without words that stick to others, filling each line is the fewest.
            let fewest = fewest_lines(&pieces(&words, MAX_CELLS), MAX_CELLS).unwrap_or(0);
            prop_assert_eq!(break_title(&words, MAX_CELLS).len(), fewest);
        }
    }
}
