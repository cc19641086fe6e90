//! What a file is that is no table, told by its first bytes: endings are often wrong.

use crate::workbook::error::{ReadError, Way};

/// Beginnings of files that are no tables, what they are, and what to do.
const KINDS: [(&[u8], &str, Way); 35] = [
    (b"%PDF", "这是 PDF 文件", Way::Original),
    (b"\x89PNG", "这是图片", Way::Original),
    (b"\xFF\xD8\xFF", "这是图片", Way::Original),
    (b"GIF8", "这是图片", Way::Original),
    (b"II*\0", "这是图片", Way::Original),
    (b"MM\0*", "这是图片", Way::Original),
    (b"{\\rtf", "这是 RTF 文档", Way::Original),
    (b"7z\xBC\xAF", "这是 7z 压缩包", Way::Unpack),
    (b"Rar!", "这是 RAR 压缩包", Way::Unpack),
    (b"\x1F\x8B", "这是 gzip 压缩包", Way::Unpack),
    (b"BZh", "这是 bzip2 压缩包", Way::Unpack),
    (b"\xFD7zXZ", "这是 xz 压缩包", Way::Unpack),
    (b"MSCF", "这是 CAB 压缩包", Way::Unpack),
    (b"MZ\x90\0", "这是 Windows 程序", Way::Remove),
    (b"\x7FELF", "这是程序", Way::Remove),
    (b"L\0\0\0\x01\x14\x02\0", "这是快捷方式，不是文件本身", Way::Shortcut),
    (b"[InternetShortcut]", "这是网址的快捷方式，不是文件本身", Way::Shortcut),
    (b"SQLite format 3", "这是 SQLite 数据库", Way::Export),
    (b"\0\x01\0\0Standard Jet", "这是 Access 数据库", Way::Export),
    (b"\0\x01\0\0Standard ACE", "这是 Access 数据库", Way::Export),
    (b"\0\0\x1A\0", "这是 Lotus 1-2-3 的文件", Way::Save),
    (b"\0\0\x02\0\x06\x04", "这是 Lotus 1-2-3 的文件", Way::Save),
    (b"ID;PWXL", "这是 SYLK 格式的表格", Way::Save),
    (b"TABLE\r\n0,1", "这是 DIF 格式的表格", Way::Save),
    (b"TABLE\n0,1", "这是 DIF 格式的表格", Way::Save),
    (b"ID3\x03", "这是音频文件", Way::Remove),
    (b"OggS", "这是音频文件", Way::Remove),
    (b"RIFF", "这是图片、音频或视频文件", Way::Remove),
    (b"\0\0\0\x14ftyp", "这是视频文件", Way::Remove),
    (b"\0\0\0\x18ftyp", "这是图片或视频文件", Way::Remove),
    (b"\0\0\0\x1Cftyp", "这是图片或视频文件", Way::Remove),
    (b"\0\0\0\x20ftyp", "这是图片或视频文件", Way::Remove),
    (b"\x30\x26\xB2\x75\x8E\x66\xCF\x11", "这是视频文件", Way::Remove),
    (b"bplist00", "这是苹果系统的属性文件", Way::Remove),
    (b"%TSD-Header", "文件由单位的加密软件加密", Way::Decrypt),
];

/// Returns what kind of file this is if it is none that holds tables.
pub(super) fn other(bytes: &[u8]) -> Option<ReadError> {
    if bytes.is_empty() {
        return Some(ReadError::other("文件是空的", Way::Again));
    }
    let known = KINDS.iter().find(|(beginning, ..)| bytes.starts_with(beginning));
    if let Some((_, found, way)) = known {
        return Some(ReadError::other(found, *way));
    }
    let head = &bytes[..bytes.len().min(512)];
    if memchr::memmem::find(head, b"E-SafeNet").is_some() {
        return Some(ReadError::other("文件由单位的加密软件加密", Way::Decrypt));
    }
    if bytes.iter().all(|&byte| byte == 0) {
        return Some(ReadError::other("内容全是空字节，多半没有保存成功", Way::Again));
    }
    if is_bitmap(bytes) {
        return Some(ReadError::other("这是图片", Way::Original));
    }
    if is_dbase(bytes) {
        return Some(ReadError::other("这是 dBase 或 FoxPro 的数据表（DBF）", Way::Save));
    }
    is_json(bytes).then(|| ReadError::other("这是 JSON 数据，可能是系统的出错提示", Way::Export))
}

/// A picture of Windows states its own length.
fn is_bitmap(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BM")
        && bytes.get(2..6).and_then(<[u8]>::first_chunk).copied().map(u32::from_le_bytes)
            == u32::try_from(bytes.len()).ok()
}

/// A table of dBase has a date in its head, and a mark where the head ends.
fn is_dbase(bytes: &[u8]) -> bool {
    let [0x03 | 0x30 | 0x31 | 0x83 | 0x8B | 0xF5, _, 1..=12, 1..=31, _, _, _, _, low, high, ..] = *bytes
    else {
        return false;
    };
    let n_head_bytes = usize::from(u16::from_le_bytes([low, high]));
    let ends = |at: usize| bytes.get(at) == Some(&0x0D);
    n_head_bytes > 33 && (ends(n_head_bytes - 1) || ends(n_head_bytes - 264))
}

/// What systems answer instead of a file.
fn is_json(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii();
    let is_braced = text.starts_with(b"{\"") && text.ends_with(b"}")
        || text.starts_with(b"[{\"") && text.ends_with(b"}]");
    is_braced && serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<&str>) {
        assert_eq!(other(bytes).map(|error| error.to_string()).as_deref(), expected);
    }

    #[test]
    fn kinds() {
        check(b"%PDF-1.4", Some("不是电子表格（这是 PDF 文件）"));
        check(
            b"{\"code\":401,\"msg\":\"\xE7\x99\xBB\xE5\xBD\x95\"}\n",
            Some("不是电子表格（这是 JSON 数据，可能是系统的出错提示）"),
        );
        check("{\"姓名\",\"日期\"}".as_bytes(), None);
        check(
            b"\x62\x14\x23\x65\x3a\x00\x03\x01LOCKE-SafeNet\0",
            Some("不是电子表格（文件由单位的加密软件加密）"),
        );
        check(b"BM\x08\0\0\0\0\0", Some("不是电子表格（这是图片）"));
        check(b"BMI,\xE5\xA7\x93\xE5\x90\x8D", None);
        let mut table = vec![3, 120, 3, 5, 1, 0, 0, 0, 65, 0];
        table.resize(64, 0);
        table.push(0x0D);
        check(&table, Some("不是电子表格（这是 dBase 或 FoxPro 的数据表（DBF））"));
        check("姓名,题目".as_bytes(), None);
        check("MZ".as_bytes(), None);
        check(b"MZ\x90\0", Some("不是电子表格（这是 Windows 程序）"));
    }
}
