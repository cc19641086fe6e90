//! Names for the figures of a document, by which a draft that comes back is compared with it.
//!
//! A name is where the number comes from and which of the numbers from there it is, in reading
//! order: `attendance-rate.2`, `3.1.1`, `date-due.4`, `cell-F12.1`. The same registers give the
//! same names; a sentence that is left out renames only later figures of its own source.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::document::block::Document;
use crate::document::provenance::{Dated, Provenance};
use crate::document::spot::Spot;

/// The longest name; with its prefix and doubled points it fits Word's 40 characters.
const MAX_CHARS: usize = 33;

/// What the bookmarks of figures begin with. Word hides those that begin with `_`.
const PREFIX: &str = "_bx_";

/// A figure with its name and place.
#[derive(Debug, Clone, PartialEq)]
pub struct Identified {
    /// Its name: ASCII letters, digits, `-` and `.`, no two of the marks side by side.
    pub id: String,
    /// What is printed.
    pub text: String,
    /// Where it comes from.
    pub source: Provenance,
    /// The text that it stands in.
    pub spot: Spot,
    /// The byte of that text at which it begins.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// Returns the figures of a document in reading order, each with its name.
pub fn identified(document: &Document) -> Vec<Identified> {
    let mut n_before: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = Vec::new();
    for printed in document.printed() {
        for placed in printed.text.figures().iter().filter(|placed| placed.start < placed.end) {
            let source = name(&placed.source);
            let n = n_before.entry(source.clone()).or_default();
            *n += 1;
            out.push(Identified {
                id: format!("{source}.{n}"),
                text: printed.text.as_str()[placed.start..placed.end].to_string(),
                source: placed.source.clone(),
                spot: printed.spot,
                start: placed.start,
                end: placed.end,
            });
        }
    }
    out
}

/// Returns the name of the bookmark round a figure: letters, digits and `_`, at most 40.
pub fn bookmark(id: &str) -> String {
    PREFIX.to_string() + &id.replace('.', "__").replace('-', "_")
}

/// Returns the name of the figure that a bookmark stands round, if it is one of ours.
pub fn id_of_bookmark(bookmark: &str) -> Option<String> {
    let name = bookmark.strip_prefix(PREFIX)?;
    Some(name.replace("__", ".").replace('_', "-"))
}

/// Returns what tells two lists of figures apart: a hash of all names and printed forms.
pub fn fingerprint(figures: &[Identified]) -> String {
    let mut hash = Sha256::new();
    for figure in figures {
        hash.update(figure.id.as_bytes());
        hash.update([0]);
        hash.update(figure.text.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Returns the name of a source, without the number that counts its figures.
fn name(source: &Provenance) -> String {
    let name = match source {
        Provenance::Measure(key, _) => key.name().to_string(),
        Provenance::Indicator(rule, _) => rule.id().to_string(),
        Provenance::Count(what, _) => worded("count", what),
        Provenance::Published(what, _) => worded("published", what),
        Provenance::Listed(what) => worded("listed", what),
        Provenance::Score(item, _) => worded("score", item),
        Provenance::Threshold(Some(rule)) => format!("limit-{}", rule.id()),
        Provenance::Threshold(None) => "limit-attendance-rate".to_string(),
        Provenance::Target(measure) => format!("target-{}", measure.key()),
        Provenance::Date(Dated::Document) => "date-document".to_string(),
        Provenance::Date(Dated::Period) => "date-period".to_string(),
        Provenance::Date(Dated::Due) => "date-due".to_string(),
        Provenance::Date(Dated::Record(origin)) => format!("date-{}", origin.a1()),
        Provenance::Cell(origin) => format!("cell-{}", origin.a1()),
        Provenance::Office(key) => worded("office", key),
        Provenance::Numbering(what) => worded("number", what),
        Provenance::Constant(reason) => worded("constant", reason),
    };
    // None is as long today; a longer key loses its end, which only makes names count together.
    name.chars()
        .take(MAX_CHARS - ".999999".len())
        .collect::<String>()
        .trim_end_matches(['-', '.'])
        .to_string()
}

/// Names a source that is told by words: a published key stands as it is, others as four digits.
fn worded(kind: &str, words: &str) -> String {
    if words.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
        return format!("{kind}-{words}");
    }
    let key = words.rsplit('.').next().unwrap_or(words);
    if key.chars().all(|c| c.is_ascii_lowercase() || c == '-') {
        return format!("{kind}-{key}");
    }
    let hash = Sha256::digest(words.as_bytes());
    format!("{kind}-{:02x}{:02x}", hash[0], hash[1])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::findings::{MeasureKey, RuleId};
    use crate::statistics::Key;

    #[test]
    fn names_are_short_and_come_back_from_their_bookmarks() {
        let rules = RuleId::ALL.map(|rule| [Provenance::Threshold(Some(rule))]);
        let measures = MeasureKey::ALL.map(|key| [Provenance::Target(key)]);
        let keys = Key::ALL.map(|key| [Provenance::Measure(key, Default::default())]);
        let words = ["letterhead.copy-number", "正文素材", "organ", "三项措施"];
        let worded =
            words.map(|word| [Provenance::Office(word), Provenance::Count(word, Default::default())]);
        let all = rules.iter().chain(&measures).chain(&keys).flatten().chain(worded.iter().flatten());
        for source in all {
            let name = name(source);
            let id = format!("{name}.999999");
            let mark = bookmark(&id);
            assert!(mark.len() <= 40 && id.len() <= 36, "{mark}");
            assert!(mark.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{mark}");
            assert_eq!(id_of_bookmark(&mark), Some(id));
        }
    }

    #[test]
    fn other_bookmarks_are_nobodys() {
        assert_eq!(id_of_bookmark("_Toc123"), None);
        assert_eq!(id_of_bookmark("_bx_3__1__2"), Some("3.1.2".to_string()));
        assert_eq!(id_of_bookmark("_bx_date_due__4"), Some("date-due.4".to_string()));
    }

    #[test]
    fn names_tell_sources_apart() {
        let name = |source| name(&source);
        assert_eq!(name(Provenance::Office("letterhead.number")), "office-number");
        assert_eq!(name(Provenance::Date(Dated::Due)), "date-due");
        assert_ne!(name(Provenance::Listed("问题")), name(Provenance::Listed("措施")));
    }
}
