//! The style sheet: what every paragraph of a kind looks like.

use crate::docx::faces::{Faces, Role};
use crate::docx::look::Look;
use crate::docx::measures::{SAN_HAO, cells, whole};
use crate::docx::spacing;
use crate::docx::xml::{HEAD, NAMESPACES};

/// Rules of Chinese typesetting. Word would put a quarter of a character between Chinese and
/// Latin ones, and with a grid round lines up to it.
const CHINESE: &str = "<w:kinsoku w:val=\"1\"/><w:wordWrap/><w:overflowPunct w:val=\"0\"/><w:topLinePunct w:val=\"1\"/>\
     <w:autoSpaceDE w:val=\"0\"/><w:autoSpaceDN w:val=\"0\"/><w:adjustRightInd w:val=\"0\"/><w:snapToGrid w:val=\"0\"/>";

/// Characters as wide as they are.
const WIDE: &str = "<w:spacing w:val=\"0\"/>";

/// Sizes in half points: 二号, 四号, 小四, 五号, 小五.
const ER_HAO: u32 = 44;
const SI_HAO: u32 = 28;
const XIAO_SI: u32 = 24;
const WU_HAO: u32 = 21;
const XIAO_WU: u32 = 18;

/// The height of a line of a cell: two fit into a line of the page.
pub(super) const CELL_LINE: u32 = 260;
/// The height of a line of a note.
pub(super) const NOTE_LINE: u32 = 240;
/// White below the line of a caption, taken from it, since words stand low in an exact line.
const CAPTION_BELOW: u32 = 80;
/// The height of a line of 版记: 14 points, and 11 between two.
pub(super) const COLOPHON_LINE: u32 = 500;

/// No indent of the first line: it is inherited where it is not said.
const NO_INDENT: &str = "<w:ind w:firstLineChars=\"0\" w:firstLine=\"0\"/>";

/// Returns the style sheet.
pub(super) fn styles(faces: &Faces, line: u32) -> String {
    let defaults = format!(
        "<w:docDefaults><w:rPrDefault><w:rPr>{}{}<w:kern w:val=\"0\"/>{}<w:lang w:val=\"en-US\" w:eastAsia=\"zh-CN\" \
         w:bidi=\"ar-SA\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:widowControl w:val=\"0\"/>{CHINESE}{}\
         <w:jc w:val=\"both\"/></w:pPr></w:pPrDefault></w:docDefaults>",
        faces.run_fonts(Role::Body),
        closer(),
        size(SAN_HAO),
        exact(line, 0),
    );
    let all: String = Look::ALL.into_iter().map(|look| style(look, faces, line)).collect();
    format!("{HEAD}<w:styles {NAMESPACES}>{defaults}{all}</w:styles>")
}

/// Returns one style.
fn style(look: Look, faces: &Faces, line: u32) -> String {
    let is_default = look == Look::Body;
    let kind = match (is_default, look.is_words_own()) {
        (true, _) => " w:default=\"1\"",
        (false, true) => "",
        (false, false) => " w:customStyle=\"1\"",
    };
    let based = if is_default { "" } else { "<w:basedOn w:val=\"Normal\"/>" };
    // What is typed behind a heading is text.
    let is_head = matches!(look, Look::Heading | Look::Subheading | Look::Title | Look::AttachmentTitle);
    let next = if is_head { "<w:next w:val=\"Normal\"/>" } else { "" };
    let (id, name) = (look.id(), look.name());
    let (paragraph, run) = (paragraph(look, line), run(look, faces));
    format!(
        "<w:style w:type=\"paragraph\"{kind} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{based}{next}<w:qFormat/>\
         <w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )
}

/// Returns a style's format of paragraphs.
fn paragraph(look: Look, line: u32) -> String {
    let two = whole(cells(2.0));
    let indent = format!("<w:ind w:firstLineChars=\"200\" w:firstLine=\"{two}\"/>");
    let numbered = |level: u8| {
        format!(
            "<w:keepNext/><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>\
             <w:ind w:left=\"0\" w:firstLineChars=\"200\" w:firstLine=\"{two}\"/><w:jc w:val=\"left\"/>\
             <w:outlineLvl w:val=\"{level}\"/>"
        )
    };
    let left = "<w:jc w:val=\"left\"/>";
    let center = "<w:jc w:val=\"center\"/>";
    match look {
        Look::Body => {
            format!("<w:widowControl w:val=\"0\"/>{CHINESE}{}{indent}<w:jc w:val=\"both\"/>", exact(line, 0))
        }
        Look::Heading => numbered(0),
        Look::Subheading => numbered(1),
        Look::Item => String::new(),
        Look::Title => format!("{}{NO_INDENT}{center}", exact(line, line)),
        Look::Addressee => NO_INDENT.to_string(),
        Look::Letterhead | Look::Signature | Look::AttachmentList | Look::Roll => {
            format!("{NO_INDENT}{left}")
        }
        // White lines stand below: above, Word drops them at a page's top.
        Look::AttachmentLabel => {
            format!("<w:keepNext/><w:pageBreakBefore/>{}{NO_INDENT}{left}", exact(line, line))
        }
        Look::AttachmentTitle => {
            format!("<w:keepNext/>{}{NO_INDENT}{center}<w:outlineLvl w:val=\"0\"/>", exact(line, line))
        }
        Look::Caption => {
            format!("{}{NO_INDENT}{center}", exact(line.saturating_sub(CAPTION_BELOW), CAPTION_BELOW))
        }
        Look::Head => format!("{}{NO_INDENT}{center}", exact(CELL_LINE, 0)),
        Look::Cell => format!("{}{NO_INDENT}{left}", exact(CELL_LINE, 0)),
        Look::Note => format!("{}{NO_INDENT}{left}", exact(NOTE_LINE, 0)),
        // An exact line would show only a strip of the chart.
        Look::Picture => format!(
            "<w:keepNext/><w:spacing w:before=\"0\" w:after=\"0\" w:line=\"240\" w:lineRule=\"auto\"/>{NO_INDENT}{center}"
        ),
        Look::Remark => format!("{indent}{left}"),
        Look::Colophon => format!("{}{NO_INDENT}{left}", exact(COLOPHON_LINE, 0)),
        Look::Nothing => format!("{}{NO_INDENT}", exact(20, 0)),
        Look::Footer => format!("{}{NO_INDENT}", exact(280, 0)),
        Look::Header => format!("{}{NO_INDENT}{center}", exact(20, 0)),
    }
}

/// Returns a style's look of words.
fn run(look: Look, faces: &Faces) -> String {
    let words =
        |role, spacing: &str, half_points| format!("{}{spacing}{}", faces.run_fonts(role), size(half_points));
    match look {
        Look::Body => words(Role::Body, &closer(), SAN_HAO),
        Look::Heading | Look::AttachmentLabel => words(Role::Heading, &closer(), SAN_HAO),
        Look::Subheading => words(Role::Subheading, &closer(), SAN_HAO),
        Look::Title | Look::AttachmentTitle => words(Role::Title, WIDE, ER_HAO),
        Look::Caption => words(Role::Heading, WIDE, XIAO_SI),
        Look::Head => words(Role::Heading, WIDE, WU_HAO),
        Look::Cell => words(Role::Figures, WIDE, WU_HAO),
        Look::Note => words(Role::Figures, WIDE, XIAO_WU),
        Look::Colophon => words(Role::Body, WIDE, SI_HAO),
        Look::Footer => words(Role::Figures, WIDE, SI_HAO),
        Look::Picture | Look::Nothing | Look::Header => words(Role::Body, WIDE, 2),
        Look::Item
        | Look::Addressee
        | Look::Letterhead
        | Look::AttachmentList
        | Look::Signature
        | Look::Remark
        | Look::Roll => String::new(),
    }
}

/// Returns how much closer characters of 三号 stand.
fn closer() -> String {
    format!("<w:spacing w:val=\"{}\"/>", spacing::USUAL)
}

/// Returns a size in half points.
fn size(half_points: u32) -> String {
    format!("<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>")
}

/// Returns lines of an exact height.
fn exact(line: u32, after: u32) -> String {
    format!("<w:spacing w:before=\"0\" w:after=\"{after}\" w:line=\"{line}\" w:lineRule=\"exact\"/>")
}
