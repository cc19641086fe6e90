//! Which register a sheet is, told by the words that head its columns.
//!
//! The words stand in `registers.toml`, one list a column, so that a new wording is a line
//! of data and not of code.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

/// The registers that an office keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Register {
    /// 成员名单.
    Roster,
    /// 考勤表.
    Attendance,
    /// 集中学习情况统计表.
    Sessions,
    /// 心得体会目录.
    Essays,
    /// 学习计划.
    Plan,
    /// 调研课题.
    Research,
    /// 督学评学考学台账.
    Oversight,
}

impl Register {
    /// All registers, in the order in which they are asked for.
    pub const ALL: [Register; 7] = [
        Register::Attendance,
        Register::Roster,
        Register::Sessions,
        Register::Essays,
        Register::Plan,
        Register::Research,
        Register::Oversight,
    ];

    /// Returns the register's usual name.
    pub fn title(self) -> &'static str {
        match self {
            Register::Roster => "成员名单",
            Register::Attendance => "考勤表",
            Register::Sessions => "集中学习情况统计表",
            Register::Essays => "心得体会目录",
            Register::Plan => "学习计划",
            Register::Research => "调研课题表",
            Register::Oversight => "督学评学考学台账",
        }
    }
}

impl fmt::Display for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

/// How one kind of register is recognised.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Signature {
    /// Words in the file's or sheet's name that speak for it.
    pub hints: Vec<String>,
    /// Columns it must have.
    pub required: Vec<String>,
    /// Of each group it must have at least one.
    #[serde(default)]
    pub one_of: Vec<Vec<String>>,
    /// Columns it cannot have.
    #[serde(default)]
    pub excludes: Vec<String>,
    /// The words that head each column.
    pub columns: BTreeMap<String, Vec<String>>,
}

/// The signatures of all registers but the attendance register, which is told by its days.
pub(super) static SIGNATURES: LazyLock<Vec<(Register, Signature)>> = LazyLock::new(|| {
    let mut all: BTreeMap<String, Signature> = toml::from_str(include_str!("registers.toml"))
        .expect("registers.toml is part of the program and checked by a test");
    [
        (Register::Roster, "roster"),
        (Register::Sessions, "sessions"),
        (Register::Essays, "essays"),
        (Register::Plan, "plan"),
        (Register::Research, "research"),
        (Register::Oversight, "oversight"),
    ]
    .into_iter()
    .filter_map(|(register, key)| Some((register, all.remove(key)?)))
    .collect()
});

impl Signature {
    /// Returns the column that a header cell names, exactly or without its bracketed unit.
    pub(super) fn column(&self, header: &str) -> Option<&str> {
        let matches = |aliases: &Vec<String>| aliases.iter().any(|alias| alias == header);
        self.columns.iter().find(|(_, aliases)| matches(aliases)).map(|(key, _)| key.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_register_has_its_signature() {
        assert_eq!(SIGNATURES.len(), 6);
        for (register, signature) in SIGNATURES.iter() {
            let named = signature.required.iter().chain(signature.one_of.iter().flatten());
            for key in named.chain(&signature.excludes) {
                assert!(signature.columns.contains_key(key), "{register}: {key}");
            }
        }
    }
}
