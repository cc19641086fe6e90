//! What was taken for the period before and what was not, so that it is never used in silence.

use serde::Serialize;
use serde_json::Value;

use crate::analysis::Analysis;
use crate::diagnostic::Diagnostic;
use crate::figures::{Figures, FiguresError};
use crate::findings::previous;
use crate::period::Period;
use crate::source::{Source, Use, use_of};

/// What became of the files that may hold figures of the period before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Previous {
    /// The period that this one is compared with; null where with none.
    period: Option<String>,
    /// The files whose figures these are.
    files: Vec<String>,
    /// The files that are not used.
    unused: Vec<Unused>,
}

/// A file that is not used, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Unused {
    file: String,
    why: String,
}

impl Previous {
    /// Tells it of a unit's files once they are analysed; `notes` are of reports without figures.
    pub(super) fn new(sources: &[Source], notes: &[Diagnostic], analysis: &Analysis) -> Previous {
        let compared = analysis.findings.previous.as_ref().map(|found| found.period);
        let mut told = Previous { period: compared.map(|period| period.to_string()), ..Previous::default() };
        let mut files: Vec<&Source> =
            sources.iter().filter(|source| use_of(&source.name) == Some(Use::Figures)).collect();
        files.sort_by(|a, b| (&a.name, &a.bytes).cmp(&(&b.name, &b.bytes)));
        let mut earlier: Vec<(&str, Period)> = Vec::new();
        for source in files {
            let read = Figures::parse(&source.bytes).map_err(|error| match error {
                FiguresError::Foreign => foreign(&source.bytes).to_string(),
                error => error.to_string(),
            });
            let checked = read.and_then(|figures| {
                previous::check(&figures, &analysis.dossier.unit, analysis.dossier.period)
                    .map(|()| figures.period)
                    .map_err(|error| error.to_string())
            });
            match checked {
                Ok(period) => earlier.push((&source.name, period)),
                Err(why) => told.unused.push(Unused { file: source.name.clone(), why }),
            }
        }
        // A whole year may be compared with both halves of the year before.
        let is_whole = |one: &(&str, Period)| Some(one.1) == compared;
        let has_whole = earlier.iter().any(is_whole);
        let mut used: Vec<Period> = Vec::new();
        for one in earlier {
            let (file, period) = (one.0.to_string(), one.1);
            let is_part = !has_whole && compared.is_some_and(|whole| whole.holds(period));
            if used.contains(&period) {
                told.unused.push(Unused {
                    file, why: format!("{period} 的数字有不止一份，只用了一份")
                });
            } else if is_whole(&one) || is_part {
                used.push(period);
                told.files.push(file);
            } else {
                told.unused
                    .push(Unused { file, why: format!("是 {period} 的，另有离本期更近的") });
            }
        }
        let of_note = |note: &Diagnostic| Unused {
            file: note.spot.as_ref().map_or_else(String::new, |spot| spot.place.file.clone()),
            why: note.message.clone(),
        };
        told.unused.extend(notes.iter().map(of_note));
        told
    }
}

/// Says what a JSON file is that holds no unit's figures.
fn foreign(bytes: &[u8]) -> &'static str {
    let bytes = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes);
    let file: Value = serde_json::from_slice(bytes).unwrap_or(Value::Null);
    // 汇总报告.json of a county, summary.json of a batch.
    if file.get("county").is_some() || file.pointer("/0/inputs-sha256").is_some() {
        "是全县的汇总，里面没有单个单位的全部数字，请放本单位上期的 PDF 或 figures.json"
    } else {
        "不是本程序写出的指标文件（figures.json）"
    }
}
