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
    const ENDINGS: [&str; 9] = [".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt"];
    let name = name.to_lowercase();
    // `~$考勤表.xlsx` is the lock file that Excel leaves beside an open workbook.
    !name.starts_with("~$") && !name.starts_with('.') && ENDINGS.iter().any(|ending| name.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings() {
        assert!(is_register_name("考勤表.XLSX"));
        assert!(is_register_name("台账.csv"));
        assert!(!is_register_name("~$考勤表.xlsx"));
        assert!(!is_register_name("banxin.toml"));
        assert!(!is_register_name("清溪镇.pdf"));
    }
}
