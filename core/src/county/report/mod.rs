//! 汇总报告: the survey as an official document, in the format and template of a unit's own.

mod attachments;
mod chart;
mod guidance;
mod overview;
mod problems;

use time::{Date, Duration};

use crate::county::Survey;
use crate::county::guidance::steps;
use crate::county::wording::{changes, opening, titles};
use crate::diagnostic::Diagnostic;
use crate::document::format;
use crate::document::wording::title;
use crate::document::{Block, Document, Form, Format, letterhead, letterhead_checks};
use crate::period::parse_iso_date;
use crate::settings::profile::Profile;

/// Writes the county's report.
pub fn compose(survey: &Survey, profile: &Profile) -> Document {
    let stated = profile.profile.as_deref().and_then(Format::named).unwrap_or_default();
    // Minutes are of one session; a county has none.
    let format = if stated == Format::Minutes { Format::Plain } else { stated };
    let organ = organ(&survey.county, profile);
    let organs = profile.all_organs(&organ);
    let date = date(survey, profile);
    let addressee = profile.superior.as_ref().map(|superior| title::addressee(superior));
    Document {
        unit: survey.county.clone(),
        period: survey.period,
        title: titles::title(survey),
        addressee: addressee.filter(|_| !letterhead::moves_addressee(profile, format)),
        blocks: blocks(survey, format),
        attachments: attachments::all(survey),
        keywords: keywords(survey, profile),
        form: Form { ..letterhead::form(profile, format, &organs, date) },
        organ,
        date,
    }
}

/// Checks the values of a county's profile that its report prints.
pub fn check(county: &str, profile: &Profile) -> Vec<Diagnostic> {
    let profile = Profile { organ: Some(organ(county, profile)), ..profile.clone() };
    letterhead_checks::check(&profile, county)
}

/// Returns the organ that leads.
fn organ(county: &str, profile: &Profile) -> String {
    let stated = profile.organ.clone().or_else(|| profile.organs.first().cloned());
    stated.unwrap_or_else(|| default_organ(county))
}

/// Writes the body: the opening, then a section for each thing there is to say.
fn blocks(survey: &Survey, format: Format) -> Vec<Block> {
    let steps = steps(survey);
    let mut blocks = vec![Block::Paragraph(opening::opening(survey, format))];
    let sections: Vec<(String, Vec<Block>)> = vec![
        (titles::TOTALS.to_string(), overview::totals(survey)),
        (titles::UNITS.to_string(), overview::differences(survey)),
        (titles::CHANGES.to_string(), changes::paragraph(survey).map(Block::Paragraph).into_iter().collect()),
        (title::PROBLEMS.to_string(), problems::problems(survey)),
        (title::CAUSES.to_string(), problems::causes(survey)),
        (titles::ABSENT.to_string(), overview::absent(survey)),
        (titles::guidance(survey.period), guidance::blocks(survey, &steps)),
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

/// Returns the document's date, by default the day after the period's last.
fn date(survey: &Survey, profile: &Profile) -> Date {
    let stated = profile.date.as_deref().and_then(parse_iso_date);
    stated.unwrap_or_else(|| survey.period.last_day() + Duration::days(1))
}

/// Returns the words by which an archive finds the file again.
fn keywords(survey: &Survey, profile: &Profile) -> Vec<String> {
    let period = format::period(survey.period);
    let mut keywords =
        vec![survey.county.clone(), "理论学习中心组".to_string(), period, "汇总报告".to_string()];
    if profile.profile.as_deref().is_some_and(|format| format != "plain") {
        keywords.extend(profile.letterhead.number.iter().chain(&profile.letterhead.secrecy).cloned());
    }
    keywords
}
