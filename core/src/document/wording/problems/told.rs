//! The numbers of a flagged indicator, ready to be told: each with its source, and how what they
//! count is named.

use crate::document::format::percent_beside;
use crate::document::provenance::Provenance;
use crate::document::text::{Count, Text, text};
use crate::dossier::{Dossier, Essay, EssayKind};
use crate::findings::{Indicator, Reading};
use crate::statistics::{MIN_PERCENT_OF, size};

/// Returns `，占62.5%`, or nothing where there are too few.
pub(crate) fn share_part(indicator: &Indicator, n: &Count, of: &Count) -> Text {
    if of.n < MIN_PERCENT_OF {
        return Text::new();
    }
    text!("，占{}", percent_beside(n.n, of.n, &indicator.limit, &n.source))
}

/// What the records show: which of them, and what.
pub(super) struct Clause {
    pub(super) from: &'static str,
    pub(super) words: Text,
}

/// The numbers of a reading, ready to be told.
pub(super) struct Told<'a> {
    pub(super) indicator: &'a Indicator,
    pub(super) reading: &'a Reading,
    pub(super) dossier: &'a Dossier,
    pub(super) source: Provenance,
    pub(super) n: Count,
    pub(super) of: Count,
    pub(super) rest: Count,
}

impl<'a> Told<'a> {
    pub(super) fn of(indicator: &'a Indicator, reading: &'a Reading, dossier: &'a Dossier) -> Told<'a> {
        let source = Provenance::reading(indicator.rule.id, reading);
        let n = Count::new(reading.n.unwrap_or(0), source.clone());
        let of = Count::new(reading.of.unwrap_or(0), source.clone());
        let rest = Count::new(of.n.saturating_sub(n.n), source.clone());
        Told { indicator, reading, dossier, source, n, of, rest }
    }

    /// Returns `，占62.5%`, or nothing where there are too few.
    pub(super) fn part(&self) -> Text {
        share_part(self.indicator, &self.n, &self.of)
    }

    /// Returns `，参考率94.96%`, or nothing where there are too few.
    pub(super) fn named_part(&self, name: &'static str) -> Text {
        if self.of.n < MIN_PERCENT_OF {
            return Text::new();
        }
        let share = percent_beside(self.n.n, self.of.n, &self.indicator.limit, &self.source);
        text!("，{name}{share}")
    }

    /// Returns whether there is one session and no more, and it is the one that is counted.
    pub(super) fn is_only_session(&self) -> bool {
        self.of.n == 1 && self.dossier.sessions.len() == 1
    }

    /// Returns whether there is one essay and no more, and it is the one that is counted.
    pub(super) fn is_only_essay(&self) -> bool {
        self.of.n == 1 && essays(self.dossier).count() == 1
    }

    /// Names the sessions that are counted: all of them, or those that say what is asked.
    pub(super) fn sessions(&self, that_say: &'static str) -> Text {
        let of = &self.of;
        if of.n == size(self.dossier.sessions.len()) {
            text!("{of}次集中学习")
        } else {
            text!("{that_say}的{of}次集中学习")
        }
    }

    /// Names the essays that are counted: all of them, or those of a kind.
    pub(super) fn essays(&self, that_are: &'static str) -> Text {
        let of = &self.of;
        if of.n == size(essays(self.dossier).count()) {
            text!("{of}篇心得体会和理论文章")
        } else {
            text!("{that_are}的{of}篇心得体会和理论文章")
        }
    }

    pub(super) fn part_name(&self) -> &'static str {
        self.dossier.period.part_name()
    }
}

/// Returns the essays and articles.
pub(super) fn essays(dossier: &Dossier) -> impl Iterator<Item = &Essay> {
    dossier.essays.iter().filter(|essay| essay.kind != EssayKind::Report)
}
