//! Numbers that kept their value while their sentence came to speak of something else.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Spot, cell_list, format};
use crate::revision::align::NumberAt;
use crate::revision::judge::allowed::Allowed;
use crate::revision::judge::case::Case;
use crate::revision::judge::cell::Cells;
use crate::revision::judge::evidence::is_decided;
use crate::revision::judge::subject::{Side, Spoken, compare, narrowed};
use crate::revision::judge::{Class, Judged, told};
use crate::revision::numbers::{self, Number, Reading, Relation, relation};
use crate::statistics::Measure;

/// So many numbers of one sentence are named.
const MAX_NAMED: usize = 6;

/// Finds the numbers that stand as they were and are told of something else now; what the office
/// answers for is noted.
pub(super) fn check(
    case: &Case<'_>,
    measures: &[Measure],
    judged: &mut [Judged],
    allowed: &mut Allowed<'_>,
) -> Vec<Diagnostic> {
    let base = Side::of(&case.base_cells, &case.alignment.base_numbers);
    let revised = Side::of(&case.revised_cells, &case.alignment.revised_numbers);
    let own = own_parts(case);
    let mut found: Vec<(Spoken, usize)> = Vec::new();
    for (at, one) in judged.iter_mut().enumerate() {
        let (Some(from), Some(to)) = (one.base, one.revised) else { continue };
        let (was, is) = (case.base_number(from), case.revised_number(to));
        let stands = matches!(one.class, Class::Kept | Class::Reworded);
        if !stands || was.is_label() || was.is_weak || is.is_weak {
            continue;
        }
        let is_measure =
            |name: &str| measures.iter().any(|measure| measure.key.name() == name && says(measure, is));
        let is_new = |at: NumberAt| case.alignment.base_of(at).is_none();
        let spoken = compare((&base, from), (&revised, to), is_measure)
            .or_else(|| narrowed((&base, from), (&revised, to), is_new, &own))
            .or_else(|| {
                let (then, now) = (&case.base.passages[from.text].words, &case.revised[to.text].words);
                let named = case.labels.renamed((&then.text, was), (&now.text, is))?;
                Some(Spoken::Named(named.name, named.says))
            });
        let Some(spoken) = spoken else { continue };
        // Words that have nothing in common are only doubted.
        if spoken != Spoken::Unlike {
            one.class = Class::OtherSubject;
            one.allowed = allowed.take(&one.id);
        }
        found.push((spoken, at));
    }
    all_told(case, judged, found)
}

/// Returns whether a number says what a measure does.
fn says(measure: &Measure, number: &Number) -> bool {
    let printed = numbers::read(format::measure(measure).as_str());
    printed.first().is_some_and(|printed| relation(printed, number, None) != Relation::Other)
}

/// Returns the parts of the year that the document is about, by its title.
fn own_parts(case: &Case<'_>) -> Vec<&'static str> {
    let titles = case.base.spots.iter().zip(&case.alignment.base_numbers);
    let titles = titles.filter(|(spot, _)| **spot == Spot::Title).flat_map(|(_, numbers)| numbers);
    let parts = titles.filter_map(|number| match number.reading {
        Reading::Part(part) => Some(part),
        _ => None,
    });
    parts.collect()
}

/// Tells each sentence once with all its numbers, each column of a table, too.
fn all_told(case: &Case<'_>, judged: &[Judged], found: Vec<(Spoken, usize)>) -> Vec<Diagnostic> {
    let mut groups: BTreeMap<(usize, Spoken, bool), Vec<usize>> = BTreeMap::new();
    let mut order = Vec::new();
    for (spoken, at) in found {
        let Some(to) = judged[at].revised else { continue };
        let table = case.revised[to.text].seat.map(|seat| (seat.table, seat.col));
        let is_beside = |text: &usize| {
            *text == to.text
                || table.is_some() && case.revised[*text].seat.map(|seat| (seat.table, seat.col)) == table
        };
        let is_open = judged[at].allowed.is_none();
        let known =
            order.iter().find(|(text, other, open)| is_beside(text) && *other == spoken && *open == is_open);
        let key: (usize, Spoken, bool) = known.cloned().unwrap_or((to.text, spoken, is_open));
        if known.is_none() {
            order.push(key.clone());
        }
        groups.entry(key).or_default().push(at);
    }
    let tell = |key: (usize, Spoken, bool)| {
        let group: Vec<&Judged> = groups[&key].iter().map(|at| &judged[*at]).collect();
        tell(case, &key.1, &group)
    };
    order.into_iter().filter_map(tell).collect()
}

/// Tells numbers of one sentence or column.
fn tell(case: &Case<'_>, spoken: &Spoken, group: &[&Judged]) -> Option<Diagnostic> {
    let first = group.first()?;
    let (from, to) = (first.base?, first.revised?);
    let standing = |cells: &Cells<'_>, at: NumberAt, number: &Number| match cells.passages()[at.text].seat {
        Some(_) => told::standing(cells, at, number),
        None => told::quoted_sentence(&cells.passages()[at.text].words.text, number),
    };
    let now = standing(&case.revised_cells, to, case.revised_number(to));
    let then = standing(&case.base_cells, from, case.base_number(from));
    let names: Vec<String> = group.iter().take(MAX_NAMED).map(|one| format!("`{}`", one.to)).collect();
    let more = if group.len() > MAX_NAMED { format!("等 {} 个", group.len()) } else { String::new() };
    let names = names.join("、") + &more;
    let what = match spoken {
        Spoken::Other(from, to) => format!("由“{from}”变成“{to}”"),
        Spoken::Undenied(what) => format!("原来否定“{what}”，现在不否定"),
        Spoken::Denied(what) => format!("原来不否定“{what}”，现在否定"),
        Spoken::Named(name, says) => format!("现在是{name}，而{name}为 `{says}`"),
        Spoken::Narrowed(part) => format!("限于“{part}”，原来不是"),
        Spoken::Unlike => "前后的文字全换了".to_string(),
    };
    let source = case.figure(from).map(|figure| &figure.source);
    // Of several numbers what they are; of one also its cells.
    let mut titles: Vec<&str> = group.iter().map(|one| one.name.as_str()).collect();
    titles.dedup();
    let cells =
        source.filter(|_| titles.len() == 1).map_or(String::new(), |source| cell_list(source.origins()));
    let cells = if cells.is_empty() { String::new() } else { format!("（{cells}）") };
    titles.truncate(MAX_NAMED);
    let titles = titles.join("、");
    let message = format!("{now}中 {names} 未改，所说的事{what}；原文{then}，是{titles}{cells}");
    if let Some(reason) = &first.allowed {
        let message = format!("{message}，本单位写明的理由：{reason}");
        return Some(Diagnostic::note("figure-allowed", message).value(&first.to));
    }
    let is_doubt = *spoken == Spoken::Unlike || source.is_none_or(is_decided);
    let severity = if is_doubt { Severity::Warning } else { Severity::Error };
    let ids: BTreeSet<&str> = group.iter().map(|one| one.id.as_str()).collect();
    let ids: Vec<&str> = ids.into_iter().take(MAX_NAMED).collect();
    let hint = match spoken {
        Spoken::Unlike => "核对这个数字说的还是不是同一件事".to_string(),
        _ => format!("改回原来的说法，或按台账改数字；确实如此的，为 {} 写明理由", ids.join("、")),
    };
    Some(Diagnostic::new(severity, "figure-other-subject", message).value(&first.to).hint(hint))
}
