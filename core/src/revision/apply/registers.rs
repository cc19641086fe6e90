//! Whether the registers are still those that a draft was written from.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, bookmark, fingerprint, identified};
use crate::origin::{Place, ranges};
use crate::revision::apply::open::short;
use crate::revision::draft::Draft;

/// So many figures are told one by one.
const MAX_TOLD: usize = 30;

/// Compares what the draft says of its figures with what the registers give now.
pub(super) fn compare(draft: &Draft, base: &Document, place: &Arc<Place>) -> Vec<Diagnostic> {
    let figures = identified(base);
    match &draft.fingerprint {
        Some(own) if *own == fingerprint(&figures) => return Vec::new(),
        Some(_) => {}
        None => {
            let message = "修改稿里没有送审稿的标记，多半是把文字贴进了新建的文件；逐字与台账比对";
            return vec![Diagnostic::note("draft-unknown", message).at(place)];
        }
    }
    let now: BTreeMap<String, _> = figures.iter().map(|figure| (figure.id.clone(), figure)).collect();
    let mut told = Vec::new();
    for figure in &figures {
        let then = draft.values.get(&figure.id).or_else(|| draft.values.get(&bookmark(&figure.id)));
        let Some(then) = then.filter(|then| **then != figure.text) else { continue };
        let cells = ranges(figure.source.origins());
        let cells = if cells.is_empty() { String::new() } else { format!("（{}）", cells.join("、")) };
        told.push(format!(
            "数据 {} 当时是 `{}`，现在是 `{}`{cells}",
            figure.id,
            short(then),
            short(&figure.text)
        ));
    }
    let gone = draft.values.iter().filter(|(id, _)| !now.contains_key(*id));
    told.extend(gone.map(|(id, then)| format!("数据 {id} 当时是 `{}`，现在没有了", short(then))));
    let n_more = told.len().saturating_sub(MAX_TOLD);
    told.truncate(MAX_TOLD);
    if n_more > 0 {
        told.push(format!("另有 {n_more} 个数据不同，没有逐一列出"));
    }
    if told.is_empty() {
        told.push("文件里的标记与按现在的台账所得不同".to_string());
    }
    let say = |what: String| {
        let message = format!("出送审稿以后台账或配置有改动：{what}");
        Diagnostic::error("registers-changed", message)
            .at(place)
            .hint("用出稿时的台账和配置定稿；台账确应改的，重新出送审稿再修改")
    };
    told.into_iter().map(say).collect()
}
