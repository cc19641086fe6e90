//! Labels of charts: none touches another one, and the line to compare with strikes none.

use super::*;
use crate::document::{Bar, Bars, Block, LegendEntry, Tick};
use crate::pages::tests::{document, make, own};

/// Heights of bars: none, full, and all around the line at 0.9.
const SHARES: [f64; 13] = [0.0, 1.0, 0.9, 0.85, 0.8, 0.895, 0.75, 0.905, 0.83, 0.87, 0.5, 0.917, 0.667];

/// Sets a chart of so many bars in a document of ours.
fn lines_of(n_bars: usize, n_series: u8, at: f64) -> Vec<Line> {
    let bar = |i: usize| {
        let share = SHARES[i % SHARES.len()];
        let label = vec![own(format!("{}月", 1 + i % 12)), own(format!("{}日", 1 + i))];
        let value = if n_series == 1 { format!("{:.1}%", share * 100.0) } else { format!("{i}") };
        Bar { label, value: own(value), share, strong: share < at }
    };
    let tick = |at: f64| Tick { at, label: own(format!("{:.0}%", at * 100.0)) };
    let mut document = document();
    let chart = Block::Bars(Bars {
        caption: "图1　到课率".into(),
        alt: "柱状图。".into(),
        n_lines: 7,
        bars: (0..n_bars).map(bar).collect(),
        n_series,
        ticks: [0.0, 0.25, 0.5, 0.75, 1.0].map(tick).to_vec(),
        reference: Some(Tick { at, label: "要求".into() }),
        legend: vec![
            LegendEntry { strong: false, label: "达到".into() },
            LegendEntry { strong: true, label: "低于".into() },
        ],
    });
    *document.blocks.iter_mut().find(|block| matches!(block, Block::Bars(_))).expect("a chart") = chart;
    let lines = make(&document, &["a-2a"]).pages.into_iter().flat_map(|page| page.lines);
    lines.filter(|line| line.role == Role::Figure).collect()
}

/// Returns left, top, right and bottom of a text.
fn bounds(line: &Line) -> [f64; 4] {
    let (above, below) = (grid::ASCENT * line.size, grid::DESCENT * line.size);
    if line.rotated {
        [line.left - above, line.end, line.left + below, line.baseline]
    } else {
        [line.left, line.baseline - above, line.right, line.baseline + below]
    }
}

#[track_caller]
fn check(n_bars: usize, n_series: u8, at: f64) {
    let lines = lines_of(n_bars, n_series, at);
    for (i, a) in lines.iter().enumerate() {
        for b in &lines[..i] {
            let ([left, top, right, bottom], [l, t, r, u]) = (bounds(a), bounds(b));
            let is_apart = right < l || r < left || bottom < t || u < top;
            assert!(is_apart, "{n_bars} bars: {} and {} touch", a.text, b.text);
        }
    }
    let label = lines.iter().find(|line| line.text == "要求").expect("the line has a label");
    // The middle of a line of digits lies 0.36 em above its baseline.
    let rule = label.baseline - 0.36 * label.size;
    let first = lines.iter().position(|line| line.text == "要求").expect("found above") + 1;
    // Values close to each other are read as one line.
    let n_values = lines[first..].iter().position(|line| line.text == "达到").expect("there is a legend");
    let values = &lines[first..first + n_values];
    assert!(values.iter().all(|line| line.text.starts_with(|c: char| c.is_ascii_digit())), "{values:?}");
    for value in values {
        let [_, top, _, bottom] = bounds(value);
        assert!(rule < top || bottom < rule, "{n_bars} bars: the line at {at} strikes {}", value.text);
    }
    assert!(lines.iter().any(|line| line.text == "低于"), "there is a legend");
}

#[test]
fn no_label_touches_another_one_or_is_struck() {
    for n_bars in [4, 8, 13, 18, 26] {
        check(n_bars, 1, 0.9);
    }
    check(13, 1, 1.0);
    check(13, 1, 0.0);
    check(13, 1, 0.5);
}

#[test]
fn bars_side_by_side_have_labels_apart() {
    check(6, 2, 0.9);
    check(12, 2, 0.9);
    check(24, 2, 0.9);
}
