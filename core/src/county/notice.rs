//! 反馈意见: the county's letter to one unit, on what its study shows, what to mend, and by when.
//!
//! It is of this unit alone: neither others nor the unit's place among them stand in it, so it is
//! made with the unit's own report and changes only with it. A department of the county committee
//! is no superior of a township's committee: it writes a letter (函), not a notice to subordinates.

use time::Date;

use crate::county::report::default_organ;
use crate::county::wording::notice as words;
use crate::county::{Practice, UnitFigures, practices};
use crate::document::wording::title;
use crate::document::{Block, Document, Format, Material, Text, date_in, letterhead, letterhead_checks};
use crate::figures::Figures;
use crate::findings::{Finding, MEASURES, RuleId, Standing, due};
use crate::settings::{Letterhead, PageOptions, Settings, Standards};
use crate::worksheet::Worksheet;

/// The most matters told, so that the letter stays within two pages.
const MAX_MATTERS: usize = 6;
/// The most practices told.
const MAX_PRACTICES: usize = 3;

/// Who writes to the units, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Issuer {
    /// The organs that sign, the one that leads first.
    organs: Vec<String>,
    /// The date; without one it follows from the period.
    date: Option<Date>,
    /// What of the county's letterhead holds for every letter: no number is two letters'.
    letterhead: Letterhead,
    page: PageOptions,
    /// The PDF standards.
    pub standards: Standards,
}

impl Issuer {
    /// Takes from the county's settings what letters to its units are written by; nothing where
    /// it names no county, wants none, or where its own report would be refused.
    pub fn new(settings: &Settings) -> Option<Issuer> {
        let county = settings.county.as_deref().filter(|_| settings.notices)?;
        let organs = settings.issuers(|| default_organ(county));
        let letterhead = Letterhead {
            posts: settings.letterhead.posts.clone(),
            seal: settings.letterhead.seal,
            ..Letterhead::default()
        };
        let issuer = Issuer {
            date: settings.date,
            letterhead,
            page: settings.page,
            standards: settings.standards.clone(),
            organs,
        };
        let checked = letterhead_checks::check(&issuer.settings(String::new()), &issuer.organs);
        (!checked.iter().any(crate::diagnostic::Diagnostic::refuses)).then_some(issuer)
    }

    /// Returns the settings of a letter to a unit.
    fn settings(&self, addressee: String) -> Settings {
        Settings {
            format: Format::Letter,
            organs: self.organs.clone(),
            recipients: Some(addressee).filter(|addressee| !addressee.is_empty()),
            letterhead: self.letterhead.clone(),
            page: self.page,
            date: self.date,
            ..Settings::default()
        }
    }
}

/// What is to be mended: what shows it, what is asked for, and by when.
struct Matter {
    shown: Vec<Text>,
    asked: Vec<Text>,
    due: Date,
}

/// Writes the letter to a unit, by what its own report is written from; its worksheet goes with it.
pub fn notice(
    material: &Material<'_>,
    figures: &Figures,
    worksheet: &Worksheet,
    issuer: &Issuer,
) -> Document {
    let (unit, period) = (&material.dossier.unit, material.dossier.period);
    let group = material.settings.study_group();
    let settings = issuer.settings(group.organ.clone());
    let date = date_in(issuer.date, period);
    let organ = issuer.organs.first().cloned().unwrap_or_default();
    Document {
        unit: unit.clone(),
        period,
        title: words::title(&group, period),
        addressee: letterhead::addressee(&settings, Format::Letter),
        blocks: blocks(material, figures, worksheet, &organ, date),
        attachments: Vec::new(),
        keywords: words::keywords(unit, period),
        form: letterhead::form(&settings, Format::Letter, &issuer.organs, date),
        organ,
        date,
    }
}

fn blocks(
    material: &Material<'_>,
    figures: &Figures,
    worksheet: &Worksheet,
    organ: &str,
    date: Date,
) -> Vec<Block> {
    let figures = UnitFigures::from(figures);
    let done: Vec<Practice> = practices(&figures).into_iter().take(MAX_PRACTICES).collect();
    let matters = matters(material, date);
    let held = [Some(words::held(material)), words::good(&done)];
    let told = (1..).zip(&matters).map(|(n, matter)| {
        Block::Item(words::matter(n, &matter.shown, &matter.asked, matter.due, material.dossier.period))
    });
    let last = matters.iter().map(|matter| matter.due).max();
    let asked = [words::answer(matters.len(), last, organ), words::worksheet(worksheet)];
    let asked: Vec<Text> = asked.into_iter().flatten().collect();
    let asked = if asked.is_empty() { vec![words::go_on()] } else { asked };
    let sections: [(&str, Vec<Block>); 3] = [
        (words::HELD, held.into_iter().flatten().map(Block::Paragraph).collect()),
        (words::MATTERS, told.collect()),
        (words::ASKED, asked.into_iter().map(Block::Paragraph).collect()),
    ];
    let mut blocks = vec![Block::Paragraph(words::opening(material))];
    let sections = sections.into_iter().filter(|(_, section)| !section.is_empty());
    for (number, (heading, section)) in (1..).zip(sections) {
        blocks.push(Block::heading(title::numbered(number, heading)));
        blocks.extend(section);
    }
    blocks.push(Block::Paragraph(words::closing()));
    blocks
}

/// Returns what the unit's own report tells as its problems, the weightiest first, each with what
/// answers it; due as a letter of the date asks for it.
fn matters(material: &Material<'_>, date: Date) -> Vec<Matter> {
    let told = material.findings.ranked.iter().filter(|finding| finding.standing == Standing::Body);
    told.take(MAX_MATTERS).filter_map(|finding| matter(material, finding, date)).collect()
}

fn matter(material: &Material<'_>, finding: &Finding, date: Date) -> Option<Matter> {
    let due_of =
        |rule: &RuleId| due(material.dossier.period, MEASURES[rule.answered_by() as usize].due_month, date);
    let matter = Matter {
        shown: words::shown(material, finding),
        asked: words::asked(material, finding),
        due: finding.rules.iter().map(due_of).max()?,
    };
    (!matter.shown.is_empty()).then_some(matter)
}
