//! 汇总报告.json read back: the county's figures of a period, to compare with or to follow.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::county::total::Total;
use crate::diagnostic::Diagnostic;
use crate::document::format;
use crate::dossier::unit_identity;
use crate::findings::{RULES, RuleId};
use crate::period::Period;
use crate::statistics::{Key, exact};

/// The version of 汇总报告.json that is understood.
pub(super) const VERSION: u32 = 1;

/// More than this no county counts.
const MAX_COUNT: f64 = 1e9;

/// The county's figures of an earlier period.
#[derive(Debug, Clone, PartialEq)]
pub struct Earlier {
    /// The county.
    pub county: String,
    /// The period.
    pub period: Period,
    /// How many units were counted.
    pub n_units: usize,
    /// The figures of all units together.
    pub totals: Vec<Total>,
    /// The indicators, as position in [`RULES`], units out of bounds, and units in all.
    pub indicators: Vec<(usize, usize, usize)>,
    /// The units that were counted.
    pub units: Vec<EarlierUnit>,
    /// Whether it holds figures of single units: those of older programs do not.
    pub has_unit_figures: bool,
}

/// A unit as it stood then.
#[derive(Debug, Clone, PartialEq)]
pub struct EarlierUnit {
    /// Its name.
    pub unit: String,
    /// Its place; absent where it was not ranked.
    pub rank: Option<usize>,
    /// How many indicators were out of bounds.
    pub n_flagged: usize,
    /// Which, of those that are still known.
    pub flagged: Vec<RuleId>,
    /// Its figures, where they were published.
    pub figures: Vec<Total>,
}

/// 汇总报告.json, as far as it is read.
#[derive(Deserialize)]
struct File {
    version: u32,
    county: String,
    period: String,
    counted: usize,
    measures: Vec<FileMeasure>,
    indicators: Vec<FileIndicator>,
    #[serde(default)]
    ranking: Vec<FilePlace>,
    units: Option<Vec<FileUnit>>,
}

#[derive(Deserialize)]
struct FileMeasure {
    key: String,
    value: Option<f64>,
    n: Option<u64>,
    of: Option<u64>,
    #[serde(default)]
    units: usize,
}

#[derive(Deserialize)]
struct FileIndicator {
    id: String,
    flagged: usize,
    of: usize,
    #[serde(default)]
    units: Vec<String>,
}

#[derive(Deserialize)]
struct FilePlace {
    rank: Option<usize>,
    unit: String,
    flagged: usize,
}

#[derive(Deserialize)]
struct FileUnit {
    unit: String,
    measures: Vec<FileMeasure>,
}

impl FileMeasure {
    /// Returns the figure; nothing of a key that this version does not know.
    fn total(&self) -> Option<Total> {
        let key = Key::ALL.into_iter().find(|key| key.name() == self.key)?;
        let share = self.n.zip(self.of).filter(|_| key.is_rate());
        let value = match share {
            // As the numbers have it: files of other programs may round.
            Some((_, 0)) => None,
            Some((n, of)) => Some(exact(n) / exact(of)),
            None => self.value.filter(|_| !key.is_rate()),
        };
        Some(Total { key, value, share, n_units: self.units })
    }
}

impl Earlier {
    /// Reads a 汇总报告.json; nothing from any other file.
    pub fn read(text: &str) -> Option<Earlier> {
        let file: File = serde_json::from_str(text.trim_start_matches('\u{feff}')).ok()?;
        let period: Period = file.period.parse().ok()?;
        if file.version != VERSION {
            return None;
        }
        let mut flagged: BTreeMap<String, Vec<RuleId>> = BTreeMap::new();
        let mut indicators = Vec::new();
        for indicator in file.indicators {
            let Some(at) = RULES.iter().position(|rule| rule.id.id() == indicator.id) else { continue };
            indicators.push((at, indicator.flagged, indicator.of));
            for unit in indicator.units {
                flagged.entry(unit).or_default().push(RULES[at].id);
            }
        }
        let totals = |measures: &[FileMeasure]| measures.iter().filter_map(FileMeasure::total).collect();
        let mut figures: BTreeMap<&str, Vec<Total>> =
            file.units.iter().flatten().map(|unit| (unit.unit.as_str(), totals(&unit.measures))).collect();
        let unit = |place: FilePlace| EarlierUnit {
            flagged: flagged.remove(&place.unit).unwrap_or_default(),
            figures: figures.remove(place.unit.as_str()).unwrap_or_default(),
            rank: place.rank,
            n_flagged: place.flagged,
            unit: place.unit,
        };
        Some(Earlier {
            county: file.county,
            period,
            n_units: file.counted,
            totals: totals(&file.measures),
            units: file.ranking.into_iter().map(unit).collect(),
            indicators,
            has_unit_figures: file.units.is_some(),
        })
    }

    /// Reads the 汇总报告.json among several files that are of this county and earlier than the period, the
    /// latest last; and says which of them cannot be compared with.
    pub fn of_county(texts: &[String], county: &str, period: Period) -> (Vec<Earlier>, Vec<Diagnostic>) {
        let read = texts.iter().filter_map(|text| Earlier::read(text));
        let own = unit_identity(county);
        let is_earlier = |earlier: &Earlier| {
            unit_identity(&earlier.county) == own && earlier.period.last_day() < period.first_day()
        };
        let mut diagnostics = Vec::new();
        let mut by_period: BTreeMap<Period, Vec<Earlier>> = BTreeMap::new();
        for earlier in read.filter(is_earlier) {
            let name = format::period(earlier.period);
            if earlier.is_sound() {
                by_period.entry(earlier.period).or_default().push(earlier);
            } else {
                let message = format!("{name}的 汇总报告.json 里的数字前后不符，没有和它比较");
                let hint = "换成程序当时生成的 汇总报告.json，不要改里面的数字";
                diagnostics.push(Diagnostic::warning("county-figures-odd", message).hint(hint));
            }
        }
        let mut found = Vec::new();
        for (period, mut files) in by_period {
            if files.iter().all(|earlier| *earlier == files[0]) {
                found.extend(files.pop());
                continue;
            }
            // Which of them is right is not known.
            let name = format::period(period);
            let message = format!("{name}的 汇总报告.json 有 {} 个，数字不同，没有和它们比较", files.len());
            diagnostics.push(Diagnostic::warning("period-twice", message).hint("每期只留一个"));
        }
        // Of two that end on one day, the one that is as long as this is compared with.
        let is_alike = |earlier: &Earlier| earlier.period.is_as_long_as(period);
        found.sort_by_key(|earlier| (earlier.period.last_day(), is_alike(earlier)));
        (found, diagnostics)
    }

    /// Returns whether the figures that are followed are such as a program of ours writes: rates that are
    /// shares, counts that are whole.
    pub(super) fn is_sound(&self) -> bool {
        let of_units = self.units.iter().flat_map(|unit| &unit.figures);
        self.totals.iter().chain(of_units).all(|total| match (total.share, total.value) {
            // Essays a member are a quotient, not a share.
            _ if total.key == Key::EssaysPerMember => true,
            (Some((n, of)), _) => n <= of,
            (None, Some(value)) => (0.0..=MAX_COUNT).contains(&value) && value.fract() == 0.0,
            (None, None) => true,
        })
    }

    /// Returns a rate's numerator and denominator.
    pub fn share(&self, key: Key) -> Option<(u64, u64)> {
        self.total(key)?.share
    }

    /// Returns a figure of all units together.
    pub fn total(&self, key: Key) -> Option<&Total> {
        self.totals.iter().find(|total| total.key == key)
    }
}
