//! An input file as the program takes it: a name and bytes, wherever they came from.

/// The most bytes one input file may have (64 MiB).
pub const MAX_FILE_BYTES: usize = 64 << 20;

/// A file handed in by the command line or the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// The name within the unit's folder; shown to people, never used as a path.
    pub name: String,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Returns whether a file name has one of the endings that registers are kept in.
pub fn is_register_name(name: &str) -> bool {
    const ENDINGS: [&str; 13] = [
        ".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt", ".htm", ".html", ".mht",
        ".mhtml",
    ];
    let name = name.to_lowercase();
    // `~$考勤表.xlsx` is the lock file that Excel leaves beside an open workbook.
    !name.starts_with("~$") && !name.starts_with('.') && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

/// What a file in a unit's folder is for, as far as its name tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// A register.
    Register,
    /// A register or a text: only the content of a `.txt` tells.
    RegisterOrText,
    /// An essay's text.
    Text,
    /// The office's own words, 正文素材 as docx, txt or md.
    Supplement,
    /// The figures of another period.
    Figures,
}

/// The name, without its ending, of the file with the office's own words.
const SUPPLEMENT_NAME: &str = "正文素材";

/// Returns what a file is for; nothing where nothing reads it.
pub fn use_of(name: &str) -> Option<Use> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let lower = base.to_lowercase();
    if lower.starts_with("~$") || lower.starts_with('.') {
        return None;
    }
    let ends = |endings: &[&str]| endings.iter().any(|ending| lower.ends_with(ending));
    let is_supplement = |rest: &str| [".docx", ".txt", ".md"].contains(&rest);
    if lower.strip_prefix(SUPPLEMENT_NAME).is_some_and(is_supplement) {
        Some(Use::Supplement)
    } else if ends(&[".docx", ".md"]) {
        Some(Use::Text)
    } else if ends(&[".json"]) {
        Some(Use::Figures)
    } else if ends(&[".txt"]) {
        Some(Use::RegisterOrText)
    } else {
        is_register_name(base).then_some(Use::Register)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn uses() {
        assert_eq!(use_of("考勤表.XLSX"), Some(Use::Register));
        assert_eq!(use_of("心得体会/01-张三.docx"), Some(Use::Text));
        assert_eq!(use_of("体会.txt"), Some(Use::RegisterOrText));
        for ending in ["md", "TXT", "docx"] {
            assert_eq!(use_of(&format!("正文素材.{ending}")), Some(Use::Supplement));
        }
        assert_eq!(use_of("2019H2.json"), Some(Use::Figures));
        assert_eq!(use_of("~$01-张三.docx"), None);
        assert_eq!(use_of("banxin.toml"), None);
    }

    #[test]
    fn endings() {
        assert!(is_register_name("考勤表.XLSX"));
        assert!(is_register_name("台账.csv"));
        assert!(!is_register_name("~$考勤表.xlsx"));
        assert!(!is_register_name("banxin.toml"));
        assert!(!is_register_name("清溪镇.pdf"));
    }
}
