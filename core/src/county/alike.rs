//! Essays of different units that share much, from their signatures alone.
//!
//! A unit's texts stay with the unit: what the county compares are MinHash signatures, kept in
//! the output folder beside each unit's record. Titles travel along, so that somebody can look
//! the essays up; what is found is to be verified by people, never an accusation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::dossier::{Dossier, EssayKind};
use crate::findings::similarity::{Imprint, N_VALUES, compare_imprints, imprint};

/// The share of agreeing values from which two essays are listed: at 0.6 the texts share half
/// of their runs in 99 of 100 cases.
const LISTED: f64 = 0.6;

/// An essay as the county compares it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imprinted {
    /// Its title.
    pub title: String,
    /// Its text's signature, as hexadecimal digits.
    #[serde(with = "hexadecimal")]
    pub imprint: Imprint,
}

/// Essays of at least two units, each of which shares much with another of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// The essays as position of their unit and title, in the order of the units.
    pub essays: Vec<(usize, String)>,
    /// The greatest share of agreeing values among them, from `LISTED` to 1.
    pub score: f64,
}

impl Likeness {
    /// Returns the positions of the units, one entry an essay.
    pub fn units(&self) -> impl Iterator<Item = usize> {
        self.essays.iter().map(|(unit, _)| *unit)
    }
}

/// Returns a unit's essays and articles with texts, as they are compared.
pub fn imprints(dossier: &Dossier) -> Vec<Imprinted> {
    let compared = dossier.essays.iter().filter(|essay| essay.kind != EssayKind::Report);
    let imprinted = |essay: &crate::dossier::Essay| {
        let imprint = imprint(essay.text.as_deref()?)?;
        Some(Imprinted { title: essay.title.text().to_string(), imprint })
    };
    compared.filter_map(imprinted).collect()
}

/// Returns the groups of essays that share much across units, the most alike first.
pub fn likenesses(units: &[(usize, Vec<Imprinted>)]) -> Vec<Likeness> {
    let essays: Vec<(usize, &Imprinted)> =
        units.iter().flat_map(|(unit, essays)| essays.iter().map(|essay| (*unit, essay))).collect();
    let all: Vec<&Imprint> = essays.iter().map(|(_, essay)| &essay.imprint).collect();
    let pairs = compare_imprints(&all, LISTED);
    // Essays that a chain of pairs joins are one group, named by its first.
    let mut group: Vec<usize> = (0..essays.len()).collect();
    for pair in &pairs {
        let (a, b) = (root(&mut group, pair.left), root(&mut group, pair.right));
        group[a.max(b)] = a.min(b);
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..essays.len() {
        members.entry(root(&mut group, at)).or_default().push(at);
    }
    let mut scores: BTreeMap<usize, f64> = BTreeMap::new();
    for pair in &pairs {
        let score = scores.entry(root(&mut group, pair.left)).or_default();
        *score = score.max(pair.score);
    }
    members.retain(|_, members| members.iter().any(|at| essays[*at].0 != essays[members[0]].0));
    let likeness = |(first, members): (usize, Vec<usize>)| Likeness {
        essays: members.into_iter().map(|at| (essays[at].0, essays[at].1.title.clone())).collect(),
        score: scores.get(&first).copied().unwrap_or_default(),
    };
    let mut found: Vec<Likeness> = members.into_iter().map(likeness).collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found
}

/// Returns the first of the group that an essay belongs to, shortening the way there.
fn root(group: &mut [usize], at: usize) -> usize {
    let mut at = at;
    while group[at] != at {
        group[at] = group[group[at]];
        at = group[at];
    }
    at
}

/// Signatures as hexadecimal digits, eight a value.
mod hexadecimal {
    use std::fmt::Write as _;

    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Imprint, N_VALUES};

    pub(super) fn serialize<S: Serializer>(imprint: &Imprint, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = String::with_capacity(N_VALUES * 8);
        for value in imprint {
            let _ = write!(text, "{value:08x}");
        }
        serializer.serialize_str(&text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Imprint, D::Error> {
        let text = String::deserialize(deserializer)?;
        let wrong = || D::Error::custom("not a signature");
        let mut imprint = [0; N_VALUES];
        if text.len() != N_VALUES * 8 || !text.is_ascii() {
            return Err(wrong());
        }
        for (at, value) in imprint.iter_mut().enumerate() {
            *value = u32::from_str_radix(&text[at * 8..at * 8 + 8], 16).map_err(|_| wrong())?;
        }
        Ok(imprint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An essay of so many characters from the given one on, no five of which repeat.
    fn essay(title: &str, from: u32) -> Imprinted {
        let text: String = (from..from + 900).filter_map(|i| char::from_u32(0x4e00 + i)).collect();
        Imprinted { title: title.into(), imprint: imprint(&text).expect("long enough") }
    }

    #[test]
    fn groups_hold_essays_of_several_units() {
        let units = [
            (0, vec![essay("一", 0), essay("二", 3000), essay("三", 6000)]),
            (1, vec![essay("四", 3000)]),
            (3, vec![essay("五", 60), essay("六", 9000), essay("七", 9000)]),
        ];
        let found = likenesses(&units);
        let shown: Vec<Vec<&str>> =
            found.iter().map(|l| l.essays.iter().map(|(_, title)| title.as_str()).collect()).collect();
        // Copies within one unit are that unit's own matter.
        assert_eq!(shown, [vec!["二", "四"], vec!["一", "五"]]);
        assert_eq!(found[1].units().collect::<Vec<_>>(), [0, 3]);
        assert!((found[0].score - 1.0).abs() < 1e-9 && found[1].score < 1.0);
        let text = serde_json::to_string(&units[0].1).expect("text");
        assert_eq!(serde_json::from_str::<Vec<Imprinted>>(&text).expect("read back"), units[0].1);
        assert!(serde_json::from_str::<Imprinted>(r#"{"title": "一", "imprint": "zz"}"#).is_err());
    }
}
