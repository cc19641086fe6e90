//! 工作底稿: what the office must do, settle or look into before the document is signed.
//!
//! The filed document speaks with the committee's voice; all that asks, doubts or proposes stands
//! here instead, each with its cells, what to do and who does it. Nothing of it is ever filed.
//!
//! ```text
//! worksheet = worksheet::write(material)      // findings -> what is left to do
//!             .with_warnings(diagnostics)     // and what reading the registers has warned of
//! ```

mod findings;
mod item;
mod own;
mod plan;
mod registers;
#[cfg(test)]
mod tests;
mod warnings;

pub use item::{Item, Kind};

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::document::{Format, Material};

/// What is left to do, in the order in which an office takes it up.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Worksheet {
    /// The items, by kind; those that are dealt with alike stand together.
    pub items: Vec<Item>,
}

/// Writes down what is left to do.
pub fn write(material: &Material<'_>) -> Worksheet {
    let mut items: Vec<Item> = registers::deserted(material).into_iter().collect();
    items.extend(registers::gaps(material));
    // Minutes tell of one session; what a period leaves open is not theirs.
    if material.settings.format != Format::Minutes {
        items.extend(registers::missing(material.dossier));
        items.extend(findings::doubts(material));
        items.extend(plan::gaps(material));
        items.extend(plan::research(material.dossier));
        items.extend(plan::proposals(material));
        items.extend(findings::left_out(material));
        items.extend(findings::switched_off(material));
        items.extend(own::numbers(material.supplement));
    }
    Worksheet { items: arranged(items) }
}

/// Sorts items by kind; what is dealt with alike stands together, where the first of it would.
fn arranged(mut items: Vec<Item>) -> Vec<Item> {
    items.sort_by_key(|item| item.kind);
    let mut alike: Vec<Vec<Item>> = Vec::new();
    for item in items {
        match alike.iter_mut().find(|group| group[0].is_dealt_with_like(&item)) {
            Some(group) => group.push(item),
            None => alike.push(vec![item]),
        }
    }
    alike.into_iter().flatten().collect()
}

impl Worksheet {
    /// Adds what reading the registers has warned of: each warning with its cells.
    #[must_use]
    pub fn with_warnings(mut self, diagnostics: &[Diagnostic]) -> Worksheet {
        self.items.extend(warnings::items(diagnostics));
        self.items = arranged(self.items);
        self
    }

    /// Returns the list as a JSON array, with a final line break.
    pub fn to_json(&self) -> String {
        let text = serde_json::to_string_pretty(self).expect("items are plain text and finite numbers");
        text + "\n"
    }
}
