//! Whether a filed PDF or OFD is what its own attached registers make: made again, and compared.
//! An archived OFD carries them as texts, which are read cell by cell as the registers were.

use std::collections::{BTreeMap, BTreeSet};

use crate::analysis;
use crate::figures::{Figures, FiguresError};
use crate::inside::{Inside, InsideError};
use crate::ofd;
use crate::pages::{AttachedFile, Engine, Part};
use crate::pdf::RenderOptions;
use crate::pipeline::{self, Exports, Failure, Revision, RunOptions};
use crate::settings::{SettingsError, Settled};
use crate::source::{Source, Use, use_of};

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
    /// Whether the file is the same bytes; nothing where it does not carry all that it takes to
    /// make it again.
    pub same_bytes: Option<bool>,
    /// The files of which an archived OFD carries a text: their names and SHA-256.
    pub originals: Vec<(String, String)>,
    /// The files of which it carries nothing: they are not compared.
    pub unkept: Vec<String>,
}

impl Verdict {
    /// Returns whether nothing differs of what can be compared.
    pub fn is_same(&self) -> bool {
        self.same_figures && self.same_bytes != Some(false)
    }
}

/// A file that cannot be compared with what it is made from.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The files inside cannot be taken out, or are too few.
    #[error(transparent)]
    Inside(#[from] InsideError),
    /// Its figures cannot be read.
    #[error("文件里的 figures.json 无法读取（{0}）")]
    Figures(#[from] FiguresError),
    /// Figures come from a file of which nothing is kept.
    #[error("归档的文字里没有 `{0}` 的内容，无法重新计算")]
    Unkept(String),
    /// Its settings cannot be used.
    #[error(transparent)]
    Unusable(#[from] SettingsError),
    /// The registers inside give no report.
    #[error("用附带的台账不能重新生成（{0}）")]
    Failed(#[from] Failure),
}

/// Makes a report again from the files inside it, and compares.
pub fn verify(engine: &Engine, bytes: &[u8]) -> Result<Verdict, VerifyError> {
    let is_ofd = ofd::is_ofd(bytes);
    let inside = Inside::of(bytes)?;
    let carried = inside.carried()?;
    let figures = inside.figures()?;
    let then = Figures::parse(figures)?;
    let sources = inside.sources(&carried)?;
    let Settled { settings, effective, .. } = carried.settle()?;
    let told = Told::of(inside.files())?;
    let verdict = |figures_now: &str, same_bytes: Option<bool>| -> Result<Verdict, VerifyError> {
        Ok(Verdict {
            n_sources: sources.len(),
            made_by: carried.made_by().to_string(),
            // Both as read: reading may round the last place of a decimal.
            figures: differences(&then, &Figures::parse(figures_now.as_bytes())?),
            same_figures: figures == figures_now.as_bytes(),
            same_bytes,
            originals: told.originals.clone(),
            unkept: told.unkept.clone(),
        })
    };
    if !told.unkept.is_empty() {
        // The words need what is not kept, the figures do not.
        let analysis = analysis::analyse(&sources, &settings).output.map_err(Failure::from)?;
        return verdict(&analysis.figures.to_json(), None);
    }
    let options = RunOptions {
        exports: Exports { pdf: !is_ofd, ofd: is_ofd.then_some(settings.ofd_profile) },
        render: RenderOptions { standards: settings.standards.clone(), ..RenderOptions::default() },
        attached: Some(effective),
        ..RunOptions::default()
    };
    let report = match carried.revision() {
        None => pipeline::run(engine, &sources, &settings, &options).output?,
        Some((name, answers)) => {
            let draft = inside.part(Part::Draft).ok_or(InsideError::Lacks("修改稿"))?;
            let docx = Source { name: name.to_string(), bytes: draft.bytes.clone() };
            let revision = Revision { docx, answers: answers.clone() };
            pipeline::finalize(engine, &sources, &settings, &options, &revision).output.report?
        }
    };
    let same_bytes = report.pdf.or(report.ofd).as_deref() == Some(bytes);
    verdict(&report.analysis.figures.to_json(), Some(same_bytes))
}

/// What an archived OFD tells of the files that its texts were made from.
#[derive(Default)]
struct Told {
    originals: Vec<(String, String)>,
    unkept: Vec<String>,
}

impl Told {
    /// Gathers it; fails where figures come from a file of which nothing is kept.
    fn of(files: &[AttachedFile]) -> Result<Told, VerifyError> {
        let mut told = Told::default();
        for file in files {
            let Some((original, is_kept)) = ofd::original(file) else { continue };
            if is_kept {
                told.originals.push((original.name, original.sha256));
            } else if file.part == Part::Draft || use_of(&file.name) == Some(Use::Supplement) {
                told.unkept.push(original.name);
            } else {
                return Err(VerifyError::Unkept(original.name));
            }
        }
        Ok(told)
    }
}

/// Returns the figures whose value differs, by key.
fn differences(then: &Figures, now: &Figures) -> Vec<(String, String, String)> {
    let (then, now) = (values(then), values(now));
    let keys: BTreeSet<&str> = then.keys().chain(now.keys()).copied().collect();
    let shown = |values: &BTreeMap<&str, String>, key: &str| {
        values.get(key).cloned().unwrap_or_else(|| "没有".to_string())
    };
    let differs = |key: &&str| then.get(*key) != now.get(*key);
    keys.into_iter()
        .filter(differs)
        .map(|key| (key.to_string(), shown(&then, key), shown(&now, key)))
        .collect()
}

/// Returns the printed value of each figure and indicator.
fn values(figures: &Figures) -> BTreeMap<&str, String> {
    let measures = figures.measures.iter().map(|measure| (measure.key.as_str(), measure.text.clone()));
    let indicators = figures.indicators.iter().map(|indicator| {
        let value = indicator.value.map_or_else(|| "null".to_string(), |value| value.to_string());
        (indicator.key.as_str(), format!("{}，{value}", indicator.state.name()))
    });
    measures.chain(indicators).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differing_figures_are_named() {
        let figures = |due: &str, state: &str| {
            let text = format!(
                r#"{{"version": 1, "unit": "甲", "period": "2020H1",
                "measures": [{{"key": "due", "text": "{due}"}}, {{"key": "late", "text": "4"}}],
                "indicators": [{{"id": "1.1", "key": "oversight-kinds", "state": "{state}", "value": 0.5}}]}}"#
            );
            Figures::parse(text.as_bytes()).expect("figures")
        };
        let then = figures("96", "flagged");
        let row = |key: &str, then: &str, now: &str| (key.to_string(), then.to_string(), now.to_string());
        assert_eq!(differences(&then, &figures("95", "flagged")), [row("due", "96", "95")]);
        let state = row("oversight-kinds", "flagged，0.5", "clear，0.5");
        assert_eq!(differences(&then, &figures("96", "clear")), [state]);
        assert_eq!(differences(&then, &then), []);
    }
}
