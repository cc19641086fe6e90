//! The stage from a made-up document to its pages.

use time::{Date, Month};

use super::*;
use crate::document::{
    Align, Attachment, Bar, Bars, Block, Colophon, Column, Form, Format, LegendEntry, Letterhead, Provenance,
    Seal, Signature, Table, Text, Tick, title_lines,
};
use crate::pdf::{Pdf, RenderError, RenderOptions, render};
use crate::settings::Standards;

/// Splits at `|`.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split('|').map(String::from).collect()
}

/// Makes a text of words that are made for a test.
pub(crate) fn own(words: impl Into<String>) -> Text {
    Text::of(words, Provenance::Constant("a test"))
}

/// Splits at `|` into texts.
pub(crate) fn texts(text: &str) -> Vec<Text> {
    text.split('|').map(own).collect()
}

/// Creates a table of two columns.
pub(crate) fn table(rows: &[[&str; 2]]) -> Block {
    Block::Table(Table {
        caption: Some("表1　出勤情况".into()),
        columns: vec![
            Column { width_mm: 60.0, align: Align::Left },
            Column { width_mm: 40.0, align: Align::Right },
        ],
        header: texts("姓名|次数"),
        rows: rows.iter().map(|row| row.map(own).to_vec()).collect(),
        note: Some("注：数字为虚构。".into()),
    })
}

/// Creates a document with one of everything.
pub(crate) fn document() -> Document {
    let bar = |label: &str, share: f64| Bar {
        label: vec![own(label)],
        value: own(format!("{share}")),
        share,
        strong: share < 0.8,
    };
    let tick = |at: f64, label: &str| Tick { at, label: own(label) };
    Document {
        unit: "清溪镇".into(),
        period: "2020H1".parse().expect("a known period"),
        title: texts("清溪镇|党委|理论学习|中心组|2020年|上半年|总结|及|下半年|学习计划"),
        addressee: Some("青山县委宣传部：".into()),
        blocks: vec![
            Block::paragraph("2020年上半年，清溪镇党委理论学习中心组共学习12次，现将情况总结如下。"),
            Block::heading("一、主要做法"),
            Block::subheading("（一）按时学习"),
            Block::Paragraph(own("平均到课率89.9%，“每月两学”落到了实处。".repeat(9))),
            Block::Item("1.重点发言。人人发言。".into()),
            Block::Bars(Bars {
                caption: "图1　到课率".into(),
                alt: "柱状图：一季度0.9，二季度0.7。".into(),
                n_lines: 8,
                bars: vec![bar("一季度", 0.9), bar("二季度", 0.7)],
                ticks: vec![tick(0.5, "50%"), tick(1.0, "100%")],
                n_series: 1,
                reference: Some(tick(0.8, "80%")),
                legend: vec![
                    LegendEntry { strong: false, label: own("达到80%") },
                    LegendEntry { strong: true, label: own("低于80%") },
                ],
            }),
            table(&[["甲", "12"], ["乙", "9"]]),
            Block::heading("二、下半年计划"),
            Block::paragraph("以上计划由党政办对照检查，年底报告完成情况。"),
        ],
        attachments: vec![Attachment {
            title: texts("学习|安排表"), blocks: vec![table(&[["七月", "2"]])]
        }],
        organ: "中共清溪镇委员会".into(),
        date: Date::from_calendar_date(2020, Month::July, 3).expect("a date"),
        keywords: words("理论学习|清溪镇"),
        form: Form::default(),
    }
}

/// Renders under the standards named, without a single diagnostic.
#[track_caller]
pub(crate) fn make(document: &Document, standards: &[&str]) -> Pdf {
    let standards = Standards::parse(standards).expect("compatible standards");
    let warned = render(&Engine::new(), document, &RenderOptions { standards, ..RenderOptions::default() });
    assert_eq!(warned.diagnostics, []);
    warned.output.expect("the document can be rendered")
}

/// Renders with the default standards, whatever the diagnostics.
fn make_unchecked(document: &Document) -> Pdf {
    let warned = render(&Engine::new(), document, &RenderOptions::default());
    warned.output.expect("the document can be rendered")
}

/// Returns the text of all pages.
fn text(pdf: &Pdf) -> String {
    pdf.pages.iter().map(PageLines::text).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn pages_as_text() {
    let pdf = make(&document(), &["a-2a", "ua-1"]);
    let expected = "\
清溪镇党委理论学习中心组
2020年上半年总结及下半年学习计划";
    assert!(text(&pdf).starts_with(expected), "{}", text(&pdf));
    let last = pdf.pages.last().expect("there are pages").text();
    let n = pdf.pages.len();
    assert_eq!(
        last,
        format!("附件\n学习安排表\n表1　出勤情况\n姓名\t次数\n七月\t2\n注：数字为虚构。\n— {n} —")
    );
    let roles: Vec<Role> = pdf.pages.iter().flat_map(|p| &p.lines).map(|l| l.role).collect();
    for role in [
        Role::Title,
        Role::Heading,
        Role::Paragraph,
        Role::Closing,
        Role::Table,
        Role::Figure,
        Role::Other,
        Role::PageNumber,
    ] {
        assert!(roles.contains(&role), "{role:?}");
    }
}

#[test]
fn markup_in_data_is_printed_as_it_stands() {
    let evil = "#evil *x* _y_ $z$ `c` <l> @r // \\ #import \"a\": * #panic()";
    let mut document = document();
    document.blocks.insert(0, Block::paragraph(evil));
    document.blocks.insert(1, table(&[["#sys.inputs", "$1$"], ["= 标题", "- 项"]]));
    document.addressee = Some("#read(\"main.typ\")：".into());
    let shown = text(&make(&document, &["a-2a", "ua-1"])).replace('\n', "");
    for part in [evil, "#sys.inputs\t$1$", "= 标题\t- 项", "#read(\"main.typ\")："] {
        // Spaces at a line's end are not shown.
        assert!(shown.replace(' ', "").contains(&part.replace(' ', "")), "{part}: {shown}");
    }
}

#[test]
fn invisible_characters_are_left_out() {
    let mut document = document();
    document.blocks = vec![Block::paragraph("甲\u{202E}乙\u{FEFF}丙\u{0}丁\n戊\u{200B}己。")];
    let pdf = make(&document, &["a-2a", "ua-1"]);
    assert!(text(&pdf).contains("甲乙丙丁 戊己。"), "{}", text(&pdf));
}

#[test]
fn a_character_without_a_glyph_refuses_the_report() {
    for (found, code) in [("😀", "U+1F600"), ("\u{E000}", "U+E000")] {
        let mut document = document();
        document.blocks[0] = Block::Paragraph(own(format!("笑{found}")));
        for standard in ["1.7", "a-1b", "a-2a"] {
            let standards = Standards::parse(&[standard]).expect("a standard");
            let warned =
                render(&Engine::new(), &document, &RenderOptions { standards, ..RenderOptions::default() });
            assert_eq!(warned.output.map(drop), Err(RenderError::Set(SetError::MissingGlyphs { n: 1 })));
            let keys: Vec<_> = warned.diagnostics.iter().map(|d| (d.key, d.refuses())).collect();
            assert_eq!(keys, [("missing-glyph", true)]);
            assert!(warned.diagnostics[0].message.contains(code));
        }
    }
}

#[test]
fn a_word_too_long_for_its_cell_is_reported() {
    let mut document = document();
    let long = "A".repeat(60);
    document.blocks[6] = table(&[[&long, "12"]]);
    document.attachments[0].blocks[0] = table(&[["甲", &long]]);
    let warned = render(&Engine::new(), &document, &RenderOptions::default());
    assert!(warned.output.is_ok());
    let keys: Vec<_> = warned.diagnostics.iter().map(|found| found.key).collect();
    assert!(keys.len() >= 2 && keys.iter().all(|key| *key == "layout"), "{keys:?}");
    let shown = warned.diagnostics.iter().map(ToString::to_string).collect::<String>();
    assert!(shown.contains("重叠") && shown.contains("超出版心"), "{shown}");
}

#[test]
fn the_signature_follows_any_last_block() {
    let mut document = document();
    document.blocks.pop();
    document.blocks.push(table(&[["甲", "12"]]));
    for blocks in [document.blocks.clone(), vec![]] {
        let n = blocks.len();
        let pdf = make_unchecked(&Document { blocks, attachments: vec![], ..document.clone() });
        let lines = &pdf.pages.last().expect("there are pages").lines;
        let closing: Vec<&str> =
            lines.iter().filter(|line| line.role == Role::Closing).map(|line| line.text.as_str()).collect();
        assert_eq!(closing, ["中共清溪镇委员会", "2020年7月3日"], "{n} blocks");
    }
}

/// However many rows an attachment's table has, upright or turned, its last page has some.
#[test]
fn no_row_is_alone_on_a_tables_last_page() {
    let engine = Engine::new();
    let options =
        RenderOptions { standards: Standards::parse(&["1.7"]).expect("known"), ..Default::default() };
    for (width_mm, first, other) in [(50.0, 16, 20), (90.0, 15, 21)] {
        let mut n_balanced = 0;
        for n in 15..60 {
            let Block::Table(mut table) = table(&[]) else { unreachable!("a table") };
            table.caption = None;
            table.columns.iter_mut().for_each(|column| column.width_mm = width_mm);
            table.rows = (0..n).map(|row| vec![own(format!("第{row}行")), own(row.to_string())]).collect();
            let attachment = Attachment { title: texts("成员|名单"), blocks: vec![Block::Table(table)] };
            let document = Document { blocks: vec![], attachments: vec![attachment], ..document() };
            let pdf = render(&engine, &document, &options).output.expect("can be rendered");
            let is_row = |line: &&Line| line.text.starts_with('第') && line.text.ends_with('行');
            let rows = pdf.pages.iter().map(|page| page.lines.iter().filter(is_row).count());
            let rows: Vec<usize> = rows.filter(|rows| *rows > 0).collect();
            assert_eq!(rows.iter().sum::<usize>(), n, "{rows:?}");
            assert!(rows.len() == 1 || rows.last() >= Some(&3), "{rows:?}");
            // The note takes the room of up to two rows.
            let most = first + other * rows.len().saturating_sub(2);
            assert!(rows.len() == 1 || n + 2 > most, "{n} rows on a page too many: {rows:?}");
            n_balanced += usize::from(rows.len() > 1 && rows.last() == Some(&3));
        }
        assert!(n_balanced > 3, "{n_balanced} times");
    }
}

/// Nor on the last page of a table in the text, wherever it starts.
#[test]
fn no_row_of_a_table_in_the_text_is_alone() {
    let engine = Engine::new();
    let options =
        RenderOptions { standards: Standards::parse(&["1.7"]).expect("known"), ..Default::default() };
    let mut n_parted = 0;
    for n in 0..20 {
        let rows: Vec<String> = (0..9).map(|row| format!("第{row}行")).collect();
        let rows: Vec<[&str; 2]> = rows.iter().map(|row| [row.as_str(), "1"]).collect();
        let before = (0..n).map(|n| Block::Paragraph(own(format!("第{n}段只有一行。"))));
        let blocks = before.chain([table(&rows), Block::paragraph("其后的一段。")]).collect();
        let document = Document { blocks, attachments: vec![], ..document() };
        let pdf = render(&engine, &document, &options).output.expect("can be rendered");
        let is_row = |line: &&Line| line.role == Role::Table && line.text.ends_with('行');
        let rows = pdf.pages.iter().map(|page| page.lines.iter().filter(is_row).count());
        let rows: Vec<usize> = rows.filter(|rows| *rows > 0).collect();
        assert_eq!(rows.iter().sum::<usize>(), 9, "{rows:?}");
        assert!(rows.last() >= Some(&3), "{n} lines before: {rows:?}");
        n_parted += usize::from(rows.len() > 1);
    }
    assert!(n_parted > 3, "{n_parted} times");
}

/// Whatever the text's length, the signature has text beside it, and lines are closer only
/// where that brings both together.
#[test]
fn the_signature_is_never_alone() {
    let engine = Engine::new();
    let options =
        RenderOptions { standards: Standards::parse(&["1.7"]).expect("known"), ..Default::default() };
    let mut n_closer = 0;
    for n in 50..73 {
        let blocks = (0..n).map(|n| Block::Paragraph(own(format!("第{n}段只有一行。")))).collect();
        let document = Document { blocks, attachments: vec![], addressee: None, ..document() };
        let warned = render(&engine, &document, &options);
        let pdf = warned.output.expect("can be rendered");
        let keys: Vec<&str> = warned.diagnostics.iter().map(|found| found.key).collect();
        let is_closer = pdf.audit.grid_lines == 23;
        assert_eq!(keys, if is_closer { vec!["line-pitch"] } else { vec![] }, "{n} lines");
        let last = pdf.pages.last().expect("pages");
        let n_text = last.lines.iter().filter(|line| line.role == Role::Paragraph).count();
        assert!(n_text > 0, "{n} lines: the signature is alone");
        // The first page has the title and the blank line after it.
        let second = pdf.audit.pages.get(1).expect("pages").n_lines;
        assert_eq!(second, if is_closer { 23 } else { 22 }, "{n} lines");
        n_closer += usize::from(is_closer);
    }
    assert!(n_closer > 0 && n_closer < 8, "{n_closer} times");
}

#[test]
fn the_audit_reads_what_the_form_asks_for() {
    let mut document = document();
    let date = document.date;
    document.form = Form {
        format: Format::Notice,
        letterhead: Some(Letterhead {
            names: words("中共清溪镇委员会文件"), ..Letterhead::default()
        }),
        signature: Some(Signature {
            organs: words("中共清溪镇委员会|清溪镇人民政府"),
            seal: Seal::Seal,
            posts: Vec::new(),
            note: None,
        }),
        colophon: Some(Colophon {
            to: Vec::new(),
            cc: Vec::new(),
            printed: Some(("清溪镇党政办公室".to_string(), date)),
        }),
        ..Form::default()
    };
    let pages = make(&document, &["a-2a"]).pages;
    let engine = Engine::new();
    let expected = Expected::new(&document, false, Grid::USUAL, &engine);
    let check = |change: &dyn Fn(&mut Line), messages: &[&str]| {
        let mut pages = pages.clone();
        pages.iter_mut().flat_map(|page| &mut page.lines).for_each(change);
        let found: Vec<_> = audit::audit(&pages, Some(&expected)).findings;
        let found: Vec<_> = found.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(found, messages);
    };
    let text = |line: &mut Line, from: &str, to: &str| line.text = line.text.replace(from, to);
    check(&|_| (), &[]);
    check(&|line| text(line, "3日印发", "3"), &["的版记没有完整的一行印发日期 `2020年7月3日印发`"]);
    let shift = |line: &mut Line, by: f64| (line.left, line.right) = (line.left - by, line.right - by);
    check(
        &|line| {
            if line.text.ends_with("印发") {
                shift(line, 10.0 * grid::MM)
            }
        },
        &["的印发日期右端偏离 -10.0 毫米（允许 0.5 毫米）"],
    );
    check(&|line| text(line, "党政办公室", "党政办"), &["的版记没有印发机关 `清溪镇党政办公室`"]);
    check(&|line| text(line, "清溪镇人民政府", "政府"), &["的落款没有署名 `清溪镇人民政府`"]);
    check(
        &|line| {
            if line.text.ends_with("文件") {
                line.right -= 0.7 * (line.right - line.left)
            }
        },
        &["的发文机关标志 `中共清溪镇委员会文件` 字宽只有字高的 32%（应不小于 48%）"],
    );
    let is_addressee = |line: &Line| line.text.ends_with("宣传部：");
    check(
        &|line| {
            if line.role == Role::Paragraph && !is_addressee(line) {
                line.role = Role::Other;
            }
        },
        &["是首页，主送机关之后却没有正文（首页应显示正文）"],
    );
}

#[test]
fn our_own_mistakes_say_so() {
    let mut document = document();
    document.blocks[0] = Block::Heading { level: 7, text: "一".into() };
    let warned = render(&Engine::new(), &document, &RenderOptions::default());
    let error = warned.output.map(drop).expect_err("there is no level 7");
    assert!(error.is_bug());
    let message = error.to_string();
    assert!(message.contains("程序的缺陷") && message.contains("gb9704/headings.typ:"), "{message}");

    document.blocks[0] = Block::Bars(Bars {
        caption: "图".into(),
        alt: "图".into(),
        n_lines: 8,
        bars: vec![Bar { label: vec![], value: Text::new(), share: f64::NAN, strong: false }],
        n_series: 1,
        ticks: vec![],
        reference: None,
        legend: vec![],
    });
    let warned = render(&Engine::new(), &document, &RenderOptions::default());
    let error = warned.output.map(drop).expect_err("not a number");
    assert!(matches!(error, RenderError::Set(SetError::View { .. })), "{error}");
}

#[test]
fn a_single_attachment_has_no_number() {
    let labels = |n: usize| {
        let mut document = document();
        document.attachments = vec![document.attachments[0].clone(); n];
        let json = View::new(&document, &SetOptions::default()).json().expect("finite");
        let view: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let parts = view["attachments"].as_array().expect("a list").clone();
        parts.iter().map(|part| part["label"].as_str().expect("text").to_string()).collect()
    };
    let labels: [Vec<String>; 3] = [labels(0), labels(1), labels(2)];
    assert_eq!(labels, [vec![], vec!["附件".to_string()], words("附件1|附件2")]);
}

/// The development data beside the template has the shape that the view writes.
#[test]
fn the_view_has_the_shape_of_the_development_data() {
    let example: serde_json::Value =
        serde_json::from_str(include_str!("../../templates/summary-plan/report.json")).expect("JSON");
    let json = View::new(&document(), &SetOptions::default()).json().expect("finite");
    let view: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let keys = |value: &serde_json::Value| -> Vec<String> {
        value.as_object().expect("an object").keys().cloned().collect()
    };
    assert_eq!(keys(&view), keys(&example));
    assert_eq!(keys(&view["signature"]), keys(&example["signature"]));
    assert_eq!(keys(&view["attachments"][0]), keys(&example["attachments"][0]));
    let block = |value: &serde_json::Value, kind: &str| {
        let blocks = value["blocks"].as_array().expect("a list").clone();
        blocks.into_iter().find(|block| block["kind"] == kind).expect("one of each kind")
    };
    for kind in ["paragraph", "heading", "item", "table", "bars"] {
        assert_eq!(keys(&block(&view, kind)), keys(&block(&example, kind)), "{kind}");
    }
    let inner = |value: &serde_json::Value, kind: &str, list: &str| keys(&block(value, kind)[list][0]);
    for (kind, list) in [("table", "columns"), ("bars", "bars"), ("bars", "ticks"), ("bars", "legend")] {
        assert_eq!(inner(&view, kind, list), inner(&example, kind, list), "{list}");
    }
    assert_eq!(view["signature"]["date"], "2020年7月3日");
}

/// A title's estimated width is never less than what its face takes.
#[test]
fn the_title_face_is_no_wider_than_estimated() {
    let engine = Engine::new();
    let font = engine.fonts[0].clone().instantiate(
        engine.fonts[0].info().variant,
        typst::layout::Abs::pt(22.0),
        &Default::default(),
    );
    for c in (' '..='~').chain("年（《“—·、".chars()) {
        let glyph = font.ttf().glyph_index(c).expect("the face has it").0;
        let width = font.x_advance(glyph).expect("it has a width").get();
        let estimate = title_lines::cells(&c.to_string());
        assert!(estimate >= width, "{c}: {estimate} < {width}");
    }
}
