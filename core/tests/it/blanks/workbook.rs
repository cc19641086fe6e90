//! A blank workbook filled in as a person does it: cells of its first sheet written over, their
//! looks kept.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The part with the register itself.
const SHEET: &str = "xl/worksheets/sheet1.xml";
/// The Julian day from which spreadsheets count: 30 December 1899.
const EPOCH: i32 = 2_415_019;

/// Writes these cells over those of the workbook's first sheet. What looks like a number or an
/// ISO day becomes one, as it does when it is typed; an empty text empties the cell.
pub fn fill(workbook: &[u8], cells: &[(String, String)]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).expect("a workbook is a zip");
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).expect("a part");
        let name = part.name().expect("UTF-8").into_owned();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).expect("readable");
        if name == SHEET {
            let mut text = String::from_utf8(bytes).expect("UTF-8");
            cells.iter().for_each(|(cell, value)| write_cell(&mut text, cell, value));
            bytes = text.into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).expect("a new part");
        out.write_all(&bytes).expect("written");
    }
    out.finish().expect("a whole zip").into_inner()
}

/// Writes one cell that the workbook has prepared.
fn write_cell(sheet: &mut String, cell: &str, value: &str) {
    let start = sheet.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("{cell} is not prepared"));
    let tag_end = start + sheet[start..].find('>').expect("a whole tag");
    let end = if sheet[..tag_end].ends_with('/') {
        tag_end + 1
    } else {
        tag_end + sheet[tag_end..].find("</c>").expect("a whole cell") + "</c>".len()
    };
    let style = sheet[start..tag_end].split("s=\"").nth(1).and_then(|rest| rest.split('"').next());
    let style = style.map(|style| format!(" s=\"{style}\"")).unwrap_or_default();
    let day = || {
        let mut parts = value.split('-').map(str::parse::<u16>);
        let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        let month = time::Month::try_from(u8::try_from(month).ok()?).ok()?;
        time::Date::from_calendar_date(i32::from(year), month, u8::try_from(day).ok()?).ok()
    };
    let number = value.parse::<f64>().ok().or_else(|| Some(f64::from(day()?.to_julian_day() - EPOCH)));
    let new = match number {
        _ if value.is_empty() => format!("<c r=\"{cell}\"{style}/>"),
        Some(number) => format!("<c r=\"{cell}\"{style}><v>{number}</v></c>"),
        None => format!("<c r=\"{cell}\"{style} t=\"inlineStr\"><is><t>{value}</t></is></c>"),
    };
    sheet.replace_range(start..end, &new);
}

/// Returns the cells of rows that stand below one another, from column A on.
pub fn rows(first: usize, rows: &[&[&str]]) -> Vec<(String, String)> {
    let row = |(row, texts): (usize, &&[&str])| {
        let cell = move |(col, text): (u8, &&str)| {
            (format!("{}{}", char::from(b'A' + col), first + row), (*text).to_string())
        };
        (0..).zip(texts.iter()).map(cell).collect::<Vec<_>>()
    };
    rows.iter().enumerate().flat_map(row).collect()
}
