//! Whole drafts, as other programs see them.

use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::Event;
use time::{Date, Month};
use zip::ZipArchive;

use super::*;
use crate::document::{
    Align, Bar, Bars, Block, Colophon, Column, Form, LegendEntry, Letterhead, Provenance, Roll, Seal,
    Signature, Table, Tick, bookmark, identified,
};

/// Makes a text that is one figure.
fn own(words: &str) -> Text {
    Text::of(words, Provenance::Constant("a test"))
}

fn texts(words: &str) -> Vec<Text> {
    words.split('|').map(own).collect()
}

/// Makes a table of two columns.
fn table(width_mm: f64) -> Block {
    Block::Table(Table {
        caption: Some(own("表1　情况")),
        columns: vec![
            Column { width_mm, align: Align::Left },
            Column { width_mm: 40.0, align: Align::Right },
        ],
        header: texts("姓名|次数"),
        rows: vec![texts("张三|12"), texts("李四|7")],
        note: Some(own("注：至6月底。")),
    })
}

fn chart() -> Block {
    let bar = |label: &str, value: &str, share, strong| Bar {
        label: texts(label),
        value: own(value),
        share,
        strong,
    };
    Block::Bars(Bars {
        caption: own("图1　到课率"),
        alt: own("1月到课率为50.0%"),
        n_lines: 9,
        bars: vec![bar("1月|5日", "50.0%", 0.5, true), bar("2月|3日", "100.0%", 1.0, false)],
        n_series: 1,
        ticks: vec![Tick { at: 0.0, label: own("0%") }, Tick { at: 1.0, label: own("100%") }],
        reference: Some(Tick { at: 0.8, label: own("80%") }),
        legend: vec![
            LegendEntry { strong: false, label: own("达到80%") },
            LegendEntry { strong: true, label: own("不足80%") },
        ],
    })
}

/// Makes a document with something of every kind.
fn document(format: Kind) -> Document {
    let date = Date::from_calendar_date(2020, Month::July, 3).expect("a date");
    let signature = Signature {
        organs: vec!["中共清溪镇委员会".to_string()],
        seal: Seal::Seal,
        posts: Vec::new(),
        note: Some("（此件公开发布）".to_string()),
    };
    let letterhead = Letterhead {
        names: vec!["中共清溪镇委员会文件".to_string()],
        number: Some("清委〔2020〕12号".to_string()),
        signers: if format == Kind::Report { vec!["张三".into(), "李四".into()] } else { Vec::new() },
        secrecy: Some("机密★1年".to_string()),
        issued: (format == Kind::Minutes).then(|| ("清溪镇党政办公室".to_string(), date)),
        ..Letterhead::default()
    };
    let colophon = Colophon {
        to: Vec::new(),
        cc: vec!["县委办公室".into(), "县委组织部".into()],
        printed: (format != Kind::Letter).then(|| ("清溪镇党政办公室".to_string(), date)),
    };
    let is_minutes = format == Kind::Minutes;
    Document {
        unit: "清溪镇".into(),
        period: "2020H1".parse().expect("a period"),
        title: texts("清溪镇|党委|理论学习|中心组|2020年|上半年|总结|及|下半年|学习计划"),
        addressee: Some("县委宣传部：".into()),
        blocks: vec![
            Block::heading("一、主要做法"),
            Block::subheading("（一）坚持领学"),
            Block::Paragraph(Text::from("共学习") + own("12") + "次，<占>" + own("50.0%") + "。"),
            chart(),
            table(60.0),
            Block::heading("二、下步打算"),
            Block::Item(Text::from("1.") + "每季度学习" + own("2") + "次。"),
        ],
        attachments: if is_minutes {
            Vec::new()
        } else {
            vec![
                Attachment { title: texts("名单"), blocks: vec![table(60.0)] },
                Attachment { title: texts("宽表"), blocks: vec![table(180.0)] },
            ]
        },
        organ: "中共清溪镇委员会".into(),
        date,
        keywords: vec!["学习".into()],
        form: Form {
            format,
            letterhead: (format != Kind::Plain).then_some(letterhead),
            signature: (!is_minutes).then_some(signature),
            rolls: if is_minutes {
                vec![Roll { label: "出席", names: texts("张三|李四") }]
            } else {
                Vec::new()
            },
            note: None,
            colophon: (format != Kind::Plain).then_some(colophon),
            ..Form::default()
        },
    }
}

fn laid_out(document: &Document, layout: &Layout) -> Vec<u8> {
    write(document, &Options { fonts: &BTreeMap::new(), layout, program: "banxin 0" })
}

fn written(document: &Document) -> Vec<u8> {
    laid_out(document, &Layout::default())
}

/// Returns the parts of a file by name, those of XML as text.
fn parts(bytes: &[u8]) -> BTreeMap<String, String> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let mut out = BTreeMap::new();
    for at in 0..zip.len() {
        let mut file = zip.by_index(at).expect("a part");
        let name = file.name().expect("UTF-8").into_owned();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("readable");
        out.insert(name, String::from_utf8_lossy(&bytes).into_owned());
    }
    out
}

/// Reads XML to its end: every element is closed in its order.
#[track_caller]
fn check_well_formed(name: &str, xml: &str) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut depth = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth -= 1,
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{name}: {error}"),
        }
    }
    assert_eq!(depth, 0, "{name}");
}

#[test]
fn every_format_is_whole_and_the_same_each_time() {
    for format in Kind::ALL {
        let document = document(format);
        let bytes = written(&document);
        assert_eq!(bytes, written(&document), "{format:?}");
        let parts = parts(&bytes);
        let of_xml = || parts.iter().filter(|(name, _)| name.ends_with(".xml") || name.ends_with(".rels"));
        for (name, xml) in of_xml() {
            check_well_formed(name, xml);
        }
        // Whatever is referred to is there, by its type and in its place.
        for (name, _) in of_xml().filter(|(name, _)| name.ends_with(".xml") && !name.starts_with('[')) {
            let is_told = parts["[Content_Types].xml"].contains(&format!("PartName=\"/{name}\""));
            assert!(is_told || name == "customXml/item1.xml", "{name} has no type");
        }
        let text = &parts["word/document.xml"];
        for id in text.split("r:id=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()) {
            let related = &parts["word/_rels/document.xml.rels"];
            let at =
                related.find(&format!("Id=\"{id}\"")).unwrap_or_else(|| panic!("nothing is called {id}"));
            let target = related[at..].split("Target=\"").nth(1).and_then(|rest| rest.split('"').next());
            assert!(parts.contains_key(&format!("word/{}", target.unwrap_or_default())), "{id}");
        }
        for style in text.split("<w:pStyle w:val=\"").skip(1).map(|rest| rest.split('"').next()) {
            let style = format!("w:styleId=\"{}\"", style.unwrap_or_default());
            assert!(parts["word/styles.xml"].contains(&style), "{style}");
        }
        assert!(!text.contains("<w:p/>") && !text.contains("Theme"));
    }
}

#[test]
fn each_figure_that_is_text_stands_in_its_bookmark() {
    for format in Kind::ALL {
        let document = document(format);
        let parts = parts(&written(&document));
        let text = &parts["word/document.xml"];
        let is_letter = format == Kind::Letter;
        for figure in identified(&document) {
            let start = format!("w:name=\"{}\"/>", bookmark(&figure.id));
            let in_header = is_letter && matches!(figure.spot, Spot::Mark(_));
            if figure.spot.is_drawn() || in_header || matches!(figure.spot, Spot::Post(_)) {
                assert!(!text.contains(&start), "{figure:?}");
                continue;
            }
            assert_eq!(text.matches(&start).count(), 1, "{format:?} {figure:?}");
            let inside = text.split(&start).nth(1).and_then(|rest| rest.split("<w:bookmarkEnd").next());
            let words: String = inside
                .unwrap_or_default()
                .split("<w:t xml:space=\"preserve\">")
                .skip(1)
                .filter_map(|rest| rest.split("</w:t>").next())
                .collect();
            assert_eq!(words, figure.text, "{format:?}");
            let data = format!("<bx:figure id=\"{}\">{}</bx:figure>", figure.id, figure.text);
            assert!(parts["customXml/item1.xml"].contains(&data));
        }
        let property = &parts["docProps/custom.xml"];
        assert!(
            property.contains(&format!("{} banxin 0<", crate::document::fingerprint(&identified(&document))))
        );
    }
}

#[test]
fn headings_are_numbered_by_word() {
    let parts = parts(&written(&document(Kind::Plain)));
    let text = &parts["word/document.xml"];
    assert!(
        text.contains(">主要做法<") && text.contains(">坚持领学<") && text.contains(">下步打算<"),
        "{text}"
    );
    assert!(!text.contains("一、主要") && text.contains("1.</w:t>"));
    assert_eq!(text.matches("<w:pStyle w:val=\"Heading1\"/></w:pPr>").count(), 2);
}

#[test]
fn turned_tables_have_sections_of_their_own() {
    let mut turned = document(Kind::Notice);
    let text = parts(&written(&turned))["word/document.xml"].clone();
    assert_eq!((text.matches("<w:sectPr>").count(), text.matches("landscape").count()), (3, 1));
    // The last one is upright, for the colophon.
    assert!(
        text.ends_with("<w:docGrid w:type=\"lines\" w:linePitch=\"579\"/></w:sectPr></w:body></w:document>")
    );
    assert!(text.rfind("landscape") < text.rfind("BxColophon"));
    turned.form.colophon = None;
    let text = parts(&written(&turned))["word/document.xml"].clone();
    assert_eq!(text.matches("<w:sectPr>").count(), 2);
    assert!(text.rfind("landscape") > text.rfind("</w:tbl>"));
}

#[test]
fn the_colophon_stands_on_its_page_as_on_the_pages() {
    let mut turned = document(Kind::Notice);
    turned.form.colophon_on_even_page = true;
    let upright = Document { attachments: Vec::new(), ..turned.clone() };
    let none = Document { form: Form { colophon: None, ..upright.form.clone() }, ..upright.clone() };
    // How many pages are opened by a break, how many sections there are, whether the last is numbered.
    let check = |document: &Document, colophon, wanted| {
        let layout = Layout { colophon, ..Layout::default() };
        let text = parts(&laid_out(document, &layout))["word/document.xml"].clone();
        let last = &text[text.rfind("<w:sectPr>").expect("a section")..];
        let n = |part: &str| text.matches(part).count();
        let breaks = n("<w:pageBreakBefore w:val=\"1\"/>");
        assert_eq!((breaks, n("<w:sectPr>"), last.contains("footer2")), wanted, "{colophon:?}");
    };
    let (numbered, bare) =
        (ColophonPage::Alone { is_numbered: true }, ColophonPage::Alone { is_numbered: false });
    check(&none, bare, (0, 1, true));
    check(&upright, ColophonPage::WithText, (0, 1, true));
    check(&upright, numbered, (1, 1, true));
    check(&upright, bare, (1, 2, false));
    // A section opens a page by itself.
    check(&turned, numbered, (0, 3, true));
    check(&turned, bare, (1, 3, false));
    // Wherever it may be, it has no room below the text.
    let form = Form { colophon_on_even_page: false, ..upright.form.clone() };
    check(&Document { form, ..upright.clone() }, numbered, (1, 1, true));
}

#[test]
fn seals_and_stamps_have_two_white_lines_above_them() {
    let mut signed = document(Kind::Notice);
    let mut above = |seal, posts: &[&str]| {
        let posts = posts.iter().map(ToString::to_string).collect();
        let organs = vec!["中共清溪镇委员会".to_string()];
        signed.form.signature = Some(Signature { organs, seal, posts, note: None });
        let text = parts(&written(&signed))["word/document.xml"].clone();
        let first = text.split("<w:pStyle w:val=\"BxSignature\"/>").nth(1).expect("a signature").to_string();
        let number = first.split("w:before=\"").nth(1).and_then(|rest| rest.split('"').next());
        number.and_then(|number| number.parse::<u32>().ok()).expect("white above") / measures::LINE
    };
    assert_eq!(above(Seal::None, &[]), 1);
    assert_eq!(above(Seal::Seal, &[]), 2);
    // A post stands at half the height of its stamp, three lines.
    assert_eq!(above(Seal::Signature, &["中共清溪镇委员会书记"]), 3);
}

#[test]
fn a_letter_has_its_rules_in_the_middle_of_the_text() {
    let parts = parts(&written(&document(Kind::Letter)));
    let place = |name: &str, rules: [(&str, u32); 2]| {
        let part = &parts[name];
        // 21 mm from the left, 170 mm long.
        assert!(part.contains("w:tblpX=\"1191\"") && part.contains("<w:gridCol w:w=\"9638\"/>"), "{part}");
        let [first, second] =
            rules.map(|(side, weight)| format!("<w:{side} w:val=\"single\" w:sz=\"{weight}\""));
        assert!(part.find(&first).expect("a rule") < part.find(&second).expect("a rule"), "{part}");
    };
    place("word/header4.xml", [("top", 12), ("bottom", 6)]);
    place("word/footer4.xml", [("top", 6), ("bottom", 12)]);
}

#[test]
fn tables_are_as_high_as_their_lines() {
    let text = parts(&written(&document(Kind::Minutes)))["word/document.xml"].clone();
    let heights: Vec<u32> = text
        .split("<w:trHeight w:val=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next()?.parse().ok())
        .collect();
    // The lowest rule is half a point thick.
    assert_eq!(heights.iter().sum::<u32>() + 10, 3 * measures::LINE, "{heights:?}");
}

#[test]
fn charts_stand_where_the_pages_have_room() {
    let report = document(Kind::Plain);
    let text = |after| {
        let charts = vec![ChartPlace { after, n_lines: 8 }];
        parts(&laid_out(&report, &Layout { charts, ..Layout::default() }))["word/document.xml"].clone()
    };
    let place = |text: &str| text.find("<w:drawing>").expect("a chart");
    let (first, last) = (text(0), text(usize::MAX));
    assert!(place(&first) < place(&last), "{first}");
    let n_marks = |text: &str| text.matches("<w:bookmarkStart").count();
    assert_eq!(n_marks(&first), n_marks(&last));
    // Eight lines, the last of them the caption's, the white above the chart part of the first.
    assert!(first.contains(&format!(" cy=\"{}\"", (7 * 579 - 30 - 140) * 635)), "{first}");
    assert!(first.contains("<w:pStyle w:val=\"BxPicture\"/><w:spacing w:before=\"140\"/>"), "{first}");
}

#[test]
fn closer_lines_are_those_of_the_pages() {
    let closer = Layout { page_lines: 23, ..Layout::default() };
    let parts = parts(&laid_out(&document(Kind::Plain), &closer));
    assert!(parts["word/styles.xml"].contains("w:line=\"554\"") && !parts["word/styles.xml"].contains("579"));
    assert!(parts["word/document.xml"].contains("w:linePitch=\"554\""));
}

#[test]
fn charts_hold_their_numbers() {
    let parts = parts(&written(&document(Kind::Plain)));
    let chart = &parts["word/charts/chart1.xml"];
    for part in ["<c:v>50</c:v>", "0.0&quot;%&quot;", "1月&#10;5日", "<c:v>不足80%</c:v>", "Sheet1!$B$2:$B$3"]
    {
        assert!(chart.contains(part), "{part}: {chart}");
    }
    assert!(parts.contains_key("word/embeddings/chart1.xlsx"));
    assert!(parts["word/document.xml"].contains("descr=\"1月到课率为50.0%\""));
}

#[test]
fn hostile_words_stay_words() {
    let mut hostile = document(Kind::Notice);
    let words = "]]>&lt;</w:t><w:altChunk r:id=\"x\"/>\u{0}\u{B}\u{202E}\u{FFFE}";
    hostile.blocks = vec![Block::Paragraph(own(words)), Block::Heading { level: 2, text: own(words) }];
    hostile.title = texts(words);
    hostile.organ = words.to_string();
    hostile.keywords = vec![words.to_string()];
    let fonts = BTreeMap::from([("body".to_string(), "\"/><x>".to_string())]);
    let bytes = write(&hostile, &Options { fonts: &fonts, layout: &Layout::default(), program: words });
    let parts = parts(&bytes);
    for (name, xml) in parts.iter().filter(|(name, _)| name.ends_with(".xml")) {
        check_well_formed(name, xml);
        assert!(!xml.contains("<w:altChunk") && !xml.contains("<x>"), "{name}");
    }
}
