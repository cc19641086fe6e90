//! What a document says of itself: title, author, dates, and the elements of an official document.

use crate::document::visible::visible;
use crate::document::{Document, Text};
use crate::ofd::elements::Element;
use crate::ofd::xml::Xml;
use crate::settings::OfdProfile;

/// Names of DA/T 46 that archives look for, by those of the elements.
const ARCHIVED: [(&str, &str); 5] = [
    ("标题", "题名"),
    ("发文机关或签发人署名", "责任者"),
    ("发文字号", "文件编号"),
    ("成文日期", "日期"),
    ("密级和保密期限", "密级"),
];

/// Writes `DocInfo`.
pub(crate) fn write(xml: &mut Xml, id: &str, document: &Document, elements: &[Element], profile: OfdProfile) {
    xml.start("ofd:DocInfo", &[]);
    xml.leaf("ofd:DocID", &[], &id);
    xml.leaf("ofd:Title", &[], &visible(&Text::joined(&document.title, "")));
    xml.leaf("ofd:Author", &[], &visible(&document.organ));
    // The day that the document bears, never that on which the file is made.
    xml.leaf("ofd:CreationDate", &[], &document.date);
    xml.leaf("ofd:ModDate", &[], &document.date);
    xml.leaf("ofd:DocUsage", &[], &"Normal");
    if !document.keywords.is_empty() {
        xml.start("ofd:Keywords", &[]);
        for keyword in &document.keywords {
            xml.leaf("ofd:Keyword", &[], &visible(keyword));
        }
        xml.end();
    }
    xml.leaf("ofd:Creator", &[], &"banxin");
    xml.leaf("ofd:CreatorVersion", &[], &env!("CARGO_PKG_VERSION"));
    xml.start("ofd:CustomDatas", &[]);
    for element in elements {
        xml.leaf("ofd:CustomData", &[("Name", &element.name)], &element.words.join("；"));
    }
    let archived = |name: &str| ARCHIVED.iter().find(|(own, _)| *own == name).map(|(_, archived)| archived);
    if profile == OfdProfile::Archive {
        for element in elements {
            if let Some(name) = archived(element.name) {
                xml.leaf("ofd:CustomData", &[("Name", name)], &element.words.join("；"));
            }
        }
    }
    xml.end();
    xml.end();
}
