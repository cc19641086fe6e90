//! What kind of thing a row is of, by the words that name it.

/// Returns what the first of these words that a text holds stands for.
pub(super) fn first_named<K: Copy>(words: &[(&str, K)], text: &str) -> Option<K> {
    words.iter().find(|(word, _)| text.contains(word)).map(|(_, kind)| *kind)
}
