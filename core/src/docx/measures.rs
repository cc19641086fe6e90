//! Lengths of the page in twentieths of a point (GB/T 9704-2012, 5.2), and how wide words are.

/// The type area's width: 156 mm.
pub(super) const WIDTH: u32 = 8845;
/// The type area's height: 225 mm, as the margins leave it.
pub(super) const HEIGHT: u32 = 12756;
/// A line of a page of 22: Word and LibreOffice fit 21 from 580 on.
pub(super) const LINE: u32 = 579;
/// How many lines a page has.
pub(super) const PAGE_LINES: usize = 22;
/// Characters of 三号 in a line.
pub(super) const CELLS: f64 = 28.0;
/// The size of 四号.
pub(super) const SI_HAO: f64 = 280.0;
/// The size of 三号 in half points.
pub(super) const SAN_HAO: u32 = 32;

/// Returns the height of a line where a page has so many of them.
pub(super) fn line(n_lines: usize) -> u32 {
    let n_lines = u32::try_from(n_lines.max(1)).unwrap_or(u32::MAX);
    HEIGHT / n_lines
}

/// Returns twentieths of a point from millimetres.
pub(super) fn mm(length: f64) -> f64 {
    length * 1440.0 / 25.4
}

/// Returns twentieths of a point from characters of 三号, 28 of which fill a line.
pub(super) fn cells(n: f64) -> f64 {
    n * f64::from(WIDTH) / CELLS
}

/// Rounds a length to what a file states.
pub(super) fn whole(length: f64) -> i64 {
    length.round() as i64
}

/// Returns how wide a text is in characters of its own size: Chinese ones are 1, others half of it.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(char_width).sum()
}

/// Returns how wide a character is in those of its size.
fn char_width(c: char) -> f64 {
    match c {
        '0'..='9' => 0.55,
        c if c.is_ascii_uppercase() => 0.7,
        c if c.is_ascii() => 0.5,
        _ => 1.0,
    }
}

/// Returns on how many lines a text stands, `room` characters of its size each.
pub(super) fn lines(text: &str, room: f64) -> usize {
    let mut n_lines = 1;
    let mut filled = 0.0;
    for c in text.chars() {
        let wide = char_width(c);
        if filled + wide > room && filled > 0.0 {
            n_lines += 1;
            filled = 0.0;
        }
        filled += wide;
    }
    n_lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_have_22_lines() {
        let n = u32::try_from(PAGE_LINES).expect("few");
        assert!(n * LINE <= HEIGHT && n * (LINE + 1) > HEIGHT);
        assert_eq!((line(PAGE_LINES), line(23)), (LINE, 554));
    }

    #[test]
    fn words_take_their_lines() {
        assert_eq!(lines("", 4.0), 1);
        assert_eq!(lines("学习四次", 4.0), 1);
        assert_eq!(lines("学习12次", 3.9), 2);
        assert_eq!(lines("学", 0.5), 1, "a line holds at least one character");
        assert_eq!(whole(cells(28.0)), 8845);
    }
}
