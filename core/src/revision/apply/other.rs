//! Whether a draft is that of this unit and period at all.
//!
//! Another unit's draft has the same sentences with other numbers; told figure by figure it would
//! be a hundred errors for one. So it is told as what it is, and nothing else is said of it.

use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::document::{Document, bookmark, identified};
use crate::origin::Place;
use crate::period::Period;
use crate::revision::align::Alignment;
use crate::revision::apply::open::short;
use crate::revision::apply::passages::Revised;
use crate::revision::apply::plain::squeezed;
use crate::revision::draft::Draft;

/// With fewer figures than this a draft without a name is compared figure by figure.
const LEAST_FIGURES: usize = 10;
/// What share of a draft's words the composed document must have.
const LEAST_SHARED: f64 = 0.2;

/// What is to be done.
const HINT: &str = "核对单位、时期和文件：在出这份送审稿的单位文件夹里定稿，或换成本单位、本时期的修改稿";

/// Tells a draft of another unit or period, by what the program wrote into it or by its words.
pub(super) fn told(draft: &Draft, base: &Document, place: &Arc<Place>) -> Option<Diagnostic> {
    let own = format!("{}{}", base.unit, name(base.period));
    let what = match &draft.of {
        Some((unit, period)) if *unit == base.unit && *period == base.period.to_string() => return None,
        Some((unit, period)) => {
            let named = period.parse::<Period>().map_or(period.clone(), name);
            format!("这是{}{named}的送审稿，不是{own}的", short(unit))
        }
        None => format!("{}，像是别的单位或别的时期的文稿，不是{own}的", by_words(draft, base)?),
    };
    Some(Diagnostic::error("other-draft", what).at(place).hint(HINT))
}

/// Tells a text that has hardly a word of the composed one.
pub(super) fn unlike(revised: &Revised<'_>, alignment: &Alignment, place: &Arc<Place>) -> Option<Diagnostic> {
    let n_chars: usize = revised.passages.iter().map(|passage| passage.words.text.chars().count()).sum();
    let n_shared: usize = alignment.from.iter().flatten().map(|kin| kin.n_shared).sum();
    #[expect(clippy::cast_precision_loss, reason = "characters of a text")]
    let is_own = n_shared as f64 >= LEAST_SHARED * n_chars as f64;
    if is_own {
        return None;
    }
    let message = format!(
        "这份文档与按台账所得的文稿几乎没有相同的文字（{n_chars} 字中相同的 {n_shared} 字），不是它的修改稿"
    );
    Some(Diagnostic::error("other-draft", message).at(place).hint(HINT))
}

/// Tells a draft that never names the unit or the year, or whose figures said other things.
fn by_words(draft: &Draft, base: &Document) -> Option<String> {
    let said: String = draft.words().map(|words| squeezed(&words.text)).collect();
    let title: String = base.title.iter().map(|words| squeezed(words)).collect();
    let year = format!("{}年", base.period.first_day().year());
    for name in [base.unit.as_str(), year.as_str()] {
        if title.contains(name) && !said.contains(name) {
            return Some(format!("修改稿通篇没有“{name}”"));
        }
    }
    let figures = identified(base);
    let known = figures.iter().filter_map(|figure| {
        let then = draft.values.get(&figure.id).or_else(|| draft.values.get(&bookmark(&figure.id)))?;
        Some(*then == figure.text)
    });
    let known: Vec<bool> = known.collect();
    let n_other = known.iter().filter(|is_same| !**is_same).count();
    let is_other = known.len() >= LEAST_FIGURES && 2 * n_other > known.len();
    is_other.then(|| format!("修改稿里的 {} 个数据有 {n_other} 个与按台账所得的不同", known.len()))
}

/// Returns what a period is called with its year: 2020年上半年.
fn name(period: Period) -> String {
    format!("{}年{}", period.first_day().year(), period.part_after_year())
}
