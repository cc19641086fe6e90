//! How a document's pages are set.

use crate::pages::attached::AttachedFile;

/// How a document's pages are set.
#[derive(Debug, Clone, Default)]
pub struct SetOptions {
    /// Whether the grid and the seals' places are outlined, for proof-readers.
    pub proof: bool,
    /// Files that travel inside the PDF; only PDF/A-3 and plain PDF take any.
    pub attached: Vec<AttachedFile>,
}
