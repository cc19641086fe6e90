//! The few rules of XML that writing it needs.

use crate::document::visible::visible;

/// What every part starts with.
pub(super) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

/// The namespaces that parts of the text use.
pub(super) const NAMESPACES: &str = concat!(
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" ",
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" ",
    "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" ",
    "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" ",
    "xmlns:c=\"http://schemas.openxmlformats.org/drawingml/2006/chart\""
);

/// Returns a text as it may stand in an element or in a value between double quotes: nothing that
/// cannot be seen, so nothing that XML forbids either.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in visible(text).chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_control_characters_stay_out() {
        assert_eq!(escape("<w:p a=\"1\">&"), "&lt;w:p a=&quot;1&quot;&gt;&amp;");
        assert_eq!(escape("甲\u{0}\u{8}\u{202E}乙\u{FFFF}\n丙"), "甲乙 丙");
    }
}
