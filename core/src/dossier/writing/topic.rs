//! Topics of sessions, essays and plan rows, compared by what they say.

use crate::dossier::writing::squeeze::squeeze;

/// Returns a topic reduced to what it says: no spaces, marks, or quotation.
pub(crate) fn plain_topic(text: &str) -> String {
    squeeze(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
