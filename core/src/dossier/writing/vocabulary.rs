//! Which register a sheet is, told by the words that head its columns.
//!
//! The words stand in `registers.toml`, one list a column, so that a new wording is a line
//! of data and not of code; an office adds its own in banxin.toml.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::dossier::writing::squeeze::squeeze;
use crate::settings::{Layouts, OwnWords};

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
    /// 宣讲和指导台账: what the group did beside its own sessions.
    Outreach,
}

impl Register {
    /// The registers that are asked for, in that order.
    ///
    /// Sign-in sheets and the make-up register add to 考勤表 and are not missed by themselves, nor
    /// is the register of what was done beside the sessions.
    pub const ALL: [Register; 7] = [
        Register::Attendance,
        Register::Roster,
        Register::Sessions,
        Register::Essays,
        Register::Plan,
        Register::Research,
        Register::Oversight,
    ];

    /// The registers that are read where there are any, and not missed.
    pub const FURTHER: [Register; 3] = [Register::SignIn, Register::MakeUp, Register::Outreach];

    /// Returns the register's key in banxin.toml and in JSON.
    pub fn key(self) -> &'static str {
        let known = KEYS.iter().find(|(_, register)| *register == Some(self));
        known.map_or("", |(key, _)| key)
    }

    /// Returns the register with this key.
    pub(crate) fn of_key(key: &str) -> Option<Register> {
        KEYS.iter().find(|(known, _)| *known == key).and_then(|(_, register)| *register)
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
            Register::Outreach => "宣讲和指导台账",
        }
    }
}

/// A column of a register, for people to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterColumn<'a> {
    /// Its key.
    pub key: &'a str,
    /// What it is usually called.
    pub name: &'a str,
    /// The words that head it.
    pub words: &'a [String],
    /// Whether the register is none without it.
    pub is_required: bool,
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
    /// Columns that may stand in for those that it must have.
    #[serde(default)]
    pub instead: BTreeMap<String, String>,
    /// Of each group it must have at least one.
    #[serde(default)]
    pub one_of: Vec<Vec<String>>,
    /// Columns it cannot have.
    #[serde(default)]
    pub excludes: Vec<String>,
    /// The words that head each column.
    pub columns: BTreeMap<String, Vec<String>>,
}

impl Signature {
    /// Returns the columns it must have and has not, with none that stands in for them.
    pub(crate) fn lacks(&self, has: impl Fn(&str) -> bool) -> impl Iterator<Item = &String> {
        let is_there = move |key: &str| has(key) || self.instead.get(key).is_some_and(|other| has(other));
        self.required.iter().filter(move |key| !is_there(key))
    }
}

/// The signatures' names in `registers.toml`, in the order in which they are tried.
const KEYS: [(&str, Option<Register>); 11] = [
    ("roster", Some(Register::Roster)),
    ("sessions", Some(Register::Sessions)),
    ("essays", Some(Register::Essays)),
    ("plan", Some(Register::Plan)),
    ("research", Some(Register::Research)),
    ("oversight", Some(Register::Oversight)),
    ("attendance", Some(Register::Attendance)),
    ("sign-in", Some(Register::SignIn)),
    ("make-up", Some(Register::MakeUp)),
    ("outreach", Some(Register::Outreach)),
    // Not a table but the labels around one.
    ("sign-in-head", None),
];

/// Where a word stands: which signature, and which of its columns.
type Sense = (usize, String);

/// All words by which registers and their columns are known, and the sheets of which a person
/// says what they are.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    signatures: Vec<Signature>,
    senses: BTreeMap<String, Vec<Sense>>,
    labels: Vec<(String, String)>,
    layouts: Layouts,
}

/// What may stand around the core of a column's head.
#[derive(Debug, Deserialize)]
struct Heads {
    /// Words after it that say that it is a column.
    after: Vec<String>,
    /// What goes together.
    families: Vec<Family>,
}

/// Heads of one kind.
#[derive(Debug, Deserialize)]
struct Family {
    /// Words before the core that say whose or of what it is.
    before: Vec<String>,
    /// What a head may be cut down to.
    core: Vec<String>,
}

/// The words around the core of a head.
static HEADS: LazyLock<Heads> = LazyLock::new(|| {
    toml::from_str(include_str!("heads.toml"))
        .expect("heads.toml is part of the program and checked by a test")
});

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

    /// Takes along which register sheets are, where a person says so.
    pub fn assigned(self, layouts: &Layouts) -> Vocabulary {
        Vocabulary { layouts: layouts.clone(), ..self }
    }

    /// Returns which register sheets are, where a person says so.
    pub(crate) fn layouts(&self) -> &Layouts {
        &self.layouts
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
        Vocabulary { signatures, senses, labels, layouts: Layouts::default() }
    }

    /// Returns each register with its signature and its number.
    pub(crate) fn registers(&self) -> impl Iterator<Item = (usize, Register, &Signature)> {
        let all = self.signatures.iter().zip(KEYS).enumerate();
        all.filter_map(|(at, (signature, (_, register)))| Some((at, register?, signature)))
    }

    /// Returns a register's signature.
    pub(crate) fn signature(&self, register: Register) -> &Signature {
        let at = KEYS.iter().position(|(_, known)| *known == Some(register));
        &self.signatures[at.expect("every register has its key")]
    }

    /// Returns the columns that a register may have: those it must have, then those of which it
    /// has one, then the rest.
    pub fn columns_of(&self, register: Register) -> Vec<RegisterColumn<'_>> {
        let signature = self.signature(register);
        let main = signature.required.iter().chain(signature.one_of.iter().flatten());
        let rest = signature.columns.keys().filter(|key| !signature.excludes.contains(key));
        let mut keys: Vec<&String> = Vec::new();
        for key in main.chain(rest) {
            if !keys.contains(&key) {
                keys.push(key);
            }
        }
        let column = |key: &'_ String| {
            let (key, words) = signature.columns.get_key_value(key)?;
            let is_required = signature.required.contains(key);
            Some(RegisterColumn { key, name: words.first()?, words, is_required })
        };
        keys.into_iter().filter_map(column).collect()
    }

    /// Returns every column that a word heads, with the number of its signature.
    pub(crate) fn senses(&self, word: &str) -> &[Sense] {
        self.senses.get(word).map_or(&[], Vec::as_slice)
    }

    /// Returns every column that a head names: as it stands, then without what stands in
    /// brackets, then without a number in front, then by its core.
    pub(crate) fn senses_of_head<'a>(&'a self, head: &str) -> impl Iterator<Item = &'a Sense> {
        let plain = without_brackets(head);
        let further = Some(plain).filter(|plain| *plain != head);
        let bare = Some(without_numbering(plain)).filter(|bare| *bare != plain);
        let words = [Some(head), further, bare, core_of(plain)].into_iter().flatten();
        words.flat_map(|word| self.senses(word))
    }

    /// Returns whether a head names a column of some register.
    pub(crate) fn is_head(&self, head: &str) -> bool {
        self.senses_of_head(head).next().is_some()
    }

    /// Returns the column of a register that a head names.
    pub(crate) fn column_of<'a>(&'a self, register: Register, head: &str) -> Option<&'a str> {
        let at = KEYS.iter().position(|(_, known)| *known == Some(register))?;
        let mut senses = self.senses_of_head(head);
        senses.find(|(signature, _)| *signature == at).map(|(_, column)| column.as_str())
    }

    /// Returns the column of the attendance register that a head names.
    pub(crate) fn attendance<'a>(&'a self, head: &str) -> Option<&'a str> {
        self.column_of(Register::Attendance, head)
    }

    /// Returns whether a cell of the head names persons: 姓名, or 日期 and 姓名 in the two halves
    /// of a cell with a diagonal line.
    pub(crate) fn heads_persons(&self, cell: &str) -> bool {
        if self.attendance(&squeeze(cell)) == Some("name") {
            return true;
        }
        const LINES: [char; 14] =
            ['\n', '\r', '/', '／', '\\', '＼', '|', '｜', '↘', '↙', '↗', '→', '↓', '←'];
        // Most cells have no halves.
        if !cell.contains(LINES) {
            return false;
        }
        let halves: Vec<Option<&str>> = cell
            .split(LINES)
            .map(squeeze)
            .filter(|half| !half.is_empty())
            .map(|half| self.attendance(&half).map(key_of_diagonal).unwrap_or_default())
            .collect();
        halves.len() >= 2 && halves.contains(&Some("name")) && !halves.contains(&None)
    }

    /// Returns what a whole text labels around a sign-in sheet.
    pub(crate) fn label_of(&self, text: &str) -> Option<&str> {
        let text = without_brackets(text);
        self.labels.iter().find(|(label, _)| label == text).map(|(_, key)| key.as_str())
    }

    /// Returns the labels of a sign-in sheet with what they label, longest first.
    pub(crate) fn labels(&self) -> &[(String, String)] {
        &self.labels
    }
}

/// Returns the column's key where it may share a cell with 姓名.
fn key_of_diagonal(key: &str) -> Option<&'static str> {
    ["name", "date", "topic", "mark"].into_iter().find(|known| *known == key)
}

/// Returns a head without a unit or remark in brackets: 字数（字） → 字数.
fn without_brackets(head: &str) -> &str {
    const OPENING: [char; 5] = ['（', '(', '［', '[', '【'];
    let behind = head.strip_prefix(OPENING).and_then(|rest| rest.split_once(['）', ')', '］', ']', '】']));
    let head = behind.map_or(head, |(_, behind)| behind);
    let plain = head.split(OPENING).next().unwrap_or("");
    plain.trim_end_matches(['*', '＊', '：', ':', '？', '?']).trim_start_matches(['*', '＊'])
}

/// Returns a head without the number in front: 1.姓名, ②姓名.
fn without_numbering(head: &str) -> &str {
    head.trim_start_matches(|c: char| c.is_numeric() || ".．、".contains(c))
}

/// Returns the core of a head, without what stands before and after it: 中心组成员姓名 → 姓名.
fn core_of(head: &str) -> Option<&'static str> {
    let head = without_numbering(head);
    let heads = &*HEADS;
    let ends =
        std::iter::once(head).chain(heads.after.iter().filter_map(|after| head.strip_suffix(after.as_str())));
    let within = |head: &str, family: &'static Family| {
        family.core.iter().find(|core| is_before(head, core, &family.before))
    };
    let found =
        ends.into_iter().find_map(|head| heads.families.iter().find_map(|family| within(head, family)));
    found.map(String::as_str)
}

/// Returns whether a head is its core with nothing but known words before it.
fn is_before(head: &str, core: &str, known: &[String]) -> bool {
    fn is_made_of(text: &str, words: &[String]) -> bool {
        let rest =
            |word: &String| text.strip_prefix(word.as_str()).is_some_and(|rest| is_made_of(rest, words));
        text.is_empty() || words.iter().any(rest)
    }
    head.strip_suffix(core).is_some_and(|before| is_made_of(before, known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_known_by_their_core() {
        let vocabulary = Vocabulary::built_in();
        let check = |head: &str, expected: Option<&str>| {
            assert_eq!(vocabulary.attendance(&squeeze(head)), expected, "{head}");
        };
        for head in [
            "姓名",
            "成员姓名",
            "中心组成员姓名",
            "党员姓名",
            "学员 姓名",
            "姓名（签字）",
            "*姓名：",
            "1.姓名",
            "姓名栏",
            "参学领导",
            "人员",
            "领导干部姓名",
            "参加学习人员",
            "您的姓名？",
        ] {
            check(head, Some("name"));
        }
        for head in ["现任职务", "现任单位及职务", "成员职务（全称）"] {
            check(head, Some("position"));
        }
        check("记录日期", Some("date"));
        check("中心组学习日期", Some("date"));
        check("签到栏", Some("mark"));
        // What only ends like a head is none.
        for head in [
            "备注姓名",
            "考勤员姓名",
            "家属姓名",
            "领导签字",
            "审核人签字",
            "记录人签名",
            "党员人数",
            "姓名拼音",
            "党",
            "请假人员",
            "提交时间",
        ] {
            check(head, None);
        }
    }

    #[test]
    fn other_registers_know_heads_by_their_core_too() {
        let check = |register: Register, head: &str, expected: Option<&str>| {
            assert_eq!(Vocabulary::built_in().column_of(register, head), expected, "{register} {head}");
        };
        check(Register::Essays, "学员姓名", Some("author"));
        check(Register::Essays, "上交时间", Some("submitted"));
        check(Register::Essays, "篇幅（字）", Some("n-chars"));
        check(Register::Roster, "党员姓名", Some("name"));
        check(Register::Roster, "现任职务", Some("position"));
        check(Register::Oversight, "记录日期", Some("date"));
        check(Register::Sessions, "中心组学习主题", Some("topic"));
        check(Register::Sessions, "记录日期", Some("recorded"));
        check(Register::SignIn, "参会人员签到", Some("sign"));
        check(Register::SignIn, "领导签字", None);
        check(Register::Essays, "学习心得题目", Some("title"));
        check(Register::Essays, "撰写人姓名", Some("author"));
        check(Register::Oversight, "督学时间", Some("date"));
        check(Register::Oversight, "发现的主要问题", Some("problem"));
        check(Register::Sessions, "会议议题", Some("topic"));
        check(Register::Sessions, "下次学习时间", None);
        check(Register::Plan, "领学人", Some("speaker"));
    }

    #[test]
    fn the_two_halves_of_a_cell_with_a_diagonal_line() {
        let vocabulary = Vocabulary::built_in();
        for cell in ["日期\n姓名", "姓名\\日期", "时间／姓名", "学习日期 \r\n 姓 名", "姓名", "主题\n姓名"]
        {
            assert!(vocabulary.heads_persons(cell), "{cell}");
        }
        for cell in ["日期", "姓名\n备注", "单位/职务", "日期\n星期", "说明：姓名填写全称"]
        {
            assert!(!vocabulary.heads_persons(cell), "{cell}");
        }
    }

    #[test]
    fn every_register_has_its_signature() {
        let vocabulary = Vocabulary::default();
        assert_eq!(vocabulary.registers().count(), 10);
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
