//! What to make of a document's pages.

use crate::pdf::attached::AttachedFile;
use crate::settings::Standards;

/// What to make of a document.
#[derive(Debug, Clone, Default)]
pub struct RenderOptions {
    /// The standards that the file keeps.
    pub standards: Standards,
    /// Whether the grid and the seals' places are outlined, for proof-readers.
    pub proof: bool,
    /// Files that travel inside the PDF; only PDF/A-3 and plain PDF take any.
    pub attached: Vec<AttachedFile>,
}
