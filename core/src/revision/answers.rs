//! What the office says of how a revised draft is taken over, in the words of each step.

use crate::revision::apply::Options;
use crate::revision::draft::Reading;
use crate::revision::judge::Allowance;
use crate::settings::carried::{Answers, OpenChanges};

impl Answers {
    /// Returns how open changes are read.
    pub fn reading(&self) -> Reading {
        match self.changes {
            OpenChanges::Refuse | OpenChanges::Accept => Reading::Accepted,
            OpenChanges::Reject => Reading::Rejected,
        }
    }

    /// Returns what may be left open.
    pub fn options(&self) -> Options {
        Options { takes_changes: self.changes != OpenChanges::Refuse, ignores_comments: self.ignore_comments }
    }

    /// Returns the numbers that the office answers for.
    pub fn allowances(&self) -> Vec<Allowance> {
        let allowance =
            |(id, reason): (&String, &String)| Allowance { id: id.clone(), reason: reason.clone() };
        self.allowed.iter().map(allowance).collect()
    }
}
