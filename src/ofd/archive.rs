//! Files that travel inside an archived OFD, as plain text: archives keep no spreadsheets
//! (GB/T 42133-2022).
//!
//! A text stays what it is, a register becomes its cells, an essay its words, each below the hash
//! of the file it was. What could not be read back as it was is not kept, but for its hash.

use sha2::{Digest, Sha256};

use crate::dossier::texts;
use crate::pages::{AttachedFile, Part};
use crate::source::{Source, Use, use_of};
use crate::workbook::archived::{self, Content, Original};
use crate::workbook::{self, Workbook};

/// What the name of a file gets at its end.
const ENDING: &str = ".txt";

/// Returns the files as texts.
pub(crate) fn as_texts(files: &[AttachedFile]) -> Vec<AttachedFile> {
    files.iter().map(as_text).collect()
}

/// Returns the files that texts were made from, under their own names; their bytes stay texts.
pub(crate) fn of_texts(files: Vec<AttachedFile>) -> Vec<AttachedFile> {
    let own = |file: AttachedFile| AttachedFile { name: own_name(&file.name).to_string(), ..file };
    files.into_iter().map(own).collect()
}

/// Returns whether files are texts that were made from others: the settings are always there.
pub(crate) fn are_texts(files: &[AttachedFile]) -> bool {
    files.iter().any(|file| file.part == Part::Settings && file.name.ends_with(ENDING))
}

/// Returns the name of a file as text.
fn text_name(name: &str) -> String {
    // A text that has an ending before its own gets another, so that its name can be told again.
    let is_plain = name.strip_suffix(ENDING).is_some_and(|stem| !stem.contains('.'));
    if is_plain { name.to_string() } else { format!("{name}{ENDING}") }
}

/// Returns the name of the file that a text was made from.
fn own_name(name: &str) -> &str {
    name.strip_suffix(ENDING).filter(|stem| stem.contains('.')).unwrap_or(name)
}

fn as_text(file: &AttachedFile) -> AttachedFile {
    let text = match std::str::from_utf8(&file.bytes) {
        Ok(text) => text.trim_start_matches('\u{FEFF}').to_string(),
        Err(_) => {
            let digest = Sha256::digest(&file.bytes);
            let original = Original {
                name: file.name.clone(),
                n_bytes: file.bytes.len(),
                sha256: digest.iter().map(|byte| format!("{byte:02x}")).collect(),
            };
            kept(file, &original).unwrap_or_else(|| archived::of_nothing(&original))
        }
    };
    AttachedFile { name: text_name(&file.name), bytes: text.into_bytes(), part: file.part }
}

/// Writes what is in a file, if it can be read back as it was.
fn kept(file: &AttachedFile, original: &Original) -> Option<String> {
    let source = Source { name: file.name.clone(), bytes: file.bytes.clone() };
    let again = |text: &str| Source { name: file.name.clone(), bytes: text.as_bytes().to_vec() };
    match use_of(&file.name).filter(|_| file.part == Part::Source)? {
        Use::Register => {
            let workbook = workbook::read(0, &source).output.ok()?;
            let text = archived::of_table(original, &workbook.sheets);
            let back = workbook::read(0, &again(&text)).output.ok()?;
            is_same(&workbook, &back).then_some(text)
        }
        // Its headings and tables are no plain words.
        Use::Supplement if file.name.to_lowercase().ends_with(".docx") => None,
        Use::RegisterOrText | Use::Text | Use::Supplement => {
            let words = texts::read(0, &source).ok()?.text;
            let text = archived::of_words(original, &words);
            let back = texts::read(0, &again(&text)).ok()?.text;
            (words == back).then_some(text)
        }
        Use::Figures => None,
    }
}

/// Returns whether two workbooks hold the same.
fn is_same(one: &Workbook, other: &Workbook) -> bool {
    one.sheets.len() == other.sheets.len()
        && one.sheets.iter().zip(&other.sheets).all(|(one, other)| {
            one.place.sheet == other.place.sheet
                && (one.hidden, one.is_1904) == (other.hidden, other.is_1904)
                && one.rows == other.rows
                && one.merges.iter().eq(other.merges.iter())
        })
}

/// Returns what a file was made from, if it is a text that was; and whether anything is kept.
pub(crate) fn original(file: &AttachedFile) -> Option<(Original, bool)> {
    let archived = archived::parse(&file.bytes)?;
    Some((archived.original, archived.content != Content::Nothing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, bytes: &[u8]) -> AttachedFile {
        AttachedFile { name: name.to_string(), bytes: bytes.to_vec(), part: Part::Source }
    }

    #[test]
    fn tables_and_texts_are_kept_as_text() {
        let gbk = b"\xd0\xd5\xc3\xfb,\xb3\xf6\xc7\xda\n\xd5\xc5\xc8\xfd,\n";
        let check = |name: &str, bytes: &[u8], own: &str, ending: &str| {
            let text = as_text(&file(name, bytes));
            let shown = String::from_utf8(text.bytes.clone()).expect("text");
            assert!(text.name == own && shown.ends_with(ending), "{}: {shown}", text.name);
            // A text as it is made from a text is the same.
            let again = as_text(&of_texts(vec![text.clone()])[0]);
            assert_eq!(again, text);
            (shown.len() > ending.len()).then(|| original(&text).expect("told"))
        };
        assert!(check("a.csv", "姓名,出勤\n".as_bytes(), "a.csv.txt", "姓名,出勤\n").is_none());
        let (told, is_kept) =
            check("b.csv", gbk, "b.csv.txt", "工作表\n1\t姓名\t出勤\n2\t张三\n").expect("told");
        assert_eq!((told.name.as_str(), told.n_bytes, told.sha256.len(), is_kept), ("b.csv", 16, 64, true));
        check("甲.txt", gbk, "甲.txt", "内容：文字\n姓名,出勤\n张三,\n");
        check("甲.乙.txt", gbk, "甲.乙.txt.txt", "张三,\n");
        let (_, is_kept) = check("c.txt", b"\x01\x02\xff", "c.txt", "内容：没有保留\n").expect("told");
        assert!(!is_kept);
        check("正文素材.docx", b"PK\x03\x04\xff", "正文素材.docx.txt", "内容：没有保留\n");
    }
}
