//! Tracked changes while they are read: neighbouring ones of one person become one.

use crate::revision::draft::{Change, ChangeKind};
use crate::revision::read::tree::Element;

/// The most changes that are listed; all are counted in, the rest joins the last.
const MAX_CHANGES: usize = 10_000;
/// The most characters of a change that are shown.
const N_SHOWN: usize = 200;

/// What becomes of words that a change added or deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// They are new.
    After,
    /// They are gone.
    Before,
}

/// A change that words are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tracked {
    pub(super) side: Side,
    is_move: bool,
    who: String,
    when: String,
}

impl Tracked {
    /// Returns the change that an element is, if it is one of words.
    pub(super) fn of(element: &Element) -> Option<Tracked> {
        let (side, is_move) = match element.name.as_str() {
            "ins" | "cellIns" => (Side::After, false),
            "del" | "cellDel" => (Side::Before, false),
            "moveTo" => (Side::After, true),
            "moveFrom" => (Side::Before, true),
            _ => return None,
        };
        let get = |name| element.attribute(name).unwrap_or_default().to_string();
        Some(Tracked { side, is_move, who: get("author"), when: get("date") })
    }
}

/// The changes of a draft while they are read.
#[derive(Debug, Default)]
pub(super) struct Changes {
    pub(super) found: Vec<Change>,
    /// How many characters were read, kept or not, and where the last change ends among them.
    n_read: usize,
    end: usize,
}

impl Changes {
    /// Notes words that are in no change.
    pub(super) fn pass(&mut self, words: &str) {
        self.n_read += words.len();
    }

    /// Notes words that are in a change, with the words before them.
    pub(super) fn take(&mut self, tracked: &Tracked, words: &str, around: impl FnOnce() -> String) {
        let is_next = self.end == self.n_read && !self.found.is_empty();
        self.n_read += words.len();
        if words.is_empty() {
            return;
        }
        let joins = is_next
            && self.found.last().is_some_and(|last| {
                last.who == tracked.who
                    && last.kind != ChangeKind::Table
                    && (last.kind == ChangeKind::Moved) == tracked.is_move
            });
        if !joins && self.found.len() < MAX_CHANGES {
            self.found.push(Change {
                kind: if tracked.is_move { ChangeKind::Moved } else { ChangeKind::Added },
                who: tracked.who.clone(),
                when: tracked.when.clone(),
                from: String::new(),
                to: String::new(),
                around: around(),
            });
        }
        self.end = self.n_read;
        let Some(last) = self.found.last_mut() else { return };
        let side = match tracked.side {
            Side::After => &mut last.to,
            Side::Before => &mut last.from,
        };
        if side.chars().count() < N_SHOWN {
            side.extend(words.chars().take(N_SHOWN));
        }
        if last.kind != ChangeKind::Moved {
            last.kind = match (last.from.is_empty(), last.to.is_empty()) {
                (false, false) => ChangeKind::Replaced,
                (false, true) => ChangeKind::Deleted,
                (true, _) => ChangeKind::Added,
            };
        }
    }

    /// Notes that a row or cell of a table was added or deleted.
    pub(super) fn table(&mut self, tracked: &Tracked, words: String) {
        if self.found.len() >= MAX_CHANGES {
            return;
        }
        let (from, to) = match tracked.side {
            Side::After => (String::new(), words),
            Side::Before => (words, String::new()),
        };
        let (who, when) = (tracked.who.clone(), tracked.when.clone());
        self.found.push(Change { kind: ChangeKind::Table, who, when, from, to, around: String::new() });
        self.end = usize::MAX;
    }
}
