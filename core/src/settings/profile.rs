//! Who files the report and how: banxin.toml over its parents over the command line.
//!
//! The texts are read by the caller; here they are merged, checked and given defaults, so
//! that the stages see only settled values.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

use crate::diagnostic::{Diagnostic, Spot};
use crate::origin::Place;
use crate::settings::OwnWords;
use crate::text::edit_distance;

/// What a report needs to know beside the registers; every part may be left out.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Profile {
    /// The unit as it stands in the title, such as `清溪镇`.
    pub unit: Option<String>,
    /// The county that the units of a batch belong to; said in the batch's own folder.
    pub county: Option<String>,
    /// The units that a batch must hold, those that file nothing too; said in the batch's own
    /// folder.
    pub units: Vec<String>,
    /// The issuing organ (发文机关署名).
    pub organ: Option<String>,
    /// All issuing organs of a joint document (联合行文), the one that leads first.
    pub organs: Vec<String>,
    /// The addressee (主送机关).
    pub superior: Option<String>,
    /// The period, such as `2020H1`.
    pub period: Option<String>,
    /// The document's date (成文日期), `YYYY-MM-DD`.
    pub date: Option<String>,
    /// The document format; `plain` when left out.
    pub profile: Option<String>,
    /// The PDF standards; a-2a with ua-1 when left out.
    pub standard: Option<Vec<String>>,
    /// Whether persons' names stand in the attachments.
    pub names: bool,
    /// Whether each person's attendance of each session is attached; it names persons.
    pub attendance: bool,
    /// Whether the score sheet is attached.
    pub score: bool,
    /// Whether the table of thresholds is attached; it is unless this says no.
    pub thresholds: Option<bool>,
    /// Local topics: place, industries, the year's tasks.
    pub keywords: Vec<String>,
    /// Parts above and below the text in the formal formats.
    pub letterhead: Letterhead,
    /// Page options.
    pub page: PageOptions,
    /// Preferred font family by role.
    pub fonts: BTreeMap<String, String>,
    /// Overrides of thresholds by indicator id.
    pub rules: BTreeMap<String, RuleOverride>,
    /// The office's own words for registers and their columns.
    pub registers: OwnWords,
    /// The day of the session that minutes are of, `YYYY-MM-DD`; said on the command line.
    #[serde(skip)]
    pub session: Option<String>,
}

impl Profile {
    /// Returns the names of the office and of those above it, as far as they are given.
    pub fn offices(&self) -> Vec<&str> {
        let one =
            [&self.unit, &self.organ, &self.superior, &self.letterhead.mark, &self.letterhead.printed_by];
        one.into_iter().flatten().chain(&self.organs).map(String::as_str).collect()
    }

    /// Forgets what is left blank: `organ = ""` says no more than no line at all. A blank unit
    /// stays, to be complained of.
    fn forget_blanks(&mut self) {
        let Letterhead {
            mark,
            number,
            copy_number,
            secrecy,
            urgency,
            printed_by,
            printed_on,
            note,
            seal,
            ..
        } = &mut self.letterhead;
        let lines = [mark, number, copy_number, secrecy, urgency, printed_by, printed_on, note, seal];
        let own = [&mut self.organ, &mut self.superior, &mut self.period, &mut self.date, &mut self.profile];
        let page = [&mut self.page.binding, &mut self.page.red];
        for value in lines.into_iter().chain(own).chain(page) {
            *value = value.take().filter(|text| !text.trim().is_empty());
        }
        // Not `posts`: they go by their places.
        let Letterhead { signers, cc, .. } = &mut self.letterhead;
        for list in [signers, cc, &mut self.organs, &mut self.keywords, &mut self.units] {
            list.retain(|text| !text.trim().is_empty());
        }
    }

    /// Returns all issuing organs, the leading one first, by default the one given.
    pub(crate) fn all_organs(&self, leading: &str) -> Vec<String> {
        let mut organs = vec![leading.to_string()];
        organs.extend(self.organs.iter().filter(|organ| *organ != leading).cloned());
        organs
    }
}

/// The parts of 版头 and 版记; used by the formal formats, not by `plain`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Letterhead {
    /// 发文机关标志.
    pub mark: Option<String>,
    /// 发文字号.
    pub number: Option<String>,
    /// 签发人.
    pub signers: Vec<String>,
    /// 份号.
    pub copy_number: Option<String>,
    /// 密级和保密期限.
    pub secrecy: Option<String>,
    /// 紧急程度.
    pub urgency: Option<String>,
    /// 抄送机关.
    pub cc: Vec<String>,
    /// 印发机关.
    pub printed_by: Option<String>,
    /// 印发日期.
    pub printed_on: Option<String>,
    /// 附注.
    pub note: Option<String>,
    /// Posts of those whose signature stamps are used, in full.
    pub posts: Vec<String>,
    /// Geometry of the signature block.
    pub seal: Option<String>,
}

/// Options of the page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct PageOptions {
    /// `rgb` or `cmyk` for what is red.
    pub red: Option<String>,
    /// `fixed` or `mirrored` binding margin.
    pub binding: Option<String>,
    /// Whether the colophon goes to an even page.
    pub colophon_on_even_page: bool,
}

/// An office's own threshold for one indicator.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct RuleOverride {
    /// The value from which the indicator is flagged.
    pub threshold: Option<f64>,
    /// The value from which it is severe.
    pub severe: Option<f64>,
}

/// A configuration file that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProfileError {
    /// Not TOML.
    #[error("配置文件 {file} 不是有效的 TOML（第 {line} 行：{reason}）")]
    Syntax {
        /// The file.
        file: String,
        /// The line, from 1.
        line: usize,
        /// The parser's words.
        reason: String,
    },
    /// A value of the wrong type.
    #[error("配置文件 {file} 中有取值类型不对的项（{reason}）")]
    Type {
        /// The innermost file.
        file: String,
        /// The parser's words.
        reason: String,
    },
}

/// A configuration file's name and text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layer {
    /// The name shown to people.
    pub file: String,
    /// The TOML text.
    pub text: String,
}

/// Merges configuration files, the outermost folder's first, and names unknown keys.
///
/// A unit's file overrides its parents', key by key. `unit` is never inherited, since it would
/// give every township the same name, nor `units`; nor is what a county says of its own report: a file with
/// `county` speaks for the county as who issues, to whom, and with which letterhead.
pub fn merge(layers: &[Layer]) -> Result<(Profile, Vec<Diagnostic>), ProfileError> {
    let mut diagnostics = Vec::new();
    let mut merged = Table::new();
    for (index, layer) in layers.iter().enumerate() {
        let text = layer.text.strip_prefix('\u{feff}').unwrap_or(&layer.text);
        let table: Table = toml::from_str(text).map_err(|error: toml::de::Error| {
            let start = error.span().map_or(0, |span| span.start);
            let line = text.get(..start).map_or(1, |before| before.matches('\n').count() + 1);
            ProfileError::Syntax { file: layer.file.clone(), line, reason: syntax_reason(error.message()) }
        })?;
        name_unknown_keys(&table, &layer.file, &mut diagnostics);
        if index > 0 {
            merged.remove("unit");
            BATCHS_OWN.iter().for_each(|key| drop(merged.remove(*key)));
            if merged.remove("county").is_some() {
                COUNTYS_OWN.iter().for_each(|key| drop(merged.remove(*key)));
            }
        }
        overlay(&mut merged, table);
    }
    let file = layers.last().map(|layer| layer.file.clone()).unwrap_or_default();
    let mut profile: Profile = Value::Table(merged)
        .try_into()
        .map_err(|error: toml::de::Error| ProfileError::Type { file, reason: type_reason(&error) })?;
    profile.forget_blanks();
    Ok((profile, diagnostics))
}

/// Says in Chinese what the parser says, as far as clerks come across it.
fn syntax_reason(message: &str) -> String {
    const KNOWN: [(&str, &str); 5] = [
        ("string values must be quoted", "文字要写在引号里"),
        ("duplicate key", "同一项写了两次"),
        ("invalid basic string", "引号没有成对"),
        ("key with no value", "缺少等号和取值"),
        ("unclosed array", "方括号没有成对"),
    ];
    let known = KNOWN.iter().find(|(words, _)| message.contains(words));
    known.map_or(message, |(_, told)| told).to_string()
}

/// Says which key has a value of the wrong type, and what it should be.
fn type_reason(error: &toml::de::Error) -> String {
    let told = error.to_string();
    let key = told.lines().find_map(|line| line.strip_prefix("in `")?.strip_suffix('`'));
    let expected = error.message().split_once(", expected ").map(|(_, expected)| expected);
    let wanted = match expected {
        Some("a boolean") => "应为 true 或 false",
        Some("a string") => "应为引号里的文字",
        Some("a sequence") => "应为方括号里的几项",
        Some("f64") => "应为数字",
        _ => error.message(),
    };
    key.map_or_else(|| wanted.to_string(), |key| format!("“{key}”{wanted}"))
}

/// Lays `over` onto `base`, descending into tables.
fn overlay(base: &mut Table, over: Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(above)) => overlay(below, above),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// Keys that a file with `county` states of the county's own report.
const COUNTYS_OWN: [&str; 4] = ["organ", "organs", "superior", "letterhead"];
/// Keys of the batch's own folder, which no folder inherits.
const BATCHS_OWN: [&str; 1] = ["units"];

/// The keys that are read, by their table; the outermost one has no name.
pub(crate) const KEYS: [(&str, &[&str]); 3] =
    [("", &TOP_KEYS), ("letterhead", &LETTERHEAD_KEYS), ("page", &PAGE_KEYS)];
const TOP_KEYS: [&str; 20] = [
    "registers",
    "unit",
    "organ",
    "organs",
    "superior",
    "period",
    "date",
    "profile",
    "standard",
    "names",
    "attendance",
    "score",
    "thresholds",
    "keywords",
    "letterhead",
    "page",
    "fonts",
    "rules",
    "county",
    "units",
];
const LETTERHEAD_KEYS: [&str; 12] = [
    "mark",
    "number",
    "signers",
    "copy-number",
    "secrecy",
    "urgency",
    "cc",
    "printed-by",
    "printed-on",
    "note",
    "posts",
    "seal",
];
const PAGE_KEYS: [&str; 3] = ["binding", "colophon-on-even-page", "red"];
const RULE_KEYS: [&str; 2] = ["threshold", "severe"];

/// Warns of each key that nothing reads, with the nearest one that something does.
fn name_unknown_keys(table: &Table, file: &str, diagnostics: &mut Vec<Diagnostic>) {
    let mut check = |table: &Table, prefix: &str, known: &[&str]| {
        for key in table.keys().filter(|key| !known.contains(&key.as_str())) {
            let place = Place { file_index: usize::MAX, sheet_index: 0, file: file.to_string(), sheet: None };
            let mut diagnostic =
                Diagnostic::warning("unknown-key", format!("配置项 `{prefix}{key}` 不认识，已忽略"))
                    .at(Spot::from(&Arc::new(place)));
            if let Some(near) = nearest(key, known) {
                diagnostic = diagnostic.hint(format!("是否应为 `{prefix}{near}`"));
            }
            diagnostics.push(diagnostic);
        }
    };
    for (name, known) in KEYS {
        if name.is_empty() {
            check(table, "", known);
        } else if let Some(Value::Table(inner)) = table.get(name) {
            check(inner, &format!("{name}."), known);
        }
    }
    if let Some(Value::Table(rules)) = table.get("rules") {
        for (id, rule) in rules {
            if let Value::Table(inner) = rule {
                check(inner, &format!("rules.{id}."), &RULE_KEYS);
            }
        }
    }
}

/// Returns the known key within two edits of a misspelt one.
fn nearest<'a>(key: &str, known: &[&'a str]) -> Option<&'a str> {
    let (distance, near) = known.iter().map(|k| (edit_distance(key, k), *k)).min()?;
    (distance <= 2).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(texts: &[&str]) -> Vec<Layer> {
        texts.iter().map(|text| Layer { file: "banxin.toml".into(), text: (*text).to_string() }).collect()
    }

    #[test]
    fn the_inner_file_overrides_the_outer() {
        let (profile, diagnostics) = merge(&layers(&[
            "unit = \"青山县\"\norgan = \"外\"\n[page]\nbinding = \"fixed\"",
            "organ = \"内\"\n[page]\ncolophon-on-even-page = true",
        ]))
        .expect("both files are valid");
        assert_eq!(profile.unit, None);
        assert_eq!(profile.organ.as_deref(), Some("内"));
        assert_eq!(profile.page.binding.as_deref(), Some("fixed"));
        assert!(profile.page.colophon_on_even_page);
        assert_eq!(diagnostics, []);
    }

    #[test]
    fn what_a_county_says_of_itself_is_not_inherited() {
        let county = "units = [\"甲镇\"]\ncounty = \"青山县\"\norgan = \"中共青山县委宣传部\"\nsuperior = \"县委\"\nperiod = \"2020H1\"\n\
                      [letterhead]\nnumber = \"1号\"";
        let (own, _) = merge(&layers(&[county])).expect("valid");
        assert_eq!((own.county.as_deref(), own.superior.as_deref()), (Some("青山县"), Some("县委")));
        assert_eq!(own.units, ["甲镇"]);
        let (unit, _) = merge(&layers(&["keywords = [\"茶\"]", county, ""])).expect("valid");
        assert_eq!((unit.county, unit.organ, unit.superior), (None, None, None));
        assert!(unit.units.is_empty());
        assert_eq!((unit.letterhead.number, unit.period.as_deref()), (None, Some("2020H1")));
        assert_eq!(unit.keywords, ["茶"]);
    }

    #[test]
    fn unknown_keys_name_the_nearest() {
        let (_, diagnostics) = merge(&layers(&["orgam = \"x\"\n[rules]\n\"3.1\" = { treshold = 0.5 }"]))
            .expect("unknown keys are no errors");
        let lines: Vec<_> = diagnostics.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "警告 banxin.toml：配置项 `orgam` 不认识，已忽略\n　　提示：是否应为 `organ`",
                "警告 banxin.toml：配置项 `rules.3.1.treshold` 不认识，已忽略\n　　提示：是否应为 `rules.3.1.threshold`",
            ]
        );
    }

    #[test]
    fn what_is_left_blank_is_not_stated() {
        let text =
            "unit = \" \"\norgan = \"\"\norgans = [\"\", \"甲\"]\n[letterhead]\nmark = \" \"\ncc = [\"\"]";
        let (profile, _) = merge(&layers(&[text])).expect("valid");
        assert_eq!((profile.organ, profile.letterhead.mark), (None, None));
        assert_eq!((profile.organs, profile.letterhead.cc), (vec!["甲".to_string()], vec![]));
        assert_eq!(profile.unit.as_deref(), Some(" "), "complained of elsewhere");
    }

    #[test]
    fn broken_files_name_the_line() {
        let error = merge(&layers(&["unit = \"a\"\norgan = "])).expect_err("no value");
        assert!(error.to_string().contains("第 2 行：文字要写在引号里"), "{error}");
        let told = |text: &str| merge(&layers(&[text])).expect_err("broken").to_string();
        assert!(told("names = true\nnames = false").contains("第 2 行：同一项写了两次"));
        assert!(told("unit = \"甲").contains("引号没有成对"), "{}", told("unit = \"甲"));
        assert!(told("unit").contains("缺少等号和取值"), "{}", told("unit"));
        assert!(told("units = [\"甲\"").contains("方括号没有成对"), "{}", told("units = [\"甲\""));
        let error = merge(&layers(&["names = \"是\""])).expect_err("no truth value");
        assert!(error.to_string().contains("（“names”应为 true 或 false）"), "{error}");
        let error = merge(&layers(&["[rules]\n\"3.1\" = { threshold = \"高\" }"])).expect_err("no number");
        assert!(error.to_string().contains("“rules.3.1.threshold”应为数字"), "{error}");
    }
}
