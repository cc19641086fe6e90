//! The office's own words stand in place of what the program would write, and nothing that stays
//! contradicts them.

use std::io::{Cursor, Write};

use banxin_core::analysis::{self, Analysis};
use banxin_core::diagnostic::Diagnostic;
use banxin_core::document::{self, Block, Document};
use banxin_core::settings::Settings;
use banxin_core::source::Source;
use banxin_core::worksheet;

const SHEET: &str = "姓名,职务,2020-01-09,2020-05-10\n张一山,党委书记,√,√\n李二河,副书记,√,×\n";

/// The program's table of tasks, as these registers call for it.
const TASKS: &str =
    "任务|责任人|时限|要求|补上缺课|学习秘书|8月底前|1人次补学到人|规范学习组织|组长|12月底前|每月不少于1次";

fn write(name: &str, words: &[u8]) -> (Analysis, Document, Vec<Diagnostic>) {
    let files = [("考勤表.csv", SHEET.as_bytes()), (name, words)];
    let source = |(name, bytes): (&str, &[u8])| Source { name: name.into(), bytes: bytes.to_vec() };
    let settings = Settings { unit: "龙镇".into(), period: "2020H1".parse().ok(), ..Settings::default() };
    let analysed = analysis::analyse(&files.map(source), &settings);
    let analysis = analysed.output.expect("an attendance register");
    let document = document::compose(&analysis.material(&settings));
    (analysis, document, analysed.diagnostics)
}

/// Returns the body, a line a block; of a table its cells.
fn lines(document: &Document) -> Vec<String> {
    let line = |block: &Block| match block {
        Block::Heading { text, .. } | Block::Paragraph(text) | Block::Item(text) => text.as_str().to_string(),
        Block::Table(table) => {
            let cells = table.header.iter().chain(table.rows.iter().flatten());
            cells.map(|cell| cell.as_str()).collect::<Vec<_>>().join("|")
        }
        Block::Bars(_) => "图".to_string(),
    };
    document.blocks.iter().map(line).collect()
}

#[test]
fn every_part_can_be_the_offices_own() {
    let words = "前言\n今年上半年的学习情况如下。\n成效\n（一）进村入户\n开展“板凳课堂”12场。\n（二）进企入园\n到茶企宣讲。\n\
                 村\t场次\n甲村\t3\n乙村\t9\n问题\n学用结合还不够。\n原因\n工学矛盾没有处理好。\n计划\n继续办好“板凳课堂”。\n";
    for name in ["正文素材.txt", "正文素材.md"] {
        let words = if name.ends_with(".md") {
            words.replace('\n', "\n\n").replace("\t3\n\n", "\t3\n").replace("场次\n\n", "场次\n")
        } else {
            words.into()
        };
        let (_, document, diagnostics) = write(name, words.as_bytes());
        assert_eq!(
            lines(&document),
            [
                "今年上半年的学习情况如下。",
                "一、主要做法和成效",
                "（一）进村入户",
                "开展“板凳课堂”12场。",
                "（二）进企入园",
                "到茶企宣讲。",
                "村|场次|甲村|3|乙村|9",
                "二、存在的主要问题",
                "学用结合还不够。",
                "三、原因分析",
                "工学矛盾没有处理好。",
                "四、下半年学习计划",
                "继续办好“板凳课堂”。",
                "重点任务及其责任人、时限见表1。",
                TASKS,
                "特此报告。",
            ],
            "{name}"
        );
        assert!(diagnostics.iter().all(|one| one.key != "unplaced-text"), "{diagnostics:?}");
    }
}

#[test]
fn nothing_that_stays_contradicts_the_offices_own_problems() {
    let (_, document, _) = write("正文素材.txt", "问题\n学用结合还不够。\n".as_bytes());
    let text = lines(&document).join("\n");
    assert!(text.contains("二、存在的主要问题\n学用结合还不够。\n三、下半年学习计划"), "{text}");
    assert!(!text.contains("原因分析") && !text.contains("没有发现"), "{text}");
}

#[test]
fn a_docx_is_read_with_its_headings_and_tables() {
    let words = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let cell = |text: &str| format!("<w:tc>{}</w:tc>", words(text));
    let body = [
        "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>一、主要做法和成效</w:t></w:r></w:p>"
            .to_string(),
        words("开展“板凳课堂”12场。"),
        format!(
            "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{}</w:tr></w:tbl>",
            cell("村"),
            cell("场次"),
            cell("甲村"),
            cell("3")
        ),
        "<w:p><w:pPr><w:pStyle w:val=\"1\"/></w:pPr><w:r><w:t>附则</w:t></w:r></w:p>".to_string(),
        words("不用的话。"),
        words("计划"),
        words("继续办好。"),
    ];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("word/document.xml", format!("<w:document xmlns:w=\"w\"><w:body>{}</w:body></w:document>", body.concat())),
        (
            "word/styles.xml",
            "<w:styles xmlns:w=\"w\"><w:style w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style></w:styles>".to_string(),
        ),
    ];
    for (name, xml) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("open");
        zip.write_all(xml.as_bytes()).expect("written");
    }
    let bytes = zip.finish().expect("closed").into_inner();
    let (analysis, document, diagnostics) = write("正文素材.docx", &bytes);
    let text = lines(&document).join("\n");
    assert!(text.contains("一、主要做法和成效\n开展“板凳课堂”12场。\n村|场次|甲村|3\n"), "{text}");
    assert!(text.contains("三、下半年学习计划\n继续办好。\n重点任务"), "{text}");
    assert!(text.ends_with(&format!("{TASKS}\n特此报告。")), "{text}");
    assert!(!text.contains("不用的话"));
    let unknown: Vec<String> =
        diagnostics.iter().filter(|one| one.key == "unknown-section").map(ToString::to_string).collect();
    assert_eq!(
        unknown,
        [
            "警告 正文素材.docx：第4行的标题 `附则` 不是正文的一部分，其下内容未使用\n　　提示：标题应为 前言、成效、问题、原因、计划"
        ]
    );
    let settings = Settings::default();
    let list = worksheet::write(&analysis.material(&settings));
    let told = list.items.iter().map(|item| item.what.as_str()).collect::<Vec<_>>().join("\n");
    assert!(told.contains("由本单位提供") && told.contains("12场"), "{told}");
}

/// Returns the captions of the body's tables; of one without, nothing.
fn captions(document: &Document) -> Vec<String> {
    let caption = |block: &Block| match block {
        Block::Table(table) => Some(table.caption.as_ref().map_or(String::new(), ToString::to_string)),
        _ => None,
    };
    document.blocks.iter().filter_map(caption).collect()
}

#[test]
fn the_plan_never_loses_who_does_what_by_when() {
    let check = |words: &str, expected: &[&str], in_text: &[&str], not_in_text: &[&str]| {
        let (_, document, _) = write("正文素材.txt", words.as_bytes());
        assert_eq!(captions(&document), expected, "{words}");
        let text = lines(&document).join("\n");
        for words in in_text {
            assert!(text.contains(words), "{words}: {text}");
        }
        for words in not_in_text {
            assert!(!text.contains(words), "{words}: {text}");
        }
    };
    // Who refers to the table has said where it stands.
    check(
        "计划\n办好课堂，分工见表1。\n特此报告。\n",
        &["表1　下半年重点任务"],
        &["分工见表1。\n任务|", "特此报告。"],
        &["重点任务及其责任人", "特此报告。\n特此报告。"],
    );
    // Its own such table stands in place of the program's.
    check(
        "计划\n分工见表1。\n表1　任务分工\n事项\t责任人\t完成时限\n办好课堂\t李二河\t9月\n",
        &["表1　任务分工"],
        &["分工见表1。\n事项|责任人|完成时限|办好课堂|李二河|9月\n特此报告。"],
        &["补上缺课"],
    );
    // One of what is studied is none of who does what.
    check(
        "计划\n表1　安排\n时间\t主题\t责任单位\n7月\t党史\t党政办\n",
        &["表1　安排", "表2　下半年重点任务"],
        &["见表2。"],
        &[],
    );
}

#[test]
fn references_follow_the_tables() {
    let words = "成效\n各村场次见表1。\n表1　各村场次\n村\t场次\n甲村\t3\n问题\n课时不足的见表1，其他的见表2。\n\
        表2　课时\n村\t课时\n乙村\t1\n计划\n任务见表3。\n";
    let (_, document, _) = write("正文素材.txt", words.as_bytes());
    assert_eq!(captions(&document), ["表1　各村场次", "表2　课时", "表3　下半年重点任务"]);
    let text = lines(&document).join("\n");
    assert!(text.contains("课时不足的见表1，其他的见表2。") && text.contains("任务见表3。"), "{text}");

    // Numbered from one in each part, as parts are written apart from each other.
    let words = "成效\n场次见表1。\n表1　场次\n村\t场次\n甲村\t3\n问题\n课时见表一。\n表一　课时\n村\t课时\n乙村\t1\n";
    let (_, document, _) = write("正文素材.txt", words.as_bytes());
    assert_eq!(captions(&document)[..2], ["表1　场次", "表2　课时"]);
    let text = lines(&document).join("\n");
    assert!(text.contains("场次见表1。") && text.contains("课时见表2。"), "{text}");
}

#[test]
fn what_is_not_filled_in_is_refused() {
    let (_, _, diagnostics) = write("正文素材.md", "# 成效\n开展XX次。\n".as_bytes());
    assert!(diagnostics.iter().any(Diagnostic::refuses));
}

#[test]
fn references_to_what_is_not_there_are_named() {
    let check = |words: &str, expected: &[&str]| {
        let (analysis, document, _) = write("正文素材.txt", words.as_bytes());
        let told = document::check_references(&document, &analysis.supplement);
        let told: Vec<&str> = told.iter().map(|one| one.message.as_str()).collect();
        assert_eq!(told, expected, "{words}");
    };
    check("计划\n办好课堂，分工见表1。\n", &[]);
    check("成效\n开展课堂12场，见表7。\n", &["第2行说见“表7”，文稿里没有表7"]);
    check(
        "前言\n学习抓得紧。\n成效\n成绩见附件9、图4。\n",
        &["第4行说见“附件9”，文稿里没有附件9", "第4行说见“图4”，文稿里没有图4"],
    );
    check("成效\n场次见表3。\n表3　课堂场次\n村\t场次\n甲村\t3\n", &[]);
    check("成效\n发放调查表1份、附件2份。\n", &[]);
}
