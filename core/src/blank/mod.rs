//! The registers as empty workbooks ready to fill, and a commented configuration file.
//!
//! What they hold is data in `registers.rs`; how a workbook looks is in `sheet.rs`; what is left
//! of their examples when they come back is told in `leftover.rs`. Filled in, with or without the
//! example row, they pass `banxin check` without a warning, which a test holds: their headers
//! are the words by which the registers are recognised.

mod leftover;
mod registers;
mod sheet;

use rust_xlsxwriter::XlsxError;

pub use leftover::leave_out_examples;

/// A file to hand out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlankFile {
    /// The file's name.
    pub name: &'static str,
    /// The content.
    pub bytes: Vec<u8>,
}

/// Returns the blank registers and the configuration file, always the same bytes.
pub fn files() -> Result<Vec<BlankFile>, XlsxError> {
    let mut files = Vec::new();
    for register in &registers::REGISTERS {
        files.push(BlankFile { name: register.name, bytes: sheet::xlsx(register)? });
    }
    files.push(BlankFile { name: "banxin.toml", bytes: include_bytes!("banxin.toml").to_vec() });
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::files;
    use crate::checklist::paper_tests::{ACROSS, TWO_ACROSS, UPRIGHT, printed};
    use crate::document::{Format, check_letterhead};
    use crate::settings::{Asked, KEYS, Layer, Settings, Settled, settle};

    /// Returns the configuration file with everything in it put to use.
    fn in_use() -> String {
        let text = include_str!("banxin.toml");
        let is_used = |line: &&str| line.starts_with('[') || line.contains(" = ");
        let lines = text.lines().filter_map(|line| line.strip_prefix("# ")).filter(is_used);
        lines.map(|line| format!("{line}\n")).collect()
    }

    #[test]
    fn every_register_is_printed_on_a4() {
        for file in files().expect("written").iter().filter(|file| file.name != "banxin.toml") {
            let (setups, titles) = printed(&file.bytes);
            let is_wide = file.name == "集中学习情况统计表.xlsx";
            let first = if is_wide { TWO_ACROSS } else { ACROSS };
            assert_eq!(setups, [first, UPRIGHT], "{}", file.name);
            let title = file.name.trim_end_matches(".xlsx");
            let rows = match file.name {
                "考勤表.xlsx" => "$2:$3",
                "签到表.xlsx" => "$6:$6",
                _ => "$2:$2",
            };
            let names = if is_wide { format!("{title}!$A:$B,") } else { String::new() };
            assert_eq!(titles, [format!("{names}{title}!{rows}")]);
        }
    }

    #[test]
    fn the_configuration_shows_every_key() {
        let text = in_use();
        let layer = Layer { file: "banxin.toml".into(), text: text.clone() };
        let Settled { settings, diagnostics, .. } = settle(&[layer], &Asked::default()).expect("usable");
        assert_eq!(diagnostics, []);
        assert_eq!(settings.format, Format::Plain);
        for format in Format::ALL {
            let mut settings = Settings { format, ..settings.clone() };
            // The mark shown is that of papers with 文件 in it.
            settings.letterhead.mark.take_if(|_| format == Format::Letter);
            assert_eq!(check_letterhead(&settings), [], "{}", format.name());
        }
        let shown: toml::Table = toml::from_str(&text).expect("valid");
        for (table, keys) in KEYS {
            let inner = if table.is_empty() { Some(&shown) } else { shown[table].as_table() };
            let missing: Vec<&&str> =
                keys.iter().filter(|key| !inner.expect("a table").contains_key(**key)).collect();
            assert_eq!(missing, Vec::<&&str>::new(), "[{table}]");
        }
    }

    #[test]
    fn the_configuration_as_it_is_says_nothing() {
        let text = include_str!("banxin.toml").to_string();
        let settled = settle(&[Layer { file: "banxin.toml".into(), text }], &Asked::default());
        assert_eq!(settled, Ok(Settled::default()));
    }
}
