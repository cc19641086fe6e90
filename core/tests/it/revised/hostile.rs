//! Files that are no drafts, or that would fill the memory.

use std::sync::Arc;

use banxin_core::origin::Place;
use banxin_core::revision::{DraftError, Reading, read};

use super::docx::{Docx, p, run};

/// Compares the error of a file, and what is to be done about it.
#[track_caller]
fn check(bytes: &[u8], expected: &str) {
    let error = read("送审稿.docx", bytes, Reading::Accepted).expect_err("no draft");
    let place = Place { file_index: 0, sheet_index: 0, file: "送审稿.docx".into(), sheet: None };
    assert_eq!(error.diagnostic(&Arc::new(place)).to_string(), expected);
}

#[test]
fn files_of_other_kinds_are_named_with_the_way_out() {
    let save = "请用 WPS 或 Word 打开后另存为 .docx";
    let zip = |name: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("in memory");
        zip.finish().expect("in memory").into_inner()
    };
    check(b"", "错误 送审稿.docx：不是 .docx 文档（文件是空的）\n　　提示：请重新取一份");
    check(b"{\\rtf1", &format!("错误 送审稿.docx：不是 .docx 文档（这是 RTF 文档）\n　　提示：{save}"));
    check(b"abc", &format!("错误 送审稿.docx：不是 .docx 文档（看不出是什么文件）\n　　提示：{save}"));
    check(
        &zip("content.xml"),
        &format!("错误 送审稿.docx：不是 .docx 文档（这是 ODT 文字文档）\n　　提示：{save}"),
    );
    check(
        &zip("xl/workbook.xml"),
        "错误 送审稿.docx：不是 .docx 文档（这是电子表格）\n　　提示：请交修改过的 .docx 送审稿；登记表放在单位的文件夹里",
    );
    let whole = Docx::new(&p(&run("正文"))).bytes();
    check(
        &whole[..whole.len() / 2],
        "错误 送审稿.docx：文档不完整，后面的内容缺失\n　　提示：可能没有下载或复制完，请重新取一份",
    );
}

/// Compares the error of a body.
#[track_caller]
fn check_body(body: &str, expected: &str) {
    let error = read("稿.docx", &Docx::new(body).bytes(), Reading::Accepted).expect_err("no draft");
    assert_eq!(error.to_string(), expected);
}

#[test]
fn what_is_broken_is_not_guessed_at() {
    check_body("<w:p><w:r></w:p>", "文档已损坏，读不下去（XML 的标记不成对）");
    check_body("<w:p>&a;</w:p>", "文档已损坏，读不下去（用到没有定义的实体）");
    check_body("<w:p/>", "文档是空的，里面没有文字");
}

/// Returns a compound file (MS-CFB) with two streams that hold nothing.
fn compound(streams: &[&str; 2]) -> Vec<u8> {
    const FREE: u32 = 0xFFFF_FFFF;
    const END: u32 = 0xFFFF_FFFE;
    let mut out = vec![0; 512];
    let put = |out: &mut [u8], at: usize, value: u32| out[at..at + 4].copy_from_slice(&value.to_le_bytes());
    out[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    for (at, value) in
        [(24, 0x0003_003E), (28, 0x0009_FFFE), (32, 6), (44, 1), (48, 1), (56, 4096), (60, END), (68, END)]
    {
        put(&mut out, at, value);
    }
    (80..512).step_by(4).for_each(|at| put(&mut out, at, FREE));
    // The chain of sectors, then the directory.
    let mut sectors = vec![0xFF; 512];
    put(&mut sectors, 0, 0xFFFF_FFFD);
    put(&mut sectors, 4, END);
    let entries = [("Root Entry", 5, FREE, 1), (streams[0], 2, 2, FREE), (streams[1], 2, FREE, FREE)];
    for (name, kind, right, child) in entries {
        let mut entry = vec![0; 128];
        for (at, c) in name.encode_utf16().enumerate() {
            entry[2 * at..2 * at + 2].copy_from_slice(&c.to_le_bytes());
        }
        entry[64] = u8::try_from(2 * name.len() + 2).expect("a short name");
        entry[66] = kind;
        for (at, link) in [(68, FREE), (72, right), (76, child), (116, END)] {
            put(&mut entry, at, link);
        }
        sectors.extend(entry);
    }
    sectors.extend([0; 128]);
    out.extend(sectors);
    out
}

#[test]
fn old_and_locked_documents_are_told_apart() {
    let told = |name: &str, streams: &[&str; 2]| {
        read(name, &compound(streams), Reading::Accepted).expect_err("no draft").to_string()
    };
    let doc = ["WordDocument", "1Table"];
    assert_eq!(told("稿.doc", &doc), "不是 .docx 文档（这是旧版 Word 的 .doc 文档）");
    assert_eq!(told("稿.wps", &doc), "不是 .docx 文档（这是 WPS 文字的 .wps 文档）");
    assert_eq!(told("稿.docx", &doc), "不是 .docx 文档（这是旧版的 .doc 或 .wps 文档，只是改了扩展名）");
    let locked = ["EncryptedPackage", "EncryptionInfo"];
    assert_eq!(told("稿.docx", &locked), "文档有打开密码或权限限制，读不了");
}

#[test]
fn entities_of_its_own_are_refused() {
    let bomb = "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;\">]><a>&b;</a>";
    let docx = Docx::new(&p(&run("正文")))
        .related("styles", "styles.xml", "")
        .part("word/styles.xml", bomb.as_bytes());
    let error = read("稿.docx", &docx.bytes(), Reading::Accepted).expect_err("no draft");
    assert_eq!(error.to_string(), "文档已损坏，读不下去（带有自定义的实体声明（DOCTYPE））");
}

#[test]
fn depth_and_size_are_bounded() {
    let deep = "<w:sdt><w:sdtContent>".repeat(200) + &p(&run("甲")) + &"</w:sdtContent></w:sdt>".repeat(200);
    check_body(&deep, "嵌套超过上限（发现 160 层以上，最多 160 层）");
    check_body(&"<w:p/>".repeat(1_100_000), "内容超过上限（发现 1000000 个以上，最多 1000000 个）");
    let wide = format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", "<w:tc/>".repeat(300));
    check_body(&wide, "表格的列超过上限（发现 200 个以上，最多 200 个）");
    // A part that unpacks to far more than it is packed.
    let docx = Docx::new(&p(&run(&"字".repeat(50 << 20))));
    let error = read("稿.docx", &docx.bytes(), Reading::Accepted).expect_err("no draft");
    assert!(matches!(error, DraftError::TooLarge { .. }), "{error}");
}
