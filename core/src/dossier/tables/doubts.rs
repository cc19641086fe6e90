//! Cells that do not say whether something was done: named once a column, with their count.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::dossier::tables::notes::span;
use crate::origin::Origin;

/// Of the texts of a column so many are quoted.
const MAX_QUOTED: usize = 3;

/// The cells of a table that are not understood, by the head of their column.
#[derive(Debug, Default)]
pub(in crate::dossier) struct Doubts(BTreeMap<u32, Doubt>);

/// The cells of one column.
#[derive(Debug)]
struct Doubt {
    head: String,
    texts: Vec<String>,
    cells: Vec<Origin>,
}

impl Doubts {
    /// Adds a cell.
    pub(in crate::dossier) fn add(&mut self, head: &str, text: &str, origin: &Origin) {
        let new = || Doubt { head: head.to_string(), texts: Vec::new(), cells: Vec::new() };
        let doubt = self.0.entry(origin.col).or_insert_with(new);
        if !doubt.texts.iter().any(|known| known == text) {
            doubt.texts.push(text.to_string());
        }
        doubt.cells.push(origin.clone());
    }

    /// Names each column's cells.
    pub(in crate::dossier) fn tell(self, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.extend(self.0.into_values().filter_map(|doubt| doubt.diagnostic()));
    }
}

impl Doubt {
    fn diagnostic(&self) -> Option<Diagnostic> {
        let quoted: Vec<String> =
            self.texts.iter().take(MAX_QUOTED).map(|text| format!("`{text}`")).collect();
        let more = if self.texts.len() > MAX_QUOTED { "等" } else { "" };
        let count = if self.cells.len() > 1 {
            format!("有 {} 格", self.cells.len())
        } else {
            "有一格".to_string()
        };
        let message =
            format!("“{}”{count}看不出做了没有（{}{more}），没有计入", self.head, quoted.join("、"));
        Some(
            Diagnostic::warning("unknown-state", message)
                .at(span(&self.cells)?)
                .value(self.texts.first()?.clone())
                .hint("写明内容，或写 已办、未办、正在办、无需"),
        )
    }
}
