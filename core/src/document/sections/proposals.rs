//! Proposals for what the plan of the next period leaves open, each marked 建议 in its table.
//!
//! A speaker is proposed from those not yet due to speak, first by 分管领域; a month or quarter
//! without study gets a seminar on one of the office's own keywords. Nothing is proposed for
//! what only the office can know.

use crate::document::format;
use crate::document::material::Material;
use crate::document::provenance::{Dated, Provenance};
use crate::document::text::{Figure, Text};
use crate::document::wording::own;
use crate::document::wording::plan::{self, OPEN, PROPOSED_CONTENT, PROPOSED_FORM, TO_SETTLE};
use crate::dossier::{Field, Member, PlanRow, plain_topic};
use crate::findings::planned::PlanCheck;
use crate::period::parse_iso_date;

/// The proposals of one plan.
#[derive(Debug, Default)]
pub(super) struct Proposals {
    /// Rows of the plan with the speaker proposed for them.
    speakers: Vec<(usize, Figure)>,
    /// Months in which a further seminar is proposed, with topic and speaker.
    seminars: Vec<(u8, Text, Option<Figure>)>,
}

impl Proposals {
    /// Thinks of what could fill the gaps.
    pub(super) fn new(material: &Material<'_>, check: &PlanCheck) -> Proposals {
        let dossier = material.dossier;
        let mut free: Vec<usize> = check.not_due_to_speak.clone();
        let mut speakers = Vec::new();
        for row in &check.without_speaker {
            let fits = |member: &usize| is_duty_of(dossier.members[*member].duty.text(), &dossier.plan[*row]);
            if free.is_empty() {
                break;
            }
            let member = free.remove(free.iter().position(fits).unwrap_or(0));
            speakers.push((*row, name_of(&dossier.members[member])));
        }
        let mut months = check.empty_months.clone();
        for quarter in &check.quarters_without_seminar {
            let last = quarter * 3;
            if !months.iter().any(|month| (last - 2..=last).contains(month)) {
                months.push(last);
            }
        }
        months.sort_unstable();
        let planned: String =
            check.rows.iter().map(|at| plain_topic(dossier.plan[*at].topic.text())).collect();
        let mut keywords = material
            .settings
            .keywords
            .iter()
            .filter(|word| **word != dossier.unit && !planned.contains(plain_topic(word).as_str()));
        let mut seminar = |month: u8| {
            let topic = plan::proposed_topic(keywords.next().map(String::as_str));
            let speaker = (!free.is_empty()).then(|| name_of(&dossier.members[free.remove(0)]));
            (month, topic, speaker)
        };
        let seminars = months.into_iter().map(&mut seminar).collect();
        Proposals { speakers, seminars }
    }

    /// Returns how many cells of the table hold a proposal.
    pub(super) fn n_proposed(&self) -> usize {
        let with_speaker = self.seminars.iter().filter(|(.., speaker)| speaker.is_some()).count();
        self.speakers.len() + self.seminars.len() + with_speaker
    }

    /// Returns how many cells of the proposed sessions are still to be settled.
    pub(super) fn n_to_settle(&self) -> usize {
        // Its unit always, its speaker where nobody is free.
        let without_speaker = self.seminars.iter().filter(|(.., speaker)| speaker.is_none()).count();
        self.seminars.len() + without_speaker
    }

    /// Returns the plan's rows with the proposals in their places.
    pub(super) fn rows(&self, material: &Material<'_>, check: &PlanCheck) -> Vec<Vec<Text>> {
        let rows_of_plan = &material.dossier.plan;
        let month_of = |at: usize| rows_of_plan[at].due.map_or(0, |due| u8::from(due.month()));
        let mut rows: Vec<(u8, Vec<Text>)> =
            check.rows.iter().map(|at| (month_of(*at), self.planned(*at, &rows_of_plan[*at]))).collect();
        for (month, topic, speaker) in &self.seminars {
            let speaker = speaker.as_ref().map_or(TO_SETTLE.into(), plan::proposed);
            let content = PROPOSED_CONTENT.into();
            let form = PROPOSED_FORM.into();
            let row = vec![
                format::month(*month, Dated::Period).into(),
                plan::proposed(topic),
                content,
                form,
                speaker,
                TO_SETTLE.into(),
            ];
            rows.push((*month, row));
        }
        // The sort is stable: a proposal follows what is planned for its month.
        rows.sort_by_key(|(month, _)| *month);
        rows.into_iter().map(|(_, row)| row).collect()
    }

    fn planned(&self, at: usize, row: &PlanRow) -> Vec<Text> {
        let text = |field: &Field<String>| {
            if field.is_known() { own(field.text(), field, &row.origin).into() } else { Text::from(OPEN) }
        };
        let proposed = self.speakers.iter().find(|(of, _)| *of == at);
        let speaker = proposed.map_or_else(|| text(&row.speaker), |(_, name)| plan::proposed(name));
        let unit = text(&row.responsible);
        vec![when(row), text(&row.topic), text(&row.content), text(&row.form_text), speaker, unit]
    }
}

/// Returns whether a row's topic names one of the words of a 分管领域.
fn is_duty_of(duty: &str, row: &PlanRow) -> bool {
    let topic = plain_topic(row.topic.text()) + &plain_topic(row.content.text());
    duty.split(['、', '，', '；', '/', ' '])
        .map(plain_topic)
        .any(|word| word.chars().count() >= 2 && topic.contains(word.as_str()))
}

/// Returns a planned time as written; a full date loses its machine look.
fn when(row: &PlanRow) -> Text {
    match parse_iso_date(row.when.text()) {
        Some(date) => format::month_day(date, Dated::Record(row.origin.clone())).into(),
        None => own(row.when.text(), &row.when, &row.origin).into(),
    }
}

/// Returns a member's name.
fn name_of(member: &Member) -> Figure {
    Figure::new(member.name.as_str(), Provenance::Cell(member.origin.clone()))
}
