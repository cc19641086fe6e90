//! 汇总报告: the survey as an official document, in the format and template of a unit's own.

mod attachments;
mod chart;
mod guidance;
mod overview;
mod problems;

use time::Date;

use crate::county::Survey;
use crate::county::guidance::steps;
use crate::county::wording::{changes, opening, titles};
use crate::diagnostic::Diagnostic;
use crate::document::format;
use crate::document::wording::title;
use crate::document::{
    Block, Dates, Document, Format, Numbering, Text, date_in, letterhead, letterhead_checks,
};
use crate::findings::Limits;
use crate::settings::Settings;

/// Writes the county's report, with the thresholds in force for the county.
pub fn compose(survey: &Survey, settings: &Settings, limits: &Limits) -> Document {
    // Minutes are of one session; a county has none.
    let is_minutes = settings.format == Format::Minutes;
    let format = if is_minutes { Format::Plain } else { settings.format };
    let organs = settings.issuers(|| default_organ(&survey.county));
    let date = date_in(settings.date, survey.period);
    Document {
        unit: survey.county.clone(),
        period: survey.period,
        title: titles::title(survey),
        addressee: letterhead::addressee(settings, format),
        blocks: blocks(survey, format, date, limits),
        attachments: attachments::all(survey),
        keywords: keywords(survey, settings),
        form: letterhead::form(settings, format, &organs, date),
        organ: organs.into_iter().next().unwrap_or_default(),
        date,
    }
}

/// Checks the settings that a county's report prints, and whether its dates agree.
pub fn check(survey: &Survey, settings: &Settings) -> Vec<Diagnostic> {
    let mut found = letterhead_checks::check(settings, &settings.issuers(|| default_organ(&survey.county)));
    found.extend(Dates::of_period(settings, survey.period).check_period(survey.period));
    found
}

/// Writes the body: the opening, then a section for each thing there is to say.
fn blocks(survey: &Survey, format: Format, date: Date, limits: &Limits) -> Vec<Block> {
    let steps = steps(survey, date);
    let mut blocks = vec![Block::Paragraph(opening::opening(survey, format))];
    let mut numbering = Numbering::default();
    let sections: Vec<(Text, Vec<Block>)> = vec![
        (titles::TOTALS.into(), overview::totals(survey, &mut numbering)),
        (titles::UNITS.into(), overview::differences(survey, limits, &mut numbering)),
        (titles::CHANGES.into(), changes::paragraph(survey).map(Block::Paragraph).into_iter().collect()),
        (title::PROBLEMS.into(), problems::problems(survey)),
        (title::CAUSES.into(), problems::causes(survey)),
        (titles::ABSENT.into(), overview::absent(survey)),
        (titles::guidance(survey.period), guidance::blocks(survey, &steps, limits)),
    ];
    let sections = sections.into_iter().filter(|(_, section)| !section.is_empty());
    for (number, (heading, section)) in (1..).zip(sections) {
        blocks.push(Block::heading(title::numbered(number, &heading)));
        blocks.extend(section);
    }
    blocks
}

/// Returns who issues it where nothing is stated: the propaganda department of a county's or
/// city's committee, which theory study is under (study rules, art. 7); else the name itself.
fn default_organ(county: &str) -> String {
    if county.ends_with(['县', '市', '区', '旗', '州', '盟', '省']) {
        format!("中共{county}委宣传部")
    } else {
        county.to_string()
    }
}

/// Returns the words by which an archive finds the file again.
fn keywords(survey: &Survey, settings: &Settings) -> Vec<String> {
    let period = format::period(survey.period).to_string();
    let mut keywords =
        vec![survey.county.clone(), "理论学习中心组".to_string(), period, "汇总报告".to_string()];
    if settings.format != Format::Plain {
        let letterhead = &settings.letterhead;
        keywords.extend(letterhead.number.iter().chain(&letterhead.secrecy).cloned());
    }
    keywords
}
