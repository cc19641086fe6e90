//! What was understood of a unit's files, as JSON for the page.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::analysis::Analysis;
use crate::document::date_in;
use crate::dossier::{Dossier, Register, Role};
use crate::origin::Place;
use crate::settings::Settings;

/// Which registers were found where, and how much they hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Understood {
    /// One entry for each sheet that is a register, in file order.
    registers: Vec<RegisterFound>,
    /// The usual names of the registers that are missing.
    missing: Vec<&'static str>,
    /// Members who count.
    members: usize,
    /// Secretaries and observers, who do not.
    others: usize,
    /// Sessions of the period.
    sessions: usize,
    /// Marks in the attendance register.
    marks: usize,
    /// Essays, articles and research reports.
    essays: usize,
    /// How many of them lie here with their text.
    texts: usize,
    /// Plan rows of the period and the next.
    plan: usize,
    /// Research topics.
    research: usize,
    /// Records of oversight, review and examination.
    oversight: usize,
}

/// A sheet that is a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct RegisterFound {
    /// Its key, as in banxin.toml.
    kind: &'static str,
    /// Its usual name.
    name: &'static str,
    /// The file.
    file: String,
    /// The sheet; absent for text files.
    sheet: Option<String>,
    /// How many records of the period it gave: marks of attendance, else rows.
    rows: usize,
}

impl Understood {
    /// Counts a dossier's records by where they came from.
    pub(super) fn new(dossier: &Dossier) -> Understood {
        let mut counts: BTreeMap<(Register, &Arc<Place>), usize> = BTreeMap::new();
        let mut count = |register: Register, place| *counts.entry((register, place)).or_default() += 1;
        dossier.members.iter().for_each(|record| count(Register::Roster, &record.origin.place));
        dossier.sessions.iter().for_each(|record| count(Register::Sessions, &record.origin.place));
        dossier.essays.iter().for_each(|record| count(Register::Essays, &record.origin.place));
        dossier.plan.iter().for_each(|record| count(Register::Plan, &record.origin.place));
        dossier.research.iter().for_each(|record| count(Register::Research, &record.origin.place));
        dossier.oversight.iter().for_each(|record| count(Register::Oversight, &record.origin.place));
        dossier.outreach.iter().for_each(|record| count(Register::Outreach, &record.origin.place));
        // Sign-in sheets and the make-up register add to attendance, each from its own sheet.
        for record in dossier.marked() {
            for register in [Register::Attendance, Register::SignIn, Register::MakeUp] {
                count(register, &record.origin.place);
            }
        }
        let found = dossier.registers.iter().map(|(register, place)| RegisterFound {
            kind: register.key(),
            name: register.title(),
            file: place.file.clone(),
            sheet: place.sheet.clone(),
            rows: counts.get(&(*register, place)).copied().unwrap_or(0),
        });
        let members = dossier.counted_members().count();
        let served = |role: Role| dossier.members.iter().filter(|member| member.role == role).count();
        Understood {
            registers: found.collect(),
            missing: Register::ALL.iter().filter(|r| !dossier.has(**r)).map(|r| r.title()).collect(),
            members,
            others: served(Role::Secretary) + served(Role::Observer),
            sessions: dossier.sessions.len(),
            marks: dossier.marked().count(),
            essays: dossier.essays.len(),
            texts: dossier.essays.iter().filter(|essay| essay.text.is_some()).count(),
            plan: dossier.plan.len(),
            research: dossier.research.len(),
            oversight: dossier.oversight.len(),
        }
    }
}

/// What the form would say, as far as the files tell; empty where they do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Guess {
    /// The unit, from the form, banxin.toml or the folder's name.
    pub unit: String,
    /// The unit that the titles name, where nothing of those does; to be confirmed.
    pub likely_unit: String,
    /// What leads the study there, from the form or banxin.toml.
    group: String,
    /// The name of the study group that follows.
    group_name: String,
    /// Whether the unit's name leaves open what leads the study there.
    is_group_open: bool,
    /// The period, from the form, banxin.toml or the session dates.
    period: String,
    /// The format.
    profile: String,
    /// The date that the document will bear.
    date: String,
}

impl Guess {
    /// Gathers what is settled, and what the files tell where they could be analysed.
    pub(super) fn new(unit: Option<&str>, settings: &Settings, analysis: Option<&Analysis>) -> Guess {
        let period = analysis.map(|analysis| analysis.dossier.period).or(settings.period);
        let date = match analysis {
            Some(analysis) => Some(analysis.date),
            None => period.map(|period| date_in(settings.date, period)),
        };
        let group = settings.study_group();
        Guess {
            unit: unit.unwrap_or_default().to_string(),
            likely_unit: String::new(),
            group: settings.group.clone().unwrap_or_default(),
            group_name: unit.map(|_| group.name()).unwrap_or_default(),
            is_group_open: unit.is_some() && !group.choices.is_empty(),
            period: period.map(|period| period.to_string()).unwrap_or_default(),
            profile: settings.format.name().to_string(),
            date: date.map(|date| date.to_string()).unwrap_or_default(),
        }
    }
}
