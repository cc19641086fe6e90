//! Reports of ours among the uploaded files: what travels inside them, taken out within bounds.

use std::path::Path;

use crate::analysis::Stop;
use crate::diagnostic::Diagnostic;
use crate::inside::Inside;
use crate::ofd;
use crate::pages::Part;
use crate::serve::answer::{Refusal, whole};
use crate::serve::limits::Limits;
use crate::serve::unpack::Named;
use crate::settings::Layer;
use crate::source::Source;

/// The most reports that are looked into; each may hold much.
const MAX_REPORTS: usize = 12;

/// Returns whether a file's name is that of a finished report.
pub(super) fn is_report(name: &str) -> bool {
    let ending = Path::new(name).extension();
    ending.is_some_and(|ending| ["pdf", "ofd"].iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The figures inside reports, and what there is to say of reports without.
#[derive(Debug, Default)]
pub(super) struct Figures {
    /// Each as a file of its own.
    pub sources: Vec<Source>,
    /// A note for each report that gives none.
    pub notes: Vec<Diagnostic>,
}

/// Takes the figures out of reports that lie beside registers, no more bytes than so many.
pub(super) fn figures(reports: Vec<Named>, n_bytes: u64, stop: &Stop) -> Result<Figures, Refusal> {
    let mut found = Figures::default();
    let mut n_left = n_bytes;
    for (index, (names, bytes)) in reports.into_iter().enumerate() {
        stop.check().map_err(|_| Refusal::busy("这次处理已停止"))?;
        let file = names.join("/");
        if index >= MAX_REPORTS {
            found.notes.push(unused(&file, &format!("一次只看 {MAX_REPORTS} 份做好的公文")));
            continue;
        }
        let taken = Inside::of(&bytes).and_then(|inside| Ok(inside.figures()?.to_vec()));
        match taken {
            Ok(bytes) => {
                let n = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
                n_left = n_left.checked_sub(n).ok_or_else(|| Refusal::too_large("公文里附带的内容太大"))?;
                found.sources.push(Source { name: format!("{file} 里的 figures.json"), bytes });
            }
            Err(error) => found.notes.push(unused(&file, &error.to_string())),
        }
    }
    Ok(found)
}

/// A report as the folder that it was made from.
#[derive(Debug)]
pub(super) struct Opened {
    /// The files that a report can use, under their own names.
    pub sources: Vec<Source>,
    /// The configuration.
    pub layer: Layer,
    /// The day of the session that minutes are of.
    pub session: Option<String>,
    /// What is not among the files.
    pub notes: Vec<Diagnostic>,
}

/// Takes out all that the one report among the uploaded files was made from.
pub(super) fn open(mut reports: Vec<Named>, limits: &Limits) -> Result<Opened, Refusal> {
    let (Some((names, bytes)), true) = (reports.pop(), reports.is_empty()) else {
        let error = Diagnostic::error("not-opened", "只有做好的公文，没有台账，不知打开哪一份");
        return Err(Refusal::because(
            error.hint("要照原样打开的只放一份；要与上期对照的，把本期的台账一起放进来"),
        ));
    };
    let file = names.join("/");
    let refused = |why: String| {
        let error = Diagnostic::error("not-opened", format!("{why}，不能照原样打开")).at(whole(&file));
        Refusal::because(error.hint("放进本期的台账；能打开的是附带了台账和配置、没有被别的软件另存过的 PDF"))
    };
    let inside = Inside::of(&bytes).map_err(|error| refused(error.to_string()))?;
    let carried = inside.carried().map_err(|error| refused(error.to_string()))?;
    let sources = inside.sources(&carried).map_err(|error| refused(error.to_string()))?;
    if let Some(unkept) = inside.files().iter().filter_map(ofd::original).find(|(_, is_kept)| !is_kept) {
        return Err(refused(format!("归档的文字里没有 `{}` 的内容", unkept.0.name)));
    }
    let n_bytes: usize = sources.iter().map(|source| source.bytes.len()).sum();
    if sources.len() > limits.files || u64::try_from(n_bytes).unwrap_or(u64::MAX) > limits.unpacked_bytes {
        return Err(Refusal::too_large("公文里附带的内容太大"));
    }
    let mut notes = Vec::new();
    if let Some(draft) = inside.part(Part::Draft) {
        let note =
            format!("这份公文是按修改稿 `{}` 定的稿，打开的只有台账和配置，不含修改的文字", draft.name);
        let note = Diagnostic::note("opened-without-draft", note).at(whole(&file));
        notes.push(note.hint("还要那些文字的，把修改稿再放到“定稿”一栏"));
    }
    Ok(Opened { sources, layer: carried.layer(), session: carried.session().map(str::to_string), notes })
}

/// Says that a report is of no use beside the registers, and what would be.
fn unused(file: &str, why: &str) -> Diagnostic {
    let note = Diagnostic::note("unused-file", format!("{why}，没有用来对照上期")).at(whole(file));
    note.hint("要与上期对照，放上期附带了数字的 PDF，或者上期的 figures.json")
}
