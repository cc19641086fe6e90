//! The parts that are much the same in all drafts: lists, settings, faces and properties.

use crate::document::{Document, Text};
use crate::docx::faces::Faces;
use crate::docx::measures::{cells, whole};
use crate::docx::xml::{HEAD, NAMESPACES, escape};

/// The name of the property by which a draft is known again.
pub(super) const PROPERTY: &str = "banxin";
/// The name of the property that says of which unit and period it is.
const PROPERTY_OF: &str = "banxin-of";

/// Returns the lists by which headings are numbered: the body's, and one more for each attachment.
pub(super) fn numbering(n_lists: u32) -> String {
    let indent = whole(cells(2.0));
    let level = |level: u8, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCountingThousand\"/>\
             <w:pStyle w:val=\"Heading{}\"/><w:suff w:val=\"nothing\"/><w:lvlText w:val=\"{text}\"/><w:lvlJc w:val=\"left\"/>\
             <w:pPr><w:ind w:left=\"0\" w:firstLine=\"{indent}\"/></w:pPr></w:lvl>",
            level + 1
        )
    };
    let restart = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>\
                   <w:lvlOverride w:ilvl=\"1\"><w:startOverride w:val=\"1\"/></w:lvlOverride>";
    let list = |id: u32| {
        let restart = if id == 1 { "" } else { restart };
        format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"0\"/>{restart}</w:num>")
    };
    format!(
        "{HEAD}<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId=\"0\"><w:multiLevelType w:val=\"multilevel\"/>\
         {}{}</w:abstractNum>{}</w:numbering>",
        level(0, "%1、"),
        level(1, "（%2）"),
        (1..=n_lists).map(list).collect::<String>()
    )
}

/// Returns the settings of the whole file.
pub(super) fn settings(is_mirrored: bool) -> String {
    let mirrored = if is_mirrored { "<w:mirrorMargins/>" } else { "" };
    let compatible = [
        ("compatibilityMode", 15),
        ("overrideTableStyleFontSizeAndJustification", 1),
        ("enableOpenTypeFeatures", 1),
        ("doNotFlipMirrorIndents", 1),
    ];
    let compatible = compatible.map(|(name, value)| {
        format!(
            "<w:compatSetting w:name=\"{name}\" w:uri=\"http://schemas.microsoft.com/office/word\" w:val=\"{value}\"/>"
        )
    });
    format!(
        "{HEAD}<w:settings {NAMESPACES}><w:zoom w:percent=\"100\"/>{mirrored}<w:defaultTabStop w:val=\"420\"/>\
         <w:evenAndOddHeaders/><w:characterSpacingControl w:val=\"compressPunctuation\"/>\
         <w:compat><w:doNotExpandShiftReturn/><w:useFELayout/>{}</w:compat>\
         <w:themeFontLang w:val=\"en-US\" w:eastAsia=\"zh-CN\"/></w:settings>",
        compatible.concat()
    )
}

/// Returns the table of faces.
pub(super) fn font_table(faces: &Faces) -> String {
    format!("{HEAD}<w:fonts {NAMESPACES}>{}</w:fonts>", faces.table())
}

/// Returns title, organ, keywords, language and date.
pub(super) fn core_properties(document: &Document) -> String {
    let title = Text::joined(&document.title, "");
    let date = document.date;
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{}</dc:title><dc:creator>{}</dc:creator>\
         <cp:keywords>{}</cp:keywords>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{:04}-{:02}-{:02}T00:00:00Z</dcterms:created>\
         <dc:language>zh-CN</dc:language></cp:coreProperties>",
        escape(&title),
        escape(&document.organ),
        escape(&document.keywords.join("；")),
        date.year(),
        u8::from(date.month()),
        date.day(),
    )
}

/// Returns the properties that say of which figures, unit and period the draft is, and which
/// program wrote it.
pub(super) fn custom_properties(document: &Document, fingerprint: &str, program: &str) -> String {
    let value = format!("{fingerprint} {}", escape(program));
    let of = format!("{} {}", escape(&document.unit), document.period);
    format!(
        "{HEAD}<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" \
         xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">\
         <property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"2\" name=\"{PROPERTY}\">\
         <vt:lpwstr>{value}</vt:lpwstr></property>\
         <property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"3\" name=\"{PROPERTY_OF}\">\
         <vt:lpwstr>{of}</vt:lpwstr></property></Properties>"
    )
}

/// Returns what Office wants beside a part of data.
pub(super) fn data_properties() -> String {
    format!(
        "{HEAD}<ds:datastoreItem xmlns:ds=\"http://schemas.openxmlformats.org/officeDocument/2006/customXml\" \
         ds:itemID=\"{{6B1F2C1E-0C55-4E62-9C0B-2F0A6E1D7A11}}\"><ds:schemaRefs/></ds:datastoreItem>"
    )
}
