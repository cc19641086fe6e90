//! Workbooks in which one thing is written as no standard says it: people see what is meant.

use std::io::{Cursor, Write as _};

use banxin_core::origin::a1;
use banxin_core::source::Source;
use banxin_core::workbook;
use zip::write::{SimpleFileOptions, ZipWriter};

const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The parts of a workbook, by name.
type Parts = Vec<(String, Vec<u8>)>;

/// Makes a workbook whose only sheet holds this, and its table of texts 甲 and 乙.
fn one(sheet: &str) -> Parts {
    with_sheets(&[("worksheet", "worksheets/sheet1.xml", format!("<worksheet>{sheet}</worksheet>"))])
}

/// Makes a workbook from the kind, the part and the content of each sheet.
fn with_sheets(sheets: &[(&str, &str, String)]) -> Parts {
    let numbered = || (1..).zip(sheets);
    let listed: String =
        numbered().map(|(n, _)| format!("<sheet name='表{n}' sheetId='{n}' r:id='r{n}'/>")).collect();
    let related: String = numbered()
        .map(|(n, (kind, part, _))| format!("<Relationship Id='r{n}' Type='{REL}/{kind}' Target='{part}'/>"))
        .collect();
    let part = |name: &str, content: String| (name.to_string(), content.into_bytes());
    let mut parts = vec![
        part(
            "_rels/.rels",
            format!(
                "<Relationships><Relationship Id='r' Type='{REL}/officeDocument' Target='xl/workbook.xml'/>\
                 </Relationships>"
            ),
        ),
        part("xl/workbook.xml", format!("<workbook xmlns:r='{REL}'><sheets>{listed}</sheets></workbook>")),
        part(
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships>{related}<Relationship Id='s' Type='{REL}/sharedStrings' \
                 Target='sharedStrings.xml'/></Relationships>"
            ),
        ),
        part("xl/sharedStrings.xml", "<sst><si><t>甲</t></si><si><t>乙</t></si></sst>".to_string()),
    ];
    parts.extend(sheets.iter().map(|(_, name, content)| part(&format!("xl/{name}"), content.clone())));
    parts
}

/// Reads a workbook; shows its cells, then key and place of what is said.
fn shown(parts: &Parts) -> Vec<String> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = SimpleFileOptions::default();
        match name.strip_suffix('/') {
            Some(folder) => zip.add_directory(folder, options).expect("in memory"),
            None => {
                zip.start_file(name.as_str(), options).expect("in memory");
                zip.write_all(content).expect("in memory");
            }
        }
    }
    let bytes = zip.finish().expect("in memory").into_inner();
    let read = workbook::read(0, &Source { name: "表.xlsx".to_string(), bytes });
    let mut out = Vec::new();
    for sheet in read.output.iter().flat_map(|book| &book.sheets) {
        for row in &sheet.rows {
            out.extend(
                row.cells.iter().map(|cell| format!("{}={}", a1(row.index, cell.col), cell.value.text())),
            );
        }
    }
    out.extend(read.diagnostics.iter().map(|diagnostic| {
        let spot = diagnostic.spot.as_ref().expect("it has a place");
        format!("{} {}", diagnostic.key, spot.cell().unwrap_or_default()).trim_end().to_string()
    }));
    out
}

#[track_caller]
fn check(sheet: &str, expected: &[&str]) {
    assert_eq!(shown(&one(sheet)), expected, "{sheet}");
}

/// Checks a row of cells.
#[track_caller]
fn check_cells(cells: &str, expected: &[&str]) {
    check(&format!("<sheetData><row r='1'>{cells}</row></sheetData>"), expected);
}

#[test]
fn values_that_no_standard_knows() {
    check_cells(
        "<c r='A1' t='e'><v>#BUSY!</v></c><c r='B1' t='e'><v>#FIELD!</v></c>",
        &["A1=#BUSY!", "B1=#FIELD!"],
    );
    check_cells("<c r='A1' t='b'><v>是</v></c><c r='B1' t='b'><v>TRUE</v></c>", &["A1=是", "B1=TRUE"]);
    check_cells("<c r='A1' t='foo'><v>√</v></c><c r='B1' t='foo'><v>3</v></c>", &["A1=√", "B1=3"]);
    check_cells("<c r='A1' t='n'><v>三次</v></c><c r='B1'><v> 5 </v></c>", &["A1=三次", "B1=5"]);
    check_cells("<c r='A1'><v>NaN</v></c><c r='B1'><v>1e999</v></c>", &["A1=NaN", "B1=1e999"]);
    check_cells("<c r='A1' s='999'><v>43895</v></c><c r='B1' s='x'><v>1</v></c>", &["A1=43895", "B1=1"]);
    check_cells(
        "<c r='A1' t='d'><v>2020-03-05T00:00:00</v></c><c r='B1' t='d'><v>三月</v></c>",
        &["A1=2020-03-05", "B1=三月"],
    );
}

#[test]
fn texts_in_unusual_places() {
    check_cells("<c r='A1' t='inlineStr'><is><t>×</t></is><v/></c>", &["A1=×"]);
    check_cells("<c r='A1' t='inlineStr'><v>1</v><is><t>×</t></is></c>", &["A1=×"]);
    check_cells("<c r='A1'><is><t>×</t></is></c><c r='B1' t='inlineStr'><v>√</v></c>", &["A1=×", "B1=√"]);
    check_cells("<c r='A1' t='str'><f>B1</f><v>  甲 </v></c>", &["A1=  甲 "]);
    check_cells("<c r='A1' t='str'><v><![CDATA[a<b]]>&amp;&x;</v></c>", &["A1=a<b&&x;"]);
    check_cells(
        "<c r='A1' t='s'><v> 1 </v></c><c r='B1' t='s'><v>2</v></c>",
        &["A1=乙", "B1=#读不出", "damaged-cell B1"],
    );
    check_cells(
        "<c r='A1' t='inlineStr'><is><r><t>学</t></r><r><t xml:space='preserve'>习 </t></r><rPh sb='0' eb='1'>\
         <t>xué</t></rPh></is></c>",
        &["A1=学习 "],
    );
}

#[test]
fn characters_that_nobody_sees() {
    check_cells(
        "<c r='A1' t='inlineStr'><is><t>√\u{7}</t></is></c><c r='B1' t='str'><v>周_x000B_远</v></c>\
         <c r='C1' t='str'><v>\u{7f}</v></c>",
        &["A1=√", "B1=周远", "control-characters A1"],
    );
}

#[test]
fn addresses_that_are_none() {
    let cell = |at: &str, value: u32| format!("<c{at}><v>{value}</v></c>");
    check_cells(&[cell("", 1), cell(" r='C1'", 3), cell("", 4)].concat(), &["A1=1", "C1=3", "D1=4"]);
    check_cells(&[cell(" r='B1'", 2), cell(" r='A1'", 1)].concat(), &["A1=1", "B1=2"]);
    check_cells(&[cell(" r='A0'", 1), cell(" r='B1'", 2)].concat(), &["A1=1", "B1=2", "damaged-cell A1"]);
    check_cells(&[cell(" r='A1'", 1), cell(" r='A1'", 2)].concat(), &["A1=1", "damaged-cell A1"]);
    check_cells(&[cell(" r='A1'", 1), cell(" r='A1'", 1)].concat(), &["A1=1"]);
    check_cells(&[cell(" r='A1'", 1), cell(" r='ZZZ1'", 2)].concat(), &["A1=1", "damaged-cell"]);
    let rows = "<row r='0'/><row r='x'><c><v>1</v></c></row><row><c><v>2</v></c></row><row r='9'><c r='A5'><v>5</v></c>\
                </row><row r='4'><c r='A4'><v>4</v></c></row>";
    check(&format!("<sheetData>{rows}</sheetData>"), &["A2=1", "A3=2", "A4=4", "A5=5"]);
    for size in ["1:4", "A:C", "$A$1:$C$3", "", "#REF!", "A1:XFD1048576"] {
        check(
            &format!("<dimension ref='{size}'/><sheetData><row><c><v>1</v></c></row></sheetData>"),
            &["A1=1"],
        );
    }
    let merges = "<mergeCells><mergeCell ref='A1:'/><mergeCell ref='A1'/><mergeCell/></mergeCells>";
    check(&format!("<sheetData><row><c><v>1</v></c></row></sheetData>{merges}"), &["A1=1", "damaged-cell"]);
}

#[test]
fn ends_that_are_missing() {
    check_cells("<c r='A1'><v>1<c r='B1'><v>2</v></c>", &["A1=#读不出", "B1=2", "damaged-cell A1"]);
    check(
        "<sheetData><row r='1'><c r='A1'><v>1</v></row><row><c r='A2'><v>2</v></c></row></sheetData>",
        &["A1=#读不出", "A2=2", "damaged-cell A1"],
    );
    check("<sheetData><row r='1'><c r='A1'><v>1</v></c>", &["A1=1"]);
}

#[test]
fn sheets_without_cells_are_named() {
    let cells = "<worksheet><sheetData><row><c><v>1</v></c></row></sheetData></worksheet>".to_string();
    let sheets = [
        ("worksheet", "worksheets/sheet1.xml", cells.clone()),
        ("chartsheet", "chartsheets/sheet1.xml", "<chartsheet/>".to_string()),
        ("xlMacrosheet", "macrosheets/sheet1.xml", "<xm:macrosheet/>".to_string()),
        ("dialogsheet", "dialogsheets/sheet1.xml", "<dialogsheet/>".to_string()),
        // Told by what it is, where the relationship says otherwise.
        ("worksheet", "worksheets/sheet5.xml", "<chartsheet/>".to_string()),
    ];
    let parts = with_sheets(&sheets);
    assert_eq!(shown(&parts), ["A1=1", "sheet-without-cells"]);
    // Two entries that lead to one part: its cells count once.
    let twice = [
        ("worksheet", "worksheets/sheet1.xml", cells.clone()),
        ("worksheet", "./worksheets/sheet1.xml", cells),
    ];
    let mut parts = with_sheets(&twice);
    parts.pop();
    assert_eq!(shown(&parts), ["A1=1", "not-a-spreadsheet"]);
}

#[test]
fn rows_of_totals_are_no_data() {
    let sheet = "<sheetData><row><c t='s'><v>0</v></c></row><row><c><v>1</v></c></row><row><c t='inlineStr'><is>\
                 <t>汇总</t></is></c><c r='C3'><v>9</v></c></row></sheetData>\
                 <tableParts><tablePart r:id='t'/></tableParts>";
    let mut parts = one(sheet);
    let related = format!(
        "<Relationships><Relationship Id='t' Type='{REL}/table' Target='../tables/table1.xml'/></Relationships>"
    );
    parts.push(("xl/worksheets/_rels/sheet1.xml.rels".to_string(), related.into_bytes()));
    let table = "<table ref='A1:B3' totalsRowCount='1'><tableColumns/></table>";
    parts.push(("xl/tables/table1.xml".to_string(), table.as_bytes().to_vec()));
    assert_eq!(shown(&parts), ["A1=甲", "A2=1", "C3=9", "total-row A3"]);
}

/// Checks a workbook whose parts were written otherwise: it reads as before.
#[track_caller]
fn check_parts(change: impl Fn(&str, &str) -> Vec<(String, Vec<u8>)>) {
    let good = one("<sheetData><row><c t='s'><v>0</v></c><c><v>1</v></c></row></sheetData>");
    let parts: Parts = good
        .iter()
        .flat_map(|(name, content)| change(name, std::str::from_utf8(content).expect("UTF-8")))
        .collect();
    assert_eq!(shown(&parts), ["A1=甲", "B1=1"]);
}

#[test]
fn parts_under_other_names_and_in_other_encodings() {
    let same = |name: &str, content: &str| vec![(name.to_string(), content.as_bytes().to_vec())];
    let targets = |from: &'static str, to: &'static str| {
        move |name: &str, content: &str| same(name, &content.replace(from, to))
    };
    for to in [
        "/xl/worksheets/sheet1.xml",
        "./worksheets/sheet1.xml",
        "../xl/worksheets/sheet1.xml",
        "worksheets\\sheet1.xml",
        "Worksheets/Sheet1.xml",
        "worksheets/%73heet1.xml",
        "worksheet/sheet1.xml",
    ] {
        check_parts(targets("worksheets/sheet1.xml", to));
    }
    check_parts(|name, content| same(&name.replace('/', "\\"), content));
    check_parts(|name, content| same(&name.to_uppercase(), content));
    check_parts(|name, content| {
        let renamed =
            |text: &str| text.replace("sharedStrings.xml", "texts.xml").replace("workbook.xml", "book1.xml");
        same(&renamed(name), &renamed(content))
    });
    // Texts that no relationship leads to.
    check_parts(targets("/sharedStrings'", "/x'"));
    let utf16 = |text: &str, unit: fn(u16) -> [u8; 2], bom: &[u8]| -> Vec<u8> {
        bom.iter().copied().chain(text.encode_utf16().flat_map(unit)).collect()
    };
    check_parts(|name, content| vec![(name.to_string(), utf16(content, u16::to_le_bytes, &[0xFF, 0xFE]))]);
    check_parts(|name, content| vec![(name.to_string(), utf16(content, u16::to_be_bytes, &[0xFE, 0xFF]))]);
    check_parts(|name, content| vec![(name.to_string(), utf16(content, u16::to_le_bytes, &[]))]);
    check_parts(|name, content| same(name, &format!("\u{feff}{content}")));
    check_parts(|name, content| same(name, &format!("<?xml version='1.0' encoding='utf-16'?>{content}")));
    check_parts(|name, content| {
        let mut parts = vec![("xl/".to_string(), Vec::new())];
        parts.truncate(usize::from(name == "_rels/.rels"));
        parts.extend(same(name, content));
        parts.push((format!("__MACOSX/{}", name.replace("sheet1", "._sheet1")), b"\0\x05\x16\x07".to_vec()));
        parts
    });
    check_parts(|name, content| {
        let prefixed = content.replace("<sheetData", "<x:sheetData").replace("</sheetData", "</x:sheetData");
        same(
            name,
            &prefixed
                .replace("<c", "<x:c")
                .replace("</c>", "</x:c>")
                .replace("<v>", "<x:v>")
                .replace("</v>", "</x:v>"),
        )
    });
}

#[test]
fn a_byte_that_the_encoding_lacks_costs_its_character() {
    let mut parts =
        one("<sheetData><row><c t='inlineStr'><is><t>张?三</t></is></c><c><v>1</v></c></row></sheetData>");
    let (_, sheet) = parts.last_mut().expect("the sheet");
    let at = sheet.iter().position(|&byte| byte == b'?').expect("it is there");
    sheet[at] = 0xFF;
    assert_eq!(shown(&parts), ["A1=张\u{fffd}三", "B1=1"]);
}
