//! What is read of a revised draft.

use banxin_core::revision::{ChangeKind, Draft, EmphasisKind, ForeignKind, Piece, Reading, read};

use super::docx::{Docx, del, ins, p, run, styled};

fn draft(docx: &Docx, reading: Reading) -> Draft {
    read("送审稿.docx", &docx.bytes(), reading).expect("a draft")
}

/// Returns what stands in a draft, a piece a line: its role and words, cells parted by `|`.
fn shown(draft: &Draft) -> Vec<String> {
    let words = |text: &str| text.replace('\n', "⏎").replace('\t', "→");
    draft
        .pieces
        .iter()
        .map(|piece| match piece {
            Piece::Paragraph(paragraph) => format!("{:?} {}", paragraph.role, words(&paragraph.words.text)),
            Piece::Grid(grid) => {
                let row = |row: &Vec<_>| {
                    let cell = |cell: &banxin_core::revision::Cell| {
                        words(&cell.words.text) + if cell.is_merged { "*" } else { "" }
                    };
                    row.iter().map(cell).collect::<Vec<_>>().join("|")
                };
                let rows: Vec<String> = grid.rows.iter().map(row).collect();
                format!("Grid {} {}", grid.n_head_rows, rows.join(" / "))
            }
            Piece::Graphic(graphic) => format!("{:?} {} {}", graphic.kind, graphic.alt, graphic.around),
        })
        .collect()
}

/// Compares what a body says with all changes accepted.
#[track_caller]
fn check(body: &str, expected: &[&str]) {
    check_docx(&Docx::new(body), expected);
}

#[track_caller]
fn check_docx(docx: &Docx, expected: &[&str]) {
    assert_eq!(shown(&draft(docx, Reading::Accepted)), expected);
}

#[test]
fn words_are_joined_over_runs_and_seen_through_what_holds_them() {
    check(
        &p(&format!(
            "{}<w:proofErr w:type=\"spellStart\"/>{}<w:hyperlink r:id=\"x\">{}</w:hyperlink><w:sdt><w:sdtPr/>\
             <w:sdtContent>{}</w:sdtContent></w:sdt><w:smartTag>{}</w:smartTag><w:fldSimple w:instr=\"REF a\">{}\
             </w:fldSimple>",
            run("共学"),
            run("1"),
            run("2"),
            run("次，"),
            run("到会"),
            run("90人次。")
        )),
        &["Body 共学12次，到会90人次。"],
    );
    // Spaces at the ends count where they are kept; what is not seen does not.
    check(
        "<w:p><w:r><w:t> 甲 </w:t><w:t xml:space=\"preserve\"> 乙&#xA0;丙</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>&#x200B;１２</w:t></w:r></w:p>",
        &["Body 甲 乙 丙-12"],
    );
    check(
        "<w:p><w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:br w:type=\"page\"/><w:tab/><w:t>右</w:t></w:r></w:p><w:p/>",
        &["Body 上⏎下→右"],
    );
}

#[test]
fn fields_show_their_results() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let code = "<w:r><w:instrText> SEQ 图 </w:instrText></w:r><w:r><w:t>码</w:t></w:r>";
    check(
        &p(&format!(
            "{}{}{code}{}{}{}{}",
            run("图"),
            field("begin"),
            field("separate"),
            run("1"),
            field("end"),
            run("。")
        )),
        &["Body 图1。"],
    );
}

#[test]
fn styles_are_known_by_their_names_whatever_their_ids() {
    let styles = [
        ("a3", "Title", ""),
        ("1", "heading 1", ""),
        ("Kop2", "Heading 2", ""),
        ("x", "公文列项", ""),
        ("y", "领导用的", "<w:basedOn w:val=\"x\"/>"),
        ("z", "自定", "<w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr>"),
        ("n", "Normal", ""),
    ];
    let body = ["a3", "1", "Kop2", "x", "y", "z", "n", "没有"].map(|id| styled(id, id)).concat()
        + &p(&format!("<w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr>{}", run("级别")))
        + &p(&format!("<w:pPr><w:outlineLvl w:val=\"9\"/></w:pPr>{}", run("正文")));
    check_docx(
        &Docx::new(&body).styles(&styles),
        &[
            "Title a3",
            "Heading(1) 1",
            "Heading(2) Kop2",
            "Item x",
            "Item y",
            "Heading(1) z",
            "Body n",
            "Body 没有",
            "Heading(2) 级别",
            "Body 正文",
        ],
    );
}

#[test]
fn counted_numbers_tell_the_level() {
    let level = |at: u8, format: &str, text: &str| {
        format!("<w:lvl w:ilvl=\"{at}\"><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>")
    };
    let levels = [
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "japaneseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "decimalEnclosedCircle", "%4"),
        level(4, "none", ""),
    ];
    let numbering = format!(
        "<w:abstractNum w:abstractNumId=\"7\">{}</w:abstractNum><w:num w:numId=\"2\"><w:abstractNumId w:val=\"7\"/></w:num>",
        levels.concat()
    );
    let of = |at: u8| {
        let list =
            format!("<w:pPr><w:numPr><w:ilvl w:val=\"{at}\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr>");
        p(&format!("{list}{}", run("强化学习")))
    };
    let docx = Docx::new(&(0..5).map(of).collect::<String>()).with("numbering", "numbering", &numbering);
    let draft = draft(&docx, Reading::Accepted);
    assert_eq!(
        shown(&draft),
        ["Heading(1) 强化学习", "Heading(2) 强化学习", "Item 强化学习", "Body 强化学习", "Body 强化学习"]
    );
    let foreign: Vec<_> =
        draft.foreign.iter().map(|one| (one.kind, one.text.as_str(), one.around.as_str())).collect();
    assert_eq!(foreign, [(ForeignKind::Numbering, "1", "强化学习")]);
}

/// A paragraph with every kind of change, a deleted paragraph end, and a paragraph that was added.
fn changed() -> Docx {
    let mark = |kind: &str| {
        format!("<w:pPr><w:rPr><w:{kind} w:id=\"9\" w:author=\"王五\" w:date=\"d\"/></w:rPr></w:pPr>")
    };
    let moved = format!("<w:moveFrom w:id=\"3\" w:author=\"王五\">{}</w:moveFrom>", run("旧处"));
    let here = format!("<w:moveTo w:id=\"4\" w:author=\"王五\">{}</w:moveTo>", run("新处"));
    let format = "<w:r><w:rPr><w:b/><w:rPrChange w:id=\"5\" w:author=\"李四\"><w:rPr/></w:rPrChange></w:rPr><w:t>，</w:t></w:r>";
    Docx::new(
        &[
            p(&format!(
                "{}{}{}{}{format}{}{}{}",
                run("共学"),
                del("李四", "12次"),
                ins("李四", &run("1")),
                ins("李四", &run("0次")),
                ins("张三", &format!("{}{}", run("效果好"), del("李四", "很"))),
                moved,
                here
            )),
            p(&format!("{}{}", mark("del"), run("前段"))),
            p(&run("后段")),
            p(&format!("{}{}", mark("ins"), ins("王五", &run("新段")))),
            p(&run("末段")),
        ]
        .concat(),
    )
}

#[test]
fn open_changes_are_accepted_or_rejected_and_listed() {
    let accepted = draft(&changed(), Reading::Accepted);
    assert_eq!(shown(&accepted), ["Body 共学10次，效果好新处", "Body 前段后段", "Body 新段", "Body 末段"]);
    let rejected = draft(&changed(), Reading::Rejected);
    assert_eq!(shown(&rejected), ["Body 共学12次，旧处", "Body 前段", "Body 后段", "Body 末段"]);
    let listed: Vec<_> = accepted
        .changes
        .iter()
        .map(|one| (one.kind, one.who.as_str(), one.from.as_str(), one.to.as_str(), one.around.as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            (ChangeKind::Replaced, "李四", "12次", "10次", "共学"),
            (ChangeKind::Added, "张三", "", "效果好", "共学10次，"),
            (ChangeKind::Deleted, "李四", "很", "", "共学10次，效果好"),
            (ChangeKind::Moved, "王五", "旧处", "新处", "共学10次，效果好"),
            (ChangeKind::Deleted, "王五", "¶", "", "前段"),
            (ChangeKind::Added, "王五", "", "新段¶", "新段"),
        ]
    );
    assert_eq!(listed.len(), rejected.changes.len());
}

#[test]
fn bookmarks_of_figures_stand_where_their_words_are() {
    let mark = |id: u8, name: &str, inside: &str| {
        format!("<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>{inside}<w:bookmarkEnd w:id=\"{id}\"/>")
    };
    let body = p(&format!(
        "{}{}{}{}",
        run("共"),
        mark(1, "_bx_sessions__1", &format!("{}{}", run("1"), run("2"))),
        mark(2, "_Toc1", &run("次")),
        mark(3, "_bx_present__1", &del("李四", "90")),
    ));
    let draft = draft(&Docx::new(&body), Reading::Accepted);
    let marks: Vec<_> = draft
        .words()
        .flat_map(|words| {
            words.marks.iter().map(|mark| (mark.name.as_str(), &words.text[mark.start..mark.end]))
        })
        .collect();
    assert_eq!(marks, [("_bx_sessions__1", "12"), ("_bx_present__1", "")]);
}

#[test]
fn tables_are_rows_of_cells() {
    let cell = |properties: &str, text: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>",
            text.split('/').map(|text| p(&run(text))).collect::<String>()
        )
    };
    let head =
        format!("<w:tr><w:trPr><w:tblHeader/></w:trPr>{}{}</w:tr>", cell("", "月份"), cell("", "次数"));
    let row = format!("<w:tr>{}{}</w:tr>", cell("", "1月/2月"), cell("<w:gridSpan w:val=\"2\"/>", "3"));
    let gone = format!(
        "<w:tr><w:trPr><w:del w:id=\"1\" w:author=\"李四\"/></w:trPr>{}{}</w:tr>",
        cell("", "3月"),
        cell("", "4")
    );
    let grid = "<w:tblGrid><w:gridCol w:w=\"1440\"/><w:gridCol w:w=\"2880\"/></w:tblGrid>";
    let table = format!("<w:tbl>{grid}{head}<w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt>{gone}</w:tbl>");
    let docx = Docx::new(&table);
    let accepted = draft(&docx, Reading::Accepted);
    assert_eq!(shown(&accepted), ["Grid 1 月份|次数 / 1月⏎2月|3*"]);
    assert_eq!(
        accepted.changes.iter().map(|one| (one.kind, one.from.as_str())).collect::<Vec<_>>(),
        [(ChangeKind::Table, "3月 | 4")]
    );
    assert_eq!(shown(&draft(&docx, Reading::Rejected)), ["Grid 1 月份|次数 / 1月⏎2月|3* / 3月|4"]);
    let Some(Piece::Grid(grid)) = accepted.pieces.first() else { panic!("a table") };
    assert_eq!(grid.widths_mm, [25.4, 50.8]);
}

#[test]
fn what_places_the_colophon_is_no_table() {
    let styles = [("c", "公文版记", "")];
    let table = format!(
        "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>",
        styled("c", "抄送：县委办。"),
        styled("c", "清溪镇")
    );
    let boxed = p(&format!(
        "<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wps:txbx><w:txbxContent>{table}</w:txbxContent></wps:txbx></w:drawing>\
         </mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{table}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    ));
    let expected = ["Colophon 抄送：县委办。", "Colophon 清溪镇"];
    for body in [&table, &boxed] {
        let draft = draft(&Docx::new(body).styles(&styles), Reading::Accepted);
        assert_eq!(shown(&draft), expected);
        assert_eq!(draft.foreign, []);
    }
}

/// Compares what is foreign in a paragraph after some words.
#[track_caller]
fn check_foreign(inside: &str, expected: &[(ForeignKind, &str, &str)]) {
    let draft =
        draft(&Docx::new(&p(&format!("{}{inside}{}", run("出勤较好"), run("。")))), Reading::Accepted);
    let found: Vec<_> =
        draft.foreign.iter().map(|one| (one.kind, one.around.as_str(), one.text.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn what_has_no_place_in_a_document_is_told_with_the_words_before_it() {
    check_foreign("<w:r><w:footnoteReference w:id=\"2\"/></w:r>", &[(ForeignKind::Footnote, "出勤较好", "")]);
    check_foreign(
        "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>",
        &[(ForeignKind::Equation, "出勤较好", "x=1")],
    );
    check_foreign(
        "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>",
        &[(ForeignKind::Symbol, "出勤较好", "F0FE")],
    );
    check_foreign(
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>共9次</w:t></w:r>",
        &[(ForeignKind::Hidden, "出勤较好", "共9次")],
    );
    check_foreign("<w:altChunk r:id=\"rId9\"/>", &[(ForeignKind::Import, "出勤较好", "")]);
    check_foreign(
        "<w:r><w:instrText>INCLUDETEXT \"c:\\\\a.docx\"</w:instrText></w:r>",
        &[(ForeignKind::Import, "出勤较好", "INCLUDETEXT \"c:\\\\a.docx\"")],
    );
    check_foreign(
        "<w:newThing><w:r><w:t>新的</w:t></w:r></w:newThing>",
        &[(ForeignKind::Unknown, "出勤较好", "新的")],
    );
    check_foreign("<w:newThing/>", &[]);
    let boxed = format!(
        "<w:r><w:drawing><wps:txbx><w:txbxContent>{}</w:txbxContent></wps:txbx></w:drawing></w:r>",
        p(&run("框里的字"))
    );
    check_foreign(&boxed, &[(ForeignKind::Drawing, "出勤较好", "框里的字")]);
    // What a deleted passage holds is gone with it.
    check_foreign(&format!("<w:del w:id=\"1\" w:author=\"李四\">{boxed}</w:del>"), &[]);
}

#[test]
fn pictures_and_charts_stand_among_the_pieces() {
    let drawing = |uri: &str| {
        format!(
            "<w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"x\" descr=\"各月学习次数\"/><a:graphic><a:graphicData uri=\"http://x/{uri}\"/></a:graphic></wp:inline></w:drawing></w:r>"
        )
    };
    check(
        &(p(&drawing("chart"))
            + &p(&(run("如图") + &drawing("picture")))
            + &p("<w:r><w:object><v:shape alt=\"旧图\"/><o:OLEObject/></w:object></w:r>")),
        &["Chart 各月学习次数 ", "Body 如图", "Picture 各月学习次数 如图", "Object 旧图 "],
    );
}

#[test]
fn struck_and_underlined_words_are_listed_whole() {
    let marked = |look: &str, text: &str| format!("<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>");
    let body = p(&[
        marked("<w:strike/>", "删"),
        marked("<w:strike/><w:u w:val=\"single\"/>", "去"),
        marked("<w:u w:val=\"single\"/>", "线"),
        marked("<w:u w:val=\"none\"/><w:strike w:val=\"0\"/>", "平"),
        marked("<w:dstrike/>", "双"),
    ]
    .concat());
    let draft = draft(&Docx::new(&body), Reading::Accepted);
    let found: Vec<_> = draft.emphasis.iter().map(|one| (one.kind, one.text.as_str())).collect();
    assert_eq!(
        found,
        [(EmphasisKind::Struck, "删去"), (EmphasisKind::Underlined, "去线"), (EmphasisKind::Struck, "双")]
    );
    assert_eq!(shown(&draft), ["Body 删去线平双"]);
}

#[test]
fn comments_that_are_open_are_listed_with_their_words() {
    let comment = |id: u8, who: &str, text: &str, para: &str| {
        format!(
            "<w:comment w:id=\"{id}\" w:author=\"{who}\" w:date=\"d\"><w:p w14:paraId=\"{para}\">{}</w:p></w:comment>",
            run(text)
        )
    };
    let comments = comment(0, "王五", "请核实", "0A") + &comment(1, "李四", "已改", "0b");
    let body = p(&format!(
        "{}<w:commentRangeStart w:id=\"0\"/>{}<w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>",
        run("共学"),
        run("12次")
    ));
    let docx = Docx::new(&body).with("comments", "comments", &comments).with(
        "commentsExtended",
        "x",
        "<w15:commentEx w15:paraId=\"0B\" w15:done=\"1\"/><w15:commentEx w15:paraId=\"0A\" w15:done=\"0\"/>",
    );
    let draft = draft(&docx, Reading::Accepted);
    let found: Vec<_> =
        draft.comments.iter().map(|one| (one.who.as_str(), one.text.as_str(), one.about.as_str())).collect();
    assert_eq!(found, [("王五", "请核实", "12次")]);
}

#[test]
fn words_in_the_margins_are_told_and_page_numbers_are_not() {
    let number = p(
        "<w:r><w:t>— </w:t></w:r><w:fldSimple w:instr=\"PAGE\"><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> —</w:t></w:r>",
    );
    let docx = Docx::new(&p(&run("正文"))).with("footer", "ftr", &number).with(
        "header",
        "hdr",
        &p(&run("内部 3 号")),
    );
    let draft = draft(&docx, Reading::Accepted);
    let found: Vec<_> = draft.foreign.iter().map(|one| (one.kind, one.text.as_str())).collect();
    assert_eq!(found, [(ForeignKind::HeaderFooter, "内部 3 号")]);
}

#[test]
fn macros_and_parts_outside_are_told() {
    let docx = Docx::new(&p(&run("正文")))
        .part("word/vbaProject.bin", b"x")
        .related("image", "http://example.org/a.png", "TargetMode=\"External\"")
        .related("hyperlink", "http://example.org/", "TargetMode=\"External\"");
    let draft = draft(&docx, Reading::Accepted);
    let found: Vec<_> = draft.foreign.iter().map(|one| (one.kind, one.text.as_str())).collect();
    assert_eq!(found, [(ForeignKind::Macro, ""), (ForeignKind::Import, "http://example.org/a.png")]);
}
