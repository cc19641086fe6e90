//! What kind of file was given in place of a docx, told by its content.

use crate::container::archive::Archive;
use crate::container::compound::Compound;
use crate::revision::read::error::{DraftError, SAVE};

/// Beginnings of files that are no docx.
const KINDS: [(&[u8], &str, &str); 8] = [
    (b"{\\rtf", "这是 RTF 文档", SAVE),
    (b"%PDF", "这是 PDF 文件", "请交修改过的 .docx 送审稿，不是 PDF"),
    (b"MIME-Version", "这是单个文件网页", SAVE),
    (b"<html", "这是网页", SAVE),
    (b"<!DOCTYPE", "这是网页", SAVE),
    (b"<?xml", "这是 XML 格式的 Word 文档", SAVE),
    (b"%TSD-Header", "文件由单位的加密软件加密", "在装有加密软件的电脑上解密后再交"),
    (b"\xFF\xD8\xFF", "这是图片", "请交修改过的 .docx 送审稿"),
];

/// Says what it is if it is no zip; `name` is the file's, for kinds that only differ by it.
pub(super) fn no_zip(name: &str, bytes: &[u8]) -> Option<DraftError> {
    if bytes.starts_with(b"PK") {
        return None;
    }
    let other = |found, hint| Some(DraftError::NotADocx { found, hint });
    if bytes.is_empty() {
        return other("文件是空的", "请重新取一份");
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Some(match Compound::open(bytes) {
            Ok(file) if file.has("EncryptedPackage") || file.has("EncryptionInfo") => DraftError::Encrypted,
            Ok(file) if file.has("WordDocument") => {
                DraftError::NotADocx { found: old_kind(name), hint: SAVE }
            }
            Ok(_) => DraftError::NotADocx { found: "这是旧版的 Office 或 WPS 文件", hint: SAVE },
            Err(fault) => fault.into(),
        });
    }
    match KINDS.iter().find(|(beginning, ..)| bytes.starts_with(beginning)) {
        Some((_, found, hint)) => other(found, hint),
        None => other("看不出是什么文件", SAVE),
    }
}

/// Says what an old text document is: Word and WPS write the same streams.
fn old_kind(name: &str) -> &'static str {
    let name = name.to_lowercase();
    if name.ends_with(".wps") || name.ends_with(".wpt") {
        "这是 WPS 文字的 .wps 文档"
    } else if name.ends_with(".doc") || name.ends_with(".dot") {
        "这是旧版 Word 的 .doc 文档"
    } else {
        "这是旧版的 .doc 或 .wps 文档，只是改了扩展名"
    }
}

/// Says what a zip is that has no text of Word's kind.
pub(super) fn other_zip(archive: &Archive<'_>) -> DraftError {
    let has = |name: &str| archive.has(name);
    let (found, hint) = match () {
        () if archive.names().any(|name| name.starts_with("xl/")) => {
            ("这是电子表格", "请交修改过的 .docx 送审稿；登记表放在单位的文件夹里")
        }
        () if has("ofd.xml") => ("这是 OFD 版式文件", "请交修改过的 .docx 送审稿，不是 OFD"),
        () if has("content.xml") => ("这是 ODT 文字文档", SAVE),
        () if has("ppt/presentation.xml") => ("这是演示文稿", SAVE),
        () if archive.names().any(|name| name.ends_with(".docx")) => {
            ("这是压缩包，里面另有文档", "解压后交里面的 .docx")
        }
        () => ("里面没有正文", SAVE),
    };
    DraftError::NotADocx { found, hint }
}
