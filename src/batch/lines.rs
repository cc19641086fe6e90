//! What became of each unit beside the others, for the screen of whoever runs a batch: from the
//! records and figures that the run left in the output folder.

use std::io;
use std::path::Path;

use crate::batch::county::{Gathered, configuration, gather};
use crate::batch::record::{Record, Status, Summary, is_nothing_filed};
use crate::county::{self, Line};
use crate::period::Period;

/// All units of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct Lines {
    /// The period that was counted; absent where nothing was.
    pub period: Option<Period>,
    /// The period before, with which it was compared.
    pub earlier: Option<Period>,
    /// One entry a unit, in the order of the records.
    pub units: Vec<UnitLine>,
    /// Registers that several units have alike, with these units' positions.
    pub same: Vec<(String, Vec<usize>)>,
    /// Essays of different units that share much, as the units' positions and titles, a group each.
    pub alike: Vec<Vec<(usize, String)>>,
}

/// What became of a unit, and what its figures show.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitLine {
    /// What became of it.
    pub record: Record,
    /// How it is counted.
    pub counting: Counting,
}

/// How the county counts a unit.
#[derive(Debug, Clone, PartialEq)]
pub enum Counting {
    /// Among the others.
    Counted(Box<Line>),
    /// Not, since its figures are of another period.
    OtherPeriod(Period),
    /// Not, since the county's list leaves it out.
    Unlisted,
    /// Not, since it filed nothing.
    NothingFiled,
    /// Not, since its report could not be made.
    NotMade,
    /// Not, since nothing was counted together.
    Nothing,
}

/// Returns what there is to say of the units of a run that has ended.
pub fn lines(out: &Path, summary: &Summary) -> io::Result<Lines> {
    let configuration = configuration(out);
    let Gathered { returns, counted, unlisted, .. } = gather(out, summary, &configuration)?;
    let periods: Vec<Period> = returns.units.iter().map(|unit| unit.period).collect();
    let survey = configuration.and_then(|configuration| configuration.survey(returns)).ok();
    let survey = survey.map(|(survey, _)| survey);
    let mut unlisted = unlisted.into_iter().peekable();
    let mut of_survey = survey.iter().flat_map(county::lines);
    // Where the units of the survey stand among the records.
    let mut places = Vec::new();
    let mut counted = counted.into_iter().zip(periods).peekable();
    let mut units = Vec::with_capacity(summary.records.len());
    for (at, record) in summary.records.iter().enumerate() {
        let period = counted.next_if(|(other, _)| std::ptr::eq(*other, record)).map(|(_, period)| period);
        let is_unlisted = unlisted.next_if(|other| std::ptr::eq(*other, record)).is_some();
        let counting = match (period, &survey) {
            _ if is_unlisted => Counting::Unlisted,
            _ if is_nothing_filed(&record.reason) => Counting::NothingFiled,
            _ if record.status == Status::Failed => Counting::NotMade,
            (Some(period), Some(survey)) if period != survey.period => Counting::OtherPeriod(period),
            (Some(_), Some(_)) => {
                places.push(at);
                of_survey.next().map_or(Counting::Nothing, |line| Counting::Counted(Box::new(line)))
            }
            _ => Counting::Nothing,
        };
        units.push(UnitLine { record: record.clone(), counting });
    }
    let same = survey.iter().flat_map(|survey| &survey.same);
    let alike = survey.iter().flat_map(|survey| &survey.likenesses);
    Ok(Lines {
        period: survey.as_ref().map(|survey| survey.period),
        earlier: survey.as_ref().and_then(|survey| Some(survey.earlier.last()?.period)),
        same: same
            .map(|same| (same.register.clone(), same.units.iter().map(|at| places[*at]).collect()))
            .collect(),
        alike: alike
            .map(|alike| alike.essays.iter().map(|(at, title)| (places[*at], title.clone())).collect())
            .collect(),
        units,
    })
}
