//! Whether a filed PDF is what its own attached registers make: made again, and compared.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::pdf::{self, AttachedFile, Engine, ExtractError, Part, RenderOptions};
use crate::pipeline::{self, Failure, RunOptions};
use crate::settings::carried::{self, Carried};
use crate::settings::{SettingsError, Settled};
use crate::source::Source;

/// What comparing has shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// How many registers were inside.
    pub n_sources: usize,
    /// The version that made the file.
    pub made_by: String,
    /// Figures that come out otherwise: the key, what the file says, what comes out now.
    pub figures: Vec<(String, String, String)>,
    /// Whether figures.json is the same text.
    pub same_figures: bool,
    /// Whether the PDF is the same bytes.
    pub same_bytes: bool,
}

impl Verdict {
    /// Returns whether nothing differs.
    pub fn is_same(&self) -> bool {
        self.same_figures && self.same_bytes
    }
}

/// A PDF that cannot be compared with what it is made from.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// Its files cannot be taken out.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// It carries no settings or figures.
    #[error("PDF 里没有附带 {0}，无法照原样重新生成")]
    Lacks(&'static str),
    /// Its settings cannot be read.
    #[error("PDF 里的配置无法读取（{0}）")]
    Settings(String),
    /// Some registers did not fit in.
    #[error("生成时有 {of} 个台账，附带了 {n} 个，无法照原样重新生成")]
    Incomplete {
        /// How many are inside.
        n: usize,
        /// How many there were.
        of: usize,
    },
    /// Its settings cannot be used.
    #[error(transparent)]
    Unusable(#[from] SettingsError),
    /// The registers inside give no report.
    #[error("用附带的台账不能重新生成（{0}）")]
    Failed(#[from] Failure),
}

/// Makes a report again from the files inside it, and compares.
pub fn verify(engine: &Engine, bytes: &[u8]) -> Result<Verdict, VerifyError> {
    let files = pdf::extract(bytes)?;
    let of_part = |part: Part| files.iter().filter(move |file| file.part == part);
    let carried = of_part(Part::Settings).next().ok_or(VerifyError::Lacks(carried::NAME))?;
    let carried = Carried::parse(&String::from_utf8_lossy(&carried.bytes))
        .map_err(|error| VerifyError::Settings(error.message().to_string()))?;
    let figures = of_part(Part::Figures).next().ok_or(VerifyError::Lacks("figures.json"))?;
    let sources: Vec<Source> = of_part(Part::Source).map(|file| source(file, &carried)).collect();
    if sources.len() != carried.n_sources() {
        return Err(VerifyError::Incomplete { n: sources.len(), of: carried.n_sources() });
    }
    let Settled { settings, effective, .. } = carried.settle()?;
    let options = RunOptions {
        render: RenderOptions { standards: settings.standards.clone(), ..RenderOptions::default() },
        attached: Some(effective),
        ..RunOptions::default()
    };
    let report = pipeline::run(engine, &sources, &settings, &options).output?;
    let now = report.analysis.figures.to_json();
    Ok(Verdict {
        n_sources: sources.len(),
        made_by: carried.made_by().to_string(),
        figures: differences(&String::from_utf8_lossy(&figures.bytes), &now),
        same_figures: figures.bytes == now.as_bytes(),
        same_bytes: report.pdf.bytes == bytes,
    })
}

/// Returns an attached register under its own name.
fn source(file: &AttachedFile, carried: &Carried) -> Source {
    Source { name: carried.own_name(&file.name).to_string(), bytes: file.bytes.clone() }
}

/// Returns the figures whose value differs, by key.
fn differences(then: &str, now: &str) -> Vec<(String, String, String)> {
    let (then, now) = (values(then), values(now));
    let keys: std::collections::BTreeSet<&String> = then.keys().chain(now.keys()).collect();
    let shown = |values: &BTreeMap<String, String>, key: &String| {
        values.get(key).cloned().unwrap_or_else(|| "没有".to_string())
    };
    let differs = |key: &&String| then.get(*key) != now.get(*key);
    keys.into_iter().filter(differs).map(|key| (key.clone(), shown(&then, key), shown(&now, key))).collect()
}

/// Returns the printed value of each figure and indicator of a figures.json.
fn values(text: &str) -> BTreeMap<String, String> {
    let file: Value = serde_json::from_str(text).unwrap_or_default();
    let list = |name: &str| file.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let entry = |entry: Value| {
        let key = entry.get("key")?.as_str()?.to_string();
        let shown = |name: &str| match entry.get(name) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => "null".to_string(),
        };
        let text = if entry.get("state").is_some() {
            shown("state") + "，" + &shown("value")
        } else {
            shown("text")
        };
        Some((key, text))
    };
    list("measures").into_iter().chain(list("indicators")).filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use super::differences;

    #[test]
    fn differing_figures_are_named() {
        let then = r#"{"measures": [{"key": "due", "text": "96"}, {"key": "late", "text": "4"}]}"#;
        let now = r#"{"measures": [{"key": "due", "text": "95"}, {"key": "late", "text": "4"}]}"#;
        let row = ("due".to_string(), "96".to_string(), "95".to_string());
        assert_eq!(differences(then, now), [row]);
        assert_eq!(differences("no json", now).len(), 2);
        assert_eq!(differences(now, now), []);
    }
}
