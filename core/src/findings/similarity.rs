//! Which of many texts resemble one another, without comparing each with each.
//!
//! Two texts resemble one another as far as they share runs of five characters: the Jaccard
//! index |A ∩ B| / |A ∪ B| of their sets of 5-grams, marks and spaces left out. Candidates are
//! found by MinHash (Broder 1997) in one permutation (Li, Owen, Zhang 2012), densified by
//! rotation (Shrivastava, Li 2014), and banded: of 129 values, 43 bands of 3, one of which
//! must agree. A pair at 0.5 is missed once in 300 times, one at 0.55 once in 2,000; a
//! candidate's score is exact. Nothing is drawn at random: same texts, same pairs.
//!
//! Where the texts themselves are not at hand, their signatures alone can be compared
//! ([`compare_imprints`]); the score is then an estimate.

use std::collections::BTreeMap;

/// Characters in a run.
const N_GRAM: usize = 5;
/// Texts with fewer characters than this have too few runs to compare.
const MIN_CHARS: usize = 50;
/// Values of a signature.
pub const N_VALUES: usize = N_BANDS * N_ROWS;
/// Bands of a signature.
const N_BANDS: usize = 43;
/// Values of a band.
const N_ROWS: usize = 3;
/// Signatures that agree in a smaller share than this are not compared further: at 0.5 the
/// share lies below it once in a thousand times (standard deviation 0.044).
const MIN_ESTIMATE: f64 = 0.36;
/// A text is compared with at most so many before it in a band: of a text that a whole county
/// copied, each copy is still found, since it resembles the one before.
const MAX_NEIGHBOURS: usize = 24;

/// The score from which two texts are alike (雷同).
pub const ALIKE: f64 = 0.8;
/// The score from which two texts are suspected to be (疑似).
pub const SUSPECT: f64 = 0.5;

/// A text's signature: from it nobody can read the text.
pub type Imprint = [u32; N_VALUES];

/// Two texts that share much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Position of the first.
    pub left: usize,
    /// Position of the second, larger.
    pub right: usize,
    /// The Jaccard index, from [`SUSPECT`] to 1.
    pub score: f64,
}

/// Returns the pairs of texts that share at least [`SUSPECT`], in order of position.
pub fn compare(texts: &[&str]) -> Vec<Pair> {
    // 1. Signatures; the runs themselves are made again for candidates only.
    let mut runs = Vec::new();
    let imprints: Vec<Option<Imprint>> = texts.iter().map(|text| imprint_with(text, &mut runs)).collect();
    let imprints: Vec<Option<&Imprint>> = imprints.iter().map(Option::as_ref).collect();
    // 2. Candidates: pairs that agree in a band and, roughly, as a whole.
    let candidates = candidates(&imprints, MIN_ESTIMATE);
    // 3. Exact scores.
    let mut sets: BTreeMap<usize, Vec<u64>> = BTreeMap::new();
    for at in candidates.iter().flat_map(|(left, right)| [*left, *right]) {
        sets.entry(at).or_insert_with(|| set(texts[at]));
    }
    let score = |(left, right): (usize, usize)| {
        let score = jaccard(&sets[&left], &sets[&right]);
        (score >= SUSPECT).then_some(Pair { left, right, score })
    };
    candidates.into_iter().filter_map(score).collect()
}

/// Returns a text's signature; nothing for one too short to compare.
pub fn imprint(text: &str) -> Option<Imprint> {
    imprint_with(text, &mut Vec::new())
}

/// Returns the pairs of signatures that agree in at least this share of their values, in order
/// of position; the score is that share, an estimate of the Jaccard index (standard deviation
/// at most 0.044).
pub fn compare_imprints(imprints: &[&Imprint], least: f64) -> Vec<Pair> {
    let imprints: Vec<Option<&Imprint>> = imprints.iter().copied().map(Some).collect();
    let pair = |(left, right): (usize, usize)| Pair {
        left,
        right,
        score: estimate(imprints[left], imprints[right]),
    };
    candidates(&imprints, least).into_iter().map(pair).collect()
}

fn imprint_with(text: &str, runs: &mut Vec<u64>) -> Option<Imprint> {
    gather(text, runs);
    (runs.len() + N_GRAM > MIN_CHARS).then(|| signature(runs))
}

/// Returns the pairs that agree in a band and in at least this share as a whole, in order.
fn candidates(imprints: &[Option<&Imprint>], least: f64) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for band in 0..N_BANDS {
        let mut keys: Vec<([u32; N_ROWS], usize)> = Vec::new();
        for (at, imprint) in imprints.iter().enumerate() {
            if let Some(values) = imprint {
                let first = band * N_ROWS;
                keys.push(([values[first], values[first + 1], values[first + 2]], at));
            }
        }
        keys.sort_unstable();
        for bucket in keys.chunk_by(|a, b| a.0 == b.0) {
            for (i, (_, right)) in bucket.iter().enumerate() {
                for (_, left) in &bucket[i.saturating_sub(MAX_NEIGHBOURS)..i] {
                    if estimate(imprints[*left], imprints[*right]) >= least {
                        candidates.push((*left, *right));
                    }
                }
            }
        }
    }
    candidates.sort_unstable();
    candidates.dedup();
    candidates
}

/// Gathers the hashes of a text's runs, repeats included.
fn gather(text: &str, runs: &mut Vec<u64>) {
    runs.clear();
    // Of five characters of 21 bits each the rest is shifted out at 105.
    let mut window: u128 = 0;
    let mut n = 0;
    for c in text.chars().filter_map(plain) {
        window = (window << 21 | u128::from(u32::from(c))) & ((1 << 105) - 1);
        n += 1;
        if n >= N_GRAM {
            runs.push(mix(window));
        }
    }
}

/// Returns a character as it is compared: half-width and small; nothing for marks and spaces.
fn plain(c: char) -> Option<char> {
    let c = match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    };
    c.is_alphanumeric().then_some(c.to_ascii_lowercase())
}

/// Hashes a run (the finaliser of MurmurHash3, over both halves).
fn mix(window: u128) -> u64 {
    let finish = |mut h: u64| {
        h ^= h >> 33;
        h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
        h ^= h >> 33;
        h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ h >> 33
    };
    let low = u64::try_from(window & u128::from(u64::MAX)).expect("masked to 64 bits");
    let high = u64::try_from(window >> 64).expect("shifted to 64 bits");
    finish(low ^ finish(high.wrapping_add(0x9e37_79b9_7f4a_7c15)))
}

/// Returns the least hash of each of [`N_VALUES`] parts; an empty part takes the next one's.
fn signature(runs: &[u64]) -> Imprint {
    let n_values = u64::try_from(N_VALUES).expect("a small number");
    let mut least = [u64::MAX; N_VALUES];
    for run in runs {
        let part = usize::try_from(((run >> 32) * n_values) >> 32).expect("less than the number of parts");
        least[part] = least[part].min(run & 0xffff_ffff);
    }
    std::array::from_fn(|part| {
        let away = (0..N_VALUES).find(|away| least[(part + away) % N_VALUES] != u64::MAX).unwrap_or(0);
        let value = least[(part + away) % N_VALUES];
        // What is borrowed from further away must not agree with what stands there.
        let step = u64::try_from(away).expect("a small number").wrapping_mul(0x9e37_79b9);
        u32::try_from((value + step) & 0xffff_ffff).expect("masked to 32 bits")
    })
}

/// Returns the share of values in which two signatures agree.
fn estimate(left: Option<&Imprint>, right: Option<&Imprint>) -> f64 {
    let (Some(left), Some(right)) = (left, right) else { return 0.0 };
    let agreeing: u32 = left.iter().zip(right).map(|(a, b)| u32::from(a == b)).sum();
    f64::from(agreeing) / f64::from(u32::try_from(N_VALUES).expect("a small number"))
}

/// Returns a text's runs as a sorted set.
fn set(text: &str) -> Vec<u64> {
    let mut runs = Vec::new();
    gather(text, &mut runs);
    runs.sort_unstable();
    runs.dedup();
    runs.shrink_to_fit();
    runs
}

/// Returns |A ∩ B| / |A ∪ B| of two sorted sets.
fn jaccard(a: &[u64], b: &[u64]) -> f64 {
    let (mut i, mut j, mut both) = (0, 0, 0_u32);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        both += u32::from(x == y);
    }
    let all = u32::try_from(a.len() + b.len()).unwrap_or(u32::MAX) - both;
    f64::from(both) / f64::from(all.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text of so many characters, no five of which repeat, from the given one on.
    fn text(from: u32, n: u32) -> String {
        (from..from + n).filter_map(|i| char::from_u32(0x4e00 + i)).collect()
    }

    #[track_caller]
    fn check(texts: &[&str], expected: &[(usize, usize, f64)]) {
        let found: Vec<_> = compare(texts).into_iter().map(|p| (p.left, p.right, p.score)).collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for ((left, right, score), wanted) in found.into_iter().zip(expected) {
            assert_eq!((left, right), (wanted.0, wanted.1));
            assert!((score - wanted.2).abs() < 1e-9, "{score}");
        }
    }

    #[test]
    fn texts_that_share_much() {
        let (a, b, c) = (text(0, 1004), text(200, 1004), text(400, 1004));
        check(&[&a, &text(5000, 1004), &a], &[(0, 2, 1.0)]);
        // 1000 runs each, 800 shared: 800 of 1200; then 600 of 1400, too few.
        check(&[&a, &b, &c], &[(0, 1, 800.0 / 1200.0), (1, 2, 800.0 / 1200.0)]);
        let marked: String = a.chars().flat_map(|c| [c, '，']).collect();
        check(&[&a, &marked], &[(0, 1, 1.0)]);
        check(&["ＡＢ学习１".repeat(20).as_str(), "ab学习1".repeat(20).as_str()], &[(0, 1, 1.0)]);
    }

    #[test]
    fn texts_too_short_to_tell() {
        check(&[], &[]);
        check(&["", "", "学习", "学习"], &[]);
        let short = text(0, 49);
        check(&[&short, &short], &[]);
        let long = text(0, 50);
        check(&[&long, &long], &[(0, 1, 1.0)]);
    }

    #[test]
    fn signatures_alone_tell_about_as_much() {
        let texts = [text(0, 1004), text(5000, 1004), text(0, 1004), text(100, 1004)];
        let imprints: Vec<Imprint> = texts.iter().filter_map(|text| imprint(text)).collect();
        let pairs = compare_imprints(&imprints.iter().collect::<Vec<_>>(), 0.6);
        let found: Vec<_> = pairs.iter().map(|pair| (pair.left, pair.right)).collect();
        assert_eq!(found, [(0, 2), (0, 3), (2, 3)]);
        assert!((pairs[0].score - 1.0).abs() < 1e-9);
        // 900 of 1,100 runs are shared.
        assert!((pairs[1].score - 900.0 / 1100.0).abs() < 0.15, "{}", pairs[1].score);
        assert_eq!(imprint("太短"), None);
    }

    #[test]
    fn a_text_that_everybody_copied() {
        let copied = text(0, 300);
        let texts: Vec<&str> = std::iter::repeat_n(copied.as_str(), 200).collect();
        let pairs = compare(&texts);
        assert!((1..200).all(|at| pairs.iter().any(|pair| pair.right == at)));
    }

    #[test]
    fn pairs_near_the_threshold_are_found() {
        // 1000 runs of which 2/3 + 5 are shared: 0.506, over many pairs of their own characters.
        let n_found: usize = (0..15)
            .map(|i| {
                let (a, b) = (text(i * 1300, 1004), text(i * 1300 + 328, 1004));
                compare(&[&a, &b]).len()
            })
            .sum();
        assert!(n_found >= 14, "{n_found}");
    }
}
