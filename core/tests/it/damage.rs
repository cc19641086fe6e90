//! A workbook in which one thing is damaged loses at most that thing, and says so.
//!
//! Each trial damages one cell, one entry of the list of sheets, one relationship or one part of
//! a good workbook, everything else stays; so must what is read.

use std::collections::BTreeMap;
use std::io::{Cursor, Write as _};

use banxin_core::diagnostic::{Diagnostic, Severity};
use banxin_core::origin::a1;
use banxin_core::source::Source;
use banxin_core::workbook;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::mutation::Numbers;

const N_SHEETS: usize = 3;
const N_ROWS: usize = 6;
const N_COLS: usize = 5;

/// The parts of a workbook, by name.
type Parts = Vec<(String, String)>;

/// What was read: each sheet's cells by address, and what was said.
struct Read {
    sheets: Vec<(String, BTreeMap<String, String>)>,
    said: Vec<Diagnostic>,
}

/// Returns the good workbook: each column of another kind.
fn good() -> Parts {
    let rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let typed = "application/vnd.openxmlformats-officedocument.spreadsheetml";
    let each = |write: &dyn Fn(usize) -> String| (1..=N_SHEETS).map(write).collect::<String>();
    let mut parts = vec![
        (
            "[Content_Types].xml".to_string(),
            format!(
                "<Types><Override PartName=\"/xl/workbook.xml\" ContentType=\"{typed}.sheet.main+xml\"/>\
                 <Override PartName=\"/xl/sharedStrings.xml\" ContentType=\"{typed}.sharedStrings+xml\"/>\
                 <Override PartName=\"/xl/styles.xml\" ContentType=\"{typed}.styles+xml\"/></Types>"
            ),
        ),
        (
            "_rels/.rels".to_string(),
            format!(
                "<Relationships><Relationship Id=\"rId1\" Type=\"{rel}/officeDocument\" Target=\"xl/workbook.xml\"/>\
                 </Relationships>"
            ),
        ),
        (
            "xl/workbook.xml".to_string(),
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{rel}\"><sheets>{}</sheets></workbook>",
                each(&|n| format!(
                    "<sheet name=\"第{n}期\" sheetId=\"{n}\" state=\"visible\" r:id=\"rId{n}\"/>"
                ))
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels".to_string(),
            format!(
                "<Relationships>{}<Relationship Id=\"rId8\" Type=\"{rel}/sharedStrings\" \
                 Target=\"sharedStrings.xml\"/><Relationship Id=\"rId9\" Type=\"{rel}/styles\" \
                 Target=\"styles.xml\"/></Relationships>",
                each(&|n| format!(
                    "<Relationship Id=\"rId{n}\" Type=\"{rel}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
                ))
            ),
        ),
        (
            "xl/sharedStrings.xml".to_string(),
            format!(
                "<sst xmlns=\"{main}\">{}</sst>",
                (0..N_ROWS).map(|n| format!("<si><t>成员{n}</t></si>")).collect::<String>()
            ),
        ),
        (
            "xl/styles.xml".to_string(),
            format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs>\
                 </styleSheet>"
            ),
        ),
    ];
    for sheet in 1..=N_SHEETS {
        let rows: String = (0..N_ROWS)
            .map(|row| {
                let at = |col| a1(u32::try_from(row).expect("few"), col);
                format!(
                    "<row r=\"{}\"><c r=\"{}\" s=\"0\" t=\"s\"><v>{row}</v></c>\
                     <c r=\"{}\" s=\"1\"><v>{}</v></c>\
                     <c r=\"{}\" s=\"0\" t=\"inlineStr\"><is><t>题目{sheet}{row}</t></is></c>\
                     <c r=\"{}\" s=\"0\"><v>{row}.5</v></c>\
                     <c r=\"{}\" s=\"0\" t=\"str\"><f>A1</f><v>√</v></c></row>",
                    row + 1,
                    at(0),
                    at(1),
                    43_831 + row,
                    at(2),
                    at(3),
                    at(4),
                )
            })
            .collect();
        parts.push((
            format!("xl/worksheets/sheet{sheet}.xml"),
            format!("<worksheet xmlns=\"{main}\"><sheetData>{rows}</sheetData></worksheet>"),
        ));
    }
    parts
}

/// Reads parts as a workbook; `bytes` damages a part where characters cannot.
fn read(parts: &Parts, bytes: impl Fn(&str, Vec<u8>) -> Vec<u8>) -> Read {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), SimpleFileOptions::default()).expect("in memory");
        zip.write_all(&bytes(name, content.clone().into_bytes())).expect("in memory");
    }
    let bytes = zip.finish().expect("in memory").into_inner();
    let read = workbook::read(0, &Source { name: "台账.xlsx".to_string(), bytes });
    let sheets = read.output.map(|book| book.sheets).unwrap_or_default();
    let sheets = sheets.iter().map(|sheet| {
        let cells = sheet.rows.iter().flat_map(|row| {
            row.cells.iter().map(|cell| (a1(row.index, cell.col), cell.value.text().into_owned()))
        });
        (sheet.place.sheet.clone().unwrap_or_default(), cells.collect())
    });
    Read { sheets: sheets.collect(), said: read.diagnostics }
}

/// Things that stand where something else should.
const JUNK: [&str; 14] =
    ["", "0", "-1", "是", "#BUSY!", "foo", "99999999999", "1.2.3", "&amp;", "&x;", "&", "NaN", "1e999", "A0"];
/// Addresses that are none.
const NO_ADDRESSES: [&str; 7] = ["", "A0", "1A", "一1", "$", "R1C1", "A99999999999"];

/// Returns where the n-th element that begins like this stands, up to its end.
fn element(text: &str, begin: &str, end: &str, n: usize) -> (usize, usize) {
    let from = text.match_indices(begin).nth(n).expect("there are so many").0;
    (from, from + text[from..].find(end).expect("it ends") + end.len())
}

/// Puts another value into an attribute of an element.
fn with_attribute(element: &str, name: &str, value: &str) -> String {
    let from = element.find(&format!("{name}=\"")).expect("it has it") + name.len() + 2;
    let to = from + element[from..].find('"').expect("it ends");
    format!("{}{value}{}", &element[..from], &element[to..])
}

/// Puts another element in the place of the one there.
fn replaced(parts: &Parts, part: &str, (from, to): (usize, usize), by: &str) -> Parts {
    let mut parts = parts.clone();
    let (_, content) = parts.iter_mut().find(|(name, _)| name == part).expect("it is there");
    content.replace_range(from..to, by);
    parts
}

fn content<'p>(parts: &'p Parts, part: &str) -> &'p str {
    &parts.iter().find(|(name, _)| name == part).expect("it is there").1
}

#[test]
fn a_damaged_cell_costs_that_cell() {
    let good = good();
    let expected = read(&good, |_, bytes| bytes);
    assert_eq!(expected.sheets.len(), N_SHEETS);
    let mut numbers = Numbers::new(11);
    for trial in 0..400 {
        let (sheet, nth) = (numbers.below(N_SHEETS), numbers.below(N_ROWS * N_COLS));
        let part = format!("xl/worksheets/sheet{}.xml", sheet + 1);
        let text = content(&good, &part);
        let at = element(text, "<c ", "</c>", nth);
        let cell = &text[at.0..at.1];
        let junk = JUNK[numbers.below(JUNK.len())];
        let damaged = match numbers.below(8) {
            0 => with_attribute(cell, " r", NO_ADDRESSES[numbers.below(NO_ADDRESSES.len())]),
            1 => cell.replace(&format!(" r=\"{}\"", address(nth)), ""),
            2 => with_attribute(cell, " s", junk),
            3 if cell.contains(" t=") => with_attribute(cell, " t", junk),
            4 => cell.replace("</v>", ""),
            5 => cell.replace("</c>", ""),
            6 => format!("{cell}{}", cell.replace("<v>", "<v>9")),
            _ if cell.contains("<v>") => {
                let (from, to) = element(cell, "<v>", "</v>", 0);
                format!("{}<v>{junk}</v>{}", &cell[..from], &cell[to..])
            }
            _ => cell.replace("<t>", "<t>&"),
        };
        let found = read(&replaced(&good, &part, at, &damaged), |_, bytes| bytes);
        let own = address(nth);
        for (at, ((name, cells), (_, right))) in found.sheets.iter().zip(&expected.sheets).enumerate() {
            let others = |cells: &BTreeMap<String, String>| -> BTreeMap<String, String> {
                let is_other = |(cell, _): &(&String, &String)| at != sheet || **cell != own;
                cells.iter().filter(is_other).map(|(cell, text)| (cell.clone(), text.clone())).collect()
            };
            assert_eq!(others(cells), others(right), "trial {trial}, {name}: {damaged}");
        }
        assert_eq!(found.sheets.len(), N_SHEETS, "trial {trial}: {damaged}");
        let (now, before) = (found.sheets[sheet].1.get(&own), expected.sheets[sheet].1.get(&own));
        // What cannot be read is said; what reads otherwise shows what now stands there.
        let is_said = found.said.iter().any(|diagnostic| diagnostic.severity != Severity::Note);
        let is_seen = now.is_some_and(|now| !now.contains("读不出"));
        let is_blank = now.is_none() && (damaged.contains("<v></v>") || damaged.contains("<v>&</v>"));
        assert!(now == before || is_said || is_seen || is_blank, "trial {trial}: {now:?}, {damaged}");
    }
}

/// Returns the address of the n-th cell.
fn address(nth: usize) -> String {
    a1(u32::try_from(nth / N_COLS).expect("few"), u32::try_from(nth % N_COLS).expect("few"))
}

/// Checks that all sheets but one read as they should, and that one as well or said to be lost.
#[track_caller]
fn check_sheets(found: &Read, expected: &Read, damaged: usize, what: &str) {
    for (at, (name, right)) in expected.sheets.iter().enumerate() {
        let same = found.sheets.iter().any(|(_, cells)| cells == right);
        let said = found.said.iter().any(|diagnostic| {
            let is_there = diagnostic.spot.as_ref().and_then(|spot| spot.place.sheet.as_ref());
            is_there.is_none_or(|sheet| sheet == name || !expected.sheets.iter().any(|(its, _)| its == sheet))
        });
        assert!(same || at == damaged && said, "{name} is lost: {what}\n{:#?}", found.said);
    }
}

#[test]
fn a_damaged_entry_costs_that_sheet() {
    let good = good();
    let expected = read(&good, |_, bytes| bytes);
    let mut numbers = Numbers::new(12);
    for _ in 0..200 {
        let sheet = numbers.below(N_SHEETS);
        let text = content(&good, "xl/workbook.xml");
        let at = element(text, "<sheet ", "/>", sheet);
        let attribute = [" name", " sheetId", " state", " r:id"][numbers.below(4)];
        let entry = match numbers.below(5) {
            0 => text[at.0..at.1].replace(&format!("{attribute}="), " x="),
            _ => with_attribute(&text[at.0..at.1], attribute, JUNK[numbers.below(JUNK.len())]),
        };
        let found = read(&replaced(&good, "xl/workbook.xml", at, &entry), |_, bytes| bytes);
        check_sheets(&found, &expected, sheet, &entry);
    }
}

#[test]
fn a_damaged_relationship_costs_that_sheet() {
    let good = good();
    let expected = read(&good, |_, bytes| bytes);
    let mut numbers = Numbers::new(13);
    let part = "xl/_rels/workbook.xml.rels";
    for _ in 0..200 {
        let nth = numbers.below(N_SHEETS + 2);
        let text = content(&good, part);
        let at = element(text, "<Relationship ", "/>", nth);
        let attribute = [" Id", " Type", " Target"][numbers.below(3)];
        let entry = match numbers.below(5) {
            0 => String::new(),
            _ => with_attribute(&text[at.0..at.1], attribute, JUNK[numbers.below(JUNK.len())]),
        };
        let found = read(&replaced(&good, part, at, &entry), |_, bytes| bytes);
        // Texts and styles are found without theirs.
        check_sheets(&found, &expected, nth, &entry);
    }
}

#[test]
fn a_part_that_breaks_off_costs_that_part() {
    let good = good();
    let expected = read(&good, |_, bytes| bytes);
    let mut numbers = Numbers::new(14);
    for _ in 0..100 {
        let sheet = numbers.below(N_SHEETS);
        let part = format!("xl/worksheets/sheet{}.xml", sheet + 1);
        let end = numbers.below(content(&good, &part).len() - "</worksheet>".len());
        let found = read(&good, |name, bytes| if name == part { bytes[..end].to_vec() } else { bytes });
        check_sheets(&found, &expected, sheet, &format!("{part} cut at {end}"));
    }
    // Of texts that break off, the first ones stay.
    for end in [0, 30, 80, 150] {
        let cut = |name: &str, bytes: Vec<u8>| {
            if name == "xl/sharedStrings.xml" { bytes[..bytes.len().min(end)].to_vec() } else { bytes }
        };
        let found = read(&good, cut);
        assert!(
            found.said.iter().any(|diagnostic| diagnostic.key == "damaged-part"),
            "{end}: {:#?}",
            found.said
        );
        for ((_, cells), (_, right)) in found.sheets.iter().zip(&expected.sheets) {
            let is_own = |cell: &str| !cell.starts_with('A');
            let kept = |cells: &BTreeMap<String, String>| -> Vec<String> {
                cells.iter().filter(|(cell, _)| is_own(cell)).map(|(_, text)| text.clone()).collect()
            };
            assert_eq!(kept(cells), kept(right), "{end}");
            assert_eq!(cells.len(), right.len(), "{end}");
        }
    }
}
