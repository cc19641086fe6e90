//! What becomes of a document when its draft comes back.

use banxin_core::analysis;
use banxin_core::diagnostic::{Diagnostic, Severity};
use banxin_core::document::{
    self, Align, Attachment, Bars, Block, Column, Document, Form, Format, Provenance, Seal, Signature, Table,
    Text,
};
use banxin_core::revision::{
    Cell, Draft, ForeignKind, Graphic, Grid, Options, Paragraph, Piece, Role, Words, check as compare,
    finalize,
};
use banxin_core::settings::Settings;
use time::{Date, Month};

use crate::samples::{UNITS, settings, sources};

/// Makes a piece of a paragraph.
pub fn words(role: Role, text: &str) -> Piece {
    Piece::Paragraph(Paragraph { role, words: Words { text: text.trim().to_string(), marks: Vec::new() } })
}

/// Returns the draft that a document has as Word shows it, headings without their numbers.
pub fn draft_of(document: &Document) -> Draft {
    let mut pieces = Vec::new();
    let joined = |title: &[Text]| title.iter().map(|word| word.to_string()).collect::<Vec<_>>().join("\n");
    if let Some(head) = &document.form.letterhead {
        let own = head.copy_number.iter().chain(&head.secrecy).chain(&head.urgency);
        let n_names = if document.form.format == Format::Letter { 1 } else { head.names.len() };
        pieces.extend(own.chain(head.names.iter().take(n_names)).map(|line| words(Role::Letterhead, line)));
        pieces.extend(head.suffix.iter().map(|suffix| words(Role::Letterhead, suffix)));
        let number = head.number.clone().unwrap_or_default();
        let line = match &head.issued {
            Some((organ, date)) => format!("{number}\t{organ}\t{}", chinese(*date)),
            None if head.signers.is_empty() || document.form.format == Format::Letter => number,
            None => format!("{number}\t签发人：{}", head.signers.join("\t")),
        };
        pieces.push(words(Role::Letterhead, &line));
    }
    pieces.push(words(Role::Title, &joined(&document.title)));
    pieces.extend(document.addressee.iter().map(|addressee| words(Role::Addressee, addressee)));
    document.blocks.iter().for_each(|block| of_block(block, &mut pieces));
    for roll in &document.form.rolls {
        let names: Vec<&str> = roll.names.iter().map(AsRef::as_ref).collect();
        pieces.push(words(Role::Closing, &format!("{}：{}", roll.label, names.join("　"))));
    }
    let n = document.attachments.len();
    for (at, attachment) in document.attachments.iter().enumerate() {
        let label = if at == 0 { "附件：" } else { "" };
        let number = if n > 1 { format!("{}.", at + 1) } else { String::new() };
        pieces.push(words(
            Role::AttachmentList,
            &format!("{label}{number}{}", joined(&attachment.title).replace('\n', "")),
        ));
    }
    if let Some(signature) = &document.form.signature {
        let signers = if signature.seal == Seal::Signature { &signature.posts } else { &signature.organs };
        pieces.extend(signers.iter().map(|signer| words(Role::Signature, signer)));
        pieces.push(words(Role::Signature, &chinese(document.date)));
        pieces.extend(signature.note.iter().map(|note| words(Role::Closing, note)));
    }
    pieces.extend(document.form.note.iter().map(|note| words(Role::Closing, note)));
    for (at, attachment) in document.attachments.iter().enumerate() {
        let label = if n > 1 { format!("附件{}", at + 1) } else { "附件".to_string() };
        pieces.push(words(Role::AttachmentLabel, &label));
        pieces.push(words(Role::AttachmentTitle, &joined(&attachment.title)));
        attachment.blocks.iter().for_each(|block| of_block(block, &mut pieces));
    }
    if let Some(end) = &document.form.colophon {
        let list = |label: &str, names: &[String]| {
            let names: Vec<&str> = names.iter().map(|name| name.trim_end_matches('。')).collect();
            words(Role::Colophon, &format!("{label}{}。", names.join("，")))
        };
        pieces.extend((!end.to.is_empty()).then(|| list("主送：", &end.to)));
        pieces.extend((!end.cc.is_empty()).then(|| list("抄送：", &end.cc)));
        pieces.extend(
            end.printed
                .iter()
                .map(|(organ, date)| words(Role::Colophon, &format!("{organ}\t{}印发", chinese(*date)))),
        );
    }
    pieces.retain(|piece| !matches!(piece, Piece::Paragraph(paragraph) if paragraph.words.text.is_empty()));
    let fingerprint = document::fingerprint(&document::identified(document));
    Draft { file: "修改稿.docx".into(), pieces, fingerprint: Some(fingerprint), ..Draft::default() }
}

fn chinese(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), u8::from(date.month()), date.day())
}

fn of_block(block: &Block, pieces: &mut Vec<Piece>) {
    let unnumbered = |text: &str| {
        let is_number = |c: char| "一二三四五六七八九十（）、".contains(c);
        text.trim_start_matches(is_number).to_string()
    };
    match block {
        Block::Heading { level, text } => pieces.push(words(Role::Heading(*level), &unnumbered(text))),
        Block::Paragraph(text) => pieces.push(words(Role::Body, text)),
        Block::Item(text) => pieces.push(words(Role::Item, text)),
        Block::Bars(bars) => {
            let alt = bars.alt.to_string();
            pieces.push(Piece::Graphic(Graphic { kind: ForeignKind::Chart, alt, around: String::new() }));
            pieces.push(words(Role::Caption, &bars.caption));
        }
        Block::Table(table) => {
            pieces.extend(table.caption.iter().map(|caption| words(Role::Caption, caption)));
            pieces.push(Piece::Grid(grid(
                &std::iter::once(&table.header)
                    .chain(&table.rows)
                    .map(|row| row.iter().map(AsRef::as_ref).collect())
                    .collect::<Vec<Vec<&str>>>(),
            )));
            pieces.extend(table.note.iter().map(|note| words(Role::Note, note)));
        }
    }
}

pub fn grid(rows: &[Vec<&str>]) -> Grid {
    let cell = |text: &&str| Cell {
        words: Words { text: text.trim().to_string(), marks: Vec::new() },
        is_merged: false,
    };
    let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    Grid { rows, n_head_rows: 1, widths_mm: Vec::new() }
}

/// Returns the document of a sample.
pub fn document(unit: &str, format: Format) -> Document {
    document_of_length(unit, format, settings(unit).length)
}

/// Returns the document of a sample in so many characters: a short one holds tables and chart itself.
pub fn document_of_length(unit: &str, format: Format, length: u16) -> Document {
    let settings = Settings { format, names: true, length, ..settings(unit) };
    let analysis = analysis::analyse(&sources(unit), &settings).output.expect("the samples can be analysed");
    document::compose(&analysis.material(&settings))
}

#[test]
fn a_draft_that_was_not_revised_gives_the_same_document() {
    for unit in UNITS {
        for format in Format::ALL {
            let document = document(unit, format);
            let mut draft = draft_of(&document);
            let finalized = finalize(&document, &draft, &Options::default());
            assert_eq!(finalized.diagnostics, [], "{unit} {format:?}");
            assert!(finalized.output == document, "{unit} {format:?}");
            // The same words without any style, as they are pasted into a fresh file.
            for piece in &mut draft.pieces {
                if let Piece::Paragraph(paragraph) = piece {
                    paragraph.role = Role::Body;
                }
            }
            let finalized = finalize(&document, &draft, &Options::default());
            assert_eq!(finalized.diagnostics, [], "{unit} {format:?}");
            assert!(finalized.output == document, "{unit} {format:?}");
        }
    }
}

/// A small document: two parts, a table, a chart and an attachment.
fn small() -> Document {
    let cell = |text: &'static str| Text::of(text, Provenance::Constant("测试"));
    let label = |name: &'static str| Text::from(name);
    let column = |width_mm, align| Column { width_mm, align };
    let sentence =
        |n: &'static str| Text::from("共组织集体学习") + cell(n) + "次，到会" + cell("90人次") + "。";
    let table = Table {
        caption: Some(label("表1　学习情况")),
        columns: vec![column(60.0, Align::Left), column(40.0, Align::Right), column(40.0, Align::Right)],
        header: vec![label("季度"), label("学习次数"), label("到会人次")],
        rows: vec![
            vec![label("一季度"), cell("5"), cell("40")],
            vec![label("二季度"), cell("7"), cell("50")],
        ],
        note: Some(label("注：按考勤表统计。")),
    };
    let bars = Bars {
        caption: label("图1　各月学习次数"),
        alt: label("各月学习次数：1月2次，2月3次"),
        n_lines: 8,
        bars: Vec::new(),
        n_series: 1,
        ticks: Vec::new(),
        reference: None,
        legend: Vec::new(),
    };
    Document {
        unit: "清溪镇".into(),
        period: "2020H1".parse().expect("a period"),
        title: vec![label("清溪镇党委理论学习中心组"), label("上半年学习情况的报告")],
        addressee: Some(label("中共青山县委宣传部：")),
        blocks: vec![
            Block::heading("一、学习情况"),
            Block::paragraph(sentence("12")),
            Block::Table(table),
            Block::heading("二、主要做法"),
            Block::subheading("（一）坚持领学"),
            Block::paragraph("班子成员带头领学，讲体会、谈打算，做法在第一部分已有说明。"),
            Block::subheading("（二）坚持督学"),
            Block::paragraph("每次学习后及时通报到会情况，督促补学。"),
            Block::Bars(bars),
        ],
        attachments: vec![Attachment {
            title: vec![label("学习安排表")],
            blocks: vec![Block::paragraph("下半年每月安排一次集体学习。")],
        }],
        organ: "中共清溪镇委员会".into(),
        date: Date::from_calendar_date(2020, Month::July, 3).expect("a date"),
        keywords: Vec::new(),
        form: Form {
            signature: Some(Signature {
                organs: vec!["中共清溪镇委员会".into()],
                seal: Seal::None,
                posts: Vec::new(),
                note: None,
            }),
            ..Form::default()
        },
    }
}

/// Returns a document as lines: its blocks, attachments, who signs and when.
pub fn lines(document: &Document) -> Vec<String> {
    let of = |block: &Block| match block {
        Block::Heading { level, text } => format!("{} {text}", "#".repeat(usize::from(*level))),
        Block::Paragraph(text) => text.to_string(),
        Block::Item(text) => format!("- {text}"),
        Block::Bars(bars) => format!("[{}]", bars.caption),
        Block::Table(table) => {
            let row = |row: &Vec<Text>| row.iter().map(|cell| cell.to_string()).collect::<Vec<_>>().join("|");
            let rows: Vec<String> = std::iter::once(&table.header).chain(&table.rows).map(row).collect();
            let text = |text: &Option<Text>| text.as_deref().unwrap_or_default().to_string();
            format!("{} {} {}", text(&table.caption), rows.join(" / "), text(&table.note))
        }
    };
    let mut out: Vec<String> = document.blocks.iter().map(of).collect();
    for attachment in &document.attachments {
        out.push(format!("附件 {}", Text::joined(&attachment.title, "")));
        out.extend(attachment.blocks.iter().map(of));
    }
    out
}

/// Revises the draft of the small document and compares what comes of it with what came before:
/// lines that are gone, then new ones, then what is said about it.
#[track_caller]
fn check(revise: impl FnOnce(&mut Vec<Piece>), gone: &[&str], new: &[&str], said: &[&str]) -> Document {
    let base = small();
    let mut draft = draft_of(&base);
    revise(&mut draft.pieces);
    let finalized = finalize(&base, &draft, &Options::default());
    let found: Vec<String> =
        finalized.diagnostics.iter().map(|told| format!("{} {}", told.key, told.message)).collect();
    assert_eq!(found, said);
    let is_wrong = |told: &Diagnostic| told.severity == Severity::Error;
    if finalized.diagnostics.iter().any(is_wrong) {
        return base;
    }
    let document = finalized.output;
    let (then, now) = (lines(&base), lines(&document));
    let only = |these: &[String], those: &[String]| {
        these.iter().filter(|line| !those.contains(line)).cloned().collect::<Vec<_>>()
    };
    assert_eq!((only(&then, &now), only(&now, &then)), (strings(gone), strings(new)));
    document
}

fn strings(all: &[&str]) -> Vec<String> {
    all.iter().map(|one| (*one).to_string()).collect()
}

/// Returns where a piece is whose words hold these.
pub fn at(pieces: &[Piece], part: &str) -> usize {
    let holds =
        |piece: &Piece| matches!(piece, Piece::Paragraph(paragraph) if paragraph.words.text.contains(part));
    pieces.iter().position(holds).expect("it is there")
}

/// Replaces words of a paragraph.
pub fn replace(pieces: &mut [Piece], from: &str, to: &str) {
    let at = at(pieces, from);
    if let Piece::Paragraph(paragraph) = &mut pieces[at] {
        paragraph.words.text = paragraph.words.text.replace(from, to);
    }
}

#[test]
fn changed_words_are_the_offices_and_figures_keep_their_sources() {
    let document = check(
        |pieces| replace(pieces, "共组织集体学习12次", "上半年扎实组织集体学习12次"),
        &["共组织集体学习12次，到会90人次。"],
        &["上半年扎实组织集体学习12次，到会90人次。"],
        &[],
    );
    let Block::Paragraph(text) = &document.blocks[1] else { panic!("a paragraph") };
    let figures: Vec<(&str, &Provenance)> =
        text.figures().iter().map(|at| (&text.as_str()[at.start..at.end], &at.source)).collect();
    let (own, test) = (Provenance::Office("修改稿"), Provenance::Constant("测试"));
    assert_eq!(figures, [("上半年扎实", &own), ("12", &test), ("90人次", &test)]);
}

#[test]
fn paragraphs_are_added_deleted_and_moved() {
    check(
        |pieces| {
            let at = at(pieces, "每次学习后");
            pieces.insert(at, words(Role::Body, "镇纪委对学习纪律作了督查。"));
        },
        &[],
        &["镇纪委对学习纪律作了督查。"],
        &[],
    );
    check(
        |pieces| drop(pieces.remove(at(pieces, "每次学习后"))),
        &["每次学习后及时通报到会情况，督促补学。"],
        &[],
        &[],
    );
    // The two parts change places: their headings are counted anew, and who names one is told.
    check(
        |pieces| {
            let heading = at(pieces, "共组织集体学习") - 1;
            let first: Vec<Piece> = pieces.drain(heading..at(pieces, "主要做法")).collect();
            let end = at(pieces, "附件：");
            pieces.splice(end..end, first);
        },
        &["# 一、学习情况", "# 二、主要做法"],
        &["# 一、主要做法", "# 二、学习情况"],
        &[
            "part-reference `班子成员带头领学，讲体会、谈打算，做法在第一部分已有说明。` 提到第一部分，原来的第一部分现在是第二部分",
        ],
    );
}

#[test]
fn headings_are_added_by_style_or_by_their_number() {
    check(
        |pieces| {
            let at = at(pieces, "附件：");
            pieces.splice(
                at..at,
                [
                    words(Role::Body, "三、下步打算"),
                    words(Role::Heading(2), "抓好落实"),
                    words(Role::Body, "1.按月安排学习。"),
                ],
            );
        },
        &[],
        &["# 三、下步打算", "## （一）抓好落实", "- 1.按月安排学习。"],
        &[],
    );
    // One that is deleted leaves no gap.
    check(
        |pieces| drop(pieces.remove(at(pieces, "坚持领学"))),
        &["## （一）坚持领学", "## （二）坚持督学"],
        &["## （一）坚持督学"],
        &[],
    );
}

fn first_grid(pieces: &mut [Piece]) -> &mut Grid {
    pieces
        .iter_mut()
        .find_map(|piece| if let Piece::Grid(grid) = piece { Some(grid) } else { None })
        .expect("a table")
}

#[test]
fn tables_take_rows_and_lose_columns() {
    let then = "表1　学习情况 季度|学习次数|到会人次 / 一季度|5|40 / 二季度|7|50 注：按考勤表统计。";
    let cell = |text: &str| Cell { words: Words { text: text.into(), marks: Vec::new() }, is_merged: false };
    check(
        |pieces| first_grid(pieces).rows.insert(2, vec![cell("其中：补学"), cell("二次"), cell("另计")]),
        &[then],
        &[
            "表1　学习情况 季度|学习次数|到会人次 / 一季度|5|40 / 其中：补学|二次|另计 / 二季度|7|50 注：按考勤表统计。",
        ],
        &[],
    );
    let document = check(
        |pieces| first_grid(pieces).rows.iter_mut().for_each(|row| drop(row.remove(1))),
        &[then],
        &["表1　学习情况 季度|到会人次 / 一季度|40 / 二季度|50 注：按考勤表统计。"],
        &[],
    );
    let Some(Block::Table(table)) = document.blocks.get(2) else { panic!("a table") };
    assert_eq!(table.columns.iter().map(|column| column.width_mm).collect::<Vec<_>>(), [60.0, 40.0]);
    check(
        |pieces| first_grid(pieces).rows.iter_mut().for_each(|row| row.push(cell("好"))),
        &[],
        &[],
        &["table-columns 表“表1　学习情况”多了一栏 `好`"],
    );
    check(
        |pieces| first_grid(pieces).rows[1][0].is_merged = true,
        &[],
        &[],
        &["merged-cells 表“表1　学习情况”的 `一季度` 是合并的单元格"],
    );
}

#[test]
fn new_tables_stand_upright() {
    let new = |widths: &[f64]| Grid {
        widths_mm: widths.to_vec(),
        ..grid(&[vec!["事项", "责任人"], vec!["督学", "组织委员"]])
    };
    let document = check(
        |pieces| {
            let at = at(pieces, "每次学习后");
            pieces.splice(at..at, [words(Role::Caption, "分工表"), Piece::Grid(new(&[100.0, 56.5]))]);
        },
        &[],
        &["分工表 事项|责任人 / 督学|组织委员 "],
        &[],
    );
    let Some(Block::Table(table)) = document.blocks.get(7) else { panic!("{:?}", document.blocks) };
    assert!((table.columns.iter().map(|column| column.width_mm).sum::<f64>() - 156.0).abs() < 1e-9);
    check(
        |pieces| {
            let at = at(pieces, "每次学习后");
            pieces.insert(at, Piece::Grid(new(&[100.0, 100.0])));
        },
        &[],
        &[],
        &["table-too-wide 新加的表“事项”宽 200 mm（最宽 156 mm）"],
    );
}

#[test]
fn charts_are_drawn_again_or_deleted_with_their_caption() {
    let is_graphic = |piece: &Piece| matches!(piece, Piece::Graphic(_));
    check(
        |pieces| {
            replace(pieces, "图1　各月学习次数", "图1　每月学习次数");
        },
        &["[图1　各月学习次数]"],
        &["[图1　每月学习次数]"],
        &[],
    );
    check(
        |pieces| {
            let at = pieces.iter().position(is_graphic).expect("a chart");
            pieces.drain(at..at + 2);
        },
        &["[图1　各月学习次数]"],
        &[],
        &[],
    );
    check(
        |pieces| drop(pieces.remove(pieces.iter().position(is_graphic).expect("a chart"))),
        &[],
        &[],
        &["caption-alone `图1　各月学习次数` 是图题或表题，图或表已经删了"],
    );
    check(
        |pieces| {
            let at = at(pieces, "每次学习后");
            pieces.insert(
                at,
                Piece::Graphic(Graphic {
                    kind: ForeignKind::Picture,
                    alt: String::new(),
                    around: "领学".into(),
                }),
            );
        },
        &[],
        &[],
        &["foreign-object “领学”旁有图片"],
    );
}

#[test]
fn title_addressee_organ_and_date_are_the_leaders_to_change() {
    let document = check(
        |pieces| {
            replace(pieces, "上半年学习情况的报告", "上半年学习情况报告");
            replace(pieces, "中共青山县委宣传部：", "青山县委：");
            replace(pieces, "中共清溪镇委员会", "清溪镇党委");
            replace(pieces, "2020年7月3日", "2020年7月6日");
        },
        &[],
        &[],
        &[],
    );
    assert_eq!(Text::joined(&document.title, "/"), "清溪镇党委理论学习中心组/上半年学习情况报告");
    assert_eq!(document.addressee.as_deref(), Some("青山县委："));
    assert_eq!((document.organ.as_str(), document.date.day()), ("清溪镇党委", 6));
    assert_eq!(document.form.signature.expect("signed").organs, ["清溪镇党委"]);
    check(
        |pieces| replace(pieces, "2020年7月3日", "七月三日"),
        &[],
        &[],
        &[
            "bad-date-of-document 成文日期没有写，或写法不对：`中共清溪镇委员会七月三日`（应如 `2020年7月3日`）",
        ],
    );
    check(
        |pieces| replace(pieces, "2020年7月3日", "2020年6月3日"),
        &[],
        &[],
        &["date-order 成文日期 2020-06-03 早于报告期的最后一天 2020-06-30"],
    );
    check(
        |pieces| replace(pieces, "宣传部：", "宣传部"),
        &[],
        &[],
        &["bad-addressee 主送机关 `中共青山县委宣传部` 末尾没有冒号（应为全角冒号）"],
    );
    check(
        |pieces| drop(pieces.remove(at(pieces, "上半年学习情况的报告"))),
        &[],
        &[],
        &["bad-title 标题有 0 个字（应有标题，且不超过 100 个字）"],
    );
}

#[test]
fn the_list_of_attachments_names_those_that_follow() {
    check(
        |pieces| {
            replace(pieces, "附件：学习安排表", "附件：学习安排");
        },
        &[],
        &[],
        &["attachment-list 附件说明 `附件：学习安排` 与后面的附件不一致（按附件应为 `附件：学习安排表`）"],
    );
    check(
        |pieces| {
            pieces.retain(|piece| !matches!(piece, Piece::Paragraph(one) if one.words.text.contains("附件") || one.words.text.contains("安排")))
        },
        &["附件 学习安排表", "下半年每月安排一次集体学习。"],
        &[],
        &[],
    );
}

#[test]
fn a_number_of_a_document_is_taken_and_the_rest_of_the_head_is_not() {
    let mut base = document(UNITS[0], Format::Report);
    let head = base.form.letterhead.as_mut().expect("a report has one");
    head.number = Some("清委〔2020〕12号".to_string());
    let revised = |from: &str, to: &str| {
        let mut draft = draft_of(&base);
        replace(&mut draft.pieces, from, to);
        let finalized = finalize(&base, &draft, &Options::default());
        let said: Vec<&str> = finalized.diagnostics.iter().map(|told| told.key).collect();
        (said.join(" "), finalized.output.form.letterhead.and_then(|head| head.number))
    };
    let number = "清委〔2020〕12号";
    assert_eq!(revised(number, "清委〔2020〕99号"), (String::new(), Some("清委〔2020〕99号".to_string())));
    assert_eq!(
        revised(number, "清委[2020]第09号"),
        ("bad-number-of-document".to_string(), Some(number.to_string()))
    );
    assert_eq!(revised("委员会文件", "文件"), ("frame-changed".to_string(), Some(number.to_string())));
    assert_eq!(revised("印发", "印制"), ("frame-changed".to_string(), Some(number.to_string())));
}

#[test]
fn a_date_of_the_frame_that_was_set_anew_is_no_wrong_number() {
    let document = small();
    let mut revised = document.clone();
    revised.date = Date::from_calendar_date(2020, Month::July, 8).expect("a date");
    assert_ne!(document.date, revised.date);
    let checked = compare(&document, &revised, &[], &[]);
    assert_eq!(checked.diagnostics, []);
    let told: Vec<String> = checked.output.changes.changes.iter().map(|one| one.place.clone()).collect();
    assert_eq!(told, ["落款"]);
}
