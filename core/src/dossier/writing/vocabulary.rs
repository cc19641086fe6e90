//! Which register a sheet is, told by the words that head its columns.
//!
//! The words stand in `registers.toml`, one list a column, so that a new wording is a line
//! of data and not of code; an office adds its own in banxin.toml.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::dossier::writing::squeeze::squeeze;
use crate::settings::OwnWords;

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
    /// 签到表: one sheet a session; its marks join those of the attendance register.
    SignIn,
    /// 补学登记表: who made up for which session, and when.
    MakeUp,
}

impl Register {
    /// The registers that are asked for, in that order.
    ///
    /// Sign-in sheets and the make-up register add to 考勤表 and are not missed by themselves.
    pub const ALL: [Register; 7] = [
        Register::Attendance,
        Register::Roster,
        Register::Sessions,
        Register::Essays,
        Register::Plan,
        Register::Research,
        Register::Oversight,
    ];

    /// Returns the register's key in banxin.toml and in JSON.
    pub fn key(self) -> &'static str {
        let known = KEYS.iter().find(|(_, register)| *register == Some(self));
        known.map_or("", |(key, _)| key)
    }

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
            Register::SignIn => "签到表",
            Register::MakeUp => "补学登记表",
        }
    }
}

impl fmt::Display for Register {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

/// How one kind of register is recognised.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) struct Signature {
    /// Words in the title or in the file's or sheet's name that speak for it.
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

/// The signatures' names in `registers.toml`, in the order in which they are tried.
const KEYS: [(&str, Option<Register>); 10] = [
    ("roster", Some(Register::Roster)),
    ("sessions", Some(Register::Sessions)),
    ("essays", Some(Register::Essays)),
    ("plan", Some(Register::Plan)),
    ("research", Some(Register::Research)),
    ("oversight", Some(Register::Oversight)),
    ("attendance", Some(Register::Attendance)),
    ("sign-in", Some(Register::SignIn)),
    ("make-up", Some(Register::MakeUp)),
    // Not a table but the labels around one.
    ("sign-in-head", None),
];

/// Where a word stands: which signature, and which of its columns.
type Sense = (usize, String);

/// All words by which registers and their columns are known.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    signatures: Vec<Signature>,
    senses: BTreeMap<String, Vec<Sense>>,
    labels: Vec<(String, String)>,
}

/// The words that are part of the program.
static BUILT_IN: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut all: BTreeMap<String, Signature> = toml::from_str(include_str!("registers.toml"))
        .expect("registers.toml is part of the program and checked by a test");
    let signatures = KEYS.iter().map(|(key, _)| all.remove(*key).expect("every key has its table"));
    Vocabulary::of(signatures.collect())
});

impl Default for Vocabulary {
    fn default() -> Vocabulary {
        BUILT_IN.clone()
    }
}

impl Vocabulary {
    /// Returns the words that are part of the program.
    pub fn built_in() -> &'static Vocabulary {
        &BUILT_IN
    }

    /// Adds an office's own words to those of the program; what is no register or column is
    /// passed over, since the settings have warned of it.
    pub fn with(own: &OwnWords) -> Vocabulary {
        if own.is_empty() {
            return Vocabulary::default();
        }
        let mut signatures = BUILT_IN.signatures.clone();
        for (signature, (key, _)) in signatures.iter_mut().zip(KEYS) {
            let Some(words) = own.get(key) else { continue };
            signature.hints.extend(words.hints.iter().cloned());
            for (column, known) in &mut signature.columns {
                let aliases = words.columns.get(column).into_iter().flatten();
                known.extend(aliases.map(|alias| squeeze(alias)));
            }
        }
        Vocabulary::of(signatures)
    }

    /// Makes the index of all words.
    fn of(signatures: Vec<Signature>) -> Vocabulary {
        let mut senses: BTreeMap<String, Vec<Sense>> = BTreeMap::new();
        let mut labels = Vec::new();
        for (at, (signature, (_, register))) in signatures.iter().zip(KEYS).enumerate() {
            for (column, words) in &signature.columns {
                for word in words {
                    if register.is_some() {
                        senses.entry(word.clone()).or_default().push((at, column.clone()));
                    } else {
                        labels.push((word.clone(), column.clone()));
                    }
                }
            }
        }
        // The longest label first: 应到人数 before 应到.
        labels.sort_by(|a, b| (b.0.len(), &a.0).cmp(&(a.0.len(), &b.0)));
        Vocabulary { signatures, senses, labels }
    }

    /// Returns each register with its signature and its number.
    pub(crate) fn registers(&self) -> impl Iterator<Item = (usize, Register, &Signature)> {
        let all = self.signatures.iter().zip(KEYS).enumerate();
        all.filter_map(|(at, (signature, (_, register)))| Some((at, register?, signature)))
    }

    /// Returns every column that a word heads, with the number of its signature.
    pub(crate) fn senses(&self, word: &str) -> &[Sense] {
        self.senses.get(word).map_or(&[], Vec::as_slice)
    }

    /// Returns the column of the attendance register that a word heads.
    pub(crate) fn attendance(&self, word: &str) -> Option<&str> {
        let at = KEYS.iter().position(|(key, _)| *key == "attendance")?;
        self.senses(word).iter().find(|(signature, _)| *signature == at).map(|(_, column)| column.as_str())
    }

    /// Returns the labels of a sign-in sheet with what they label, longest first.
    pub(crate) fn labels(&self) -> &[(String, String)] {
        &self.labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_register_has_its_signature() {
        let vocabulary = Vocabulary::default();
        assert_eq!(vocabulary.registers().count(), 9);
        for (_, register, signature) in vocabulary.registers() {
            let named = signature.required.iter().chain(signature.one_of.iter().flatten());
            for key in named.chain(&signature.excludes) {
                assert!(signature.columns.contains_key(key), "{register}: {key}");
            }
        }
    }

    #[test]
    fn an_office_adds_its_own_words() {
        let own: OwnWords = toml::from_str(
            "[essays.columns]\ntitle = [\"文 题\"]\ntitel = [\"x\"]\n[essay]\nhints = [\"感言\"]\n",
        )
        .expect("valid");
        let vocabulary = Vocabulary::with(&own);
        assert!(vocabulary.senses("文题").iter().any(|(_, column)| column == "title"));
        assert!(vocabulary.senses("x").is_empty());
        assert_eq!(vocabulary.attendance("姓名"), Some("name"));
    }
}
