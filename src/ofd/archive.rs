//! Files that travel inside an archived OFD, as plain text: archives keep no spreadsheets
//! (GB/T 42133-2022).
//!
//! A register becomes its cells, a sheet after the other, tabs between columns, below a line that
//! tells by its hash which file it was.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use crate::pages::AttachedFile;
use crate::source::Source;
use crate::workbook::{self, Workbook};

/// What the name of a file gets at its end.
const ENDING: &str = ".txt";

/// Returns the files as texts.
pub(crate) fn as_texts(files: &[AttachedFile]) -> Vec<AttachedFile> {
    files.iter().map(as_text).collect()
}

fn as_text(file: &AttachedFile) -> AttachedFile {
    let name = format!("{}{ENDING}", file.name.strip_suffix(ENDING).unwrap_or(&file.name));
    let source = Source { name: file.name.clone(), bytes: file.bytes.clone() };
    let text = match std::str::from_utf8(&file.bytes) {
        Ok(text) => text.trim_start_matches('\u{FEFF}').to_string(),
        Err(_) => {
            let read = workbook::read(0, &source).output;
            let cells = read
                .map_or_else(|_| "（不是表格或文本，归档时只留名称和校验值）\n".to_string(), |w| cells(&w));
            format!("{}，{} 字节，SHA-256 {}\n{cells}", file.name, file.bytes.len(), sha256(&file.bytes))
        }
    };
    AttachedFile { name, bytes: text.into_bytes(), part: file.part }
}

/// Returns what stands in the cells of a workbook.
fn cells(workbook: &Workbook) -> String {
    let mut out = String::new();
    for sheet in &workbook.sheets {
        let _ = writeln!(out, "\n{}", sheet.place);
        for row in &sheet.rows {
            let mut col = 0;
            for cell in &row.cells {
                while col < cell.col {
                    out.push('\t');
                    col += 1;
                }
                out.push_str(&cell.value.text().replace(['\t', '\n', '\r'], " "));
            }
            out.push('\n');
        }
    }
    out
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pages::Part;

    #[test]
    fn tables_and_texts_are_kept_as_text() {
        let file = |name: &str, bytes: &[u8]| AttachedFile {
            name: name.to_string(),
            bytes: bytes.to_vec(),
            part: Part::Source,
        };
        let gbk = b"\xd0\xd5\xc3\xfb,\xb3\xf6\xc7\xda\n\xd5\xc5\xc8\xfd,\n";
        let files =
            [file("a.csv", "姓名,出勤\n".as_bytes()), file("b.csv", gbk), file("c.txt", b"\xff\xfe\x00\xd8")];
        let texts = as_texts(&files);
        let shown: Vec<(String, String)> =
            texts.into_iter().map(|f| (f.name, String::from_utf8(f.bytes).expect("text"))).collect();
        assert_eq!(shown[0], ("a.csv.txt".to_string(), "姓名,出勤\n".to_string()));
        assert_eq!(shown[1].0, "b.csv.txt");
        assert!(
            shown[1].1.contains("SHA-256") && shown[1].1.contains("姓名\t出勤\n张三\n"),
            "{}",
            shown[1].1
        );
        assert_eq!(shown[2].0, "c.txt");
    }
}
