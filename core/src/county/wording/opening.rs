//! The opening paragraph: who reported, and what there was in all.

use crate::county::Survey;
use crate::county::wording::{place, pooled, total, unit, units};
use crate::document::format;
use crate::document::wording::opening::{basis, guiding, tells};
use crate::document::{Count, Format, Text, text};
use crate::settings::Settings;
use crate::statistics::Key;

/// Returns the opening paragraph: who reported, and what there was in all; it ends as a document
/// of its format does.
pub(in crate::county) fn opening(survey: &Survey, settings: &Settings, format: Format) -> Text {
    let period = format::period(survey.period);
    let (n, counted) = (survey.n_units(), survey.units.len());
    let county = unit(&place(&survey.county));
    let reported =
        if n == counted { "全部报送".into() } else { text!("计入本报告的{}个", units(counted)) };
    let mut text = text!("{period}，{county}应当报送学习情况的单位{}个，{reported}。", units(n));
    let figures: Vec<Text> =
        [sessions(survey), attendance(survey), essays(survey)].into_iter().flatten().collect();
    if !figures.is_empty() {
        let (guiding, basis) = (guiding(settings), basis(settings));
        text += text!("{}个单位{guiding}{basis}{}。", units(counted), Text::joined(&figures, "；"));
    }
    text + text!("现将有关情况{}如下。", tells(format))
}

/// Says how often all units met.
fn sessions(survey: &Survey) -> Option<Text> {
    let held = survey.total(Key::Sessions);
    let n = held.value?;
    if n == 0.0 {
        return Some("没有组织集中学习".into());
    }
    let seminars = match survey.total(Key::Seminars) {
        seminars if seminars.value > Some(0.0) => text!("，其中专题研讨{}次", total(seminars)),
        seminars if seminars.value == Some(0.0) => "，没有开展专题研讨".into(),
        _ => Text::new(),
    };
    Some(text!("共组织集中学习{}次{seminars}", total(held)))
}

/// Says how many came.
fn attendance(survey: &Survey) -> Option<Text> {
    let (present, due) = survey.total(Key::AttendanceRate).share.filter(|(_, due)| *due > 0)?;
    let source = pooled(survey.total(Key::AttendanceRate));
    let rate = format::share(present, due, &source);
    let (present, due) = (Count::new(present, source.clone()), Count::new(due, source));
    let mut part = text!("应到{due}人次，实到{present}人次，出勤率{rate}");
    if let (Some((took_part, due @ 1..)), true) =
        (survey.total(Key::ParticipationRate).share, survey.total(Key::MadeUp).value > Some(0.0))
    {
        let rate = format::share(took_part, due, pooled(survey.total(Key::ParticipationRate)));
        part += text!("，计入补学的参学率{rate}");
    }
    Some(part)
}

/// Says what was written.
fn essays(survey: &Survey) -> Option<Text> {
    let written = survey.total(Key::Essays);
    let mut part = match written.value? {
        0.0 => "没有提交心得体会和理论文章".into(),
        _ => text!("提交心得体会和理论文章{}篇", total(written)),
    };
    if written.value > Some(0.0) && survey.total(Key::EssaysPerMember).value.is_some() {
        part += text!("，人均{}篇", total(survey.total(Key::EssaysPerMember)));
    }
    let reports = survey.total(Key::ResearchReports);
    if reports.value > Some(0.0) {
        part += text!("，调研报告{}篇", total(reports));
    }
    Some(part)
}
