//! 汇总报告: the survey as an official document, in the format and template of a unit's own.

mod attachments;
mod chart;
mod guidance;
mod history;
mod overview;
mod practice;
mod problems;

use time::Date;

use crate::county::guidance::steps;
use crate::county::wording::{self, opening, titles};
use crate::county::{Survey, same};
use crate::diagnostic::Diagnostic;
use crate::document::format;
use crate::document::wording::title;
use crate::document::{
    Block, Dates, Document, Format, Numbering, Text, date_in, letterhead, letterhead_checks,
};
use crate::findings::Limits;
use crate::settings::Settings;
use crate::settings::group::{Body, Group};

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
        title: titles::title(survey, format),
        addressee: letterhead::addressee(settings, format),
        blocks: blocks(survey, settings, format, date, limits),
        attachments: attachments::all(survey),
        keywords: keywords(survey, settings),
        form: letterhead::form(settings, format, &organs, date),
        organ: organs.into_iter().next().unwrap_or_default(),
        date,
    }
}

/// Checks the settings that a county's report prints, whether its dates agree, and whether units
/// filed the same records.
pub fn check(survey: &Survey, settings: &Settings) -> Vec<Diagnostic> {
    let mut found = letterhead_checks::check(settings, &settings.issuers(|| default_organ(&survey.county)));
    found.extend(Dates::of_period(settings, survey.period).check_period(survey.period));
    found.extend(survey.same.iter().map(|same| same::diagnostic(same, &survey.units)));
    found
}

/// Writes the body: the opening, then a section for each thing there is to say.
fn blocks(survey: &Survey, settings: &Settings, format: Format, date: Date, limits: &Limits) -> Vec<Block> {
    let steps = steps(survey, date);
    let mut blocks = vec![Block::Paragraph(opening::opening(survey, settings, format))];
    let mut numbering = Numbering::default();
    let sections: Vec<(Text, Vec<Block>)> = vec![
        (titles::HELD.into(), overview::blocks(survey, limits, &mut numbering)),
        (titles::PRACTICE.into(), practice::blocks(survey)),
        (title::PROBLEMS.into(), problems::problems(survey)),
        (title::CAUSES.into(), problems::causes(survey)),
        (titles::guidance(survey.period), guidance::blocks(survey, &steps, format, limits)),
    ];
    let sections = sections.into_iter().filter(|(_, section)| !section.is_empty());
    for (number, (heading, section)) in (1..).zip(sections) {
        blocks.push(Block::heading(title::numbered(number, &heading)));
        blocks.extend(section);
    }
    blocks
}

/// Returns who issues it where nothing is stated: the propaganda department of a county's or
/// city's committee, which theory study is under (study rules, art. 7); a department or a body by its own full name; else the
/// name itself.
pub(super) fn default_organ(county: &str) -> String {
    let group = Group::new(county, None, None);
    let is_stated = county.ends_with("党组") || county.ends_with("党委") || county.ends_with("党工委");
    if group.body == Body::Department || is_stated {
        group.organ
    } else if wording::place(county).ends_with(['县', '市', '区', '旗', '州', '盟', '省']) {
        format!("中共{}委宣传部", wording::place(county))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::county::Returns;
    use crate::county::figures::tests::unit;

    #[test]
    fn the_countys_names_follow_those_of_the_groups() {
        let check = |county: &str, units: &[&str], title: &str, organ: &str| {
            let units = units.iter().map(|name| unit(name, &[], &[], &[])).collect();
            let returns = Returns { units, ..Returns::default() };
            let survey = Survey::new(county, None, returns).expect("there are units");
            let words: String =
                titles::title(&survey, Format::Plain)[..4].iter().map(ToString::to_string).collect();
            assert_eq!((words.as_str(), default_organ(county).as_str()), (title, organ));
        };
        let organ = "中共青山县委宣传部";
        check("青山县", &["甲镇", "乙乡党委"], "青山县各乡镇党委理论学习中心组", organ);
        check("青山县委", &["甲镇", "乙街道"], "青山县各乡镇（街道）党（工）委理论学习中心组", organ);
        check("中共青山县委宣传部", &["乙街道"], "青山县各街道党工委理论学习中心组", organ);
        check("青山县", &["甲镇", "青山县教育局"], "青山县各单位党委（党组）理论学习中心组", organ);
        check("青山县", &["青山县教育局党组"], "青山县各单位党组理论学习中心组", organ);
        check("示范片", &["甲镇"], "示范片各乡镇党委理论学习中心组", "示范片");
    }
}
