//! Workbooks of xls and et files (MS-XLS and what came before it), record by record.
//!
//! calamine lays a sheet out as a full rectangle while it opens the file, so one stray cell
//! in the last corner of a sheet costs 16 million cells; and it tells nothing of hidden rows.
//! What Excel 2 to 95 wrote is read too: exports of old systems still write those records.

use std::borrow::Cow;

use crate::container::compound::Compound;
use crate::workbook::biff_globals::Globals;
use crate::workbook::biff_records::{file_pass, first};
use crate::workbook::biff_sheet::Worksheet;
use crate::workbook::error::Way;
use crate::workbook::gather::Gather;
use crate::workbook::{ReadError, protected_xls};

/// Reads a compound file: xls or et, unless it is an encrypted xlsx or another document.
pub(super) fn read_compound(gather: &mut Gather<'_>, file: &Compound<'_>) -> Result<(), ReadError> {
    if file.has("\u{9}DRMContent") {
        return Err(ReadError::RightsManaged);
    }
    // Excel once saved for 97 and 95 at once; the newer stream holds more.
    if let Some(stream) = file.stream("Workbook").or_else(|| file.stream("Book")) {
        return read_stream(gather, &stream);
    }
    let (found, way) = match () {
        () if file.has("WordDocument") => ("这是 Word 或 WPS 文字文档", Way::Original),
        () if file.has("PowerPoint Document") => ("这是演示文稿", Way::Original),
        () if file.has("__properties_version1.0") => ("这是 Outlook 邮件", Way::Original),
        () if file.has("VisioDocument") => ("这是 Visio 绘图", Way::Original),
        () => ("这是 OLE 复合文件，里面没有工作簿", Way::Save),
    };
    Err(ReadError::other(found, way))
}

/// Reads the workbook stream.
pub(super) fn read_stream(gather: &mut Gather<'_>, stream: &[u8]) -> Result<(), ReadError> {
    let (version, _) = first(stream)?;
    let stream = match file_pass(stream) {
        None => Cow::Borrowed(stream),
        Some(file_pass) => Cow::Owned(protected_xls::decrypted(stream, file_pass, version)?),
    };
    let globals = Globals::read(&stream)?;
    // A file whose formulas all lack a result was written by a program and never computed.
    let mut drafts = Vec::new();
    let mut has_result = false;
    for sheet in globals.sheets.iter().filter(|sheet| sheet.is_worksheet) {
        let mut draft = gather.open(&sheet.name, sheet.hidden)?;
        draft.set_1904(globals.is_1904);
        has_result |= Worksheet::new(&globals, gather, &mut draft).read(&stream, sheet.offset)?;
        drafts.push(draft);
    }
    for mut draft in drafts {
        if has_result {
            draft.all_computed();
        }
        gather.close(draft);
    }
    if let Some(said) = globals.code_page.said() {
        gather.say(said);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::origin::Place;
    use crate::workbook::Room;

    /// Builds a workbook of one sheet from the sheet's records.
    fn workbook(globals: &[(u16, &[u8])], sheet: &[(u16, &[u8])]) -> Vec<u8> {
        let bof = |kind: u16| [&[0, 6][..], &kind.to_le_bytes(), &[0; 12]].concat();
        let record = |&(kind, data): &(u16, &[u8])| {
            let n_bytes = u16::try_from(data.len()).expect("short");
            [&kind.to_le_bytes()[..], &n_bytes.to_le_bytes(), data].concat()
        };
        let head: Vec<u8> =
            std::iter::once(record(&(0x0809, &bof(5)))).chain(globals.iter().map(record)).flatten().collect();
        let offset = u32::try_from(head.len() + 4 + 9 + 4).expect("short");
        let bound = [&offset.to_le_bytes()[..], &[0, 0, 1, 0, b'S']].concat();
        let tail: Vec<u8> = sheet.iter().flat_map(record).collect();
        [head, record(&(0x0085, &bound)), record(&(0x000A, &[])), record(&(0x0809, &bof(0x10))), tail]
            .concat()
    }

    /// Reads a stream; shows cells, then diagnostics, then the error.
    #[track_caller]
    fn check(stream: &[u8], expected: &[&str]) {
        let place = Arc::new(Place { file_index: 0, sheet_index: 0, file: "f.xls".into(), sheet: None });
        let mut diagnostics = Vec::new();
        let mut gather = Gather::new(&place, Room::default(), &mut diagnostics);
        let result = read_stream(&mut gather, stream);
        let mut out = Vec::new();
        for sheet in gather.finish().expect("no sheet is skipped") {
            for row in &sheet.rows {
                for cell in &row.cells {
                    out.push(format!("{}={}", sheet.origin(row.index, cell.col).a1(), cell.value.text()));
                }
            }
        }
        out.extend(
            diagnostics.iter().map(|d| format!("{} {:?}", d.key, d.spot.as_ref().and_then(|s| s.cell()))),
        );
        out.extend(result.err().map(|error| error.to_string()));
        assert_eq!(out, expected);
    }

    const EOF: (u16, &[u8]) = (0x000A, &[]);

    #[test]
    fn cells() {
        // RK 0x3FF00000 is 1.0; 0x0000012F is the integer 75 over 100.
        check(
            &workbook(
                &[],
                &[
                    (0x027E, &[0, 0, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F]),
                    (0x00BD, &[1, 0, 0, 0, 0, 0, 0x2F, 1, 0, 0, 0, 0, 0, 0, 0xF0, 0x3F, 1, 0]),
                    (0x0205, &[2, 0, 0, 0, 0, 0, 1, 0]),
                    (0x0205, &[2, 0, 1, 0, 0, 0, 7, 1]),
                    (0x0204, &[3, 0, 0, 0, 0, 0, 1, 0, 1, 0x20, 0x5F]),
                    EOF,
                ],
            ),
            &["A1=1", "A2=0.75", "B2=1", "A3=TRUE", "B3=#DIV/0!", "A4=张"],
        );
    }

    #[test]
    fn signs_by_font_and_format() {
        let font = |name: &str| {
            let n = u8::try_from(name.len()).expect("short");
            [&[0; 14][..], &[n, 0], name.as_bytes()].concat()
        };
        let plain = font("Arial");
        let signs = font("Wingdings 2");
        // `[=1]"√"` in two bytes a character.
        let code: Vec<u8> = "[=1]\"√\"".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let format = [&[200, 0, 7, 0, 1][..], &code].concat();
        // There is no fifth font: the number 5 names the fifth in order.
        let style = |font: u8, format: u8| [&[font, 0, format, 0][..], &[0; 16]].concat();
        let styles = [style(0, 0), style(5, 0), style(0, 200)];
        let mut globals: Vec<(u16, &[u8])> = vec![(0x0031, &plain); 4];
        globals.push((0x0031, &signs));
        globals.push((0x041E, &format));
        globals.extend(styles.iter().map(|style| (0x00E0, style.as_slice())));
        check(
            &workbook(
                &globals,
                &[
                    (0x0204, &[0, 0, 0, 0, 1, 0, 1, 0, 0, b'P']),
                    (0x0204, &[0, 0, 1, 0, 0, 0, 1, 0, 0, b'P']),
                    (0x027E, &[1, 0, 0, 0, 2, 0, 0, 0, 0xF0, 0x3F]),
                    (0x027E, &[1, 0, 1, 0, 0, 0, 0, 0, 0xF0, 0x3F]),
                    (0x00BD, &[2, 0, 0, 0, 2, 0, 0, 0, 0xF0, 0x3F, 2, 0, 0, 0, 0, 0x40, 1, 0]),
                    EOF,
                ],
            ),
            &["A1=√", "B1=P", "A2=√", "B2=1", "A3=√", "B3=2"],
        );
    }

    #[test]
    fn a_far_cell_costs_nothing() {
        check(
            &workbook(&[], &[(0x027E, &[0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0xF0, 0x3F]), EOF]),
            &["IV65536=1"],
        );
    }

    #[test]
    fn formulas() {
        let blank: &[u8] = &[0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0];
        check(&workbook(&[], &[(6, blank), EOF]), &["formula-without-value Some(\"A1\")"]);
        // Where another formula has a result, a blank one is what IF(…,"") gives.
        let one = [&[1, 0, 0, 0, 0, 0][..], &1_f64.to_le_bytes(), &[0; 8]].concat();
        check(&workbook(&[], &[(6, blank), (6, &one), EOF]), &["A2=1"]);
    }

    #[test]
    fn formulas_of_all_kinds() {
        let two = [&[1, 0, 0, 0, 0, 0][..], &2.5_f64.to_le_bytes(), &[0; 8]].concat();
        let said: &[u8] = &[2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0];
        for kind in [0x0006, 0x0206, 0x0406] {
            // A shared formula stands between the first that uses it and its text.
            let sheet: [(u16, &[u8]); 5] =
                [(kind, &two), (kind, said), (0x04BC, &[0; 10]), (0x0207, &[1, 0, 1, 0x20, 0x5F]), EOF];
            check(&workbook(&[], &sheet), &["A2=2.5", "A3=张"]);
        }
    }

    #[test]
    fn shared_strings() {
        let cells: [(u16, &[u8]); 3] =
            [(0x00FD, &[0, 0, 0, 0, 0, 0, 1, 0, 0, 0]), (0x00FD, &[1, 0, 0, 0, 0, 0, 2, 0, 0, 0]), EOF];
        // Some writers state that there are none; one is not there.
        let table: &[u8] = b"\0\0\0\0\0\0\0\0\x01\0\0a\x01\0\0b";
        check(&workbook(&[(0x00FC, table)], &cells), &["A1=b", "A2=#读不出"]);
    }

    /// Builds a stream from records.
    fn stream(records: &[(u16, &[u8])]) -> Vec<u8> {
        let record = |&(kind, data): &(u16, &[u8])| {
            let n_bytes = u16::try_from(data.len()).expect("short");
            [&kind.to_le_bytes()[..], &n_bytes.to_le_bytes(), data].concat()
        };
        records.iter().flat_map(record).collect()
    }

    #[test]
    fn what_excel_2_to_95_wrote() {
        let number = 7.5_f64.to_le_bytes();
        // A sheet by itself; 张 in GBK, one string after another as hand-written exports do.
        let excel_2 = stream(&[
            (0x0009, &[2, 0, 0x10, 0]),
            (0x001E, b"\x07General"),
            (0x001E, b"\x0Ayyyy\\-mm\\-d"),
            (0x0004, b"\0\0\0\0\0\0\0\x02\xD5\xC5"),
            (0x0002, &[1, 0, 0, 0, 0, 0, 0, 3, 0]),
            (0x0003, &[&[1, 0, 1, 0, 0, 1, 0][..], &43895_f64.to_le_bytes()].concat()),
            (0x0005, &[1, 0, 2, 0, 0, 0, 0, 1, 0]),
            (0x0006, &[&[2, 0, 0, 0, 0, 0, 0][..], &number, &[0, 0]].concat()),
            (0x0006, &[2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 0, 0]),
            (0x0007, b"\x02\xD5\xC5"),
            EOF,
        ]);
        check(
            &excel_2,
            &["A1=张", "A2=3", "B2=2020-03-05", "C2=TRUE", "A3=7.5", "B3=张", "encoding-guessed None"],
        );
        let by_hand = stream(&[
            (0x0809, &[0, 0, 0x10, 0, 0, 0, 0, 0]),
            (0x0204, b"\0\0\0\0\0\0\x02\0\xD5\xC5"),
            (0x0203, &[&[1, 0, 0, 0, 0, 0][..], &number].concat()),
            EOF,
        ]);
        check(&by_hand, &["A1=张", "A2=7.5", "encoding-guessed None"]);
        let excel_95 = |sheet: &[u8]| {
            let globals = |offset: u8| {
                stream(&[
                    (0x0809, &[0, 5, 5, 0, 0, 0, 0, 0]),
                    (0x0042, &936_u16.to_le_bytes()),
                    (0x041E, b"\xA4\0\x08yyyy\\-mm"),
                    (0x00E0, &[0, 0, 0xA4, 0, 0, 0]),
                    (0x0085, &[&[offset, 0, 0, 0, 0, 0][..], b"\x02\xD2\xBB"].concat()),
                    EOF,
                ])
            };
            let offset = u8::try_from(globals(0).len()).expect("short");
            [&globals(offset)[..], sheet].concat()
        };
        let sheet = stream(&[
            (0x0809, &[0, 5, 0x10, 0, 0, 0, 0, 0]),
            (0x0203, &[&[0, 0, 0, 0, 0, 0][..], &43895_f64.to_le_bytes()].concat()),
            (0x00D6, b"\0\0\x01\0\0\0\x02\0\xD5\xC5\x01\0\0"),
            EOF,
        ]);
        check(&excel_95(&sheet), &["A1=2020-03-05", "B1=张"]);
        let excel_4 = stream(&[
            (0x0409, &[0, 0, 0, 1, 0, 0]),
            (0x0042, &936_u16.to_le_bytes()),
            (0x008F, b"\0\0\0\0\x02\xD2\xBB"),
            (0x0409, &[0, 0, 0x10, 0, 0, 0]),
            (0x0204, b"\0\0\0\0\0\0\x02\0\xD5\xC5"),
            EOF,
            EOF,
        ]);
        check(&excel_4, &["A1=张"]);
    }

    #[test]
    fn broken_off_or_protected() {
        check(&workbook(&[], &[]), &["文件不完整，后面的内容缺失"]);
        check(&workbook(&[(0x002F, &[1, 0])], &[EOF]), &["工作簿有打开密码，读不了"]);
        check(&[], &["文件已损坏，读不下去（工作簿是空的）"]);
        check(&[9, 8, 4, 0, 0, 7, 5, 0], &["文件已损坏，读不下去（开头不是 BOF 记录）"]);
    }
}
