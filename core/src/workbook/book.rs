//! What the sheets of one workbook of Excel's kind have in common: texts, styles, epoch.

use crate::workbook::looks::Looks;
use crate::workbook::shared_strings::Strings;

/// What the cells of a workbook refer to.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub(super) strings: Strings,
    pub(super) looks: Looks,
    pub(super) is_1904: bool,
}

/// What kind of sheet a part says it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Root {
    /// Cells.
    Cells,
    /// No cells of data, in these words.
    None(&'static str),
}

impl Root {
    /// Tells it by the name of the outermost element.
    pub(super) fn of(name: &str) -> Root {
        match name {
            "chartsheet" => Root::None("图表"),
            "dialogsheet" => Root::None("对话框"),
            "macrosheet" => Root::None("宏表"),
            _ => Root::Cells,
        }
    }
}
