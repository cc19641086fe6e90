//! 学习开展情况: the sums, how they are spread, and who is not in them.

use crate::county::Survey;
use crate::county::report::{chart, history};
use crate::county::total::Total;
use crate::county::wording::{self, changes, overview};
use crate::document::{Align, Block, Column, Numbering, Table, Text, text};
use crate::findings::Limits;
use crate::statistics::Key;

/// The figures of 表1, in its order.
const SHOWN: [Key; 13] = [
    Key::Sessions,
    Key::Seminars,
    Key::Members,
    Key::Due,
    Key::Present,
    Key::MadeUp,
    Key::AttendanceRate,
    Key::ParticipationRate,
    Key::MakeUpRate,
    Key::Essays,
    Key::ResearchReports,
    Key::PlanKeptRate,
    Key::SpeakersShare,
];

/// Returns what was held, how the units differ, and who is not counted.
pub(super) fn blocks(survey: &Survey, limits: &Limits, numbering: &mut Numbering) -> Vec<Block> {
    let mut blocks = totals(survey, numbering);
    blocks.extend(overview::seminars(survey).map(Block::Paragraph));
    blocks.extend(overview::held_nothing(survey).map(Block::Paragraph));
    let asked = limits.attendance();
    let bands = chart::bands(survey, asked);
    let mut drawn = None;
    if bands.iter().any(|band| band.n_units > 0) {
        let (number, bars) = chart::attendance(&bands, asked, numbering).unzip();
        blocks.push(Block::Paragraph(overview::spread(number.as_ref(), survey, &bands)));
        drawn = bars.map(Block::Bars);
    }
    blocks.extend(changes::paragraph(survey).map(Block::Paragraph));
    let (said, followed) = history::attendance(survey, numbering).unzip();
    blocks.extend(said);
    blocks.push(Block::Paragraph(overview::standing(survey)));
    blocks.extend(wording::has_absent(survey).then(|| Block::Paragraph(overview::absent(survey))));
    // Where it does not fit below the text, the next page begins with it: the text comes first.
    blocks.extend(drawn);
    blocks.extend(followed);
    blocks
}

/// Returns the sums as a table, without those of which no unit has records.
fn totals(survey: &Survey, numbering: &mut Numbering) -> Vec<Block> {
    let shown: Vec<&Total> =
        SHOWN.into_iter().map(|key| survey.total(key)).filter(|total| total.value.is_some()).collect();
    if shown.is_empty() {
        return Vec::new();
    }
    let number = numbering.table();
    let row = |total: &&Total| {
        vec![total.key.title().into(), wording::total(total), text!("{}个", wording::units(total.n_units))]
    };
    let table = Table {
        caption: Some(overview::caption(&number)),
        columns: [(72.0, Align::Left), (42.0, Align::Right), (42.0, Align::Right)]
            .map(|(width_mm, align)| Column { width_mm, align })
            .to_vec(),
        header: ["项目", "合计", "有记录的单位"].map(Text::from).to_vec(),
        rows: shown.iter().map(row).collect(),
        note: Some(overview::TOTALS_NOTE.into()),
    };
    vec![Block::Paragraph(overview::totals(&number, survey)), Block::Table(table)]
}
