//! What kind of file a zip is, by the names in it.

use std::io::Read;

use crate::container::archive::Archive;
use crate::workbook::ReadError;
use crate::workbook::error::Way;

/// The kinds of zip container that hold sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Container {
    /// xlsx, xlsm or xlsb.
    Package,
    /// ods.
    Ods,
}

/// Tells what kind of file this is.
pub(super) fn container(archive: &mut Archive<'_>) -> Result<Container, ReadError> {
    let not = |found, way| Err(ReadError::other(found, way));
    let has = |name: &str| archive.has(name);
    let kind_of = |archive: &mut Archive<'_>| {
        let mut kind = String::new();
        let part = archive.part("mimetype");
        part.map(|part| part.take(100).read_to_string(&mut kind));
        kind
    };
    if archive.names().any(|name| name.starts_with("xl/")) {
        Ok(Container::Package)
    } else if has("word/document.xml") {
        not("这是 Word 文档", Way::Original)
    } else if has("ppt/presentation.xml") {
        not("这是演示文稿", Way::Original)
    } else if has("content.xml") || has("meta-inf/manifest.xml") && has("mimetype") {
        match kind_of(archive).as_str() {
            kind if kind.contains("opendocument.text") => not("这是 ODT 文字文档", Way::Original),
            kind if kind.contains("opendocument.presentation") => not("这是 ODP 演示文稿", Way::Original),
            _ => Ok(Container::Ods),
        }
    } else if has("ofd.xml") {
        not("这是 OFD 版式文件", Way::Original)
    } else if archive.names().any(|name| name.ends_with(".iwa") || name == "index.zip") {
        not("这是苹果 Numbers 或 Pages 的文件", Way::Export)
    } else if archive.names().any(|name| name.ends_with(".xlsx") || name.ends_with(".xls")) {
        not("这是压缩包，里面另有电子表格文件", Way::Unpack)
    } else if has("[content_types].xml") {
        // A workbook whose parts lie elsewhere than under xl/.
        Ok(Container::Package)
    } else {
        not("这是压缩包，里面没有工作表", Way::Remove)
    }
}
