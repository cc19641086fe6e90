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
pub mod group;
mod keys;
mod layers;
pub mod layout;
mod near;
mod placeholders;
mod profile;
mod standards;
#[cfg(test)]
mod tests;
mod tree;
mod typed;
mod values;
mod words;

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Diagnostic, Severity, in_file_order};
use crate::settings::layers::Merged;
use crate::settings::profile::Profile;
use crate::settings::tree::{At, Node, Tree, Value};

pub use choices::{AttachmentKind, Binding, Format, OfdProfile, Red, Seal};
pub use keys::FONT_ROLES;
#[cfg(test)]
pub(crate) use keys::KEYS;
pub use layers::Layer;
pub use layout::{Layout, Layouts};
pub use standards::{Standard, Standards, StandardsError};
pub use typed::{Letterhead, NO_UNIT, PageOptions, RuleOverride, Settings};
pub use values::{LENGTH, LENGTHS};
pub use words::{OwnWords, RegisterWords};

/// What holds where nothing is stated.
impl Default for Settings {
    fn default() -> Settings {
        values::settings(&Profile::default(), &Tree::new()).0
    }
}

/// What the page calls the lines that an office fills in there; faults bear it as their file.
pub const OWN: &str = "本单位";

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
    /// What leads the study in the unit, such as `党组`.
    pub group: Option<String>,
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
    /// What an OFD is for.
    pub ofd_profile: Option<String>,
    /// The unit where nothing else names it, such as the folder's name.
    pub unit_by_default: Option<String>,
    /// What sheets are, as `[layout]` of banxin.toml says it.
    pub layout: Option<String>,
    /// What the office fills in on the page, as lines of banxin.toml.
    pub settings: Option<String>,
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
        if let Some(text) = &self.settings {
            let layer = Layer { file: OWN.to_string(), text: text.clone() };
            let Merged { tree: over, warnings, faults } = layers::merge(&[layer]);
            layers::lay(&mut merged.tree, over);
            merged.warnings.extend(warnings);
            merged.faults.extend(faults);
        }
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
            ("group", &self.group),
            ("period", &self.period),
            ("profile", &self.format),
            ("date", &self.date),
            ("session", &self.session),
            ("ofd-profile", &self.ofd_profile),
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

impl Effective {
    /// Returns it as the text of a banxin.toml: what is left blank is left out.
    pub fn to_toml(&self) -> String {
        let mut table = toml::Table::try_from(&self.0).expect("texts, numbers, flags and tables of them");
        trim(&mut table);
        toml::to_string(&table).expect("a table")
    }
}

/// Takes out what says nothing, and writes whole numbers as such.
fn trim(table: &mut toml::Table) {
    for (_, value) in table.iter_mut() {
        match value {
            toml::Value::Table(inner) => trim(inner),
            toml::Value::Float(number) => {
                if let Ok(whole) = number.to_string().parse() {
                    *value = toml::Value::Integer(whole);
                }
            }
            _ => {}
        }
    }
    table.retain(|_, value| match value {
        toml::Value::Table(inner) => !inner.is_empty(),
        toml::Value::Array(items) => !items.is_empty(),
        toml::Value::Boolean(flag) => *flag,
        _ => true,
    });
}

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
    /// What leads the study there.
    pub group: Option<String>,
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
        group: profile.group.as_ref().and_then(name),
        units: profile.units.iter().filter_map(name).collect(),
        fonts: profile.fonts,
        error: SettingsError::of(faults, &warnings),
    }
}
