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
    check_body("<w:p/>", "文档已损坏，读不下去（里面没有文字）");
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
