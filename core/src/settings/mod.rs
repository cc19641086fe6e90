//! What is asked for, settled: configuration files under the words of the command line or
//! the page become typed values, once, before a stage sees them.
//!
//! ```text
//! merged   = layers::merge(layers)        // files      -> one tree, each value with its line
//! faults   = placeholders::take(tree)     // tree       -> what nobody has filled in, taken out
//! profile  = Profile::read(merged)        // tree       -> texts, numbers, flags
//! settings = values::settings(profile)    // texts      -> dates, periods, choices
//! ```
//!
//! A value that cannot be used refuses the report, with its line and what would be right; all
//! of them are told at once. A key that nothing reads is a warning.

pub mod carried;
mod choices;
mod keys;
mod layers;
pub mod layout;
mod near;
mod placeholders;
mod profile;
mod standards;
#[cfg(test)]
mod tests;
mod values;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::diagnostic::{Diagnostic, Severity, in_file_order};
use crate::period::Period;
use crate::settings::layers::{At, Merged, Node, Tree, Value};
use crate::settings::profile::Profile;

pub use choices::{Binding, Format, Red, Seal};
pub use keys::FONT_ROLES;
#[cfg(test)]
pub(crate) use keys::KEYS;
pub use layers::Layer;
pub use layout::{Layout, Layouts};
pub use standards::{Standard, Standards, StandardsError};
pub use words::{OwnWords, RegisterWords};

/// The unit's name where nothing names it.
pub const NO_UNIT: &str = "本单位";

/// What a report needs to know beside the registers; every value can be used as it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// The unit as it stands in the title, such as `清溪镇`.
    pub unit: String,
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
    /// The period; told from the session dates when left out.
    pub period: Option<Period>,
    /// The document's date (成文日期).
    pub date: Option<Date>,
    /// The day of the session that minutes are of.
    pub session: Option<Date>,
    /// The document format.
    pub format: Format,
    /// The PDF standards.
    pub standards: Standards,
    /// Whether persons' names stand in the attachments.
    pub names: bool,
    /// Whether each person's attendance of each session is attached; it names persons.
    pub attendance: bool,
    /// Whether the score sheet is attached.
    pub score: bool,
    /// Whether the table of thresholds is attached.
    pub thresholds: bool,
    /// Local topics: place, industries, the year's tasks.
    pub keywords: Vec<String>,
    /// Parts above and below the text in the formal formats.
    pub letterhead: Letterhead,
    /// Page options.
    pub page: PageOptions,
    /// Preferred font family by role, one of [`FONT_ROLES`].
    pub fonts: BTreeMap<String, String>,
    /// Overrides of thresholds by indicator id.
    pub rules: BTreeMap<String, RuleOverride>,
    /// The office's own words for registers and their columns.
    pub registers: OwnWords,
    /// Which register sheets are, where a person says so.
    pub layouts: Layouts,
}

/// What holds where nothing is stated.
impl Default for Settings {
    fn default() -> Settings {
        values::settings(&Profile::default(), &Tree::new()).0
    }
}

impl Settings {
    /// Returns the names of the office and of those above it, as far as they are given.
    pub fn offices(&self) -> Vec<&str> {
        let one = [&self.organ, &self.superior, &self.letterhead.mark, &self.letterhead.printed_by];
        let unit = std::iter::once(&self.unit);
        unit.chain(one.into_iter().flatten()).chain(&self.organs).map(String::as_str).collect()
    }

    /// Returns all issuing organs, the one that leads first: as stated, else the one given.
    pub fn issuers(&self, by_default: impl FnOnce() -> String) -> Vec<String> {
        let stated = self.organ.clone().or_else(|| self.organs.first().cloned());
        let leading = stated.unwrap_or_else(by_default);
        let others = self.organs.iter().filter(|organ| **organ != leading).cloned().collect::<Vec<_>>();
        std::iter::once(leading).chain(others).collect()
    }
}

/// The parts of 版头 and 版记; used by the formal formats, not by [`Format::Plain`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
    pub printed_on: Option<Date>,
    /// 附注.
    pub note: Option<String>,
    /// Posts of those whose signature stamps are used, in full.
    pub posts: Vec<String>,
    /// Geometry of the signature block; by default as the format has it.
    pub seal: Option<Seal>,
}

/// Options of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PageOptions {
    /// What is red.
    pub red: Red,
    /// Where the binding margin is.
    pub binding: Binding,
    /// Whether the colophon must be on an even page.
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

/// Who asks, and is told where a value was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Asker {
    /// The command line, by its options.
    #[default]
    CommandLine,
    /// The page, by its fields.
    Page,
}

/// What is asked for beside the files; it wins over them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Who asks.
    pub by: Asker,
    /// The unit.
    pub unit: Option<String>,
    /// The period.
    pub period: Option<String>,
    /// The document format.
    pub format: Option<String>,
    /// The document's date.
    pub date: Option<String>,
    /// The day of the session that minutes are of.
    pub session: Option<String>,
    /// The PDF standards.
    pub standards: Option<Vec<String>>,
    /// Whether registers travel inside the PDF, which not every standard allows.
    pub attaches_sources: bool,
    /// The unit where nothing else names it, such as the folder's name.
    pub unit_by_default: Option<String>,
    /// What sheets are, as `[layout]` of banxin.toml says it.
    pub layout: Option<String>,
}

impl Asked {
    /// Returns how whoever asks calls what states a key.
    fn words(&self, key: &str) -> String {
        match self.by {
            Asker::CommandLine => format!("命令行 --{key}"),
            Asker::Page => format!("页面字段 {key}"),
        }
    }

    /// Lays what is asked for over the files' values.
    fn lay_over(&self, merged: &mut Merged) {
        if let Some(layout) = &self.layout {
            let layer = Layer { file: self.words("layout"), text: layout.clone() };
            let Merged { tree: mut over, warnings, faults } = layers::merge(&[layer]);
            over.retain(|key, _| key == "layout");
            layers::lay(&mut merged.tree, over);
            merged.warnings.extend(warnings);
            merged.faults.extend(faults);
        }
        let Merged { tree, .. } = merged;
        let at = |key: &str| At::Words(format!("{} ", self.words(key)));
        let texts = [
            ("unit", &self.unit),
            ("period", &self.period),
            ("profile", &self.format),
            ("date", &self.date),
            ("session", &self.session),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                tree.insert(key.to_string(), Node { value: Value::Text(text.clone()), at: at(key) });
            }
        }
        // Only PDF/A-3 takes files along; where none is asked for, it is chosen.
        let takes_files = || ["a-3a", "ua-1"].map(String::from).to_vec();
        let is_free = self.attaches_sources && !tree.contains_key("standard");
        if let Some(names) = self.standards.clone().or_else(|| is_free.then(takes_files)) {
            let item = |name| Node { value: Value::Text(name), at: at("standard") };
            let value = Value::List(names.into_iter().map(item).collect());
            tree.insert("standard".to_string(), Node { value, at: at("standard") });
        }
        if let Some(unit) = &self.unit_by_default
            && !tree.contains_key("unit")
        {
            let at = At::Words("文件夹名中".to_string());
            tree.insert("unit".to_string(), Node { value: Value::Text(unit.clone()), at });
        }
    }
}

/// Settings with what there is to say about them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settled {
    /// The settings.
    pub settings: Settings,
    /// The configuration as it was stated, to travel inside the PDF.
    pub effective: Effective,
    /// Whether anything named the unit.
    pub is_unit_named: bool,
    /// Warnings about the configuration files.
    pub diagnostics: Vec<Diagnostic>,
}

/// The configuration in force as people stated it; only the copy inside a PDF is made of it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Effective(Profile);

/// Values that cannot be used, each with its place and what would be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct SettingsError {
    /// An error for each value, in file order; then the warnings about the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// The first of them as one line, and how many more there are.
impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut errors = self.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        let Some(first) = errors.next() else { return f.write_str("配置不能用") };
        f.write_str(&first.message)?;
        // The message about a file that is no TOML names file and line itself.
        if let Some(spot) = first.spot.as_ref().filter(|spot| !first.message.contains(&spot.place.file)) {
            write!(f, "，见 {spot}")?;
        }
        match errors.count() {
            0 => Ok(()),
            n => write!(f, "；另有 {n} 处"),
        }
    }
}

impl SettingsError {
    /// Returns the error where there is one.
    fn of(faults: Vec<Diagnostic>, warnings: &[Diagnostic]) -> Option<SettingsError> {
        let has_faults = !faults.is_empty();
        let diagnostics = [in_file_order(faults), warnings.to_vec()].concat();
        has_faults.then_some(SettingsError { diagnostics })
    }
}

/// Settles what is asked for: the configuration files, the outermost first, then what `asked`
/// lays over them.
pub fn settle(layers: &[Layer], asked: &Asked) -> Result<Settled, SettingsError> {
    let mut merged = layers::merge(layers);
    asked.lay_over(&mut merged);
    let Merged { mut tree, warnings, faults } = merged;
    // What a broken file lacks would be complained of for nothing.
    if let Some(error) = SettingsError::of(faults, &warnings) {
        return Err(error);
    }
    // What nobody has filled in is not also complained of as a wrong value.
    let mut faults = placeholders::take(&mut tree);
    let (profile, of_kinds) = Profile::read(&tree);
    let (settings, of_values) = values::settings(&profile, &tree);
    faults.extend(of_kinds.into_iter().chain(of_values));
    let stated = tree.get("standard").filter(|_| asked.attaches_sources);
    if let Some(standard) = stated.filter(|_| faults.is_empty() && !settings.standards.take_files()) {
        let message = format!("PDF 标准 {} 不允许附带文件", settings.standards);
        faults.push(standard.at.fault(message).hint("用 --standard a-3a,ua-1 或 a-3b"));
    }
    match SettingsError::of(faults, &warnings) {
        Some(error) => Err(error),
        None => {
            let is_unit_named = profile.unit.is_some();
            Ok(Settled { settings, effective: Effective(profile), is_unit_named, diagnostics: warnings })
        }
    }
}

/// What a batch must know of configuration files before it works, whatever else in them is wrong.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Outline {
    /// The unit's name.
    pub unit: Option<String>,
    /// The units that a batch must hold.
    pub units: Vec<String>,
    /// The faces that are asked for, by role.
    pub fonts: BTreeMap<String, String>,
    /// Why the files cannot be read, beside values that only the settings complain of.
    pub error: Option<SettingsError>,
}

/// Reads what can be read of configuration files, merged as [`settle`] does.
pub fn outline(layers: &[Layer]) -> Outline {
    let Merged { tree, warnings, mut faults } = layers::merge(layers);
    let (profile, of_kinds) = Profile::read(&tree);
    faults.extend(of_kinds);
    let name = |name: &String| Some(name.trim().to_string()).filter(|name| !name.is_empty());
    Outline {
        unit: profile.unit.as_ref().and_then(name),
        units: profile.units.iter().filter_map(name).collect(),
        fonts: profile.fonts,
        error: SettingsError::of(faults, &warnings),
    }
}
