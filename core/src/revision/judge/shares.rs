//! Whether n, m and percent of one sentence still agree.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::document::Provenance;
use crate::revision::align::NumberAt;
use crate::revision::judge::case::Case;
use crate::revision::judge::claims::{sentence, within};
use crate::revision::judge::told::quoted;
use crate::revision::judge::{Class, Judged, claims};
use crate::revision::numbers::{Number, Reading, UnitKind, holds};

/// Tells the shares that their own sentence contradicts, where a number of it is not as it was.
pub(super) fn disagreeing(case: &Case<'_>, judged: &[Judged]) -> Vec<Diagnostic> {
    let classes: BTreeMap<NumberAt, Class> =
        judged.iter().filter_map(|one| one.revised.map(|at| (at, one.class))).collect();
    let mut out = Vec::new();
    for (text, numbers) in case.alignment.revised_numbers.iter().enumerate() {
        let words = &case.revised[text].words.text;
        for (at, share) in numbers.iter().enumerate() {
            let Reading::Amount(percent, UnitKind::Percent) = &share.reading else { continue };
            let (start, end) = sentence(words, share.start);
            let (first, inside) = within(numbers, start, end);
            let beside = || (first..).zip(inside);
            let is_as_it_was = |number| {
                classes
                    .get(&NumberAt { text, number })
                    .is_none_or(|class| matches!(class, Class::Kept | Class::OtherSubject))
            };
            if beside().all(|(number, _)| is_as_it_was(number)) {
                continue;
            }
            let of_share = case.alignment.base_of(NumberAt { text, number: at });
            let found = match of_share.and_then(|from| fraction(case, from)) {
                // What the share was reckoned from, wherever both numbers stand in the sentence.
                Some((n, of)) => {
                    let now = |value| {
                        stands_for(case, text, &beside().map(|(at, _)| at).collect::<Vec<_>>(), value)
                    };
                    now(n).zip(now(of)).map(|(n, of)| (n, of, vec![100.0 * n / of]))
                }
                None if words[start..share.start].ends_with('占') => {
                    let before: Vec<&Number> =
                        beside().map(|(_, one)| one).filter(|one| one.end <= share.start).collect();
                    let counts = claims::counts(&before);
                    let last_two = counts.len().checked_sub(2).map(|at| (counts[at], counts[at + 1]));
                    last_two
                        .filter(|((_, one), (_, other))| one.agrees(*other))
                        .map(|((of, _), (n, _))| (n, of, claims::shares(&before)))
                }
                None => None,
            };
            let Some((n, of, shares)) = found else { continue };
            if shares.iter().all(|one| !holds(percent, share.bound, *one)) {
                out.push(tell(words, share, (n, of)));
            }
        }
    }
    out
}

/// Returns the two numbers that a share of the base was reckoned from.
fn fraction(case: &Case<'_>, share: NumberAt) -> Option<(u64, u64)> {
    let evidence = case.figure(share).map(|figure| &figure.source).and_then(Provenance::evidence)?;
    evidence.n.zip(evidence.of).filter(|(_, of)| *of > 0)
}

/// Returns what the number that was this one in the base is now.
fn stands_for(case: &Case<'_>, text: usize, beside: &[usize], value: u64) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    let was = value as f64;
    let is_it = |number: &&usize| {
        let from = case.alignment.base_of(NumberAt { text, number: **number });
        from.is_some_and(|from| match &case.base_number(from).reading {
            Reading::Amount(base, kind) => {
                !matches!(kind, UnitKind::Percent | UnitKind::Points) && (base.as_f64() - was).abs() < 1e-9
            }
            _ => false,
        })
    };
    let at = beside.iter().find(is_it)?;
    match &case.alignment.revised_numbers[text][*at].reading {
        Reading::Amount(now, _) => Some(now.as_f64()),
        _ => None,
    }
}

fn tell(words: &str, share: &Number, (n, of): (f64, f64)) -> Diagnostic {
    let percent = &words[share.start..share.end];
    let exact = (1000.0 * n / of.max(1.0) + 1e-9).round() / 10.0;
    Diagnostic::error(
        "shares-disagree",
        format!("{}中 `{percent}` 与同句的数字不一致：{n}÷{of}＝{exact}%", quoted(words, share)),
    )
    .value(percent)
    .hint("同一句里的人次、总数和百分比要一起改")
}
