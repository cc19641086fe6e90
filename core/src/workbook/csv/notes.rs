//! What is said of a delimited text: each kind once, with the cells that it is about.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::origin::Place;
use crate::workbook::encoding::{Decoded, UTF8};
use crate::workbook::notes::Cells;

/// A cell's row and column, from zero.
type Pos = (u32, u32);

/// What can be odd about a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Odd {
    /// Its line is in another encoding.
    Foreign,
    /// It has lost a character.
    Lost,
    /// It held control characters.
    Control,
    /// It begins with a quote that has no partner.
    Unpaired,
}

/// The odd cells so far.
#[derive(Debug, Default)]
pub(super) struct Notes {
    cells: BTreeMap<Odd, Cells>,
    controls: BTreeSet<char>,
}

impl Notes {
    /// Adds a cell.
    pub(super) fn add(&mut self, odd: Odd, pos: Pos) {
        self.cells.entry(odd).or_default().add(pos);
    }

    /// Adds a cell that held control characters.
    pub(super) fn add_controls(&mut self, pos: Pos, controls: impl Iterator<Item = char>) {
        self.controls.extend(controls);
        self.add(Odd::Control, pos);
    }

    /// Says how the text was decoded and what was found.
    pub(super) fn tell(&self, place: &Arc<Place>, decoded: &Decoded<'_>, diagnostics: &mut Vec<Diagnostic>) {
        if decoded.n_lost == 0 && decoded.encoding != UTF8 {
            let message = format!("按 {} 编码读取", decoded.encoding);
            diagnostics.push(Diagnostic::note("encoding-guessed", message).at(place));
        }
        let told =
            self.cells.iter().map(|(odd, cells)| self.told(*odd, cells, decoded).at(cells.spot(place)));
        diagnostics.extend(told);
        if decoded.n_filling > 0 {
            let message = format!("文件末尾有 {} 个空字节，已略去", decoded.n_filling);
            diagnostics.push(Diagnostic::note("control-characters", message).at(place));
        }
    }

    /// Says what is odd about these cells.
    fn told(&self, odd: Odd, cells: &Cells, decoded: &Decoded<'_>) -> Diagnostic {
        let named = cells.named();
        let Decoded { encoding, n_lost, foreign_encoding, .. } = decoded;
        match odd {
            Odd::Foreign => {
                let rows = cells.listed(|(row, _)| (row + 1).to_string(), "");
                let message = format!("第 {rows} 行是另一种编码（{foreign_encoding}），已按该编码读取");
                Diagnostic::note("encoding-guessed", message).hint("核对这些行的内容")
            }
            Odd::Lost if *n_lost == 0 => {
                let message = format!("文件里有导出时已经丢失的字（`\u{fffd}`）：{named}");
                Diagnostic::warning("encoding-guessed", message).hint("在原系统里核对后重新导出")
            }
            Odd::Lost => {
                let message =
                    format!("按 {encoding} 编码读取，有 {n_lost} 处字节认不出，已换成 `\u{fffd}`：{named}");
                let warning = Diagnostic::warning("encoding-guessed", message);
                warning.hint("用 Excel 或 WPS 打开核对后另存为 .xlsx")
            }
            Odd::Control => {
                let codes: Vec<String> =
                    self.controls.iter().map(|&c| format!("U+{:04X}", u32::from(c))).collect();
                let message = format!("有看不见的控制字符（{}），已略去：{named}", codes.join("、"));
                Diagnostic::note("control-characters", message)
            }
            Odd::Unpaired => {
                let message = format!("双引号没有配对，按普通字符读取：{named}");
                Diagnostic::warning("unclosed-quote", message).hint("补上或删去多余的双引号")
            }
        }
    }
}
