//! 总体情况 and 各单位情况: the sums, how they are spread, and who is not in them.

use crate::county::Survey;
use crate::county::report::chart;
use crate::county::survey::Total;
use crate::county::wording::{self, overview};
use crate::document::{Align, Block, Column, Numbering, Table, Text, text};
use crate::findings::Limits;
use crate::statistics::Key;

/// The figures of 表1, in its order.
const SHOWN: [Key; 19] = [
    Key::Sessions,
    Key::Seminars,
    Key::Members,
    Key::Due,
    Key::Present,
    Key::OnDuty,
    Key::Leave,
    Key::Absent,
    Key::MadeUp,
    Key::AttendanceRate,
    Key::EffectiveAttendanceRate,
    Key::ParticipationRate,
    Key::MakeUpRate,
    Key::Essays,
    Key::EssaysPerMember,
    Key::ResearchReports,
    Key::PlanKeptRate,
    Key::LeaderHostRate,
    Key::SpeakersShare,
];

/// Returns the sums as a table.
pub(super) fn totals(survey: &Survey, numbering: &mut Numbering) -> Vec<Block> {
    let number = numbering.table();
    let row = |total: &Total| {
        vec![
            total.key.title().into(),
            wording::total(total),
            text!("{}个", wording::units(total.n_units)),
            total.key.formula().into(),
        ]
    };
    let table = Table {
        caption: Some(overview::caption(&number)),
        columns: [(40.0, Align::Left), (21.0, Align::Right), (27.0, Align::Right), (68.0, Align::Left)]
            .map(|(width_mm, align)| Column { width_mm, align })
            .to_vec(),
        header: ["项目", "合计", "有数据的单位", "算法"].map(Text::from).to_vec(),
        rows: SHOWN.into_iter().map(|key| row(survey.total(key))).collect(),
        note: None,
    };
    vec![Block::Paragraph(overview::totals(&number, survey)), Block::Table(table)]
}

/// Returns how the units differ.
pub(super) fn differences(survey: &Survey, limits: &Limits, numbering: &mut Numbering) -> Vec<Block> {
    let asked = limits.attendance();
    let bands = chart::bands(survey, asked);
    let mut blocks = Vec::new();
    if let Some((number, bars)) = chart::attendance(&bands, asked, numbering) {
        blocks.push(Block::Paragraph(overview::spread(&number, survey, &bands)));
        blocks.push(Block::Bars(bars));
    }
    blocks.extend(overview::held_nothing(survey).map(Block::Paragraph));
    blocks.push(Block::Paragraph(overview::standing(survey)));
    blocks
}

/// Returns who is not counted; nothing where all are.
pub(super) fn absent(survey: &Survey) -> Vec<Block> {
    if wording::has_absent(survey) { vec![Block::Paragraph(overview::absent(survey))] } else { Vec::new() }
}
