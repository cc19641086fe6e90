//! What a rule is, and what it looks at.

use crate::dossier::{Dossier, Essay, EssayKind, Register};
use crate::findings::places::Home;
use crate::findings::similarity::Pair;
use crate::findings::{CauseKind, Reading, RuleId, Serves};
use crate::statistics::Statistics;

/// A rule: an indicator's name and how it is measured.
#[derive(Debug)]
pub struct Rule {
    /// Which rule it is, with its published number and key.
    pub id: RuleId,
    /// The name in Chinese, as it stands in tables.
    pub name: &'static str,
    /// How it is reckoned, in Chinese, as a clerk reads it.
    pub formula: &'static str,
    /// The problem or cause that it speaks for.
    pub serves: Serves,
    /// Measures it; nothing where there is no data.
    pub read: fn(&Case<'_>) -> Option<Reading>,
}

impl Rule {
    /// Returns whether this rule, out of bounds, speaks for the cause: those of the cause do, and
    /// of the problems' rules two more.
    pub(super) fn speaks_for(&self, cause: CauseKind) -> bool {
        match self.serves {
            Serves::Cause(kind) => kind == cause,
            Serves::Problem(_) => matches!(
                (self.id, cause),
                (RuleId::JointSessions, CauseKind::WeakCommitment)
                    | (RuleId::ResultsUsed, CauseKind::NoHardTargets)
            ),
        }
    }
}

/// What ties a text to an office's own place.
#[derive(Debug, Clone, Default)]
pub struct Local<'a> {
    /// Local topics: place, industries, the year's tasks.
    pub keywords: &'a [String],
    /// Where the office is.
    pub home: Home<'a>,
}

impl<'a> Local<'a> {
    /// Gathers the office's topics, and where it is by the names of the office and those above it.
    pub fn new(offices: &[&'a str], keywords: &'a [String]) -> Local<'a> {
        Local { keywords, home: Home::new(offices, keywords) }
    }
}

/// What a rule looks at.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// The records.
    pub dossier: &'a Dossier,
    /// The figures.
    pub statistics: &'a Statistics,
    /// What ties a text to the office's own place.
    pub local: &'a Local<'a>,
    /// Essays whose texts share much, as positions in the dossier's list.
    pub similar: &'a [Pair],
}

/// Returns the essays and articles, without research reports; nothing without their register.
pub(super) fn essays<'a>(case: &Case<'a>) -> Option<impl Iterator<Item = &'a Essay> + use<'a>> {
    let dossier = case.dossier;
    let essays = dossier.essays.iter().filter(|essay| essay.kind != EssayKind::Report);
    dossier.has(Register::Essays).then_some(essays)
}
