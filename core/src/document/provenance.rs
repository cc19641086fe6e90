//! Where a printed number comes from.

use std::sync::Arc;

use crate::dossier::Field;
use crate::findings::{Indicator, MeasureKey, Reading, RuleId};
use crate::origin::Origin;
use crate::statistics::{Key, Measure};

/// The numbers and cells behind a figure.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Evidence {
    /// The exact value.
    pub value: Option<f64>,
    /// The numerator, or the count itself.
    pub n: Option<u64>,
    /// The denominator.
    pub of: Option<u64>,
    /// The cells.
    pub origins: Vec<Origin>,
}

/// Where a printed number comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Provenance {
    /// A published figure of the period.
    Measure(Key, Arc<Evidence>),
    /// What a rule measured.
    Indicator(RuleId, Arc<Evidence>),
    /// So many records of what is named.
    Count(&'static str, Arc<Evidence>),
    /// Published figures of another period or of other units, named; their cells stand in theirs.
    Published(&'static str, Arc<Evidence>),
    /// So many of what the document itself lists: problems, measures, proposals.
    Listed(&'static str),
    /// Points of the score sheet's item that is named, by how much of what is asked was done.
    Score(&'static str, Arc<Evidence>),
    /// A number that a rule is judged by; without a rule, the attendance rate that is asked for.
    Threshold(Option<RuleId>),
    /// What a planned measure is to reach.
    Target(MeasureKey),
    /// A date, or part of one.
    Date(Dated),
    /// Words that stand in a cell.
    Cell(Origin),
    /// The office's own words: a key of the configuration, or the supplement.
    Office(&'static str),
    /// A number that orders what is printed: of a table, a row, an indicator.
    Numbering(&'static str),
    /// A number of the program's own, with its reason.
    Constant(&'static str),
}

/// What a date is of.
#[derive(Debug, Clone, PartialEq)]
pub enum Dated {
    /// The document itself.
    Document,
    /// The period it covers, the one before or the one after.
    Period,
    /// The day by which something is to be done.
    Due,
    /// A day or month of the registers.
    Record(Origin),
}

impl Provenance {
    /// Counts records of what is named: as many as there are cells.
    pub fn records(what: &'static str, origins: Vec<Origin>) -> Provenance {
        let n = u64::try_from(origins.len()).unwrap_or(u64::MAX);
        Provenance::counted(what, n, origins)
    }

    /// Counts what is named among these cells.
    pub fn counted(what: &'static str, n: u64, origins: Vec<Origin>) -> Provenance {
        Provenance::Count(what, Arc::new(Evidence { n: Some(n), origins, ..Evidence::default() }))
    }

    /// Names what other published figures say.
    pub fn published(what: &'static str, n: Option<u64>, of: Option<u64>, value: Option<f64>) -> Provenance {
        Provenance::Published(what, Arc::new(Evidence { value, n, of, origins: Vec::new() }))
    }

    /// Names what an indicator measured.
    pub fn reading(rule: RuleId, reading: &Reading) -> Provenance {
        let Reading { value, n, of, .. } = *reading;
        let origins = reading.origins.clone();
        Provenance::Indicator(rule, Arc::new(Evidence { value: Some(value), n, of, origins }))
    }

    /// Names the cell of a field; where it has none, the one that stands for its record.
    pub fn cell<T>(field: &Field<T>, record: &Origin) -> Provenance {
        Provenance::Cell(field.origin.clone().unwrap_or_else(|| record.clone()))
    }

    /// Returns the numbers and cells behind it, where there are any.
    pub fn evidence(&self) -> Option<&Evidence> {
        match self {
            Provenance::Measure(_, evidence)
            | Provenance::Indicator(_, evidence)
            | Provenance::Count(_, evidence)
            | Provenance::Published(_, evidence)
            | Provenance::Score(_, evidence) => Some(evidence),
            _ => None,
        }
    }

    /// Returns the cells it cites.
    pub fn origins(&self) -> &[Origin] {
        match self {
            Provenance::Cell(origin) | Provenance::Date(Dated::Record(origin)) => {
                std::slice::from_ref(origin)
            }
            _ => self.evidence().map_or(&[], |evidence| &evidence.origins),
        }
    }
}

impl From<&Provenance> for Provenance {
    fn from(source: &Provenance) -> Provenance {
        source.clone()
    }
}

impl From<&Measure> for Provenance {
    fn from(measure: &Measure) -> Provenance {
        let Measure { key, value, n, of, .. } = *measure;
        Provenance::Measure(key, Arc::new(Evidence { value, n, of, origins: measure.origins.clone() }))
    }
}

impl From<&Indicator> for Provenance {
    fn from(indicator: &Indicator) -> Provenance {
        match &indicator.reading {
            Some(reading) => Provenance::reading(indicator.rule.id, reading),
            None => Provenance::Threshold(Some(indicator.rule.id)),
        }
    }
}
