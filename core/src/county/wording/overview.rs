//! Sentences on the units together: the sums, how they are spread, who stands where, who is missing.

use crate::county::wording::chart::Band;
use crate::county::wording::{lists_absent, named, unit, units, units_of};
use crate::county::{Missing, Survey, UnitFigures};
use crate::document::wording::{attachment, list};
use crate::document::{Figure, Text, text};
use crate::findings::RuleId;
use crate::period::Part;
use crate::statistics::{Key, size};

/// The most units at either end of the order that are named.
const MAX_ENDS: usize = 3;
/// With fewer units, first and last are most of them.
const MIN_RANKED: usize = 6;

/// Returns the words above the table of sums.
pub(in crate::county) fn caption(number: &Figure) -> Text {
    text!("{number}　学习情况合计")
}

/// Says where the sums stand.
pub(in crate::county) fn totals(number: &Figure, survey: &Survey) -> Text {
    text!("{}个单位学习情况合计见{number}。", units(survey.units.len()))
}

/// The note below the table of sums.
pub(in crate::county) const TOTALS_NOTE: &str = "注：各率、人均由各单位的次数、人数相加后算出。";

/// Says which units kept the rule that each quarter has a seminar; nothing where it is not known.
pub(in crate::county) fn seminars(survey: &Survey) -> Option<Text> {
    let without = |unit: &UnitFigures| unit.reading(RuleId::QuarterSeminars)?.value;
    let known: Vec<(&UnitFigures, f64)> =
        survey.units.iter().filter_map(|unit| Some((unit, without(unit)?))).collect();
    let lacking: Vec<Figure> =
        known.iter().filter(|(_, n)| *n > 0.0).map(|(lacking, _)| unit(&lacking.unit)).collect();
    if known.is_empty() {
        return None;
    }
    let (n, of) = units_of(size(known.len() - lacking.len()), size(known.len()));
    let is_quarter = matches!(survey.period.part, Part::Quarter(_));
    let held =
        if is_quarter { "开展集体学习研讨" } else { "每个季度都开展集体学习研讨" };
    let recorded = if known.len() == survey.units.len() { "" } else { "有会议记录的" };
    Some(match (n.n, lacking.len()) {
        (_, 0) => text!("从研讨看，{recorded}{of}个单位{held}。"),
        (0, _) => text!("从研讨看，{recorded}{of}个单位没有做到{held}。"),
        (_, without) => text!(
            "从研讨看，{recorded}{of}个单位中，{held}的{n}个，没有做到的{}个{}。",
            units(without),
            named(&lacking)
        ),
    })
}

/// Says how attendance is spread over the units; `number` is the drawing's, where there is one.
pub(in crate::county) fn spread(number: Option<&Figure>, survey: &Survey, bands: &[Band]) -> Text {
    let told: Vec<Text> = bands
        .iter()
        .filter(|band| band.n_units > 0)
        .map(|band| text!("{}的{}个", band.words(), units(band.n_units)))
        .collect();
    let known: usize = bands.iter().map(|band| band.n_units).sum();
    let unknown = match survey.units.len() - known {
        0 => Text::new(),
        unknown => text!("；另有{}个单位没有考勤记录", units(unknown)),
    };
    let see = number.map_or_else(Text::new, |number| text!("（见{number}）"));
    text!("从到会看，出勤率{}{unknown}{see}。", Text::joined(&told, "，"))
}

/// Names the units that held no session; nothing where all held some.
pub(in crate::county) fn held_nothing(survey: &Survey) -> Option<Text> {
    let sessions = |unit: &&UnitFigures| unit.measure(Key::Sessions).and_then(|measure| measure.value);
    let idle = survey.units.iter().filter(|unit| sessions(unit) == Some(0.0));
    let names: Vec<Figure> = idle.map(|idle| unit(&idle.unit)).collect();
    (!names.is_empty()).then(|| text!("没有开展集中学习的单位{}个{}。", units(names.len()), named(&names)))
}

/// Says how the units stand, naming the first and the last where that says something.
pub(in crate::county) fn standing(survey: &Survey) -> Text {
    let ranked: Vec<_> = survey.standings.iter().filter(|standing| standing.rank.is_some()).collect();
    let name = |at: usize| unit(&survey.units[ranked[at].unit].unit);
    let unranked = survey.standings.len() - ranked.len();
    if ranked.is_empty() {
        return text!("各单位学习情况见{}；学习记录不全，没有排列名次。", attachment(1));
    }
    let mut text =
        text!("按照先看每季度研讨、再看出勤率、后看需要改进事项的办法，各单位排列情况见{}。", attachment(1));
    if ranked.len() >= MIN_RANKED {
        let first: Vec<Figure> = (0..MAX_ENDS).map(name).collect();
        let last: Vec<Figure> = (ranked.len() - MAX_ENDS..ranked.len()).map(name).collect();
        text += text!("排在前列的是{}，排在后列的是{}。", list(&first), list(&last));
    }
    if unranked > 0 {
        text += text!("{}个单位学习记录不全，没有参加排列。", units(unranked));
    }
    text
}

/// Says who is not counted, and why; names where they are few.
pub(in crate::county) fn absent(survey: &Survey) -> Text {
    let mut sentences = Vec::new();
    let (empty, failed): (Vec<_>, Vec<_>) = survey.missing.iter().partition(|missing| missing.is_empty);
    let names = |of: &[&Missing]| -> Vec<Figure> { of.iter().map(|missing| unit(&missing.unit)).collect() };
    if !empty.is_empty() {
        sentences.push(text!("没有报送学习材料的单位{}个{}", units(empty.len()), named(&names(&empty))));
    }
    if !failed.is_empty() {
        sentences.push(text!(
            "材料不全或有误、无法汇总的单位{}个{}",
            units(failed.len()),
            named(&names(&failed))
        ));
    }
    if !survey.others.is_empty() {
        let names: Vec<Figure> = survey.others.iter().map(|(name, _)| unit(name)).collect();
        sentences.push(text!("报送时段与其他单位不同的单位{}个{}", units(names.len()), named(&names)));
    }
    let see = if lists_absent(survey) {
        text!("，名单见{}", attachment(absent_number(survey)))
    } else {
        Text::new()
    };
    text!("{}。以上单位没有计入合计和排列{see}。", Text::joined(&sentences, "；"))
}

/// Returns the number of the attachment that lists who is not counted: the last.
fn absent_number(survey: &Survey) -> usize {
    if survey.told().next().is_some() { 4 } else { 2 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::Returns;
    use crate::county::figures::tests::unit;

    #[test]
    fn units_that_held_nothing_are_named() {
        let said = |sessions: &[(&str, Option<u64>)]| {
            let figures = |(name, n): &(&str, Option<u64>)| {
                let counts: Vec<(Key, u64)> = n.iter().map(|n| (Key::Sessions, *n)).collect();
                unit(name, &[], &counts, &[])
            };
            let returns = Returns { units: sessions.iter().map(figures).collect(), ..Returns::default() };
            let survey = Survey::new("青山县", None, returns).expect("there are units");
            held_nothing(&survey).map(|text| text.to_string())
        };
        // What was not filed is not known.
        assert_eq!(said(&[("甲镇", Some(3)), ("乙镇", None)]), None);
        let told = said(&[("甲镇", Some(0)), ("乙镇", None), ("丙乡", Some(0)), ("丁乡", Some(1))]);
        assert_eq!(told.as_deref(), Some("没有开展集中学习的单位2个（甲镇、丙乡）。"));
    }
}
