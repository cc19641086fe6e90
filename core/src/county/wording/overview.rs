//! Sentences on the units together: the sums, how they are spread, who stands where, who is missing.

use crate::county::wording::chart::Band;
use crate::county::wording::{named, unit, units};
use crate::county::{Missing, Survey, UnitFigures};
use crate::document::wording::{attachment, list};
use crate::document::{Figure, Text, text};
use crate::statistics::Key;

/// Returns the words above the table of sums.
pub(in crate::county) fn caption(number: &Figure) -> Text {
    text!("{number}　学习情况合计")
}

/// Says where the sums stand, and how they were made.
pub(in crate::county) fn totals(number: &Figure, survey: &Survey) -> Text {
    text!("计入汇总的{}个单位合计见{number}。{HOW_ADDED}", units(survey.units.len()))
}

/// Says how the sums were made.
const HOW_ADDED: &str =
    "各项合计由各单位的记录相加得出，比率用相加后的分子、分母计算，不是各单位比率的平均数。";

/// Says how attendance is spread over the units.
pub(in crate::county) fn spread(number: &Figure, survey: &Survey, bands: &[Band]) -> Text {
    let told: Vec<Text> = bands
        .iter()
        .filter(|band| band.n_units > 0)
        .map(|band| text!("{}的{}个", band.words(), units(band.n_units)))
        .collect();
    let known: usize = bands.iter().map(|band| band.n_units).sum();
    let unknown = survey.units.len() - known;
    let unknown = if unknown > 0 {
        text!("；另有{}个单位没有可用的考勤", units(unknown))
    } else {
        Text::new()
    };
    text!("从出勤率看，{}{unknown}（见{number}）。", Text::joined(&told, "，"))
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
    let mut text = text!(
        "先看各季度集体学习研讨是否都已开展，再看出勤率高低，出勤率相同的看不在正常范围的指标所占比例，\
         依次排列，各单位名次见{}。",
        attachment(1)
    );
    let n_clear = ranked.iter().filter(|standing| standing.n_flagged == 0).count();
    if n_clear > 0 {
        text += text!("指标全部在正常范围的单位{}个。", units(n_clear));
    }
    // With a few units, first and last are most of them.
    if ranked.len() >= 6 {
        let first: Vec<Figure> = (0..3).map(name).collect();
        let last: Vec<Figure> = (ranked.len() - 3..ranked.len()).map(name).collect();
        text += text!("排在前列的是{}，排在后列的是{}。", list(&first), list(&last));
    }
    if unranked > 0 {
        text += text!("{}个单位可以计算的指标不足一半，不参加排名。", units(unranked));
    }
    text
}

/// Says who is not counted, and why; names where they are few.
pub(in crate::county) fn absent(survey: &Survey) -> Text {
    let mut sentences = Vec::new();
    let (empty, failed): (Vec<_>, Vec<_>) = survey.missing.iter().partition(|missing| missing.is_empty);
    let names = |of: &[&Missing]| -> Vec<Figure> { of.iter().map(|missing| unit(&missing.unit)).collect() };
    if !empty.is_empty() {
        sentences.push(text!("没有报送台账的单位{}个{}", units(empty.len()), named(&names(&empty))));
    }
    if !failed.is_empty() {
        sentences.push(text!("台账无法形成报告的单位{}个{}", units(failed.len()), named(&names(&failed))));
    }
    if !survey.others.is_empty() {
        let names: Vec<Figure> = survey.others.iter().map(|(name, _)| unit(name)).collect();
        sentences.push(text!("报告期与其他单位不同的{}个{}", units(names.len()), named(&names)));
    }
    text!("{}。这些单位没有计入合计和排名，逐个原因见{}。", Text::joined(&sentences, "；"), attachment(4))
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
