//! What to make of a document.

use crate::pages::SetOptions;
use crate::settings::Standards;

/// What to make of a document.
#[derive(Debug, Clone, Default)]
pub struct RenderOptions {
    /// The standards that the file keeps.
    pub standards: Standards,
    /// How the pages are set.
    pub pages: SetOptions,
}
